"""Reads what a learner exported from Anki: their answers to LiverDeck's cards.

The file is read as if an attacker had written it (see `archive`). Of the notes, only
the identity is read; of the media, nothing. Which rows of the review log are answers
follows Anki's own `rslib/src/revlog/mod.rs`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from liverdeck.anki.archive import (
    UNREADABLE,
    NotAPackageError,
    collection_bytes,
    open_database,
)
from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.base.problems import Position, Problem, shortened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

LARGEST_COLLECTION = 512 * 1024 * 1024
"""Bytes, unpacked.

Fifty thousand notes with half a million reviews need a fifth of it.
"""
MOST_STEPS = 200_000_000
"""Steps of SQLite's virtual machine; `MOST_REVIEWS` are read in a quarter of them."""
MOST_REVIEWS = 5_000_000
"""Rows of the log; ten times what a diligent learner collects in ten years."""
LATEST_TIME = 2**32 * 1000
"""Unix time in milliseconds: the year 2106."""
LONGEST_KEY = 200
"""Characters that are read of a first field; ours are shorter."""

_COLLECTION_NAMES = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""Newest first.

An older one beside a newer one is a stub that says "please update".
"""
_TABLES = {"notes", "cards", "revlog"}
_NOTES = "SELECT id, guid, substr(flds, 1, ?) FROM notes WHERE length(guid) = ?"
_CARDS = "SELECT id, nid, ord FROM cards"
_REVIEWS = "SELECT id, cid, ease, ivl, factor, time, type FROM revlog"
_GUID = re.compile(r"[0-9a-f]*")
_GUID_LENGTH = 20
"""Our GUIDs are hexadecimal and have this length; see `notes.guid_of`.

Anki's own are half as long.
"""
_SEPARATOR = "\x1f"
_HARDEST, _EASIEST = 1, 4
_FILTERED, _MANUAL, _RESCHEDULED = 3, 4, 5
_LONGEST_INTERVAL = 2**31
"""Days if positive, seconds if negative."""
_LONGEST_DURATION_MS = 2**32
_FIX = "name an .apkg or .colpkg that Anki exported"

ReviewKind = Literal["learning", "review", "relearning", "early", "reset"]
"""The state of the card when the answer was given.

"early" is a review before it was due. "reset" is not an answer: the learner told Anki
to forget the card.
"""
_KINDS: dict[object, ReviewKind] = {
    0: "learning",
    1: "review",
    2: "relearning",
    _FILTERED: "early",
}


class SkipReason(StrEnum):
    """Why a row of the log is not among the reviews, in words for a learner."""

    FOREIGN = "notes that are not LiverDeck's"
    DELETED = "cards that are no longer in the collection"
    MANUAL = "manual rescheduling (not a review)"
    CRAMMED = "cramming in a filtered deck (does not count in Anki either)"
    NO_NUMBERS = "rows with something else than whole numbers"
    NO_TIME = "rows without a sensible time"
    NO_RATING = "rows with a rating that Anki does not have"
    NO_LENGTH = "rows with an interval or a duration that cannot be"
    UNKNOWN = "reviews of a kind that LiverDeck does not know"


@dataclass(frozen=True, slots=True)
class ExportedReview:
    """One answer as Anki logged it, or a reset."""

    note_guid: str
    ordinal: int
    """Ordinal of the card: a blank's number less one, or the template's index."""
    time_ms: int
    """Unix time in milliseconds; no two reviews in Anki have the same."""
    rating: int
    """1 again, 2 hard, 3 good, 4 easy; 0 for a reset."""
    interval_days: int | None
    """Days until the card is due again, as Anki chose them.

    None if Anki counted in seconds.
    """
    interval_seconds: int | None
    """Seconds until the card is due again, from 0; None if Anki counted in days."""
    duration_ms: int
    """Milliseconds from the time the question was shown to the answer."""
    kind: ReviewKind
    """After a reset the card is new, and the answers before it no longer count."""


@dataclass(frozen=True, slots=True)
class Export:
    """What an export says about LiverDeck's cards."""

    reviews: tuple[ExportedReview, ...]
    """Sorted by time."""
    skipped: Mapping[str, int]
    """How many rows of the log are not among the reviews, by reason.

    `SkipReason` has the reasons.
    """
    keys: Mapping[str, str]
    """The first field of every LiverDeck note in it, reviewed or not, by GUID."""
    has_no_log: bool
    """True if it has cards but not a single row of a review log.

    Either it was exported without “Include scheduling information”, or nobody has
    answered a card yet. Anki's file does not say which.
    """


@garbage_collection_paused()
def read_export(path: Path) -> tuple[Export | None, Problem | None]:
    """Read an `.apkg` or `.colpkg`, in the new format or in the one for older Ankis.

    Returns None and the problem if the file is not such a package. No content of the
    file makes this function raise.
    """
    try:
        data = collection_bytes(path, _newest_collection, LARGEST_COLLECTION)
        with open_database(data, _TABLES, MOST_STEPS) as connection:
            del data  # SQLite has a copy, and it may be large
            return _read(connection), None
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        return None, Problem(Position(str(path)), message, "check its name")
    except UNREADABLE as error:
        reason = str(error) or "it is damaged"
        message = shortened(f"not an export that can be read: {reason}")
        fix = getattr(error, "fix", "") or _FIX
        return None, Problem(Position(str(path)), message, fix)


def _newest_collection(names: list[str]) -> str:
    for name in _COLLECTION_NAMES:
        if name in names:
            return name
    raise NotAPackageError("no collection in it")


def _read(connection: sqlite3.Connection) -> Export:
    # One broken note of another deck is not a reason to refuse the learner's work.
    connection.text_factory = _decoded_leniently
    notes, keys = _our_notes(connection)
    cards = _cards(connection, notes)

    reviews: list[ExportedReview] = []
    skipped: Counter[str] = Counter()
    for count, row in enumerate(connection.execute(_REVIEWS)):
        if count == MOST_REVIEWS:
            raise NotAPackageError(
                f"it holds more than {MOST_REVIEWS} reviews", "export one deck alone"
            )
        time_ms, card_id, *values = row
        card = cards.get(card_id, SkipReason.DELETED)
        review = (
            card if isinstance(card, SkipReason) else _review(*card, time_ms, *values)
        )
        if isinstance(review, SkipReason):
            skipped[review.value] += 1
        else:
            reviews.append(review)

    reviews.sort(key=lambda review: (review.time_ms, review.note_guid, review.ordinal))
    has_no_log = bool(cards) and not reviews and not skipped
    return Export(tuple(reviews), dict(skipped), keys, has_no_log)


def _decoded_leniently(data: bytes) -> str:
    return data.decode(errors="replace")


def _our_notes(
    connection: sqlite3.Connection,
) -> tuple[dict[object, str], dict[str, str]]:
    """Return two dicts about our notes: GUIDs by note id, and first fields by GUID."""
    guids: dict[object, str] = {}
    keys: dict[str, str] = {}
    for note_id, guid, fields in connection.execute(
        _NOTES, (LONGEST_KEY, _GUID_LENGTH)
    ):
        if not isinstance(guid, str) or not isinstance(fields, str):
            continue
        if _GUID.fullmatch(guid) and guid not in keys:
            guids[note_id] = guid
            keys[guid] = fields.partition(_SEPARATOR)[0]
    return guids, keys


def _cards(
    connection: sqlite3.Connection, guids: dict[object, str]
) -> dict[object, tuple[str, int] | SkipReason]:
    """Return GUID and ordinal of our cards by card id.

    For the other cards the value is the reason to skip their reviews.
    """
    cards: dict[object, tuple[str, int] | SkipReason] = {}
    for card_id, note_id, ordinal in connection.execute(_CARDS):
        guid = guids.get(note_id)
        if guid is None:
            cards[card_id] = SkipReason.FOREIGN
        elif not isinstance(ordinal, int):
            cards[card_id] = SkipReason.NO_NUMBERS
        else:
            cards[card_id] = guid, ordinal
    return cards


def _review(guid: str, ordinal: int, *values: object) -> ExportedReview | SkipReason:
    """Return the review in a row of the log, or the reason to skip the row."""
    numbers = [value for value in values if isinstance(value, int)]
    if len(numbers) < len(values):
        return SkipReason.NO_NUMBERS

    time_ms, rating, interval, factor, duration_ms, logged_type = numbers
    if not 0 < time_ms <= LATEST_TIME:
        return SkipReason.NO_TIME
    if not -_LONGEST_INTERVAL <= interval < _LONGEST_INTERVAL:
        return SkipReason.NO_LENGTH
    if not 0 <= duration_ms < _LONGEST_DURATION_MS:
        return SkipReason.NO_LENGTH

    kind = _review_kind(rating, factor, logged_type)
    if isinstance(kind, SkipReason):
        return kind
    days, seconds = (interval, None) if interval > 0 else (None, -interval)
    return ExportedReview(
        guid, ordinal, time_ms, rating, days, seconds, duration_ms, kind
    )


def _review_kind(rating: int, factor: int, logged_type: int) -> ReviewKind | SkipReason:
    """Return what kind of answer it was, or the reason to skip it.

    `factor` is 0 if the answer gave the card no ease or difficulty.
    """
    if rating == 0:
        is_reset = logged_type == _MANUAL and factor == 0
        return "reset" if is_reset else SkipReason.MANUAL
    if not _HARDEST <= rating <= _EASIEST:
        return SkipReason.NO_RATING
    if logged_type in (_MANUAL, _RESCHEDULED):
        return SkipReason.MANUAL
    if logged_type == _FILTERED and factor == 0:
        return SkipReason.CRAMMED
    return _KINDS.get(logged_type, SkipReason.UNKNOWN)
