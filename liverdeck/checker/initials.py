"""Codes, and the initials of words, such as CT for *computed tomography*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_CODE = 8
"""A code or an abbreviation has at most this many letters."""
_NO_INITIALS = frozenset(("of", "and", "the"))
"""Words that initials may leave out."""
_FEWEST_INITIALS = 2


def is_initials(text: str, words: Sequence[str]) -> bool:
    """Whether a text is the initials of words, such as CT for *computed tomography*.

    Initials have two letters or more. Those of *of*, *and* and *the* may be among them,
    as in SOB for *shortness of breath*.
    """
    letters = re.sub(r"[^a-z]", "", text.lower())
    if len(letters) < _FEWEST_INITIALS:
        return False
    return letters in (initials_of(words), "".join(word[0] for word in words))


def initials_of(words: Iterable[str]) -> str:
    """Return the first letters of words, without those of *of*, *and* and *the*."""
    return "".join(word[0] for word in words if word.lower() not in _NO_INITIALS)
