"""A learner's progress in a package: scheduled cards and a review log, as in Anki.

Anki takes over the progress only of cards that the collection does not have yet, and
only if the learner ticks the box for learning progress when importing. The numbers and
units are those of Anki's database (rslib/src/storage/schema11.sql).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    import sqlite3

NEW, LEARNING, REVIEW, RELEARNING = 0, 1, 2, 3
"""The types of a card in the table `cards`."""
QUEUE_NEW, QUEUE_LEARNING, QUEUE_REVIEW, QUEUE_DAY_LEARNING = 0, 1, 2, 3
"""The queues of a card. QUEUE_DAY_LEARNING is for a step that ends on a later day."""
QUEUE_SUSPENDED, QUEUE_BURIED = -1, -3
"""The queues of a suspended card, and of a card that the learner buried."""
ROW_TYPES: dict[Literal["learning", "review", "relearning"], int] = {
    "learning": 0,
    "review": 1,
    "relearning": 2,
}
"""The types of a row in Anki's review log, by the state of the card before the answer.

An answer to a new card counts as learning.
"""

TODAY_NUMBER = 4000
"""The number of the learner's present day in the package's collection.

Anki numbers days from the creation of the collection, so we date the creation this many
days before the present day.
"""
_STARTING_EASE = 2500
"""The ease of a card, in thousandths. Anki uses it only if FSRS is switched off."""

_SELECT_CARDS = """
SELECT n.guid, c.ord, c.id, c.due FROM cards c JOIN notes n ON n.id = c.nid
"""
_UPDATE_CARD = """
UPDATE cards
SET type = ?, queue = ?, due = ?, ivl = ?, factor = ?, reps = ?, lapses = ?, left = ?,
    data = ?
WHERE id = ?
"""
# -1 is Anki's update sequence number of a row that was never synchronized.
_INSERT_REVIEW = "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)"


@value_class
class ScheduledCard:
    """One card as Anki stores it."""

    guid: str
    """GUID of the card's note."""
    ordinal: int
    type: int
    """The type: NEW, LEARNING, REVIEW or RELEARNING."""
    queue: int
    """One of the numbers `QUEUE_...`."""
    due: int | None
    """The time when the card is due.

    It is None for a new card, which keeps its `due` in the package. It is Unix time in
    seconds for QUEUE_LEARNING, and for a suspended or buried card that is in learning
    or relearning. Otherwise it is the number of a day, where the present day has the
    number `TODAY_NUMBER`.
    """
    interval_days: int
    remaining_steps: int
    """The number of steps that remain in learning or relearning; otherwise 0."""
    reps: int
    """The number of reviews that the card has had."""
    lapses: int
    stability: float | None = None
    """As in FSRS; None for a new card."""
    difficulty: float | None = None
    """As in FSRS; None for a new card."""
    last_review_seconds: int | None = None
    """Unix time of the last review; None for a new card."""


@value_class
class LoggedReview:
    """One row of Anki's review log."""

    guid: str
    """GUID of the card's note."""
    ordinal: int
    time_ms: int
    """Unix time in milliseconds. It is also the id of the row."""
    rating: int
    interval: int
    """The chosen interval: in days if positive, in seconds if negative."""
    last_interval: int
    """The interval before this review, in the same units as `interval`."""
    factor: int
    """The difficulty on Anki's scale: from 100, the easiest, to 1100."""
    duration_ms: int
    """The milliseconds between the question and the answer."""
    type: int
    """One of `ROW_TYPES`."""


@value_class
class LearnerProgress:
    """The progress of a learner at one moment."""

    cards: tuple[ScheduledCard, ...]
    reviews: tuple[LoggedReview, ...]
    created_seconds: int
    """The Unix time in seconds at which the learner's day 0 began, as Anki counts days.

    That day is `TODAY_NUMBER` days before the present day.
    """
    rollover_hour: int
    """The local hour at which a learner's day begins."""
    offset_minutes: int
    """The learner's UTC offset, in minutes east of UTC."""
    retention: float
    """The desired retention of FSRS."""
    decay: float
    """The decay of FSRS's forgetting curve."""


def write_progress(cursor: sqlite3.Cursor, progress: LearnerProgress) -> None:
    """Write a learner's progress into a package's database.

    Updates the cards, adds the review log, and dates the collection so that the numbers
    of due days mean the correct days. genanki writes 11:00 UTC of a day in 2014 as the
    date of the collection. With this date, due days would be wrong by one day.

    Raises KeyError if `progress` has a card, or a review of a card, that the package
    does not have.
    """
    _set_creation_date(cursor, progress)
    stored_cards = {
        (guid, ordinal): (card_id, due_when_new)
        for guid, ordinal, card_id, due_when_new in cursor.execute(_SELECT_CARDS)
    }
    for card in progress.cards:
        card_id, due_when_new = stored_cards[card.guid, card.ordinal]
        cursor.execute(_UPDATE_CARD, _card_row(card, card_id, due_when_new, progress))
    card_ids = {name: card_id for name, (card_id, _) in stored_cards.items()}
    review_rows = (
        _review_row(review, card_ids[review.guid, review.ordinal])
        for review in progress.reviews
    )
    cursor.executemany(_INSERT_REVIEW, review_rows)


def _set_creation_date(cursor: sqlite3.Cursor, progress: LearnerProgress) -> None:
    """Set the date of the collection to the start of the day with the number 0.

    Also sets the values that Anki's scheduler needs to count days from that date.
    """
    conf = json.loads(cursor.execute("SELECT conf FROM col").fetchone()[0])
    conf |= {
        "schedVer": 2,
        "creationOffset": -progress.offset_minutes,  # in minutes west of UTC
        "rollover": progress.rollover_hour,
        "sched2021": True,
    }
    cursor.execute(
        "UPDATE col SET crt = ?, conf = ?", (progress.created_seconds, json.dumps(conf))
    )


def _card_row(
    card: ScheduledCard, card_id: int, due_when_new: int, progress: LearnerProgress
) -> tuple[object, ...]:
    """Return the values for `_UPDATE_CARD`.

    `due_when_new` is the value of `due` for a new card in the package: the card's
    number in the order of new cards.
    """
    return (
        card.type,
        card.queue,
        due_when_new if card.due is None else card.due,
        card.interval_days,
        0 if card.type == NEW else _STARTING_EASE,
        card.reps,
        card.lapses,
        card.remaining_steps,
        _card_data(card, due_when_new, progress),
        card_id,
    )


def _review_row(review: LoggedReview, card_id: int) -> tuple[object, ...]:
    """Return the values for `_INSERT_REVIEW`."""
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


def _card_data(
    card: ScheduledCard, due_when_new: int, progress: LearnerProgress
) -> str:
    """Return the values of a card for FSRS, as the JSON in the column `data`.

    The names are Anki's: `pos` is the card's number in the order of new cards, `s` is
    the stability, `d` the difficulty, `dr` the desired retention, and `lrt` the time of
    the last review.
    """
    if card.stability is None:
        return "{}"
    return json.dumps(
        {
            "pos": due_when_new,
            "s": card.stability,
            "d": card.difficulty,
            "dr": progress.retention,
            "decay": progress.decay,
            "lrt": card.last_review_seconds,
        }
    )
