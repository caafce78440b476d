"""What a deck asks, prepared once so that its answers and questions can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.base.words import TextStemmer
from liverdeck.checker.key import answer_of
from liverdeck.checker.prepared import ways_without_spaces
from liverdeck.facts.card import REVERSE
from liverdeck.quiz.items.amounts import quantity_of
from liverdeck.quiz.items.likeness import compared_text
from liverdeck.quiz.items.stems import (
    asked_cards,
    asks_what_may_be_so,
    question_of,
    statement_of,
)
from liverdeck.quiz.items.synonyms import Synonyms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.quantity import Quantity
    from liverdeck.facts.answer import Answer, WrongAnswer
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.quiz.items.likeness import ComparedText
    from liverdeck.quiz.items.synonyms import Meaning


@dataclass(frozen=True, slots=True, eq=False)
class PreparedAnswer:
    """A right or a wrong answer, prepared for comparison."""

    answer: Answer
    texts: tuple[ComparedText, ...]
    """The answer's text, then its aliases."""
    names: frozenset[str]
    """The text and the aliases, normalized.

    Two answers with a name in common mean the same.
    """
    meanings: frozenset[Meaning]
    """What the names mean according to all facts of the deck."""
    quantity: Quantity | None
    """The text as a quantity; None if it is not one."""

    @property
    def text(self) -> ComparedText:
        """The answer's text."""
        return self.texts[0]


@dataclass(frozen=True, slots=True, eq=False)
class PreparedWrongAnswer:
    """A wrong answer that the author wrote, prepared for comparison."""

    answer: PreparedAnswer
    why: ComparedText
    """Why it is wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class PreparedCard:
    """A card with one answer or a whole list, prepared for comparison."""

    card: Card
    """For a list, a card with the items of all groups as its answers."""
    answers: tuple[PreparedAnswer, ...]
    """What is right: one answer, or all items of a list."""
    rejected: tuple[PreparedWrongAnswer, ...]
    """What the answers reject."""
    distractors: tuple[PreparedWrongAnswer, ...]
    """The fact's `distractors`. Empty for the reverse card of a question."""
    open_texts: tuple[ComparedText, ...]
    """Texts that are neither right nor wrong."""
    question: ComparedText
    """What the card asks, without the hints of its gaps."""
    question_stems: frozenset[str]
    """The word stems of the question, without those of function words."""
    statement: str | None
    """The whole statement, if the card asks for a blank of one."""
    asks_what_is_so: bool
    """Whether the question asks for what is so, and not for what may be so.

    False for languages other than English, because the program cannot tell.
    """

    @property
    def wrong(self) -> tuple[PreparedWrongAnswer, ...]:
        """Everything that the author calls wrong for the card."""
        return self.rejected + self.distractors

    @property
    def fact(self) -> Fact:
        """The fact that the card is made from."""
        return self.card.fact


@dataclass(frozen=True, slots=True, eq=False)
class PreparedFact:
    """A fact with its prepared cards."""

    fact: Fact
    cards: tuple[PreparedCard, ...]
    """Its cards in Anki's order, or its whole list as one card."""


@dataclass(frozen=True, slots=True, eq=False)
class _NamedCard:
    """A card with the names of each of its answers."""

    card: Card
    names: tuple[frozenset[str], ...]


def prepared_facts(deck: Deck) -> tuple[PreparedFact, ...]:
    """Return the active facts of a deck in teaching order, prepared for comparison."""
    facts = deck.active_facts
    named_cards = [_named_cards(fact) for fact in facts]
    synonyms = Synonyms(
        names for cards in named_cards for card in cards for names in card.names
    )
    preparation = _Preparation(TextStemmer(deck.language), synonyms)
    return tuple(
        PreparedFact(fact, tuple(preparation.prepared_card(card) for card in cards))
        for fact, cards in zip(facts, named_cards, strict=True)
    )


def _named_cards(fact: Fact) -> list[_NamedCard]:
    return [
        _NamedCard(card, tuple(_names_of(answer) for answer in card.answers))
        for card in asked_cards(fact)
    ]


def _names_of(answer: Answer) -> frozenset[str]:
    """Return an answer's text and aliases, normalized."""
    return frozenset(
        name
        for text in (answer.text, *answer.accept)
        for name in ways_without_spaces(text)
    )


class _Preparation:
    """Prepares cards once the synonyms of the deck are known."""

    def __init__(self, stemmer: TextStemmer, synonyms: Synonyms) -> None:
        self._stemmer = stemmer
        self._synonyms = synonyms
        self._wrong: dict[str, PreparedAnswer] = {}
        """The wrong answers by text: many are written for several facts."""

    def prepared_card(self, named: _NamedCard) -> PreparedCard:
        card = named.card
        question = question_of(card)
        takes_distractors = card.part != REVERSE
        return PreparedCard(
            card,
            answers=tuple(
                self._prepared_answer(answer, names)
                for answer, names in zip(card.answers, named.names, strict=True)
            ),
            rejected=self._prepared_wrong_answers(
                wrong for answer in card.answers for wrong in answer.reject
            ),
            distractors=self._prepared_wrong_answers(
                card.fact.distractors if takes_distractors else ()
            ),
            open_texts=tuple(compared_text(text) for text in card.fact.open),
            question=compared_text(question),
            question_stems=self._stemmer.content_stems(question),
            statement=statement_of(card),
            asks_what_is_so=self._stemmer.is_english
            and not asks_what_may_be_so(question),
        )

    def _prepared_answer(self, answer: Answer, names: frozenset[str]) -> PreparedAnswer:
        return PreparedAnswer(
            answer,
            texts=tuple(compared_text(text) for text in (answer.text, *answer.accept)),
            names=names,
            meanings=self._synonyms.meanings_of(names),
            quantity=quantity_of(answer.text),
        )

    def _prepared_wrong_answers(
        self, written: Iterable[WrongAnswer]
    ) -> tuple[PreparedWrongAnswer, ...]:
        return tuple(
            PreparedWrongAnswer(
                self._prepared_wrong_text(wrong.text), compared_text(wrong.why)
            )
            for wrong in written
        )

    def _prepared_wrong_text(self, text: str) -> PreparedAnswer:
        if text not in self._wrong:
            answer = answer_of(text)
            self._wrong[text] = self._prepared_answer(answer, _names_of(answer))
        return self._wrong[text]
