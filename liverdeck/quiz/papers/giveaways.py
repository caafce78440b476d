"""Items that give each other away: one item tells the answer of another."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.quiz.papers.item_words import ItemWordsFinder, no_items

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.item_words import ItemWords
    from liverdeck.quiz.papers.word_runs import Run

_NEVER_IN_BOTH = (
    ("names", "shown"),
    ("long_parts", "shown"),
    ("names", "names"),
    ("names", "parts"),
    ("parts", "offered"),
    ("denied", "wrong_in_stem"),
    ("denied_things", "asking_with_choice"),
    ("terms", "stated"),
    ("other_blanks", "key_words"),
    ("forms", "shown"),
)
"""Pairs of fields of `ItemWords`.

If the first field of one item and the second field of another have something in common,
the items conflict.
"""
_NEVER_IN_BOTH_EITHER_WAY = tuple(
    dict.fromkeys(
        pair for one, other in _NEVER_IN_BOTH for pair in ((one, other), (other, one))
    )
)
_FIELDS = frozenset(chain.from_iterable(_NEVER_IN_BOTH))
_FEWEST_WORDS_OF_NAME = 2
"""A shorter name cannot be said by half."""
_FEWEST_WORDS_OF_SUBJECT = 2
"""Stems that have this many words in common may be about the same thing."""


class GiveAways:
    """Remembers the words of a paper's items, to find conflicts with further items."""

    def __init__(
        self,
        language: str,
        stems: Collection[str] = (),
        items_about: Callable[[str], Iterable[Item]] = no_items,
        *,
        finder: ItemWordsFinder | None = None,
    ) -> None:
        """Start with an empty paper; `language` is the deck's language tag.

        `stems` are those of all items of the deck. They show which words are in many.
        Without them, items are compared word by word, but not by what they are about.
        `items_about` gives all items about a fact, from the id of that fact.
        `finder` is that of another paper of the same deck, if there is one.
        """
        self._finder = finder or ItemWordsFinder(language, stems, items_about)
        self._language = language
        self._said: dict[str, Counter[Run | str]] = {
            field: Counter() for field in _FIELDS
        }
        """For each field of `ItemWords`, how many items of the paper have an entry."""
        self._words: list[ItemWords] = []
        self._with_choice: list[ItemWords] = []
        """The items of the paper whose stems offer answers."""
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
        self._words.append(words)
        if words.choice:
            self._with_choice.append(words)
        for field, counts in self._said.items():
            counts.update(getattr(words, field))
        for word in words.context:
            self._by_context.setdefault(word, []).append(words)

    def remove(self, item: Item) -> None:
        """Take an item from the paper."""
        words = self._finder.words_of(item)
        self._words.remove(words)
        if words.choice:
            self._with_choice.remove(words)
        for field, counts in self._said.items():
            for entry in getattr(words, field):
                counts[entry] -= 1
                if not counts[entry]:
                    del counts[entry]
        for word in words.context:
            self._by_context[word].remove(words)

    def conflicts_with(self, item: Item) -> bool:
        """Whether an item gives away an item of the paper, or the reverse.

        That is so in these cases, whether learners write or choose:

        - one item prints an accepted name of the key of the other, or at least half of
          a long name, in its stem, its prompts or its options
        - the stem of one item is a statement and says an alias of the other's key that
          is in many stems, and the stems have two more words in common
        - the keys have a name in common, or one is a large part of the other
        - an option of one item is a large part of the key of the other
        - all options of one item are forms of one word, and the other prints one
        - the stem of one item offers two answers, and that of the other denies the
          wrong one, or something else that the first one says in two words or more
        - the stem of one item says all words of the other's key, in any order
        - one item asks what a term means or is also called, and the other states
          something about it, or about a term that is offered in its place
        - the stem of one item shows the answer to another blank of its sentence, and
          the other's key has a word of that answer or of an alias; the other's stem and
          wrong options do not have the word
        - the stem of one item offers two answers; that of the other says one of them,
          and another word of the first stem
        - the stems are about the same, and one says half of a name of the other's key,
          or any word of it if the other asks what an abbreviation stands for, or the
          other has an option which says that there is nothing
        """
        words = self._finder.words_of(item)
        return (
            self._says_key(words)
            or any(
                self._says_words(words, other) or self._says_words(other, words)
                for other in self._words
            )
            or any(self._is_about_choice(words, other) for other in self._with_choice)
            or any(
                self._is_about_choice(other, words)
                for other in (self._words if words.choice else ())
            )
            or any(
                self._hints_at(words, other) or self._hints_at(other, words)
                for word in words.context
                for other in self._by_context.get(word, ())
            )
        )

    def _says_key(self, words: ItemWords) -> bool:
        for field, field_of_paper in _NEVER_IN_BOTH_EITHER_WAY:
            entries = getattr(words, field)
            if entries and not self._said[field_of_paper].keys().isdisjoint(entries):
                return True
        return False

    def _says_words(self, one: ItemWords, other: ItemWords) -> bool:
        """Whether a stem says all words of a key in any order, or a common alias of it.

        One of the words must be in few stems, and not in the key's own stem. The alias
        counts if the stem is a statement and about the same.
        """
        for key in other.keys:
            if one.asking_words.issuperset(key):
                words_not_asked = {*key} - other.asking_words
                if not self._finder.common_words.issuperset(words_not_asked):
                    return True
        common = one.asking_words & other.asking_words
        return any(
            len(common.difference(alias)) >= _FEWEST_WORDS_OF_SUBJECT
            for alias in one.stated & other.common_aliases
        )

    def _is_about_choice(self, one: ItemWords, other: ItemWords) -> bool:
        """Whether an item says one of the answers that the stem of another offers.

        It must not say all of them. The answer must have a word that few stems have,
        and the stems must have one more word in common.
        """
        said = other.choice & one.asking
        if not 0 < len(said) < len(other.choice):
            return False
        common = one.asking_words & other.asking_words
        return not (
            self._finder.rare_words.isdisjoint(chain.from_iterable(said))
            or common.issubset(chain.from_iterable(other.choice))
        )

    def _hints_at(self, one: ItemWords, other: ItemWords) -> bool:
        """Whether one item hints at the key of another about the same.

        That is so in these cases:

        - the other asks what an abbreviation stands for, and this one prints a word of
          the answer
        - this stem says half of a name of the key, with a word that is in few stems and
          not in the other one
        - the other has an option which says that there is nothing, and the stems have
          two rare words in common
        - the other stem says a name of its own key, as in a choice; this stem says it
          too, but no wrong option, and the two have another rare word in common
        """
        if not one.shown.isdisjoint(other.spelled_out - other.asking):
            return True
        for name in other.names:
            said = one.asking_words.intersection(name)
            if len(name) < _FEWEST_WORDS_OF_NAME or 2 * len(said) < len(name):
                continue
            if not self._finder.rare_words.isdisjoint(said - other.asking_words):
                return True
        common = one.context & other.context
        if other.offers_none and len(common) >= _FEWEST_WORDS_OF_SUBJECT:
            return True
        names = one.asking & other.names_in_stem
        return one.asking.isdisjoint(other.wrong) and any(
            not common.issubset(name) for name in names
        )
