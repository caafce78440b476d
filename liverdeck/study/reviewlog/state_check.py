"""Check whether the stored card states follow from the entries by the present rules.

The table `cards` is computed from the entries, so nothing else would notice a wrong
row. To check all cards would take seconds. So a few are checked on each day of study,
in the order of their names. After the last card, the check begins again with the first
one.
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
"""The number of cards that are checked on a day."""
MOST_ENTRIES = 1000
"""A card with more entries is not checked, because that would take long.

`liverdeck log repair` computes its state again.
"""
_FOLD_VERSION = 2
"""Increase it when `fold` gives a different result for the same entries.

Then every log computes its card states again when it is opened.
"""
_LAST_CHECK, _RULES = "checked", "rules"
"""The names under which the log stores the last check and the hash of the rules."""
_RELATIVE_TOLERANCE = 1e-4
"""Two stabilities that differ by less than this fraction count as equal.

The last bits depend on the C library.
"""


@value_class
class LastCheck:
    """The last check of some card states."""

    day: int | None
    """The learner's day of the check; None if there was none."""
    card: str
    """The name of the last card that was checked; empty to begin again."""


def last_check(connection: sqlite3.Connection) -> LastCheck:
    """Return the last check that the log remembers."""
    value = _kept_value(connection, _LAST_CHECK)
    try:
        day, card = (None, "") if value is None else json.loads(value)
    except (TypeError, ValueError):
        return LastCheck(None, "")  # damaged: check again
    return LastCheck(day, card if isinstance(card, str) else "")


def write_check(connection: sqlite3.Connection, check: LastCheck) -> None:
    """Write the last check to the log. Call it inside a transaction."""
    _keep_value(connection, _LAST_CHECK, json.dumps([check.day, check.card]))


def _kept_value(connection: sqlite3.Connection, name: str) -> str | None:
    """Return the value that the log stores for itself under a name, or None."""
    query = "SELECT value FROM notes_to_self WHERE name = ?"
    row = connection.execute(query, (name,)).fetchone()
    return None if row is None else row[0]


def _keep_value(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO notes_to_self VALUES (?, ?)", (name, value)
    )


def cards_after(connection: sqlite3.Connection, card: str) -> list[str]:
    """Return the next names to check, from the entries and from the stored states."""
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
    """Whether the log has this state of a card. A new card has no row."""
    query = f"{SELECT_CARD_STATES} WHERE card = ?"
    stored_row = connection.execute(query, (card,)).fetchone()
    if stored_row is None or state == NEW_CARD:
        return stored_row is None and state == NEW_CARD
    return all(map(_is_same, stored_row, card_state_row(card, state)))


def _is_same(stored: object, computed: object) -> bool:
    if isinstance(stored, float) and isinstance(computed, float):
        return math.isclose(stored, computed, rel_tol=_RELATIVE_TOLERANCE)
    return stored == computed


def has_current_states(connection: sqlite3.Connection) -> bool:
    """Whether the card states were computed by the present rules.

    False for a new log, which does not name any rules.
    """
    return _kept_value(connection, _RULES) == _rules_hash()


def write_rules(connection: sqlite3.Connection) -> None:
    """Write to the log that the card states were computed by the present rules."""
    _keep_value(connection, _RULES, _rules_hash())


def _rules_hash() -> str:
    return hashlib.sha256(json.dumps([_FOLD_VERSION]).encode()).hexdigest()
