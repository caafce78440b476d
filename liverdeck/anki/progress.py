"""A learner's progress in a package: cards as Anki schedules them, and its review log.

Anki takes it over only for cards that the collection does not have yet, and only if the learner ticks the box for
learning progress at the import. The fields are those of Anki's database (rslib/src/storage/schema11.sql).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

NEW, LEARNING, REVIEW, RELEARNING = 0, 1, 2, 3
"""Types of a card, and but for NEW of a row in the log less one."""
QUEUE_NEW, QUEUE_LEARNING, QUEUE_REVIEW, QUEUE_DAY_LEARNING = 0, 1, 2, 3
QUEUE_SUSPENDED, QUEUE_BURIED = -1, -3

DAY_NUMBER = 4000
"""The number of today in the package's collection: due days count from its creation, which is that long ago."""
_ROLLOVER_HOUR = 4
_SECONDS_A_DAY = 86_400
_STARTING_EASE = 2500
"""Used only where the learner has FSRS switched off."""


@dataclass(frozen=True, slots=True)
class ScheduledCard:
    """One card as Anki keeps it."""

    guid: str
    ordinal: int
    type: int
    queue: int
    due: int | None
    """Unix time for QUEUE_LEARNING, else the day's number; None leaves a new card its place. For a suspended or buried
    card in its steps always Unix time."""
    interval_days: int
    remaining_steps: int
    reps: int
    lapses: int
    stability: float | None = None
    difficulty: float | None = None
    last_review_seconds: int | None = None
    """Unix time."""


@dataclass(frozen=True, slots=True)
class LoggedReview:
    """One row of Anki's review log."""

    guid: str
    ordinal: int
    time_ms: int
    """Unix time in milliseconds; its identity."""
    rating: int
    interval: int
    """Positive: days; negative: seconds."""
    last_interval: int
    factor: int
    """The difficulty: 100 for the easiest to 1100."""
    duration_ms: int
    """Milliseconds."""
    type: int
    """0 learning, 1 review, 2 relearning."""


@dataclass(frozen=True, slots=True)
class LearnerProgress:
    """What a learner has done, as of one moment."""

    cards: tuple[ScheduledCard, ...]
    reviews: tuple[LoggedReview, ...]
    day: int
    """The learner's day, counted from 1970-01-01."""
    offset_minutes: int
    """Minutes east of UTC."""
    retention: float
    decay: float


def write_progress(cursor: sqlite3.Cursor, progress: LearnerProgress) -> None:
    """Set the cards of a package's database, add the log, and date the collection so that due days mean what they say.

    genanki leaves a collection of 2014 with days that begin at 11:00 UTC; due days would be off by one.
    """
    west = -progress.offset_minutes
    created = (
        (progress.day - DAY_NUMBER) * _SECONDS_A_DAY + _ROLLOVER_HOUR * 3600 + west * 60
    )
    conf = json.loads(cursor.execute("SELECT conf FROM col").fetchone()[0])
    conf |= {
        "schedVer": 2,
        "creationOffset": west,
        "rollover": _ROLLOVER_HOUR,
        "sched2021": True,
    }
    cursor.execute("UPDATE col SET crt = ?, conf = ?", (created, json.dumps(conf)))
    ids = {
        (guid, ordinal): (card_id, place)
        for guid, ordinal, card_id, place in cursor.execute(
            "SELECT n.guid, c.ord, c.id, c.due FROM cards c JOIN notes n ON n.id = c.nid"
        )
    }
    for card in progress.cards:
        card_id, place = ids[card.guid, card.ordinal]
        cursor.execute(
            "UPDATE cards SET type = ?, queue = ?, due = ?, ivl = ?, factor = ?, reps = ?, lapses = ?, left = ?,"
            " data = ? WHERE id = ?",
            (
                card.type,
                card.queue,
                place if card.due is None else card.due,
                card.interval_days,
                0 if card.type == NEW else _STARTING_EASE,
                card.reps,
                card.lapses,
                card.remaining_steps,
                _data(card, place, progress),
                card_id,
            ),
        )
    cursor.executemany(
        "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)",
        (
            (
                each.time_ms,
                ids[each.guid, each.ordinal][0],
                each.rating,
                each.interval,
                each.last_interval,
                each.factor,
                each.duration_ms,
                each.type,
            )
            for each in progress.reviews
        ),
    )


def _data(card: ScheduledCard, place: int, progress: LearnerProgress) -> str:
    if card.stability is None:
        return "{}"
    return json.dumps(
        {
            "pos": place,
            "s": card.stability,
            "d": card.difficulty,
            "dr": progress.retention,
            "decay": progress.decay,
            "lrt": card.last_review_seconds,
        }
    )
