"""How many items of a typed list are in their fixed order."""

from __future__ import annotations

from bisect import bisect_left


def longest_rising_length(numbers: list[int]) -> int:
    """Return the length of the longest rising sequence in the numbers.

    The numbers of the sequence need not be neighbours.
    """
    # For each length of a rising sequence, keep the smallest number that can end it.
    smallest_ends: list[int] = []
    for number in numbers:
        index = bisect_left(smallest_ends, number)
        smallest_ends[index : index + 1] = [number]
    return len(smallest_ends)
