"""Write one item in QTI 1.2, as the learning platform Canvas imports it.

We know from Canvas's own importers what Canvas can read: the gem `qti` of New Quizzes,
and QTIMigrationTool and qti_exporter of Classic Quizzes ("Classic" below). The
importers were run on items that this module wrote.

Each `_add_...` function adds elements to the XML element that is its first argument.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never
from xml.etree import ElementTree as ET

from liverdeck.base.media_files import suffix_of
from liverdeck.facts.media import Image
from liverdeck.quiz.formats.platform_html import html_of
from liverdeck.quiz.formats.platform_items import (
    medium_below_text,
    ordering_as_matching,
)
from liverdeck.quiz.formats.typed_spellings import accepted_texts
from liverdeck.quiz.items.item import short_hash
from liverdeck.quiz.items.item_types import Interaction
from liverdeck.quiz.papers.wording import feedback, notes_for_person, stem_and_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.media import Media, Sound
    from liverdeck.quiz.items.item import Item, Option
    from liverdeck.quiz.papers.paper_forms import AskedItem

_RESPONSE_IDENT = "response1"
_GENERAL_FEEDBACK_IDENT = "general_fb"
_START_OF_TAG_OR_REFERENCE = re.compile(r"[<&](?=[\w/!?#])")
"""The first character of `<b>`, `</b>`, `<!--`, `&lt;` or `&#37;`."""
_WORD_JOINER = "\u2060"
"""An invisible character."""


def media_path(medium: Image | Sound) -> str:
    """Return the path of a picture or a sound in the zip file."""
    folder = "images" if isinstance(medium, Image) else "sounds"
    return f"{folder}/{short_hash(medium.file)}{suffix_of(medium.file)}"


def add_item(
    section: ET.Element, asked: AskedItem, words: Words, language: str
) -> None:
    """Add an item to a section.

    `language` is the language of the item's texts. `words` give the labels and
    sentences that are not the author's.
    """
    item = asked.item
    ident = f"i{short_hash(item.id)}"
    element = ET.SubElement(section, "item", ident=ident, title=item.id)
    metadata = ET.SubElement(ET.SubElement(element, "itemmetadata"), "qtimetadata")
    add_fields(metadata, _metadata_of(asked, words))

    presentation = ET.SubElement(element, "presentation")
    question = html_of(stem_and_hints(item, words))
    _add_material(presentation, question + _media_html(item.front))
    processing = ET.SubElement(element, "resprocessing")
    _declare_score(processing)
    tests = _add_feedback_condition(processing, _GENERAL_FEEDBACK_IDENT)
    ET.SubElement(tests, "other")  # This test is true for every response.
    _add_response(presentation, processing, asked, language)

    after_answer = _html_with_element(feedback(item, words)) + _media_html(item.back)
    _add_feedback(element, _GENERAL_FEEDBACK_IDENT, after_answer)
    for option in item.options:
        if option.why:
            _add_feedback(
                element, _feedback_ident(option), _html_with_element(option.why)
            )


def add_fields(metadata: ET.Element, values: Mapping[str, str]) -> None:
    """Add the values to a metadata element, each with its label."""
    for label, entry in values.items():
        field = ET.SubElement(metadata, "qtimetadatafield")
        ET.SubElement(field, "fieldlabel").text = label
        ET.SubElement(field, "fieldentry").text = entry


def _media_html(media: Media) -> str:
    return "".join(
        medium_below_text(medium, media_path(medium)) for medium in media.all
    )


def _declare_score(processing: ET.Element) -> None:
    outcomes = ET.SubElement(processing, "outcomes")
    ET.SubElement(
        outcomes,
        "decvar",
        maxvalue="100",
        minvalue="0",
        varname="SCORE",
        vartype="Decimal",
    )


def _metadata_of(asked: AskedItem, words: Words) -> dict[str, str]:
    item = asked.item
    option_ids = [option.id for option in asked.options]
    pair_ids = [pair.id for pair in item.pairs]
    metadata = {
        "question_type": _question_type(item),
        "points_possible": str(item.points),
        "original_answer_ids": ",".join(option_ids or pair_ids),
        "assessment_question_identifierref": f"q{short_hash(item.id)}",
    }
    notes = notes_for_person(item, words)
    if notes:
        metadata["grading_notes"] = notes
    return metadata


def _question_type(item: Item) -> str:
    """Return Canvas's question type for an item.

    An item that Canvas cannot judge, such as a list, becomes an essay, which a person
    marks.
    """
    match item.interaction:
        case Interaction.CHOOSE_ONE:
            name = "multiple_choice"
        case Interaction.CHOOSE_SEVERAL:
            name = "multiple_answers"
        case Interaction.JUDGE_STATEMENT:
            name = "true_false"
        case Interaction.WRITE_WORDS if not item.is_marked_by_person:
            name = "short_answer"
        case Interaction.WRITE_NUMBER:
            name = "numerical"
        case Interaction.WRITE_WORDS | Interaction.WRITE_LIST:
            name = "essay"
        case Interaction.MATCH | Interaction.ORDER:
            name = "matching"
        case _ as interaction:
            assert_never(interaction)
    return f"{name}_question"


def _add_response(
    presentation: ET.Element, processing: ET.Element, asked: AskedItem, language: str
) -> None:
    """Add the fields for a learner's response, and the conditions that score it."""
    item = asked.item
    match item.interaction:
        case Interaction.CHOOSE_ONE | Interaction.JUDGE_STATEMENT:
            _add_choice(presentation, processing, asked, "Single")
            (key,) = item.keys
            tests = _add_score_condition(processing)
            _add_equality(tests, _RESPONSE_IDENT, key.id)
        case Interaction.CHOOSE_SEVERAL:
            _add_choice(presentation, processing, asked, "Multiple")
            _add_tests_of_all_options(_add_score_condition(processing), asked)
        case Interaction.WRITE_WORDS if not item.is_marked_by_person:
            _add_text_field(presentation)
            _add_text_tests(_add_score_condition(processing), item, language)
        case Interaction.WRITE_NUMBER:
            _add_text_field(presentation, fibtype="Decimal")
            _add_number_tests(_add_score_condition(processing), item)
        case Interaction.WRITE_WORDS | Interaction.WRITE_LIST:
            # A person marks the answer, and the feedback says what is right.
            _add_text_field(presentation)
        case Interaction.MATCH:
            pairs = [(pair.id, pair.prompt, pair.match) for pair in item.pairs]
            _add_matching(presentation, processing, pairs)
        case Interaction.ORDER:
            rows = [
                (f"place{number}", *row)
                for number, row in enumerate(ordering_as_matching(item), 1)
            ]
            _add_matching(presentation, processing, rows)
        case _ as interaction:
            assert_never(interaction)


def _add_choice(
    presentation: ET.Element,
    processing: ET.Element,
    asked: AskedItem,
    cardinality: str,
) -> None:
    """Add the options, and the conditions that show the reasons against them.

    `cardinality` says how many options a learner may choose: "Single" or "Multiple".
    """
    response = ET.SubElement(
        presentation, "response_lid", ident=_RESPONSE_IDENT, rcardinality=cardinality
    )
    choice = ET.SubElement(response, "render_choice")
    for option in asked.options:
        _add_material(_add_label(choice, option.id), html_of(option.text))
    for option in asked.options:
        if option.why:
            tests = _add_feedback_condition(processing, _feedback_ident(option))
            _add_equality(tests, _RESPONSE_IDENT, option.id)


def _add_tests_of_all_options(score_tests: ET.Element, asked: AskedItem) -> None:
    """Add tests that all keys are chosen, and no wrong option."""
    all_of = ET.SubElement(score_tests, "and")
    for option in asked.options:
        parent = all_of if option.is_key else ET.SubElement(all_of, "not")
        _add_equality(parent, _RESPONSE_IDENT, option.id)


def _feedback_ident(option: Option) -> str:
    return f"{option.id}_fb"


def _add_matching(
    presentation: ET.Element, processing: ET.Element, rows: list[tuple[str, str, str]]
) -> None:
    """Add the rows of a matching; each is an id, a prompt and its match."""
    matches = sorted({match for _, _, match in rows})
    percent = f"{100 / len(rows):.2f}"
    for row_id, prompt, match in rows:
        ident = f"response_{row_id}"
        response = ET.SubElement(presentation, "response_lid", ident=ident)
        _add_material(response, _html_with_element(prompt))
        _add_matches(ET.SubElement(response, "render_choice"), matches)
        tests = _add_score_condition(processing, percent)
        _add_equality(tests, ident, _match_ident(match))


def _add_matches(choice: ET.Element, matches: list[str]) -> None:
    for match in matches:
        material = ET.SubElement(_add_label(choice, _match_ident(match)), "material")
        ET.SubElement(material, "mattext").text = _plain_match(match)


def _match_ident(match: str) -> str:
    # Classic compares only the digits of this ident, so the hash is a decimal number.
    return f"m{int(short_hash(match), 16)}"


def _plain_match(match: str) -> str:
    """Return a match as plain text on one line.

    Classic does not read a match as HTML. New Quizzes does, if the match contains ">".
    For such a match, an invisible character is added where a tag or a reference such as
    `&lt;` would begin. So New Quizzes too shows the match as it is.
    """
    line = " ".join(match.split())
    if ">" not in line:
        return line
    return _START_OF_TAG_OR_REFERENCE.sub(rf"\g<0>{_WORD_JOINER}", line)


def _add_text_field(presentation: ET.Element, **attributes: str) -> None:
    response = ET.SubElement(
        presentation, "response_str", ident=_RESPONSE_IDENT, rcardinality="Single"
    )
    text_field = ET.SubElement(response, "render_fib", attributes)
    ET.SubElement(text_field, "response_label", ident="answer1", rshuffle="No")


def _add_text_tests(score_tests: ET.Element, item: Item, language: str) -> None:
    for text in accepted_texts(item, language):
        _add_equality(score_tests, _RESPONSE_IDENT, text)


def _add_number_tests(score_tests: ET.Element, item: Item) -> None:
    """Add tests that a typed number is right, or within the tolerance."""
    (answer,) = item.answers
    number = answer.number
    assert number is not None  # noqa: S101  # a numeric item has one
    one_of = ET.SubElement(score_tests, "or")
    equality = _add_equality(one_of, _RESPONSE_IDENT, number.value)
    if number.tolerance:
        # Without a margin, the gem `qti` would compute one from the two limits below.
        # It uses floating point numbers, so that margin would not be exact.
        equality.attrib.update(margin=number.tolerance, margintype="absolute")
    between = ET.SubElement(one_of, "and")
    value, tolerance = Decimal(number.value), Decimal(number.margin)
    for tag, limit in (("vargte", value - tolerance), ("varlte", value + tolerance)):
        ET.SubElement(between, tag, respident=_RESPONSE_IDENT).text = str(limit)


def _add_feedback_condition(processing: ET.Element, feedback_ident: str) -> ET.Element:
    """Add a condition that shows feedback, and return the element for its tests.

    Canvas then goes on to the next condition.
    """
    condition = ET.SubElement(processing, "respcondition", {"continue": "Yes"})
    tests = ET.SubElement(condition, "conditionvar")
    ET.SubElement(
        condition,
        "displayfeedback",
        feedbacktype="Response",
        linkrefid=feedback_ident,
    )
    return tests


def _add_score_condition(processing: ET.Element, percent: str = "") -> ET.Element:
    """Add a condition that changes the score, and return the element for its tests.

    The condition adds `percent` to the score, and Canvas goes on to the next condition.
    If `percent` is empty, the condition sets the score to 100, and Canvas stops there.
    """
    continue_value = "Yes" if percent else "No"
    condition = ET.SubElement(processing, "respcondition", {"continue": continue_value})
    tests = ET.SubElement(condition, "conditionvar")
    action = "Add" if percent else "Set"
    score = ET.SubElement(condition, "setvar", varname="SCORE", action=action)
    score.text = percent or "100"
    return tests


def _add_equality(parent: ET.Element, response_ident: str, value: str) -> ET.Element:
    equality = ET.SubElement(parent, "varequal", respident=response_ident)
    equality.text = value
    return equality


def _add_label(choice: ET.Element, ident: str) -> ET.Element:
    return ET.SubElement(choice, "response_label", ident=ident)


def _add_material(parent: ET.Element, content: str) -> None:
    material = ET.SubElement(parent, "material")
    ET.SubElement(material, "mattext", texttype="text/html").text = content


def _add_feedback(item: ET.Element, ident: str, content: str) -> None:
    feedback_element = ET.SubElement(item, "itemfeedback", ident=ident)
    flow = ET.SubElement(feedback_element, "flow_mat")
    _add_material(flow, content)


def _html_with_element(text: str) -> str:
    """Return a text as HTML, inside a `<span>` if it has escapes such as &lt;.

    Without any element in the HTML, Classic would show the escapes themselves.
    """
    content = html_of(text)
    has_element = "<br>" in content
    has_escapes = content != text
    if has_escapes and not has_element:
        return f'<span dir="auto">{content}</span>'
    return content
