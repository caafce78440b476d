"""Reading what a learner exported from Anki: the answers they gave there to LiverDeck's cards.

The file is read as if written by an enemy (see `archive`). Of the notes nothing is read but the identity, of media
nothing at all. Which rows of the review log are answers follows Anki's own `rslib/src/revlog/mod.rs`.
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
    opened,
)
from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.base.problems import Position, Problem, shortened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

LARGEST_COLLECTION = 512 * 1024 * 1024
"""Bytes, unpacked; fifty thousand notes with half a million reviews take a fifth of it."""
MOST_STEPS = 200_000_000
"""Of SQLite's virtual machine; the most reviews are read in a quarter of them."""
MOST_REVIEWS = 5_000_000
"""Rows of the log; ten times what a diligent learner gathers in ten years."""
LATEST_TIME = 2**32 * 1000
"""Unix time in milliseconds: the year 2106."""
LONGEST_KEY = 200
"""Characters of a first field that are read; ours are shorter."""

_FORMS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""Newest first: beside a newer one the older is a stub that says "please update"."""
_TABLES = {"notes", "cards", "revlog"}
_NOTES = "SELECT id, guid, substr(flds, 1, ?) FROM notes WHERE length(guid) = ?"
_CARDS = "SELECT id, nid, ord FROM cards"
_REVIEWS = "SELECT id, cid, ease, ivl, factor, time, type FROM revlog"
_GUID = re.compile(r"[0-9a-f]*")
_GUID_LENGTH = 20
"""Ours are hexadecimal and so long (`notes.guid_of`); Anki's own are half as long."""
_SEPARATOR = "\x1f"
_HARDEST, _EASIEST = 1, 4
_FILTERED, _MANUAL, _RESCHEDULED = 3, 4, 5
_LONGEST_INTERVAL = 2**31
_LONGEST_DURATION = 2**32
_MEND = "name an .apkg or .colpkg that Anki exported"

ReviewKind = Literal["learning", "review", "relearning", "early", "reset"]
"""In which state of its card an answer was given; early is before it was due, reset no answer but “forget”."""
_KINDS: dict[object, ReviewKind] = {
    0: "learning",
    1: "review",
    2: "relearning",
    _FILTERED: "early",
}


class SkipReason(StrEnum):
    """Why a row of the log is not among the reviews, in a learner's words."""

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
    """Of the card among its note's: a blank's number less one, or the template's place."""
    time_ms: int
    """Unix time in milliseconds; Anki gives no two reviews the same."""
    rating: int
    """1 again, 2 hard, 3 good, 4 easy; 0 for a reset."""
    interval_days: int | None
    """Until the card is due again, as Anki chose it; None where it counted in seconds."""
    interval_seconds: int | None
    """Likewise, from 0; None where it counted in days."""
    duration_ms: int
    """Milliseconds from seeing the question to the answer."""
    kind: ReviewKind
    """A reset makes the card new: what was answered before it counts no more."""


@dataclass(frozen=True, slots=True)
class Export:
    """What an export tells of LiverDeck's cards."""

    reviews: tuple[ExportedReview, ...]
    """In the order of time."""
    skipped: Mapping[str, int]
    """How many rows of the log are not among the reviews, by the reason (see `Skipped`)."""
    keys: Mapping[str, str]
    """Of every LiverDeck note in it, reviewed or not: its first field by its GUID."""
    has_no_log: bool
    """It holds cards, but not one row of a review log: made without “Include scheduling information”, or nobody has
    answered anything yet. Anki's file does not tell which."""


@garbage_collection_paused()
def read_export(path: Path) -> tuple[Export | None, Problem | None]:
    """Read an `.apkg` or `.colpkg`, in its new form or in that for older versions of Anki.

    Returns None and the problem when it is not one. Never raises for anything that is in the file.
    """
    try:
        with opened(
            collection_bytes(path, _newest, LARGEST_COLLECTION), _TABLES, MOST_STEPS
        ) as connection:
            return _read(connection), None
    except OSError as error:
        return None, Problem(
            Position(str(path)),
            f"cannot be read: {error.strerror or error}",
            "check its name",
        )
    except UNREADABLE as error:
        what = shortened(
            f"not an export that can be read: {str(error) or 'it is damaged'}"
        )
        return None, Problem(
            Position(str(path)), what, getattr(error, "fix", "") or _MEND
        )


def _newest(names: list[str]) -> str:
    for form in _FORMS:
        if form in names:
            return form
    raise NotAPackageError("no collection in it")


def _read(connection: sqlite3.Connection) -> Export:
    connection.text_factory = _lenient  # one broken note of another deck is no reason to refuse the learner's work
    notes, keys = _our_notes(connection)
    cards = _cards(connection, notes)
    reviews: list[ExportedReview] = []
    skipped: Counter[str] = Counter()
    for count, (at, card, *values) in enumerate(connection.execute(_REVIEWS)):
        if count == MOST_REVIEWS:
            raise NotAPackageError(
                f"it holds more than {MOST_REVIEWS} reviews", "export one deck alone"
            )
        own = cards.get(card, SkipReason.DELETED)
        review = own if isinstance(own, SkipReason) else _review(*own, at, *values)
        if isinstance(review, SkipReason):
            skipped[review.value] += 1
        else:
            reviews.append(review)
    reviews.sort(key=lambda review: (review.time_ms, review.note_guid, review.ordinal))
    has_no_log = bool(cards) and not reviews and not skipped
    return Export(tuple(reviews), dict(skipped), keys, has_no_log)


def _lenient(data: bytes) -> str:
    return data.decode(errors="replace")


def _our_notes(
    connection: sqlite3.Connection,
) -> tuple[dict[object, str], dict[str, str]]:
    """Return the GUIDs of our notes by their ids, and their first fields by their GUIDs."""
    notes: dict[object, str] = {}
    keys: dict[str, str] = {}
    for note_id, guid, fields in connection.execute(
        _NOTES, (LONGEST_KEY, _GUID_LENGTH)
    ):
        if (
            isinstance(guid, str)
            and isinstance(fields, str)
            and _GUID.fullmatch(guid)
            and guid not in keys
        ):
            notes[note_id] = guid
            keys[guid] = fields.partition(_SEPARATOR)[0]
    return notes, keys


def _cards(
    connection: sqlite3.Connection, notes: dict[object, str]
) -> dict[object, tuple[str, int] | SkipReason]:
    """Return GUID and ordinal of our cards by their ids, and of the others why they are not wanted."""
    cards: dict[object, tuple[str, int] | SkipReason] = {}
    for card_id, note_id, ordinal in connection.execute(_CARDS):
        guid = notes.get(note_id)
        if guid is None:
            cards[card_id] = SkipReason.FOREIGN
        else:
            cards[card_id] = (
                (guid, ordinal) if isinstance(ordinal, int) else SkipReason.NO_NUMBERS
            )
    return cards


def _review(guid: str, ordinal: int, *values: object) -> ExportedReview | SkipReason:
    """Return what a row of the log says, or why it says nothing."""
    numbers = [value for value in values if isinstance(value, int)]
    if len(numbers) < len(values):
        return SkipReason.NO_NUMBERS
    at, rating, interval, factor, duration, logged = numbers
    if not 0 < at <= LATEST_TIME:
        return SkipReason.NO_TIME
    if (
        not -_LONGEST_INTERVAL <= interval < _LONGEST_INTERVAL
        or not 0 <= duration < _LONGEST_DURATION
    ):
        return SkipReason.NO_LENGTH
    kind = _kind(rating, factor, logged)
    if isinstance(kind, SkipReason):
        return kind
    days, seconds = (interval, None) if interval > 0 else (None, -interval)
    return ExportedReview(guid, ordinal, at, rating, days, seconds, duration, kind)


def _kind(rating: int, factor: int, logged: int) -> ReviewKind | SkipReason:
    """Return what sort of answer it was, `factor` being 0 if the card got no ease or difficulty by it."""
    if rating == 0:
        return "reset" if logged == _MANUAL and factor == 0 else SkipReason.MANUAL
    if not _HARDEST <= rating <= _EASIEST:
        return SkipReason.NO_RATING
    if logged in (_MANUAL, _RESCHEDULED):
        return SkipReason.MANUAL
    if logged == _FILTERED and factor == 0:
        return SkipReason.CRAMMED
    return _KINDS.get(logged, SkipReason.UNKNOWN)
