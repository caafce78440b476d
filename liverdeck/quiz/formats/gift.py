"""GIFT, as Moodle reads it.

The escapes, weights and comments were tried on Moodle 4.5 and gift-pegjs 1.0. GIFT has
no lists to write, no points and no order of options. So a list becomes an essay with
the key in its feedback, and every question counts one point.
"""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import TYPE_CHECKING

from liverdeck.quiz.formats.pictures import data_address
from liverdeck.quiz.formats.platform_html import moodle_html, moodle_match
from liverdeck.quiz.formats.weights import share
from liverdeck.quiz.papers.wording import feedback, is_true

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item, Option
    from liverdeck.quiz.papers.paper_forms import AskedItem

_SPECIAL = re.compile(r"[\\~=#{}:]")
_FORMAT_NAME = re.compile(r"\[(?:html|moodle|plain|markdown)\]")
_NOT_IN_A_TAG = re.compile(r"[\[\]\r\n]")


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `gift.txt`: a category for each topic, and a paragraph for each item.

    A comment above an item holds its id and its tags.
    """
    blocks = []
    for topic, items_of_topic in groupby(sorted(job.asked, key=_topic), key=_topic):
        blocks.append(f"$CATEGORY: $course$/top/{job.paper.deck_id}/{topic}")
        blocks += [_block(asked, job) for asked in items_of_topic]
    return {"gift.txt": ("\n\n".join(blocks) + "\n").encode()}


def escaped(text: str) -> str:
    """Return a text in which no character has a meaning in GIFT."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", r"\n")


def as_html(text: str) -> str:
    """Return a text that Moodle reads as HTML, as it does all but answers to type.

    The result does not begin with a weight or with the name of a text format.
    """
    content = _escaped_html(text)
    if _FORMAT_NAME.match(content):
        return f"[html]{content}"
    return f"&\\#37;{content[1:]}" if content.startswith("%") else content


def _escaped_html(text: str) -> str:
    return escaped(moodle_html(text.strip()))


def typed_answer(text: str) -> str:
    """Return an answer to type, which Moodle compares character by character.

    Four texts would mean something else to Moodle. A bare asterisk matches anything. An
    arrow makes a matching; GIFT has no escape for it. A name in brackets at the start
    is a text format. A text that starts with a per cent sign has a weight.
    """
    plain = text.strip().replace("->", "→").replace("\n", " ")
    weight = "%100%" if plain.startswith("%") else ""
    text_format = "[plain]" if _FORMAT_NAME.match(plain) else ""
    return weight + text_format + escaped(plain).replace("*", r"\*")


def _topic(asked: AskedItem) -> str:
    return asked.item.topic


def _block(asked: AskedItem, job: QuizJob) -> str:
    item = asked.item
    names = [_NOT_IN_A_TAG.sub(" ", tag) for tag in _tags(item)]
    tags = "".join(f" [tag:{name}]" for name in names)
    stem = f"[html]{_escaped_html(item.stem)}{_picture(item, job)}"
    body = f"{{{_answers(asked)}####{as_html(feedback(item))}\n}}"
    return f"// [id:{item.id}]{tags}\n::{escaped(item.id)}::{stem}{body}"


def _tags(item: Item) -> tuple[str, ...]:
    return (item.topic, item.type, *item.facts)


def _picture(item: Item, job: QuizJob) -> str:
    if item.image is None:
        return ""
    address = data_address(item.image, job.deck.folder)
    return escaped(f'<br><img src="{address}" alt="{html.escape(item.image.alt)}">')


def _answers(asked: AskedItem) -> str:
    item = asked.item
    if item.type == "truefalse":
        why = as_html(item.keys[0].why)
        return ("TRUE" if is_true(item) else "FALSE") + (f"#{why}" if why else "")
    if item.type == "numeric":
        (answer,) = item.answers
        assert answer.number is not None  # noqa: S101  # a numeric item has one
        return f"#{answer.number.value}:{answer.number.tolerance or 0}\n"
    return "".join(f"\n{line}" for line in _lines(asked)) + "\n"


def _lines(asked: AskedItem) -> Iterator[str]:
    item = asked.item
    if item.pairs:
        for pair in item.pairs:
            yield _pair(pair.prompt, pair.match)
    elif item.type == "ordering":
        for number, option in enumerate(item.options, 1):
            yield _pair(f"{number}.", option.text)
    elif item.type == "multiple":
        weight = share(len(item.keys))
        for option in asked.options:
            sign = "" if option.is_key else "-"
            yield f"~%{sign}{weight}%{_option(option)}"
    elif item.options:
        for option in asked.options:
            sign = "=" if option.is_key else "~"
            yield f"{sign}{_option(option)}"
    elif item.type != "list":
        yield from _typed_lines(item)


def _typed_lines(item: Item) -> Iterator[str]:
    for answer in item.answers:
        for text in dict.fromkeys((answer.text, *answer.accept)):
            yield f"={typed_answer(text)}"
    for answer in item.answers:
        for rejected in answer.reject:
            text = typed_answer(rejected.text).removeprefix("%100%")
            yield f"=%0%{text}#{as_html(rejected.why)}"


def _pair(prompt: str, match: str) -> str:
    return f"={as_html(prompt)} -> {escaped(moodle_match(match))}"


def _option(option: Option) -> str:
    why = f"#{as_html(option.why)}" if option.why else ""
    return as_html(option.text) + why
