"""The judgements on an item, and the words for them in each language."""

from __future__ import annotations

import hashlib
import re
from enum import Enum
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import LANGUAGES, message, words_in
from liverdeck.quiz.items.item import ITEM_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.catalogue.learner_words import Words

_REMARKS = message("Remarks")
INTRODUCTION = message(
    "Tick one box for each item: keep, edit or drop. Write below it what is to be "
    "changed, or change the text itself. Please leave the names in brackets as they "
    "are."
)
_HASH_DIGITS = 3
"""How many hexadecimal digits the hash of a line has."""
_NAME = re.compile(
    rf"\[({ITEM_ID}) ((?:[0-9a-f]{{{_HASH_DIGITS}}}){{1,200}})\]", re.ASCII
)
_ITEM_NUMBER = re.compile(r"[0-9]{1,6}\.\s", re.ASCII)


class Judgement(Enum):
    """A colleague's judgement on an item. The value is the word for it in English."""

    KEEP = message("keep")
    EDIT = message("edit")
    DROP = message("drop")


def judgement_words() -> list[dict[Judgement, str]]:
    """Return the words for the judgements, in each language that has a catalogue."""
    return [
        {judgement: words_in(language).text(judgement.value) for judgement in Judgement}
        for language in LANGUAGES
    ]


def remark_label(words: Words) -> str:
    """Return the label in front of a remark: "Remarks:"."""
    return f"{words.text(_REMARKS)}:"


def remark_labels() -> list[str]:
    """Return the label of a remark, in each language that has a catalogue."""
    return [remark_label(words_in(language)) for language in LANGUAGES]


@value_class
class ReviewName:
    """The name of an item in the review file, by which the item is found later."""

    item_id: str
    line_hashes: tuple[str, ...]
    """A short hash of each line of the item, which shows what was changed."""


def review_name(item_id: str, lines: Sequence[str]) -> str:
    """Return the name of an item as the review file shows it."""
    return f"[{item_id} {''.join(map(line_hash, lines))}]"


def name_in_line(text: str) -> tuple[ReviewName, int, int] | None:
    """Return the name in a line with its start and end index; None if it has none."""
    match = _NAME.search(text)
    if match is None:
        return None
    digits = match[2]
    hashes = tuple(
        digits[start : start + _HASH_DIGITS]
        for start in range(0, len(digits), _HASH_DIGITS)
    )
    return ReviewName(match[1], hashes), match.start(), match.end()


def line_hash(line: str) -> str:
    """Return a short hash of a line of an item, without its spaces and its number."""
    text = _ITEM_NUMBER.sub("", " ".join(line.split()), count=1)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[
        :_HASH_DIGITS
    ]
