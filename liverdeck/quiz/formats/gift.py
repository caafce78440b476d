"""GIFT, as Moodle reads it: escapes, weights and comments were measured against Moodle 4.5 and gift-pegjs 1.0.

GIFT has no lists to write, no points and no order of options: a list becomes an essay whose key stands in the feedback,
and every question is worth one point.
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
    from liverdeck.quiz.items.item import Option
    from liverdeck.quiz.papers.paper_forms import AskedItem

_SPECIAL = re.compile(r"[\\~=#{}:]")
_FORMAT_NAME = re.compile(r"\[(?:html|moodle|plain|markdown)\]")
_TAG = re.compile(r"[\[\]\r\n]")


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `gift.txt`: one category a topic, an item a paragraph, its id and tags in a comment above it."""
    blocks = []
    for topic, own in groupby(sorted(job.asked, key=_topic), key=_topic):
        blocks.append(f"$CATEGORY: $course$/top/{job.paper.deck_id}/{topic}")
        blocks += [_block(asked, job) for asked in own]
    return {"gift.txt": ("\n\n".join(blocks) + "\n").encode()}


def escaped(text: str) -> str:
    """Return a text in which nothing is a sign of GIFT's."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", r"\n")


def shown(text: str) -> str:
    """Return a text that is read as HTML, as all are but those to be typed; no weight or name of a format begins it."""
    content = _as_html(text)
    if _FORMAT_NAME.match(content):
        return f"[html]{content}"
    return f"&\\#37;{content[1:]}" if content.startswith("%") else content


def _as_html(text: str) -> str:
    return escaped(moodle_html(text.strip()))


def typed(text: str) -> str:
    """Return an answer to be typed, which is compared as it stands.

    A bare asterisk would stand for anything, an arrow would make a matching (GIFT has no escape for it), a beginning
    in brackets would be a format's name, and one with a per cent sign a weight.
    """
    plain = text.strip().replace("->", "→").replace("\n", " ")
    named = "[plain]" if _FORMAT_NAME.match(plain) else ""
    return (
        ("%100%" if plain.startswith("%") else "")
        + named
        + escaped(plain).replace("*", r"\*")
    )


def _topic(asked: AskedItem) -> str:
    return asked.item.topic


def _block(asked: AskedItem, job: QuizJob) -> str:
    item = asked.item
    tags = "".join(
        f" [tag:{_TAG.sub(' ', tag)}]" for tag in (item.topic, item.type, *item.facts)
    )
    picture = ""
    if item.image is not None:
        address = data_address(item.image, job.deck.folder)
        picture = escaped(
            f'<br><img src="{address}" alt="{html.escape(item.image.alt)}">'
        )
    stem = f"[html]{_as_html(item.stem)}{picture}"
    return f"// [id:{item.id}]{tags}\n::{escaped(item.id)}::{stem}{{{_answers(asked)}####{shown(feedback(item))}\n}}"


def _answers(asked: AskedItem) -> str:
    item = asked.item
    if item.type == "truefalse":
        why = shown(item.keys[0].why)
        return ("TRUE" if is_true(item) else "FALSE") + (f"#{why}" if why else "")
    if item.type == "numeric":
        (answer,) = item.answers
        assert answer.number is not None  # noqa: S101  # a numeric item has one
        return f"#{answer.number.value}:{answer.number.tolerance or 0}\n"
    return "".join(f"\n{line}" for line in _lines(asked)) + "\n"


def _lines(asked: AskedItem) -> Iterator[str]:
    item = asked.item
    if item.pairs:
        yield from (_pair(pair.prompt, pair.match) for pair in item.pairs)
    elif item.type == "ordering":
        yield from (
            _pair(f"{place}.", option.text)
            for place, option in enumerate(item.options, 1)
        )
    elif item.type == "multiple":
        weight = share(len(item.keys))
        yield from (
            f"~%{'' if option.is_key else '-'}{weight}%{_option(option)}"
            for option in asked.options
        )
    elif item.options:
        yield from (
            f"{'=' if option.is_key else '~'}{_option(option)}"
            for option in asked.options
        )
    elif item.type != "list":
        yield from (
            f"={typed(text)}"
            for answer in item.answers
            for text in dict.fromkeys((answer.text, *answer.accept))
        )
        for answer in item.answers:
            yield from (
                f"=%0%{typed(each.text).removeprefix('%100%')}#{shown(each.why)}"
                for each in answer.reject
            )


def _pair(prompt: str, match: str) -> str:
    return f"={shown(prompt)} -> {escaped(moodle_match(match))}"


def _option(option: Option) -> str:
    return shown(option.text) + (f"#{shown(option.why)}" if option.why else "")
