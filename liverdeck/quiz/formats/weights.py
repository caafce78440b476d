"""Weights of options as Moodle takes them: it refuses any number that is not in its list."""

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
"""Per cent, as Moodle 4.5 prints them when it refuses another."""


def share(count: int) -> str:
    """Return the weight of each of `count` options, of which all make 100 % together (up to ten of them)."""
    return min(WEIGHTS, key=lambda weight: abs(float(weight) - 100 / max(1, count)))
