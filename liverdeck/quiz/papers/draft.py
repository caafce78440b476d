"""A paper in the making: the items chosen so far, and what they rule out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from liverdeck.quiz.items.item import FALSE, TRUE
from liverdeck.quiz.papers.length_cues import LengthCues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.giveaways import GiveAways


@dataclass
class Draft:
    """The items chosen so far, and what they rule out."""

    leaks: GiveAways
    repeats_facts: bool
    """Whether two items may ask for two sides of one fact; for one side no paper asks twice."""
    chosen: list[Item] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    lengths: LengthCues = field(default_factory=LengthCues)

    def accepts(self, item: Item) -> bool:
        """Whether an item can stand beside those chosen."""
        if item.target in self.targets or (
            not self.repeats_facts and not self.facts.isdisjoint(item.facts)
        ):
            return False
        return self.lengths.takes(item) and not self.leaks.between(item)

    def add(self, item: Item) -> None:
        """Choose an item."""
        self.chosen.append(item)
        self.targets.add(item.target)
        self.facts.update(item.facts)
        self.leaks.add(item)
        self.lengths.add(item)


def with_truths_balanced(draft: Draft, pool: Sequence[Item]) -> list[Item]:
    """Turn as few statements as need be into their counterparts, until as many are true as false, give or take one.

    Which statement stands for a question was drawn for it alone, so that one more or less turns no other but one. None
    is turned into one that would give another item away.
    """
    counts = Counter(_truth(item) for item in draft.chosen if item.type == "truefalse")
    items = list(draft.chosen)
    for place, item in enumerate(items):
        if (
            item.type != "truefalse"
            or counts[_truth(item)] - counts[_other(_truth(item))] <= 1
        ):
            continue
        others = (
            each
            for each in pool
            if each.base_id == item.base_id and _truth(each) != _truth(item)
        )
        turned = next((each for each in others if not draft.leaks.between(each)), None)
        if turned is not None:
            counts[_truth(item)] -= 1
            counts[_truth(turned)] += 1
            items[place] = turned
    return items


def _truth(item: Item) -> str:
    return item.keys[0].id


def _other(truth: str) -> str:
    return FALSE if truth == TRUE else TRUE
