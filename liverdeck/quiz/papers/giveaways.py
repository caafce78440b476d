"""Items that give each other away: one item tells the answer of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.quiz.papers.item_words import ItemWordsFinder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.item_words import ItemWords, Run

_FEWEST_WORDS_OF_NAME = 2
"""A shorter name has no half to say."""


class GiveAways:
    """Remembers the words of a paper's items, to find conflicts with further items."""

    def __init__(
        self,
        language: str,
        bank: Iterable[Item] = (),
        *,
        finder: ItemWordsFinder | None = None,
    ) -> None:
        """Start with an empty paper; `language` is the deck's language tag.

        `bank` has all items of the deck. It shows which words are in many of them.
        Without it, items are compared word by word, but not by what they are about.
        `finder` is that of another paper of the same deck, if there is one.
        """
        self._finder = finder or ItemWordsFinder(language, bank)
        self._language = language
        self._items: dict[str, Item] = {}
        self._names: set[Run] = set()
        self._parts: set[Run] = set()
        self._long_parts: set[Run] = set()
        self._shown: set[Run] = set()
        self._offered: set[Run] = set()
        self._wrong_in_stem: set[Run] = set()
        self._denied: set[Run] = set()
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
        self._items[item.id] = item
        words = self._finder.words_of(item)
        self._names |= words.names
        self._parts |= words.parts
        self._long_parts |= words.long_parts
        self._shown |= words.shown
        self._offered |= words.offered
        self._wrong_in_stem |= words.wrong_in_stem
        self._denied |= words.denied
        for word in words.context:
            self._by_context.setdefault(word, []).append(words)

    def remove(self, item: Item) -> None:
        """Take an item from the paper."""
        others = [other for other in self._items.values() if other.id != item.id]
        for runs in (
            self._names,
            self._parts,
            self._long_parts,
            self._shown,
            self._offered,
            self._wrong_in_stem,
            self._denied,
        ):
            runs.clear()
        self._items.clear()
        self._by_context.clear()
        for other in others:
            self.add(other)

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
            words.names.isdisjoint(self._shown)
            and words.shown.isdisjoint(self._names)
            and words.long_parts.isdisjoint(self._shown)
            and words.shown.isdisjoint(self._long_parts)
            and words.names.isdisjoint(self._names)
            and words.names.isdisjoint(self._parts)
            and words.parts.isdisjoint(self._names)
            and words.parts.isdisjoint(self._offered)
            and words.offered.isdisjoint(self._parts)
            and words.denied.isdisjoint(self._wrong_in_stem)
            and words.wrong_in_stem.isdisjoint(self._denied)
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
