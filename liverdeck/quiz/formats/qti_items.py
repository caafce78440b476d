"""One item in the QTI 1.2 that Canvas imports.

Read off Canvas's own importers (the gem `qti` of New Quizzes, QTIMigrationTool and qti_exporter of Classic), run on
what this writes. Classic knows the right side of a matching by the digits in its ident alone, and shows right sides,
and HTML that is one piece of text, as plain text.
"""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from liverdeck.quiz.formats.platform_html import html_of
from liverdeck.quiz.items.item import short_hash
from liverdeck.quiz.papers.wording import feedback, for_graders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from liverdeck.quiz.items.item import Item, ItemType
    from liverdeck.quiz.papers.paper_forms import AskedItem

_TYPES: dict[ItemType, str] = {
    "single": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "truefalse": "true_false_question",
    "short": "short_answer_question",
    "fill": "short_answer_question",
    "numeric": "numerical_question",
    "list": "essay_question",
    "matching": "matching_question",
    "ordering": "matching_question",
}
_RESPONSE = "response1"
_GENERAL = "general_fb"
_LOOKS_LIKE_A_TAG = re.compile(r"([<&])(?=[\w/!?#])")


def add_item(section: ET.Element, asked: AskedItem, picture: str) -> None:
    """Add an item to a section; `picture` is where its picture lies in the package, empty without one."""
    item = asked.item
    made = ET.SubElement(
        section, "item", ident=f"i{short_hash(item.id)}", title=item.id
    )
    metadata = ET.SubElement(ET.SubElement(made, "itemmetadata"), "qtimetadata")
    add_fields(metadata, _facts_of(asked))
    presentation = ET.SubElement(made, "presentation")
    image = (
        f'<br><img src="{picture}" alt="{html.escape(item.image.alt)}">'
        if item.image is not None
        else ""
    )
    _material(presentation, html_of(item.stem) + image)
    processing = ET.SubElement(made, "resprocessing")
    ET.SubElement(
        ET.SubElement(processing, "outcomes"),
        "decvar",
        maxvalue="100",
        minvalue="0",
        varname="SCORE",
        vartype="Decimal",
    )
    _condition(processing, _GENERAL)
    if item.type in ("matching", "ordering"):
        _matching(presentation, processing, item)
    elif item.options:
        _choice(presentation, processing, asked)
    else:
        _written(presentation, processing, item)
    _feedback(made, _GENERAL, feedback(item))
    for option in item.options if item.type != "ordering" else ():
        if option.why:
            _feedback(made, f"{option.id}_fb", option.why)


def add_fields(metadata: ET.Element, values: Mapping[str, str]) -> None:
    """Add labels with their values to an element's metadata."""
    for label, entry in values.items():
        field = ET.SubElement(metadata, "qtimetadatafield")
        ET.SubElement(field, "fieldlabel").text = label
        ET.SubElement(field, "fieldentry").text = entry


def _facts_of(asked: AskedItem) -> dict[str, str]:
    item = asked.item
    facts = {
        "question_type": _TYPES[item.type],
        "points_possible": str(item.points),
        "original_answer_ids": ",".join(
            [option.id for option in asked.options] or [pair.id for pair in item.pairs]
        ),
        "assessment_question_identifierref": f"q{short_hash(item.id)}",
    }
    return facts | ({"grading_notes": for_graders(item)} if item.type == "list" else {})


def _choice(presentation: ET.Element, processing: ET.Element, asked: AskedItem) -> None:
    many = asked.item.type == "multiple"
    lid = ET.SubElement(
        presentation,
        "response_lid",
        ident=_RESPONSE,
        rcardinality="Multiple" if many else "Single",
    )
    choice = ET.SubElement(lid, "render_choice")
    for option in asked.options:
        _material(_label(choice, option.id), html_of(option.text))
    for option in asked.options:
        if option.why:
            _equal(_condition(processing, f"{option.id}_fb"), _RESPONSE, option.id)
    scored = _condition(processing)
    within = ET.SubElement(scored, "and") if many else scored
    for option in asked.options:
        if option.is_key:
            _equal(within, _RESPONSE, option.id)
        elif many:
            _equal(ET.SubElement(within, "not"), _RESPONSE, option.id)


def _matching(presentation: ET.Element, processing: ET.Element, item: Item) -> None:
    pairs = [(pair.id, pair.prompt, pair.match) for pair in item.pairs]
    pairs += [
        (f"place{place}", f"{place}.", option.text)
        for place, option in enumerate(item.options, 1)
    ]
    for ident, prompt, match in pairs:
        lid = ET.SubElement(presentation, "response_lid", ident=f"response_{ident}")
        _material(lid, _marked_up(prompt))
        _right_sides(
            ET.SubElement(lid, "render_choice"), {match for _, _, match in pairs}
        )
        scored = _condition(processing, add=f"{100 / len(pairs):.2f}")
        _equal(scored, f"response_{ident}", _right_side_id(match))


def _right_sides(choice: ET.Element, texts: Iterable[str]) -> None:
    for text in sorted(texts):
        material = ET.SubElement(_label(choice, _right_side_id(text)), "material")
        ET.SubElement(material, "mattext").text = _one_line(text)


def _right_side_id(text: str) -> str:
    return f"m{int(short_hash(text), 16)}"


def _one_line(text: str) -> str:
    # Without a texttype, New Quizzes takes a text with ">" in it for HTML: then nothing in it may look like a tag.
    line = " ".join(text.split())
    return _LOOKS_LIKE_A_TAG.sub("\\1\u2060", line) if ">" in line else line


def _written(presentation: ET.Element, processing: ET.Element, item: Item) -> None:
    response = ET.SubElement(
        presentation, "response_str", ident=_RESPONSE, rcardinality="Single"
    )
    blank = ET.SubElement(
        response, "render_fib", {"fibtype": "Decimal"} if item.type == "numeric" else {}
    )
    ET.SubElement(blank, "response_label", ident="answer1", rshuffle="No")
    if item.type == "list":
        return  # an essay: a person grades it by the feedback
    (answer,) = item.answers
    scored = _condition(processing)
    if answer.number is not None:
        either = ET.SubElement(scored, "or")
        exact = _equal(either, _RESPONSE, answer.number.value)
        if answer.number.tolerance:
            # The gem computes a margin by floating point from the two ends below, if it is not told.
            exact.attrib.update(margin=answer.number.tolerance, margintype="absolute")
        between = ET.SubElement(either, "and")
        value, tolerance = (
            Decimal(answer.number.value),
            Decimal(answer.number.tolerance or 0),
        )
        ET.SubElement(between, "vargte", respident=_RESPONSE).text = str(
            value - tolerance
        )
        ET.SubElement(between, "varlte", respident=_RESPONSE).text = str(
            value + tolerance
        )
        return
    for text in dict.fromkeys((answer.text, *answer.accept)):
        _equal(scored, _RESPONSE, text)


def _condition(processing: ET.Element, shows: str = "", *, add: str = "") -> ET.Element:
    """Add a condition that shows a feedback, or scores, and return where its tests go."""
    made = ET.SubElement(
        processing,
        "respcondition",
        {"continue": "Yes"} if shows or add else {"continue": "No"},
    )
    tests = ET.SubElement(made, "conditionvar")
    if shows == _GENERAL:
        ET.SubElement(tests, "other")
    if shows:
        ET.SubElement(made, "displayfeedback", feedbacktype="Response", linkrefid=shows)
    else:
        ET.SubElement(
            made, "setvar", varname="SCORE", action="Add" if add else "Set"
        ).text = add or "100"
    return tests


def _equal(parent: ET.Element, response: str, value: str) -> ET.Element:
    made = ET.SubElement(parent, "varequal", respident=response)
    made.text = value
    return made


def _label(choice: ET.Element, ident: str) -> ET.Element:
    return ET.SubElement(choice, "response_label", ident=ident)


def _material(parent: ET.Element, content: str) -> None:
    ET.SubElement(
        ET.SubElement(parent, "material"), "mattext", texttype="text/html"
    ).text = content


def _marked_up(text: str) -> str:
    # Classic shows what is one piece of text as it stands, "&lt;" and all, unless it bears a mark.
    content = html_of(text)
    return (
        f'<span dir="auto">{content}</span>'
        if content != text and "<br>" not in content
        else content
    )


def _feedback(item: ET.Element, ident: str, text: str) -> None:
    _material(
        ET.SubElement(ET.SubElement(item, "itemfeedback", ident=ident), "flow_mat"),
        _marked_up(text),
    )
