"""Fuzz: spreads cards that were learned together over several days.

The range of days is Anki's (rslib/src/scheduler/states/fuzz.rs). The day within that
range depends only on the card's name and on how often it was reviewed, so the interval
that the learner sees is the one that is written.
"""

from __future__ import annotations

import hashlib

from liverdeck.study.scheduling.memory import round_half_up

_SHORTEST_FUZZED_DAYS = 2.5
"""An interval shorter than this is only rounded."""
_FUZZ_BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
"""First day, last day, and the part of the days between them that adds to the fuzz."""
_FACTOR_STEPS = 2**53
"""How many different factors there are: all that a float can hold evenly."""


def fuzz_factor(card: str, reviews: int) -> float:
    """Return where in the fuzz range a card falls at its next review.

    The factor is at least 0 and below 1, and the same on every machine.
    """
    digest = hashlib.sha256(f"{card}\n{reviews}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / _FACTOR_STEPS


def fuzz_range(
    interval_days: float, minimum_days: int, maximum_days: int
) -> tuple[int, int]:
    """Return the shortest and the longest interval in days that fuzz may choose.

    Both are within `minimum_days` and `maximum_days`. If these contradict each other,
    the maximum counts.
    """
    minimum_days = min(minimum_days, maximum_days)
    limited_days = min(max(interval_days, minimum_days), maximum_days)
    fuzz_days = _fuzz_days(limited_days)

    shortest = round_half_up(max(0.0, limited_days - fuzz_days))
    longest = round_half_up(limited_days + fuzz_days)
    shortest = min(max(shortest, minimum_days), maximum_days)
    longest = min(max(longest, minimum_days), maximum_days)

    # Anki's rule: an interval of one or two days is left alone.
    if longest == shortest and 2 < longest < maximum_days:  # noqa: PLR2004
        longest = shortest + 1
    return shortest, longest


def fuzzed_interval(
    interval_days: float, minimum_days: int, maximum_days: int, factor: float | None
) -> int:
    """Return an interval in whole days, moved within its fuzz range by `factor`.

    The factor is at least 0 and below 1. If it is None, the interval is only rounded.
    """
    if factor is None:
        return min(max(round_half_up(interval_days), minimum_days), maximum_days)
    shortest, longest = fuzz_range(interval_days, minimum_days, maximum_days)
    return min(int(shortest + factor * (1 + longest - shortest)), longest)


def shortest_after_pass(
    interval_days: float, previous_days: int, maximum_days: int
) -> int:
    """Return the fewest days to which fuzz may shorten the interval of a passed review.

    An interval that has grown must stay a day longer than the previous one. One that
    has not grown must not become shorter than the previous one by fuzz alone.
    """
    if round_half_up(interval_days) > previous_days:
        return previous_days + 1
    _, longest = fuzz_range(interval_days, 1, maximum_days)
    return previous_days if previous_days <= longest else 0


def _fuzz_days(interval_days: float) -> float:
    """Return by how many days at most fuzz may move an interval."""
    if interval_days < _SHORTEST_FUZZED_DAYS:
        return 0.0
    return 1.0 + sum(
        part * max(0.0, min(interval_days, last) - first)
        for first, last, part in _FUZZ_BANDS
    )
