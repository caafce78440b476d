"""The item bank: every item that can be made from the facts of a deck."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.facts.card import cards_of
from liverdeck.facts.citation import citation
from liverdeck.facts.shapes import Cloze, GroupedEnumeration, Question
from liverdeck.quiz.items.choice_items import card_choices, list_choices, statements
from liverdeck.quiz.items.distractors import DistractorFinder
from liverdeck.quiz.items.item import Item
from liverdeck.quiz.items.matching import group_pairs, matching_sets
from liverdeck.quiz.items.recall import recall_list, recall_one
from liverdeck.quiz.items.stems import list_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.quiz.items.item import ItemType

DEFAULT_OPTIONS = 4
FEWEST_OPTIONS, MOST_OPTIONS = 3, 5

_DIFFICULTY: dict[ItemType, int] = {
    "single": 1,
    "truefalse": 1,
    "matching": 1,
    "multiple": 2,
    "list": 3,
}
_USUAL_DIFFICULTY = 2
"""The difficulty of the other item types, if the author gives none."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Makes the items of a fact and fills in what they have in common."""

    fact: Fact
    source: str

    def item(
        self,
        item_type: ItemType,
        part: str,
        stem: str,
        *,
        variant: str = "",
        **more: object,
    ) -> Item:
        """Return an item of the fact.

        `variant` distinguishes it from other items made from the same question. `more`
        has further fields of the item; they replace those that are filled in.
        """
        fact = self.fact
        base_id = ".".join(filter(None, (fact.id, part, item_type)))
        usual_difficulty = _DIFFICULTY.get(item_type, _USUAL_DIFFICULTY)
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
        return Item(**{**fields, **more})  # type: ignore[arg-type]


@garbage_collection_paused()
def item_bank(deck: Deck, *, options: int = DEFAULT_OPTIONS) -> tuple[Item, ...]:
    """Return every item of a deck in teaching order.

    A single best answer has 3 to `options` options. A question without enough certainly
    wrong options is asked only for a written answer. Facts with `quiz: false` make no
    items. Raises ValueError if `options` is not from 3 to 5.
    """
    if not FEWEST_OPTIONS <= options <= MOST_OPTIONS:
        raise ValueError(
            f"options is {options}; it must be {FEWEST_OPTIONS} to {MOST_OPTIONS}"
        )
    headings = {passage.id: passage.heading for passage in deck.passages}
    distractors = DistractorFinder(deck)
    facts = [fact for fact in deck.active_facts if fact.quiz]
    writers = {fact.id: Writer(fact, citation(deck, fact, headings)) for fact in facts}
    items: list[Item] = []
    for fact in facts:
        items += _items_of(writers[fact.id], distractors, options)
    for cards in _cards_by_kind(facts).values():
        items += matching_sets(
            cards, distractors, lambda card: writers[card.fact.id].item
        )
    fact_order = {fact.id: index for index, fact in enumerate(facts)}
    return tuple(sorted(items, key=lambda item: fact_order[item.facts[0]]))


def _items_of(
    writer: Writer, distractors: DistractorFinder, options: int
) -> Iterator[Item]:
    """Yield the items that are made from one fact alone."""
    fact = writer.fact
    shape = fact.shape
    if isinstance(shape, Cloze | Question):
        for card in cards_of(fact):
            yield from _items_of_card(writer, card, distractors, options)
        return
    items = list_items(shape)
    wrong = distractors.for_list(fact, items)
    yield from recall_list(writer.item, shape)
    yield from list_choices(writer.item, shape.ask, items, wrong, options)
    if isinstance(shape, GroupedEnumeration):
        yield from group_pairs(writer.item, shape)


def _items_of_card(
    writer: Writer, card: Card, distractors: DistractorFinder, options: int
) -> Iterator[Item]:
    """Yield the items of a card with one answer."""
    shape = card.fact.shape
    yield recall_one(writer.item, card)
    yield from card_choices(writer.item, card, distractors.for_card(card, options - 1))
    if isinstance(shape, Cloze) and distractors.asks_for_certain(card):
        wrong = distractors.authored(card, options)
        yield from statements(writer.item, card, shape, wrong)


def _cards_by_kind(facts: list[Fact]) -> dict[str, list[Card]]:
    """Return the cards of questions by the kind of their answer."""
    by_kind: dict[str, list[Card]] = defaultdict(list)
    for fact in facts:
        if not isinstance(fact.shape, Question):
            continue
        for card in cards_of(fact):
            kind = card.answers[0].kind
            if kind is not None:
                by_kind[kind].append(card)
    return by_kind
