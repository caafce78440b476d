"""Which passages of the document have facts, and which of their words no fact touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.base.words import TextStemmer
from liverdeck.facts.card import cards_of

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck, Passage
    from liverdeck.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class PassageCoverage:
    """One passage and what the facts make of it."""

    passage: Passage
    facts: tuple[str, ...]
    """Ids of the taught facts that name it."""
    untouched: tuple[str, ...]
    """Its words that carry meaning and stand in none of those facts, in any form; in alphabetical order."""


def coverage(deck: Deck) -> tuple[PassageCoverage, ...]:
    """Compare each passage's vocabulary with the fronts, answers and aliases of its facts."""
    forms = TextStemmer(deck.language)
    return tuple(_covered(passage, deck, forms) for passage in deck.passages)


def _covered(passage: Passage, deck: Deck, forms: TextStemmer) -> PassageCoverage:
    facts = [fact for fact in deck.active_facts if passage.id in fact.passages]
    touched = forms.content_stems(
        " ".join(text for fact in facts for text in _texts(fact))
    )
    untouched = sorted(
        word
        for word in passage.words
        if not forms.is_function_word(word) and forms.stem(word) not in touched
    )
    return PassageCoverage(passage, tuple(fact.id for fact in facts), tuple(untouched))


def _texts(fact: Fact) -> list[str]:
    texts: list[str] = []
    for card in cards_of(fact):
        texts += [card.prompt, card.heading or ""]
        for answer in card.answers:
            texts += [answer.text, *answer.accept]
    return texts
