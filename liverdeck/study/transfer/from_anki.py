"""Add reviews made in Anki to the review log."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.anki.exported import SkipReason
from liverdeck.anki.notes import guid_and_ordinal_of
from liverdeck.base.values import value_class
from liverdeck.facts.card import card_name, cards_of
from liverdeck.study.reviewlog.entries import LATEST_MS, Entry
from liverdeck.study.reviewlog.fold import (
    BY_TIME,
    NEW_CARD,
    effective_entries,
    marks_in,
    state_after,
)
from liverdeck.study.reviewlog.review_log import SAME_ANSWER_MS
from liverdeck.study.scheduling.card_progress import Answered
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL_DAYS
from liverdeck.study.scheduling.steps import LONGEST_STEP_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from liverdeck.anki.exported import Export, ExportedReview
    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.future_dates import ClockReading
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.memory import Rating
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule

_REASON_NOT_IN_DECK = "cards that this deck does not have (another deck's, or retired)"


@value_class
class ImportedReviews:
    """How many reviews an import added to the log, and how many it left out."""

    added: int
    known: int
    """Reviews already in the log: given in the terminal, or imported before."""
    cards: int
    """Number of cards with added reviews."""
    skipped: Mapping[str, int]
    """Number of skipped rows of Anki's log, by the reason as a text."""
    redated: int = 0
    """Number of entries that got another date because their date was in the future."""


@value_class
class ImportContext:
    """The arguments of an import besides the export, the deck and the log."""

    schedule: Schedule
    moment_of: Callable[[int], Moment]
    """Returns the moment of a Unix time in milliseconds, in the learner's time zone.

    An export does not say in which time zone an answer was given.
    """
    version: str
    """Version of LiverDeck, for the log."""
    reading: ClockReading | None = None
    """The reading of the clock. Without it, reviews keep a date in the future."""


def import_reviews(
    export: Export, deck: Deck, log: ReviewLog, context: ImportContext
) -> ImportedReviews:
    """Add the reviews in an export to the log.

    Reviews of cards that the deck does not have, and reviews that are already in the
    log, are not added. A review that is dated in the future is redated, as
    `ReviewLog.merge` does. Raises LogError if the log cannot be written, and
    WrongClockError if the clock must be wrong; then no review is added.
    """
    reviews_by_card, skipped = _reviews_by_card(export, deck)

    logged_by_card: dict[str, list[Entry]] = {}
    for entry in log.entries(deck.id):
        logged_by_card.setdefault(entry.card, []).append(entry)

    new_entries: list[Entry] = []
    for name, exported in reviews_by_card.items():
        logged = logged_by_card.get(name, [])
        new_entries += _new_entries(name, exported, logged, context)

    merged = log.merge(new_entries, context.reading)
    review_count = sum(map(len, reviews_by_card.values()))
    return ImportedReviews(
        added=merged.added,
        known=review_count - merged.added,
        cards=merged.cards,
        skipped=skipped,
        redated=merged.redated,
    )


def _reviews_by_card(
    export: Export, deck: Deck
) -> tuple[dict[str, list[ExportedReview]], Counter[str]]:
    """Return the reviews by card name, and the numbers of skipped rows of Anki's log.

    The numbers of skipped rows are given by the reason, which is a text.
    """
    names_by_guid_and_ordinal = {
        guid_and_ordinal_of(deck.id, card): card_name(deck.id, card)
        for fact in deck.active_facts
        for card in cards_of(fact)
    }
    skipped = Counter(export.skipped)
    reviews: dict[str, list[ExportedReview]] = {}
    for review in export.reviews:
        if review.time_ms > LATEST_MS:
            skipped[SkipReason.IMPOSSIBLE_TIME.value] += 1
            continue
        name = names_by_guid_and_ordinal.get((review.note_guid, review.ordinal))
        if name is None:
            skipped[_REASON_NOT_IN_DECK] += 1
        else:
            reviews.setdefault(name, []).append(review)
    return reviews, skipped


def _new_entries(
    name: str,
    exported: list[ExportedReview],
    logged: list[Entry],
    context: ImportContext,
) -> Iterator[Entry]:
    """Yield an entry for each review of one card that is not in the log yet.

    `exported` are the card's reviews in Anki, and `logged` are the card's entries in
    the log. The effect of an answer depends on the card's progress at that time. So
    logged and new entries are replayed together, in the order of time.
    """
    logged_answers = _times_and_ratings(logged)
    new_entries: dict[str, Entry] = {}
    new_reviews: dict[str, ExportedReview] = {}
    for review in exported:
        if not _is_logged(review, logged_answers):
            entry = _entry_before_replay(name, review, context)
            new_entries[entry.id] = entry
            new_reviews[entry.id] = review
    if not new_reviews:  # as when an export is imported again
        return

    # `effective_entries` leaves out undo entries and the entries that they undo.
    all_entries = [*effective_entries(logged), *new_entries.values()]
    all_entries.sort(key=BY_TIME)
    state = NEW_CARD
    for entry in all_entries:
        new_review = new_reviews.get(entry.id)
        full_entry = entry
        if new_review is not None and entry.kind == "review":
            choices = context.schedule.choices(name, state.progress, entry.moment)
            expected = choices[new_review.rating - 1].answered
            full_entry = replace(
                entry, answered=_answered_in_anki(new_review, expected)
            )
        state = state_after(state, full_entry, context.schedule)
        if new_review is not None:
            yield full_entry


def _times_and_ratings(logged: list[Entry]) -> set[tuple[int, int]]:
    """Return time in milliseconds and rating of each answer among a card's entries.

    A redated answer is returned with both its times, because Anki may have either one.
    A reset (*forget*) has the rating 0.
    """
    return {
        (entry.moment.ms, entry.answered.rating if entry.answered else 0)
        for entry in (*logged, *marks_in(logged).in_order(logged))
        if entry.kind in ("review", "forget")
    }


def _is_logged(
    review: ExportedReview, logged_answers: Container[tuple[int, int]]
) -> bool:
    """Whether a logged answer has the review's rating and nearly the review's time.

    `logged_answers` are those of the card, as `_times_and_ratings` returns them.
    """
    near_ms = range(
        review.time_ms - SAME_ANSWER_MS, review.time_ms + SAME_ANSWER_MS + 1
    )
    return any((ms, review.rating) in logged_answers for ms in near_ms)


def _entry_before_replay(
    name: str, review: ExportedReview, context: ImportContext
) -> Entry:
    """Return the entry for a review, without `answered`.

    A reset becomes a *forget*, which never has `answered`. The id is computed from the
    review, so that the id is the same on every machine.
    """
    digest = hashlib.sha256(
        f"{name}\n{review.time_ms}\n{review.rating}".encode()
    ).hexdigest()
    entry_id = f"anki-{digest[:27]}"  # 32 characters, as long as our own ids
    moment = context.moment_of(review.time_ms)
    if review.kind == "reset":
        return Entry(entry_id, "forget", name, moment, context.version, origin="anki")
    return Entry(
        entry_id,
        "review",
        name,
        moment,
        context.version,
        duration_ms=review.duration_ms,
        origin="anki",
    )


def _answered_in_anki(review: ExportedReview, expected: Answered) -> Answered:
    """Return an answer with Anki's interval and the steps that our schedule expects.

    Anki's log does not say how many steps remain. If Anki has a step where we expect a
    review, or the reverse, Anki's interval decides: seconds mean a step, days a review.
    There is one exception: days mean a step if we expect a step of as many days.
    """
    rating: Rating = expected.rating
    if review.interval_seconds is not None:
        seconds = min(review.interval_seconds, LONGEST_STEP_SECONDS)
        # `interval_days` is the interval after all steps. It is known only if a step is
        # expected too.
        if expected.is_step:
            return Answered(
                rating,
                wait_days=None,
                wait_seconds=seconds,
                remaining_steps=expected.remaining_steps,
                interval_days=expected.interval_days,
            )
        return Answered(
            rating,
            wait_days=None,
            wait_seconds=seconds,
            remaining_steps=1,
            interval_days=0,
        )

    # For a step that ends on a later day, Anki logs days and not seconds.
    if expected.is_step and expected.wait_days == review.interval_days:
        return expected
    days = min(max(1, review.interval_days or 1), LONGEST_INTERVAL_DAYS)
    return Answered(
        rating,
        wait_days=days,
        wait_seconds=None,
        remaining_steps=0,
        interval_days=days,
    )
