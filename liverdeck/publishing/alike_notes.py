"""Find released notes that are like another note, by their words and answers."""

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
ADDED_FOR_SAME_ANSWER = 0.2
"""This is added to the likeness of two notes if they have the same answer.

Only a rare answer counts: many notes have the answer *yes*.
"""
_EQUAL = 2.0
"""The likeness of two notes with the same content, higher than any other."""
_LEAST_SHARED = SHARED_IF_ALIKE - ADDED_FOR_SAME_ANSWER
"""Two notes that share less than this of the longer one's words are never alike."""
_MOST_COMPARED = 50
"""At most this many lines are compared for each word of a note."""


class AlikeNotes:
    """Finds released notes that are like a given note, and measures their likeness."""

    def __init__(
        self,
        released: Sequence[LedgerLine],
        lines: Sequence[LedgerLine],
        words: NoteWords,
    ) -> None:
        """Take the lines of all `released` notes, and the `lines` that may be found."""
        self._released = released
        self._lines = lines
        self._words = words

    @cached_property
    def _line_count_by_answer(self) -> Counter[str]:
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

        Two notes that share enough of their words have at least one of their rarest
        words in common. (This is the prefix filter of set similarity joins, with
        weights.)
        """
        lines_by_name = {}
        for word in self._words.rarest(note, _LEAST_SHARED):
            for line in islice(self._lines_by_word.get(word, ()), _MOST_COMPARED):
                lines_by_name[line.name] = line
        for line in lines_by_name.values():
            if line.name != note.name and line.shape == note.shape:
                yield line

    def likeness(self, note: AnyNote, line: LedgerLine) -> float:
        """Return the likeness of a note to a released note: at least 0, and 2 if equal.

        From `SHARED_IF_ALIKE` on, the two are alike.
        """
        if note.shape != line.shape:
            return 0.0
        if line.hash and note.hash == line.hash:
            return _EQUAL
        likeness = self._words.weights(note, line).common_fraction
        if self.has_same_rare_answer(note, line):
            likeness += ADDED_FOR_SAME_ANSWER
        return likeness

    def has_same_rare_answer(self, note: AnyNote, line: LedgerLine) -> bool:
        """Whether a note has the answer of a released note, and that answer is rare."""
        is_rare = self._line_count_by_answer[line.answer] <= MOST_WITH_ANSWER
        return note.answer == line.answer and is_rare
