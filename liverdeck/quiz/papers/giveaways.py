"""Finds items that give each other away: one item tells the answer of another."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.quiz.items.question_words import NO_WORDS
from liverdeck.quiz.papers.item_words import ItemWordsFinder, no_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.question_words import QuestionWords, Run
    from liverdeck.quiz.papers.item_words import ItemWords

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
    ("word_family", "shown"),
)
"""Pairs of fields of `ItemWords`.

If the first field of one item and the second field of another have something in common,
the items conflict.
"""
_NEVER_IN_BOTH_EITHER_WAY = tuple(
    dict.fromkeys([*_NEVER_IN_BOTH, *((other, one) for one, other in _NEVER_IN_BOTH)])
)
"""Each pair of `_NEVER_IN_BOTH` in both orders, without repeated pairs."""
_FIELDS = frozenset(chain.from_iterable(_NEVER_IN_BOTH))
_FEWEST_WORDS_OF_NAME = 2
"""Half of a name says nothing if the name has fewer words."""
_FEWEST_WORDS_OF_SUBJECT = 2
"""Stems that have this many words in common may be about the same thing."""


class GiveAways:
    """Remembers the words of the items of a paper, and finds items that conflict."""

    def __init__(
        self,
        language: str,
        words: QuestionWords = NO_WORDS,
        items_about: Callable[[str], Iterable[Item]] = no_items,
        *,
        finder: ItemWordsFinder | None = None,
    ) -> None:
        """Start with a paper without items; `language` is the deck's language tag.

        `words` are those of all questions of the deck. They show which are rare.
        Without them, nothing is known of what items are about, so two items conflict
        only by their own words. `items_about` returns all items about the fact with an
        id. `finder` is that of another paper of the same deck, if there is one.
        """
        self._finder = finder or ItemWordsFinder(language, words, items_about)
        self._language = language
        self._counts_by_field: dict[str, Counter[Run | str]] = {
            field: Counter() for field in _FIELDS
        }
        """How many items of the paper have an entry, by its field of `ItemWords`."""
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
        for field, counts in self._counts_by_field.items():
            counts.update(getattr(words, field))
        for word in words.context:
            self._by_context.setdefault(word, []).append(words)

    def remove(self, item: Item) -> None:
        """Take an item from the paper."""
        words = self._finder.words_of(item)
        self._words.remove(words)
        if words.choice:
            self._with_choice.remove(words)
        for field, counts in self._counts_by_field.items():
            for entry in getattr(words, field):
                counts[entry] -= 1
                if not counts[entry]:
                    del counts[entry]
        for word in words.context:
            self._by_context[word].remove(words)

    def conflicts_with(self, item: Item) -> bool:
        """Whether an item gives away an item of the paper, or is given away by one.

        Two items A and B conflict in these cases, whether learners write or choose:

        - A has a name of B's key, or at least half of a long name, in its stem, its
          prompts or its options
        - A's stem is a statement with an alias of B's key that many stems have, and the
          two stems have two more words in common
        - the keys have a name in common, or A's key is a large part of B's
        - an option of A is a large part of B's key
        - all options of A are forms of one word, and B has one of these forms
        - A's stem offers two answers, and B's stem denies the wrong one, or denies two
          words or more that A's stem also has
        - A's stem has all words of B's key, in any order
        - A asks what a term means or what else it is called, and B states something
          about this term, or about a term that A offers
        - A's stem shows the answer to another blank of A's sentence; a word of that
          answer, or of an alias of it, is in B's key and nowhere else in B
        - A's stem offers two answers, and B's stem has one of them and another word of
          A's stem
        - the stems are about the same thing, and A's stem has half of a name of B's
          key, or any word of it if B asks what an abbreviation stands for
        - the stems are about the same thing, and B has the option that there is none
        """
        words = self._finder.words_of(item)
        if self._has_entry_in_common(words):
            return True
        if any(self._one_says_words(words, other) for other in self._words):
            return True
        if any(self._names_offered_answer(words, other) for other in self._with_choice):
            return True
        if words.choice and any(
            self._names_offered_answer(other, words) for other in self._words
        ):
            return True
        return any(
            self._hints_at(words, other) or self._hints_at(other, words)
            for word in words.context
            for other in self._by_context.get(word, ())
        )

    def _one_says_words(self, first: ItemWords, second: ItemWords) -> bool:
        return self._says_words(first, second) or self._says_words(second, first)

    def _has_entry_in_common(self, words: ItemWords) -> bool:
        """Whether the item and one of the paper have a pair of `_NEVER_IN_BOTH`."""
        for field, field_of_paper in _NEVER_IN_BOTH_EITHER_WAY:
            entries = getattr(words, field)
            # Most fields of an item are empty, so this fast check comes first.
            if not entries:
                continue
            entries_of_paper = self._counts_by_field[field_of_paper].keys()
            if not entries_of_paper.isdisjoint(entries):
                return True
        return False

    def _says_words(self, one: ItemWords, other: ItemWords) -> bool:
        """Whether a stem has all words of another item's key, or a common alias of it.

        The words may have any order. At least one of them must be in few stems, and not
        in the stem of the other item. An alias counts only if the first stem is a
        statement and the two stems have two more words in common.
        """
        for key in other.keys:
            if not one.asking_words.issuperset(key):
                continue
            words_not_asked = set(key) - other.asking_words
            if not self._finder.common_words.issuperset(words_not_asked):
                return True
        common = one.asking_words & other.asking_words
        return any(
            len(common.difference(alias)) >= _FEWEST_WORDS_OF_SUBJECT
            for alias in one.stated & other.common_aliases
        )

    def _names_offered_answer(self, one: ItemWords, other: ItemWords) -> bool:
        """Whether a stem has one of the answers that the stem of another item offers.

        A stem with all of them tells nothing. The answer must have a word that few
        stems have, and the two stems must have a word in common that is in no offered
        answer.
        """
        named_answers = other.choice & one.asking
        if not named_answers or len(named_answers) == len(other.choice):
            return False
        words_of_named = chain.from_iterable(named_answers)
        if self._finder.rare_words.isdisjoint(words_of_named):
            return False
        common = one.asking_words & other.asking_words
        words_of_choice = chain.from_iterable(other.choice)
        return not common.issubset(words_of_choice)

    def _hints_at(self, one: ItemWords, other: ItemWords) -> bool:
        """Whether item `one` hints at the key of `other`, both about the same thing.

        That is so in these cases:

        - `other` asks what an abbreviation stands for, and `one` has a word of the
          answer
        - the stem of `one` has half of a name of the key, with a word that few stems
          have and the stem of `other` does not
        - `other` has the option that there is none, and the stems have two rare words
          in common
        - the stem of `other` names its own key, as in *primary or secondary?*; the stem
          of `one` names it too, but no wrong option, and the stems have another rare
          word in common
        """
        if not one.shown.isdisjoint(other.spelled_out - other.asking):
            return True
        for name in other.names:
            words = one.asking_words.intersection(name)
            has_half_of_name = 2 * len(words) >= len(name)
            if len(name) < _FEWEST_WORDS_OF_NAME or not has_half_of_name:
                continue
            if not self._finder.rare_words.isdisjoint(words - other.asking_words):
                return True
        common = one.context & other.context
        if other.offers_none and len(common) >= _FEWEST_WORDS_OF_SUBJECT:
            return True
        if not one.asking.isdisjoint(other.wrong):
            return False
        names = one.asking & other.names_in_stem
        return any(not common.issubset(name) for name in names)
