"""Read the review log: the states of cards, the cards that are due, and the entries.

Nothing is written here. `ReviewLog` is a `LogReader` that can also add entries. The
view `standing` has all entries except undo entries and undone entries.
"""

from __future__ import annotations

import json
from itertools import repeat, takewhile
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.study.reviewlog.entries import Entry, fact_of
from liverdeck.study.reviewlog.errors import explain_errors
from liverdeck.study.reviewlog.fold import (
    NEW_CARD,
    CardState,
    effective_entries,
    marks_in,
)
from liverdeck.study.reviewlog.kept_models import KeptModels
from liverdeck.study.reviewlog.rows import (
    SELECT_CARD_STATES,
    SELECT_ENTRIES,
    SELECT_REDATES,
    SELECT_STANDING_ENTRIES,
    card_state_of,
    entry_of,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_NOT_PUT_OFF = "NOT suspended AND buried IS NOT ?"
"""A condition on rows of `cards`: neither suspended nor buried on a day.

`CardState.is_put_off_on` is the same condition for a state in memory.
"""
_AND_NOT_REDATED = f"AND NOT EXISTS ({SELECT_REDATES})"
"""The end of a condition on rows `e` that leaves out entries that were redated."""
_BOUNDS_OF_ALL_NAMES = ("", "\U0010ffff")
"""The bounds of the names of all cards, as `_name_bounds` returns them for a deck."""


@value_class
class DayTotals:
    """The numbers of one day's reviews in a deck, to compare with the daily limits."""

    new: int
    """Number of cards that were introduced on this day."""
    reviews: int
    """Number of the other cards that were reviewed."""
    facts: frozenset[str]
    """`deck/fact` of every card that was reviewed."""


class LogReader:
    """The log of one learner, for reading.

    Every public method raises LogError if the file cannot be read.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Take an open connection to the log, and the log's path to name in errors."""
        self.path = path
        self._connection = connection
        self._models = KeptModels(connection)

    def state_of(self, card: str) -> CardState:
        """Return the state of a card; `NEW_CARD` if it has no entries."""
        with explain_errors(self.path):
            return self._read_state(card)

    def states(self, deck_id: str) -> dict[str, CardState]:
        """Return the states of the cards of a deck, by card name.

        Cards without entries are left out.
        """
        query = f"{SELECT_CARD_STATES} WHERE card >= ? AND card < ?"
        with explain_errors(self.path):
            rows = self._connection.execute(query, _name_bounds(deck_id)).fetchall()
        return {row[0]: card_state_of(row) for row in rows}

    def decks(self) -> list[str]:
        """Return the ids of the decks that have entries."""
        query = "SELECT DISTINCT deck FROM cards ORDER BY deck"
        with explain_errors(self.path):
            return [deck_id for (deck_id,) in self._connection.execute(query)]

    def due(
        self, deck_id: str, day: int, *, buried_on: int, limit: int = -1
    ) -> list[tuple[str, int]]:
        """Return the names of the cards due on `day` or earlier, with their due days.

        The card with the earliest due day comes first. Suspended cards and cards buried
        on the day `buried_on` are left out. At most `limit` cards are returned; -1
        means all.
        """
        query = f"""
            SELECT card, due_day FROM cards
            WHERE deck = ? AND due_day <= ? AND {_NOT_PUT_OFF}
            ORDER BY due_day, card LIMIT ?
        """  # noqa: S608  # a constant
        values = (deck_id, day, buried_on, limit)
        with explain_errors(self.path):
            return self._connection.execute(query, values).fetchall()

    def next_due(self, deck_id: str, day: int) -> tuple[int, int] | None:
        """Return the first day after `day` with due cards, and how many are due then.

        A card buried on `day` counts on the day after, or on its due day if that is
        later. Suspended cards do not count, nor do cards in a step that ends on the day
        on which it began. The result is None if there is no such day.
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

    def cards_in_steps(self, deck_id: str, day: int) -> list[tuple[str, int]]:
        """Return the names of the cards in a step that ends on the day it began.

        Each name is returned with the Unix time in seconds at which the card is due.
        The card that is due first comes first. Suspended cards and cards buried on
        `day` are left out.
        """
        query = f"""
            SELECT card, due_at FROM cards
            WHERE deck = ? AND due_at IS NOT NULL AND {_NOT_PUT_OFF}
            ORDER BY due_at, card
        """  # noqa: S608  # a constant
        with explain_errors(self.path):
            return self._connection.execute(query, (deck_id, day)).fetchall()

    def not_to_introduce(self, cards: Sequence[str], day: int) -> set[str]:
        """Return those of the `cards` that cannot be introduced on a day, by name.

        Such a card is not new, or it is suspended or buried on that day.
        """
        query = f"""
            SELECT card FROM cards
            WHERE card IN (SELECT value FROM json_each(?))
            AND (phase IS NOT NULL OR NOT ({_NOT_PUT_OFF}))
        """  # noqa: S608  # a constant
        values = (json.dumps(cards), day)
        with explain_errors(self.path):
            return {card for (card,) in self._connection.execute(query, values)}

    def totals_of_day(self, deck_id: str, day: int) -> DayTotals:
        """Return what was reviewed in a deck on a day, without undone reviews.

        Reviews that were redated are left out. Nobody knows their day, so they do not
        count for the limits of any day.
        """
        query = f"""
            SELECT DISTINCT card, introduced FROM standing e JOIN cards USING (card)
            WHERE day = ? AND kind = 'review' AND card >= ? AND card < ?
            {_AND_NOT_REDATED}
        """  # noqa: S608  # a constant
        values = (day, *_name_bounds(deck_id))
        with explain_errors(self.path):
            rows = self._connection.execute(query, values).fetchall()
        new_count = sum(introduced_day == day for _, introduced_day in rows)
        facts = frozenset(fact_of(card) for card, _ in rows)
        return DayTotals(new_count, len(rows) - new_count, facts)

    def entries(self, deck_id: str | None = None) -> Iterator[Entry]:
        """Yield all entries, or the entries of one deck, in the order they were added.

        Undo entries and undone entries are included.
        """
        bounds = _BOUNDS_OF_ALL_NAMES if deck_id is None else _name_bounds(deck_id)
        query = f"{SELECT_ENTRIES} WHERE card >= ? AND card < ? ORDER BY seq"
        with explain_errors(self.path):
            yield from self._entries_in(self._connection.execute(query, bounds))

    def effective_entries(self, deck_id: str) -> Iterator[Entry]:
        """Yield the entries of a deck that count, with the moments at which they count.

        They are sorted by time. Undo entries, redates and undone entries are left out.
        """
        yield from effective_entries(self.entries(deck_id))

    def latest_undoable(
        self, deck_id: str, since_day: int | None = None
    ) -> Entry | None:
        """Return the entry of a deck that was written last and may be taken back.

        Entries from Anki or from a quiz, undo entries and undone entries are not taken
        back. The date does not matter, because a clock may have been wrong. With
        `since_day`, only entries dated on that day or later are looked at. The result
        is None if there is no such entry.
        """
        # With a + before a column, SQLite does not search by that column. It finds the
        # last rows by `seq` or by `day`.
        end_of_query = "ORDER BY seq DESC LIMIT 1"
        values: tuple[object, ...] = _name_bounds(deck_id)
        if since_day is not None:
            end_of_query = "AND day >= ? ORDER BY +seq DESC LIMIT 1"
            values = (*values, since_day)
        query = f"""
            {SELECT_STANDING_ENTRIES}
            WHERE +card >= ? AND +card < ? AND origin = 'liverdeck' AND kind <> 'quiz'
            {end_of_query}
        """
        with explain_errors(self.path):
            rows = self._connection.execute(query, values)
            return next(self._entries_in(rows), None)

    def redates_until(self, last: Entry) -> list[Entry]:
        """Return the redates that were written in a row, up to `last`.

        They were written together, after one look at the clock. The redate that was
        written last comes first. Undone redates are left out.
        """
        up_to_last = "WHERE seq <= (SELECT seq FROM entries WHERE id = ?)"
        query = f"{SELECT_ENTRIES} {up_to_last} ORDER BY seq DESC"
        with explain_errors(self.path):
            rows = self._connection.execute(query, (last.id,))
            entries = self._entries_in(rows)
            redates = list(takewhile(lambda entry: entry.kind == "redate", entries))
            marking = self._undos_and_redates_of(entry.card for entry in redates)
        undone = marks_in(marking).undone
        return [entry for entry in redates if (entry.card, entry.id) not in undone]

    def latest_ms(self) -> int:
        """Return the Unix time in milliseconds of the entry that was added last.

        The result is 0 if there are no entries.
        """
        query = "SELECT at FROM entries ORDER BY seq DESC LIMIT 1"
        with explain_errors(self.path):
            row = self._connection.execute(query).fetchone()
        return 0 if row is None else int(row[0])

    def _undos_and_redates_of(self, cards: Iterable[str]) -> list[Entry]:
        """Return the undo entries and redates of some cards.

        Call it inside `explain_errors`.
        """
        query = f"{SELECT_ENTRIES} WHERE card = ? AND target <> ''"
        return [
            entry
            for card in sorted(set(cards))
            for entry in self._entries_in(self._connection.execute(query, (card,)))
        ]

    def _entries_in(self, rows: Iterable[tuple[object, ...]]) -> Iterator[Entry]:
        """Return the entries in rows. Read them inside `explain_errors`."""
        return map(entry_of, rows, repeat(self._models))

    def _read_state(self, card: str) -> CardState:
        """Return the state of a card. Call it inside `explain_errors`."""
        query = f"{SELECT_CARD_STATES} WHERE card = ?"
        row = self._connection.execute(query, (card,)).fetchone()
        return NEW_CARD if row is None else card_state_of(row)


def _name_bounds(deck_id: str) -> tuple[str, str]:
    """Return the bounds of the names of a deck's cards.

    Every name is at least the first bound and less than the second one, because `0` is
    the next character after `/`.
    """
    return f"{deck_id}/", f"{deck_id}0"
