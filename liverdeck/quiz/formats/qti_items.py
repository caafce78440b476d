"""One item in the QTI 1.2 that Canvas imports.

The rules come from Canvas's own importers, which were run on the files that this module
writes: the gem `qti` of New Quizzes, and QTIMigrationTool and qti_exporter of Classic.
Classic finds the right side of a matching only by the digits in its ident. It shows the
right sides as plain text, and also HTML that is a single piece of text.
"""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from liverdeck.quiz.formats.platform_html import html_of
from liverdeck.quiz.items.item import short_hash
from liverdeck.quiz.papers.wording import feedback, grading_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from liverdeck.facts.answer import Number
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
    """Add an item to a section.

    `picture` is the path of its picture in the package; empty if it has none.
    """
    item = asked.item
    ident = f"i{short_hash(item.id)}"
    element = ET.SubElement(section, "item", ident=ident, title=item.id)
    metadata = ET.SubElement(ET.SubElement(element, "itemmetadata"), "qtimetadata")
    add_fields(metadata, _metadata_of(asked))

    presentation = ET.SubElement(element, "presentation")
    _material(presentation, html_of(item.stem) + _picture(item, picture))
    processing = ET.SubElement(element, "resprocessing")
    _score(processing)
    _condition(processing, _GENERAL)
    if item.type in ("matching", "ordering"):
        _matching(presentation, processing, item)
    elif item.options:
        _choice(presentation, processing, asked)
    else:
        _written(presentation, processing, item)

    _feedback(element, _GENERAL, feedback(item))
    if item.type != "ordering":
        for option in item.options:
            if option.why:
                _feedback(element, f"{option.id}_fb", option.why)


def add_fields(metadata: ET.Element, values: Mapping[str, str]) -> None:
    """Add labels with their values to an element's metadata."""
    for label, entry in values.items():
        field = ET.SubElement(metadata, "qtimetadatafield")
        ET.SubElement(field, "fieldlabel").text = label
        ET.SubElement(field, "fieldentry").text = entry


def _picture(item: Item, path: str) -> str:
    if item.image is None:
        return ""
    return f'<br><img src="{path}" alt="{html.escape(item.image.alt)}">'


def _score(processing: ET.Element) -> None:
    outcomes = ET.SubElement(processing, "outcomes")
    ET.SubElement(
        outcomes,
        "decvar",
        maxvalue="100",
        minvalue="0",
        varname="SCORE",
        vartype="Decimal",
    )


def _metadata_of(asked: AskedItem) -> dict[str, str]:
    item = asked.item
    option_ids = [option.id for option in asked.options]
    pair_ids = [pair.id for pair in item.pairs]
    metadata = {
        "question_type": _TYPES[item.type],
        "points_possible": str(item.points),
        "original_answer_ids": ",".join(option_ids or pair_ids),
        "assessment_question_identifierref": f"q{short_hash(item.id)}",
    }
    if item.type == "list":
        metadata["grading_notes"] = grading_notes(item)
    return metadata


def _choice(presentation: ET.Element, processing: ET.Element, asked: AskedItem) -> None:
    is_multiple = asked.item.type == "multiple"
    cardinality = "Multiple" if is_multiple else "Single"
    response = ET.SubElement(
        presentation, "response_lid", ident=_RESPONSE, rcardinality=cardinality
    )
    choice = ET.SubElement(response, "render_choice")
    for option in asked.options:
        _material(_label(choice, option.id), html_of(option.text))
    for option in asked.options:
        if option.why:
            _equal(_condition(processing, f"{option.id}_fb"), _RESPONSE, option.id)

    scored = _condition(processing)
    tests = ET.SubElement(scored, "and") if is_multiple else scored
    for option in asked.options:
        if option.is_key:
            _equal(tests, _RESPONSE, option.id)
        elif is_multiple:
            _equal(ET.SubElement(tests, "not"), _RESPONSE, option.id)


def _matching(presentation: ET.Element, processing: ET.Element, item: Item) -> None:
    pairs = [(pair.id, pair.prompt, pair.match) for pair in item.pairs]
    pairs += [
        (f"place{number}", f"{number}.", option.text)
        for number, option in enumerate(item.options, 1)
    ]
    matches = {match for _, _, match in pairs}
    points = f"{100 / len(pairs):.2f}"
    for pair_id, prompt, match in pairs:
        ident = f"response_{pair_id}"
        response = ET.SubElement(presentation, "response_lid", ident=ident)
        _material(response, _marked_up(prompt))
        _right_sides(ET.SubElement(response, "render_choice"), matches)
        _equal(_condition(processing, add=points), ident, _right_side_id(match))


def _right_sides(choice: ET.Element, texts: Iterable[str]) -> None:
    for text in sorted(texts):
        material = ET.SubElement(_label(choice, _right_side_id(text)), "material")
        ET.SubElement(material, "mattext").text = _one_line(text)


def _right_side_id(text: str) -> str:
    return f"m{int(short_hash(text), 16)}"


def _one_line(text: str) -> str:
    # Without a texttype, New Quizzes takes a text that contains ">" for HTML. Then
    # nothing in the text may look like a tag.
    line = " ".join(text.split())
    return _LOOKS_LIKE_A_TAG.sub("\\1\u2060", line) if ">" in line else line


def _written(presentation: ET.Element, processing: ET.Element, item: Item) -> None:
    response = ET.SubElement(
        presentation, "response_str", ident=_RESPONSE, rcardinality="Single"
    )
    fill_type = {"fibtype": "Decimal"} if item.type == "numeric" else {}
    blank = ET.SubElement(response, "render_fib", fill_type)
    ET.SubElement(blank, "response_label", ident="answer1", rshuffle="No")
    if item.type == "list":
        return  # an essay, which a person grades by the feedback

    (answer,) = item.answers
    scored = _condition(processing)
    if answer.number is not None:
        _number(scored, answer.number)
        return
    for text in dict.fromkeys((answer.text, *answer.accept)):
        _equal(scored, _RESPONSE, text)


def _number(scored: ET.Element, number: Number) -> None:
    either = ET.SubElement(scored, "or")
    exact = _equal(either, _RESPONSE, number.value)
    if number.tolerance:
        # Without a margin, the gem computes one from the two limits below, and its
        # floating point numbers are not exact.
        exact.attrib.update(margin=number.tolerance, margintype="absolute")
    between = ET.SubElement(either, "and")
    value, tolerance = Decimal(number.value), Decimal(number.tolerance or 0)
    for tag, limit in (("vargte", value - tolerance), ("varlte", value + tolerance)):
        ET.SubElement(between, tag, respident=_RESPONSE).text = str(limit)


def _condition(processing: ET.Element, shows: str = "", *, add: str = "") -> ET.Element:
    """Add a condition and return the element for its tests.

    The condition shows the feedback `shows`, or adds points to the score, or sets the
    score to 100.
    """
    goes_on = "Yes" if shows or add else "No"
    condition = ET.SubElement(processing, "respcondition", {"continue": goes_on})
    tests = ET.SubElement(condition, "conditionvar")
    if shows == _GENERAL:
        ET.SubElement(tests, "other")
    if shows:
        ET.SubElement(
            condition, "displayfeedback", feedbacktype="Response", linkrefid=shows
        )
    else:
        action = "Add" if add else "Set"
        score = ET.SubElement(condition, "setvar", varname="SCORE", action=action)
        score.text = add or "100"
    return tests


def _equal(parent: ET.Element, response: str, value: str) -> ET.Element:
    element = ET.SubElement(parent, "varequal", respident=response)
    element.text = value
    return element


def _label(choice: ET.Element, ident: str) -> ET.Element:
    return ET.SubElement(choice, "response_label", ident=ident)


def _material(parent: ET.Element, content: str) -> None:
    material = ET.SubElement(parent, "material")
    ET.SubElement(material, "mattext", texttype="text/html").text = content


def _marked_up(text: str) -> str:
    # Classic shows HTML that is one piece of text as it is written, with "&lt;" and
    # all, unless it contains an element.
    content = html_of(text)
    has_escapes = content != text
    if has_escapes and "<br>" not in content:
        return f'<span dir="auto">{content}</span>'
    return content


def _feedback(item: ET.Element, ident: str, text: str) -> None:
    element = ET.SubElement(item, "itemfeedback", ident=ident)
    _material(ET.SubElement(element, "flow_mat"), _marked_up(text))
