"""Weights of options in Moodle, which accepts only the weights in its own list."""

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
"""In per cent, as Moodle 4.5 prints them when it refuses another weight."""


def weight_of_one(count: int) -> str:
    """Return the weight of each of `count` options that are worth 100 % together.

    Exact for up to ten options; for more, it is the nearest weight in the list.
    """
    equal_share = 100 / max(1, count)
    return min(WEIGHTS, key=lambda weight: abs(float(weight) - equal_share))
