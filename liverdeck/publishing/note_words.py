"""Says how much the words of two notes are alike.

The fewer notes have a word, the more it counts (its inverse document frequency). So
even a thousand questions that differ only in one word each are not alike.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import accumulate
from math import log1p
from typing import TYPE_CHECKING

from liverdeck.base.words import words_of
from liverdeck.base.writing_systems import letter_without_spaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from liverdeck.facts.ledger import LedgerLine, NoteState

    AnyNote = LedgerLine | NoteState
    Words = frozenset[tuple[str, int]]
    """The words of a note. The second of two equal words has the number 2."""

_ROUNDING = 1e-9
_WITHOUT_SPACES = letter_without_spaces()
"""Matches a letter of a script without spaces between words; it counts as a word."""


class NoteWords:
    """The words of the notes of a deck, before and after an edit of it."""

    def __init__(
        self,
        released: Sequence[LedgerLine],
        gone: Sequence[LedgerLine],
        came: Sequence[AnyNote],
    ) -> None:
        """Take the `released` notes, and what an edit of the deck did.

        `gone` has the released notes whose content is gone, and `came` has the notes
        that are new or changed.
        """
        self._released = released
        self._gone = gone
        self._came = came
        self._words: dict[tuple[str, str], Words] = {}

    # This needs every line of the ledger, which costs time in a large deck. So it is
    # made only if the text of a note is compared with that of another.

    @cached_property
    def _notes_with_word(self) -> Counter[tuple[str, int]]:
        """How many notes have a word: the larger number of before and after the edit.

        A note that has the word both before and after the edit is counted once.
        """
        before = self._counted(self._released)
        after = before - self._counted(self._gone) + self._counted(self._came)
        return before | after

    @cached_property
    def _note_count(self) -> int:
        before = len(self._released)
        return max(before, before - len(self._gone) + len(self._came))

    def _counted(self, notes: Iterable[AnyNote]) -> Counter[tuple[str, int]]:
        return Counter(word for note in notes for word in self.of(note))

    def of(self, note: AnyNote) -> Words:
        """Return the words of a note's question and answer."""
        key = note.front, note.answer
        if key not in self._words:
            self._words[key] = _numbered_words(f"{note.front} {note.answer}")
        return self._words[key]

    def of_answer(self, note: AnyNote) -> Words:
        """Return the words of a note's answer."""
        return _numbered_words(note.answer)

    def notes_with(self, word: tuple[str, int]) -> int:
        """Return how many notes have a word, before or after the edit."""
        return self._notes_with_word[word]

    def weight(self, words: Iterable[tuple[str, int]]) -> float:
        """Return how much some words count together. Rare words count more."""
        counts = (self._notes_with_word[word] or 1 for word in words)
        return sum(log1p((self._note_count / count) ** 2) for count in counts)

    def weights(self, one: AnyNote, other: AnyNote) -> tuple[float, float, float]:
        """Return the weight of the common words, and those of the shorter and longer.

        The shorter note is the one whose words weigh less.
        """
        of_one, of_other = self.of(one), self.of(other)
        shorter, longer = sorted((self.weight(of_one), self.weight(of_other)))
        return self.weight(of_one & of_other), shorter, longer

    def rarest(self, note: AnyNote, share: float) -> list[tuple[str, int]]:
        """Return the rarest words of a note: the prefix filter of set similarity joins.

        All its other words together weigh less than `share` of the note. So any note
        that has this share of its words has one of the rarest.
        """
        words = self.of(note)
        rarest_first = sorted(
            words, key=lambda word: (self._notes_with_word[word], word)
        )
        least_weight = share * self.weight(words) - _ROUNDING
        weights = [self.weight([word]) for word in rarest_first]
        # For each word, beginning with the most frequent: the weight of this word and
        # all more frequent ones.
        weights_from_word = accumulate(reversed(weights))
        count = sum(weight >= least_weight for weight in weights_from_word)
        return rarest_first[:count]


def _numbered_words(text: str) -> Words:
    """Return the words of a text, each with a number: 2 for its second occurrence."""
    counts: Counter[str] = Counter()
    numbered: list[tuple[str, int]] = []
    for word in words_of(_WITHOUT_SPACES.sub(r" \g<0> ", text)):
        counts[word] += 1
        numbered.append((word, counts[word]))
    return frozenset(numbered)
