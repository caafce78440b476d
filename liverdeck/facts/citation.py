"""Where a fact stands in the document, in the words that learners read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact


def citation(deck: Deck, fact: Fact, headings: Mapping[str, str]) -> str:
    """Return the document's title, the headings of the fact's passages, and the day it was read.

    `headings` are those of the deck's passages, by id; a passage without one goes by its id.
    """
    passages = "; ".join(headings.get(passage, passage) for passage in fact.passages)
    return f"{deck.document.title}: {passages} (read {deck.document.read_on})"
