"""Find the *dangers*: the edits of a deck that would harm a learner's progress.

A *number* here is the name of a text in the ledger: `c1` of a blank, `ask` of a
question, or `reverse` of a reverse question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem
from liverdeck.facts.parts import REVERSE, joined_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from liverdeck.facts.ledger import (
        Ledger,
        LedgerLine,
        NoteState,
        NumberHistory,
        ReleasedNoteType,
    )

_NOTE_TYPES_FILE = "liverdeck/anki/note_types.py"
"""The path in the position of a problem with a note type."""
_BEFORE_LOSS = "before the ledger was lost"


def note_type_dangers(
    ledger: Ledger, note_types: Mapping[str, ReleasedNoteType]
) -> Iterator[Problem]:
    """Yield a problem for each released note type that Anki could not update.

    This is so if the note type is missing now, if its schema is different, or if its
    look is new but its time is not later than before.
    """
    position = Position(_NOTE_TYPES_FILE)
    for name, released in ledger.note_types.items():
        note_type = note_types.get(name)
        if note_type is None or note_type.schema != released.schema:
            yield Problem(
                position,
                f"the note type {name!r} is not the one that was released: "
                "its fields or templates moved",
                "its schema is frozen: put it back",
            )
        elif (
            note_type.look != released.look
            and note_type.changed_seconds <= released.changed_seconds
        ):
            yield Problem(
                position,
                f"the note type {name!r} looks different "
                "but has no later modification time",
                "raise `LOOK_CHANGED_SECONDS`, or learners never see the new look",
            )


def shape_dangers(ledger: Ledger, states: Sequence[NoteState]) -> Iterator[Problem]:
    """Yield a problem for each released fact that was never released in this shape."""
    one_state_per_fact = {state.fact: state for state in states}
    released_shapes: dict[str, set[str]] = {}
    for name in ledger.lines:
        fact, _ = name
        if fact in one_state_per_fact:
            released_shapes.setdefault(fact, set()).add(ledger.lines[name].shape)

    for state in one_state_per_fact.values():
        shapes = released_shapes.get(state.fact, {state.shape})
        if state.shape not in shapes:
            yield Problem(
                state.position,
                f"the fact {state.fact!r} was released as "
                f"{' and '.join(sorted(shapes))} and is now {state.shape}",
                "write it under a new id and retire this one; "
                "learners then begin it from the start",
            )


def moved_dangers(
    ledger: Ledger,
    states: Sequence[NoteState],
    decided_names: Collection[str],
    unchanged: Collection[tuple[str, str]],
    retired: Collection[tuple[str, str]],
) -> Iterator[Problem]:
    """Yield the problems that `moved_note_dangers` finds, with the same arguments."""
    if states and ledger.lines:
        # The import takes 20 ms because of the stemmer. It is not needed for a deck
        # that is exactly as it was released, because nothing moved.
        from liverdeck.publishing.moved_notes import moved_note_dangers

        yield from moved_note_dangers(
            ledger, states_by_name(states), decided_names, unchanged, retired
        )


def states_by_name(
    states: Sequence[NoteState],
) -> dict[tuple[str, str], NoteState]:
    """Return notes by name. If a broken deck has a name twice, the last note counts."""
    return {state.name: state for state in states}


def note_dangers(state: NoteState, line: LedgerLine) -> Iterator[Problem]:
    """Yield a problem if a withdrawn note is back, and for each misused number.

    A number is misused if an earlier release dropped it and it is used again, or if its
    new text was released under a different number.
    """
    if line.withdrawn is not None:
        yield _note_is_back(state, f"in release {line.withdrawn}")
    for number, text in state.texts_by_number.items():
        yield from _reused_number(state, line, number)
        yield from _swapped_text(state, line, number, text)


def given_up_dangers(ledger: Ledger, states: Sequence[NoteState]) -> Iterator[Problem]:
    """Yield a problem for each note or number in `Ledger.given_up` that is back."""
    given_up = set(ledger.given_up)
    if not given_up:
        return
    for state in states:
        line = ledger.lines.get(state.name)
        if line is None:
            if joined_name(*state.name) in given_up:
                yield _note_is_back(state, _BEFORE_LOSS)
            continue
        for number in sorted(state.texts_by_number.keys() - line.numbers.keys()):
            if joined_name(*state.name, number) in given_up:
                yield _number_is_back(state, number, _BEFORE_LOSS)


def _note_is_back(state: NoteState, when: str) -> Problem:
    return Problem(
        state.position,
        f"{joined_name(*state.name)} was withdrawn {when} and is back",
        "ids are never reused: give it a new one",
    )


def _reused_number(
    state: NoteState, line: LedgerLine, number: str
) -> Iterator[Problem]:
    """Yield a problem if an earlier release dropped this number."""
    history = line.numbers.get(number)
    if history is None or history.until is None:
        return
    yield _number_is_back(state, number, f"in release {history.until}")


def _number_is_back(state: NoteState, number: str, when: str) -> Problem:
    fix = "give the blank a new number"
    if number == REVERSE:
        fix = "write the other side as a fact of its own"
    return Problem(
        state.position,
        f"{number} of {joined_name(*state.name)} was dropped {when} and is back",
        fix,
    )


def _swapped_text(
    state: NoteState, line: LedgerLine, number: str, text: str
) -> Iterator[Problem]:
    """Yield a problem if a number's new text was released under another number.

    If the other number now has another text, it is enough that both texts have the same
    words.
    """
    history = line.numbers.get(number)
    if history is not None and history.text == text:
        return
    for other_number, other_history in line.numbers.items():
        if other_number == number:
            continue
        other_text = state.texts_by_number.get(other_number, "")
        is_swapped = text in other_history.texts or _has_taken_words(
            text, history, other_history, other_text
        )
        if not is_swapped:
            continue
        yield Problem(
            state.position,
            f"{number} of {joined_name(*state.name)} now holds {text!r}, "
            f"which was released as {other_number}",
            "a learner's schedule belongs to the number: "
            "put the texts back to their numbers",
        )
        return


def _has_taken_words(
    text: str,
    history: NumberHistory | None,
    other_history: NumberHistory,
    other_text: str,
) -> bool:
    """Whether a number now has words that only another number had in the last release.

    `text` is the present text of the number; `other_text` is the present text of the
    other number.
    """
    from liverdeck.base.words import words_of  # slow to import: see `moved_dangers`

    words = words_of(text)
    if not words or words != words_of(other_history.text):
        return False
    had_words_before = history is not None and words == words_of(history.text)
    other_has_words_still = words == words_of(other_text)
    return not had_words_before and not other_has_words_still
