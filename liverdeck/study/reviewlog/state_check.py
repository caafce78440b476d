"""Whether the stored card states follow from the entries by the present rules.

The table `cards` follows from the entries, so nothing else would notice a wrong row. To
look at all of them would take seconds. So a few are looked at on each day of study, in
the order of their names, and then from the beginning again.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.study.reviewlog.fold import NEW_CARD
from liverdeck.study.reviewlog.rows import SELECT_CARD_STATES, card_state_row

if TYPE_CHECKING:
    import sqlite3

    from liverdeck.study.reviewlog.fold import CardState

CARDS_A_DAY = 25
"""So many cards are looked at on a day."""
MOST_ENTRIES = 1000
"""A card with more entries is not looked at: that would take long. `repair` does it."""
_FOLD_VERSION = 2
"""Increase it when `fold` gives a different result for the same entries.

Then every log computes its card states again when it is opened.
"""
_NAME = "checked"
_SAME_NUMBER = 1e-4
"""C libraries disagree about the last bits of a stability. So much is no damage."""


@value_class
class LastCheck:
    """The last look at the card states."""

    day: int | None
    """The learner's day; None if there was none."""
    card: str
    """The name of the last card that was looked at; empty to begin again."""


def last_check(connection: sqlite3.Connection) -> LastCheck:
    """Return the last look, as the log has it."""
    query = "SELECT value FROM notes_to_self WHERE name = ?"
    row = connection.execute(query, (_NAME,)).fetchone()
    try:
        day, card = json.loads(row[0]) if row else (None, "")
    except (TypeError, ValueError):
        return LastCheck(None, "")  # damaged: look again
    return LastCheck(day, card if isinstance(card, str) else "")


def keep_check(connection: sqlite3.Connection, check: LastCheck) -> None:
    """Write the last look to the log. Call it inside a transaction."""
    value = json.dumps([check.day, check.card])
    connection.execute(
        "INSERT OR REPLACE INTO notes_to_self VALUES (?, ?)", (_NAME, value)
    )


def cards_after(connection: sqlite3.Connection, card: str) -> list[str]:
    """Return the next names to look at, from the entries and from the stored states."""
    names: set[str] = set()
    for table in ("entries", "cards"):
        query = (
            f"SELECT DISTINCT card FROM {table} WHERE card > ?"  # noqa: S608  # two names
            " ORDER BY card LIMIT ?"
        )
        names |= {name for (name,) in connection.execute(query, (card, CARDS_A_DAY))}
    return sorted(names)[:CARDS_A_DAY]


def has_few_entries(connection: sqlite3.Connection, card: str) -> bool:
    """Whether a card has at most `MOST_ENTRIES` entries."""
    query = "SELECT 1 FROM entries WHERE card = ? LIMIT 1 OFFSET ?"
    return connection.execute(query, (card, MOST_ENTRIES)).fetchone() is None


def is_stored(connection: sqlite3.Connection, card: str, state: CardState) -> bool:
    """Whether the log has this state of a card; no row stands for a new card."""
    query = f"{SELECT_CARD_STATES} WHERE card = ?"
    stored = connection.execute(query, (card,)).fetchone()
    if stored is None or state == NEW_CARD:
        return stored is None and state == NEW_CARD
    return all(map(_is_same, stored, card_state_row(card, state)))


def _is_same(stored: object, computed: object) -> bool:
    if isinstance(stored, float) and isinstance(computed, float):
        return math.isclose(stored, computed, rel_tol=_SAME_NUMBER)
    return stored == computed


def has_current_states(connection: sqlite3.Connection) -> bool:
    """Whether the card states were computed by the present rules; not in a new log."""
    query = "SELECT value FROM notes_to_self WHERE name = 'rules'"
    row = connection.execute(query).fetchone()
    return row is not None and row[0] == _rules_hash()


def keep_rules(connection: sqlite3.Connection) -> None:
    """Write by which rules the card states were computed."""
    connection.execute(
        "INSERT OR REPLACE INTO notes_to_self VALUES ('rules', ?)", (_rules_hash(),)
    )


def _rules_hash() -> str:
    return hashlib.sha256(json.dumps([_FOLD_VERSION]).encode()).hexdigest()
