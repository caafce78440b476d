"""Items that give each other away: the stem of one says what another asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.base.words import TextStemmer, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.items.item import Item

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
    written: frozenset[Run]
    """What has to be written."""
    offered: frozenset[Run]
    """What is there to be chosen."""


class GiveAways:
    """Remembers the stems and keys of a paper's items, and finds which a further one would spoil."""

    def __init__(self, language: str) -> None:
        """Begin with an empty paper; `language` is the deck's."""
        self._forms = TextStemmer(language)
        self._keys: set[Run] = set()
        self._said: set[Run] = set()
        self._written: set[Run] = set()
        self._offered: set[Run] = set()
        self._words: dict[str, _Words] = {}

    def add(self, item: Item) -> None:
        """Take an item into the paper."""
        words = self._words_of(item)
        self._keys |= words.keys
        self._said |= words.said
        self._written |= words.written
        self._offered |= words.offered

    def between(self, item: Item) -> bool:
        """Whether an item gives one in the paper away, or the other way round.

        The stem of one says the key of the other, or one offers as an option what has to be written for the other.
        """
        words = self._words_of(item)
        by_stem = not (
            words.keys.isdisjoint(self._said) and words.said.isdisjoint(self._keys)
        )
        return by_stem or not (
            words.written.isdisjoint(self._offered)
            and words.offered.isdisjoint(self._written)
        )

    def _words_of(self, item: Item) -> _Words:
        if item.id not in self._words:
            prompts = [pair.prompt for pair in item.pairs]
            said = frozenset(
                run
                for text in (item.stem, *prompts)
                for run in _runs(self._level(text))
            )
            keys = {self._level(text) for text in item.right_texts}
            written = frozenset(self._level(answer.text) for answer in item.answers)
            offered = frozenset(
                self._level(text)
                for text in (*(option.text for option in item.options), *item.matches)
            )
            telling = frozenset(filter(self._is_telling, keys - said))
            self._words[item.id] = _Words(telling, said, written - {()}, offered)
        return self._words[item.id]

    def _level(self, text: str) -> Run:
        return tuple(
            self._forms.stem(word)
            for word in words_of(text)
            if not self._forms.is_function_word(word)
        )

    def _is_telling(self, key: Run) -> bool:
        return (
            bool(key)
            and len(key) <= _LONGEST_KEY
            and sum(map(len, key)) >= _SHORTEST_KEY
        )


def _runs(words: Run) -> Iterator[Run]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_KEY, len(words)) + 1):
            yield words[start:end]
