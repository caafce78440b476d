"""The source of a fact: a line for learners that names document and passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact


def citation(deck: Deck, fact: Fact, headings: Mapping[str, str]) -> str:
    """Return the document's title, the fact's passages and the day of reading.

    `headings` has the heading of each passage by its id. A passage that is not there
    is shown by its id.
    """
    passages = "; ".join(headings.get(passage, passage) for passage in fact.passages)
    return f"{deck.document.title}: {passages} (read {deck.document.read_on})"
