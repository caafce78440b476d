"""The review log: every answer a learner ever gave, on disk before the next question shows.

Entries are only ever added. Where each card stands follows from its entries (`fold`); the table `cards` remembers it so
that the next card is found at once, in the same transaction as the entry, and is made anew when the rules change.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Self

from liverdeck.study.reviewlog import storage
from liverdeck.study.reviewlog.entries import Entry, fact_of
from liverdeck.study.reviewlog.fold import NEW_CARD, CardState, fold, step
from liverdeck.study.reviewlog.rows import entry_of, entry_row, record_of, record_row
from liverdeck.study.scheduling.moments import date_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from liverdeck.study.scheduling.schedule import Schedule

FILE = "log.sqlite3"
BACKUPS = "backups"

_FOLD_VERSION = 1
"""Moves when `fold` comes to another result for the same entries."""
_INSERT_ENTRY = (
    "INSERT INTO entries VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL)"
)
_INSERT_NEW = _INSERT_ENTRY + " ON CONFLICT DO NOTHING"
_WRITE_RECORD = (
    "INSERT OR REPLACE INTO cards VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_READ_RECORD = "SELECT * FROM cards WHERE card = ?"
_TWINS = "SELECT * FROM entries WHERE card = ? AND at BETWEEN ? AND ? AND kind = 'review' AND rating = ? AND origin <> ?"
_ENTRIES_OF_CARD = "SELECT * FROM entries WHERE card = ? ORDER BY at, id"


SAME_ANSWER = 5
"""Milliseconds within which two equal ratings of one card are one answer: Anki moves a row whose time is taken."""


class AnsweredElsewhereError(Exception):
    """Another session has written about this card since it was shown; nothing was added."""


@dataclass(frozen=True, slots=True)
class DayTotals:
    """What was done on one day of a deck, from which the limits of a day are counted."""

    new: int
    """Cards reviewed for the first time."""
    reviews: int
    """Cards reviewed that had been learned on an earlier day."""
    facts: frozenset[str]
    """`deck/fact` of every card that was answered."""


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What became of entries from elsewhere."""

    added: int
    known: int
    """Here already."""
    cards: int
    """Whose progress was computed anew."""


class ReviewLog:
    """The log of one learner, open for reading and adding. Close it, or use it in a `with`."""

    def __init__(self, path: Path, schedule: Schedule) -> None:
        """Open the log at a path, or begin one there. Raises `storage.LogError`, which says what to do."""
        self.path = path = storage.real_path(path)
        self._schedule = schedule
        self._lock = storage.Lock(path)
        try:
            self._connection = storage.connect(path)
            try:
                with storage.explained(path):
                    self._refuse_a_lost_past()
                    self._rebuild_if_outdated()
            except BaseException:
                self._connection.close()
                raise
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        """Return the log itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the file; nothing is waiting to be written."""
        self._connection.close()
        self._lock.release()

    # Reading

    def state_of(self, card: str) -> CardState:
        """Return where a card stands."""
        with storage.explained(self.path):
            row = self._connection.execute(_READ_RECORD, (card,)).fetchone()
        return NEW_CARD if row is None else record_of(row)

    def states(self, deck_id: str) -> dict[str, CardState]:
        """Return where every card of a deck stands that has entries, by name."""
        query = "SELECT * FROM cards WHERE card >= ? AND card < ?"
        with storage.explained(self.path):
            rows = self._connection.execute(query, _names_in(deck_id)).fetchall()
        return {row[0]: record_of(row) for row in rows}

    def decks(self) -> list[str]:
        """Return the ids of the decks that were studied."""
        with storage.explained(self.path):
            return [
                row[0]
                for row in self._connection.execute(
                    "SELECT DISTINCT deck FROM cards ORDER BY deck"
                )
            ]

    def due(
        self, deck_id: str, day: int, *, put_off_on: int, most: int = -1
    ) -> list[tuple[str, int]]:
        """Return the cards due on a day or before, longest overdue first, with the days on which they were due.

        Suspended cards are left out, and those put off on the day `put_off_on`. `most` limits how many; -1 is all.
        """
        query = (
            "SELECT card, due_day FROM cards WHERE deck = ? AND due_day <= ? AND NOT suspended"
            " AND buried IS NOT ? ORDER BY due_day, card LIMIT ?"
        )
        with storage.explained(self.path):
            return self._connection.execute(
                query, (deck_id, day, put_off_on, most)
            ).fetchall()

    def next_due(self, deck_id: str, day: int) -> tuple[int, int] | None:
        """Return the first day after `day` on which cards are due, and how many are; None if none ever will be."""
        query = (
            "SELECT max(due_day, :day + 1) AS due, count(*) FROM cards WHERE deck = :deck AND NOT suspended"
            " AND (due_day > :day OR due_day IS NOT NULL AND buried = :day) GROUP BY due ORDER BY due LIMIT 1"
        )
        with storage.explained(self.path):
            found: tuple[int, int] | None = self._connection.execute(
                query, {"deck": deck_id, "day": day}
            ).fetchone()
        return found

    def in_steps(self, deck_id: str, day: int) -> list[tuple[str, int]]:
        """Return the cards that come back within the day, soonest first, with Unix times."""
        query = (
            "SELECT card, due_at FROM cards WHERE deck = ? AND due_at IS NOT NULL AND NOT suspended"
            " AND buried IS NOT ? ORDER BY due_at, card"
        )
        with storage.explained(self.path):
            return self._connection.execute(query, (deck_id, day)).fetchall()

    def begun(self, cards: Sequence[str], day: int) -> set[str]:
        """Return those of the cards that are new no more, are suspended or put off for this day."""
        query = (
            "SELECT card FROM cards WHERE card IN (SELECT value FROM json_each(?))"
            " AND (phase IS NOT NULL OR suspended OR buried IS ?)"
        )
        with storage.explained(self.path):
            return {
                row[0]
                for row in self._connection.execute(query, (json.dumps(cards), day))
            }

    def done_on(self, deck_id: str, day: int) -> DayTotals:
        """Return what was done of a deck on a day, without what was undone."""
        query = (
            "SELECT DISTINCT card, introduced FROM standing JOIN cards USING (card)"
            " WHERE day = ? AND kind = 'review' AND card >= ? AND card < ?"
        )
        with storage.explained(self.path):
            rows = self._connection.execute(
                query, (day, *_names_in(deck_id))
            ).fetchall()
        new = sum(introduced == day for _, introduced in rows)
        return DayTotals(
            new, len(rows) - new, frozenset(fact_of(card) for card, _ in rows)
        )

    def entries(self, deck_id: str | None = None) -> Iterator[Entry]:
        """Yield all entries, or those of one deck, as they were written, undone ones and undos too."""
        first, end = ("", "\U0010ffff") if deck_id is None else _names_in(deck_id)
        query = "SELECT * FROM entries WHERE card >= ? AND card < ? ORDER BY seq"
        with storage.explained(self.path):
            yield from map(entry_of, self._connection.execute(query, (first, end)))

    def effective_entries(self, deck_id: str) -> Iterator[Entry]:
        """Yield the entries of a deck that count, in the order of time: no undos, and nothing that was undone."""
        query = "SELECT * FROM standing WHERE card >= ? AND card < ? ORDER BY at, id"
        with storage.explained(self.path):
            yield from map(
                entry_of, self._connection.execute(query, _names_in(deck_id))
            )

    def latest(self, deck_id: str, day: int) -> Entry | None:
        """Return the latest entry of a deck on a day that may be undone: not an undo, not undone, and given here."""
        query = (
            "SELECT * FROM standing WHERE day = ? AND card >= ? AND card < ? AND origin = 'liverdeck'"
            " ORDER BY at DESC, seq DESC LIMIT 1"
        )
        with storage.explained(self.path):
            row = self._connection.execute(query, (day, *_names_in(deck_id))).fetchone()
        return None if row is None else entry_of(row)

    def latest_time(self) -> int:
        """Return the Unix time in milliseconds of the entry that was written last; 0 if there is none."""
        with storage.explained(self.path):
            row = self._connection.execute(
                "SELECT at FROM entries ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        return 0 if row is None else int(row[0])

    # Adding

    def add(self, entry: Entry, seen: CardState) -> CardState:
        """Put an entry on disk and return where its card stands now; when this returns, the entry is safe.

        `seen` is the record on which the learner answered. Raises AnsweredElsewhereError if another session has
        written about the card since, and LogError if it cannot be written; the log is then as it was.
        """
        with self._change():
            row = self._connection.execute(_READ_RECORD, (entry.card,)).fetchone()
            present = NEW_CARD if row is None else record_of(row)
            if present.latest_id != seen.latest_id:
                raise AnsweredElsewhereError
            self._connection.execute(_INSERT_ENTRY, entry_row(entry))
            if entry.kind == "undo" or entry.moment.ms <= present.latest_ms:
                return self._fold_anew(entry.card)
            after = step(present, entry, self._schedule)
            self._connection.execute(_WRITE_RECORD, record_row(entry.card, after))
        return after

    def merge(self, entries: Iterable[Entry]) -> MergeResult:
        """Add entries from elsewhere, each id once, all or none; their cards' progress is computed anew."""
        added, known, cards = 0, 0, set()
        with self._change():
            for entry in entries:
                is_new = self._connection.execute(
                    _INSERT_NEW, entry_row(entry)
                ).rowcount
                added, known = added + is_new, known + 1 - is_new
                if is_new:
                    cards.add(entry.card)
                    self._undo_a_twin(entry)
            for card in sorted(cards):
                self._fold_anew(card)
        return MergeResult(added, known, len(cards))

    def _undo_a_twin(self, entry: Entry) -> None:
        """Count an answer once that came both from Anki and from the machine it was carried to Anki from."""
        if entry.kind != "review" or entry.answered is None:
            return
        near = (
            entry.card,
            entry.moment.ms - SAME_ANSWER,
            entry.moment.ms + SAME_ANSWER,
            entry.answered.rating,
            entry.origin,
        )
        for row in self._connection.execute(_TWINS, near).fetchall():
            twin = entry_of(row)
            copy = entry if entry.origin == "anki" else twin
            undo = Entry(
                f"twin-{copy.id}"[:200],
                "undo",
                copy.card,
                copy.moment,
                copy.version,
                target=copy.id,
            )
            self._connection.execute(_INSERT_NEW, entry_row(undo))

    def rebuild(self) -> int:
        """Make the index of cards anew from the entries; return how many cards there are."""
        with self._change():
            return self._rebuild()

    # Care

    def look_after(self, day: int) -> None:
        """Once a day, check the file and keep a copy of it; the oldest copies go. Raises LogError if it is damaged."""
        copy = (
            self.path.parent
            / BACKUPS
            / f"{self.path.stem}-{date_of(day)}{self.path.suffix}"
        )
        with storage.explained(self.path):
            if copy.exists():
                return
            storage.refuse_damage(self._connection, self.path)
            with storage.transaction(self._connection):
                if copy.exists():  # another session was faster
                    return
                # Copies that a clock gone wrong has dated after today count as the oldest.
                kept = sorted(
                    copies_of(self.path), key=lambda each: (each <= copy, each)
                )
                for each in kept:
                    storage.refuse_loss(self._connection, self.path, each)
                storage.copy_to(self.path, copy)
                for old in [*kept, copy][: -storage.KEPT_BACKUPS]:
                    old.unlink()

    @contextmanager
    def _change(self) -> Iterator[None]:
        with storage.explained(self.path), storage.transaction(self._connection):
            yield

    def _fold_anew(self, card: str) -> CardState:
        entries = map(entry_of, self._connection.execute(_ENTRIES_OF_CARD, (card,)))
        record = fold(entries, self._schedule)
        self._connection.execute(_WRITE_RECORD, record_row(card, record))
        return record

    def _rebuild(self) -> int:
        self._connection.execute("DELETE FROM cards")
        rows = self._connection.execute("SELECT * FROM entries ORDER BY card, at, id")
        folded = (
            record_row(card, fold(map(entry_of, own), self._schedule))
            for card, own in groupby(rows, key=_card_in)
        )
        return self._connection.executemany(_WRITE_RECORD, list(folded)).rowcount

    def _refuse_a_lost_past(self) -> None:
        """Raise LogError for an empty log of which there are copies: nobody is to begin anew unawares."""
        if not self.latest_time():
            for copy in copies_of(self.path):
                storage.refuse_loss(self._connection, self.path, copy)

    def _rebuild_if_outdated(self) -> None:
        rules = hashlib.sha256(
            json.dumps([_FOLD_VERSION, self._schedule.parameters]).encode()
        ).hexdigest()
        if self._note("rules") == rules:
            return
        with storage.transaction(self._connection):
            self._rebuild()
            self._connection.execute(
                "INSERT OR REPLACE INTO notes_to_self VALUES ('rules', ?)", (rules,)
            )

    def _note(self, name: str) -> str | None:
        row = self._connection.execute(
            "SELECT value FROM notes_to_self WHERE name = ?", (name,)
        ).fetchone()
        return None if row is None else str(row[0])


def copies_of(path: Path) -> list[Path]:
    """Return the copies that `look_after` has made of a log, the oldest first."""
    return sorted((path.parent / BACKUPS).glob(f"{path.stem}-*{path.suffix}"))


def _names_in(deck_id: str) -> tuple[str, str]:
    """Return the bounds between which all names of a deck's cards lie; `0` is the character after `/`."""
    return f"{deck_id}/", f"{deck_id}0"


def _card_in(row: sqlite3.Row) -> str:
    return str(row[2])
