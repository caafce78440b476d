"""Finds notes whose content was released under the id of another note.

A learner's schedule belongs to the id. If two facts exchange their ids, the schedule
would pass to another question. If a fact gets another id, the schedule would be lost.
So each new or changed note is compared with the released lines whose content is no
longer under their id. The author then says what is meant: `Problem.fix` tells how.

New notes are also compared with the notes that vanished; see `vanished_notes`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from liverdeck.publishing.alike_notes import SHARED_IF_ALIKE, AlikeNotes
from liverdeck.publishing.moved_problems import another_question, moved, perhaps_moved
from liverdeck.publishing.note_words import NoteWords
from liverdeck.publishing.vanished_notes import VanishedNotes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from liverdeck.base.problems import Problem
    from liverdeck.facts.ledger import Ledger, LedgerLine, NoteState

SHARED_IF_SAME_QUESTION = 0.5
"""A note asks something new if old and new share less than this of the shorter's words.

The longer one does not count, so that words may be added to make a question clear.
"""


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
    def _alike(self) -> AlikeNotes:
        return AlikeNotes(self._released, self._open_lines, self._words)

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
        best_likeness = 0.0 if own is None else self._alike.likeness(state, own)
        for line in self._alike.candidates(state):
            likeness = self._alike.likeness(state, line)
            if likeness < SHARED_IF_ALIKE or likeness <= best_likeness:
                continue
            with_name_of_line = self._states.get(line.name)
            if with_name_of_line is None or likeness > self._alike.likeness(
                with_name_of_line, line
            ):
                best, best_likeness = line, likeness
        return best

    def is_another_question(self, state: NoteState) -> bool:
        """Whether a note asks something else than it asked in the last release."""
        line = self._ledger.lines[state.name]
        if line.shape != state.shape:
            return False  # a danger of its own
        if _asks_the_same(state, line) or self._alike.has_same_rare_answer(state, line):
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
