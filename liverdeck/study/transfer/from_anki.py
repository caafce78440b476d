"""Adds reviews made in Anki to the review log."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from liverdeck.anki.notes import guid_and_ordinal_of
from liverdeck.facts.card import cards_of
from liverdeck.study.reviewlog.entries import Entry, card_name
from liverdeck.study.reviewlog.fold import (
    BY_TIME,
    NEW_CARD,
    effective_entries,
    state_after,
)
from liverdeck.study.reviewlog.review_log import SAME_ANSWER_MS
from liverdeck.study.scheduling.moments import SECONDS_A_DAY
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL_DAYS, Answered

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from liverdeck.anki.exported import Export, ExportedReview
    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.memory import Rating
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule

_LONGEST_STEP_SECONDS = 365 * SECONDS_A_DAY
"""Longer steps in an export are cut to this, as nobody has waited that long."""
_NOT_IN_DECK = "cards that this deck does not have (another deck's, or retired)"


@dataclass(frozen=True, slots=True)
class ImportedReviews:
    """How many reviews of an export were added to the log."""

    added: int
    known: int
    """Reviews already in the log: given in the terminal, or imported before."""
    cards: int
    skipped: Mapping[str, int]
    """How many rows were left out, by the reason."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """How reviews from Anki become entries of the log."""

    schedule: Schedule
    here: Callable[[int], Moment]
    """Returns the moment of a Unix time in milliseconds, in the learner's time zone.

    An export does not say in which time zone an answer was given.
    """
    version: str
    """Version of the program, for the log."""


def import_reviews(
    export: Export, deck: Deck, log: ReviewLog, context: ImportContext
) -> ImportedReviews:
    """Add the deck's reviews in an export to the log, each once; all or none.

    Raises LogError if the log cannot be written.
    """
    reviews, skipped = _reviews_by_card(export, deck)

    logged: dict[str, list[Entry]] = {}
    for entry in log.entries(deck.id):
        logged.setdefault(entry.card, []).append(entry)

    new_entries: list[Entry] = []
    for name, exported in reviews.items():
        new_entries += _new_entries(name, exported, logged.get(name, []), context)

    merged = log.merge(new_entries)
    number = sum(map(len, reviews.values()))
    return ImportedReviews(merged.added, number - merged.added, merged.cards, skipped)


def _reviews_by_card(
    export: Export, deck: Deck
) -> tuple[dict[str, list[ExportedReview]], Counter[str]]:
    """Return the reviews by card name, and how many rows were skipped, by reason."""
    names = {
        guid_and_ordinal_of(deck.id, card): card_name(deck.id, card)
        for fact in deck.active_facts
        for card in cards_of(fact)
    }
    skipped = Counter(export.skipped)
    reviews: dict[str, list[ExportedReview]] = {}
    for review in export.reviews:
        name = names.get((review.note_guid, review.ordinal))
        if name is None:
            skipped[_NOT_IN_DECK] += 1
        else:
            reviews.setdefault(name, []).append(review)
    return reviews, skipped


def _new_entries(
    name: str,
    exported: list[ExportedReview],
    logged: list[Entry],
    context: ImportContext,
) -> Iterator[Entry]:
    """Yield the entries of one card that are not in the log yet.

    What an answer led to depends on the card's progress at that time, so that logged
    and new entries are replayed together, in the order of time.
    """
    logged_answers = {
        (entry.moment.ms, entry.answered.rating if entry.answered else 0)
        for entry in logged
        if entry.kind in ("review", "forget")
    }
    new_entries: dict[str, Entry] = {}
    new_reviews: dict[str, ExportedReview] = {}
    for review in exported:
        if not _is_logged(review, logged_answers):
            entry = _entry(name, review, context)
            new_entries[entry.id] = entry
            new_reviews[entry.id] = review

    state = NEW_CARD
    for entry in sorted(
        [*effective_entries(logged), *new_entries.values()], key=BY_TIME
    ):
        new_review = new_reviews.get(entry.id)
        complete = entry
        if new_review is not None and entry.kind == "review":
            choices = context.schedule.choices(name, state.progress, entry.moment)
            expected = choices[new_review.rating - 1].answered
            complete = replace(entry, answered=_as_given(new_review, expected))
        state = state_after(state, complete, context.schedule)
        if new_review is not None:
            yield complete


def _is_logged(
    review: ExportedReview, logged_answers: Container[tuple[int, int]]
) -> bool:
    near_ms = range(
        review.time_ms - SAME_ANSWER_MS, review.time_ms + SAME_ANSWER_MS + 1
    )
    return any((ms, review.rating) in logged_answers for ms in near_ms)


def _entry(name: str, review: ExportedReview, context: ImportContext) -> Entry:
    """Return the entry for a review, without the answer yet.

    Its id follows from the review, so that each review has one id on every machine.
    """
    digest = hashlib.sha256(
        f"{name}\n{review.time_ms}\n{review.rating}".encode()
    ).hexdigest()
    entry_id = f"anki-{digest[:27]}"
    moment = context.here(review.time_ms)
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


def _as_given(review: ExportedReview, expected: Answered) -> Answered:
    """Return an answer with Anki's interval and the steps that our schedule expects.

    Anki's log does not keep the steps. Where the learner has other steps in Anki, the
    interval decides: seconds mean a step, days mean a review.
    """
    rating: Rating = expected.rating
    if review.interval_seconds is not None:
        seconds = min(review.interval_seconds, _LONGEST_STEP_SECONDS)
        if expected.is_step:
            return Answered(
                rating,
                None,
                seconds,
                expected.remaining_steps,
                expected.interval_days,
            )
        return Answered(rating, None, seconds, remaining_steps=1, interval_days=0)

    if expected.is_step and expected.wait_days == review.interval_days:
        return expected
    days = min(max(1, review.interval_days or 1), LONGEST_INTERVAL_DAYS)
    return Answered(rating, days, None, 0, days)
