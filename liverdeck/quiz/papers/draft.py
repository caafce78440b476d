"""A paper while its items are being chosen."""

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
    """The items chosen so far, and which other items they rule out."""

    give_aways: GiveAways
    repeats_facts: bool
    """Whether items may ask about different parts of the same fact."""
    chosen: list[Item] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    """What the chosen items ask for (`Item.target`). No two may ask for the same."""
    facts: set[str] = field(default_factory=set)
    """The ids of the facts of the chosen items."""
    length_cues: LengthCues = field(default_factory=LengthCues)

    def accepts(self, item: Item) -> bool:
        """Whether an item can be added to the chosen ones."""
        if item.target in self.targets:
            return False
        if not self.repeats_facts and not self.facts.isdisjoint(item.facts):
            return False
        return self.length_cues.allow(item) and not self.give_aways.conflict_with(item)

    def add(self, item: Item) -> None:
        """Choose an item."""
        self.chosen.append(item)
        self.targets.add(item.target)
        self.facts.update(item.facts)
        self.give_aways.add(item)
        self.length_cues.add(item)


def with_truths_balanced(draft: Draft, pool: Sequence[Item]) -> list[Item]:
    """Return the chosen items, with about as many of them true as false.

    While the true and the false ones differ by more than one, a true/false item is
    replaced by its variant with the other truth value, if `pool` has one that is no
    give-away. No more items are replaced than necessary, so an item more in a paper
    changes at most one other.
    """
    counts = Counter(
        _truth_of(item) for item in draft.chosen if item.type == "truefalse"
    )
    items = list(draft.chosen)
    for index, item in enumerate(items):
        if item.type != "truefalse":
            continue
        truth = _truth_of(item)
        opposite = FALSE if truth == TRUE else TRUE
        if counts[truth] - counts[opposite] <= 1:
            continue
        counterpart = _counterpart(item, draft, pool)
        if counterpart is not None:
            counts[truth] -= 1
            counts[opposite] += 1
            items[index] = counterpart
    return items


def _counterpart(item: Item, draft: Draft, pool: Sequence[Item]) -> Item | None:
    """Return the first variant of a true/false item with the other truth value.

    It must not be a give-away. None if there is no such variant.
    """
    for other in pool:
        is_variant = other.base_id == item.base_id
        if not is_variant or _truth_of(other) == _truth_of(item):
            continue
        if not draft.give_aways.conflict_with(other):
            return other
    return None


def _truth_of(item: Item) -> str:
    """Return the id of the right option: TRUE or FALSE."""
    return item.keys[0].id
