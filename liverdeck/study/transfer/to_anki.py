"""A learner's progress in Anki's terms, so that the first import goes on where the terminal stopped."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from liverdeck.anki import progress as anki
from liverdeck.anki.notes import place_of
from liverdeck.facts.card import cards_of
from liverdeck.study.reviewlog.entries import card_name
from liverdeck.study.reviewlog.fold import NEW_CARD, step
from liverdeck.study.scheduling.moments import SECONDS_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Answered, Progress, Schedule

_TYPES = {
    "learning": anki.LEARNING,
    "review": anki.REVIEW,
    "relearning": anki.RELEARNING,
}


def progress_for_anki(
    deck: Deck, log: ReviewLog, schedule: Schedule, now: Moment
) -> anki.LearnerProgress:
    """Return every card of the deck that has progress, is suspended or buried, and the reviews that count.

    Crammed answers stay behind, as Anki keeps none either, and so does what came before a card was forgotten.
    """
    cards = {
        card_name(deck.id, card): card
        for fact in deck.active_facts
        for card in cards_of(fact)
    }
    records = log.states(deck.id)
    entries: dict[str, list[Entry]] = {}
    for entry in log.effective_entries(deck.id):
        entries.setdefault(entry.card, []).append(entry)
    scheduled = [
        _card(deck.id, cards[name], records[name], now)
        for name in cards
        if name in records
    ]
    reviews = [
        row
        for name in cards
        for row in _reviews(deck.id, cards[name], entries.get(name, ()), schedule)
    ]
    return anki.LearnerProgress(
        tuple(scheduled),
        tuple(_at_times_of_their_own(reviews)),
        now.day,
        now.offset_minutes,
        schedule.retention,
        schedule.decay,
    )


def _card(
    deck_id: str, card: Card, record: CardState, now: Moment
) -> anki.ScheduledCard:
    guid, ordinal = place_of(deck_id, card)
    progress = record.progress
    queue = _queue(record, now)
    if progress is None:
        return anki.ScheduledCard(guid, ordinal, anki.NEW, queue, None, 0, 0, 0, 0)
    return anki.ScheduledCard(
        guid,
        ordinal,
        _TYPES[progress.phase],
        queue,
        _due(progress, queue, now),
        progress.interval_days,
        progress.remaining_steps,
        progress.reviews,
        progress.lapses,
        progress.memory.stability,
        progress.memory.difficulty,
        progress.last_review_seconds,
    )


def _queue(record: CardState, now: Moment) -> int:
    progress = record.progress
    if record.is_suspended:
        return anki.QUEUE_SUSPENDED
    if record.buried_day == now.day:
        return anki.QUEUE_BURIED
    if progress is None:
        return anki.QUEUE_NEW
    if progress.due_seconds is not None:
        return anki.QUEUE_LEARNING
    return anki.QUEUE_DAY_LEARNING if progress.is_in_steps else anki.QUEUE_REVIEW


def _due(progress: Progress, queue: int, now: Moment) -> int | None:
    """Return the day's number; for a suspended or buried card in its steps, the Unix time at which that day begins.

    Anki's import (rslib's apkg/import/cards.rs) takes the day of such a card over as it is, and not as a day of the
    learner's own collection: the card would come back years later.
    """
    if progress.due_day is None:
        return progress.due_seconds
    days = progress.due_day - now.day
    if progress.is_in_steps and queue != anki.QUEUE_DAY_LEARNING:
        return now.next_day_seconds + (days - 1) * SECONDS_A_DAY
    return days + anki.DAY_NUMBER


def _reviews(
    deck_id: str, card: Card, entries: list[Entry] | tuple[()], schedule: Schedule
) -> Iterator[anki.LoggedReview]:
    """Yield one card's answers since it was last new, in order."""
    guid, ordinal = place_of(deck_id, card)
    record, last_interval = NEW_CARD, 0
    rows: list[anki.LoggedReview] = []
    for entry in entries:
        before, record = record.progress, step(record, entry, schedule)
        if entry.kind == "forget":
            rows, last_interval = [], 0
        if entry.kind != "review" or entry.answered is None or record.progress is None:
            continue
        kind = _TYPES[before.phase] - 1 if before is not None else 0
        interval = _interval(entry.answered)
        factor = round((record.progress.memory.difficulty - 1) / 9 * 1000 + 100)
        rows.append(
            anki.LoggedReview(
                guid,
                ordinal,
                entry.moment.ms,
                entry.answered.rating,
                interval,
                last_interval,
                factor,
                entry.duration_ms or 0,
                kind,
            )
        )
        last_interval = interval
    yield from rows


def _interval(given: Answered) -> int:
    return (
        given.wait_days if given.wait_days is not None else -(given.wait_seconds or 0)
    )


def _at_times_of_their_own(
    reviews: list[anki.LoggedReview],
) -> Iterator[anki.LoggedReview]:
    """Yield the rows by time; where two have the same, the later one gets the next free millisecond, as Anki wants."""
    taken: set[int] = set()
    for row in sorted(reviews, key=_by_time):
        at = next(at for at in count(row.time_ms) if at not in taken)
        taken.add(at)
        yield row if at == row.time_ms else replace(row, time_ms=at)


def _by_time(row: anki.LoggedReview) -> tuple[int, str, int]:
    return row.time_ms, row.guid, row.ordinal
