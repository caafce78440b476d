"""Find notes whose content was released under the id of another note.

A learner's schedule belongs to the id. If two facts exchanged their ids, each question
would get the schedule of the other. If a fact got another id, its schedule would be
lost. So each new or changed note is compared with the released lines whose content is
no longer under their id. The author then decides which note it is; `Problem.fix` says
how.

New notes are also compared with the notes that vanished; see `vanished_notes`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from liverdeck.publishing.alike_notes import SHARED_IF_ALIKE, AlikeNotes
from liverdeck.publishing.moved_problems import (
    another_question_problem,
    moved_problem,
    perhaps_moved_problem,
)
from liverdeck.publishing.note_words import NoteWords
from liverdeck.publishing.vanished_notes import VanishedNotes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from liverdeck.base.problems import Problem
    from liverdeck.facts.ledger import Ledger, LedgerLine, NoteState

SHARED_IF_SAME_QUESTION = 0.5
"""A note asks something else if its old and new text have fewer words in common.

The number is a fraction of the shorter text's words, by weight. So an author may add
words to make a question clear.
"""


def moved_note_dangers(
    ledger: Ledger,
    states: Mapping[tuple[str, str], NoteState],
    decided_names: Collection[str],
    unchanged: Collection[tuple[str, str]] = (),
    retired: Collection[tuple[str, str]] = (),
) -> Iterator[Problem]:
    """Yield a problem for each note whose content seems to be that of another note.

    `states` are the notes of the deck by name. `decided_names` are the names of notes
    in the file (`NoteState.name_in_file`) about which the author has decided.
    `unchanged` are the names of the deck's other notes, which are exactly as they were
    released. `retired` are the names that `retired_notes` returns.
    """
    comparison = _Comparison(ledger, states, set(unchanged))
    origins: set[tuple[str, str]] = set()
    new_states: list[NoteState] = []
    for state in comparison.movable:
        if state.name_in_file in decided_names:
            continue
        line = comparison.origin_of(state)
        if line is not None:
            origins.add(line.name)
            yield moved_problem(state, line, ledger.lines)
        elif state.name not in ledger.lines:
            new_states.append(state)
        elif comparison.is_another_question(state):
            yield another_question_problem(state, ledger.lines[state.name])
    yield from comparison.vanished_note_dangers(new_states, origins, retired)


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

    # The next three properties need every line of the ledger, which costs time in a
    # large deck. So they are made only when the texts of two notes are compared.

    @cached_property
    def _released(self) -> list[LedgerLine]:
        return [line for line in self._ledger.lines.values() if line.withdrawn is None]

    @cached_property
    def _words(self) -> NoteWords:
        return NoteWords(self._released, self._open_lines, self.movable)

    @cached_property
    def _alike(self) -> AlikeNotes:
        return AlikeNotes(self._released, self._open_lines, self._words)

    def origin_of(self, state: NoteState) -> LedgerLine | None:
        """Return the line of the other note that a note seems to be, or None.

        A line with the same content is returned at once. Any other line is returned
        only on two conditions: the note is more like this line than like the line with
        the note's own name, and it is more like this line than the note that now has
        the line's name.
        """
        line_with_same_content = self._lines_by_hash.get((state.shape, state.hash))
        if line_with_same_content and line_with_same_content.name != state.name:
            return line_with_same_content
        released = self._ledger.lines.get(state.name)
        has_released_text = released is not None and _has_text_of(state, released)
        has_others = any(line.name != state.name for line in self._open_lines)
        if has_released_text or not has_others:
            return None

        likeliest_line = None
        best_likeness = 0.0
        if released is not None:
            best_likeness = self._alike.likeness(state, released)
        for line in self._alike.candidates(state):
            likeness = self._alike.likeness(state, line)
            if likeness < SHARED_IF_ALIKE or likeness <= best_likeness:
                continue
            if likeness > self._likeness_of_present_note(line):
                likeliest_line, best_likeness = line, likeness
        return likeliest_line

    def _likeness_of_present_note(self, line: LedgerLine) -> float:
        """Return how much the note that now has a line's name is like the line.

        The result is -1 if there is no such note among the new and changed ones.
        """
        present_note = self._states.get(line.name)
        return (
            -1.0 if present_note is None else self._alike.likeness(present_note, line)
        )

    def is_another_question(self, state: NoteState) -> bool:
        """Whether a note asks something else than it asked in the last release."""
        line = self._ledger.lines[state.name]
        if line.shape != state.shape:
            return False  # `shape_dangers` reports it
        if _asks_the_same(state, line) or self._alike.has_same_rare_answer(state, line):
            return False
        weights = self._words.weights(state, line)
        return weights.common < SHARED_IF_SAME_QUESTION * weights.shorter

    def vanished_note_dangers(
        self,
        states: Collection[NoteState],
        origins: Collection[tuple[str, str]],
        retired: Collection[tuple[str, str]],
    ) -> Iterator[Problem]:
        """Yield a problem for each new note of `states` that may be a vanished note.

        `origins` are the names of the lines that were found to be other notes.
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
            likeliest = notes.likeliest(state, origins)
            if likeliest is not None:
                line, shared = likeliest
                yield perhaps_moved_problem(
                    state,
                    line,
                    shared,
                    self._ledger.lines,
                    may_be_retired=line.fact not in present_facts,
                )


def _may_have_moved(state: NoteState, line: LedgerLine | None) -> bool:
    if line is None:
        return True
    return line.withdrawn is None and state.hash != line.hash


def _has_text_of(state: NoteState, line: LedgerLine) -> bool:
    """Whether a note has the same front and answer as a released note."""
    return (state.front, state.answer) == (line.front, line.answer)


def _asks_the_same(state: NoteState, line: LedgerLine) -> bool:
    """Whether a note still has its question, and only its answer was corrected.

    The blanks of a statement also decide what it asks. So if a statement has several
    blanks, at least one of them must have the same text as before.
    """
    if state.front != line.front:
        return False
    texts = state.texts_by_number
    if state.shape != "cloze" or len(texts) == 1:
        return True
    released = {number: history.text for number, history in line.numbers.items()}
    return any(released.get(number) == text for number, text in texts.items())
