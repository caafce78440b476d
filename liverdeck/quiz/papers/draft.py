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
    """The `target` of each chosen item.

    No two chosen items may have the same target.
    """
    facts: Counter[str] = field(default_factory=Counter)
    """How many chosen items are about a fact, by its id."""
    length_cues: LengthCues = field(default_factory=LengthCues)

    def accepts(self, item: Item) -> bool:
        """Whether an item can be added to the chosen ones."""
        return not self.is_ruled_out(item) and self.length_cues.allows(item)

    def is_ruled_out(self, item: Item) -> bool:
        """Whether an item cannot be added because of a chosen item."""
        if item.target in self.targets:
            return True
        if not self.may_repeat_facts and any(fact in self.facts for fact in item.facts):
            return True
        return self.give_aways.conflicts_with(item)

    def add(self, item: Item) -> None:
        """Choose an item."""
        self.chosen_items.append(item)
        self.targets.add(item.target)
        self.facts.update(item.facts)
        self.give_aways.add(item)
        self.length_cues.add(item)

    def remove_last(self) -> None:
        """Take back the item that was chosen last."""
        item = self.chosen_items.pop()
        self.targets.remove(item.target)
        for fact in item.facts:
            self.facts[fact] -= 1
            if not self.facts[fact]:
                del self.facts[fact]
        self.give_aways.remove(item)
        self.length_cues.remove(item)


def are_truths_fair(items: Sequence[Item]) -> bool:
    """Whether half of the statements to judge are true, and there is more than one.

    A paper without statements to judge is fair too. If their number is odd, there may
    be one more true statement than false ones, or the reverse.
    """
    truths = [item.truth for item in items if item.truth is not None]
    difference = truths.count(True) - truths.count(False)
    return len(truths) != 1 and abs(difference) <= 1


def with_truths_balanced(draft: Draft, variants: dict[str, list[Item]]) -> list[Item]:
    """Return the chosen items, with about as many true statements as false ones.

    If the two counts differ by at least two, some items of the more frequent sort (true
    or false) are replaced. Each replacement is a variant of the other sort that does
    not conflict with a chosen item. `variants` are the variants of each question by its
    base id. No more items are replaced than necessary. So if a paper gets one more
    item, at most one of the other items is replaced.
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
        variant = _opposite_variant(item, draft, variants.get(item.base_id, []))
        if variant is not None:
            counts[truth] -= 1
            counts[opposite] += 1
            items[index] = variant
    return items


def _opposite_variant(
    item: Item, draft: Draft, variants: Sequence[Item]
) -> Item | None:
    """Return a variant of a true/false item whose statement has the opposite truth.

    The first variant that is not a give-away is returned, and it replaces the item in
    the draft's give-aways. None if there is no such variant.
    """
    draft.give_aways.remove(item)
    for other in variants:
        if other.truth == item.truth:
            continue
        if not draft.give_aways.conflicts_with(other):
            draft.give_aways.add(other)
            return other
    draft.give_aways.add(item)
    return None
