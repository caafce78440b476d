"""Which options an item shows on a paper, and whether they are shuffled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from liverdeck.quiz.chance import shuffled
from liverdeck.quiz.items.item import in_pinned_order

if TYPE_CHECKING:
    from liverdeck.quiz.items.item import Item

OptionArrangement = Literal["shuffled", "alphabetical"]
"""The order of options that are on no scale and have no order from the author."""
DEFAULT_ARRANGEMENT: OptionArrangement = "shuffled"


def ready_to_ask(item: Item, seed: str, order: OptionArrangement) -> Item:
    """Return an item with the options that a paper shows.

    If there are more wrong options than the item shows, the seed draws among them.
    """
    drawn = _with_drawn_options(item, seed)
    return _in_alphabetical_order(drawn) if order == "alphabetical" else drawn


def _with_drawn_options(item: Item, seed: str) -> Item:
    if not item.drawn_from:
        return item
    candidates = [option for option in item.drawn_from if not option.is_key]
    in_drawn_order = shuffled(candidates, lambda option: option.id, seed, item.id)
    shown = {option.id for option in in_drawn_order[: len(item.wrong_options)]}
    options = tuple(
        option for option in item.drawn_from if option.is_key or option.id in shown
    )
    return replace(item, options=options, drawn_from=())


def _in_alphabetical_order(item: Item) -> Item:
    if item.keeps_order or not item.interaction.offers_distractors:
        return item
    options = sorted(item.options, key=lambda option: option.text.casefold())
    return replace(item, options=tuple(in_pinned_order(options)), keeps_order=True)
