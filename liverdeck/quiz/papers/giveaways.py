"""Items that give each other away: the stem of one tells the key of the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.base.words import TextStemmer, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.quiz.items.item import Item

_Run = tuple[str, ...]
"""The word stems of words that follow each other."""

_MOST_WORDS_OF_KEY = 8
"""A longer key is not compared, because stems hardly ever repeat one word for word."""
_FEWEST_LETTERS_OF_KEY = 2
"""A shorter key is not compared, because one letter may stand in a stem by accident."""


@dataclass(frozen=True, slots=True)
class _ItemWords:
    """The words of an item, as word stems."""

    keys: frozenset[_Run]
    """The keys, except those that the item's own stem says."""
    stem_runs: frozenset[_Run]
    """Every run of words in the item's stem and prompts."""
    written: frozenset[_Run]
    """The answers that have to be written."""
    offered: frozenset[_Run]
    """The texts to choose from: options and matches."""


class GiveAways:
    """Remembers the words of a paper's items and finds those that give others away."""

    def __init__(self, language: str) -> None:
        """Start with an empty paper; `language` is the deck's language tag."""
        self._stemmer = TextStemmer(language)
        self._keys: set[_Run] = set()
        self._stem_runs: set[_Run] = set()
        self._written: set[_Run] = set()
        self._offered: set[_Run] = set()
        self._words_by_item: dict[str, _ItemWords] = {}

    def add(self, item: Item) -> None:
        """Add an item to the paper."""
        words = self._words_of(item)
        self._keys |= words.keys
        self._stem_runs |= words.stem_runs
        self._written |= words.written
        self._offered |= words.offered

    def conflict_with(self, item: Item) -> bool:
        """Whether an item gives away an item of the paper, or the other way round.

        That is so if the stem of one says the key of the other, or if one offers as an
        option what has to be written for the other.
        """
        words = self._words_of(item)
        return (
            _overlap(words.keys, self._stem_runs)
            or _overlap(words.stem_runs, self._keys)
            or _overlap(words.written, self._offered)
            or _overlap(words.offered, self._written)
        )

    def _words_of(self, item: Item) -> _ItemWords:
        if item.id not in self._words_by_item:
            self._words_by_item[item.id] = self._make_words(item)
        return self._words_by_item[item.id]

    def _make_words(self, item: Item) -> _ItemWords:
        prompts = [pair.prompt for pair in item.pairs]
        asking_texts = self._stemmed_all([item.stem, *prompts])
        stem_runs = frozenset(chain.from_iterable(map(_runs, asking_texts)))
        keys = set(self._stemmed_all(item.right_texts)) - stem_runs
        written = set(self._stemmed_all(answer.text for answer in item.answers))
        options = [option.text for option in item.options]
        return _ItemWords(
            keys=frozenset(filter(_is_telling, keys)),
            stem_runs=stem_runs,
            written=frozenset(filter(None, written)),
            offered=frozenset(self._stemmed_all([*options, *item.matches])),
        )

    def _stemmed_all(self, texts: Iterable[str]) -> Iterator[_Run]:
        return map(self._stemmed, texts)

    def _stemmed(self, text: str) -> _Run:
        """Return the word stems of a text, without those of function words."""
        return tuple(
            self._stemmer.stem(word)
            for word in words_of(text)
            if not self._stemmer.is_function_word(word)
        )


def _overlap(runs_of_item: frozenset[_Run], runs_of_paper: set[_Run]) -> bool:
    return not runs_of_item.isdisjoint(runs_of_paper)


def _is_telling(key: _Run) -> bool:
    """Whether a key is short enough, and long enough, to be recognized in a stem."""
    letters = sum(map(len, key))
    return 0 < len(key) <= _MOST_WORDS_OF_KEY and letters >= _FEWEST_LETTERS_OF_KEY


def _runs(words: _Run) -> Iterator[_Run]:
    """Yield every run of words that is not too long to be a key."""
    for start in range(len(words)):
        last_end = min(start + _MOST_WORDS_OF_KEY, len(words))
        for end in range(start + 1, last_end + 1):
            yield words[start:end]
