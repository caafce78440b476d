"""Read a learner's export from Anki: their answers to LiverDeck's cards.

The file is read as if an attacker had written it (see `archive`). Only the GUID and the
first field of a note are read, and no media. A row of the review log counts as an
answer by the rules of Anki's own `rslib/src/revlog/mod.rs`.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from liverdeck.anki.allowance import Allowance
from liverdeck.anki.archive import (
    COLLECTIONS_OF_ANKI,
    FIX_IF_LARGE,
    MOST_NOTES,
    OLDEST_COLLECTION_NAME,
    UNREADABLE,
    PackageRefusedError,
    collection_bytes,
    open_database,
    refused_package,
)
from liverdeck.anki.notes import FIELD_SEPARATOR, GUID_LENGTH, is_guid
from liverdeck.anki.progress import ROW_TYPES
from liverdeck.base.files import unreadable_problem
from liverdeck.base.result import Result
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path


LARGEST_COLLECTION = 100 * 1024 * 1024
"""An export is refused if its unpacked database has more bytes than this.

For a moment, the database is in memory twice. A collection of fifty thousand notes with
half a million reviews has this size; the export of one deck is much smaller.
"""
MOST_STEPS = 200_000_000
"""An export is refused if SQLite's virtual machine needs more steps than this.

Reading five million reviews takes a quarter of these steps.
"""
MOST_CARDS = 500_000
"""An export with more cards than this is refused; cards of other decks count too."""
MOST_REVIEWS = 250_000
"""An export with more reviews of LiverDeck's cards than this is refused.

The number is 70 reviews a day for ten years.
"""
LONGEST_FIRST_FIELD = 200
"""Only this many characters of a first field are read.

LiverDeck's fields are shorter.
"""

_TABLES = {"notes", "cards", "revlog"}
_SELECT_NOTES = "SELECT id, guid, substr(flds, 1, ?) FROM notes WHERE length(guid) = ?"
_SELECT_CARDS = "SELECT id, nid, ord FROM cards"
_SELECT_REVIEWS = "SELECT id, cid, ease, ivl, factor, time, type FROM revlog"
_LOWEST_RATING, _HIGHEST_RATING = 1, 4
_FILTERED, _CHANGED_BY_HAND, _CHANGED_BY_ANKI = 3, 4, 5
"""Types of a row in the review log, in addition to `ROW_TYPES`.

In this order: an answer in a filtered deck, a change of the schedule that the learner
made by hand, and a change of the schedule that Anki made.
"""
_INTERVAL_LIMIT = 2**31
"""The interval of a row must be less than this number, and at least its negative.

A row with another interval is skipped. A positive interval is in days, any other
interval in seconds.
"""
_DURATION_LIMIT_MS = 2**32
"""A row whose duration is this long or longer is skipped."""
_USUAL_FIX = "give the path of an .apkg or .colpkg that Anki exported"

ReviewKind = Literal["learning", "review", "relearning", "early", "reset"]
"""The event that a row of the review log records.

"learning", "review" and "relearning" are answers: the name is the state of the card
before the answer. "early" is an answer in a filtered deck, before the card was due.
"reset" is not an answer: the learner told Anki to forget the card. After this, the card
is new again, and the answers before the reset no longer count.
"""
_KIND_BY_ROW_TYPE: dict[int, ReviewKind] = {
    **{row_type: kind for kind, row_type in ROW_TYPES.items()},
    _FILTERED: "early",
}
"""The kind of an answer, by the type of its row in the review log."""


class SkipReason(StrEnum):
    """The reason why a row of the log is skipped, as a text for learners."""

    NOT_OURS = "notes that are not LiverDeck's"
    DELETED = "cards that are no longer in the collection"
    RESCHEDULED = "manual rescheduling (not a review)"
    CRAMMED = "cramming in a filtered deck (does not count in Anki either)"
    NOT_WHOLE_NUMBERS = "rows with something else than whole numbers"
    IMPOSSIBLE_TIME = "rows without a sensible time"
    UNKNOWN_RATING = "rows with a rating that Anki does not have"
    IMPOSSIBLE_INTERVAL_OR_DURATION = (
        "rows with an interval or a duration that cannot be"
    )
    UNKNOWN_KIND = "reviews of a kind that LiverDeck does not know"


@value_class
class ExportedReview:
    """One answer as Anki logged it, or a reset."""

    note_guid: str
    ordinal: int
    """Ordinal of the card: a blank's number minus one, or the template's index."""
    time_ms: int
    """Unix time in milliseconds, above 0. If a clock was wrong, it may be very large.

    No two reviews in Anki have the same time.
    """
    rating: int
    """1 again, 2 hard, 3 good, 4 easy; 0 for a reset."""
    interval_days: int | None
    """The days until the card is due again, as Anki chose them.

    None if Anki gave the interval in seconds.
    """
    interval_seconds: int | None
    """The seconds until the card is due again, 0 or more. None if Anki gave days."""
    duration_ms: int
    """The milliseconds between the question and the answer."""
    kind: ReviewKind


@value_class
class Export:
    """The content of an export that is about LiverDeck's notes and cards."""

    reviews: tuple[ExportedReview, ...]
    """Sorted by time."""
    skipped: Mapping[str, int]
    """The number of skipped rows of the log, by the text of the `SkipReason`."""
    first_fields: Mapping[str, str]
    """The first field of every LiverDeck note in the export, by GUID.

    Notes without a review are among them. A longer field is cut at
    `LONGEST_FIRST_FIELD`.
    """
    has_no_reviews: bool
    """True if the export has cards, but no row in its review log.

    Either it was exported without “Include scheduling information”, or nobody has
    answered a card yet. Anki's file does not show which of the two is true.
    """


def read_export(path: Path) -> Result[Export]:
    """Read an `.apkg` or `.colpkg` that any version of Anki exported.

    If the file cannot be read, is not a package or exceeds a limit, the result has one
    problem and no export. Whatever the file contains, this function raises no error.
    """
    try:
        data = collection_bytes(path, _newest_collection, LARGEST_COLLECTION)
        # A note of another deck may have any length, because only its beginning is
        # read.
        with open_database(data, _TABLES, MOST_STEPS, LARGEST_COLLECTION) as connection:
            return Result(_export_from(connection))
    except OSError as error:
        problem = unreadable_problem(path, error)
    except UNREADABLE as error:
        fix = getattr(error, "fix", "") or _USUAL_FIX
        problem = refused_package(path, error, "not an export that can be read", fix)
    return Result(None, (problem,))


def _newest_collection(names: list[str]) -> str:
    """Return the newest name of a database among the names of a package's files."""
    for name in (*COLLECTIONS_OF_ANKI, OLDEST_COLLECTION_NAME):
        if name in names:
            return name
    raise PackageRefusedError("no collection in it")


def _export_from(connection: sqlite3.Connection) -> Export:
    # A text of another deck may have bytes that are not UTF-8. This is no reason to
    # refuse the export.
    connection.text_factory = _decoded_leniently
    guids, first_fields = _our_notes(connection)
    cards = _cards(connection, guids)

    reviews: list[ExportedReview] = []
    allowance = Allowance("reviews of LiverDeck's cards", MOST_REVIEWS, FIX_IF_LARGE)
    skipped: Counter[str] = Counter()
    for time_ms, card_id, *values in connection.execute(_SELECT_REVIEWS):
        card = cards.get(card_id, SkipReason.DELETED)
        if isinstance(card, SkipReason):
            skipped[card.value] += 1
            continue
        guid, ordinal = card
        review = _review(guid, ordinal, time_ms, *values)
        if isinstance(review, SkipReason):
            skipped[review.value] += 1
        else:
            allowance.take()
            reviews.append(review)

    reviews.sort(key=lambda review: (review.time_ms, review.note_guid, review.ordinal))
    has_no_reviews = bool(cards) and not reviews and not skipped
    return Export(tuple(reviews), dict(skipped), first_fields, has_no_reviews)


def _decoded_leniently(data: bytes) -> str:
    """Return a text from UTF-8, with U+FFFD in place of wrong bytes."""
    return data.decode(errors="replace")


def _our_notes(
    connection: sqlite3.Connection,
) -> tuple[dict[object, str], dict[str, str]]:
    """Return two dicts about LiverDeck's notes.

    The first dict has the GUIDs by note id, and the second has the first fields by
    GUID. A note counts as LiverDeck's if its GUID has the length and the digits of our
    GUIDs. If several notes have the same GUID, only the first note counts.
    """
    guids: dict[object, str] = {}
    first_fields: dict[str, str] = {}
    allowance = Allowance("notes of LiverDeck's", MOST_NOTES, FIX_IF_LARGE)
    for note_id, guid, fields in connection.execute(
        _SELECT_NOTES, (LONGEST_FIRST_FIELD, GUID_LENGTH)
    ):
        if not isinstance(guid, str) or not isinstance(fields, str):
            continue
        if is_guid(guid) and guid not in first_fields:
            allowance.take()
            guids[note_id] = guid
            first_fields[guid] = fields.partition(FIELD_SEPARATOR)[0]
    return guids, first_fields


def _cards(
    connection: sqlite3.Connection, guids: dict[object, str]
) -> dict[object, tuple[str, int] | SkipReason]:
    """Return the GUID and the ordinal of each card by LiverDeck, by card id.

    For a card that is not LiverDeck's, or whose ordinal is not a whole number, the
    value is the reason to skip the card's reviews.
    """
    cards: dict[object, tuple[str, int] | SkipReason] = {}
    allowance = Allowance("cards", MOST_CARDS, FIX_IF_LARGE)
    for card_id, note_id, ordinal in connection.execute(_SELECT_CARDS):
        allowance.take()
        guid = guids.get(note_id)
        if guid is None:
            cards[card_id] = SkipReason.NOT_OURS
        elif not isinstance(ordinal, int):
            cards[card_id] = SkipReason.NOT_WHOLE_NUMBERS
        else:
            cards[card_id] = guid, ordinal
    return cards


def _review(guid: str, ordinal: int, *values: object) -> ExportedReview | SkipReason:
    """Return the review in a row of the log, or the reason to skip the row.

    `values` are the columns of `_SELECT_REVIEWS` without the card's id.
    """
    numbers = [value for value in values if isinstance(value, int)]
    if len(numbers) < len(values):
        return SkipReason.NOT_WHOLE_NUMBERS

    time_ms, rating, interval, factor, duration_ms, row_type = numbers
    if time_ms <= 0:
        return SkipReason.IMPOSSIBLE_TIME
    if not -_INTERVAL_LIMIT <= interval < _INTERVAL_LIMIT:
        return SkipReason.IMPOSSIBLE_INTERVAL_OR_DURATION
    if not 0 <= duration_ms < _DURATION_LIMIT_MS:
        return SkipReason.IMPOSSIBLE_INTERVAL_OR_DURATION

    kind = _review_kind(rating, factor, row_type)
    if isinstance(kind, SkipReason):
        return kind
    return ExportedReview(
        guid,
        ordinal,
        time_ms,
        rating,
        interval_days=interval if interval > 0 else None,
        interval_seconds=None if interval > 0 else -interval,
        duration_ms=duration_ms,
        kind=kind,
    )


def _review_kind(rating: int, factor: int, row_type: int) -> ReviewKind | SkipReason:
    """Return the kind of a review, or the reason to skip it.

    `factor` is the card's ease or difficulty after the review. It is 0 after a reset,
    and also after cramming, which does not change the schedule of a card.
    """
    if rating == 0:  # not an answer
        is_reset = row_type == _CHANGED_BY_HAND and factor == 0
        return "reset" if is_reset else SkipReason.RESCHEDULED
    if not _LOWEST_RATING <= rating <= _HIGHEST_RATING:
        return SkipReason.UNKNOWN_RATING
    if row_type in (_CHANGED_BY_HAND, _CHANGED_BY_ANKI):
        return SkipReason.RESCHEDULED
    if row_type == _FILTERED and factor == 0:
        return SkipReason.CRAMMED
    return _KIND_BY_ROW_TYPE.get(row_type, SkipReason.UNKNOWN_KIND)
