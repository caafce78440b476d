"""What has changed since the last release, what must not, and the ledger of the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem
from liverdeck.facts.ledger import (
    ASK,
    Ledger,
    LedgerLine,
    NoteState,
    NumberHistory,
    ReleasedNoteType,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Reworded:
    """A number whose text was corrected: its schedule stays, so it must still ask for the same thing."""

    state: NoteState
    number: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.number} of {_joined(self.state.name)}: {self.before!r} is now {self.after!r}"


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between a deck and its ledger."""

    new: tuple[NoteState, ...]
    changed: tuple[NoteState, ...]
    """Their content differs; learners get it with the next release."""
    moved: tuple[NoteState, ...]
    """Only their topic differs; the tag follows with their next change."""
    withdrawn: tuple[LedgerLine, ...]
    """Released once, gone from the deck now."""
    reworded: tuple[Reworded, ...]
    """Blanks and reverses that hold another text; part of `changed`."""
    note_types: tuple[str, ...]
    """Names of note types that are new or look different."""
    dangers: tuple[Problem, ...]
    """Edits that would harm a learner's progress; with any of them nothing may be built or released."""

    def __bool__(self) -> bool:
        """Whether a release would change anything."""
        return bool(
            self.new or self.changed or self.moved or self.withdrawn or self.note_types
        )


def compare_with_ledger(
    ledger: Ledger,
    states: Sequence[NoteState],
    note_types: Mapping[str, ReleasedNoteType],
) -> Changes:
    """Compare the deck's notes and note types with the ledger."""
    now = {state.name: state for state in states}
    old = ledger.lines
    released = [(state, old[state.name]) for state in states if state.name in old]
    same_shape = [
        (state, entry) for state, entry in released if state.shape == entry.shape
    ]
    return Changes(
        new=tuple(state for state in states if state.name not in old),
        changed=tuple(state for state, entry in same_shape if state.hash != entry.hash),
        moved=tuple(
            state
            for state, entry in same_shape
            if state.hash == entry.hash and state.topic != entry.topic
        ),
        withdrawn=tuple(
            entry
            for name, entry in old.items()
            if entry.withdrawn is None and name not in now
        ),
        reworded=tuple(
            reworded for pair in same_shape for reworded in _reworded(*pair)
        ),
        note_types=tuple(
            name
            for name, kind in note_types.items()
            if ledger.note_types.get(name) != kind
        ),
        dangers=(
            *_dangerous_types(ledger, note_types),
            *_dangerous_shapes(ledger, states),
            *_renamed(ledger, now),
            *(danger for pair in same_shape for danger in _dangers(*pair)),
        ),
    )


def next_ledger(
    ledger: Ledger,
    states: Sequence[NoteState],
    note_types: Mapping[str, ReleasedNoteType],
    time: int,
) -> Ledger:
    """Return the ledger after a release of the deck at a Unix time later than the last release's.

    Raises ValueError when the time is not later, or when the comparison finds a danger.
    """
    if time <= ledger.last_time:
        message = (
            f"a release at {time} is not later than the last one at {ledger.last_time}"
        )
        raise ValueError(message)
    changes = compare_with_ledger(ledger, states, note_types)
    if changes.dangers:
        raise ValueError(str(changes.dangers[0]))
    release = len(ledger.releases) + 1
    entries = dict(ledger.lines)
    for state in states:
        entries[state.name] = _advanced(entries.get(state.name), state, release, time)
    for entry in changes.withdrawn:
        entries[entry.name] = replace(entry, withdrawn=release)
    return replace(
        ledger,
        releases=(*ledger.releases, time),
        note_types={**ledger.note_types, **note_types},
        lines=entries,
    )


def _advanced(
    entry: LedgerLine | None, state: NoteState, release: int, time: int
) -> LedgerLine:
    if entry is None:
        numbers = {
            name: NumberHistory(text, release) for name, text in state.numbers.items()
        }
        return LedgerLine(
            state.fact,
            state.part,
            state.shape,
            state.topic,
            state.hash,
            release,
            time,
            numbers,
        )
    numbers = {
        name: number
        if name in state.numbers or number.until
        else replace(number, until=release)
        for name, number in entry.numbers.items()
    }
    for name, text in state.numbers.items():
        old = entry.numbers.get(name, NumberHistory(text, release))
        earlier = dict.fromkeys((*old.was, old.text))
        numbers[name] = NumberHistory(
            text, old.since, was=tuple(each for each in earlier if each != text)
        )
    changed = entry.changed if entry.hash == state.hash else time
    return replace(
        entry, topic=state.topic, hash=state.hash, changed=changed, numbers=numbers
    )


def _dangerous_types(
    ledger: Ledger, note_types: Mapping[str, ReleasedNoteType]
) -> Iterator[Problem]:
    for name, old in ledger.note_types.items():
        new = note_types.get(name)
        if new is None or new.schema != old.schema:
            what = f"the note type {name!r} is not the one that was released: its fields or templates moved"
            yield Problem(
                Position("liverdeck/anki/note_types.py"),
                what,
                "its schema is frozen: put it back",
            )
        elif new.look != old.look and new.mod <= old.mod:
            what = f"the note type {name!r} looks different but has no later modification time"
            yield Problem(
                Position("liverdeck/anki/note_types.py"),
                what,
                "raise its `mod`, or learners never see it",
            )


def _dangerous_shapes(ledger: Ledger, states: Sequence[NoteState]) -> Iterator[Problem]:
    released: dict[str, set[str]] = {}
    for entry in ledger.lines.values():
        released.setdefault(entry.fact, set()).add(entry.shape)
    for state in {state.fact: state for state in states}.values():
        shapes = released.get(state.fact, {state.shape})
        if state.shape not in shapes:
            what = f"the fact {state.fact!r} was released as {' and '.join(sorted(shapes))} and is now {state.shape}"
            yield Problem(
                state.position,
                what,
                "write it under a new id and retire this one; progress does not carry",
            )


def _renamed(
    ledger: Ledger, now: Mapping[tuple[str, str], NoteState]
) -> Iterator[Problem]:
    gone = {
        entry.hash: entry
        for entry in ledger.lines.values()
        if entry.withdrawn is None and entry.name not in now
    }
    for state in now.values():
        old_entry = gone.get(state.hash)
        if (
            state.name not in ledger.lines
            and old_entry is not None
            and old_entry.shape == state.shape
        ):
            old, new = (_joined(each.name) for each in (old_entry, state))
            what = f"{new} is what was released as {old}, which is gone: learners would lose its progress"
            yield Problem(
                state.position, what, "ids are permanent: put the old one back"
            )


def _joined(name: tuple[str, str]) -> str:
    return "/".join(filter(None, name))


def _reworded(state: NoteState, entry: LedgerLine) -> Iterator[Reworded]:
    for name, text in state.numbers.items():
        old = entry.numbers.get(name)
        if old is not None and old.text != text and name != ASK:
            yield Reworded(state, name, old.text, text)


def _dangers(state: NoteState, entry: LedgerLine) -> Iterator[Problem]:
    named = _joined(state.name)
    if entry.withdrawn is not None:
        what = f"{named} was withdrawn in release {entry.withdrawn} and is back"
        yield Problem(state.position, what, "ids are never reused: give it a new one")
    for name, text in state.numbers.items():
        old = entry.numbers.get(name)
        if old is not None and old.until is not None:
            what = f"{name} of {named} was dropped in release {old.until} and is back"
            mend = (
                "write the other side as a fact of its own"
                if name == "reverse"
                else "give the blank a new number"
            )
            yield Problem(state.position, what, mend)
        held = (
            n
            for n, number in entry.numbers.items()
            if n != name and text in (number.text, *number.was)
        )
        other = next(held, None)
        if other is not None and (old is None or old.text != text):
            what = (
                f"{name} of {named} now holds {text!r}, which was released as {other}"
            )
            yield Problem(
                state.position,
                what,
                "a learner's schedule belongs to the number: put the texts back to their numbers",
            )
