"""Finds released notes that another note is like, by their words and answers."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from liverdeck.publishing.vanished_notes import MOST_WITH_ANSWER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.ledger import LedgerLine
    from liverdeck.publishing.note_words import AnyNote, NoteWords

SHARED_IF_ALIKE = 0.55
"""Two notes are alike if they share at least this fraction of the longer one's words.

Words count by their weight (see `NoteWords`).
"""
LESS_IF_ANSWER_IS_SAME = 0.2
"""If two notes have the same answer, `SHARED_IF_ALIKE` is lower by this much.

The answer must be a rare one: *yes* says nothing.
"""
_EQUAL = 2.0
"""The likeness of two notes with the same content. It is more than any other."""
_LEAST_SHARED = SHARED_IF_ALIKE - LESS_IF_ANSWER_IS_SAME
"""Two notes that share less than this of the longer one's words are never alike."""
_MOST_COMPARED = 50
"""At most this many lines are compared for each word of a note."""


class AlikeNotes:
    """Some released notes, and how much other notes are like them."""

    def __init__(
        self,
        released: Sequence[LedgerLine],
        lines: Sequence[LedgerLine],
        words: NoteWords,
    ) -> None:
        """Take all notes that are `released`, and the `lines` of those to be found."""
        self._released = released
        self._lines = lines
        self._words = words

    @cached_property
    def _lines_with_answer(self) -> Counter[str]:
        return Counter(line.answer for line in self._released)

    @cached_property
    def _lines_by_word(self) -> dict[tuple[str, int], list[LedgerLine]]:
        lines_by_word: dict[tuple[str, int], list[LedgerLine]] = {}
        for line in self._lines:
            for word in self._words.rarest(line, _LEAST_SHARED):
                lines_by_word.setdefault(word, []).append(line)
        return lines_by_word

    def candidates(self, note: AnyNote) -> Iterator[LedgerLine]:
        """Yield the lines of other notes that may be like a note.

        Notes that share enough of their words have one of the rarest words in common:
        the prefix filter of set similarity joins, with weights.
        """
        found = {}
        for word in self._words.rarest(note, _LEAST_SHARED):
            for line in islice(self._lines_by_word.get(word, ()), _MOST_COMPARED):
                found[line.name] = line
        for line in found.values():
            if line.name != note.name and line.shape == note.shape:
                yield line

    def likeness(self, note: AnyNote, line: LedgerLine) -> float:
        """Return how much a note is like a released one: from 0, and 2 if it is equal.

        From `SHARED_IF_ALIKE` on, the two are alike.
        """
        if note.shape != line.shape:
            return 0.0
        if note.hash == line.hash != "":
            return _EQUAL
        both, _, longer = self._words.weights(note, line)
        less = LESS_IF_ANSWER_IS_SAME * self.has_same_rare_answer(note, line)
        return (both / longer if longer else 0.0) + less

    def has_same_rare_answer(self, note: AnyNote, line: LedgerLine) -> bool:
        """Whether a note has the answer of a released one, and few others have it."""
        is_rare = self._lines_with_answer[line.answer] <= MOST_WITH_ANSWER
        return note.answer == line.answer and is_rare
