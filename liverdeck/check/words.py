"""The known-word list: real words of English and of medicine, names of drugs, and British spellings.

A typed word that is itself a real word is no misspelling of another one; this list is what knows. It is loaded on
first use and kept. `tools/build_known_words.py` makes it, NOTICE names its sources.
"""

from __future__ import annotations

import lzma
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_DERIVED_SUFFIXES = ("able", "ive")
_SHORTEST_DERIVED = 7
"""Letters."""
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


class _List(NamedTuple):
    known: _Words
    drugs: _Words
    rare: _Words
    american: dict[str, str]


@cache
def _list() -> _List:
    text = lzma.decompress(files(__package__).joinpath("known_words.txt.xz").read_bytes()).decode("ascii")
    known, drugs, rare, spellings = text.split("\n\n")
    pairs = (pair.partition(" ")[::2] for pair in spellings.split("\n"))
    return _List(_Words(known), _Words(drugs), _Words(rare), dict(pairs))


def american_spellings() -> dict[str, str]:
    """Return American spellings by the British ones that no rule covers."""
    return _list().american


def is_known(word: str) -> bool:
    """Whether a lower-case word without accents, in American spelling, is a real one, however rare."""
    words = _list()
    if word in words.known or word in words.drugs or word in words.rare or _is_derived(word, words.known):
        return True
    return word[-1:] == "s" and word[-2:-1] not in _NO_PLURAL_BEHIND and is_known(word[:-1])


def is_rare(word: str) -> bool:
    """Whether a real word is so rare that a misspelling of another one is as likely."""
    words = _list()
    return not any(each in words.known or each in words.drugs for each in (word, word.removesuffix("s")))


def is_drug(word: str) -> bool:
    """Whether a word is the name of a drug and nothing else."""
    return word in _list().drugs


def _is_derived(word: str, known: _Words) -> bool:
    # Words that no list holds because everyone may form them: unanswered, preventable, supportive.
    if len(word) < _SHORTEST_DERIVED:
        return False
    if word.startswith("un") and word[2:] in known:
        return True
    return any(word.endswith(suffix) and word.removesuffix(suffix) in known for suffix in _DERIVED_SUFFIXES)
