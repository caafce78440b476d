"""Items to answer from memory: a word, a number, a list or an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.facts.shapes import Cloze
from liverdeck.quiz.items.item import make_option
from liverdeck.quiz.items.stems import blank_number, gapped, list_items, list_stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import Enumeration, GroupedEnumeration
    from liverdeck.quiz.items.choice_items import MakeItem
    from liverdeck.quiz.items.item import Item, ItemType

_FEWEST_TO_ORDER, _MOST_TO_ORDER = 3, 10


def recall_one(make: MakeItem, card: Card) -> Item:
    """Return an item to answer with a number, the text of a gap, or a few words."""
    answer = card.answers[0]
    shape = card.fact.shape
    item_type: ItemType
    if isinstance(shape, Cloze):
        item_type, stem = "fill", gapped(shape, blank_number(card))
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
    """Yield an item to write a list, and one to order it if its order matters."""
    items = list_items(shape)
    ordered = shape.order == "fixed"
    yield make(
        "list", "", list_stem(shape), answers=items, need=shape.need, ordered=ordered
    )
    if ordered and _FEWEST_TO_ORDER <= len(items) <= _MOST_TO_ORDER:
        options = tuple(make_option(item.text, is_key=True) for item in items)
        says_order = "order" in shape.ask.casefold()
        stem = shape.ask if says_order else f"{shape.ask} Put these in order."
        yield make("ordering", "", stem, options=options)
