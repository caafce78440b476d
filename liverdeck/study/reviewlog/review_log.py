"""The review log: every answer of a learner, on disk before the next question.

Entries are only ever added. The state of each card follows from its entries (`fold`).
The table `cards` stores these states, so that the next card is found quickly. It is
written in the same transaction as an entry, and computed again when the rules change.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Self

from liverdeck.study.reviewlog import copies, storage
from liverdeck.study.reviewlog.copies import BACKUPS, copies_of
from liverdeck.study.reviewlog.entries import Entry
from liverdeck.study.reviewlog.errors import explain_errors
from liverdeck.study.reviewlog.fold import CardState, fold, state_after
from liverdeck.study.reviewlog.lock import Lock
from liverdeck.study.reviewlog.log_reader import LogReader
from liverdeck.study.reviewlog.rows import (
    card_state_row,
    entry_of,
    entry_row,
)
from liverdeck.study.scheduling.moments import date_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from liverdeck.study.scheduling.schedule import Schedule

LOG_FILE = "log.sqlite3"
SAME_ANSWER_MS = 5
"""Two equal ratings of a card within this many milliseconds are one answer.

Anki changes the time of a review by a few milliseconds if another review has that time.
"""

_FOLD_VERSION = 1
"""Increase it when `fold` gives another result for the same entries."""
_INSERT_ENTRY = (
    "INSERT INTO entries VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL)"
)
_INSERT_UNKNOWN_ENTRY = _INSERT_ENTRY + " ON CONFLICT DO NOTHING"
_WRITE_STATE = (
    "INSERT OR REPLACE INTO cards VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_ENTRIES_OF_CARD = "SELECT * FROM entries WHERE card = ? ORDER BY at, id"


class AnsweredElsewhereError(Exception):
    """Another session has added an entry for this card since it was shown.

    Nothing was added.
    """


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The result of adding entries from elsewhere."""

    added: int
    known: int
    """Number of entries that the log had already."""
    cards: int
    """Number of cards whose state was computed again."""


class ReviewLog(LogReader):
    """The log of one learner, open for reading and adding.

    Close it after use, or use it in a `with` statement.
    """

    def __init__(self, path: Path, schedule: Schedule) -> None:
        """Open the log at a path, or create it.

        Raises LogError, which says what to do.
        """
        path = storage.real_path(path)
        self._schedule = schedule
        self._lock = Lock(path)
        try:
            super().__init__(path, storage.connect(path))
            try:
                with explain_errors(path):
                    self._refuse_emptied_log()
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
        """Close the log."""
        self.close()

    def close(self) -> None:
        """Close the file. Everything has been written by then."""
        self._connection.close()
        self._lock.release()

    # Adding

    def add(self, entry: Entry, seen: CardState) -> CardState:
        """Write an entry to disk and return the new state of its card.

        When this method returns, the entry is safe. `seen` is the state that the
        learner answered.

        Raises AnsweredElsewhereError if another session has added an entry for the card
        since, and LogError if the entry cannot be written. Then nothing is changed.
        """
        with self._change():
            present = self._read_state(entry.card)
            if present.latest_id != seen.latest_id:
                raise AnsweredElsewhereError
            self._connection.execute(_INSERT_ENTRY, entry_row(entry))
            if entry.kind == "undo" or entry.moment.ms <= present.latest_ms:
                return self._fold_all_of(entry.card)
            after = state_after(present, entry, self._schedule)
            self._write_state(entry.card, after)
        return after

    def merge(self, entries: Iterable[Entry]) -> MergeResult:
        """Add all entries from elsewhere whose ids are unknown, or none if one fails.

        The states of their cards are computed again.
        """
        added = known = 0
        cards = set()
        with self._change():
            for entry in entries:
                cursor = self._connection.execute(
                    _INSERT_UNKNOWN_ENTRY, entry_row(entry)
                )
                if not cursor.rowcount:
                    known += 1
                    continue
                added += 1
                cards.add(entry.card)
                self._undo_duplicate(entry)
            for card in sorted(cards):
                self._fold_all_of(card)
        return MergeResult(added, known, len(cards))

    def _undo_duplicate(self, entry: Entry) -> None:
        """Undo one of two entries for the same answer.

        An answer can come twice: from the machine where it was given, and from Anki, to
        which that machine has transferred it. The entry from Anki is undone.
        """
        if entry.kind != "review" or entry.answered is None:
            return
        query = """
            SELECT * FROM entries
            WHERE card = ? AND at BETWEEN ? AND ?
            AND kind = 'review' AND rating = ? AND origin <> ?
        """
        values = (
            entry.card,
            entry.moment.ms - SAME_ANSWER_MS,
            entry.moment.ms + SAME_ANSWER_MS,
            entry.answered.rating,
            entry.origin,
        )
        for row in self._connection.execute(query, values).fetchall():
            other = entry_of(row)
            duplicate = entry if entry.origin == "anki" else other
            undo = Entry(
                f"twin-{duplicate.id}"[:200],
                "undo",
                duplicate.card,
                duplicate.moment,
                duplicate.version,
                target=duplicate.id,
            )
            self._connection.execute(_INSERT_UNKNOWN_ENTRY, entry_row(undo))

    def rebuild(self) -> int:
        """Compute the states of all cards again. Return the number of cards."""
        with self._change():
            return self._rebuild()

    # Maintenance

    def check_and_copy_daily(self, day: int) -> None:
        """Once a day, check the file and copy it; the oldest copies are deleted.

        Raises LogError if the file is damaged.
        """
        name = f"{self.path.stem}-{date_of(day)}{self.path.suffix}"
        copy = self.path.parent / BACKUPS / name
        with explain_errors(self.path):
            if copy.exists():
                return
            copies.refuse_damage(self._connection, self.path)
            with storage.transaction(self._connection):
                # Another session may have made the copy in the meantime.
                if copy.exists():
                    return
                self._make_daily_copy(copy)

    def _make_daily_copy(self, copy: Path) -> None:
        def age_rank(earlier: Path) -> tuple[bool, Path]:
            # A copy dated after today comes from a wrong clock. It counts as oldest.
            return earlier <= copy, earlier

        earlier_copies = sorted(copies_of(self.path), key=age_rank)
        self._refuse_loss(earlier_copies)
        copies.copy_to(self.path, copy)
        for surplus in [*earlier_copies, copy][: -copies.KEPT_COPIES]:
            surplus.unlink()

    def _refuse_emptied_log(self) -> None:
        """Raise LogError for an empty log with copies that have entries.

        Otherwise a learner might start again without knowing it.
        """
        if not self.latest_ms():
            self._refuse_loss(copies_of(self.path))

    def _refuse_loss(self, earlier_copies: list[Path]) -> None:
        for copy in earlier_copies:
            copies.refuse_loss(self._connection, self.path, copy)

    # Card states

    @contextmanager
    def _change(self) -> Iterator[None]:
        with explain_errors(self.path), storage.transaction(self._connection):
            yield

    def _write_state(self, card: str, state: CardState) -> None:
        self._connection.execute(_WRITE_STATE, card_state_row(card, state))

    def _fold_all_of(self, card: str) -> CardState:
        rows = self._connection.execute(_ENTRIES_OF_CARD, (card,))
        state = fold(map(entry_of, rows), self._schedule)
        self._write_state(card, state)
        return state

    def _rebuild(self) -> int:
        self._connection.execute("DELETE FROM cards")
        rows = self._connection.execute("SELECT * FROM entries ORDER BY card, at, id")
        state_rows = [
            card_state_row(card, fold(map(entry_of, entry_rows), self._schedule))
            for card, entry_rows in groupby(rows, key=_card_in)
        ]
        return self._connection.executemany(_WRITE_STATE, state_rows).rowcount

    def _rebuild_if_outdated(self) -> None:
        rules = json.dumps([_FOLD_VERSION, self._schedule.parameters])
        rules_hash = hashlib.sha256(rules.encode()).hexdigest()
        if self._hash_of_rules() == rules_hash:
            return
        with storage.transaction(self._connection):
            self._rebuild()
            self._connection.execute(
                "INSERT OR REPLACE INTO notes_to_self VALUES ('rules', ?)",
                (rules_hash,),
            )

    def _hash_of_rules(self) -> str | None:
        """Return the hash of the rules by which the card states were computed."""
        query = "SELECT value FROM notes_to_self WHERE name = 'rules'"
        row = self._connection.execute(query).fetchone()
        return None if row is None else str(row[0])


def _card_in(row: sqlite3.Row) -> str:
    return str(row[2])
