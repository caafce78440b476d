"""Items that give each other away: the stem of one says what another asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.facts.text import WordForms, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.items import Item

Run = tuple[str, ...]
"""Stems of words that follow each other."""

_LONGEST_KEY = 8
"""Words; a longer key hardly ever stands in a stem in one piece."""
_SHORTEST_KEY = 2
"""Letters."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What an item asks for and what it says, as stems in a row."""

    keys: frozenset[Run]
    """Its keys, but for those that its own stem says."""
    said: frozenset[Run]
    """Every run of words in its stem and prompts."""


class Leaks:
    """Remembers the stems and keys of a paper's items, and finds which a further one would spoil."""

    def __init__(self, language: str) -> None:
        """Begin with an empty paper; `language` is the deck's."""
        self._forms = WordForms(language)
        self._keys: set[Run] = set()
        self._said: set[Run] = set()
        self._words: dict[str, _Words] = {}

    def add(self, item: Item) -> None:
        """Take an item into the paper."""
        words = self._words_of(item)
        self._keys |= words.keys
        self._said |= words.said

    def between(self, item: Item) -> bool:
        """Whether an item's stem says the key of one in the paper, or the other way round."""
        words = self._words_of(item)
        return not (words.keys.isdisjoint(self._said) and words.said.isdisjoint(self._keys))

    def _words_of(self, item: Item) -> _Words:
        if item.id not in self._words:
            prompts = [pair.prompt for pair in item.pairs]
            said = frozenset(run for text in (item.stem, *prompts) for run in _runs(self._level(text)))
            keys = {self._level(text) for text in item.right_texts}
            self._words[item.id] = _Words(frozenset(filter(self._is_telling, keys - said)), said)
        return self._words[item.id]

    def _level(self, text: str) -> Run:
        return tuple(self._forms.stem(word) for word in words_of(text) if not self._forms.is_function_word(word))

    def _is_telling(self, key: Run) -> bool:
        return bool(key) and len(key) <= _LONGEST_KEY and sum(map(len, key)) >= _SHORTEST_KEY


def _runs(words: Run) -> Iterator[Run]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_KEY, len(words)) + 1):
            yield words[start:end]
