"""The position of problems with a ledger, and the problem that a ledger is missing.

This module imports nothing that reads or writes a ledger, so every command can import
it at little cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.files import LEDGER_FILE
from liverdeck.base.problems import NO_LINE, Position, Problem

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck

LEDGER_NAME = "ledger"
"""The path in positions of problems with a ledger that is not in a file."""


class UnusableLineError(Exception):
    """Raised for a wrong line of a ledger; `parse_ledger` reports what is wrong."""


def ledger_position(deck: Deck) -> Position:
    """Return the position of problems with the ledger of a deck."""
    if deck.has_folder:
        return Position(str(deck.folder / LEDGER_FILE))
    return Position(LEDGER_NAME, NO_LINE, NO_LINE)


def missing_ledger_problem(deck: Deck, fix: str) -> Problem:
    """Return the problem of a deck without its ledger, with the fix of the caller."""
    return Problem(ledger_position(deck), "the ledger is missing", fix)
