"""Moodle XML, as Moodle 4.5 imports it. Moodle before 4.4 refuses orderings.

The file has categories, tags, the reasons why options are wrong, weights from Moodle's
own list, and the pictures and sounds. Each `_add_...` function adds elements to the XML
element that is its first argument.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never
from xml.etree import ElementTree as ET

from liverdeck.anki.note_media import media_name
from liverdeck.base.media_files import read_media_file
from liverdeck.base.output_guards import MARK
from liverdeck.quiz.formats.moodle_units import units_for_moodle
from liverdeck.quiz.formats.platform_html import (
    moodle_html,
    moodle_match,
    without_wildcards,
)
from liverdeck.quiz.formats.platform_items import (
    items_by_category,
    medium_below_text,
    tags_of_item,
    xml_file,
)
from liverdeck.quiz.formats.typed_spellings import accepted_texts, as_typed
from liverdeck.quiz.formats.weights import weight_of_one_key
from liverdeck.quiz.items.item_types import Interaction
from liverdeck.quiz.papers.wording import (
    feedback,
    grading_notes,
    origin_and_report,
    stem_and_hints,
    words_of,
)

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.media import Media
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import AskedItem

_PENALTY = "0.3333333"
"""The fraction of the points that each wrong attempt costs. It is Moodle's default."""
_UNIT_IS_OPTIONAL = "0"
_UNIT_IS_TYPED = "0"
"""Moodle's codes: a unit need not be given, and is typed after the number."""

_SIGN_OF_ESCAPE = {b"&lt;": b"<", b"&gt;": b">", b"&amp;": b"&"}
_ESCAPE_AND_SPACE = re.compile(rb"(%s)(\s+)(?=&)" % b"|".join(_SIGN_OF_ESCAPE))
_TEXT_IN_XML = re.compile(rb">[^<>]*<")


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return `moodle.xml`, with a category for each topic."""
    root = ET.Element("quiz")
    root.append(ET.Comment(f" {MARK} "))
    for path, asked_items in items_by_category(job):
        category = ET.SubElement(root, "question", type="category")
        _add_text(ET.SubElement(category, "category"), path)
        _add_html(category, "info", origin_and_report(job.paper))
        for asked in asked_items:
            _add_question(root, asked, job)
    return {"moodle.xml": _with_kept_spaces(xml_file(root))}


def _with_kept_spaces(file: bytes) -> bytes:
    """Return an XML file whose texts keep the space between two escaped signs.

    PHP reads such a space as a separate text, and Moodle leaves out texts that are only
    space. So the sign before the space becomes CDATA, together with the space.
    """

    def as_cdata(match: re.Match[bytes]) -> bytes:
        escape, space = match.groups()
        return b"<![CDATA[" + _SIGN_OF_ESCAPE[escape] + space + b"]]>"

    return _TEXT_IN_XML.sub(
        lambda found: _ESCAPE_AND_SPACE.sub(as_cdata, found[0]), file
    )


def _add_question(root: ET.Element, asked: AskedItem, job: QuizJob) -> None:
    item = asked.item
    question = ET.SubElement(root, "question", type=_question_type(item))
    _add_text(ET.SubElement(question, "name"), item.id)

    words = words_of(job.paper)
    stem = _add_html(question, "questiontext", stem_and_hints(item, words))
    _add_media(stem, item.front, job)
    after_answer = _add_html(question, "generalfeedback", feedback(item, words))
    _add_media(after_answer, item.back, job)

    _add_value(question, "defaultgrade", str(item.points))
    _add_value(question, "penalty", _PENALTY)
    _add_value(question, "idnumber", item.id)
    _add_answers(question, asked, words, job.paper.language)
    tags = ET.SubElement(question, "tags")
    for tag in tags_of_item(item):
        _add_text(ET.SubElement(tags, "tag"), tag)


def _question_type(item: Item) -> str:
    """Return Moodle's question type for an item.

    Moodle cannot judge lists, nor short answers that must be judged by meaning. They
    become essays with notes for the person who marks them.
    """
    match item.interaction:
        case Interaction.CHOOSE_ONE | Interaction.CHOOSE_SEVERAL:
            name = "multichoice"
        case Interaction.JUDGE_STATEMENT:
            name = "truefalse"
        case Interaction.WRITE_WORDS if not item.is_marked_by_person:
            name = "shortanswer"
        case Interaction.WRITE_NUMBER:
            name = "numerical"
        case Interaction.WRITE_WORDS | Interaction.WRITE_LIST:
            name = "essay"
        case Interaction.MATCH:
            name = "matching"
        case Interaction.ORDER:
            name = "ordering"
        case _ as interaction:
            assert_never(interaction)
    return name


def _add_answers(
    question: ET.Element, asked: AskedItem, words: Words, language: str
) -> None:
    item = asked.item
    match item.interaction:
        case Interaction.CHOOSE_ONE:
            _add_choice(question, asked, key_weight="100", wrong_weight="0")
        case Interaction.CHOOSE_SEVERAL:
            weight = weight_of_one_key(len(item.keys))
            _add_choice(question, asked, key_weight=weight, wrong_weight=f"-{weight}")
        case Interaction.JUDGE_STATEMENT:
            _add_true_and_false(question, item)
        case Interaction.WRITE_WORDS if not item.is_marked_by_person:
            _add_short_answers(question, item, language)
        case Interaction.WRITE_NUMBER:
            _add_number(question, item)
        case Interaction.WRITE_WORDS | Interaction.WRITE_LIST:
            _add_value(question, "responseformat", "editor")
            _add_value(question, "responsefieldlines", str(item.needed_count + 1))
            _add_html(question, "graderinfo", grading_notes(item, words))
        case Interaction.MATCH:
            _add_matching(question, [(pair.prompt, pair.match) for pair in item.pairs])
        case Interaction.ORDER:
            _add_order(question, item)
        case _ as interaction:
            assert_never(interaction)


def _add_choice(
    question: ET.Element, asked: AskedItem, *, key_weight: str, wrong_weight: str
) -> None:
    item = asked.item
    is_single = item.interaction.asks_for_best_option
    _add_value(question, "single", "true" if is_single else "false")
    _add_value(question, "shuffleanswers", "true" if item.may_be_shuffled else "false")
    _add_value(question, "answernumbering", "ABCD")
    for option in asked.options:
        weight = key_weight if option.is_key else wrong_weight
        answer = _add_answer(question, weight, moodle_html(option.text), option.why)
        answer.set("format", "html")


def _add_true_and_false(question: ET.Element, item: Item) -> None:
    for option in item.options:
        if option.is_key:
            _add_answer(question, "100", option.id)
        else:
            # If the statement is false, the key (false) has the reason. Those who
            # choose the wrong option (true) see this reason.
            _add_answer(question, "0", option.id, item.keys[0].why)


def _add_short_answers(question: ET.Element, item: Item, language: str) -> None:
    _add_value(question, "usecase", "0")
    (answer,) = item.answers
    for text in accepted_texts(item, language):
        _add_answer(question, "100", without_wildcards(text))
    for rejected in answer.reject:
        _add_answer(
            question, "0", without_wildcards(as_typed(rejected.text)), rejected.why
        )


def _add_number(question: ET.Element, item: Item) -> None:
    (answer,) = item.answers
    assert answer.number is not None  # noqa: S101  # a numeric item has one
    element = _add_answer(question, "100", answer.number.value)
    _add_value(element, "tolerance", answer.number.margin)
    if answer.number.unit:
        _add_units(question, answer.number.unit)


def _add_units(question: ET.Element, unit: str) -> None:
    """Let Moodle read the unit after a number, and other units of the same quantity.

    Without units, Moodle would ignore everything after the number.
    """
    units = ET.SubElement(question, "units")
    for name, multiplier in units_for_moodle(unit):
        element = ET.SubElement(units, "unit")
        _add_value(element, "multiplier", multiplier)
        _add_value(element, "unit_name", name)
    _add_value(question, "unitgradingtype", _UNIT_IS_OPTIONAL)
    _add_value(question, "showunits", _UNIT_IS_TYPED)


def _add_matching(question: ET.Element, rows: list[tuple[str, str]]) -> None:
    """Add the rows of a matching; each is a prompt and its match."""
    _add_value(question, "shuffleanswers", "true")
    for prompt, match in rows:
        subquestion = _add_html(question, "subquestion", prompt)
        _add_text(ET.SubElement(subquestion, "answer"), moodle_match(match))


def _add_order(question: ET.Element, item: Item) -> None:
    """Add the texts of an ordering in the right order.

    Moodle gives points only if the whole order is right.

    The weights of the texts are 0, because Moodle does not read them. If the element
    `shownumcorrect` is missing, the import fails: Moodle adds hints that its database
    refuses.
    """
    settings = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": "0",
        "gradingtype": "ALL_OR_NOTHING",
        "showgrading": "SHOW",
        "numberingstyle": "none",
        "shownumcorrect": "0",
    }
    for tag, value in settings.items():
        _add_value(question, tag, value)
    for text in item.right_texts:
        answer = _add_answer(question, "0", moodle_html(text))
        answer.set("format", "html")


def _add_value(parent: ET.Element, tag: str, value: str) -> None:
    ET.SubElement(parent, tag).text = value


def _add_text(parent: ET.Element, text: str) -> None:
    # Moodle wants most texts in an element <text> inside the named element.
    _add_value(parent, "text", text)


def _add_html(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag, format="html")
    _add_text(element, moodle_html(text))
    return element


def _add_answer(
    question: ET.Element, weight: str, text: str, why: str = ""
) -> ET.Element:
    answer = ET.SubElement(question, "answer", fraction=weight, format="plain_text")
    _add_text(answer, text)
    if why:
        _add_html(answer, "feedback", why)
    return answer


def _add_media(parent: ET.Element, media: Media, job: QuizJob) -> None:
    """Add pictures and sounds, each with its file, below the text of an element."""
    folder = job.deck.folder
    text = parent.find("text")
    assert text is not None  # noqa: S101  # `_add_html` made it
    names = set()
    for medium in media.all:
        name = media_name(medium, folder)
        below = medium_below_text(medium, f"@@PLUGINFILE@@/{name}")
        text.text = f"{text.text}{below}"
        if name not in names:
            file = ET.SubElement(parent, "file", name=name, path="/", encoding="base64")
            file.text = read_media_file(folder, medium.file).base64_text
        names.add(name)
