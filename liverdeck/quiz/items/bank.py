"""The item bank: every item that a deck's facts can make, each whole and always the same."""

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

_EFFORT: dict[ItemType, int] = {
    "single": 1,
    "truefalse": 1,
    "matching": 1,
    "multiple": 2,
    "list": 3,
}
_USUAL_EFFORT = 2


@dataclass(frozen=True, slots=True)
class Writer:
    """Fills in what all items of a fact have in common."""

    fact: Fact
    source: str

    def item(
        self,
        type_: ItemType,
        part: str,
        stem: str,
        *,
        variant: str = "",
        **more: object,
    ) -> Item:
        """Return an item of the fact; `variant` tells it from others of the same question."""
        base = ".".join(filter(None, (self.fact.id, part, type_)))
        fact = self.fact
        fields: dict[str, object] = {
            "id": f"{base}.{variant}" if variant else base,
            "base_id": base,
            "type": type_,
            "facts": (fact.id,),
            "topic": fact.topic,
            "difficulty": fact.difficulty or _EFFORT.get(type_, _USUAL_EFFORT),
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
    """Return every item of a deck in teaching order; a choice of one has 3 to `options` options (at most 5).

    What cannot be offered with enough wrong options that are certainly wrong is asked as a written answer only. Facts
    with `quiz: false` make none. Raises ValueError for another number of options.
    """
    if not FEWEST_OPTIONS <= options <= MOST_OPTIONS:
        raise ValueError(
            f"options is {options}; it must be {FEWEST_OPTIONS} to {MOST_OPTIONS}"
        )
    headings = {passage.id: passage.heading for passage in deck.passages}
    distractors = DistractorFinder(deck)
    asked = [fact for fact in deck.active_facts if fact.quiz]
    writers = {fact.id: Writer(fact, citation(deck, fact, headings)) for fact in asked}
    items = [
        item
        for fact in asked
        for item in _items(writers[fact.id], distractors, options)
    ]
    for cards in _cards_by_kind(asked).values():
        items += matching_sets(
            cards, distractors, lambda card: writers[card.fact.id].item
        )
    rank = {fact.id: place for place, fact in enumerate(asked)}
    return tuple(sorted(items, key=lambda item: rank[item.facts[0]]))


def _items(
    writer: Writer, distractors: DistractorFinder, options: int
) -> Iterator[Item]:
    fact = writer.fact
    shape = fact.shape
    if isinstance(shape, Cloze | Question):
        for card in cards_of(fact):
            yield recall_one(writer.item, card)
            yield from card_choices(
                writer.item, card, distractors.for_card(card, options - 1)
            )
            if isinstance(shape, Cloze) and distractors.is_settled(card):
                yield from statements(
                    writer.item, card, shape, distractors.authored(card, options)
                )
        return
    items = list_items(shape)
    yield from recall_list(writer.item, shape)
    yield from list_choices(
        writer.item, shape.ask, items, distractors.for_list(fact, items), options
    )
    if isinstance(shape, GroupedEnumeration):
        yield from group_pairs(writer.item, shape)


def _cards_by_kind(facts: list[Fact]) -> dict[str, list[Card]]:
    kinds: dict[str, list[Card]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.shape, Question):
            for card in cards_of(fact):
                if (kind := card.answers[0].kind) is not None:
                    kinds[kind].append(card)
    return kinds
