"""Weights of options in Moodle. It accepts only the weights in its own list."""

from __future__ import annotations

WEIGHTS = (
    "100",
    "90",
    "83.33333",
    "80",
    "75",
    "70",
    "66.66667",
    "60",
    "50",
    "40",
    "33.33333",
    "30",
    "25",
    "20",
    "16.66667",
    "14.28571",
    "12.5",
    "11.11111",
    "10",
    "5",
)
"""Moodle's list, in per cent. Moodle 4.5 prints it when it refuses a weight."""


def weight_of_one_key(count: int) -> str:
    """Return the weight of one option, if `count` options share 100 per cent equally.

    The weight is exact for up to ten options. For more, it is the nearest in the list.
    """
    equal_share = 100 / max(1, count)
    return min(WEIGHTS, key=lambda weight: abs(float(weight) - equal_share))
