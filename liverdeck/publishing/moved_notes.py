"""Finds notes whose content is that of another note, as it was released.

A learner's schedule belongs to the id. If two facts exchange their ids, or if a fact
gets another id, the schedule would pass to another question, or be lost. So the notes
that are new or changed are compared with the released lines whose content has gone
from their id. The author says what is meant; see `Problem.fix` of what is found.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem
from liverdeck.base.words import words_of
from liverdeck.facts.parts import joined_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from liverdeck.facts.ledger import Ledger, LedgerLine, NoteState

    Words = frozenset[tuple[str, int]]
    """The words of a note. The second of two equal words has the number 2."""

SHARED_IF_ALIKE = 0.7
"""Two notes are alike if they share at least this part of the words of the longer."""
LESS_IF_ANSWER_IS_SAME = 0.2
"""So much less is enough if the two have the same answer: half of the words."""
SHARED_IF_SAME_QUESTION = 0.5
"""A note with another answer asks something else if it shares fewer words."""
_EQUAL = 2.0
"""The likeness of two notes with the same content. It is more than any other."""
_MOST_COMPARED = 50
"""At most so many lines are compared for each word of a note."""
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")
"""Matches a letter of a writing that puts no spaces between words."""


def moved_note_dangers(
    ledger: Ledger,
    states: Mapping[tuple[str, str], NoteState],
    said: Collection[str],
    unchanged: Collection[tuple[str, str]] = (),
) -> Iterator[Problem]:
    """Yield a problem for each note that seems to be another one than its id says.

    `states` are the notes of the deck by name. `said` has the notes of which the author
    has said what they are, by `NoteState.name_in_file`. `unchanged` has the names of
    the notes of the deck that are exactly as they were released.
    """
    comparison = _Comparison(ledger, states, set(unchanged))
    for state in comparison.movable:
        if state.name_in_file in said:
            continue
        line = comparison.origin_of(state)
        if line is not None:
            yield _moved(state, line, comparison)
        elif state.name in ledger.lines and comparison.is_another_question(state):
            yield _another_question(state, ledger.lines[state.name])


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
        self._words: dict[tuple[type, tuple[str, str]], Words] = {}
        open_names = [name for name in ledger.lines if name not in unchanged]
        released = [
            line
            for line in map(ledger.lines.__getitem__, open_names)
            if line.withdrawn is None
        ]
        self.movable = [
            state
            for state in states.values()
            if _may_have_moved(state, ledger.lines.get(state.name))
        ]
        """Notes that are new or changed."""
        lines = [
            line
            for line in released
            if line.name not in states or states[line.name].hash != line.hash
        ]
        self._lines_by_hash = {(line.shape, line.hash): line for line in lines}
        self._rarity = Counter(word for line in lines for word in self._words_of(line))
        self._lines_by_word: dict[tuple[str, int], list[LedgerLine]] = {}
        for line in lines:
            for word in self._rarest(line):
                self._lines_by_word.setdefault(word, []).append(line)

        self._released_facts = {line.fact for line in ledger.lines.values()}

    def is_released(self, state: NoteState) -> bool:
        """Whether a note was ever released under its name."""
        return state.name in self._ledger.lines

    def has_released_fact(self, state: NoteState) -> bool:
        """Whether any note of the same fact was ever released."""
        return state.fact in self._released_facts

    def origin_of(self, state: NoteState) -> LedgerLine | None:
        """Return the line of another note that a note seems to be; None without one.

        The note is more like that line than the note that has its name now, and more
        like it than like the line of its own.
        """
        own = self._ledger.lines.get(state.name)
        best, best_likeness = None, 0.0 if own is None else self._likeness(state, own)
        for line in self._candidates(state):
            likeness = self._likeness(state, line)
            now = self._states.get(line.name)
            is_better = likeness >= SHARED_IF_ALIKE and likeness > best_likeness
            if is_better and (now is None or likeness > self._likeness(now, line)):
                best, best_likeness = line, likeness
        return best

    def is_another_question(self, state: NoteState) -> bool:
        """Whether a note asks something else than it asked in the last release."""
        line = self._ledger.lines[state.name]
        if line.shape != state.shape:
            return False  # a danger of its own
        if state.front == line.front or state.answer == line.answer:
            return False
        return self._shared(state, line) < SHARED_IF_SAME_QUESTION

    def _candidates(self, state: NoteState) -> Iterator[LedgerLine]:
        """Yield the lines of other notes that may be like a note.

        Notes that share half of their words have one of the rarest words in common:
        the prefix filter of set similarity joins.
        """
        found = {}
        equal = self._lines_by_hash.get((state.shape, state.hash))
        if equal is not None:
            found[equal.name] = equal
        for word in self._rarest(state):
            for line in islice(self._lines_by_word.get(word, ()), _MOST_COMPARED):
                found[line.name] = line
        for line in found.values():
            if line.name != state.name and line.shape == state.shape:
                yield line

    def _rarest(self, note: NoteState | LedgerLine) -> list[tuple[str, int]]:
        words = self._words_of(note)
        fewest_shared = (SHARED_IF_ALIKE - LESS_IF_ANSWER_IS_SAME) * len(words)
        count = len(words) - int(fewest_shared) + 1
        return sorted(words, key=lambda word: (self._rarity[word], word))[:count]

    def _likeness(self, state: NoteState, line: LedgerLine) -> float:
        """Return how much a note is like a released one: from 0, and 2 if it is equal.

        From `SHARED_IF_ALIKE` on, the two are alike.
        """
        if state.shape != line.shape:
            return 0.0
        if state.hash == line.hash:
            return _EQUAL
        is_same_answer = bool(line.answer) and state.answer == line.answer
        return self._shared(state, line) + LESS_IF_ANSWER_IS_SAME * is_same_answer

    def _shared(self, state: NoteState, line: LedgerLine) -> float:
        """Return which part of the words of the longer note both have: from 0 to 1."""
        one, other = self._words_of(state), self._words_of(line)
        return len(one & other) / max(len(one), len(other), 1)

    def _words_of(self, note: NoteState | LedgerLine) -> Words:
        key = type(note), note.name
        if key not in self._words:
            self._words[key] = _numbered_words(f"{note.front} {note.answer}")
        return self._words[key]


def _may_have_moved(state: NoteState, line: LedgerLine | None) -> bool:
    if line is None:
        return True
    return line.withdrawn is None and state.hash != line.hash


def _numbered_words(text: str) -> Words:
    counts: Counter[str] = Counter()
    numbered: list[tuple[str, int]] = []
    for word in words_of(_WITHOUT_SPACES.sub(r" \g<0> ", text)):
        counts[word] += 1
        numbered.append((word, counts[word]))
    return frozenset(numbered)


def _moved(state: NoteState, line: LedgerLine, comparison: _Comparison) -> Problem:
    """Return the problem of a note that seems to be the one of another line."""
    now, before = state.name_in_file, joined_name(*line.name)
    is_released = comparison.is_released(state)
    loss = (
        "be asked it with the schedule of another question"
        if is_released
        else "lose their progress with it"
    )
    message = (
        f"{now} seems to be what was released as {before} ({line.front!r}): learners "
        f"would {loss}"
    )
    really_new = f"if it is really new, run: liverdeck release --replaced {now}"
    if is_released:
        really_new = (
            f"if {now} still asks what it asked, run: liverdeck release --moved "
            f"{joined_name(*state.name)}={now}"
        )
    if state.part and state.fact == line.fact:
        back = f"put the id back; or run: liverdeck release --moved {before}={now}"
    elif state.part and comparison.has_released_fact(state):
        back = "put the group back into its fact"
    else:
        back = (
            "put the id back; or run: liverdeck release --moved "
            f"{line.fact}={state.fact_id}"
        )
    return Problem(state.position, message, f"{back}; {really_new}")


def _another_question(state: NoteState, line: LedgerLine) -> Problem:
    """Return the problem of a note that asks something else under an old id."""
    name = state.name_in_file
    return Problem(
        state.position,
        f"{name} was released as {line.front!r} and is now quite another question, "
        f"{state.front!r}: learners would be asked it with the old schedule",
        f"if it is really new, run: liverdeck release --replaced {name}; if it asks "
        f"the same in other words: liverdeck release --moved "
        f"{joined_name(*state.name)}={name}",
    )
