"""Find out whether the key of an item is the longest option too often.

A learner who knows nothing can guess the longest option. So the key must not be the
longest more often than chance allows.
"""

from __future__ import annotations

from math import comb, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.quiz.items.item import Item

LOWEST_PROBABILITY = 0.05
"""If the `probability` of a paper is lower, too many keys are the longest option."""
_MOST_ITEMS_COUNTED_EXACTLY = 200
"""With more items, the normal distribution is used in place of the binomial one."""


class LengthCues:
    """Counts the single best answers of a paper whose key is the longest option.

    By chance, one item in k has such a key, if the items have k options on average.
    """

    def __init__(self) -> None:
        """Start with an empty paper."""
        self.item_count = 0
        """How many single best answers were added."""
        self.longest_count = 0
        """How many single best answers have a key that is the longest option."""
        self._option_count = 0
        """How many options all single best answers have together."""

    def add(self, item: Item) -> None:
        """Count an item if it is a single best answer."""
        if item.interaction.asks_for_best_option:
            self.item_count += 1
            self._option_count += len(item.options)
            self.longest_count += int(_key_is_longest(item))

    def remove(self, item: Item) -> None:
        """Take an item out of the counts. It was added before."""
        if item.interaction.asks_for_best_option:
            self.item_count -= 1
            self._option_count -= len(item.options)
            self.longest_count -= int(_key_is_longest(item))

    def allows(self, item: Item) -> bool:
        """Whether an item can be added without making keys the longest too often.

        Always true for an item whose key is not the longest option.
        """
        if not item.interaction.asks_for_best_option or not _key_is_longest(item):
            return True
        probability = _probability_of(
            self.item_count + 1,
            self.longest_count + 1,
            self._option_count + len(item.options),
        )
        return probability >= LOWEST_PROBABILITY

    @property
    def probability(self) -> float:
        """The probability that `longest_count` keys or more are longest by chance."""
        return _probability_of(self.item_count, self.longest_count, self._option_count)


def _probability_of(item_count: int, longest_count: int, option_count: int) -> float:
    """Return the probability that at least `longest_count` keys are longest by chance.

    `option_count` is the number of options of all items together. A hit is an item
    whose key is the longest option.
    """
    if not item_count:
        return 1.0
    hit_probability = item_count / option_count
    miss_probability = 1 - hit_probability
    if item_count > _MOST_ITEMS_COUNTED_EXACTLY:
        mean = item_count * hit_probability
        deviation = sqrt(item_count * hit_probability * miss_probability)
        # The normal distribution has values between whole numbers. So half a hit is
        # subtracted (continuity correction).
        return 1 - NormalDist(mean, deviation).cdf(longest_count - 0.5)
    return sum(
        comb(item_count, hits)
        * hit_probability**hits
        * miss_probability ** (item_count - hits)
        for hits in range(longest_count, item_count + 1)
    )


def _key_is_longest(item: Item) -> bool:
    """Whether a key is longer than every wrong option."""
    longest_wrong = max((len(option.text) for option in item.wrong_options), default=0)
    return any(len(key.text) > longest_wrong for key in item.keys)
