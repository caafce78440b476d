"""GIFT, as Moodle reads it: the escapes, weights and comments were measured against Moodle 4.5 and gift-pegjs."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from liverdeck.quiz.formats.weights import share
from liverdeck.quiz.formats.wording import feedback, is_true

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.formats.registry import Job
    from liverdeck.quiz.forms import Asked
    from liverdeck.quiz.items import Item, Option

_SPECIAL = re.compile(r"[\\~=#{}:]")
_ARROW = re.compile(r"->")
_FORMAT_NAME = re.compile(r"^\[(?=(?:html|moodle|plain|markdown)\])", re.IGNORECASE)
_TAG = re.compile(r"[\[\]\r\n]")


def write(job: Job) -> dict[str, bytes]:
    """Return `gift.txt`: one category a topic, an item a paragraph, its id and tags in a comment above it."""
    deck = job.paper.deck_id
    blocks = []
    for topic, own in groupby(sorted(job.asked, key=_topic), key=_topic):
        blocks.append(f"$CATEGORY: $course$/top/{deck}/{topic}")
        blocks += [_block(asked) for asked in own]
    return {"gift.txt": ("\n\n".join(blocks) + "\n").encode()}


def escaped(text: str) -> str:
    """Return a text that GIFT shows as it is; an arrow, which would make a matching of a choice, gets its own sign."""
    text = _SPECIAL.sub(r"\\\g<0>", _ARROW.sub("→", text.strip()))
    return _FORMAT_NAME.sub("[\u2060", text.replace("\r\n", "\n").replace("\n", "\\n"))


def _topic(asked: Asked) -> str:
    return asked.item.topic


def _block(asked: Asked) -> str:
    item = asked.item
    tags = "".join(f" [tag:{_TAG.sub(' ', tag)}]" for tag in (item.topic, item.type, *item.facts))
    general = f"####{escaped(feedback(item))}"
    picture = f" [Picture: {item.image.alt}]" if item.image is not None else ""
    stem = f"[plain]{escaped(item.stem + picture)}"
    return f"// [id:{item.id}]{tags}\n::{escaped(item.id)}::{stem}{{{_answers(asked)}{general}\n}}"


def _answers(asked: Asked) -> str:
    item = asked.item
    if item.type == "truefalse":
        why = escaped(item.keys[0].why)
        return ("TRUE" if is_true(item) else "FALSE") + (f"#{why}" if why else "")
    if item.type == "numeric":
        (answer,) = item.answers
        assert answer.number is not None  # noqa: S101  # a numeric item has one
        return f"#{answer.number.value}:{answer.number.tolerance or 0}\n"
    if item.type == "ordering":
        return "".join(f"\n={escaped(f'{place}.')} -> {escaped(option.text)}" for place, option in _placed(item)) + "\n"
    return "".join(f"\n{line}" for line in _lines(asked)) + "\n"


def _placed(item: Item) -> Iterator[tuple[int, Option]]:
    return zip(range(1, len(item.options) + 1), item.options, strict=True)


def _lines(asked: Asked) -> Iterator[str]:
    item = asked.item
    if item.pairs:
        yield from (f"={escaped(pair.prompt)} -> {escaped(pair.match)}" for pair in item.pairs)
    elif item.type == "multiple":
        right, wrong = share(len(item.keys)), share(len(item.wrong))
        for option in asked.options:
            yield f"~%{right if option.is_key else '-' + wrong}%{escaped(option.text)}{_why(option)}"
    elif item.options:
        yield from map(_choice_line, asked.options)
    elif item.type == "list":
        return  # Moodle has no list to write: an essay, whose key is in the feedback
    else:
        for text in dict.fromkeys(text for answer in item.answers for text in (answer.text, *answer.accept)):
            yield f"={_weighed(escaped(text), '100')}"
        for answer in item.answers:
            yield from (f"=%0%{_starred(escaped(each.text))}#{escaped(each.why)}" for each in answer.reject)


def _choice_line(option: Option) -> str:
    text = escaped(option.text)
    weight = ("100" if option.is_key else "0") if text.startswith("%") else ""
    return f"{'=' if option.is_key else '~'}{f'%{weight}%' if weight else ''}{text}{_why(option)}"


def _starred(text: str) -> str:
    # In a short answer Moodle reads a bare asterisk as "anything".
    return text.replace("*", r"\*")


def _weighed(text: str, weight: str) -> str:
    # A text that begins with a per cent sign would be read as a weight.
    return f"%{weight}%{_starred(text)}" if text.startswith("%") else _starred(text)


def _why(option: Option) -> str:
    return f"#{escaped(option.why)}" if option.why else ""
