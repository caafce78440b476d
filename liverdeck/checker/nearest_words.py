"""Finds the known words that are one edit away from a typed word."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.checker.known_words import ALPHABET, is_drug, sure_among
from liverdeck.checker.spelling import TOO_FAR, slip

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTEST_COMPARED, _LONGEST_COMPARED = 5, 25
"""For a typed word with fewer or more letters, no words are looked for."""
_LARGEST_SLIP = 1.5
"""The most that one edit can cost: that of another first letter."""


class NearWord(NamedTuple):
    """A known word and how far a typed word is from it."""

    cost: float
    word: str
    is_drug: bool


@lru_cache(maxsize=65536)
def known_words_near(typed: str, start: str = "") -> tuple[NearWord, ...]:
    """Return the known words one edit away from a typed word, the nearest first.

    Rare words are left out. The typed word must be in lower case. If it ends in -s, the
    words near the text without that -s are included. With a `start`, only words that
    begin with it are looked for, which takes less than half the time.
    """
    has_length = _SHORTEST_COMPARED <= len(typed) <= _LONGEST_COMPARED
    if not has_length or not (typed.isascii() and typed.isalpha()):
        return ()
    return tuple(sorted(_near_words(typed, start)))


def _near_words(typed: str, start: str) -> Iterator[NearWord]:
    for text in {typed, typed.removesuffix("s")}:
        for word in sure_among(_one_edit_away(text, start)):
            cost = slip(text, word, _LARGEST_SLIP) if word != text else TOO_FAR
            if cost < TOO_FAR:
                yield NearWord(cost, word, is_drug(word))


def is_one_edit(one: str, other: str) -> bool:
    """Whether one letter added, left out, replaced or swapped makes the other word."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one_rest, other_rest = one[start:], other[start:]
    if one_rest[1:] == other_rest[1:]:
        return bool(one_rest or other_rest)
    if one_rest[1:] == other_rest or one_rest == other_rest[1:]:
        return True
    is_swapped = one_rest[:2] == other_rest[1::-1] and len(one_rest) > 1
    return is_swapped and one_rest[2:] == other_rest[2:]


def without_one_letter(word: str) -> set[str]:
    """Return what remains of a word without one of its letters, for each of them."""
    return {word[:index] + word[index + 1 :] for index in range(len(word))}


def _one_edit_away(typed: str, start: str) -> list[str]:
    """Return the texts with one letter added, left out, replaced or swapped.

    With a `start`, only those that begin with it. Some are returned several times, and
    the typed text is among them.
    """
    halves = [(typed[:index], typed[index:]) for index in range(len(typed) + 1)]
    edits = [*without_one_letter(typed)]
    edits += [
        first + rest[1] + rest[0] + rest[2:] for first, rest in halves if len(rest) > 1
    ]
    for first, rest in halves:
        others = rest[1:]
        edits += [first + letter + rest for letter in ALPHABET]
        edits += [first + letter + others for letter in ALPHABET if rest]
    return [edit for edit in edits if edit.startswith(start)] if start else edits
