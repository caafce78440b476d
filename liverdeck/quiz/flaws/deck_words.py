"""What the rules on item flaws know about a deck: its language and its title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck

Flaws = Iterator[tuple[str, str]]
"""For each flaw of an item, a pair: what is wrong and how to fix it."""


@value_class
class DeckWords:
    """What the rules need to compare words in the items of a deck."""

    stemmer: TextStemmer
    """Makes word stems in the deck's language."""
    title_word_stems: frozenset[str]
    """The word stems of the deck's title.

    A stem and its key may share these words, because every item may be about them.
    """


def words_of_deck(deck: Deck) -> DeckWords:
    """Return what the rules need to compare words in the items of a deck."""
    stemmer = TextStemmer(deck.language)
    return DeckWords(stemmer, stemmer.content_stems(deck.title))
