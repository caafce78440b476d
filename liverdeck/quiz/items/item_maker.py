"""What functions that make items get: a card or a list, and the maker of its items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.quiz.items.item import Item, item_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.shapes import Enumeration, GroupedEnumeration
    from liverdeck.quiz.items.distractor_choice import Distractor
    from liverdeck.quiz.items.item import Option, Pair
    from liverdeck.quiz.items.item_types import ItemType
    from liverdeck.quiz.items.prepared_facts import PreparedCard


NO_PART = ""
"""The empty part of an item that is not about one card alone, such as a list."""


@value_class
class ItemMaker:
    """Makes items of one fact and fills in the fields that these have in common."""

    fact: Fact
    source: str
    """The citation that each item gives as its source."""

    def make(  # noqa: PLR0913  # these are fields of an item
        self,
        item_type: ItemType,
        part: str,
        stem: str,
        *,
        variant: str = "",
        options: tuple[Option, ...] = (),
        pairs: tuple[Pair, ...] = (),
        answers: tuple[Answer, ...] = (),
        need: int = 1,
        ordered: bool = False,
        is_main_variant: bool = True,
        keeps_order: bool = False,
    ) -> Item:
        """Return an item of the fact.

        `part` is the part of the card, or `NO_PART`. `variant` distinguishes the item
        from other items made from the same question. The other arguments are fields of
        the item.
        """
        fact = self.fact
        item_id, base_id = item_ids(fact.id, part, item_type, variant)
        return Item(
            id=item_id,
            base_id=base_id,
            type=item_type,
            facts=(fact.id,),
            topic=fact.topic,
            difficulty=fact.difficulty or item_type.traits.usual_difficulty,
            stem=stem,
            rationale=fact.why or "",
            note=fact.note or "",
            source=self.source,
            passages=fact.passages,
            position=fact.position,
            options=options,
            pairs=pairs,
            answers=answers,
            need=need,
            ordered=ordered,
            open=fact.open,
            is_main_variant=is_main_variant,
            keeps_order=keeps_order,
            image=fact.image,
        )


@value_class
class CardContext:
    """A card with one answer, and what is needed to make items from it."""

    maker: ItemMaker
    prepared_card: PreparedCard
    distractors: Sequence[Distractor]
    """The author's own first; there may be more than an item shows."""
    most_options: int
    """The most options of a single best answer.

    It also limits the false statements that are made from one statement.
    """


@value_class
class ListContext:
    """A list, and what is needed to make items from it."""

    maker: ItemMaker
    shape: Enumeration | GroupedEnumeration
    prepared_card: PreparedCard
    """The whole list as one card."""
    distractors: Sequence[Distractor]
    """All are the author's own; there may be more than an item shows."""
    most_options: int
    """The most options of a single best answer."""
