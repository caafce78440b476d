"""Finds notes whose content is that of another note, as it was released.

A learner's schedule belongs to the id. If two facts exchange their ids, or if a fact
gets another id, the schedule would pass to another question, or be lost. So the notes
that are new or changed are compared with the released lines whose content has gone
from their id. The author says what is meant; see `Problem.fix` of what is found.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem
from liverdeck.base.words import words_of
from liverdeck.base.writing_systems import letter_without_spaces
from liverdeck.facts.parts import joined_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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
_WITHOUT_SPACES = letter_without_spaces()


def moved_note_dangers(
    ledger: Ledger, states: Mapping[tuple[str, str], NoteState], said: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for each note that seems to be another one than its id says.

    `states` are the notes of the deck by name. `said` has the notes of which the author
    has said what they are: by the id of the fact, or as `fact/part`.
    """
    comparison = _Comparison(ledger, states)
    for state in comparison.movable:
        if {state.fact_id, joined_name(state.fact_id, state.part)} & set(said):
            continue
        line = comparison.origin_of(state)
        if line is not None:
            yield _moved(state, line, ledger)
        elif state.name in ledger.lines and comparison.is_another_question(state):
            yield _another_question(state, ledger.lines[state.name])


class _Comparison:
    """Compares the notes of a deck that may have moved with the lines of the ledger."""

    def __init__(
        self, ledger: Ledger, states: Mapping[tuple[str, str], NoteState]
    ) -> None:
        self._ledger = ledger
        self._states = states
        self._words: dict[tuple[type, tuple[str, str]], Words] = {}
        released = [line for line in ledger.lines.values() if line.withdrawn is None]
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


def _moved(state: NoteState, line: LedgerLine, ledger: Ledger) -> Problem:
    """Return the problem of a note that seems to be the one of another line."""
    now, before = joined_name(state.fact_id, state.part), joined_name(*line.name)
    message = (
        f"{now} seems to be what was released as {before} ({line.front!r}): learners "
        f"would {_loss(state, ledger)}"
    )
    really_new = f"if it is really new, run: liverdeck release --replaced {now}"
    if state.name in ledger.lines:
        really_new = (
            f"if {now} still asks what it asked, run: liverdeck release --moved "
            f"{state.fact}={state.fact_id}"
        )
    if state.fact == line.fact:
        return Problem(
            state.position, message, f"put the ids of the groups back; {really_new}"
        )
    fix = (
        "put the id back; or run: liverdeck release --moved "
        f"{line.fact}={state.fact_id}; {really_new}"
    )
    return Problem(state.position, message, fix)


def _loss(state: NoteState, ledger: Ledger) -> str:
    if state.name in ledger.lines:
        return "be asked it with the schedule of another question"
    return "lose their progress with it"


def _another_question(state: NoteState, line: LedgerLine) -> Problem:
    """Return the problem of a note that asks something else under an old id."""
    name = joined_name(state.fact_id, state.part)
    fix = (
        f"if it is really new, run: liverdeck release --replaced {state.fact_id}; if "
        f"it asks the same in other words: liverdeck release --moved "
        f"{state.fact}={state.fact_id}"
    )
    if state.part:
        fix = f"give the group another id; {fix.partition('; ')[2]}"
    return Problem(
        state.position,
        f"{name} was released as {line.front!r} and is now quite another question, "
        f"{state.front!r}: learners would be asked it with the old schedule",
        fix,
    )


def states_by_name(
    states: Sequence[NoteState],
) -> dict[tuple[str, str], NoteState]:
    """Return notes by name. A broken deck may have one twice; the last one counts."""
    return {state.name: state for state in states}
