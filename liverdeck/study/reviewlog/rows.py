"""Turns entries and card states into rows of the database, and rows back into them.

SQLite checks the rules of a table when it writes a row, but not when it reads one. A
row may come from a damaged page, so most values are checked here when it is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from liverdeck.study.reviewlog.entries import ENTRY_KINDS, Entry, TypedAnswer, deck_of
from liverdeck.study.reviewlog.errors import REPAIR, log_error
from liverdeck.study.reviewlog.fold import CardState
from liverdeck.study.scheduling.memory import (
    AGAIN,
    EASY,
    MAXIMUM_DIFFICULTY,
    MAXIMUM_STABILITY,
    MINIMUM_DIFFICULTY,
    Memory,
)
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import (
    LONGEST_INTERVAL_DAYS,
    Answered,
    Progress,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# Values of the columns that stay empty without answer, typed answer or progress.
_NO_ANSWER = (None,) * 5
_NO_TYPED_ANSWER = (None,) * 3
_NO_PROGRESS = (None,) * 10

# Limits of values that are read. The tables have the same or narrower limits.
_LATEST_MS = 2**33 * 1000
_LATEST_DUE_SECONDS = 2**34
_LONGEST_STEP_SECONDS = 2**33
_FIRST_DAY, _LAST_DAY = -2, 100_000
_MOST_STEPS = 1000
_MOST_REVIEWS = 2**31
_LONGEST_DURATION_MS = 2**40
_MOST_OFFSET_MINUTES = 24 * 60
_PHASES = ("learning", "review", "relearning")


class _EntryRow(NamedTuple):
    """The columns of the table `entries`, with values that are not checked yet.

    `at` and `duration` are in milliseconds, `utc_offset` is in minutes. `days` and
    `seconds` are the wait until the card comes back. `seq` counts the rows.
    """

    id: Any
    kind: Any
    card: Any
    at: Any
    utc_offset: Any
    day: Any
    rating: Any
    days: Any
    seconds: Any
    steps_left: Any
    interval: Any
    typed: Any
    outcome: Any
    reason: Any
    duration: Any
    revision: Any
    target: Any
    origin: Any
    version: Any
    seq: Any


class _CardRow(NamedTuple):
    """The columns of the table `cards`, with values that are not checked yet.

    `due_at` and `last` (the last review) are Unix times in seconds, `latest` (the last
    entry) in milliseconds. `due_day`, `buried`, `introduced` and `reviewed` are days.
    """

    card: Any
    deck: Any
    phase: Any
    stability: Any
    difficulty: Any
    interval: Any
    steps_left: Any
    due_day: Any
    due_at: Any
    last: Any
    reviews: Any
    lapses: Any
    suspended: Any
    buried: Any
    introduced: Any
    reviewed: Any
    latest: Any
    latest_id: Any
    revision: Any


def entry_row(entry: Entry) -> tuple[Any, ...]:
    """Return an entry as values for the columns of `entries`, without `seq`."""
    moment = entry.moment
    return (
        entry.id,
        entry.kind,
        entry.card,
        moment.ms,
        moment.offset_minutes,
        moment.day,
        *_answered_columns(entry.answered),
        *_typed_columns(entry.typed),
        entry.duration_ms,
        entry.revision,
        entry.target,
        entry.origin,
        entry.version,
    )


def _answered_columns(answered: Answered | None) -> tuple[Any, ...]:
    if answered is None:
        return _NO_ANSWER
    return (
        answered.rating,
        answered.wait_days,
        answered.wait_seconds,
        answered.remaining_steps,
        answered.interval_days,
    )


def _typed_columns(typed: TypedAnswer | None) -> tuple[Any, ...]:
    if typed is None:
        return _NO_TYPED_ANSWER
    return typed.text, typed.outcome, typed.reason


def entry_of(values: Sequence[Any]) -> Entry:
    """Return the entry in a row of `entries`; `values` has all columns of the row.

    Raises LogError for values that LiverDeck cannot have written.
    """
    row = _EntryRow(*values)
    _check_entry(row)

    answered = None
    if row.rating is not None:
        answered = Answered(
            row.rating,
            wait_days=row.days,
            wait_seconds=row.seconds,
            remaining_steps=row.steps_left,
            interval_days=row.interval,
        )
    typed = None
    if row.typed is not None:
        typed = TypedAnswer(row.typed, row.outcome, row.reason)
    return Entry(
        row.id,
        row.kind,
        row.card,
        Moment(row.at, row.utc_offset),
        row.version,
        answered,
        typed,
        row.duration,
        row.revision,
        row.target,
        row.origin,
    )


def _check_entry(row: _EntryRow) -> None:
    _check(row.kind in ENTRY_KINDS)
    _check(isinstance(row.card, str) and isinstance(row.id, str))
    _check_range(row.at, 0, _LATEST_MS)
    _check_range(row.utc_offset, -_MOST_OFFSET_MINUTES, _MOST_OFFSET_MINUTES)
    if row.rating is not None:
        _check_range(row.rating, AGAIN, EASY)
        _check_range(row.steps_left, 0, _MOST_STEPS)
        _check_range(row.interval, 0, LONGEST_INTERVAL_DAYS)
    _check_range_or_none(row.days, 0, LONGEST_INTERVAL_DAYS)
    _check_range_or_none(row.seconds, 0, _LONGEST_STEP_SECONDS)
    _check_range_or_none(row.duration, 0, _LONGEST_DURATION_MS)


def card_state_row(card: str, state: CardState) -> tuple[Any, ...]:
    """Return the state of a card as values for the columns of `cards`.

    `card` is the name of the card.
    """
    return (
        card,
        deck_of(card),
        *_progress_columns(state.progress),
        int(state.is_suspended),
        state.buried_day,
        state.introduced_day,
        state.reviewed_day,
        state.latest_ms,
        state.latest_id,
        state.revision,
    )


def _progress_columns(progress: Progress | None) -> tuple[Any, ...]:
    if progress is None:
        return _NO_PROGRESS
    return (
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


def card_state_of(values: Sequence[Any]) -> CardState:
    """Return the card state in a row of `cards`; `values` has all columns of the row.

    Raises LogError for values that LiverDeck cannot have written.
    """
    row = _CardRow(*values)
    _check_card(row)

    progress = None
    if row.phase is not None:
        progress = Progress(
            row.phase,
            Memory(row.stability, row.difficulty),
            interval_days=row.interval,
            remaining_steps=row.steps_left,
            due_day=row.due_day,
            due_seconds=row.due_at,
            last_review_seconds=row.last,
            reviews=row.reviews,
            lapses=row.lapses,
        )
    return CardState(
        progress,
        is_suspended=bool(row.suspended),
        buried_day=row.buried,
        introduced_day=row.introduced,
        reviewed_day=row.reviewed,
        latest_ms=row.latest,
        latest_id=row.latest_id,
        revision=row.revision,
    )


def _check_card(row: _CardRow) -> None:
    if row.phase is not None:
        _check_progress(row)
    _check_range_or_none(row.buried, _FIRST_DAY, _LAST_DAY)
    _check_range_or_none(row.introduced, _FIRST_DAY, _LAST_DAY)
    _check_range_or_none(row.reviewed, _FIRST_DAY, _LAST_DAY)
    _check_range(row.latest, 0, _LATEST_MS)


def _check_progress(row: _CardRow) -> None:
    stability, difficulty = row.stability, row.difficulty
    _check(row.phase in _PHASES)
    _check(row.due_day is not None or row.due_at is not None)
    _check(isinstance(stability, float) and 0 < stability <= MAXIMUM_STABILITY)
    _check(
        isinstance(difficulty, float)
        and MINIMUM_DIFFICULTY <= difficulty <= MAXIMUM_DIFFICULTY
    )
    _check_range(row.interval, 0, LONGEST_INTERVAL_DAYS)
    _check_range(row.steps_left, 0, _MOST_STEPS)
    _check_range_or_none(row.due_day, _FIRST_DAY, _LAST_DAY + LONGEST_INTERVAL_DAYS)
    _check_range_or_none(row.due_at, 0, _LATEST_DUE_SECONDS)
    _check_range(row.last, 0, _LATEST_DUE_SECONDS)
    _check_range(row.reviews, 0, _MOST_REVIEWS)
    _check_range(row.lapses, 0, _MOST_REVIEWS)


def _check_range_or_none(value: object, minimum: int, maximum: int) -> None:
    if value is not None:
        _check_range(value, minimum, maximum)


def _check_range(value: object, minimum: int, maximum: int) -> None:
    _check(isinstance(value, int) and minimum <= value <= maximum)


def _check(is_possible: bool) -> None:  # noqa: FBT001  # it has no other argument
    """Raise LogError for a value that LiverDeck cannot have written."""
    if not is_possible:
        raise log_error(
            Path("log.sqlite3"),  # the real path is not known here
            "damaged: a row that LiverDeck cannot have written",
            REPAIR,
        )
