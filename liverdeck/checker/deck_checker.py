"""Judges typed answers to the cards of one deck.

An answer to a different card of the deck is wrong, even if it looks like a slip.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.nearly_same import are_nearly_the_same, have_words_of_their_own
from liverdeck.checker.asked_noun import answer_to
from liverdeck.checker.key import key_of
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.modifiers import without_filler
from liverdeck.checker.objections import OTHER_MEANING
from liverdeck.checker.prepared import phrases_of
from liverdeck.checker.terms import Terms
from liverdeck.checker.tokens import tokens_of
from liverdeck.facts.card import cards_of
from liverdeck.facts.deck import Deck

if TYPE_CHECKING:
    from liverdeck.checker.key import Key
    from liverdeck.checker.languages.language import Language
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.facts.card import Card

_REASONS_FOR_OTHERS = ("other", *OTHER_MEANING)
"""Why the answer to another question may be wrong."""


class DeckChecker:
    """Judges typed answers to the cards of a deck.

    `terms` are all answers of the deck and their words. `grade` takes them, so that it
    takes no answer of the deck for a misspelling of another.
    """

    def __init__(self, deck: Deck) -> None:
        """Collect the answers and aliases of all active facts of a deck."""
        refuse_other_type("deck", deck, Deck)
        self._cards = [card for fact in deck.active_facts for card in cards_of(fact)]
        answers = [answer for card in self._cards for answer in card.answers]
        self.terms = Terms(
            (text for answer in answers for text in answer.right_texts),
            language_of(deck.language),
        )

    def check(self, card: Card, typed: str) -> Verdict | ListVerdict:
        """Judge what was typed for a card.

        A card that asks for a list gets a `ListVerdict`, any other card a `Verdict`.
        """
        fact = card.fact
        if card.is_list:
            from liverdeck.checker.lists import check_list

            return check_list(
                typed,
                card.answers,
                ordered=card.ordered,
                open=fact.open,
                terms=self.terms,
            )
        verdict = self._key_for(card).check(typed)
        is_other = verdict.outcome == "wrong" and verdict.reason in _REASONS_FOR_OTHERS
        if is_other and self._answers_same_question(card, typed):
            return replace(
                verdict, outcome="retype", reason="other", deciding_text=typed.strip()
            )
        return verdict

    def trace(self, card: Card, typed: str) -> list[str]:
        """Return what each rule made of a typed answer to a card with one answer.

        The last line says which rule decided.
        """
        return self._key_for(card).trace(typed)

    def _key_for(self, card: Card) -> Key:
        """Return the key of a card that asks for one answer."""
        open_texts = card.fact.open
        answer = answer_to(card.prompt, card.answers[0], open_texts, self.terms)
        return key_of(answer, open_texts, self.terms)

    def _answers_same_question(self, card: Card, typed: str) -> bool:
        """Whether a text is right for another card that asks nearly the same."""
        language = self.terms.language
        tokens = without_filler(tokens_of(typed, language), language)
        return any(
            other.fact.id != card.fact.id
            and _ask_nearly_the_same(other.prompt, card.prompt, language)
            and any(
                phrase.tokens == tokens
                for answer in other.answers
                for text in answer.right_texts
                for phrase in phrases_of(text, language)
            )
            for other in self._cards
        )


def _ask_nearly_the_same(one: str, other: str, language: Language) -> bool:
    """Whether one question has all words of the other, and few more."""
    words, other_words = set(tokens_of(one, language)), set(tokens_of(other, language))
    return (
        bool(words)
        and not have_words_of_their_own(words, other_words)
        and are_nearly_the_same(words, other_words)
    )
