"""The source of a fact in the document, as learners read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact


def citation(deck: Deck, fact: Fact, headings: Mapping[str, str]) -> str:
    """Return the title of the document, the fact's passages and the reading day.

    `headings` has the headings of the deck's passages, by id. A passage without a
    heading is shown by its id.
    """
    passages = "; ".join(headings.get(passage, passage) for passage in fact.passages)
    return f"{deck.document.title}: {passages} (read {deck.document.read_on})"
