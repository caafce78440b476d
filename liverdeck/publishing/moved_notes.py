"""Finds notes whose content was released under the id of another note.

A learner's schedule belongs to the id. If two facts exchange their ids, the schedule
would pass to another question. If a fact gets another id, the schedule would be lost.
So each new or changed note is compared with the released lines whose content is no
longer under their id. The author then says what is meant: `Problem.fix` tells how.

New notes are also compared with the notes that vanished; see `vanished_notes`.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from liverdeck.publishing.moved_problems import another_question, moved, perhaps_moved
from liverdeck.publishing.note_words import NoteWords
from liverdeck.publishing.vanished_notes import MOST_WITH_ANSWER, VanishedNotes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from liverdeck.base.problems import Problem
    from liverdeck.facts.ledger import Ledger, LedgerLine, NoteState

SHARED_IF_ALIKE = 0.55
"""Two notes are alike if they share at least this fraction of the longer one's words.

Words count by their weight (see `NoteWords`).
"""
LESS_IF_ANSWER_IS_SAME = 0.2
"""If two notes have the same answer, `SHARED_IF_ALIKE` is lower by this much.

The answer must be a rare one: *yes* says nothing.
"""
SHARED_IF_SAME_QUESTION = 0.5
"""A note asks something new if old and new share less than this of the shorter's words.

The longer one does not count, so that words may be added to make a question clear.
"""
_EQUAL = 2.0
"""The likeness of two notes with the same content. It is more than any other."""
_LEAST_SHARED = SHARED_IF_ALIKE - LESS_IF_ANSWER_IS_SAME
"""Two notes that share less than this of the longer one's words are never alike."""
_MOST_COMPARED = 50
"""At most this many lines are compared for each word of a note."""


def moved_note_dangers(
    ledger: Ledger,
    states: Mapping[tuple[str, str], NoteState],
    said: Collection[str],
    unchanged: Collection[tuple[str, str]] = (),
    retired: Collection[tuple[str, str]] = (),
) -> Iterator[Problem]:
    """Yield a problem for each note that seems not to be the note that its id says.

    `states` are the notes of the deck by name. `said` has the notes that the author has
    spoken about, by `NoteState.name_in_file`. `unchanged` has the names of the deck's
    other notes, which are exactly as released. `retired` is what `retired_notes`
    returns.
    """
    comparison = _Comparison(ledger, states, set(unchanged))
    origins: set[tuple[str, str]] = set()
    others: list[NoteState] = []
    for state in comparison.movable:
        if state.name_in_file in said:
            continue
        line = comparison.origin_of(state)
        if line is not None:
            origins.add(line.name)
            yield moved(state, line, ledger.lines)
        elif state.name not in ledger.lines:
            others.append(state)
        elif comparison.is_another_question(state):
            yield another_question(state, ledger.lines[state.name])
    yield from comparison.vanished_note_dangers(others, origins, retired)


class _Comparison:
    """Compares the notes of a deck that may have moved with the lines of the ledger."""

    def __init__(
        self,
        ledger: Ledger,
        states: Mapping[tuple[str, str], NoteState],
        unchanged: Collection[tuple[str, str]],
    ) -> None:
        self._ledger = ledger
        self._states = states
        self._unchanged = unchanged
        self.movable = [
            state
            for state in states.values()
            if _may_have_moved(state, ledger.lines.get(state.name))
        ]
        """Notes that are new or changed."""
        open_names = [name for name in ledger.lines if name not in unchanged]
        self._open_lines = [
            line
            for line in map(ledger.lines.__getitem__, open_names)
            if line.withdrawn is None
            and (line.name not in states or states[line.name].hash != line.hash)
        ]
        """Released lines whose content is no longer under their name."""
        self._lines_by_hash = {
            (line.shape, line.hash): line for line in self._open_lines
        }

    # These need every line of the ledger, which costs time in a large deck. So they are
    # made only if the text of a note is compared with that of another.

    @cached_property
    def _released(self) -> list[LedgerLine]:
        return [line for line in self._ledger.lines.values() if line.withdrawn is None]

    @cached_property
    def _words(self) -> NoteWords:
        return NoteWords(self._released, self._open_lines, self.movable)

    @cached_property
    def _lines_with_answer(self) -> Counter[str]:
        return Counter(line.answer for line in self._released)

    @cached_property
    def _open_lines_by_word(self) -> dict[tuple[str, int], list[LedgerLine]]:
        lines_by_word: dict[tuple[str, int], list[LedgerLine]] = {}
        for line in self._open_lines:
            for word in self._words.rarest(line, _LEAST_SHARED):
                lines_by_word.setdefault(word, []).append(line)
        return lines_by_word

    def origin_of(self, state: NoteState) -> LedgerLine | None:
        """Return the line of another note that a note seems to be; None without one.

        A line with the same content is returned at once. Otherwise, two things must be
        true. The note is more like the line than like its own line. And the note that
        now has the line's name is less like the line.
        """
        equal = self._lines_by_hash.get((state.shape, state.hash))
        if equal is not None and equal.name != state.name:
            return equal
        own = self._ledger.lines.get(state.name)
        has_own_text = own is not None and _has_text_of(state, own)
        has_others = any(line.name != state.name for line in self._open_lines)
        if has_own_text or not has_others:
            return None

        best = None
        best_likeness = 0.0 if own is None else self._likeness(state, own)
        for line in self._candidates(state):
            likeness = self._likeness(state, line)
            if likeness < SHARED_IF_ALIKE or likeness <= best_likeness:
                continue
            with_name_of_line = self._states.get(line.name)
            if with_name_of_line is None or likeness > self._likeness(
                with_name_of_line, line
            ):
                best, best_likeness = line, likeness
        return best

    def is_another_question(self, state: NoteState) -> bool:
        """Whether a note asks something else than it asked in the last release."""
        line = self._ledger.lines[state.name]
        if line.shape != state.shape:
            return False  # a danger of its own
        if _asks_the_same(state, line) or self._is_same_rare_answer(state, line):
            return False
        both, shorter, _ = self._words.weights(state, line)
        return both < SHARED_IF_SAME_QUESTION * shorter

    def vanished_note_dangers(
        self,
        states: Collection[NoteState],
        origins: Collection[tuple[str, str]],
        retired: Collection[tuple[str, str]],
    ) -> Iterator[Problem]:
        """Yield a problem for each of these new notes that may be one that vanished.

        `origins` has the names of lines that are known to be other notes.
        """
        vanished = [
            line
            for line in self._open_lines
            if line.name not in self._states and line.name not in retired
        ]
        if not vanished or not states:
            return
        new = [state for state in self.movable if state.name not in self._ledger.lines]
        notes = VanishedNotes(self._released, self._states, vanished, new, self._words)
        present_facts = {fact for fact, _ in (*self._states, *self._unchanged)}
        for state in states:
            found = notes.likeliest(state, origins)
            if found is not None:
                yield perhaps_moved(
                    state,
                    *found,
                    self._ledger.lines,
                    may_be_retired=found[0].fact not in present_facts,
                )

    def _candidates(self, state: NoteState) -> Iterator[LedgerLine]:
        """Yield the lines of other notes that may be like a note.

        Notes that share enough of their words have one of the rarest words in common:
        the prefix filter of set similarity joins, with weights.
        """
        found = {}
        for word in self._words.rarest(state, _LEAST_SHARED):
            for line in islice(self._open_lines_by_word.get(word, ()), _MOST_COMPARED):
                found[line.name] = line
        for line in found.values():
            if line.name != state.name and line.shape == state.shape:
                yield line

    def _likeness(self, state: NoteState, line: LedgerLine) -> float:
        """Return how much a note is like a released one: from 0, and 2 if it is equal.

        From `SHARED_IF_ALIKE` on, the two are alike.
        """
        if state.shape != line.shape:
            return 0.0
        if state.hash == line.hash:
            return _EQUAL
        both, _, longer = self._words.weights(state, line)
        less = LESS_IF_ANSWER_IS_SAME * self._is_same_rare_answer(state, line)
        return (both / longer if longer else 0.0) + less

    def _is_same_rare_answer(self, state: NoteState, line: LedgerLine) -> bool:
        is_rare = self._lines_with_answer[line.answer] <= MOST_WITH_ANSWER
        return state.answer == line.answer and is_rare


def _may_have_moved(state: NoteState, line: LedgerLine | None) -> bool:
    if line is None:
        return True
    return line.withdrawn is None and state.hash != line.hash


def _has_text_of(state: NoteState, line: LedgerLine) -> bool:
    """Whether a note has the front and the answer of a released note."""
    return (state.front, state.answer) == (line.front, line.answer)


def _asks_the_same(state: NoteState, line: LedgerLine) -> bool:
    """Whether a note still has its question, and only its answer was corrected.

    The blanks of a statement also say what it asks. So if it has several, at least one
    of them must have the same text as before.
    """
    if state.front != line.front:
        return False
    texts = state.texts_by_number
    if state.shape != "cloze" or len(texts) == 1:
        return True
    released = {number: history.text for number, history in line.numbers.items()}
    return any(released.get(number) == text for number, text in texts.items())
