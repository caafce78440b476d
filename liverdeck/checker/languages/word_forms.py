"""Opposites and plurals of words in a language without word lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.spelling import TOO_FAR, slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.checker.languages.language import Language

_SHORTEST_AFFIX_INSIDE = 4
"""A shorter part of a word turns its meaning round only at its beginning."""
_SHORTEST_STEM = 4


def turned_round(typed: str, right: str, cost: float, language: Language) -> str:
    """Return the opposite of the right word that was meant, such as *Unterkiefer*.

    Empty if none was. `cost` is the cost of the slip between the two words.
    """
    for opposite in _opposites_of(right, language):
        if slip(typed, opposite, TOO_FAR - 1) < cost:
            return opposite
    return ""


def is_other_number(typed: str, right: str, language: Language) -> bool:
    """Whether a typed word is the plural of the right one, or the singular of it."""
    return any(
        one.endswith(singular) and other == one.removesuffix(singular) + plural
        for singular, plural in language.plurals
        for one, other in ((typed, right), (right, typed))
    )


def _opposites_of(word: str, language: Language) -> Iterator[str]:
    for pair in language.opposites:
        for affix, other in (pair, pair[::-1]):
            if not affix:
                if len(word) >= _SHORTEST_STEM:
                    yield other + word
                continue
            start = word.find(affix)
            is_inside = start > 0 and len(affix) >= _SHORTEST_AFFIX_INSIDE
            stem_length = len(word) - len(affix)
            if (not start or is_inside) and stem_length >= _SHORTEST_STEM - 1:
                yield word[:start] + other + word[start + len(affix) :]
