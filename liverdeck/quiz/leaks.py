"""Items that give each other away: the stem of one says what another asks for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from liverdeck.facts.text import WordForms, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.items import Item

_LONGEST_KEY = 8
"""Words; a longer key hardly ever stands in a stem in one piece."""
_SHORTEST_KEY = 2
"""Letters."""


class Leaks:
    """Remembers the stems and keys of a paper's items, and finds which a further one would spoil."""

    def __init__(self, language: str) -> None:
        """Begin with an empty paper; `language` is the deck's."""
        self._forms = WordForms(language)
        self._keys: Counter[tuple[str, ...]] = Counter()
        self._said: Counter[tuple[str, ...]] = Counter()

    def add(self, item: Item) -> None:
        """Take an item into the paper."""
        self._keys.update(self._keys_of(item))
        self._said.update(self._said_by(item))

    def between(self, item: Item) -> bool:
        """Whether an item's stem says the key of one in the paper, or the other way round."""
        return any(key in self._said for key in self._keys_of(item)) or any(
            words in self._keys for words in self._said_by(item)
        )

    def _keys_of(self, item: Item) -> set[tuple[str, ...]]:
        own = self._said_by(item)
        keys = {self._level(text) for text in item.right_texts}
        return {key for key in keys if self._is_telling(key) and key not in own}

    def _said_by(self, item: Item) -> set[tuple[str, ...]]:
        prompts = [pair.prompt for pair in item.pairs]
        return {run for text in (item.stem, *prompts) for run in _runs(self._level(text))}

    def _level(self, text: str) -> tuple[str, ...]:
        return tuple(self._forms.stem(word) for word in words_of(text) if not self._forms.is_function_word(word))

    def _is_telling(self, key: tuple[str, ...]) -> bool:
        return bool(key) and len(key) <= _LONGEST_KEY and sum(map(len, key)) >= _SHORTEST_KEY


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_KEY, len(words)) + 1):
            yield words[start:end]
