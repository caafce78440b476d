"""Make the ledger of the next release from the notes of a deck and their changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.facts.ledger import (
    Ledger,
    LedgerLine,
    NoteState,
    NumberHistory,
    ReleasedNoteType,
    texts_other_than,
)
from liverdeck.publishing.ledger_changes import Changes, compare_with_ledger
from liverdeck.publishing.named_twice import still_named_twice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def next_ledger(
    ledger: Ledger,
    states: Sequence[NoteState],
    note_types: Mapping[str, ReleasedNoteType],
    time_seconds: int,
    changes: Changes | None = None,
) -> Ledger:
    """Return the ledger after a release of the deck at `time_seconds` (Unix time).

    `changes` is the result of `compare_with_ledger`, if the caller has it already.

    Raises ValueError if the time is not later than the time of the last release, or if
    the comparison with the ledger finds a danger.
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
        named_twice=still_named_twice(ledger, lines),
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
        first_release=release,
        changed_seconds=time_seconds,
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

    `changed_seconds` is the time of the release (Unix time) if the release changes the
    note, else None.

    A number that the note no longer has stays in the line, because the number must
    never be used again.
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
        numbers[number] = NumberHistory(
            text, history.since, earlier_texts=texts_other_than(text, history.texts)
        )

    updated = replace(line, topic=state.topic, numbers=numbers)
    if changed_seconds is None:
        return updated
    return replace(
        updated,
        hash=state.hash,
        changed_seconds=changed_seconds,
        front=state.front,
        answer=state.answer,
        tags=state.tags,
        source=state.source,
        had_media=line.had_media or state.has_media,
    )
