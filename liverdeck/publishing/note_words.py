"""Compare the words of two notes.

The fewer notes contain a word, the more the word counts (its inverse document
frequency). So even a thousand questions that differ from each other in only one word
are not alike.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import accumulate
from math import log1p
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.base.words import words_of
from liverdeck.base.writing_systems import letter_without_spaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from liverdeck.facts.ledger import LedgerLine, NoteState

    AnyNote = LedgerLine | NoteState
    Words = frozenset[tuple[str, int]]
    """The words of a note.

    Each word has a number, which is 2 for its second occurrence.
    """

_ROUNDING = 1e-9
"""The largest error of a sum of weights, because floating-point numbers are rounded."""
_WITHOUT_SPACES = letter_without_spaces()
"""Matches a letter of a script without spaces between words; it counts as a word."""


@value_class
class Weights:
    """The weights of the words of two notes. Rare words weigh more."""

    common: float
    """The weight of the words that both notes have."""
    shorter: float
    """The weight of all words of the note whose words weigh less."""
    longer: float
    """The weight of the other note."""

    @property
    def common_fraction(self) -> float:
        """The weight of the common words as a fraction of the longer note, or 0."""
        return self.common / self.longer if self.longer else 0.0


class NoteWords:
    """The words of the notes of a deck, before and after an edit of it."""

    def __init__(
        self,
        released: Sequence[LedgerLine],
        gone: Sequence[LedgerLine],
        new_or_changed: Sequence[AnyNote],
    ) -> None:
        """Take the `released` notes, and the notes that an edit of the deck changed.

        `gone` are the released notes whose content is gone.
        """
        self._released = released
        self._gone = gone
        self._new_or_changed = new_or_changed
        self._words: dict[tuple[str, str], Words] = {}

    # This count needs every line of the ledger, which costs time in a large deck. So it
    # is made only when the texts of two notes are compared.

    @cached_property
    def _notes_with_word(self) -> Counter[tuple[str, int]]:
        """The number of notes with each word, before or after the edit.

        If the two numbers differ, the larger one counts. A note that has the word both
        before and after the edit is counted once.
        """
        before = self._word_counts(self._released)
        after = (
            before
            - self._word_counts(self._gone)
            + self._word_counts(self._new_or_changed)
        )
        return before | after

    @cached_property
    def _note_count(self) -> int:
        before = len(self._released)
        after = before - len(self._gone) + len(self._new_or_changed)
        return max(before, after)

    def _word_counts(self, notes: Iterable[AnyNote]) -> Counter[tuple[str, int]]:
        return Counter(word for note in notes for word in self.words_of_note(note))

    def words_of_note(self, note: AnyNote) -> Words:
        """Return the words of a note's question and answer."""
        key = note.front, note.answer
        if key not in self._words:
            self._words[key] = _numbered_words(f"{note.front} {note.answer}")
        return self._words[key]

    def words_of_answer(self, note: AnyNote) -> Words:
        """Return the words of a note's answer."""
        return _numbered_words(note.answer)

    def notes_with(self, word: tuple[str, int]) -> int:
        """Return how many notes have a word, before or after the edit."""
        return self._notes_with_word[word]

    def weight(self, words: Iterable[tuple[str, int]]) -> float:
        """Return how much some words count together. Rare words count more."""
        counts = (self._notes_with_word[word] or 1 for word in words)
        return sum(log1p((self._note_count / count) ** 2) for count in counts)

    def weights(self, one: AnyNote, other: AnyNote) -> Weights:
        """Return the weights of the words of two notes."""
        words_of_one, words_of_other = (
            self.words_of_note(one),
            self.words_of_note(other),
        )
        shorter, longer = sorted(
            (self.weight(words_of_one), self.weight(words_of_other))
        )
        return Weights(self.weight(words_of_one & words_of_other), shorter, longer)

    def rarest(self, note: AnyNote, fraction: float) -> list[tuple[str, int]]:
        """Return the rarest words of a note: the prefix filter of set similarity joins.

        All other words of the note together weigh less than `fraction` of the whole
        note. So any note that shares this fraction of the words has one of the rarest
        words.
        """
        words = self.words_of_note(note)
        rarest_first = sorted(
            words, key=lambda word: (self._notes_with_word[word], word)
        )
        least_weight = fraction * self.weight(words) - _ROUNDING
        weights = [self.weight([word]) for word in rarest_first]
        # For each word, beginning with the most frequent word: the weight of this word
        # and all more frequent words together.
        weights_from_word = accumulate(reversed(weights))
        heavy_enough = [
            weight for weight in weights_from_word if weight >= least_weight
        ]
        return rarest_first[: len(heavy_enough)]


def _numbered_words(text: str) -> Words:
    """Return the words of a text, each with a number: 2 for its second occurrence."""
    counts: Counter[str] = Counter()
    numbered: list[tuple[str, int]] = []
    for word in words_of(_WITHOUT_SPACES.sub(r" \g<0> ", text)):
        counts[word] += 1
        numbered.append((word, counts[word]))
    return frozenset(numbered)
