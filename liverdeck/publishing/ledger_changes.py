"""Compares a deck with its ledger, and makes the ledger of the next release.

A *number* here is the name of a text in the ledger: `c1` of a blank, `ask` of a
question, or `reverse` of a reverse question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.facts.ledger import (
    ASK,
    Ledger,
    LedgerLine,
    NoteState,
    NumberHistory,
    ReleasedNoteType,
)
from liverdeck.facts.parts import joined_name
from liverdeck.publishing.update_dangers import (
    moved_dangers,
    note_dangers,
    note_type_dangers,
    shape_dangers,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from liverdeck.base.problems import Problem


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


def compare_with_ledger(  # noqa: PLR0913  # all but three are options
    ledger: Ledger,
    states: Sequence[NoteState],
    note_types: Mapping[str, ReleasedNoteType],
    said: Collection[str] = (),
    *,
    unchanged: Collection[tuple[str, str]] = (),
    sends_labels: bool = False,
) -> Changes:
    """Compare the deck's notes and note types with the ledger.

    A note of which only the tags or the source changed keeps its time, because a later
    time would cost learners their own tags and My notes. With `sends_labels`, it counts
    as changed.

    `said` names the notes of which the author has said what they are: they may look
    like another note (see `moved_note_dangers`).

    `unchanged` has the names of further notes of the deck, each of which is known to be
    exactly as in the last release.
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
    return Changes(
        new=tuple(state for state in states if state.name not in lines),
        changed=tuple(
            state
            for state, line in pairs
            if state.hash != line.hash or state.name in sent
        ),
        moved=tuple(state for state in moved if state.name not in sent),
        relabelled=() if sends_labels else tuple(relabelled),
        withdrawn=tuple(_withdrawn(ledger, states, unchanged)),
        reworded=tuple(reworded),
        note_types=tuple(changed_types),
        dangers=(
            *note_type_dangers(ledger, note_types),
            *shape_dangers(ledger, states),
            *moved_dangers(ledger, states, said, unchanged),
            *(danger for state, line in pairs for danger in note_dangers(state, line)),
        ),
    )


def _withdrawn(
    ledger: Ledger,
    states: Sequence[NoteState],
    unchanged: Collection[tuple[str, str]],
) -> Iterator[LedgerLine]:
    """Yield the lines of the notes that are in the last release and not in the deck."""
    names = {state.name for state in states}.union(unchanged)
    for name in ledger.lines:
        if name not in names and ledger.lines[name].withdrawn is None:
            yield ledger.lines[name]


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


def _reworded(state: NoteState, line: LedgerLine) -> Iterator[RewordedNumber]:
    """Yield each blank or reverse question of a note whose text was changed."""
    for number, text in state.texts_by_number.items():
        history = line.numbers.get(number)
        if history is not None and history.text != text and number != ASK:
            yield RewordedNumber(state, number, history.text, text)
