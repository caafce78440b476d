"""Matching items: the members of a list with their groups, and questions of one kind with their answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from liverdeck.quiz.chance import shuffled
from liverdeck.quiz.items.item import Item, Pair, contains_run, short_hash
from liverdeck.quiz.items.likeness import compared_text, normalized_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import GroupedEnumeration
    from liverdeck.quiz.items.choice_items import MakeItem
    from liverdeck.quiz.items.distractors import DistractorFinder

_FEWEST_PAIRS, _MOST_PAIRS = 3, 5
_MOST_MEMBERS = 6
_MOST_TRIED = 8
"""Cards of one kind that are tried for one set; each is held against those already in it."""


def group_pairs(make: MakeItem, shape: GroupedEnumeration) -> Iterator[Item]:
    """Yield the members of a list to be matched with their groups, as evenly from all groups as they come."""
    counts = Counter(
        level
        for group in shape.groups
        for item in group.items
        for level in normalized_forms(item)
    )
    ways = [
        [
            (group.title, item)
            for item in _drawn(shape.ask, group.items)
            if all(counts[each] == 1 for each in normalized_forms(item))
        ]
        for group in shape.groups
    ]  # an item that stands in two groups belongs to neither alone
    in_turn = [
        way[place]
        for place in range(max(map(len, ways)))
        for way in ways
        if place < len(way)
    ]
    chosen = in_turn[:_MOST_MEMBERS]
    titles = {title for title, _ in chosen}
    if len(titles) < 2 or len(chosen) < _FEWEST_PAIRS:  # noqa: PLR2004  # one group is no choice
        return
    pairs = tuple(
        Pair(f"p{short_hash(item.text)}", item.text, title) for title, item in chosen
    )
    yield make(
        "matching", "", f"{shape.ask} Match each of these with its group.", pairs=pairs
    )


def matching_sets(
    cards: Sequence[Card],
    distractors: DistractorFinder,
    maker: Callable[[Card], MakeItem],
) -> Iterator[Item]:
    """Yield sets of three to five questions of one kind whose answers are certainly wrong for each other."""
    rest = list(cards)
    while len(rest) >= _FEWEST_PAIRS:
        chosen = _set_from(rest[:_MOST_TRIED], distractors)
        taken = {(card.fact.id, card.part) for card in chosen}
        rest = [card for card in rest[1:] if (card.fact.id, card.part) not in taken]
        if len(chosen) >= _FEWEST_PAIRS:
            pairs = tuple(
                Pair(f"p{short_hash(card.prompt)}", card.prompt, card.answers[0].text)
                for card in chosen
            )
            names = [f"{card.fact.id}/{card.part}" for card in chosen]
            facts = tuple(dict.fromkeys(card.fact.id for card in chosen))
            why = " ".join(
                dict.fromkeys(card.fact.why for card in chosen if card.fact.why)
            )
            stem = "Match each question with its answer."
            yield maker(chosen[0])(
                "matching",
                "",
                stem,
                variant=short_hash(*names),
                pairs=pairs,
                facts=facts,
                rationale=why,
                note="",
                image=None,
            )


def _set_from(cards: Sequence[Card], distractors: DistractorFinder) -> list[Card]:
    chosen: list[Card] = []
    for card in cards:
        if len(chosen) == _MOST_PAIRS:
            break
        if all(_keep_apart(card, other, distractors) for other in chosen):
            chosen.append(card)
    return chosen


def _keep_apart(one: Card, other: Card, distractors: DistractorFinder) -> bool:
    if one.fact.id == other.fact.id or normalized_forms(
        one.answers[0]
    ) & normalized_forms(other.answers[0]):
        return False
    if _says(one, other) or _says(other, one) or _says(one, one) or _says(other, other):
        return False
    return distractors.rules_out(one, other) and distractors.rules_out(other, one)


def _says(asking: Card, answering: Card) -> bool:
    return contains_run(
        compared_text(answering.answers[0].text).tokens,
        compared_text(asking.prompt).tokens,
    )


def _drawn(ask: str, items: Sequence[Answer]) -> list[Answer]:
    return shuffled(items, lambda item: item.text, ask, "members")
