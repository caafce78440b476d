"""How often a key is the longest option: more often than chance, and whoever knows nothing takes the longest."""

from __future__ import annotations

from math import comb, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.quiz.items.item import Item

SIGNIFICANT = 0.05
_MANY = 200
"""Items from which the normal distribution stands in for the binomial one."""


class LengthCues:
    """Counts the choices of a paper whose key is the longest option, against the chance of 1 in k."""

    def __init__(self) -> None:
        """Begin with an empty paper."""
        self.items = 0
        self.longest = 0
        self._options = 0

    def add(self, item: Item) -> None:
        """Count an item, if it is a choice of one."""
        if item.type == "single":
            self.items += 1
            self._options += len(item.options)
            self.longest += key_is_longest(item)

    def takes(self, item: Item) -> bool:
        """Whether the keys of the paper with this item would still not stick out."""
        if item.type != "single" or not key_is_longest(item):
            return True
        return (
            self._tail(
                self.items + 1, self.longest + 1, self._options + len(item.options)
            )
            >= SIGNIFICANT
        )

    @property
    def chance(self) -> float:
        """The probability that so many keys are the longest by chance alone (one-sided binomial)."""
        return self._tail(self.items, self.longest, self._options)

    @staticmethod
    def _tail(items: int, longest: int, options: int) -> float:
        if not items:
            return 1.0
        p = items / options  # one in so many options as there are on average
        if items > _MANY:
            return 1 - NormalDist(items * p, sqrt(items * p * (1 - p))).cdf(
                longest - 0.5
            )
        return sum(
            comb(items, hits) * p**hits * (1 - p) ** (items - hits)
            for hits in range(longest, items + 1)
        )


def key_is_longest(item: Item) -> bool:
    """Whether the key is longer than every other option."""
    longest = max((len(option.text) for option in item.wrong_options), default=0)
    return any(len(option.text) > longest for option in item.keys)
