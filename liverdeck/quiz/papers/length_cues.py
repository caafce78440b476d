"""How often the key is the longest option of an item.

A learner who knows nothing can guess the longest option. So the key must not be the
longest more often than chance allows.
"""

from __future__ import annotations

from math import comb, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.quiz.items.item import Item

SIGNIFICANT = 0.05
"""If the probability is lower, the keys are not the longest options by chance."""
_MOST_ITEMS_COUNTED_EXACTLY = 200
"""With more items, the binomial distribution is replaced by the normal one."""


class LengthCues:
    """Counts the single best answers of a paper whose key is the longest option.

    By chance it is the longest in one of k items, if k is the mean number of options.
    """

    def __init__(self) -> None:
        """Start with an empty paper."""
        self.item_count = 0
        """How many single best answers were added."""
        self.longest_count = 0
        """How many of their keys are the longest option."""
        self._options = 0
        """How many options all of them together have."""

    def add(self, item: Item) -> None:
        """Count an item if it is a single best answer."""
        if item.type == "single":
            self.item_count += 1
            self._options += len(item.options)
            self.longest_count += key_is_longest(item)

    def allow(self, item: Item) -> bool:
        """Whether an item can be added without making keys the longest too often.

        An item whose key is not the longest option is always allowed.
        """
        if item.type != "single" or not key_is_longest(item):
            return True
        chance = _chance_of(
            self.item_count + 1,
            self.longest_count + 1,
            self._options + len(item.options),
        )
        return chance >= SIGNIFICANT

    @property
    def probability(self) -> float:
        """The probability that by chance at least `longest` keys are the longest."""
        return _chance_of(self.item_count, self.longest_count, self._options)


def _chance_of(items: int, longest: int, options: int) -> float:
    """Return the probability that at least `longest` keys are the longest options.

    `items` and `options` are the numbers of items and of all their options. By chance,
    the key of an item is the longest (a hit) with the probability `items / options`.
    """
    if not items:
        return 1.0
    hit_probability = items / options
    miss_probability = 1 - hit_probability
    if items > _MOST_ITEMS_COUNTED_EXACTLY:
        mean = items * hit_probability
        deviation = sqrt(items * hit_probability * miss_probability)
        # 0.5 is the continuity correction: the distribution has no whole numbers.
        return 1 - NormalDist(mean, deviation).cdf(longest - 0.5)
    return sum(
        comb(items, hits) * hit_probability**hits * miss_probability ** (items - hits)
        for hits in range(longest, items + 1)
    )


def key_is_longest(item: Item) -> bool:
    """Whether a key is longer than every wrong option."""
    longest = max((len(option.text) for option in item.wrong_options), default=0)
    return any(len(key.text) > longest for key in item.keys)
