"""Moodle XML, as Moodle 4.5 imports it: categories, tags, reasons, weights from its own list, pictures inside."""

from __future__ import annotations

import base64
import html
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from liverdeck.anki.notes import image_name
from liverdeck.quiz.formats.platform_html import moodle_html, moodle_match
from liverdeck.quiz.formats.weights import share
from liverdeck.quiz.papers.wording import feedback, for_graders

if TYPE_CHECKING:
    from liverdeck.facts.fact import Image
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item, ItemType, Option
    from liverdeck.quiz.papers.paper_forms import AskedItem

_TYPES: dict[ItemType, str] = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "short": "shortanswer",
    "fill": "shortanswer",
    "numeric": "numerical",
    "list": "essay",
    "matching": "matching",
    "ordering": "matching",
}
"""Moodle has no list to write: that becomes an essay, with the key for whoever grades it."""


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `moodle.xml`: one category a topic."""
    root = ET.Element("quiz")
    for topic, own in groupby(sorted(job.asked, key=_topic), key=_topic):
        category = ET.SubElement(
            ET.SubElement(root, "question", type="category"), "category"
        )
        ET.SubElement(
            category, "text"
        ).text = f"$course$/top/{job.paper.deck_id}/{topic}"
        for asked in own:
            _question(root, asked, job)
    ET.indent(root)
    return {
        "moodle.xml": ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    }


def _topic(asked: AskedItem) -> str:
    return asked.item.topic


def _question(root: ET.Element, asked: AskedItem, job: QuizJob) -> None:
    item = asked.item
    question = ET.SubElement(root, "question", type=_TYPES[item.type])
    ET.SubElement(ET.SubElement(question, "name"), "text").text = item.id
    stem = _text(question, "questiontext", item.stem)
    if item.image is not None:
        _picture(stem, item.image, job)
    _text(question, "generalfeedback", feedback(item))
    ET.SubElement(question, "defaultgrade").text = str(item.points)
    ET.SubElement(question, "penalty").text = "0.3333333"
    ET.SubElement(question, "idnumber").text = item.id
    _answers(question, asked)
    tags = ET.SubElement(question, "tags")
    for tag in (item.topic, item.type, *item.facts):
        ET.SubElement(ET.SubElement(tags, "tag"), "text").text = tag


def _answers(question: ET.Element, asked: AskedItem) -> None:
    item = asked.item
    if item.type in ("single", "multiple"):
        _choice(question, asked)
    elif item.type == "truefalse":
        for option in item.options:
            _answer(
                question,
                "100" if option.is_key else "0",
                option.id,
                "" if option.is_key else item.keys[0].why,
            )
    elif item.type == "numeric":
        (answer,) = item.answers
        assert answer.number is not None  # noqa: S101  # a numeric item has one
        made = _answer(question, "100", answer.number.value)
        ET.SubElement(made, "tolerance").text = answer.number.tolerance or "0"
    elif item.type == "list":
        ET.SubElement(question, "responseformat").text = "editor"
        _text(question, "graderinfo", for_graders(item))
    elif item.type in ("matching", "ordering"):
        _matching(question, item)
    else:
        _short_answers(question, item)


def _choice(question: ET.Element, asked: AskedItem) -> None:
    item = asked.item
    ET.SubElement(question, "single").text = (
        "true" if item.type == "single" else "false"
    )
    ET.SubElement(question, "shuffleanswers").text = (
        "false" if item.keeps_order else "true"
    )
    ET.SubElement(question, "answernumbering").text = "ABCD"
    for option in asked.options:
        answer = _answer(
            question, _weight(option, item), moodle_html(option.text), option.why
        )
        answer.set("format", "html")


def _weight(option: Option, item: Item) -> str:
    if item.type == "single":
        return "100" if option.is_key else "0"
    weight = share(len(item.keys))
    return weight if option.is_key else f"-{weight}"


def _short_answers(question: ET.Element, item: Item) -> None:
    ET.SubElement(question, "usecase").text = "0"
    (answer,) = item.answers
    for text in dict.fromkeys((answer.text, *answer.accept)):
        _answer(question, "100", text.replace("*", r"\*"))
    for wrong in answer.reject:
        _answer(question, "0", wrong.text.replace("*", r"\*"), wrong.why)


def _matching(question: ET.Element, item: Item) -> None:
    ET.SubElement(question, "shuffleanswers").text = "true"
    pairs = [(pair.prompt, pair.match) for pair in item.pairs]
    pairs += [
        (f"{place}.", option.text) for place, option in enumerate(item.options, 1)
    ]
    for prompt, match in pairs:
        subquestion = _text(question, "subquestion", prompt)
        ET.SubElement(ET.SubElement(subquestion, "answer"), "text").text = moodle_match(
            match
        )


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    made = ET.SubElement(parent, tag, format="html")
    ET.SubElement(made, "text").text = moodle_html(text)
    return made


def _answer(
    question: ET.Element, fraction: str, text: str, why: str = ""
) -> ET.Element:
    answer = ET.SubElement(question, "answer", fraction=fraction, format="plain_text")
    ET.SubElement(answer, "text").text = text
    if why:
        _text(answer, "feedback", why)
    return answer


def _picture(stem: ET.Element, image: Image, job: QuizJob) -> None:
    name = image_name(image, job.deck.folder)
    shown = stem.find("text")
    assert shown is not None  # noqa: S101  # `_text` made it
    shown.text = f'{shown.text}<br><img src="@@PLUGINFILE@@/{name}" alt="{html.escape(image.alt)}">'
    content = (job.deck.folder / image.file).read_bytes()
    ET.SubElement(
        stem, "file", name=name, path="/", encoding="base64"
    ).text = base64.b64encode(content).decode()
