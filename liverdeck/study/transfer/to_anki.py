"""Convert a learner's progress to the content of an Anki package.

After the import, Anki continues where `study` stopped. Anki takes the progress over
only for cards that the learner does not have in Anki yet.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from liverdeck.anki import progress as anki
from liverdeck.anki.notes import guid_and_ordinal_of
from liverdeck.facts.card import cards_by_name
from liverdeck.study.reviewlog.fold import NEW_CARD, state_after
from liverdeck.study.scheduling.moments import ROLLOVER_HOUR, SECONDS_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.card_progress import Answered, Phase, Progress
    from liverdeck.study.scheduling.memory import Memory
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule

_CARD_TYPES: dict[Phase, int] = {
    "learning": anki.LEARNING,
    "review": anki.REVIEW,
    "relearning": anki.RELEARNING,
}


def progress_for_anki(
    deck: Deck, log: ReviewLog, schedule: Schedule, now: Moment
) -> anki.LearnerProgress:
    """Return the deck's cards that have entries in the log, and the reviews that count.

    Crammed answers are left out, because they do not count in Anki either. Reviews from
    before a *forget* entry are left out, because the card was new after it.
    """
    cards = cards_by_name(deck)
    states = log.states(deck.id)
    entries_by_card: dict[str, list[Entry]] = {}
    for entry in log.effective_entries(deck.id):
        entries_by_card.setdefault(entry.card, []).append(entry)

    scheduled: list[anki.ScheduledCard] = []
    reviews: list[anki.LoggedReview] = []
    for name, card in cards.items():
        if name in states:
            scheduled.append(_scheduled_card(deck.id, card, states[name], now))
        entries = entries_by_card.get(name, ())
        reviews += _logged_reviews(deck.id, card, entries, schedule)

    return anki.LearnerProgress(
        cards=tuple(scheduled),
        reviews=tuple(_at_distinct_times(reviews)),
        created_seconds=_start_of_day_0(now),
        rollover_hour=ROLLOVER_HOUR,
        offset_minutes=now.offset_minutes,
        retention=schedule.retention,
        decay=schedule.model.decay,
    )


def _start_of_day_0(now: Moment) -> int:
    """Return the Unix time in seconds at which Anki's day 0 began."""
    return now.next_day_seconds - (anki.TODAY_NUMBER + 1) * SECONDS_A_DAY


def _scheduled_card(
    deck_id: str, card: Card, state: CardState, now: Moment
) -> anki.ScheduledCard:
    guid, ordinal = guid_and_ordinal_of(deck_id, card)
    progress = state.progress
    queue = _queue_number(state, now)
    if progress is None:
        return anki.ScheduledCard(
            guid,
            ordinal,
            type=anki.NEW,
            queue=queue,
            due=None,
            interval_days=0,
            remaining_steps=0,
            reps=0,
            lapses=0,
        )
    return anki.ScheduledCard(
        guid,
        ordinal,
        type=_CARD_TYPES[progress.phase],
        queue=queue,
        due=_due_number(progress, queue, now),
        interval_days=progress.interval_days,
        remaining_steps=progress.remaining_steps,
        reps=progress.reviews,
        lapses=progress.lapses,
        stability=progress.memory.stability,
        difficulty=progress.memory.difficulty,
        last_review_seconds=progress.last_review_seconds,
    )


def _queue_number(state: CardState, now: Moment) -> int:
    """Return Anki's number of the queue that a card is in."""
    if state.is_suspended:
        return anki.QUEUE_SUSPENDED
    if state.is_buried_on(now.day):
        return anki.QUEUE_BURIED

    progress = state.progress
    if progress is None:
        return anki.QUEUE_NEW
    if progress.due_seconds is not None:
        return anki.QUEUE_LEARNING
    return anki.QUEUE_DAY_LEARNING if progress.is_in_steps else anki.QUEUE_REVIEW


def _due_number(progress: Progress, queue: int, now: Moment) -> int | None:
    """Return the due time of a card, in the unit that Anki uses for the card's queue.

    The result is a Unix time in seconds for a step that ends today, and otherwise the
    number of a day. A suspended or buried card in steps is the exception: it always has
    a Unix time. If it is due on a day, this is the time at which the day begins. Anki's
    import (in rslib, apkg/import/cards.rs) does not convert the day of such a card to
    the days of the learner's own collection, so with a day the card would come back
    years later.
    """
    if progress.due_day is None:
        return progress.due_seconds
    days = progress.due_day - now.day
    if progress.is_in_steps and queue != anki.QUEUE_DAY_LEARNING:
        return now.next_day_seconds + (days - 1) * SECONDS_A_DAY
    return days + anki.TODAY_NUMBER


def _logged_reviews(
    deck_id: str, card: Card, entries: Sequence[Entry], schedule: Schedule
) -> list[anki.LoggedReview]:
    """Return the reviews of one card since it was last new, in the order of time."""
    guid, ordinal = guid_and_ordinal_of(deck_id, card)
    rows: list[anki.LoggedReview] = []
    last_interval = 0
    state = NEW_CARD
    for entry in entries:
        earlier_progress = state.progress
        state = state_after(state, entry, schedule)
        if entry.kind == "forget":
            rows = []
            last_interval = 0
        if entry.kind != "review" or entry.answered is None or state.progress is None:
            continue

        interval = _interval(entry.answered)
        phase = "learning" if earlier_progress is None else earlier_progress.phase
        rows.append(
            anki.LoggedReview(
                guid,
                ordinal,
                time_ms=entry.moment.ms,
                rating=entry.answered.rating,
                interval=interval,
                last_interval=last_interval,
                factor=_factor(state.progress.memory),
                duration_ms=entry.duration_ms or 0,
                type=anki.ROW_TYPES[phase],
            )
        )
        last_interval = interval
    return rows


def _interval(answered: Answered) -> int:
    """Return the interval as Anki logs it: days, or seconds as a negative number."""
    if answered.wait_days is not None:
        return answered.wait_days
    return -(answered.wait_seconds or 0)


def _factor(memory: Memory) -> int:
    """Return the difficulty as Anki logs it: from 100, the easiest, to 1100."""
    # In FSRS, the difficulty is from 1 to 10.
    return round((memory.difficulty - 1) / 9 * 1000 + 100)


def _at_distinct_times(
    reviews: list[anki.LoggedReview],
) -> Iterator[anki.LoggedReview]:
    """Yield the reviews by time, no two with the same time, because Anki requires this.

    If the time of a review is already taken, it gets the next free millisecond.
    """
    taken_ms: set[int] = set()
    for row in sorted(reviews, key=_by_time):
        free_ms = next(ms for ms in count(row.time_ms) if ms not in taken_ms)
        taken_ms.add(free_ms)
        yield row if free_ms == row.time_ms else replace(row, time_ms=free_ms)


def _by_time(row: anki.LoggedReview) -> tuple[int, str, int]:
    return row.time_ms, row.guid, row.ordinal
