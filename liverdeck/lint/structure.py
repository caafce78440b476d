"""Whether a deck can be read, and whether a release of it would harm a learner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.anki.build import survey
from liverdeck.facts.loader import load_deck

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.facts.problems import Problem


def check_deck(folder: Path) -> tuple[Problem, ...]:
    """Return every problem of the deck in a folder; edits that would cost learners progress are among them."""
    loaded = load_deck(folder)
    if loaded.problems or loaded.deck is None or loaded.ledger is None:
        return loaded.problems
    return survey(loaded.deck, loaded.ledger).changes.dangers
