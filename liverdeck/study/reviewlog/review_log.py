"""The review log: every answer of a learner, on disk before the next question.

Entries are only added. The state of each card follows from its entries (`fold`). The
table `cards` stores these states, so that the next card is found quickly. A state is
written in the same transaction as the entry that changes it. All states are computed
again when `fold` changes.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from liverdeck.base.errors import LiverdeckError
from liverdeck.base.files import real_path
from liverdeck.base.values import value_class
from liverdeck.study.reviewlog import copies, future_dates, state_check, storage
from liverdeck.study.reviewlog.copies import copies_of
from liverdeck.study.reviewlog.entries import KINDS_WITH_TARGET, LONGEST_NAME, Entry
from liverdeck.study.reviewlog.errors import LogError, explain_errors
from liverdeck.study.reviewlog.fold import (
    CardState,
    fold_in_order,
    marks_in,
    state_after,
)
from liverdeck.study.reviewlog.lock import Lock
from liverdeck.study.reviewlog.log_reader import LogReader
from liverdeck.study.reviewlog.repair_folder import RepairFolder
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

    from liverdeck.study.reviewlog.future_dates import ClockReading
    from liverdeck.study.scheduling.schedule import Schedule

SAME_ANSWER_MS = 5
"""The times of the same answer in LiverDeck and in Anki are at most this far apart.

Anki changes the time of a review if another review has that time.
"""

_BEFORE_ALL_ROWS = -(2**63)
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
    differing: int = 0
    """Number of known entries that have other values in the log."""
    redated: int = 0
    """Number of entries that got another date because their date was in the future."""


class ReviewLog(LogReader):
    """The log of one learner, open for reading and for adding entries.

    Close it after use, or use it in a `with` statement.
    """

    def __init__(self, path: Path, schedule: Schedule) -> None:
        """Open the log at a path, or create it. `schedule` computes the card states.

        Raises LogError if that fails, or if the log is empty but a copy of it is not.
        """
        path = real_path(path)
        self._schedule = schedule
        _settle_killed_repair(path)
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
            is_about_another = entry.kind in KINDS_WITH_TARGET
            if is_about_another or entry.moment.ms <= state.latest_ms:
                # The new state depends on all entries of the card.
                return self._compute_state(entry.card)
            new_state = state_after(state, entry, self._schedule)
            self._write_state(entry.card, new_state)
        return new_state

    def merge(
        self, entries: Iterable[Entry], reading: ClockReading | None = None
    ) -> MergeResult:
        """Add the entries whose ids the log does not have yet.

        The entries are read one by one. If an answer is then in the log twice, the
        entry from Anki is undone. If there is a reading of the clock, entries that lie
        ahead of the clock are redated, as in `redate_ahead`. The states of cards with
        new entries are computed again.

        Raises LogError if an entry cannot be added, and WrongClockError if too many
        entries lie ahead; then the log is as it was before.
        """
        added = known = differing = 0
        with self._transaction():
            last_seq = self._last_seq()
            for entry in entries:
                self._keep_models([entry])
                if self._insert_if_unknown(entry):
                    added += 1
                    self._undo_duplicates(entry)
                    continue
                known += 1
                if self._has_other_content(entry):
                    differing += 1
            redated = 0 if reading is None else self._redate_ahead(reading)
            cards = self._compute_states_since(last_seq)
        return MergeResult(added, known, cards, differing, redated)

    def redate_ahead(self, reading: ClockReading) -> int:
        """Redate the entries that lie ahead of the clock, and return their number.

        Raises WrongClockError if so many lie ahead that the clock must be wrong, unless
        the learner confirms it. After this error or a LogError, nothing is written.
        """
        with explain_errors(self.path):
            if not future_dates.count_ahead(self._connection, reading.moment):
                return 0
        return self.merge((), reading).redated

    def _redate_ahead(self, reading: ClockReading) -> int:
        """Do what `redate_ahead` does. Call it inside a transaction."""
        future_dates.refuse_wrong_clock(self._connection, self.path, reading)
        redates = future_dates.redates_of_ahead(self._connection, reading)
        self._connection.executemany(INSERT_ENTRY, map(entry_row, redates))
        return len(redates)

    def _last_seq(self) -> int:
        """Return the number of the row that was written last; 0 without rows."""
        query = "SELECT coalesce(max(seq), 0) FROM entries"
        return int(self._connection.execute(query).fetchone()[0])

    def _has_other_content(self, entry: Entry) -> bool:
        """Whether the log has other values under the id of an entry.

        The version of LiverDeck does not count: two machines may import one review from
        the same Anki.
        """
        rows = self._connection.execute(f"{SELECT_ENTRIES} WHERE id = ?", (entry.id,))
        (known,) = self._entries_in(rows)
        return replace(known, version=entry.version) != entry

    def _keep_models(self, entries: Iterable[Entry]) -> None:
        """Write the memory models of these entries, each once."""
        for entry in entries:
            if entry.answered is not None:
                self._models.keep(entry.model)

    def _insert_if_unknown(self, entry: Entry) -> bool:
        """Add an entry if its id is not in the log. Return whether it was added."""
        cursor = self._connection.execute(_INSERT_ENTRY_IF_UNKNOWN, entry_row(entry))
        return bool(cursor.rowcount)

    def _undo_duplicates(self, entry: Entry) -> None:
        """If the same answer came from LiverDeck and Anki, undo the entry from Anki.

        The same answer can come twice if the machine where it was given has also
        transferred it to Anki.
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

    def check_states_daily(self, day: int) -> int:
        """Compare the stored states of a few cards with their entries, once a day.

        If a state is wrong, the states of all cards are computed again. Returns the
        number of wrong states. Raises LogError if an entry is damaged.
        """
        with explain_errors(self.path):
            last = state_check.last_check(self._connection)
            if last.day == day:
                return 0
        with self._transaction():
            names = state_check.cards_after(self._connection, last.card)
            wrong_count = sum(not self._is_state_right(name) for name in names)
            next_card = names[-1] if len(names) == state_check.CARDS_A_DAY else ""
            check = state_check.LastCheck(day, next_card)
            state_check.write_check(self._connection, check)
            if wrong_count:
                self._compute_all_states()
        return wrong_count

    def _is_state_right(self, card: str) -> bool:
        """Whether the stored state of a card follows from its entries."""
        has_few = state_check.has_few_entries(self._connection, card)
        return not has_few or state_check.is_stored(
            self._connection, card, self._state_from_entries(card)
        )

    # Maintenance

    def check_and_copy_daily(self, day: int) -> None:
        """If no daily copy is named after `day` yet, check the log and make that copy.

        Only the latest copies are kept. Raises LogError if the file is damaged, has
        fewer entries than a copy, or cannot be copied.
        """
        copy = copies.daily_copy(self.path, str(date_of(day)))
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

        def age_order(other_copy: Path) -> tuple[bool, Path]:
            # Paths can be compared by date, because file names contain dates. A copy
            # dated after today comes from a wrong clock; it counts as the oldest.
            has_possible_date = other_copy <= copy
            return has_possible_date, other_copy

        other_copies = sorted(copies_of(self.path), key=age_order)
        self._refuse_loss(other_copies)
        copies.delete_unfinished(copy.parent, self.path)
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
        """Compute a card's state from all its entries, write it and return it."""
        state = self._state_from_entries(card)
        self._write_state(card, state)
        return state

    def _state_from_entries(self, card: str) -> CardState:
        """Return the state of a card, computed from its entries one by one."""
        marks = marks_in(self._undos_and_redates_of([card]))
        rows = self._connection.execute(_ENTRIES_OF_CARD, (card,))
        entries: Iterable[Entry] = self._entries_in(rows)
        if marks.moments:
            entries = marks.in_order(entries)
        return fold_in_order(entries, marks, self._schedule)

    def _compute_states_since(self, seq: int) -> int:
        """Compute the states of the cards with entries in the rows after `seq`.

        Returns the number of cards.
        """
        query = "SELECT DISTINCT card FROM entries WHERE seq > ?"
        number = 0
        for (card,) in self._connection.execute(query, (seq,)):
            self._compute_state(card)
            number += 1
        return number

    def _compute_all_states(self) -> int:
        """Compute and write the states of all cards. Return the number of cards."""
        self._connection.execute("DELETE FROM cards")
        return self._compute_states_since(_BEFORE_ALL_ROWS)

    def _rebuild_if_outdated(self) -> None:
        """Compute all card states again if `fold` has changed."""
        if state_check.has_current_states(self._connection):
            return
        with storage.transaction(self._connection):
            self._compute_all_states()
            state_check.write_rules(self._connection)


def _settle_killed_repair(path: Path) -> None:
    """Settle a repair that was killed, unless another session has the log open."""
    folder = RepairFolder(path)
    if not folder.is_there:
        return
    with suppress(LogError):  # another process repairs the log, or has it open
        lock = Lock(path, is_exclusive=True)
        try:
            if lock.is_held:
                folder.settle()
        finally:
            lock.release()
