"""The item bank: every item that can be made from the facts of a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from liverdeck.base.values import value_class
from liverdeck.facts.citation import citation
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration, Question
from liverdeck.quiz.items.choice_items import (
    FEWEST_WRONG,
    card_best_answers,
    list_best_answers,
    multiple_responses,
    true_false_items,
)
from liverdeck.quiz.items.distractors import DistractorFinder
from liverdeck.quiz.items.item_maker import CardContext, ItemMaker, ListContext
from liverdeck.quiz.items.item_types import Interaction, ItemType
from liverdeck.quiz.items.matching import group_matching, question_matchings
from liverdeck.quiz.items.prepared_facts import prepared_facts
from liverdeck.quiz.items.recall import (
    filled_blanks,
    numeric_items,
    orderings,
    short_answers,
    written_lists,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.prepared_facts import PreparedCard, PreparedFact

    _FromQuestions = Callable[
        [
            Iterable[PreparedCard],
            DistractorFinder,
            Callable[[PreparedCard], ItemMaker],
        ],
        Iterator[Item],
    ]
    """A function that makes items from several questions, such as `question_matchings`.

    Its last argument is a function too: it returns the maker for the fact of a card.
    """

DEFAULT_OPTIONS = 4
"""The most options of a single best answer, if the caller does not say."""
FEWEST_OPTIONS, MOST_OPTIONS = 1 + FEWEST_WRONG, 5
"""The limits for the argument `options` of `item_bank`."""


@value_class
class _Recipe:
    """What items of one type are made from, and by which function."""

    from_card: Callable[[CardContext], Iterator[Item]] | None = None
    """Makes items from a card with one answer."""
    from_list: Callable[[ListContext], Iterator[Item]] | None = None
    """Makes items from a list."""
    from_questions: _FromQuestions | None = None
    """Makes items from several questions each. It gets all cards and chooses some."""


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
            recipe = _Recipe(from_card=numeric_items)
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
    shape = context.shape
    match shape:
        case GroupedEnumeration():
            yield from group_matching(
                context.maker, shape, context.prepared_card.answers
            )
        case Enumeration():
            return
        case _:
            assert_never(shape)


def _shows_wrong_answers(item_type: ItemType) -> bool:
    """Whether items show answers that may be wrong, to choose from or to judge."""
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
"""The recipes; first those of the types that show no wrong answers.

The items of a card are in this order. Items from several questions come after all other
items of their first fact.
"""
# The functions of these recipes, in the same order.
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
    headings = deck.headings
    whole_deck = prepared_facts(deck)
    finder = DistractorFinder(whole_deck)
    facts = [prepared for prepared in whole_deck if prepared.fact.quiz]
    makers = {
        prepared.fact.id: ItemMaker(
            prepared.fact, citation(deck, prepared.fact, headings)
        )
        for prepared in facts
    }
    items: list[Item] = []
    for prepared in facts:
        items += _items_of_fact(makers[prepared.fact.id], prepared, finder, options)
    cards = [card for prepared in facts for card in prepared.cards]
    for make_items in _FROM_QUESTIONS:
        items += make_items(cards, finder, lambda card: makers[card.fact.id])
    fact_order = {prepared.fact.id: index for index, prepared in enumerate(facts)}
    return tuple(sorted(items, key=lambda item: fact_order[item.facts[0]]))


def _items_of_fact(
    maker: ItemMaker,
    prepared: PreparedFact,
    finder: DistractorFinder,
    most_options: int,
) -> Iterator[Item]:
    """Yield the items that are made from one fact alone.

    They are sorted by card; those of a card are in the order of `_RECIPES`.
    """
    shape = prepared.fact.shape
    for card in prepared.cards:
        distractors = finder.for_card(card, most_options - 1)
        match shape:
            case Cloze() | Question():
                card_context = CardContext(maker, card, distractors, most_options)
                for make_items in _FROM_CARD:
                    yield from make_items(card_context)
            case Enumeration() | GroupedEnumeration():
                list_context = ListContext(
                    maker, shape, card, distractors, most_options
                )
                for make_items_of_list in _FROM_LIST:
                    yield from make_items_of_list(list_context)
            case _:
                assert_never(shape)
