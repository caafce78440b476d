"""Items that give each other away: one item tells the answer of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.quiz.papers.item_words import ItemWordsFinder, Run

if TYPE_CHECKING:
    from collections.abc import Collection

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.item_words import ItemWords

_Counts = dict[Run, int]
"""How many items of the paper have a run of words."""
_FEWEST_WORDS_OF_NAME = 2
"""A shorter name has no half to say."""


class GiveAways:
    """Remembers the words of a paper's items, to find conflicts with further items."""

    def __init__(
        self,
        language: str,
        stems: Collection[str] = (),
        *,
        finder: ItemWordsFinder | None = None,
    ) -> None:
        """Start with an empty paper; `language` is the deck's language tag.

        `stems` are those of all items of the deck. They show which words are in many.
        Without them, items are compared word by word, but not by what they are about.
        `finder` is that of another paper of the same deck, if there is one.
        """
        self._finder = finder or ItemWordsFinder(language, stems)
        self._language = language
        self._names: _Counts = {}
        self._parts: _Counts = {}
        self._long_parts: _Counts = {}
        self._shown: _Counts = {}
        self._offered: _Counts = {}
        self._wrong_in_stem: _Counts = {}
        self._denied: _Counts = {}
        self._by_context: dict[str, list[ItemWords]] = {}
        """The items of the paper by each word of their context."""

    def for_another_paper(self) -> GiveAways:
        """Return an empty paper of the same deck."""
        return GiveAways(self._language, finder=self._finder)

    def title_says(self, title: str, item: Item) -> bool:
        """Whether the title of a paper says the key of an item."""
        return self._finder.says_key(title, item)

    def add(self, item: Item) -> None:
        """Add an item to the paper."""
        words = self._finder.words_of(item)
        for counts, runs in self._counts_and_runs(words):
            for run in runs:
                counts[run] = counts.get(run, 0) + 1
        for word in words.context:
            self._by_context.setdefault(word, []).append(words)

    def remove(self, item: Item) -> None:
        """Take an item from the paper."""
        words = self._finder.words_of(item)
        for counts, runs in self._counts_and_runs(words):
            for run in runs:
                counts[run] -= 1
                if not counts[run]:
                    del counts[run]
        for word in words.context:
            self._by_context[word].remove(words)

    def _counts_and_runs(
        self, words: ItemWords
    ) -> tuple[tuple[_Counts, frozenset[Run]], ...]:
        """Return what is counted, each with those of one item."""
        return (
            (self._names, words.names),
            (self._parts, words.parts),
            (self._long_parts, words.long_parts),
            (self._shown, words.shown),
            (self._offered, words.offered),
            (self._wrong_in_stem, words.wrong_in_stem),
            (self._denied, words.denied),
        )

    def conflicts_with(self, item: Item) -> bool:
        """Whether an item gives away an item of the paper, or the reverse.

        That is so in these cases, whether learners write or choose:

        - one item prints an accepted name of the key of the other, or at least half of
          a long name, in its stem, its prompts or its options
        - the keys have a name in common, or one is a large part of the other
        - an option of one item is a large part of the key of the other
        - the stem of one item offers two answers, and that of the other denies the
          wrong one
        - the stems are about the same, and one says half of a name of the other's key
        """
        words = self._finder.words_of(item)
        return self._says_key(words) or any(
            self._hints_at(words, other) or self._hints_at(other, words)
            for word in words.context
            for other in self._by_context.get(word, ())
        )

    def _says_key(self, words: ItemWords) -> bool:
        return not (
            self._shown.keys().isdisjoint(words.names)
            and self._names.keys().isdisjoint(words.shown)
            and self._shown.keys().isdisjoint(words.long_parts)
            and self._long_parts.keys().isdisjoint(words.shown)
            and self._names.keys().isdisjoint(words.names)
            and self._parts.keys().isdisjoint(words.names)
            and self._names.keys().isdisjoint(words.parts)
            and self._offered.keys().isdisjoint(words.parts)
            and self._parts.keys().isdisjoint(words.offered)
            and self._wrong_in_stem.keys().isdisjoint(words.denied)
            and self._denied.keys().isdisjoint(words.wrong_in_stem)
        )

    def _hints_at(self, one: ItemWords, other: ItemWords) -> bool:
        """Whether the stem of one item hints at the key of another about the same.

        It says half of a name of the key, and one of the words that it says is in few
        stems. Or it says a name that the other item offers, but not the other options,
        and the two have another rare word in common.
        """
        for name in other.names:
            said = one.asking_words.intersection(name)
            if len(name) < _FEWEST_WORDS_OF_NAME or 2 * len(said) < len(name):
                continue
            if not self._finder.rare_words.isdisjoint(said - other.asking_words):
                return True
        common = one.context & other.context
        names = one.asking & other.names_in_stem
        return one.asking.isdisjoint(other.wrong) and any(
            not common.issubset(name) for name in names
        )
