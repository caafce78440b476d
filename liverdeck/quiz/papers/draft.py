"""A paper while its items are being chosen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from liverdeck.quiz.papers.length_cues import LengthCues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.giveaways import GiveAways


@dataclass
class Draft:
    """The items chosen so far, and which other items they rule out."""

    give_aways: GiveAways
    may_repeat_facts: bool
    """Whether several items may ask about different parts of the same fact."""
    chosen_items: list[Item] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    """The `target` of each chosen item. No two chosen items may have the same."""
    facts: set[str] = field(default_factory=set)
    """The ids of the facts of the chosen items."""
    length_cues: LengthCues = field(default_factory=LengthCues)

    def accepts(self, item: Item) -> bool:
        """Whether an item can be added to the chosen ones."""
        if item.target in self.targets:
            return False
        if not self.may_repeat_facts and not self.facts.isdisjoint(item.facts):
            return False
        return self.length_cues.allows(item) and not self.give_aways.conflicts_with(
            item
        )

    def add(self, item: Item) -> None:
        """Choose an item."""
        self.chosen_items.append(item)
        self.targets.add(item.target)
        self.facts.update(item.facts)
        self.give_aways.add(item)
        self.length_cues.add(item)


def are_truths_fair(items: Sequence[Item]) -> bool:
    """Whether half of the statements to judge are true, and none is alone.

    If their number is odd, there may be one more of a sort.
    """
    truths = [item.truth for item in items if item.truth is not None]
    return len(truths) != 1 and abs(truths.count(True) - truths.count(False)) <= 1


def with_truths_balanced(draft: Draft, pool: Sequence[Item]) -> list[Item]:
    """Return the chosen items, with about as many true statements as false ones.

    If the two counts differ by at least two, some items of the more frequent sort (true
    or false) are replaced by a variant of the other sort. The variant must be in `pool`
    and must not conflict with a chosen item. Only as many items as necessary are
    replaced. So if a paper gets one more item, at most one of the others is replaced.
    """
    counts = Counter(item.truth for item in draft.chosen_items)
    items = list(draft.chosen_items)
    for index, item in enumerate(items):
        truth = item.truth
        if truth is None:
            continue
        opposite = not truth
        if counts[truth] - counts[opposite] <= 1:
            continue
        variant = _opposite_variant(item, draft, pool)
        if variant is not None:
            counts[truth] -= 1
            counts[opposite] += 1
            items[index] = variant
    return items


def _opposite_variant(item: Item, draft: Draft, pool: Sequence[Item]) -> Item | None:
    """Return a variant of a true/false item whose statement has the opposite truth.

    It is the first such variant in `pool` that is not a give-away; None without one. In
    the draft's give-aways, it takes the place of the item.
    """
    draft.give_aways.remove(item)
    for other in pool:
        is_variant = other.base_id == item.base_id
        if not is_variant or other.truth == item.truth:
            continue
        if not draft.give_aways.conflicts_with(other):
            draft.give_aways.add(other)
            return other
    draft.give_aways.add(item)
    return None
