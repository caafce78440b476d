"""How the rules on item flaws compare the words of a deck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.base.words import TextStemmer

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck

Flaws = Iterator[tuple[str, str]]
"""For each flaw of an item, what is wrong and how to fix it."""


@dataclass(frozen=True)
class DeckWords:
    """How to compare the words of a deck."""

    stemmer: TextStemmer
    """Makes word stems in the deck's language."""
    title_word_stems: frozenset[str]
    """The word stems of the deck's title. These words may be in every stem and key."""


def words_of_deck(deck: Deck) -> DeckWords:
    """Return how to compare the words of a deck."""
    stemmer = TextStemmer(deck.language)
    return DeckWords(stemmer, stemmer.content_stems(deck.title))
