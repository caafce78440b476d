"""Codes that say alone what the noun in front of them says again: *B12*, *FVIII*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

_VITAMIN = lazy_pattern(r"vitamin ([A-Z][0-9]{1,2})", re.IGNORECASE)
_FACTOR = lazy_pattern(r"factor ([IVX]+)(a?)", re.IGNORECASE)
_INITIALS = "vVfF"
_SHORTEST_ALONE = 2
"""A letter alone, as the *X* of *factor X*, may mean anything."""
_LEVEL = r"([A-Z]{1,2})([0-9]{1,2})"
_BETWEEN_LEVELS = lazy_pattern(
    rf"(?:(?:in )?between )?{_LEVEL}(?:\s*[-\u2010-\u2015/]\s*| and ){_LEVEL}",
    re.IGNORECASE,
)
"""Two vertebrae, or the space between them: *L4-L5*, *between L4 and L5*."""
_FIRST_OF_NEXT = {("c", 7): ("t", 1), ("t", 12): ("l", 1), ("l", 5): ("s", 1)}
"""The last vertebra of a region, and the one below it."""


def short_codes(text: str) -> list[Tokens]:
    """Return the tokens of *B12* for *vitamin B12*, and of *FVIII* for *factor VIII*.

    Returns none for any other text.
    """
    if text[:1] not in _INITIALS:  # most texts need no pattern
        return []
    if vitamin := _VITAMIN.fullmatch(text):
        return [tokens_of(vitamin[1])]
    factor = _FACTOR.fullmatch(text)
    if factor is None:
        return []
    code = f"{factor[1].upper()}{factor[2]}"
    codes = [f"F{code}"] if factor[2] else [f"F{code}", f"F {code}"]
    if len(factor[1]) >= _SHORTEST_ALONE:
        codes.append(code)
    return [tokens_of(written) for written in codes]


def space_between(text: str) -> tuple[str, int] | None:
    """Return the upper one of two neighbouring vertebrae: *l* and 4 for *L4-L5*.

    Returns None for any other text, and for a range such as *T1-L2*.
    """
    found = _BETWEEN_LEVELS.fullmatch(text.strip(" ."))
    if found is None:
        return None
    upper = (found[1].lower(), int(found[2]))
    lower = (found[3].lower(), int(found[4]))
    below = _FIRST_OF_NEXT.get(upper, (upper[0], upper[1] + 1))
    return upper if lower == below else None
