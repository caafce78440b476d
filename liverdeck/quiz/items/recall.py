"""Items to answer in one's own words: a word, a number, a list, an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.facts.shapes import Cloze
from liverdeck.quiz.items.item import make_option
from liverdeck.quiz.items.stems import gapped, list_items, list_stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import Enumeration, GroupedEnumeration
    from liverdeck.quiz.items.choice_items import MakeItem
    from liverdeck.quiz.items.item import Item, ItemType

_FEWEST_TO_ORDER, _MOST_TO_ORDER = 3, 10


def recall_one(make: MakeItem, card: Card) -> Item:
    """Return a card as a written answer: a number, the text of a gap, or a few words."""
    answer = card.answers[0]
    shape = card.fact.shape
    is_statement = isinstance(shape, Cloze)
    stem = (
        gapped(shape, int(card.part[1:])) if isinstance(shape, Cloze) else card.prompt
    )
    if answer.number is not None:
        unit = (
            f" (in {answer.number.unit})"
            if answer.number.unit and answer.number.unit not in stem
            else ""
        )
        return make("numeric", card.part, f"{stem}{unit}", answers=(answer,))
    type_: ItemType = "fill" if is_statement else "short"
    return make(type_, card.part, stem, answers=(answer,))


def recall_list(
    make: MakeItem, shape: Enumeration | GroupedEnumeration
) -> Iterator[Item]:
    """Yield a list from memory, and where its order matters, as items to be put in order."""
    items = list_items(shape)
    ordered = shape.order == "fixed"
    yield make(
        "list", "", list_stem(shape), answers=items, need=shape.need, ordered=ordered
    )
    if ordered and _FEWEST_TO_ORDER <= len(items) <= _MOST_TO_ORDER:
        options = tuple(make_option(item.text, is_key=True) for item in items)
        told = "" if "order" in shape.ask.casefold() else " Put these in order."
        yield make("ordering", "", f"{shape.ask}{told}", options=options)
