"""The words of a deck, as the rules on item flaws compare them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.base.words import TextStemmer

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck

Found = Iterator[tuple[str, str]]
"""What is wrong with an item, and how to mend it."""


@dataclass(frozen=True)
class DeckWords:
    """The words of a deck, by its language."""

    forms: TextStemmer
    subject: frozenset[str]
    """Stems of the deck's title: its subject, which tells no option from another."""


def words_of_deck(deck: Deck) -> DeckWords:
    """Return how the words of a deck are compared."""
    forms = TextStemmer(deck.language)
    return DeckWords(forms, forms.content_stems(deck.title))
