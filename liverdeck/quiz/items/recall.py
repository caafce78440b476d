"""Items without wrong options: learners write an answer or put a list in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.facts.shapes import Cloze
from liverdeck.quiz.items.item import make_option
from liverdeck.quiz.items.stems import (
    blank_number,
    list_answers,
    list_stem,
    text_with_gaps,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import Enumeration, GroupedEnumeration
    from liverdeck.quiz.items.choice_items import MakeItem
    from liverdeck.quiz.items.item import Item, ItemType

_FEWEST_TO_ORDER, _MOST_TO_ORDER = 3, 10
"""How many list items an ordering may have."""


def recall_one(make: MakeItem, card: Card) -> Item:
    """Return an item that asks for one written answer: a blank, a number or words."""
    answer = card.answers[0]
    shape = card.fact.shape
    item_type: ItemType
    if isinstance(shape, Cloze):
        item_type, stem = "fill", text_with_gaps(shape, blank_number(card))
    else:
        item_type, stem = "short", card.prompt
    if answer.number is not None:
        item_type = "numeric"
        unit = answer.number.unit
        if unit and unit not in stem:
            stem = f"{stem} (in {unit})"
    return make(item_type, card.part, stem, answers=(answer,))


def recall_list(
    make: MakeItem, shape: Enumeration | GroupedEnumeration
) -> Iterator[Item]:
    """Yield an item that asks to write a list.

    If the order matters, also yield an item that asks to put the list in order. The
    list must have 3 to 10 items for that.
    """
    answers = list_answers(shape)
    ordered = shape.order == "fixed"
    yield make(
        "list", "", list_stem(shape), answers=answers, need=shape.need, ordered=ordered
    )
    if ordered and _FEWEST_TO_ORDER <= len(answers) <= _MOST_TO_ORDER:
        options = tuple(make_option(answer.text, is_key=True) for answer in answers)
        says_order = "order" in shape.ask.casefold()
        stem = shape.ask if says_order else f"{shape.ask} Put these in order."
        yield make("ordering", "", stem, options=options)
