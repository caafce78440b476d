"""The item bank: every item that can be made from the facts of a deck."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer
from liverdeck.facts.citation import citation
from liverdeck.facts.deck import Deck
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration, Question
from liverdeck.quiz.items.choice_items import (
    FEWEST_WRONG,
    card_best_answers,
    list_best_answers,
    multiple_responses,
    true_false_items,
)
from liverdeck.quiz.items.distractors import DistractorFinder
from liverdeck.quiz.items.document_mention import without_document
from liverdeck.quiz.items.item_maker import (
    NO_PART,
    CardContext,
    ItemMaker,
    ListContext,
)
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
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.item_maker import NoItem
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


@value_class
class Bank:
    """Every item that can be made from a deck, and why there are no others."""

    items: tuple[Item, ...]
    """In teaching order."""
    not_made: Mapping[str, Sequence[NoItem]]
    """Why a fact gives no items of some types, by the id of the fact."""


def item_bank(
    deck: Deck, *, options: int = DEFAULT_OPTIONS, names_document: bool = True
) -> tuple[Item, ...]:
    """Return every item of a deck in teaching order.

    A single best answer has at most `options` options, and at least 3, or the two that
    its question offers. It is made only if all options but one are wrong. If
    `names_document` is false, stems that do not need it leave out the document. Facts
    with `quiz: false` are left out.

    Raises ValueError if `options` is not from 3 to 5.
    """
    refuse_other_type("deck", deck, Deck)
    return make_bank(deck, options=options, names_document=names_document).items


def make_bank(
    deck: Deck, *, options: int = DEFAULT_OPTIONS, names_document: bool = True
) -> Bank:
    """Return the items of a deck as `item_bank` does, and why there are no others."""
    if not FEWEST_OPTIONS <= options <= MOST_OPTIONS:
        raise ValueError(
            f"options is {options}; it must be {FEWEST_OPTIONS} to {MOST_OPTIONS}"
        )
    headings = deck.headings
    stemmer = TextStemmer(deck.language)
    whole_deck = prepared_facts(deck)
    finder = DistractorFinder(whole_deck)
    facts = [prepared for prepared in whole_deck if prepared.fact.quiz]
    makers = {
        prepared.fact.id: ItemMaker(
            prepared.fact, citation(deck, prepared.fact, headings), stemmer, []
        )
        for prepared in facts
    }
    items: list[Item] = []
    for prepared in facts:
        maker = makers[prepared.fact.id]
        items += _items_of_fact(maker, prepared, finder, options)
    cards = [card for prepared in facts for card in prepared.cards]
    for make_items in _FROM_QUESTIONS:
        items += make_items(cards, finder, lambda card: makers[card.fact.id])
    if not names_document and stemmer.is_english:
        items = [_without_document(item) for item in items]
    fact_order = {prepared.fact.id: index for index, prepared in enumerate(facts)}
    return Bank(
        tuple(sorted(items, key=lambda item: fact_order[item.facts[0]])),
        {fact_id: maker.not_made for fact_id, maker in makers.items()},
    )


def _without_document(item: Item) -> Item:
    """Return an item whose stem does not mention the document, if it need not.

    A question with open answers needs it: other answers may be right elsewhere.
    """
    return item if item.open else replace(item, stem=without_document(item.stem))


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
        too_few = len(distractors) < FEWEST_WRONG
        why_too_few = finder.why_too_few(card) if too_few else ""
        match shape:
            case Cloze() | Question():
                card_context = CardContext(
                    maker, card, distractors, why_too_few, most_options
                )
                for make_items in _FROM_CARD:
                    yield from make_items(card_context)
            case Enumeration() | GroupedEnumeration():
                list_context = ListContext(
                    maker, shape, card, distractors, why_too_few, most_options
                )
                for make_items_of_list in _FROM_LIST:
                    yield from make_items_of_list(list_context)
            case _:
                assert_never(shape)
