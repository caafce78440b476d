"""Finds notes whose content is that of another note, as it was released.

A learner's schedule belongs to the id. If two facts exchange their ids, or if a fact
gets another id, the schedule would pass to another question, or be lost. So the notes
that are new or changed are compared with the released lines whose content has gone
from their id. The author says what is meant; see `Problem.fix` of what is found.

A word counts the more, the fewer released notes have it (its inverse document
frequency). So a thousand questions that are alike but for one word are different.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import accumulate, islice
from math import log1p
from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem
from liverdeck.base.words import words_of
from liverdeck.base.writing_systems import letter_without_spaces
from liverdeck.facts.parts import joined_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from liverdeck.facts.ledger import Ledger, LedgerLine, NoteState

    Words = frozenset[tuple[str, int]]
    """The words of a note. The second of two equal words has the number 2."""

SHARED_IF_ALIKE = 0.55
"""Two notes are alike if they share at least this much of the words of the longer.

It is a fraction of the words' weight (see `_weight`).
"""
LESS_IF_ANSWER_IS_SAME = 0.2
"""So much less is enough if the two have the same answer.

The answer must be a rare one: *yes* says nothing.
"""
_MOST_WITH_ANSWER = 2
"""An answer that more released notes have is not rare."""
SHARED_IF_SAME_QUESTION = 0.5
"""A note asks something else than before if it shares less of the shorter's words.

Of the shorter one, so that a question may get words that make it clear.
"""
_EQUAL = 2.0
"""The likeness of two notes with the same content. It is more than any other."""
_ROUNDING = 1e-9
_MOST_COMPARED = 50
"""At most this many lines are compared for each word of a note."""
_WITHOUT_SPACES = letter_without_spaces()
"""Matches a letter of a script without spaces between words; it counts as a word."""


def moved_note_dangers(
    ledger: Ledger,
    states: Mapping[tuple[str, str], NoteState],
    said: Collection[str],
    unchanged: Collection[tuple[str, str]] = (),
) -> Iterator[Problem]:
    """Yield a problem for each note that seems to be another one than its id says.

    `states` are the notes of the deck by name. `said` has the notes of which the author
    has said what they are, by `NoteState.name_in_file`. `unchanged` has the names of
    further notes of the deck, each of which is exactly as it was released.
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
        self._words: dict[tuple[str, str], Words] = {}
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
    def _note_count(self) -> int:
        return len(self._released) + len(self.movable)

    @cached_property
    def _notes_with_word(self) -> Counter[tuple[str, int]]:
        notes: list[LedgerLine | NoteState] = [*self._released, *self.movable]
        return Counter(word for note in notes for word in self._words_of(note))

    @cached_property
    def _lines_with_answer(self) -> Counter[str]:
        return Counter(line.answer for line in self._released)

    @cached_property
    def _open_lines_by_word(self) -> dict[tuple[str, int], list[LedgerLine]]:
        lines_by_word: dict[tuple[str, int], list[LedgerLine]] = {}
        for line in self._open_lines:
            for word in self._rarest(line):
                lines_by_word.setdefault(word, []).append(line)
        return lines_by_word

    def is_released(self, state: NoteState) -> bool:
        """Whether a note was ever released under its name."""
        return state.name in self._ledger.lines

    def has_released_fact(self, state: NoteState) -> bool:
        """Whether any note of the same fact was ever released."""
        return any(fact == state.fact for fact, _ in self._ledger.lines)

    def origin_of(self, state: NoteState) -> LedgerLine | None:
        """Return the line of another note that a note seems to be; None without one.

        A line with the same content is returned at once. Otherwise, the note must be
        more like the line than like its own line, and more like the line than the note
        is that has the line's name now.
        """
        equal = self._lines_by_hash.get((state.shape, state.hash))
        if equal is not None and equal.name != state.name:
            return equal
        own = self._ledger.lines.get(state.name)
        has_own_text = own is not None and _has_text_of(state, own)
        other_names = {line.name for line in self._open_lines} - {state.name}
        if has_own_text or not other_names:
            return None
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
        if _asks_the_same(state, line) or self._is_same_rare_answer(state, line):
            return False
        both, shorter, _ = self._weights(state, line)
        return both < SHARED_IF_SAME_QUESTION * shorter

    def _candidates(self, state: NoteState) -> Iterator[LedgerLine]:
        """Yield the lines of other notes that may be like a note.

        Notes that share enough of their words have one of the rarest words in common:
        the prefix filter of set similarity joins, with weights.
        """
        found = {}
        for word in self._rarest(state):
            for line in islice(self._open_lines_by_word.get(word, ()), _MOST_COMPARED):
                found[line.name] = line
        for line in found.values():
            if line.name != state.name and line.shape == state.shape:
                yield line

    def _rarest(self, note: NoteState | LedgerLine) -> list[tuple[str, int]]:
        """Return the rarest words of a note: any note that is alike shares one of them.

        All its other words together weigh too little to make two notes alike.
        """
        words = self._words_of(note)
        rarest = sorted(words, key=lambda word: (self._notes_with_word[word], word))
        least = (SHARED_IF_ALIKE - LESS_IF_ANSWER_IS_SAME) * self._weight(words)
        weights = [self._weight([word]) for word in rarest]
        remaining = accumulate(reversed(weights))
        count = sum(weight >= least - _ROUNDING for weight in remaining)
        return rarest[:count]

    def _weight(self, words: Iterable[tuple[str, int]]) -> float:
        """Return how much words count together: the rarer they are, the more."""
        return sum(
            log1p((self._note_count / (self._notes_with_word[word] or 1)) ** 2)
            for word in words
        )

    def _likeness(self, state: NoteState, line: LedgerLine) -> float:
        """Return how much a note is like a released one: from 0, and 2 if it is equal.

        From `SHARED_IF_ALIKE` on, the two are alike.
        """
        if state.shape != line.shape:
            return 0.0
        if state.hash == line.hash:
            return _EQUAL
        both, _, longer = self._weights(state, line)
        less = LESS_IF_ANSWER_IS_SAME * self._is_same_rare_answer(state, line)
        return (both / longer if longer else 0.0) + less

    def _is_same_rare_answer(self, state: NoteState, line: LedgerLine) -> bool:
        is_rare = self._lines_with_answer[line.answer] <= _MOST_WITH_ANSWER
        return state.answer == line.answer and is_rare

    def _weights(
        self, state: NoteState, line: LedgerLine
    ) -> tuple[float, float, float]:
        """Return the weight of the words that both have, and the weight of each note.

        That of the lighter note, which is called the shorter one, comes first.
        """
        one, other = self._words_of(state), self._words_of(line)
        shorter, longer = sorted((self._weight(one), self._weight(other)))
        return self._weight(one & other), shorter, longer

    def _words_of(self, note: NoteState | LedgerLine) -> Words:
        key = note.front, note.answer
        if key not in self._words:
            self._words[key] = _numbered_words(f"{note.front} {note.answer}")
        return self._words[key]


def _may_have_moved(state: NoteState, line: LedgerLine | None) -> bool:
    if line is None:
        return True
    return line.withdrawn is None and state.hash != line.hash


def _has_text_of(state: NoteState, line: LedgerLine) -> bool:
    """Whether a note has the front and the answer of a released note."""
    return (state.front, state.answer) == (line.front, line.answer)


def _asks_the_same(state: NoteState, line: LedgerLine) -> bool:
    """Whether a note has its question as before, and only its answer was corrected.

    A statement says what it asks in its blanks too. So if it has several, at least one
    blank must have the text that it had.
    """
    if state.front != line.front:
        return False
    texts = state.texts_by_number
    if state.shape != "cloze" or len(texts) == 1:
        return True
    released = {number: history.text for number, history in line.numbers.items()}
    return any(released.get(number) == text for number, text in texts.items())


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
