"""What items of each type are made from, and by which function."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from liverdeck.base.values import value_class
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration
from liverdeck.quiz.items.choice_items import (
    card_best_answers,
    list_best_answers,
    multiple_responses,
    true_false_items,
)
from liverdeck.quiz.items.item_maker import NO_PART, CardContext, ListContext
from liverdeck.quiz.items.item_types import Interaction, ItemType
from liverdeck.quiz.items.matching import group_matching, question_matchings
from liverdeck.quiz.items.recall import (
    filled_blanks,
    numeric_items,
    orderings,
    short_answers,
    written_lists,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from liverdeck.facts.card import Card
    from liverdeck.quiz.items.distractors import DistractorFinder
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.item_maker import ItemMaker
    from liverdeck.quiz.items.prepared_facts import PreparedCard

    FromQuestions = Callable[
        [
            Sequence[PreparedCard],
            DistractorFinder,
            Callable[[PreparedCard], ItemMaker],
        ],
        Iterator[Item],
    ]
    """A function that makes items from several questions, such as `question_matchings`.

    Its last argument is a function too: it returns the maker for the fact of a card.
    """


@value_class
class Recipe:
    """What items of one type are made from, and by which function."""

    type: ItemType
    from_card: Callable[[CardContext], Iterator[Item]] | None = None
    """Makes items from a card with one answer."""
    suits: Callable[[Card], bool] = lambda _: True
    """Whether `from_card` is tried for a card. Even then it may make no item."""
    from_list: Callable[[ListContext], Iterator[Item]] | None = None
    """Makes items from a list."""
    from_questions: FromQuestions | None = None
    """Makes items from several questions each.

    The function gets a few questions whose answers have the same answer kind. It
    chooses which of them to use.
    """


def _recipe_of(item_type: ItemType) -> Recipe:
    match item_type:
        case ItemType.SINGLE:
            recipe = Recipe(
                item_type, from_card=card_best_answers, from_list=list_best_answers
            )
        case ItemType.MULTIPLE:
            recipe = Recipe(item_type, from_list=multiple_responses)
        case ItemType.TRUEFALSE:
            recipe = Recipe(item_type, from_card=true_false_items, suits=_is_statement)
        case ItemType.SHORT:
            recipe = Recipe(
                item_type,
                from_card=short_answers,
                suits=lambda card: not _is_statement(card) and not _is_number(card),
            )
        case ItemType.FILL:
            recipe = Recipe(
                item_type,
                from_card=filled_blanks,
                suits=lambda card: _is_statement(card) and not _is_number(card),
            )
        case ItemType.NUMERIC:
            recipe = Recipe(item_type, from_card=numeric_items, suits=_is_number)
        case ItemType.LIST:
            recipe = Recipe(item_type, from_list=written_lists)
        case ItemType.MATCHING:
            recipe = Recipe(
                item_type,
                from_list=_group_matchings,
                from_questions=question_matchings,
            )
        case ItemType.ORDERING:
            recipe = Recipe(item_type, from_list=orderings)
        case _:
            assert_never(item_type)
    return recipe


def _is_statement(card: Card) -> bool:
    return isinstance(card.fact.shape, Cloze)


def _is_number(card: Card) -> bool:
    return card.answers[0].number is not None


def _group_matchings(context: ListContext) -> Iterator[Item]:
    shape = context.shape
    match shape:
        case GroupedEnumeration():
            yield from group_matching(
                context.maker, shape, context.prepared_card.answers
            )
        case Enumeration():
            why = "only a list with groups can be matched"
            context.maker.refuse(ItemType.MATCHING, NO_PART, why)
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


RECIPES = tuple(map(_recipe_of, sorted(ItemType, key=_shows_wrong_answers)))
"""The recipes. Those of the types that show no wrong answers come first.

The items of a card are in this order. Items from several questions come after all other
items of their first fact.
"""
