"""Compares a deck with its ledger, and makes the ledger of the next release.

A *number* here is the name of a text in the ledger: `c1` of a blank, `ask` of a
question, or `reverse` of a reverse question. A *danger* is an edit that would harm a
learner's progress.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem
from liverdeck.base.values import value_class
from liverdeck.facts.ledger import (
    ASK,
    Ledger,
    LedgerLine,
    NoteState,
    NumberHistory,
    ReleasedNoteType,
)
from liverdeck.facts.parts import REVERSE, joined_name
from liverdeck.publishing.moved_notes import moved_note_dangers, states_by_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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
    lines = ledger.lines
    # The notes that were released, each with its line. A note that was released with a
    # different shape is left out, because it is a danger and not a change.
    pairs = [
        (state, lines[state.name])
        for state in states
        if state.name in lines and state.shape == lines[state.name].shape
    ]
    moved = [
        state
        for state, line in pairs
        if state.hash == line.hash and state.topic != line.topic
    ]
    relabelled = [
        state
        for state, line in pairs
        if state.hash == line.hash
        and (state.tags, state.source) != (line.tags, line.source)
    ]
    sent = {state.name for state in relabelled} if sends_labels else set()
    changed_types = [
        name
        for name, note_type in note_types.items()
        if ledger.note_types.get(name) != note_type
    ]
    reworded = [number for state, line in pairs for number in _reworded(state, line)]
    note_dangers = [
        danger for state, line in pairs for danger in _note_dangers(state, line)
    ]
    return Changes(
        new=tuple(state for state in states if state.name not in lines),
        changed=tuple(
            state
            for state, line in pairs
            if state.hash != line.hash or state.name in sent
        ),
        moved=tuple(state for state in moved if state.name not in sent),
        relabelled=() if sends_labels else tuple(relabelled),
        withdrawn=tuple(_withdrawn(ledger, states)),
        reworded=tuple(reworded),
        note_types=tuple(changed_types),
        dangers=(
            *_note_type_dangers(ledger, note_types),
            *_shape_dangers(ledger, states),
            *moved_note_dangers(ledger, states_by_name(states), said),
            *note_dangers,
        ),
    )


def _withdrawn(ledger: Ledger, states: Sequence[NoteState]) -> Iterator[LedgerLine]:
    """Yield the lines of the notes that are in the last release but not in `states`."""
    names = {state.name for state in states}
    for line in ledger.lines.values():
        if line.withdrawn is None and line.name not in names:
            yield line


def next_ledger(
    ledger: Ledger,
    states: Sequence[NoteState],
    note_types: Mapping[str, ReleasedNoteType],
    time_seconds: int,
    changes: Changes | None = None,
) -> Ledger:
    """Return the ledger after a release of the deck at `time_seconds` (Unix time).

    `changes` is what the comparison with the ledger found, if it was made already.

    Raises ValueError if the time is not later than that of the last release, or if the
    comparison with the ledger finds a danger.
    """
    if time_seconds <= ledger.last_release_seconds:
        raise ValueError(
            f"a release at {time_seconds} is not later than the last one "
            f"at {ledger.last_release_seconds}"
        )
    if changes is None:
        changes = compare_with_ledger(ledger, states, note_types)
    if changes.dangers:
        raise ValueError(str(changes.dangers[0]))

    release = len(ledger.releases) + 1
    lines = dict(ledger.lines)
    changed_names = {state.name for state in changes.changed}
    for state in states:
        line = lines.get(state.name)
        if line is None:
            lines[state.name] = _new_line(state, release, time_seconds)
        else:
            changed_seconds = time_seconds if state.name in changed_names else None
            lines[state.name] = _updated_line(line, state, release, changed_seconds)
    for line in changes.withdrawn:
        lines[line.name] = replace(line, withdrawn=release)
    return replace(
        ledger,
        releases=(*ledger.releases, time_seconds),
        note_types={**ledger.note_types, **note_types},
        lines=lines,
    )


def _new_line(state: NoteState, release: int, time_seconds: int) -> LedgerLine:
    numbers = {
        number: NumberHistory(text, release)
        for number, text in state.texts_by_number.items()
    }
    return LedgerLine(
        fact=state.fact,
        part=state.part,
        shape=state.shape,
        topic=state.topic,
        hash=state.hash,
        first=release,
        changed=time_seconds,
        front=state.front,
        answer=state.answer,
        tags=state.tags,
        source=state.source,
        numbers=numbers,
        had_media=state.has_media,
    )


def _updated_line(
    line: LedgerLine, state: NoteState, release: int, changed_seconds: int | None
) -> LedgerLine:
    """Return the line of a note after a release, from its line before the release.

    `changed_seconds` is the time of the release if it changes the note, else None.

    A number that the note no longer has stays in the line, because it must never be
    used again.
    """
    numbers = dict(line.numbers)
    for number, history in line.numbers.items():
        is_first_release_without = (
            number not in state.texts_by_number and history.until is None
        )
        if is_first_release_without:
            numbers[number] = replace(history, until=release)

    for number, text in state.texts_by_number.items():
        history = line.numbers.get(number, NumberHistory(text, release))
        # Each text once, in the order of the releases.
        released_texts = dict.fromkeys((*history.earlier_texts, history.text))
        earlier_texts = tuple(old for old in released_texts if old != text)
        numbers[number] = NumberHistory(
            text, history.since, earlier_texts=earlier_texts
        )

    updated = replace(line, topic=state.topic, numbers=numbers)
    if changed_seconds is None:
        return updated
    return replace(
        updated,
        hash=state.hash,
        changed=changed_seconds,
        front=state.front,
        answer=state.answer,
        tags=state.tags,
        source=state.source,
        had_media=line.had_media or state.has_media,
    )


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
