"""Whether a deck can be read, and whether a release of it would harm a learner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.anki.build import survey
from liverdeck.facts.loader import load_deck

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.facts.nouns import Deck
    from liverdeck.facts.problems import Problem


def check_deck(folder: Path) -> tuple[Problem, ...]:
    """Return every problem of the deck in a folder; edits that would cost learners progress are among them."""
    loaded = load_deck(folder)
    if loaded.deck is None or loaded.ledger is None:
        return loaded.problems
    deck = _sound_part(loaded.deck) if loaded.problems else loaded.deck
    dangers = survey(deck, loaded.ledger).changes.dangers
    return tuple(sorted((*loaded.problems, *dangers), key=lambda problem: problem.at))


def _sound_part(deck: Deck) -> Deck:
    """Return the deck without what may be among its problems and no danger hangs on: ids used twice, and pictures."""
    first = {fact.id: replace(fact, image=None) for fact in reversed(deck.facts)}
    return replace(deck, facts=tuple(reversed(first.values())))
