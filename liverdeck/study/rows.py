"""Entries and records as rows of the database, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liverdeck.study.entries import Entry, Typed, deck_of
from liverdeck.study.fold import Record
from liverdeck.study.memory import Memory
from liverdeck.study.moments import Moment
from liverdeck.study.schedule import Given, Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_PROGRESS = (None,) * 10
_NO_GIVEN = (None,) * 5


def entry_row(entry: Entry) -> tuple[Any, ...]:
    """Return an entry as values in the order of the table's columns, without its number."""
    at, given, typed = entry.at, entry.given, entry.typed
    chosen = _NO_GIVEN if given is None else (given.rating, given.days, given.seconds, given.left, given.interval)
    judged = (None, None, None) if typed is None else (typed.text, typed.outcome, typed.reason)
    return (
        entry.id, entry.kind, entry.card, at.ms, at.offset, at.day, *chosen, *judged,
        entry.duration, entry.revision, entry.target, entry.origin, entry.version,
    )  # fmt: skip


def entry_of(row: Sequence[Any]) -> Entry:
    """Return the entry of a whole row."""
    (
        entry_id, kind, card, at, offset, _, rating, days, seconds, left, interval, typed, outcome, reason,
        duration, revision, target, origin, version, _,
    ) = row  # fmt: skip
    given = None if rating is None else Given(rating, days, seconds, left, interval)
    answer = None if typed is None else Typed(typed, outcome, reason)
    return Entry(entry_id, kind, card, Moment(at, offset), version, given, answer, duration, revision, target, origin)


def record_row(name: str, record: Record) -> tuple[Any, ...]:
    """Return a card's record as values in the order of the table's columns."""
    progress = record.progress
    state = _NO_PROGRESS if progress is None else (
        progress.phase, progress.memory.stability, progress.memory.difficulty, progress.interval, progress.left,
        progress.due_day, progress.due_at, progress.last, progress.reviews, progress.lapses,
    )  # fmt: skip
    return (
        name, deck_of(name), *state, int(record.is_suspended), record.buried, record.introduced, record.reviewed,
        record.latest, record.latest_id, record.revision,
    )  # fmt: skip


def record_of(row: Sequence[Any]) -> Record:
    """Return the record of a whole row."""
    (
        _, _, phase, stability, difficulty, interval, left, due_day, due_at, last, reviews, lapses,
        suspended, buried, introduced, reviewed, latest, latest_id, revision,
    ) = row  # fmt: skip
    progress = None if phase is None else Progress(
        phase, Memory(stability, difficulty), interval, left, due_day, due_at, last, reviews, lapses
    )  # fmt: skip
    return Record(progress, bool(suspended), buried, introduced, reviewed, latest, latest_id, revision)
