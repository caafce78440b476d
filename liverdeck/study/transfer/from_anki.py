"""Reviews made in Anki, brought into the log."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from liverdeck.anki.notes import place_of
from liverdeck.facts.card import cards_of
from liverdeck.study.reviewlog.entries import Entry, card_name
from liverdeck.study.reviewlog.fold import BY_TIME, NOTHING, standing, step
from liverdeck.study.reviewlog.review_log import SAME_ANSWER
from liverdeck.study.scheduling.moments import SECONDS_A_DAY
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL, Given

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
class Carried:
    """What became of the reviews in an export."""

    added: int
    known: int
    """Here already: given in the terminal, or brought in before."""
    cards: int
    skipped: Mapping[str, int]
    """How many rows were left out, by the reason."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """How reviews from elsewhere become entries here."""

    schedule: Schedule
    here: Callable[[int], Moment]
    """The moment of a Unix time in milliseconds where the learner is; an export does not say where it was."""
    version: str
    """Of the program, for the log."""


def carry_from_anki(
    export: Export, deck: Deck, log: ReviewLog, arrival: Arrival
) -> Carried:
    """Add the deck's reviews in an export to the log, each once; all or none.

    Raises LogError if the log cannot be written.
    """
    names = {
        place_of(deck.id, card): card_name(deck.id, card)
        for fact in deck.taught
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
    return Carried(
        merged.added,
        sum(map(len, reviews.values())) - merged.added,
        merged.cards,
        skipped,
    )


def _new_entries(
    name: str, exported: list[ExportedReview], own: list[Entry], arrival: Arrival
) -> Iterator[Entry]:
    """Yield the entries that are not in the log yet, each understood by what the card had become until then."""
    answers = {
        (entry.at.ms, entry.given.rating if entry.given else 0)
        for entry in own
        if entry.kind in ("review", "forget")
    }
    unknown = {
        entry.id: (entry, review)
        for review in exported
        if not _is_known(review, answers)
        for entry in [_entry(name, review, arrival)]
    }
    record = NOTHING
    for entry in sorted(
        [*standing(own), *(entry for entry, _ in unknown.values())], key=BY_TIME
    ):
        known = entry
        if entry.id in unknown and entry.kind == "review":
            review = unknown[entry.id][1]
            choices = arrival.schedule.choices(name, record.progress, entry.at)
            known = replace(
                entry, given=_as_given(review, choices[review.rating - 1].given)
            )
        record = step(record, known, arrival.schedule)
        if entry.id in unknown:
            yield known


def _is_known(review: ExportedReview, answers: Container[tuple[int, int]]) -> bool:
    near = range(review.at - SAME_ANSWER, review.at + SAME_ANSWER + 1)
    return any((at, review.rating) in answers for at in near)


def _entry(name: str, review: ExportedReview, arrival: Arrival) -> Entry:
    digest = hashlib.sha256(
        f"{name}\n{review.at}\n{review.rating}".encode()
    ).hexdigest()
    entry_id, at = f"anki-{digest[:27]}", arrival.here(review.at)
    if review.kind == "reset":
        return Entry(entry_id, "forget", name, at, arrival.version, origin="anki")
    return Entry(
        entry_id,
        "review",
        name,
        at,
        arrival.version,
        duration=review.duration,
        origin="anki",
    )


def _as_given(review: ExportedReview, expected: Given) -> Given:
    """Return Anki's interval, with what our own rules say of the step, which Anki's log does not keep.

    Where the learner has other steps in Anki, the interval decides: seconds are a step, days a review.
    """
    rating: Rating = expected.rating
    if review.interval_seconds is not None:
        left, interval = (
            (expected.left, expected.interval) if expected.is_step else (1, 0)
        )
        return Given(
            rating, None, min(review.interval_seconds, _LONGEST_STEP), left, interval
        )
    if expected.is_step and expected.days == review.interval_days:
        return expected
    days = min(max(1, review.interval_days or 1), LONGEST_INTERVAL)
    return Given(rating, days, None, 0, days)
