"""Compares a deck with its ledger.

A *number* here is the name of a text in the ledger: `c1` of a blank, `ask` of a
question, or `reverse` of a reverse question. A *danger* is an edit that would harm a
learner's progress.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem
from liverdeck.base.values import value_class
from liverdeck.facts.ledger import (
    ASK,
    Ledger,
    LedgerLine,
    NoteState,
    ReleasedNoteType,
)
from liverdeck.facts.parts import REVERSE, joined_name
from liverdeck.publishing.moved_notes import moved_note_dangers, states_by_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

_NOTE_TYPES_FILE = "liverdeck/anki/note_types.py"
"""The path in the position of a problem with a note type."""


@value_class
class RewordedNumber:
    """A blank or a reverse question whose text was changed.

    The learner's schedule stays, so the new text must still ask for the same thing.
    """

    state: NoteState
    number: str
    """`c1` or `reverse`."""
    before: str
    after: str

    def __str__(self) -> str:
        name = joined_name(*self.state.name)
        return f"{self.number} of {name}: {self.before!r} is now {self.after!r}"


@value_class
class Changes:
    """The difference between a deck and its ledger."""

    new: tuple[NoteState, ...] = ()
    """Notes that were never released."""
    changed: tuple[NoteState, ...] = ()
    """Notes with new content, which learners get with the next release."""
    moved: tuple[NoteState, ...] = ()
    """Notes where only the topic differs.

    Learners get the tag of the new topic with the next change of the note's content.
    """
    relabelled: tuple[NoteState, ...] = ()
    """Notes with other tags or another source than learners have, and no other change.

    They are not released by themselves: see `compare_with_ledger`.
    """
    withdrawn: tuple[LedgerLine, ...] = ()
    """Notes that are in the last release and no longer in the deck."""
    reworded: tuple[RewordedNumber, ...] = ()
    """Blanks and reverse questions whose text was changed.

    Their notes are in `changed`.
    """
    note_types: tuple[str, ...] = ()
    """Names of note types that are new, or not as they were last released."""
    dangers: tuple[Problem, ...] = ()
    """Edits that would harm a learner's progress.

    As long as there are any, nothing may be built or released.
    """

    def __bool__(self) -> bool:
        """Whether a release would change anything."""
        return bool(
            self.new or self.changed or self.moved or self.withdrawn or self.note_types
        )


def compare_with_ledger(
    ledger: Ledger,
    states: Sequence[NoteState],
    note_types: Mapping[str, ReleasedNoteType],
    said: Collection[str] = (),
    *,
    sends_labels: bool = False,
) -> Changes:
    """Compare the deck's notes and note types with the ledger.

    A note of which only the tags or the source changed keeps its time, because a later
    time would cost learners their own tags and My notes. With `sends_labels`, it counts
    as changed.

    `said` names the notes of which the author has said what they are: they may look
    like another note (see `moved_note_dangers`).
    """
    pairs = _pairs_of_one_shape(ledger, states)
    relabelled = _with_other_labels(pairs)
    sent = {state.name for state in relabelled} if sends_labels else set()
    return Changes(
        new=tuple(state for state in states if state.name not in ledger.lines),
        changed=tuple(
            state
            for state, line in pairs
            if state.hash != line.hash or state.name in sent
        ),
        moved=tuple(
            state for state in _in_another_topic(pairs) if state.name not in sent
        ),
        relabelled=() if sends_labels else relabelled,
        withdrawn=tuple(_withdrawn(ledger, states)),
        reworded=tuple(
            number for state, line in pairs for number in _reworded(state, line)
        ),
        note_types=_changed_note_types(ledger, note_types),
        dangers=(
            *_note_type_dangers(ledger, note_types),
            *_shape_dangers(ledger, states),
            *moved_note_dangers(ledger, states_by_name(states), said),
            *(danger for state, line in pairs for danger in _note_dangers(state, line)),
        ),
    )


def _pairs_of_one_shape(
    ledger: Ledger, states: Sequence[NoteState]
) -> tuple[tuple[NoteState, LedgerLine], ...]:
    """Return the notes that were released, each with its line.

    A note that was released with a different shape is left out, because it is a danger
    and not a change.
    """
    lines = ledger.lines
    return tuple(
        (state, lines[state.name])
        for state in states
        if state.name in lines and state.shape == lines[state.name].shape
    )


def _in_another_topic(
    pairs: Iterable[tuple[NoteState, LedgerLine]],
) -> tuple[NoteState, ...]:
    """Return the notes of which the topic changed, and not the content."""
    return tuple(
        state
        for state, line in pairs
        if state.hash == line.hash and state.topic != line.topic
    )


def _with_other_labels(
    pairs: Iterable[tuple[NoteState, LedgerLine]],
) -> tuple[NoteState, ...]:
    """Return the notes of which the tags or the source changed, and not the content."""
    return tuple(
        state
        for state, line in pairs
        if state.hash == line.hash
        and (state.tags, state.source) != (line.tags, line.source)
    )


def _changed_note_types(
    ledger: Ledger, note_types: Mapping[str, ReleasedNoteType]
) -> tuple[str, ...]:
    """Return the names of the note types that are not as they were last released."""
    return tuple(
        name
        for name, note_type in note_types.items()
        if ledger.note_types.get(name) != note_type
    )


def _withdrawn(ledger: Ledger, states: Sequence[NoteState]) -> Iterator[LedgerLine]:
    """Yield the lines of the notes that are in the last release but not in `states`."""
    names = {state.name for state in states}
    for line in ledger.lines.values():
        if line.withdrawn is None and line.name not in names:
            yield line


def _note_type_dangers(
    ledger: Ledger, note_types: Mapping[str, ReleasedNoteType]
) -> Iterator[Problem]:
    """Yield a problem for each released note type that Anki could not update.

    It is such a note type if it is missing now, if its schema is different, or if its
    look is new but its time is not later.
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
        elif note_type.look != released.look and note_type.mod <= released.mod:
            yield Problem(
                position,
                f"the note type {name!r} looks different "
                "but has no later modification time",
                "raise `LOOK_CHANGED_SECONDS`, or learners never see the new look",
            )


def _shape_dangers(ledger: Ledger, states: Sequence[NoteState]) -> Iterator[Problem]:
    """Yield a problem for each released fact whose present shape was never released."""
    released_shapes: dict[str, set[str]] = {}
    for line in ledger.lines.values():
        released_shapes.setdefault(line.fact, set()).add(line.shape)

    one_state_per_fact = {state.fact: state for state in states}
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


def _reworded(state: NoteState, line: LedgerLine) -> Iterator[RewordedNumber]:
    """Yield each blank or reverse question of a note whose text was changed."""
    for number, text in state.texts_by_number.items():
        history = line.numbers.get(number)
        if history is not None and history.text != text and number != ASK:
            yield RewordedNumber(state, number, history.text, text)


def _note_dangers(state: NoteState, line: LedgerLine) -> Iterator[Problem]:
    """Yield a problem if a withdrawn note is back, and for each misused number.

    A number is misused if an earlier release dropped it and it is back, or if its new
    text was released under a different number.
    """
    if line.withdrawn is not None:
        yield Problem(
            state.position,
            f"{joined_name(*state.name)} was withdrawn in release {line.withdrawn} "
            "and is back",
            "ids are never reused: give it a new one",
        )
    for number, text in state.texts_by_number.items():
        yield from _reused_number(state, line, number)
        yield from _swapped_text(state, line, number, text)


def _reused_number(
    state: NoteState, line: LedgerLine, number: str
) -> Iterator[Problem]:
    """Yield a problem if an earlier release dropped this number."""
    history = line.numbers.get(number)
    if history is None or history.until is None:
        return
    message = (
        f"{number} of {joined_name(*state.name)} was dropped in release "
        f"{history.until} and is back"
    )
    fix = "give the blank a new number"
    if number == REVERSE:
        fix = "write the other side as a fact of its own"
    yield Problem(state.position, message, fix)


def _swapped_text(
    state: NoteState, line: LedgerLine, number: str, text: str
) -> Iterator[Problem]:
    """Yield a problem if a number's new text was released under a different number."""
    history = line.numbers.get(number)
    if history is not None and history.text == text:
        return
    for other_number, other_history in line.numbers.items():
        other_texts = (other_history.text, *other_history.earlier_texts)
        if other_number == number or text not in other_texts:
            continue
        yield Problem(
            state.position,
            f"{number} of {joined_name(*state.name)} now holds {text!r}, "
            f"which was released as {other_number}",
            "a learner's schedule belongs to the number: "
            "put the texts back to their numbers",
        )
        return
