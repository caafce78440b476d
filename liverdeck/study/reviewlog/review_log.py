"""The review log: every answer of a learner, on disk before the next question.

Entries are only ever added. The state of each card follows from its entries (`fold`).
The table `cards` stores these states, so that the next card is found quickly. A state
is written in the same transaction as the entry that changes it. All states are computed
again when `fold` changes.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Self

from liverdeck.base.errors import LiverdeckError
from liverdeck.base.values import value_class
from liverdeck.study.reviewlog import copies, storage
from liverdeck.study.reviewlog.copies import BACKUPS, copies_of
from liverdeck.study.reviewlog.entries import LONGEST_NAME, Entry
from liverdeck.study.reviewlog.errors import explain_errors
from liverdeck.study.reviewlog.fold import CardState, fold, state_after
from liverdeck.study.reviewlog.lock import Lock
from liverdeck.study.reviewlog.log_reader import LogReader
from liverdeck.study.reviewlog.rows import (
    INSERT_ENTRY,
    SELECT_ENTRIES,
    WRITE_CARD_STATE,
    card_state_row,
    entry_row,
)
from liverdeck.study.scheduling.moments import date_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from liverdeck.study.scheduling.schedule import Schedule

LOG_FILE = "log.sqlite3"
"""Name of the file of a review log."""
SAME_ANSWER_MS = 5
"""Two entries with times at most this far apart may be the same answer.

One of them is from LiverDeck, and the other from Anki. Anki changes the time of a
review by a few milliseconds if another review has that time.
"""

_FOLD_VERSION = 2
"""Increase it when `fold` gives a different result for the same entries.

Then every log computes its card states again when it is opened.
"""
_INSERT_ENTRY_IF_UNKNOWN = f"{INSERT_ENTRY} ON CONFLICT DO NOTHING"
"""Does nothing if the log has an entry with the same id."""
_ENTRIES_OF_CARD = f"{SELECT_ENTRIES} WHERE card = ? ORDER BY at, id"


class AnsweredElsewhereError(LiverdeckError):
    """Another session has added an entry for the card since it was shown.

    The entry from this session was not added.
    """


@value_class
class MergeResult:
    """The result of adding entries from elsewhere."""

    added: int
    """Number of entries that were added."""
    known: int
    """Number of entries that the log had already."""
    cards: int
    """Number of cards whose state was computed again."""


class ReviewLog(LogReader):
    """The log of one learner, open for reading and for adding entries.

    Close it after use, or use it in a `with` statement.
    """

    def __init__(self, path: Path, schedule: Schedule) -> None:
        """Open the log at a path, or create it. `schedule` computes the card states.

        Raises LogError if that fails, or if the log is empty but a copy of it is not.
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
        """Close the file. Every entry is on disk already."""
        self._connection.close()
        self._lock.release()

    # Adding

    def add(self, entry: Entry, seen: CardState) -> CardState:
        """Write an entry to disk and return the new state of its card.

        When this method returns, the entry is safe. `seen` is the state of the card
        when it was shown to the learner.

        Raises AnsweredElsewhereError if another session has added an entry for the card
        since it was shown, and LogError if the entry cannot be written. After either
        error the log is as it was before.
        """
        with self._transaction():
            state = self._read_state(entry.card)
            if state.latest_id != seen.latest_id:
                raise AnsweredElsewhereError
            self._keep_models([entry])
            self._connection.execute(INSERT_ENTRY, entry_row(entry))
            if entry.kind == "undo" or entry.moment.ms <= state.latest_ms:
                # The new state depends on all entries of the card.
                return self._compute_state(entry.card)
            new_state = state_after(state, entry, self._schedule)
            self._write_state(entry.card, new_state)
        return new_state

    def merge(self, entries: Iterable[Entry]) -> MergeResult:
        """Add the entries whose ids the log does not have yet.

        If an answer is then in the log twice, the entry from Anki is undone. The states
        of cards with new entries are computed again. Raises LogError if an entry cannot
        be added; then the log is as it was before.
        """
        added = known = 0
        cards = set()
        new_entries = list(entries)
        with self._transaction():
            self._keep_models(new_entries)
            for entry in new_entries:
                if not self._insert_if_unknown(entry):
                    known += 1
                    continue
                added += 1
                cards.add(entry.card)
                self._undo_duplicates(entry)
            for card in sorted(cards):
                self._compute_state(card)
        return MergeResult(added, known, len(cards))

    def _keep_models(self, entries: Iterable[Entry]) -> None:
        """Write the memory models of these entries, each once."""
        for model in {entry.model for entry in entries if entry.answered is not None}:
            self._models.keep(model)

    def _insert_if_unknown(self, entry: Entry) -> bool:
        """Add an entry if its id is not in the log. Return whether it was added."""
        cursor = self._connection.execute(_INSERT_ENTRY_IF_UNKNOWN, entry_row(entry))
        return bool(cursor.rowcount)

    def _undo_duplicates(self, entry: Entry) -> None:
        """If the same answer came from LiverDeck and Anki, undo the entry from Anki.

        An answer can come twice: from the machine where it was given, and from Anki, to
        which that machine has transferred it.
        """
        if entry.kind != "review" or entry.answered is None:
            return
        query = f"""
            {SELECT_ENTRIES}
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
        rows = self._connection.execute(query, values).fetchall()
        for same_answer in self._entries_in(rows):
            duplicate = entry if entry.origin == "anki" else same_answer
            # The id of the undo follows from the duplicate. So a second merge, here or
            # on another machine, adds no second undo.
            undo = Entry(
                f"twin-{duplicate.id}"[:LONGEST_NAME],
                "undo",
                duplicate.card,
                duplicate.moment,
                duplicate.version,
                target=duplicate.id,
            )
            self._insert_if_unknown(undo)

    def rebuild(self) -> int:
        """Compute the states of all cards again. Return the number of cards."""
        with self._transaction():
            return self._compute_all_states()

    # Maintenance

    def check_and_copy_daily(self, day: int) -> None:
        """If no daily copy is named after `day` yet, check the log and make that copy.

        Only the latest copies are kept. Raises LogError if the file is damaged, has
        fewer entries than a copy, or cannot be copied.
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
        """Copy the log to the path `copy`, and delete the oldest copies."""

        def by_age(other_copy: Path) -> tuple[bool, Path]:
            # Paths can be compared by date, because file names contain dates. A copy
            # dated after today comes from a wrong clock; it counts as the oldest.
            has_possible_date = other_copy <= copy
            return has_possible_date, other_copy

        other_copies = sorted(copies_of(self.path), key=by_age)
        self._refuse_loss(other_copies)
        copies.copy_to(self.path, copy)
        for old_copy in [*other_copies, copy][: -copies.KEPT_COPIES]:
            old_copy.unlink()

    def _refuse_emptied_log(self) -> None:
        """Raise LogError if the log has no entries, but one of its copies has entries.

        Otherwise a learner might begin again with all cards new, without knowing why.
        """
        if not self.latest_ms():
            self._refuse_loss(copies_of(self.path))

    def _refuse_loss(self, log_copies: list[Path]) -> None:
        """Raise LogError if the log has fewer entries than one of these copies."""
        for copy in log_copies:
            copies.refuse_loss(self._connection, self.path, copy)

    # Card states

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Make all changes or none. Turn errors into LogError."""
        with explain_errors(self.path), storage.transaction(self._connection):
            yield

    def _write_state(self, card: str, state: CardState) -> None:
        self._connection.execute(WRITE_CARD_STATE, card_state_row(card, state))

    def _compute_state(self, card: str) -> CardState:
        """Compute a card's state from all its entries. Write and return the state."""
        rows = self._connection.execute(_ENTRIES_OF_CARD, (card,))
        state = fold(self._entries_in(rows), self._schedule)
        self._write_state(card, state)
        return state

    def _compute_all_states(self) -> int:
        """Compute and write the states of all cards. Return the number of cards."""
        self._connection.execute("DELETE FROM cards")
        rows = self._connection.execute(f"{SELECT_ENTRIES} ORDER BY card, at, id")
        state_rows = [
            card_state_row(card, fold(entries, self._schedule))
            for card, entries in groupby(self._entries_in(rows), attrgetter("card"))
        ]
        return self._connection.executemany(WRITE_CARD_STATE, state_rows).rowcount

    def _rebuild_if_outdated(self) -> None:
        """Compute all card states again if `fold` has changed."""
        rules = json.dumps([_FOLD_VERSION])
        rules_hash = hashlib.sha256(rules.encode()).hexdigest()
        if self._stored_rules_hash() == rules_hash:
            return
        with storage.transaction(self._connection):
            self._compute_all_states()
            self._connection.execute(
                "INSERT OR REPLACE INTO notes_to_self VALUES ('rules', ?)",
                (rules_hash,),
            )

    def _stored_rules_hash(self) -> str | None:
        """Return the hash of the rules by which the card states were computed.

        The result is None for a new log.
        """
        query = "SELECT value FROM notes_to_self WHERE name = 'rules'"
        row = self._connection.execute(query).fetchone()
        return None if row is None else str(row[0])
