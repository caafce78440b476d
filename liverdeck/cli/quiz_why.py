"""`liverdeck quiz --why FACT`: the items of a fact, or why it has none of a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.names import unknown_name_problem
from liverdeck.base.phrases import printable
from liverdeck.cli.printing import echo, echo_json
from liverdeck.cli.report import refuse
from liverdeck.quiz.items.item_types import ItemType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.bank import ItemBank
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.item_maker import NoItem


def print_reasons(bank: ItemBank, deck: Deck, fact_id: str, *, as_json: bool) -> None:
    """Print, for each item type, the items of a fact or why it has none.

    Refuses a fact that the deck does not have, or that is retired.
    """
    facts = {fact.id: fact for fact in deck.active_facts}
    if fact_id not in facts:
        refuse([unknown_name_problem(deck.position, "fact", fact_id, facts)])
    items = bank.items_about(fact_id)
    not_made = bank.why_not_made(fact_id)
    if as_json:
        echo_json([_row_as_json(item_type, items, not_made) for item_type in ItemType])
        return
    if not facts[fact_id].quiz:
        echo("No items: the fact says `quiz: false`.")
        return
    for item_type in ItemType:
        for line in _lines(item_type, items, not_made):
            echo(printable(line))


def _lines(
    item_type: ItemType, items: list[Item], not_made: Sequence[NoItem]
) -> list[str]:
    made = _items_of_type(item_type, items)
    lines = [f"{item_type}: {item.id}: {item.stem}" for item in _first_variants(made)]
    lines += [
        f"{item_type}: no item{_part_text(reason)}: {reason.why}"
        for reason in not_made
        if reason.type is item_type
    ]
    return lines or [f"{item_type}: no item: {item_type.traits.needs}"]


def _row_as_json(
    item_type: ItemType, items: list[Item], not_made: Sequence[NoItem]
) -> dict[str, object]:
    made = _items_of_type(item_type, items)
    reasons = [
        {"part": reason.part, "why": reason.why}
        for reason in not_made
        if reason.type is item_type
    ]
    if not made and not reasons:
        reasons = [{"part": "", "why": item_type.traits.needs}]
    return {
        "type": str(item_type),
        "items": [{"id": item.id, "stem": item.stem} for item in made],
        "none": reasons,
    }


def _items_of_type(item_type: ItemType, items: list[Item]) -> list[Item]:
    return [item for item in items if item.type is item_type]


def _first_variants(items: list[Item]) -> list[Item]:
    """Return the first variant of each question. The others differ only in a word."""
    first_by_question: dict[str, Item] = {}
    for item in items:
        first_by_question.setdefault(item.base_id, item)
    return list(first_by_question.values())


def _part_text(reason: NoItem) -> str:
    return f" for {reason.part}" if reason.part else ""
