"""Items without wrong options: learners write something or put a list in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.quiz.items.item import make_option
from liverdeck.quiz.items.item_maker import NO_PART
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.items.stems import list_stem, says_order, stem_with_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.item_maker import CardContext, ListContext

_FEWEST_TO_ORDER, _MOST_TO_ORDER = 3, 10
"""How many list items an ordering may have."""


def short_answers(context: CardContext) -> Iterator[Item]:
    """Yield an item for a question of the deck, if its answer is not a number."""
    card = context.prepared_card.card
    if context.prepared_card.statement is None and card.answers[0].number is None:
        yield context.maker.make(
            ItemType.SHORT, card.part, stem_with_hint(card), answers=card.answers[:1]
        )


def filled_blanks(context: CardContext) -> Iterator[Item]:
    """Yield an item for a blank of a statement, if its answer is not a number."""
    card = context.prepared_card.card
    if context.prepared_card.statement is not None and card.answers[0].number is None:
        yield context.maker.make(
            ItemType.FILL, card.part, stem_with_hint(card), answers=card.answers[:1]
        )


def numeric_items(context: CardContext) -> Iterator[Item]:
    """Yield an item that asks for a number, if the answer is a number.

    The stem names the unit, if the number has one.
    """
    card = context.prepared_card.card
    number = card.answers[0].number
    if number is None:
        return
    stem = stem_with_hint(card)
    if number.unit and number.unit not in stem:
        stem = f"{stem} (in {number.unit})"
    yield context.maker.make(
        ItemType.NUMERIC, card.part, stem, answers=card.answers[:1]
    )


def written_lists(context: ListContext) -> Iterator[Item]:
    """Yield an item that asks to write a list."""
    shape = context.shape
    yield context.maker.make(
        ItemType.LIST,
        NO_PART,
        list_stem(shape),
        answers=context.prepared_card.card.answers,
        need=shape.need,
        ordered=shape.is_ordered,
    )


def orderings(context: ListContext) -> Iterator[Item]:
    """Yield an item that asks to put a list in order, if the order matters.

    There is none if the list has fewer than 3 or more than 10 items.
    """
    shape, answers = context.shape, context.prepared_card.card.answers
    if not shape.is_ordered:
        return
    if not _FEWEST_TO_ORDER <= len(answers) <= _MOST_TO_ORDER:
        return
    yield context.maker.make(
        ItemType.ORDERING,
        NO_PART,
        shape.ask if says_order(shape.ask) else f"{shape.ask} Put these in order.",
        options=tuple(make_option(answer.text, is_key=True) for answer in answers),
    )
