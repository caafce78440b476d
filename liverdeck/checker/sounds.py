"""Which words sound the same.

For long names, such as aciclovir and acyclovir, the rules are strict, and both are
right. For what a learner wrote by ear, such as *tecneek*, the rules are loose, and the
checker only asks again.
"""

from __future__ import annotations

from functools import lru_cache

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.known_words import names_of_one_substance
from liverdeck.checker.spelling import TOO_FAR, slip

_MODERN_LETTERS = {"ph": "f", "th": "t", "ch": "c", "y": "i", "k": "c", "oe": "e"}
"""Letters of older names, and what international names may have for them."""
_OLD_LETTERS = lazy_pattern("|".join(_MODERN_LETTERS))
_SHORTEST_SPELLED_TWICE = 7
"""Shorter words that sound alike, such as filum and phylum, are different words."""

_SPOKEN = {
    "que": "c", "qu": "cw", "q": "c", "ck": "c", "k": "c", "ch": "c", "x": "cs",
    "ph": "f", "th": "t", "rh": "r", "z": "s",
    "ee": "i", "ea": "i", "ie": "i", "y": "i", "oo": "u", "ou": "u", "oe": "e",
    "ae": "e",
}  # fmt: skip
"""Letters, and simpler ones that sound the same."""
_SPOKEN_PIECE = lazy_pattern("|".join(sorted(_SPOKEN, key=len, reverse=True)))
_SOFT_C = lazy_pattern("c(?=[eiy])")
"""A c that sounds like an s."""
_SILENT_START = lazy_pattern("^(?:p(?=[nst])|[gk](?=n)|w(?=r))")
_DOUBLED = lazy_pattern(r"(.)\1+")
_MOST_HEARD_WRONG = 4.0
"""The largest slip between sounds that is measured."""


def are_spellings_of_one(one: str, other: str) -> bool:
    """Whether two long words are spellings of one name: *aciclovir*, *acyclovir*."""
    if other in names_of_one_substance().get(one, ()):
        return True
    return has_the_same_plain_letters(one, other)


def has_the_same_plain_letters(one: str, other: str) -> bool:
    """Whether two long words are equal in plain letters: *phosphate*, *fosfate*."""
    if min(len(one), len(other)) < _SHORTEST_SPELLED_TWICE:
        return False
    return _modern(one) == _modern(other)


@lru_cache(maxsize=16384)
def _modern(word: str) -> str:
    """Return a name in its plainest letters: *tiamin* for *thiamin* and *thiamine*."""
    plain = _OLD_LETTERS.sub(lambda match: _MODERN_LETTERS[match[0]], word)
    return plain.removesuffix("e") if plain.endswith("ine") else plain


def may_be_heard_as(typed: str, right: str, limit: float) -> bool:
    """Whether the typed word sounds like the right one, as *tecneek* for *technique*.

    Once both are written as they sound, a slip between them may cost up to `limit`.
    """
    typed_sounds, right_sounds = _as_it_sounds(typed), _as_it_sounds(right)
    if typed_sounds[:1] != right_sounds[:1]:
        return False
    return slip(typed_sounds, right_sounds, limit) < TOO_FAR


def sounds_nearer(typed: str, near: str, right: str) -> bool:
    """Whether a near word sounds as much like the typed word as the right one, or more.

    *Larynx* does not for *farynx*, if *pharynx* is right.
    """
    typed_sounds, right_sounds = _as_it_sounds(typed), _as_it_sounds(right)
    right_cost = slip(typed_sounds, right_sounds, _MOST_HEARD_WRONG)
    return slip(typed_sounds, _as_it_sounds(near), right_cost) <= right_cost


def sounds_the_same(one: str, other: str) -> bool:
    """Whether two words sound the same, as *referenz* and *reference* do."""
    return _as_it_sounds(one) == _as_it_sounds(other)


@lru_cache(maxsize=16384)
def _as_it_sounds(word: str) -> str:
    """Return a word in letters of its sounds: *tecnic* for *technique*."""
    heard = _SOFT_C.sub("s", _SILENT_START.sub("", word))
    plain = _SPOKEN_PIECE.sub(lambda match: _SPOKEN[match[0]], heard)
    return _DOUBLED.sub(r"\1", plain).removesuffix("e")
