"""What the review log answers: states of cards, what is due, what was done.

Nothing here writes. `ReviewLog` adds entries to the same file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.entries import Entry, fact_of
from liverdeck.study.reviewlog.errors import explain_errors
from liverdeck.study.reviewlog.fold import NEW_CARD, CardState
from liverdeck.study.reviewlog.rows import card_state_of, entry_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_READ_STATE = "SELECT * FROM cards WHERE card = ?"


@dataclass(frozen=True, slots=True)
class DayTotals:
    """What was done in a deck on one day. The daily limits are counted from it."""

    new: int
    """Number of cards reviewed for the first time."""
    reviews: int
    """Number of reviewed cards that were introduced on an earlier day."""
    facts: frozenset[str]
    """`deck/fact` of every card that was answered."""


class LogReader:
    """The reading part of the log of one learner.

    Every method raises LogError if the file cannot be read.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Read from a connection to the log at a path."""
        self.path = path
        self._connection = connection

    def state_of(self, card: str) -> CardState:
        """Return the state of a card."""
        with explain_errors(self.path):
            return self._read_state(card)

    def states(self, deck_id: str) -> dict[str, CardState]:
        """Return the state of every card of a deck that has entries, by card name."""
        query = "SELECT * FROM cards WHERE card >= ? AND card < ?"
        with explain_errors(self.path):
            rows = self._connection.execute(query, _name_bounds(deck_id)).fetchall()
        return {row[0]: card_state_of(row) for row in rows}

    def decks(self) -> list[str]:
        """Return the ids of the decks that were studied."""
        query = "SELECT DISTINCT deck FROM cards ORDER BY deck"
        with explain_errors(self.path):
            return [deck_id for (deck_id,) in self._connection.execute(query)]

    def due(
        self, deck_id: str, day: int, *, buried_on: int, limit: int = -1
    ) -> list[tuple[str, int]]:
        """Return the cards due on a day or earlier, with their due days.

        The card that has been due for longest comes first. Suspended cards are left
        out, and cards buried on the day `buried_on`. `limit` is the highest number of
        cards to return; -1 means all.
        """
        query = """
            SELECT card, due_day FROM cards
            WHERE deck = ? AND due_day <= ? AND NOT suspended AND buried IS NOT ?
            ORDER BY due_day, card LIMIT ?
        """
        values = (deck_id, day, buried_on, limit)
        with explain_errors(self.path):
            return self._connection.execute(query, values).fetchall()

    def next_due(self, deck_id: str, day: int) -> tuple[int, int] | None:
        """Return the first day after `day` with due cards, and their number.

        Cards buried on `day` count for the day after it. The result is None if no card
        will ever be due.
        """
        query = """
            SELECT max(due_day, :day + 1) AS due, count(*) FROM cards
            WHERE deck = :deck AND NOT suspended
            AND (due_day > :day OR due_day IS NOT NULL AND buried = :day)
            GROUP BY due ORDER BY due LIMIT 1
        """
        with explain_errors(self.path):
            due_and_count: tuple[int, int] | None = self._connection.execute(
                query, {"deck": deck_id, "day": day}
            ).fetchone()
        return due_and_count

    def in_steps(self, deck_id: str, day: int) -> list[tuple[str, int]]:
        """Return the cards that come back within a day, with Unix times in seconds.

        The soonest comes first. Suspended cards and cards buried on `day` are left out.
        """
        query = """
            SELECT card, due_at FROM cards
            WHERE deck = ? AND due_at IS NOT NULL AND NOT suspended AND buried IS NOT ?
            ORDER BY due_at, card
        """
        with explain_errors(self.path):
            return self._connection.execute(query, (deck_id, day)).fetchall()

    def begun(self, cards: Sequence[str], day: int) -> set[str]:
        """Return the cards that cannot be introduced on a day.

        They are not new any more, or suspended, or buried on that day.
        """
        query = """
            SELECT card FROM cards
            WHERE card IN (SELECT value FROM json_each(?))
            AND (phase IS NOT NULL OR suspended OR buried IS ?)
        """
        values = (json.dumps(cards), day)
        with explain_errors(self.path):
            return {card for (card,) in self._connection.execute(query, values)}

    def totals_of_day(self, deck_id: str, day: int) -> DayTotals:
        """Return what was done in a deck on a day, without what was undone."""
        query = """
            SELECT DISTINCT card, introduced FROM standing JOIN cards USING (card)
            WHERE day = ? AND kind = 'review' AND card >= ? AND card < ?
        """
        values = (day, *_name_bounds(deck_id))
        with explain_errors(self.path):
            rows = self._connection.execute(query, values).fetchall()
        new = sum(introduced_day == day for _, introduced_day in rows)
        facts = frozenset(fact_of(card) for card, _ in rows)
        return DayTotals(new, len(rows) - new, facts)

    def entries(self, deck_id: str | None = None) -> Iterator[Entry]:
        """Yield all entries, or those of one deck, in the order in which they came.

        Undo entries and undone entries are included.
        """
        first, end = ("", "\U0010ffff") if deck_id is None else _name_bounds(deck_id)
        query = "SELECT * FROM entries WHERE card >= ? AND card < ? ORDER BY seq"
        with explain_errors(self.path):
            yield from map(entry_of, self._connection.execute(query, (first, end)))

    def effective_entries(self, deck_id: str) -> Iterator[Entry]:
        """Yield the entries of a deck that count, sorted by time.

        Undo entries and undone entries are left out.
        """
        query = "SELECT * FROM standing WHERE card >= ? AND card < ? ORDER BY at, id"
        with explain_errors(self.path):
            rows = self._connection.execute(query, _name_bounds(deck_id))
            yield from map(entry_of, rows)

    def latest_undoable(self, deck_id: str, day: int) -> Entry | None:
        """Return the latest entry of a deck on a day that can be undone, or None.

        It was answered in LiverDeck, is not an undo, and was not undone.
        """
        query = """
            SELECT * FROM standing
            WHERE day = ? AND card >= ? AND card < ? AND origin = 'liverdeck'
            ORDER BY at DESC, seq DESC LIMIT 1
        """
        values = (day, *_name_bounds(deck_id))
        with explain_errors(self.path):
            row = self._connection.execute(query, values).fetchone()
        return None if row is None else entry_of(row)

    def latest_ms(self) -> int:
        """Return the Unix time in milliseconds of the entry that was added last.

        The result is 0 if there is none.
        """
        query = "SELECT at FROM entries ORDER BY seq DESC LIMIT 1"
        with explain_errors(self.path):
            row = self._connection.execute(query).fetchone()
        return 0 if row is None else int(row[0])

    def _read_state(self, card: str) -> CardState:
        row = self._connection.execute(_READ_STATE, (card,)).fetchone()
        return NEW_CARD if row is None else card_state_of(row)


def _name_bounds(deck_id: str) -> tuple[str, str]:
    """Return the bounds of the names of a deck's cards; `0` comes just after `/`."""
    return f"{deck_id}/", f"{deck_id}0"
