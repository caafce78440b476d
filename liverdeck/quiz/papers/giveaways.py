"""Items that give each other away: one item tells the answer of another."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.quiz.items.item import Item

_Run = tuple[str, ...]
"""The word stems of words that follow each other, without function words."""

_MOST_WORDS = 8
"""A longer name is not compared, because hardly any item repeats it word for word."""
_FEWEST_LETTERS = 2
"""A shorter name is not compared: one letter may be in a text by accident."""
_FEWEST_WORDS_OF_PART = 2
"""An option gives away a name if it is a part of it with so many words."""
_FEWEST_WORDS_OF_LONG_PART = 3
"""Any text gives away a name if it says a part of it with so many words."""


@value_class
class _ItemWords:
    """The words of an item, as word stems."""

    names: frozenset[_Run]
    """All accepted names of the key, except those that the item's own stem says."""
    parts: frozenset[_Run]
    """The larger parts of these names: at least two words, and at least half of all."""
    long_parts: frozenset[_Run]
    """Those of the larger parts that have at least three words."""
    shown: frozenset[_Run]
    """Every run of words that the item prints, in its stem, prompts and options."""
    offered: frozenset[_Run]
    """The texts to choose from, each as a whole."""


class GiveAways:
    """Remembers the words of a paper's items, to find conflicts with further items."""

    def __init__(self, language: str) -> None:
        """Start with an empty paper; `language` is the deck's language tag."""
        self._stemmer = TextStemmer(language)
        self._items: dict[str, Item] = {}
        self._names: set[_Run] = set()
        self._parts: set[_Run] = set()
        self._long_parts: set[_Run] = set()
        self._shown: set[_Run] = set()
        self._offered: set[_Run] = set()
        self._words_by_item: dict[str, _ItemWords] = {}

    def add(self, item: Item) -> None:
        """Add an item to the paper."""
        self._items[item.id] = item
        words = self._words_of(item)
        self._names |= words.names
        self._parts |= words.parts
        self._long_parts |= words.long_parts
        self._shown |= words.shown
        self._offered |= words.offered

    def remove(self, item: Item) -> None:
        """Take an item from the paper."""
        others = [other for other in self._items.values() if other.id != item.id]
        self._items.clear()
        for runs in (
            self._names,
            self._parts,
            self._long_parts,
            self._shown,
            self._offered,
        ):
            runs.clear()
        for other in others:
            self.add(other)

    def conflicts_with(self, item: Item) -> bool:
        """Whether an item gives away an item of the paper, or the reverse.

        That is so in these cases, whether learners write or choose:

        - one item prints an accepted name of the key of the other, or at least half of
          a long name, in its stem, its prompts or its options
        - the keys have a name in common, or one is a large part of the other
        - an option of one item is a large part of the key of the other
        """
        words = self._words_of(item)
        return not (
            words.names.isdisjoint(self._shown)
            and words.shown.isdisjoint(self._names)
            and words.long_parts.isdisjoint(self._shown)
            and words.shown.isdisjoint(self._long_parts)
            and words.names.isdisjoint(self._names)
            and words.names.isdisjoint(self._parts)
            and words.parts.isdisjoint(self._names)
            and words.parts.isdisjoint(self._offered)
            and words.offered.isdisjoint(self._parts)
        )

    def _words_of(self, item: Item) -> _ItemWords:
        if item.id not in self._words_by_item:
            self._words_by_item[item.id] = self._make_words(item)
        return self._words_by_item[item.id]

    def _make_words(self, item: Item) -> _ItemWords:
        prompts = [pair.prompt for pair in item.pairs]
        asking = set(self._runs_in([item.stem, *prompts]))
        offered = [*(option.text for option in item.options), *item.matches]
        names = set(self._stemmed_all({*item.key_names, *item.right_texts})) - asking
        comparable = frozenset(filter(_is_comparable, names))
        parts = frozenset(chain.from_iterable(map(_large_parts, comparable))) - asking
        return _ItemWords(
            names=comparable,
            parts=parts,
            long_parts=frozenset(
                part for part in parts if len(part) >= _FEWEST_WORDS_OF_LONG_PART
            ),
            shown=frozenset(asking.union(self._runs_in(offered))),
            offered=frozenset(self._stemmed_all(offered)) - {()},
        )

    def _runs_in(self, texts: Iterable[str]) -> Iterator[_Run]:
        return chain.from_iterable(map(_runs, self._stemmed_all(texts)))

    def _stemmed_all(self, texts: Iterable[str]) -> Iterator[_Run]:
        return map(self._stemmed, texts)

    def _stemmed(self, text: str) -> _Run:
        """Return the word stems of a text, without function words."""
        return tuple(
            self._stemmer.stem(word)
            for word in words_of(text)
            if not self._stemmer.is_function_word(word)
        )


def _is_comparable(name: _Run) -> bool:
    """Whether a name has the right length to be recognized in a text."""
    if not 0 < len(name) <= _MOST_WORDS:
        return False
    return sum(map(len, name)) >= _FEWEST_LETTERS


def _large_parts(name: _Run) -> Iterator[_Run]:
    """Yield the runs that are at least half of a name, but not the whole name."""
    fewest = max(_FEWEST_WORDS_OF_PART, (len(name) + 1) // 2)
    return (run for run in _runs(name) if fewest <= len(run) < len(name))


def _runs(word_stems: _Run) -> Iterator[_Run]:
    """Yield every run of word stems that is not longer than a compared name."""
    for start in range(len(word_stems)):
        last_end = min(start + _MOST_WORDS, len(word_stems))
        for end in range(start + 1, last_end + 1):
            yield word_stems[start:end]
