"""Entries and records as rows of the database, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liverdeck.base.problems import Position, Problem
from liverdeck.study.reviewlog.entries import ENTRY_KINDS, Entry, TypedAnswer, deck_of
from liverdeck.study.reviewlog.fold import CardState
from liverdeck.study.reviewlog.storage import REPAIR, LogError
from liverdeck.study.scheduling.memory import Memory
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL, Answered, Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_PROGRESS = (None,) * 10
_NO_GIVEN = (None,) * 5
_MOST_SECONDS = 2**33
_DAYS = (-2, 100_000)
_INTERVAL = (0, LONGEST_INTERVAL)
_PHASES = ("learning", "review", "relearning")


def entry_row(entry: Entry) -> tuple[Any, ...]:
    """Return an entry as values in the order of the table's columns, without its number."""
    at, given, typed = entry.moment, entry.answered, entry.typed
    chosen = (
        _NO_GIVEN
        if given is None
        else (
            given.rating,
            given.wait_days,
            given.wait_seconds,
            given.remaining_steps,
            given.interval_days,
        )
    )
    judged = (
        (None, None, None)
        if typed is None
        else (typed.text, typed.outcome, typed.reason)
    )
    return (
        entry.id,
        entry.kind,
        entry.card,
        at.ms,
        at.offset_minutes,
        at.day,
        *chosen,
        *judged,
        entry.duration_ms,
        entry.revision,
        entry.target,
        entry.origin,
        entry.version,
    )


def entry_of(row: Sequence[Any]) -> Entry:
    """Return the entry of a whole row.

    Raises LogError for what only a damaged page can hold: SQLite holds no row against the table's rules on reading.
    """
    (
        entry_id,
        kind,
        card,
        at,
        offset,
        _,
        rating,
        days,
        seconds,
        left,
        interval,
        typed,
        outcome,
        reason,
        duration,
        revision,
        target,
        origin,
        version,
        _,
    ) = row
    _refuse_unless(
        kind in ENTRY_KINDS and isinstance(card, str) and isinstance(entry_id, str)
    )
    _refuse_beyond(at, (0, _MOST_SECONDS * 1000))
    _refuse_beyond(offset, (-1440, 1440))
    if rating is not None:
        _refuse_beyond(rating, (1, 4))
        _refuse_beyond(left, (0, 1000))
        _refuse_beyond(interval, _INTERVAL)
    _refuse_beyond(0 if days is None else days, _INTERVAL)
    _refuse_beyond(0 if seconds is None else seconds, (0, _MOST_SECONDS))
    _refuse_beyond(0 if duration is None else duration, (0, 2**40))
    given = None if rating is None else Answered(rating, days, seconds, left, interval)
    answer = None if typed is None else TypedAnswer(typed, outcome, reason)
    return Entry(
        entry_id,
        kind,
        card,
        Moment(at, offset),
        version,
        given,
        answer,
        duration,
        revision,
        target,
        origin,
    )


def record_row(name: str, record: CardState) -> tuple[Any, ...]:
    """Return a card's record as values in the order of the table's columns."""
    progress = record.progress
    state = (
        _NO_PROGRESS
        if progress is None
        else (
            progress.phase,
            progress.memory.stability,
            progress.memory.difficulty,
            progress.interval_days,
            progress.remaining_steps,
            progress.due_day,
            progress.due_seconds,
            progress.last_review_seconds,
            progress.reviews,
            progress.lapses,
        )
    )
    return (
        name,
        deck_of(name),
        *state,
        int(record.is_suspended),
        record.buried_day,
        record.introduced_day,
        record.reviewed_day,
        record.latest_ms,
        record.latest_id,
        record.revision,
    )


def record_of(row: Sequence[Any]) -> CardState:
    """Return the record of a whole row. Raises LogError as `entry_of` does."""
    (
        _,
        _,
        phase,
        stability,
        difficulty,
        interval,
        left,
        due_day,
        due_at,
        last,
        reviews,
        lapses,
        suspended,
        buried,
        introduced,
        reviewed,
        latest,
        latest_id,
        revision,
    ) = row
    if phase is not None:
        _refuse_unless(phase in _PHASES and (due_day is not None or due_at is not None))
        _refuse_unless(
            isinstance(stability, float) and 0 < stability <= LONGEST_INTERVAL
        )
        _refuse_unless(isinstance(difficulty, float) and 1 <= difficulty <= 10)  # noqa: PLR2004  # FSRS's range
        _refuse_beyond(interval, _INTERVAL)
        _refuse_beyond(left, (0, 1000))
        _refuse_beyond(
            0 if due_day is None else due_day, (-2, 100_000 + LONGEST_INTERVAL)
        )
        for seconds in (last, 0 if due_at is None else due_at):
            _refuse_beyond(seconds, (0, _MOST_SECONDS * 2))
        _refuse_beyond(reviews, (0, 2**31))
        _refuse_beyond(lapses, (0, 2**31))
    for day in (buried, introduced, reviewed):
        _refuse_beyond(0 if day is None else day, _DAYS)
    _refuse_beyond(latest, (0, _MOST_SECONDS * 1000))
    progress = (
        None
        if phase is None
        else Progress(
            phase,
            Memory(stability, difficulty),
            interval,
            left,
            due_day,
            due_at,
            last,
            reviews,
            lapses,
        )
    )
    return CardState(
        progress,
        bool(suspended),
        buried,
        introduced,
        reviewed,
        latest,
        latest_id,
        revision,
    )


def _refuse_beyond(value: object, bounds: tuple[int, int]) -> None:
    _refuse_unless(isinstance(value, int) and bounds[0] <= value <= bounds[1])


def _refuse_unless(is_sound: bool) -> None:  # noqa: FBT001  # its only meaning
    if not is_sound:
        raise LogError(
            Problem(
                Position("log.sqlite3"), "damaged: a row that was never written", REPAIR
            )
        )
