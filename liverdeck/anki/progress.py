"""A learner's progress in a package: scheduled cards and a review log, as in Anki.

Anki takes the progress over only for cards that the collection does not have yet, and
only if the learner ticks the box for learning progress when importing. The fields are
those of Anki's database (rslib/src/storage/schema11.sql).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

NEW, LEARNING, REVIEW, RELEARNING = 0, 1, 2, 3
"""Types of a card. A row of the log has the same numbers less one, without NEW."""
QUEUE_NEW, QUEUE_LEARNING, QUEUE_REVIEW, QUEUE_DAY_LEARNING = 0, 1, 2, 3
QUEUE_SUSPENDED, QUEUE_BURIED = -1, -3

DAY_NUMBER = 4000
"""The number of today in the package's collection.

Due days count from the creation of the collection, so we date it this many days back.
"""
_ROLLOVER_HOUR = 4
_SECONDS_PER_HOUR = 3600
_SECONDS_PER_DAY = 86_400
_STARTING_EASE = 2500
"""Anki uses it only if the learner has switched FSRS off."""

_CARD_IDS = """
SELECT n.guid, c.ord, c.id, c.due FROM cards c JOIN notes n ON n.id = c.nid
"""
_UPDATE_CARD = """
UPDATE cards
SET type = ?, queue = ?, due = ?, ivl = ?, factor = ?, reps = ?, lapses = ?, left = ?,
    data = ?
WHERE id = ?
"""
_INSERT_REVIEW = "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class ScheduledCard:
    """One card as Anki stores it."""

    guid: str
    ordinal: int
    type: int
    queue: int
    due: int | None
    """When the card is due; None leaves a new card its number among the new cards.

    Unix time for QUEUE_LEARNING and for a suspended or buried card in its steps, and
    the day's number for all others.
    """
    interval_days: int
    remaining_steps: int
    reps: int
    lapses: int
    stability: float | None = None
    difficulty: float | None = None
    last_review_seconds: int | None = None
    """Unix time of the last review."""


@dataclass(frozen=True, slots=True)
class LoggedReview:
    """One row of Anki's review log."""

    guid: str
    ordinal: int
    time_ms: int
    """Unix time in milliseconds; the id of the row."""
    rating: int
    interval: int
    """Days if positive, seconds if negative."""
    last_interval: int
    factor: int
    """The difficulty: from 100, the easiest, to 1100."""
    duration_ms: int
    """Milliseconds from question to answer."""
    type: int
    """0 learning, 1 review, 2 relearning."""


@dataclass(frozen=True, slots=True)
class LearnerProgress:
    """The progress of a learner at one moment."""

    cards: tuple[ScheduledCard, ...]
    reviews: tuple[LoggedReview, ...]
    day: int
    """The learner's day, numbered from 1970-01-01."""
    offset_minutes: int
    """Minutes east of UTC."""
    retention: float
    decay: float


def write_progress(cursor: sqlite3.Cursor, progress: LearnerProgress) -> None:
    """Write a learner's progress into a package's database.

    Sets the cards, adds the review log, and dates the collection so that due days mean
    the right days. genanki's collection was created in 2014 and its days begin at
    11:00 UTC, so due days would be wrong by one.
    """
    _date_collection(cursor, progress)
    ids = {
        (guid, ordinal): (card_id, new_due)
        for guid, ordinal, card_id, new_due in cursor.execute(_CARD_IDS)
    }
    for card in progress.cards:
        card_id, new_due = ids[card.guid, card.ordinal]
        cursor.execute(_UPDATE_CARD, _card_row(card, card_id, new_due, progress))
    cursor.executemany(
        _INSERT_REVIEW,
        (
            _review_row(review, ids[review.guid, review.ordinal][0])
            for review in progress.reviews
        ),
    )


def _date_collection(cursor: sqlite3.Cursor, progress: LearnerProgress) -> None:
    minutes_west = -progress.offset_minutes
    created = (
        (progress.day - DAY_NUMBER) * _SECONDS_PER_DAY
        + _ROLLOVER_HOUR * _SECONDS_PER_HOUR
        + minutes_west * 60
    )
    conf = json.loads(cursor.execute("SELECT conf FROM col").fetchone()[0])
    conf |= {
        "schedVer": 2,
        "creationOffset": minutes_west,
        "rollover": _ROLLOVER_HOUR,
        "sched2021": True,
    }
    cursor.execute("UPDATE col SET crt = ?, conf = ?", (created, json.dumps(conf)))


def _card_row(
    card: ScheduledCard, card_id: int, new_due: int, progress: LearnerProgress
) -> tuple[object, ...]:
    return (
        card.type,
        card.queue,
        new_due if card.due is None else card.due,
        card.interval_days,
        0 if card.type == NEW else _STARTING_EASE,
        card.reps,
        card.lapses,
        card.remaining_steps,
        _card_data(card, new_due, progress),
        card_id,
    )


def _review_row(review: LoggedReview, card_id: int) -> tuple[object, ...]:
    return (
        review.time_ms,
        card_id,
        review.rating,
        review.interval,
        review.last_interval,
        review.factor,
        review.duration_ms,
        review.type,
    )


def _card_data(card: ScheduledCard, new_due: int, progress: LearnerProgress) -> str:
    if card.stability is None:
        return "{}"
    return json.dumps(
        {
            "pos": new_due,
            "s": card.stability,
            "d": card.difficulty,
            "dr": progress.retention,
            "decay": progress.decay,
            "lrt": card.last_review_seconds,
        }
    )
