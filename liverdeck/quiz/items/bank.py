"""The item bank: every item that can be made from the facts of a deck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.facts.citation import citation
from liverdeck.facts.shapes import Cloze, GroupedEnumeration, Question
from liverdeck.quiz.items.choice_items import (
    card_choices,
    list_choices,
    true_false_items,
)
from liverdeck.quiz.items.distractors import DistractorFinder
from liverdeck.quiz.items.item import Item
from liverdeck.quiz.items.matching import group_matching, question_matchings
from liverdeck.quiz.items.prepared_facts import prepared_facts
from liverdeck.quiz.items.recall import recall_list, recall_one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.quiz.items.distractor_choice import Distractor
    from liverdeck.quiz.items.item import ItemType
    from liverdeck.quiz.items.prepared_facts import PreparedCard, PreparedFact

DEFAULT_OPTIONS = 4
FEWEST_OPTIONS, MOST_OPTIONS = 3, 5
"""The limits for `options` of `item_bank`."""

_DIFFICULTIES: dict[ItemType, int] = {
    "single": 1,
    "truefalse": 1,
    "matching": 1,
    "multiple": 2,
    "list": 3,
}
"""The difficulty of an item by its type, if the author gives none."""
_USUAL_DIFFICULTY = 2
"""The difficulty of items of other types, if the author gives none."""


@dataclass(frozen=True, slots=True)
class ItemMaker:
    """Makes items of one fact and fills in the fields that these have in common."""

    fact: Fact
    source: str
    """The citation that each item gives as its source."""

    def make(
        self,
        item_type: ItemType,
        part: str,
        stem: str,
        *,
        variant: str = "",
        **other_fields: object,
    ) -> Item:
        """Return an item of the fact.

        `part` is the part of the card, or empty. `variant` distinguishes the item from
        other items made from the same question. `other_fields` are further fields of
        the item, or replace fields that are filled in.
        """
        fact = self.fact
        base_id = ".".join(filter(None, (fact.id, part, item_type)))
        usual_difficulty = _DIFFICULTIES.get(item_type, _USUAL_DIFFICULTY)
        fields: dict[str, object] = {
            "id": f"{base_id}.{variant}" if variant else base_id,
            "base_id": base_id,
            "type": item_type,
            "facts": (fact.id,),
            "topic": fact.topic,
            "difficulty": fact.difficulty or usual_difficulty,
            "stem": stem,
            "rationale": fact.why or "",
            "note": fact.note or "",
            "source": self.source,
            "passages": fact.passages,
            "position": fact.position,
            "open": fact.open,
            "image": fact.image,
        }
        return Item(**{**fields, **other_fields})  # type: ignore[arg-type]


@garbage_collection_paused()
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
    headings = {passage.id: passage.heading for passage in deck.passages}
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
    items += question_matchings(cards, finder, lambda card: makers[card.fact.id].make)
    fact_order = {prepared.fact.id: index for index, prepared in enumerate(facts)}
    return tuple(sorted(items, key=lambda item: fact_order[item.facts[0]]))


def _items_of_fact(
    maker: ItemMaker,
    prepared: PreparedFact,
    finder: DistractorFinder,
    most_options: int,
) -> Iterator[Item]:
    """Yield the items that are made from one fact alone."""
    shape = prepared.fact.shape
    for card in prepared.cards:
        distractors = finder.for_card(card, most_options - 1)
        if isinstance(shape, Cloze | Question):
            yield from _items_of_card(maker, card, distractors, most_options)
        else:
            answers = card.card.answers
            yield from recall_list(maker.make, shape)
            yield from list_choices(
                maker.make, shape.ask, answers, distractors, most_options
            )
        if isinstance(shape, GroupedEnumeration):
            yield from group_matching(maker.make, shape, card.answers)


def _items_of_card(
    maker: ItemMaker,
    card: PreparedCard,
    distractors: list[Distractor],
    most_options: int,
) -> Iterator[Item]:
    """Yield the items of a card with one answer."""
    yield recall_one(maker.make, card.card)
    yield from card_choices(maker.make, card, distractors[: most_options - 1])
    # If a statement says what may be so, a wrong answer need not make it false.
    shape = card.fact.shape
    if isinstance(shape, Cloze) and card.asks_what_is_so:
        authored = [wrong for wrong in distractors if wrong.is_authored][:most_options]
        yield from true_false_items(maker.make, card.card, shape, authored)
