"""Says how much the words of two notes are alike.

A word counts the more, the fewer notes have it (its inverse document frequency). So a
thousand questions that are alike but for one word are different.
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
        came: Sequence[NoteState],
    ) -> None:
        """Take the released notes, those whose content is gone, and what came."""
        self._released = released
        self._gone = gone
        self._came = came
        self._words: dict[tuple[str, str], Words] = {}

    # This needs every line of the ledger, which costs time in a large deck. So it is
    # made only if the text of a note is compared with that of another.

    @cached_property
    def _notes_with_word(self) -> Counter[tuple[str, int]]:
        """How many notes have a word: before the edit or after it, whichever is more.

        So a word counts no less because a note has it before and after.
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
        """Return how much words count together: the rarer they are, the more."""
        return sum(
            log1p((self._note_count / (self._notes_with_word[word] or 1)) ** 2)
            for word in words
        )

    def weights(self, one: AnyNote, other: AnyNote) -> tuple[float, float, float]:
        """Return the weight of the words that both have, and the weight of each note.

        That of the lighter note, which is called the shorter one, comes first.
        """
        of_one, of_other = self.of(one), self.of(other)
        shorter, longer = sorted((self.weight(of_one), self.weight(of_other)))
        return self.weight(of_one & of_other), shorter, longer

    def rarest(self, note: AnyNote, share: float) -> list[tuple[str, int]]:
        """Return the rarest words of a note: the prefix filter of set similarity joins.

        All its other words together weigh less than this share of it. So a note with
        that share of its words has one of these.
        """
        words = self.of(note)
        rarest = sorted(words, key=lambda word: (self._notes_with_word[word], word))
        least = share * self.weight(words)
        weights = [self.weight([word]) for word in rarest]
        remaining = accumulate(reversed(weights))
        count = sum(weight >= least - _ROUNDING for weight in remaining)
        return rarest[:count]


def _numbered_words(text: str) -> Words:
    counts: Counter[str] = Counter()
    numbered: list[tuple[str, int]] = []
    for word in words_of(_WITHOUT_SPACES.sub(r" \g<0> ", text)):
        counts[word] += 1
        numbered.append((word, counts[word]))
    return frozenset(numbered)
