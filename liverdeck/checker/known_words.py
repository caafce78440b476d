"""The known-word list: real words of English and of medicine, names of drugs, and British spellings.

A typed word that is itself a real word is no misspelling of another one; this list is what knows. It lies in
`known_words/`, a file for each first letter, each loaded on first use and kept. `tools/build_known_words.py` makes it,
NOTICE names its sources.
"""

from __future__ import annotations

import lzma
from functools import cache
from importlib.resources import files
from string import ascii_lowercase
from typing import NamedTuple

_DERIVED_SUFFIXES = ("able", "ive")
_SHORTEST_DERIVED = 7
"""Letters."""
_LETTERS = frozenset(ascii_lowercase)
_NO_PLURAL_BEHIND = frozenset("siuy")


class _Words:
    """A sorted list of words, one a line, of which only the parts that are asked for become sets."""

    def __init__(self, lines: str) -> None:
        self._lines = f"\n{lines}\n"
        self._sets: dict[str, frozenset[str]] = {}

    def __contains__(self, word: str) -> bool:
        beginning = word[:2]
        own = self._sets.get(beginning)
        if own is None:
            own = self._sets[beginning] = self._beginning_with(beginning)
        return word in own

    def _beginning_with(self, beginning: str) -> frozenset[str]:
        start = self._lines.find(f"\n{beginning}")
        if start == -1 or not beginning.isalpha():
            return frozenset()
        end = self._lines.find("\n", self._lines.rfind(f"\n{beginning}") + 1)
        return frozenset(self._lines[start + 1 : end].split("\n"))


class _Page(NamedTuple):
    """The words with one first letter."""

    known: _Words
    drugs: _Words
    rare: _Words


@cache
def _page(letter: str) -> _Page:
    if letter not in _LETTERS:
        return _Page(_Words(""), _Words(""), _Words(""))
    return _Page(*map(_Words, _read(letter).split("\n\n")))


def _read(name: str) -> str:
    return lzma.decompress(
        files(__package__).joinpath("word_lists", f"{name}.lzma").read_bytes()
    ).decode("ascii")


@cache
def american_spellings() -> dict[str, str]:
    """Return American spellings by the British ones that no rule covers."""
    return dict(pair.partition(" ")[::2] for pair in _read("british").split("\n"))


def is_known(word: str) -> bool:
    """Whether a lower-case word without accents, in American spelling, is a real one, however rare."""
    page = _page(word[:1])
    if (
        word in page.known
        or word in page.drugs
        or word in page.rare
        or _is_derived(word)
    ):
        return True
    return (
        word[-1:] == "s"
        and word[-2:-1] not in _NO_PLURAL_BEHIND
        and is_known(word[:-1])
    )


def is_rare(word: str) -> bool:
    """Whether a real word is so rare that a misspelling of another one is as likely."""
    page = _page(word[:1])
    return not any(
        each in page.known or each in page.drugs
        for each in (word, word.removesuffix("s"))
    )


def is_drug(word: str) -> bool:
    """Whether a word is the name of a drug and nothing else."""
    return word in _page(word[:1]).drugs


def _is_derived(word: str) -> bool:
    # Words that no list holds because everyone may form them: unanswered, preventable, supportive.
    if len(word) < _SHORTEST_DERIVED:
        return False
    known = _page(word[0]).known
    if word.startswith("un") and word[2:] in _page(word[2]).known:
        return True
    return any(
        word.endswith(suffix) and word.removesuffix(suffix) in known
        for suffix in _DERIVED_SUFFIXES
    )
