"""Prepares the answers and questions of a deck once, so that they can be compared."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from liverdeck.base.values import caching_class, value_class
from liverdeck.base.words import TextStemmer
from liverdeck.checker.key import answer_of, key_of
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.prepared import ways_without_spaces
from liverdeck.checker.terms import no_terms
from liverdeck.facts.card_texts import question_with_gaps
from liverdeck.facts.parts import REVERSE
from liverdeck.quiz.items.amounts import quantity_of
from liverdeck.quiz.items.item import GAP
from liverdeck.quiz.items.likeness import compared_text
from liverdeck.quiz.items.offered_choice import offered_options
from liverdeck.quiz.items.stems import (
    asked_cards,
    has_one_answer,
    says_one_answer,
    statement_of,
)
from liverdeck.quiz.items.synonyms import Synonyms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.key import Key
    from liverdeck.checker.languages.language import Language
    from liverdeck.checker.quantity import Quantity
    from liverdeck.facts.answer import Answer, WrongAnswer
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.quiz.items.likeness import ComparedText
    from liverdeck.quiz.items.synonyms import Meaning


@caching_class
class PreparedAnswer:
    """A right or a wrong answer, prepared for comparison."""

    answer: Answer
    normalized_texts: frozenset[str]
    """Each way to say the text or an alias, normalized and without spaces.

    Two answers with such a text in common mean the same.
    """
    meanings: frozenset[Meaning]
    """What the normalized texts mean according to all facts of the deck."""

    @cached_property
    def texts(self) -> tuple[ComparedText, ...]:
        """The answer's text, then its aliases."""
        return tuple(map(compared_text, self.answer.right_texts))

    @cached_property
    def quantity(self) -> Quantity | None:
        """The answer's text as a quantity; None if it is not one."""
        return quantity_of(self.answer.text)

    @property
    def text(self) -> ComparedText:
        """The answer's text."""
        return self.texts[0]


@caching_class
class PreparedWrongAnswer:
    """A wrong answer that the author wrote, prepared for comparison."""

    answer: PreparedAnswer
    why: str
    """Why the answer is wrong."""

    @cached_property
    def compared_why(self) -> ComparedText:
        """The reason why the answer is wrong, prepared for comparison."""
        return compared_text(self.why)


@caching_class
class PreparedCard:
    """A card with one answer or a whole list, prepared for comparison.

    Most cached properties are never needed if only a few facts of a deck have
    distractors to check.
    """

    card: Card
    """For a list, a card with the items of all groups as its answers."""
    answers: tuple[PreparedAnswer, ...]
    """What is right: one answer, or all items of a list."""
    preparation: Preparation
    """Prepares the wrong answers; it is the same for all cards of a deck."""

    @property
    def fact(self) -> Fact:
        """The fact that the card is made from."""
        return self.card.fact

    @property
    def part(self) -> str:
        """The part of the card."""
        return self.card.part

    @property
    def is_list(self) -> bool:
        """Whether the card asks for the items of a list."""
        return self.card.is_list

    @property
    def right_text(self) -> str:
        """The text of the right answer; for a list, of its first item."""
        return self.card.answers[0].text

    @property
    def answer_kind(self) -> str | None:
        """The answer kind of the right answer; for a list, of its first item."""
        return self.card.answers[0].kind

    def key_for(self, answer: Answer) -> Key:
        """Return the checker's key for a right answer of the card.

        It knows the language of the deck and the open answers, but no other fact.
        """
        return key_of(answer, self.fact.open, self.preparation.terms)

    @cached_property
    def rejected(self) -> tuple[PreparedWrongAnswer, ...]:
        """The rejected answers of all right answers."""
        return tuple(
            self.preparation.prepared_wrong(wrong)
            for answer in self.card.answers
            for wrong in answer.reject
        )

    @cached_property
    def wrong(self) -> tuple[PreparedWrongAnswer, ...]:
        """Everything that the author calls wrong for the card.

        A fact's `distractors` are not about the reverse card of a question.
        """
        if self.card.part == REVERSE:
            return self.rejected
        distractors = (
            self.preparation.prepared_wrong(wrong) for wrong in self.fact.distractors
        )
        return (*self.rejected, *distractors)

    @cached_property
    def open_texts(self) -> tuple[ComparedText, ...]:
        """The open answers of the fact."""
        return tuple(compared_text(text) for text in self.fact.open)

    @cached_property
    def question(self) -> ComparedText:
        """What the card asks, without the hints of its gaps."""
        return compared_text(question_with_gaps(self.card, GAP))

    @cached_property
    def question_stems(self) -> frozenset[str]:
        """The word stems of the question, without those of function words."""
        return self.preparation.stemmer.content_stems(self.question.original)

    def says_answer_of(self, other: PreparedCard) -> bool:
        """Whether the question says the right answer of a card, or an alias of it.

        The other card has one answer. It may also be this card.
        """
        question = self.question
        return any(
            # The words are compared first: that is fast and rules most pairs out.
            text.words <= question.words and question.says(text)
            for text in other.answers[0].texts
        )

    @cached_property
    def has_one_answer(self) -> bool:
        """Whether the question has only one right answer."""
        return has_one_answer(
            self.card,
            self.preparation.stemmer.code,
            deck_says_so=self.preparation.one_answer,
        )

    @property
    def says_one_answer(self) -> bool:
        """Whether the author says that the question has only one right answer."""
        deck_says_so = self.preparation.one_answer
        return says_one_answer(self.fact, deck_says_so=deck_says_so)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The answers that the question or its hint offers, such as *red or blue*.

        Empty if none are offered, or if not exactly one of them is right.
        """
        if self.is_list:
            return ()
        answer = self.card.answers[0]
        offering_text = answer.hint if self.statement is not None else self.card.prompt
        offered = offered_options(
            offering_text or "",
            answer,
            [wrong.answer.text.original for wrong in self.wrong],
            self.preparation.or_words,
        )
        if not offered:
            return ()
        key = self.key_for(answer)
        right = [text for text in offered if key.check(text).outcome == "correct"]
        return offered if len(right) == 1 else ()

    @cached_property
    def statement(self) -> str | None:
        """The whole statement if the card asks for one of its blanks, or else None."""
        return statement_of(self.card)


@value_class
class PreparedFact:
    """A fact with its prepared cards."""

    fact: Fact
    cards: tuple[PreparedCard, ...]
    """Its cards in Anki's order, or its whole list as one card."""


def prepared_facts(deck: Deck) -> tuple[PreparedFact, ...]:
    """Return the active facts of a deck in teaching order, prepared for comparison."""
    facts = deck.active_facts
    language = language_of(deck.language)
    cards_of_facts = [_normalized_cards(fact, language) for fact in facts]
    synonyms = Synonyms(
        answer.normalized_texts
        for cards in cards_of_facts
        for card in cards
        for answer in card.answers
    )
    preparation = Preparation(
        TextStemmer(deck.language), synonyms, one_answer=deck.one_answer
    )
    prepared: list[PreparedFact] = []
    for fact, cards in zip(facts, cards_of_facts, strict=True):
        prepared_cards = [
            preparation.prepared_card(card.card, card.answers) for card in cards
        ]
        prepared.append(PreparedFact(fact, tuple(prepared_cards)))
    return tuple(prepared)


@value_class
class _NormalizedAnswer:
    """An answer with its normalized texts, before the deck's synonyms are known."""

    answer: Answer
    normalized_texts: frozenset[str]


@value_class
class _NormalizedCard:
    """A card with its normalized answers."""

    card: Card
    answers: tuple[_NormalizedAnswer, ...]


def _normalized_cards(fact: Fact, language: Language) -> list[_NormalizedCard]:
    return [
        _NormalizedCard(
            card,
            tuple(_normalized_answer(answer, language) for answer in card.answers),
        )
        for card in asked_cards(fact)
    ]


def _normalized_answer(answer: Answer, language: Language) -> _NormalizedAnswer:
    ways = [ways_without_spaces(text, language) for text in answer.right_texts]
    return _NormalizedAnswer(answer, frozenset().union(*ways))


class Preparation:
    """Prepares the cards of a deck and their wrong answers for comparison."""

    def __init__(
        self, stemmer: TextStemmer, synonyms: Synonyms, *, one_answer: bool = False
    ) -> None:
        """Take the stemmer of the deck's language, and what the whole deck says.

        `synonyms` are those of all answers, and `one_answer` is that of deck.yaml.
        """
        self.stemmer = stemmer
        language = language_of(stemmer.code)
        self.or_words = language.or_words
        self.terms = no_terms(language)
        self.one_answer = one_answer
        self._synonyms = synonyms
        self._wrong_answers: dict[str, PreparedAnswer] = {}
        """The prepared wrong answers by text: many are written for several facts."""

    def prepared_card(
        self, card: Card, answers: Iterable[_NormalizedAnswer]
    ) -> PreparedCard:
        """Return a card with its answers, prepared for comparison."""
        prepared_answers = tuple(self._with_meanings(answer) for answer in answers)
        return PreparedCard(card, prepared_answers, self)

    def prepared_wrong(self, wrong: WrongAnswer) -> PreparedWrongAnswer:
        """Return a wrong answer, prepared for comparison."""
        prepared = self._wrong_answers.get(wrong.text)
        if prepared is None:
            prepared = self._with_meanings(
                _normalized_answer(answer_of(wrong.text), self.terms.language)
            )
            self._wrong_answers[wrong.text] = prepared
        return PreparedWrongAnswer(prepared, wrong.why)

    def _with_meanings(self, normalized: _NormalizedAnswer) -> PreparedAnswer:
        return PreparedAnswer(
            normalized.answer,
            normalized.normalized_texts,
            self._synonyms.meanings_of(normalized.normalized_texts),
        )
