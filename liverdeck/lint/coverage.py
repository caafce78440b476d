"""The facts of each passage, and the passage's words that these facts do not use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer
from liverdeck.facts.card import cards_of

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck, Passage
    from liverdeck.facts.fact import Fact


@value_class
class PassageCoverage:
    """A passage, its facts, and the words of the passage that its facts do not use."""

    passage: Passage
    fact_ids: tuple[str, ...]
    """The ids of the active facts that name the passage."""
    unused_words: tuple[str, ...]
    """The words of the passage that none of these facts uses, in alphabetical order.

    A word counts as used if a fact uses an inflected form of it. Function words are
    left out.
    """


def coverage(deck: Deck) -> tuple[PassageCoverage, ...]:
    """Return the coverage of each passage, in the order of passages.yaml.

    A fact uses all words in its prompts, titles of groups, answers and aliases.
    """
    stemmer = TextStemmer(deck.language)
    return tuple(_coverage_of(passage, deck, stemmer) for passage in deck.passages)


def _coverage_of(passage: Passage, deck: Deck, stemmer: TextStemmer) -> PassageCoverage:
    facts = deck.facts_of(passage.id)
    texts = [text for fact in facts for text in _texts_of(fact)]
    used_stems = stemmer.content_stems(" ".join(texts))
    unused_words = [
        word
        for word in passage.words
        if not stemmer.is_function_word(word) and stemmer.stem(word) not in used_stems
    ]
    fact_ids = tuple(fact.id for fact in facts)
    return PassageCoverage(passage, fact_ids, tuple(sorted(unused_words)))


def _texts_of(fact: Fact) -> list[str]:
    """Return the texts of a fact whose words count as used."""
    texts: list[str] = []
    for card in cards_of(fact):
        # The heading of a card is the title of its group.
        texts += [card.prompt, card.heading or ""]
        for answer in card.answers:
            texts += answer.right_texts
    return texts
