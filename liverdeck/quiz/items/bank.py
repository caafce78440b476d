"""The item bank: every item that can be made from the facts of a deck."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, assert_never

from liverdeck.base.values import value_class
from liverdeck.facts.card import cards_of
from liverdeck.facts.citation import citation
from liverdeck.facts.shapes import Cloze, GroupedEnumeration, Question
from liverdeck.quiz.items.choice_items import (
    card_best_answers,
    list_best_answers,
    multiple_responses,
    true_false_items,
)
from liverdeck.quiz.items.distractors import DistractorFinder
from liverdeck.quiz.items.item_maker import CardContext, ItemMaker, ListContext
from liverdeck.quiz.items.item_types import Interaction, ItemType
from liverdeck.quiz.items.matching import group_matching, question_matchings
from liverdeck.quiz.items.recall import (
    filled_blanks,
    numbers,
    orderings,
    short_answers,
    written_lists,
)
from liverdeck.quiz.items.stems import list_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.quiz.items.item import Item

    _FromQuestions = Callable[
        [Sequence[Card], DistractorFinder, Callable[[Card], ItemMaker]], Iterator[Item]
    ]
    """Its last argument is a function that returns the maker of a card's fact."""

DEFAULT_OPTIONS = 4
FEWEST_OPTIONS, MOST_OPTIONS = 3, 5
"""The limits for `options` of `item_bank`."""


@value_class
class _Recipe:
    """What items of one type are made from, and by which function."""

    from_card: Callable[[CardContext], Iterator[Item]] | None = None
    """Makes items from a card with one answer."""
    from_list: Callable[[ListContext], Iterator[Item]] | None = None
    """Makes items from a list."""
    from_questions: _FromQuestions | None = None
    """Makes items from the cards of several questions whose answers are of one kind."""


def _recipe_of(item_type: ItemType) -> _Recipe:
    match item_type:
        case ItemType.SINGLE:
            recipe = _Recipe(from_card=card_best_answers, from_list=list_best_answers)
        case ItemType.MULTIPLE:
            recipe = _Recipe(from_list=multiple_responses)
        case ItemType.TRUEFALSE:
            recipe = _Recipe(from_card=true_false_items)
        case ItemType.SHORT:
            recipe = _Recipe(from_card=short_answers)
        case ItemType.FILL:
            recipe = _Recipe(from_card=filled_blanks)
        case ItemType.NUMERIC:
            recipe = _Recipe(from_card=numbers)
        case ItemType.LIST:
            recipe = _Recipe(from_list=written_lists)
        case ItemType.MATCHING:
            recipe = _Recipe(
                from_list=_group_matchings, from_questions=question_matchings
            )
        case ItemType.ORDERING:
            recipe = _Recipe(from_list=orderings)
        case _:
            assert_never(item_type)
    return recipe


def _group_matchings(context: ListContext) -> Iterator[Item]:
    if isinstance(context.shape, GroupedEnumeration):
        yield from group_matching(context.maker, context.shape)


def _shows_wrong_answers(item_type: ItemType) -> bool:
    """Whether learners see wrong answers, and recognize the right one among them."""
    match item_type.traits.interaction:
        case (
            Interaction.CHOOSE_ONE
            | Interaction.CHOOSE_SEVERAL
            | Interaction.JUDGE_STATEMENT
            | Interaction.MATCH
        ):
            return True
        case (
            Interaction.WRITE_WORDS
            | Interaction.WRITE_NUMBER
            | Interaction.WRITE_LIST
            | Interaction.ORDER
        ):
            return False
        case _ as interaction:
            assert_never(interaction)


_RECIPES = [
    _recipe_of(item_type) for item_type in sorted(ItemType, key=_shows_wrong_answers)
]
"""The recipes in the order of a fact's items: those without wrong answers first."""
_FROM_CARD = [recipe.from_card for recipe in _RECIPES if recipe.from_card]
_FROM_LIST = [recipe.from_list for recipe in _RECIPES if recipe.from_list]
_FROM_QUESTIONS = [
    recipe.from_questions for recipe in _RECIPES if recipe.from_questions
]


def item_bank(deck: Deck, *, options: int = DEFAULT_OPTIONS) -> tuple[Item, ...]:
    """Return every item of a deck in teaching order.

    A single best answer has at least 3 options and at most `options`. It is made only
    if at least two options are certainly wrong. Facts with `quiz: false` are left out.
    Raises ValueError if `options` is not from 3 to 5.
    """
    if not FEWEST_OPTIONS <= options <= MOST_OPTIONS:
        raise ValueError(
            f"options is {options}; it must be {FEWEST_OPTIONS} to {MOST_OPTIONS}"
        )
    headings = {passage.id: passage.heading for passage in deck.passages}
    finder = DistractorFinder(deck)
    facts = [fact for fact in deck.active_facts if fact.quiz]
    makers = {
        fact.id: ItemMaker(fact, citation(deck, fact, headings)) for fact in facts
    }
    items: list[Item] = []
    for fact in facts:
        items += _items_of_fact(makers[fact.id], finder, options)
    for cards in _cards_by_answer_kind(facts).values():
        for make_items in _FROM_QUESTIONS:
            items += make_items(cards, finder, lambda card: makers[card.fact.id])
    fact_order = {fact.id: index for index, fact in enumerate(facts)}
    return tuple(sorted(items, key=lambda item: fact_order[item.facts[0]]))


def _items_of_fact(
    maker: ItemMaker, finder: DistractorFinder, most_options: int
) -> Iterator[Item]:
    """Yield the items that are made from one fact alone."""
    fact = maker.fact
    shape = fact.shape
    if isinstance(shape, Cloze | Question):
        for card in cards_of(fact):
            card_context = CardContext(maker, card, finder, most_options)
            for make_items in _FROM_CARD:
                yield from make_items(card_context)
        return
    answers = list_answers(shape)
    distractors = finder.for_list(fact, answers)
    list_context = ListContext(maker, shape, answers, distractors, most_options)
    for make_items_of_list in _FROM_LIST:
        yield from make_items_of_list(list_context)


def _cards_by_answer_kind(facts: list[Fact]) -> dict[str, list[Card]]:
    """Return the cards of questions by answer kind.

    Cards without an answer kind are left out.
    """
    by_kind: dict[str, list[Card]] = defaultdict(list)
    for fact in facts:
        if not isinstance(fact.shape, Question):
            continue
        for card in cards_of(fact):
            kind = card.answers[0].kind
            if kind is not None:
                by_kind[kind].append(card)
    return by_kind
