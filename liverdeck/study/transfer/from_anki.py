"""Reviews made in Anki, brought into the log."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from liverdeck.anki.notes import place_of
from liverdeck.facts.card import cards_of
from liverdeck.study.reviewlog.entries import Entry, card_name
from liverdeck.study.reviewlog.fold import BY_TIME, NEW_CARD, effective_entries, step
from liverdeck.study.reviewlog.review_log import SAME_ANSWER
from liverdeck.study.scheduling.moments import SECONDS_A_DAY
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL, Answered

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from liverdeck.anki.exported import Export, ExportedReview
    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.memory import Rating
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule

_LONGEST_STEP = 365 * SECONDS_A_DAY
"""Seconds; what an export has beyond it, and beyond the longest interval, nobody has waited for."""


@dataclass(frozen=True, slots=True)
class ImportedReviews:
    """What became of the reviews in an export."""

    added: int
    known: int
    """Here already: given in the terminal, or brought in before."""
    cards: int
    skipped: Mapping[str, int]
    """How many rows were left out, by the reason."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """How reviews from elsewhere become entries here."""

    schedule: Schedule
    here: Callable[[int], Moment]
    """The moment of a Unix time in milliseconds where the learner is; an export does not say where it was."""
    version: str
    """Of the program, for the log."""


def import_reviews(
    export: Export, deck: Deck, log: ReviewLog, arrival: ImportContext
) -> ImportedReviews:
    """Add the deck's reviews in an export to the log, each once; all or none.

    Raises LogError if the log cannot be written.
    """
    names = {
        place_of(deck.id, card): card_name(deck.id, card)
        for fact in deck.active_facts
        for card in cards_of(fact)
    }
    skipped = Counter(export.skipped)
    reviews: dict[str, list[ExportedReview]] = {}
    for review in export.reviews:
        name = names.get((review.note_guid, review.ordinal))
        if name is None:
            skipped[
                "cards that this deck does not have (another deck's, or retired)"
            ] += 1
        else:
            reviews.setdefault(name, []).append(review)
    own: dict[str, list[Entry]] = {}
    for entry in log.entries(deck.id):
        own.setdefault(entry.card, []).append(entry)
    fresh: list[Entry] = []
    for name, exported in reviews.items():
        fresh += _new_entries(name, exported, own.get(name, []), arrival)
    merged = log.merge(fresh)
    return ImportedReviews(
        merged.added,
        sum(map(len, reviews.values())) - merged.added,
        merged.cards,
        skipped,
    )


def _new_entries(
    name: str, exported: list[ExportedReview], own: list[Entry], arrival: ImportContext
) -> Iterator[Entry]:
    """Yield the entries that are not in the log yet, each understood by what the card had become until then."""
    answers = {
        (entry.moment.ms, entry.answered.rating if entry.answered else 0)
        for entry in own
        if entry.kind in ("review", "forget")
    }
    unknown = {
        entry.id: (entry, review)
        for review in exported
        if not _is_known(review, answers)
        for entry in [_entry(name, review, arrival)]
    }
    record = NEW_CARD
    for entry in sorted(
        [*effective_entries(own), *(entry for entry, _ in unknown.values())],
        key=BY_TIME,
    ):
        known = entry
        if entry.id in unknown and entry.kind == "review":
            review = unknown[entry.id][1]
            choices = arrival.schedule.choices(name, record.progress, entry.moment)
            known = replace(
                entry, answered=_as_given(review, choices[review.rating - 1].answered)
            )
        record = step(record, known, arrival.schedule)
        if entry.id in unknown:
            yield known


def _is_known(review: ExportedReview, answers: Container[tuple[int, int]]) -> bool:
    near = range(review.time_ms - SAME_ANSWER, review.time_ms + SAME_ANSWER + 1)
    return any((at, review.rating) in answers for at in near)


def _entry(name: str, review: ExportedReview, arrival: ImportContext) -> Entry:
    digest = hashlib.sha256(
        f"{name}\n{review.time_ms}\n{review.rating}".encode()
    ).hexdigest()
    entry_id, at = f"anki-{digest[:27]}", arrival.here(review.time_ms)
    if review.kind == "reset":
        return Entry(entry_id, "forget", name, at, arrival.version, origin="anki")
    return Entry(
        entry_id,
        "review",
        name,
        at,
        arrival.version,
        duration_ms=review.duration_ms,
        origin="anki",
    )


def _as_given(review: ExportedReview, expected: Answered) -> Answered:
    """Return Anki's interval, with what our own rules say of the step, which Anki's log does not keep.

    Where the learner has other steps in Anki, the interval decides: seconds are a step, days a review.
    """
    rating: Rating = expected.rating
    if review.interval_seconds is not None:
        left, interval = (
            (expected.remaining_steps, expected.interval_days)
            if expected.is_step
            else (1, 0)
        )
        return Answered(
            rating, None, min(review.interval_seconds, _LONGEST_STEP), left, interval
        )
    if expected.is_step and expected.wait_days == review.interval_days:
        return expected
    days = min(max(1, review.interval_days or 1), LONGEST_INTERVAL)
    return Answered(rating, days, None, 0, days)
