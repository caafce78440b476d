"""Which spellings sound the same: those of one name, and those of one spoken word."""

from __future__ import annotations

import re
from functools import lru_cache

from liverdeck.checker.known_words import names_of_one_substance
from liverdeck.checker.spelling import TOO_FAR, slip

_PLAINER_SOUNDS = {"ph": "f", "th": "t", "ch": "c", "y": "i", "k": "c", "oe": "e"}
_PLAINER_SOUND = re.compile("|".join(_PLAINER_SOUNDS))
_SHORTEST_SPELLED_TWICE = 7
"""Shorter words that sound alike, such as filum and phylum, are different words."""

_SPOKEN = {
    "que": "c", "qu": "cw", "q": "c", "ck": "c", "k": "c", "ch": "c", "x": "cs",
    "ph": "f", "th": "t", "rh": "r", "z": "s",
    "ee": "i", "ea": "i", "ie": "i", "y": "i", "oo": "u", "ou": "u", "oe": "e",
    "ae": "e",
}  # fmt: skip
"""Letters, and how a learner may write their sound."""
_SPOKEN_PIECE = re.compile("|".join(sorted(_SPOKEN, key=len, reverse=True)))
_SOFT_C = re.compile("c(?=[eiy])")
_SILENT_START = re.compile("^(?:p(?=[nst])|[gk](?=n)|w(?=r))")
_DOUBLED = re.compile(r"(.)\1+")


def are_spellings_of_one(one: str, other: str) -> bool:
    """Whether two long words are international and older spellings of one name.

    Such as aciclovir and acyclovir, or thiamin and thiamine.
    """
    if other in names_of_one_substance().get(one, ()):
        return True
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST_SPELLED_TWICE or one[-4:] == "nine" != other[-4:]:
        return False
    return _sound_of(one) == _sound_of(other)


@lru_cache(maxsize=16384)
def _sound_of(word: str) -> str:
    """Return a word in the plainest spelling of its sounds."""
    plain = _PLAINER_SOUND.sub(lambda match: _PLAINER_SOUNDS[match[0]], word)
    return plain.removesuffix("e") if plain.endswith("ine") else plain


def may_be_heard_as(typed: str, right: str, limit: float) -> bool:
    """Whether somebody may have typed what the right word sounds like.

    As *tecneek* for *technique*. Written as they are spoken, the words may differ by a
    slip that costs up to `limit`.
    """
    typed_sounds, right_sounds = _spoken(typed), _spoken(right)
    if typed_sounds[:1] != right_sounds[:1]:
        return False
    return slip(typed_sounds, right_sounds, limit) < TOO_FAR


@lru_cache(maxsize=16384)
def _spoken(word: str) -> str:
    """Return a word written as it is spoken, with no silent or doubled letter."""
    heard = _SOFT_C.sub("s", _SILENT_START.sub("", word))
    plain = _SPOKEN_PIECE.sub(lambda match: _SPOKEN[match[0]], heard)
    return _DOUBLED.sub(r"\1", plain).removesuffix("e")
