"""Judges typed answers to the cards of one deck.

An answer to a different card of the deck is wrong, even if it looks like a slip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.key import key_of
from liverdeck.checker.lists import check_list
from liverdeck.checker.terms import Terms
from liverdeck.facts.card import cards_of

if TYPE_CHECKING:
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck


class DeckChecker:
    """Judges typed answers to the cards of a deck."""

    def __init__(self, deck: Deck) -> None:
        """Collect the answers and aliases of all active facts of a deck."""
        answers = [
            answer
            for fact in deck.active_facts
            for card in cards_of(fact)
            for answer in card.answers
        ]
        self.terms = Terms(
            text for answer in answers for text in (answer.text, *answer.accept)
        )

    def check(self, card: Card, typed: str) -> Verdict | ListVerdict:
        """Judge what was typed for a card.

        A card that asks for a list gets a `ListVerdict`, any other card a `Verdict`.
        """
        fact = card.fact
        if card.is_list:
            return check_list(
                typed,
                card.answers,
                ordered=card.ordered,
                open=fact.open,
                terms=self.terms,
            )
        return key_of(card.answers[0], fact.open, self.terms).check(typed)
