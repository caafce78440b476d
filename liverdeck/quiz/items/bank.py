"""The item bank: every item that can be made from the facts of a deck.

An item is made when it is first asked for. So a short quiz from a long deck does not
wait for items that it does not try.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, assert_never, overload

from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.values import caching_class
from liverdeck.base.words import TextStemmer
from liverdeck.facts.citation import citation
from liverdeck.facts.deck import Deck
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration, Question
from liverdeck.quiz.items.distractors import DistractorFinder
from liverdeck.quiz.items.document_mention import without_document
from liverdeck.quiz.items.item import base_id_of
from liverdeck.quiz.items.item_maker import (
    NO_PART,
    CardContext,
    ItemMaker,
    ListContext,
)
from liverdeck.quiz.items.item_types import FEWEST_WRONG
from liverdeck.quiz.items.prepared_facts import prepared_facts
from liverdeck.quiz.items.question_words import question_words_of
from liverdeck.quiz.items.recipes import RECIPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from liverdeck.facts.fact import Fact
    from liverdeck.quiz.items.distractor_choice import Distractor
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.item_maker import NoItem
    from liverdeck.quiz.items.item_types import ItemType
    from liverdeck.quiz.items.prepared_facts import PreparedCard, PreparedFact
    from liverdeck.quiz.items.question_words import QuestionWords
    from liverdeck.quiz.items.recipes import FromQuestions

DEFAULT_OPTIONS = 4
"""The most options of a single best answer, if the caller does not say."""
FEWEST_OPTIONS, MOST_OPTIONS = 1 + FEWEST_WRONG, 5
"""The limits for the argument `options` of `item_bank`."""
_BLOCK_SIZE = 8
"""Matchings of questions are made from blocks of at most this many questions.

The questions of a block have one answer kind and follow each other in teaching order.
"""


@caching_class
class Candidate:
    """What is known of an item and its variants before they are made."""

    base_id: str
    """The base id of the items.

    One sort of item has another base id: if it asks for a term, its part is `term`.
    """
    topic: str
    type: ItemType
    difficulty: int
    facts: tuple[str, ...]
    """The ids of all facts that its items may be about. All are about the first."""
    make: Callable[[], Iterable[Item]]
    """Makes the items."""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items, which are made when first asked for; empty if none can be made."""
        return tuple(self.make())


class ItemBank(Sequence["Item"]):
    """Every item that can be made from a deck, in teaching order.

    The candidates are known at once. To know the length, or to loop over the items, all
    items must be made.
    """

    candidates: tuple[Candidate, ...]
    """In teaching order."""

    def __init__(self, deck: Deck, options: int, *, names_document: bool) -> None:
        """Prepare the facts of a deck, but make no item yet."""
        self.settings = {"options": options, "document": names_document}
        """How the items are made: the arguments of `item_bank`."""
        self._deck = deck
        self._most_options = options
        self._stemmer = TextStemmer(deck.language)
        self._omits_document = not names_document and self._stemmer.is_english
        whole_deck = prepared_facts(deck)
        self._facts = [prepared for prepared in whole_deck if prepared.fact.quiz]
        self._finder = DistractorFinder(whole_deck)
        headings = deck.headings
        self._makers = {
            prepared.fact.id: ItemMaker(
                prepared.fact,
                citation(deck, prepared.fact, headings),
                self._stemmer,
                [],
            )
            for prepared in self._facts
        }
        self._distractors: dict[PreparedCard, list[Distractor]] = {}
        from_questions = self._candidates_from_questions()
        self.candidates = tuple(
            candidate
            for prepared in self._facts
            for candidate in chain(
                self._candidates_of_fact(prepared),
                from_questions.get(prepared.fact.id, ()),
            )
        )

    def __len__(self) -> int:
        """Return how many items can be made."""
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        """Return the item at an index, or those of a slice."""
        return self._items[index]

    @cached_property
    def _items(self) -> tuple[Item, ...]:
        return tuple(
            chain.from_iterable(candidate.items for candidate in self.candidates)
        )

    def items_about(self, fact_id: str) -> list[Item]:
        """Return the items about a fact, and make no others."""
        return [
            item
            for candidate in self._candidates_by_fact.get(fact_id, ())
            for item in candidate.items
            if fact_id in item.facts
        ]

    @cached_property
    def _candidates_by_fact(self) -> dict[str, list[Candidate]]:
        by_fact: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in self.candidates:
            for fact_id in candidate.facts:
                by_fact[fact_id].append(candidate)
        return by_fact

    def why_not_made(self, fact_id: str) -> Sequence[NoItem]:
        """Return why a fact gives no items of some types."""
        self.items_about(fact_id)
        maker = self._makers.get(fact_id)
        return maker.not_made if maker else ()

    @cached_property
    def question_words(self) -> QuestionWords:
        """The words of all questions from which items are made."""
        return question_words_of(self._deck)

    def _candidates_of_fact(self, prepared: PreparedFact) -> Iterator[Candidate]:
        """Yield the candidates that are made from one fact alone.

        They are sorted by card; those of a card are in the order of `RECIPES`.
        """
        fact = prepared.fact
        for card in prepared.cards:
            match fact.shape:
                case Cloze() | Question():
                    for recipe in RECIPES:
                        if recipe.from_card is not None and recipe.suits(card.card):
                            make = partial(self._from_card, recipe.from_card, card)
                            yield self._candidate(fact, card.part, recipe.type, make)
                case Enumeration() | GroupedEnumeration() as shape:
                    for recipe in RECIPES:
                        if recipe.from_list is not None:
                            make = partial(
                                self._from_list, recipe.from_list, shape, card
                            )
                            yield self._candidate(fact, NO_PART, recipe.type, make)
                case _ as shape:
                    assert_never(shape)

    def _candidate(
        self,
        fact: Fact,
        part: str,
        item_type: ItemType,
        make: Callable[[], Iterable[Item]],
        facts: tuple[str, ...] | None = None,
    ) -> Candidate:
        return Candidate(
            base_id_of(fact.identity, part, item_type),
            fact.topic,
            item_type,
            fact.difficulty or item_type.traits.usual_difficulty,
            facts or (fact.id,),
            partial(self._without_document, make) if self._omits_document else make,
        )

    def _from_card(
        self, make: Callable[[CardContext], Iterator[Item]], card: PreparedCard
    ) -> Iterator[Item]:
        distractors, why_too_few = self._distractors_of(card)
        maker = self._makers[card.fact.id]
        return make(
            CardContext(maker, card, distractors, why_too_few, self._most_options)
        )

    def _from_list(
        self,
        make: Callable[[ListContext], Iterator[Item]],
        shape: Enumeration | GroupedEnumeration,
        card: PreparedCard,
    ) -> Iterator[Item]:
        distractors, why_too_few = self._distractors_of(card)
        maker = self._makers[card.fact.id]
        return make(
            ListContext(
                maker, shape, card, distractors, why_too_few, self._most_options
            )
        )

    def _distractors_of(self, card: PreparedCard) -> tuple[list[Distractor], str]:
        """Return the distractors of a card, and why they are too few, or ""."""
        distractors = self._distractors.get(card)
        if distractors is None:
            distractors = self._finder.for_card(card, self._most_options - 1)
            self._distractors[card] = distractors
        why_too_few = ""
        if len(distractors) < FEWEST_WRONG:
            why_too_few = self._finder.why_too_few(card)
        return distractors, why_too_few

    def _candidates_from_questions(self) -> dict[str, list[Candidate]]:
        """Return the candidates made from several questions, by their first fact."""
        by_fact: dict[str, list[Candidate]] = defaultdict(list)
        for recipe in RECIPES:
            if recipe.from_questions is None:
                continue
            for cards in self._blocks():
                block = _Block(self, recipe.from_questions, cards)
                facts = {card.fact.id: card.fact for card in cards}
                for fact_id, fact in facts.items():
                    others = [other for other in facts if other != fact_id]
                    by_fact[fact_id].append(
                        self._candidate(
                            fact,
                            NO_PART,
                            recipe.type,
                            partial(block.items_beginning_with, fact_id),
                            (fact_id, *others),
                        )
                    )
        return by_fact

    def _blocks(self) -> Iterator[tuple[PreparedCard, ...]]:
        """Yield questions with one answer, in blocks of one answer kind."""
        by_kind: dict[str, list[PreparedCard]] = defaultdict(list)
        for prepared in self._facts:
            for card in prepared.cards:
                kind = card.answer_kind
                if card.statement is None and not card.is_list and kind is not None:
                    by_kind[kind].append(card)
        for cards in by_kind.values():
            for start in range(0, len(cards), _BLOCK_SIZE):
                yield tuple(cards[start : start + _BLOCK_SIZE])

    def made_from_questions(
        self, make: FromQuestions, cards: Sequence[PreparedCard]
    ) -> Iterator[Item]:
        """Yield the items that are made from several questions each."""
        return make(cards, self._finder, lambda card: self._makers[card.fact.id])

    def _without_document(self, make: Callable[[], Iterable[Item]]) -> Iterator[Item]:
        """Yield items whose stems mention the document only if they must.

        A question with open answers must: elsewhere, other answers may be right.
        """
        for item in make():
            if item.open:
                yield item
            else:
                yield replace(item, stem=without_document(item.stem))


@caching_class
class _Block:
    """A few questions of one answer kind, from which items are made together."""

    bank: ItemBank
    make: FromQuestions
    cards: tuple[PreparedCard, ...]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(self.bank.made_from_questions(self.make, self.cards))

    def items_beginning_with(self, fact_id: str) -> list[Item]:
        """Return the items whose first fact has this id."""
        return [item for item in self.items if item.facts[0] == fact_id]


def item_bank(
    deck: Deck, *, options: int = DEFAULT_OPTIONS, names_document: bool = True
) -> Sequence[Item]:
    """Return every item of a deck in teaching order.

    The items are made when they are first asked for. A single best answer has at most
    `options` options, and at least 3, or the two that its question offers. It is made
    only if all options but one are wrong. If `names_document` is false, stems do not
    mention the document unless they need it. Facts with `quiz: false` are left out.

    Raises ValueError if `options` is not from 3 to 5.
    """
    refuse_other_type("deck", deck, Deck)
    return make_bank(deck, options=options, names_document=names_document)


def make_bank(
    deck: Deck, *, options: int = DEFAULT_OPTIONS, names_document: bool = True
) -> ItemBank:
    """Return the items of a deck as `item_bank` does, with their candidates."""
    if not FEWEST_OPTIONS <= options <= MOST_OPTIONS:
        raise ValueError(
            f"options is {options}; it must be {FEWEST_OPTIONS} to {MOST_OPTIONS}"
        )
    return ItemBank(deck, options, names_document=names_document)
