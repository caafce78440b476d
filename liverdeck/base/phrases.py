"""How every output writes counts, shares, long texts and unprintable characters.

The module also says whether a text ends as a sentence does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.characters import (
    CLOSING_MARKS,
    OTHER_ENDS_OF_SENTENCES,
    QUESTION_MARKS,
)
from liverdeck.base.patterns import lazy_pattern
from liverdeck.catalogue.learner_words import NO_FIGURE

if TYPE_CHECKING:
    from collections.abc import Sequence

_END_OF_SENTENCE = lazy_pattern(
    rf"[{QUESTION_MARKS}{OTHER_ENDS_OF_SENTENCES}][\s{re.escape(CLOSING_MARKS)}]*$"
)
"""Matches a question mark, full stop, exclamation mark or colon at the end of a text.

It also matches the marks of Greek, Arabic, Urdu and Chinese; the Greek question mark is
a semicolon. Brackets and quotation marks may follow the mark.
"""
_END_OF_QUESTION = lazy_pattern(rf"[{QUESTION_MARKS}][\s{re.escape(CLOSING_MARKS)}]*$")
"""Matches a question mark of any script at the end of a text."""


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number and its noun: "1 review", "1,204 reviews".

    If `plural` is None, the plural is the noun with an s at its end.
    """
    if number != 1:
        noun = f"{noun}s" if plural is None else plural
    return f"{number:,} {noun}"


def percent(share: float | None) -> str:
    """Return a share from 0 to 1 as "91%", or a dash if the share is None."""
    return NO_FIGURE if share is None else f"{share * 100:.0f}%"


def shortened(text: str, longest: int) -> str:
    """Return a text in at most `longest` characters; a longer text ends in "…"."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def listed(texts: Sequence[str], most: int) -> str:
    """Return the first `most` texts with commas between, and a count of the others.

    For five texts and `most` 2, that is "a, b and 3 more".
    """
    first = ", ".join(texts[:most])
    more = len(texts) - most
    return f"{first} and {more} more" if more > 0 else first


def printable(text: str) -> str:
    """Return a text with a space in place of each unprintable character.

    An author or a learner may have written such characters. They could break a line,
    move the cursor, colour the screen or change the writing direction.
    """
    return "".join(char if char.isprintable() else " " for char in text)


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, with a mark such as "?", "." or ":"."""
    return _END_OF_SENTENCE.search(text) is not None


def ends_question(text: str) -> bool:
    """Whether a text ends as a question does, with a question mark of any script."""
    return _END_OF_QUESTION.search(text) is not None
