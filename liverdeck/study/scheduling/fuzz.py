"""Fuzz: spread cards that were learned together over several days.

The range of days is Anki's (rslib/src/scheduler/states/fuzz.rs). The day within that
range depends only on the card's name and its number of reviews. So the log gets the
same interval that the learner saw before choosing a rating.
"""

from __future__ import annotations

import hashlib

from liverdeck.study.scheduling.memory import round_half_up

_SHORTEST_FUZZED_DAYS = 2.5
"""An interval shorter than this is only rounded."""
_FUZZ_BANDS = (
    (_SHORTEST_FUZZED_DAYS, 7.0, 0.15),
    (7.0, 20.0, 0.1),
    (20.0, float("inf"), 0.05),
)
"""First day, last day and fraction of each band.

Fuzz may move an interval by one day, plus 15 % of its days from 2.5 to 7, plus 10 % of
its days from 7 to 20, plus 5 % of its days above 20.
"""
_FACTOR_BITS = 53
"""A float can store this many bits without rounding."""


def fuzz_factor(card: str, reviews: int) -> float:
    """Return the position of an interval in its fuzz range, from 0 to less than 1.

    The shortest interval of the range is at 0. `card` is the name of the card, and
    `reviews` the number of its reviews so far. The factor is the same on every machine.
    """
    digest = hashlib.sha256(f"{card}\n{reviews}".encode()).digest()
    first_64_bits = int.from_bytes(digest[:8], "big")
    return (first_64_bits >> (64 - _FACTOR_BITS)) / (1 << _FACTOR_BITS)


def fuzz_range(
    interval_days: float, minimum_days: int, maximum_days: int
) -> tuple[int, int]:
    """Return the shortest and the longest interval in days that fuzz may choose.

    Both are between `minimum_days` and `maximum_days`. If the minimum is greater than
    the maximum, both results are the maximum.
    """
    minimum_days = min(minimum_days, maximum_days)
    limited_days = min(max(interval_days, minimum_days), maximum_days)
    fuzz_days = _fuzz_days(limited_days)

    shortest = round_half_up(max(0.0, limited_days - fuzz_days))
    longest = round_half_up(limited_days + fuzz_days)
    shortest = min(max(shortest, minimum_days), maximum_days)
    longest = min(max(longest, minimum_days), maximum_days)

    # As in Anki, fuzz can choose between at least two days, except for an interval of
    # one day, of two days or of the maximum.
    if longest == shortest and 2 < longest < maximum_days:  # noqa: PLR2004
        longest = shortest + 1
    return shortest, longest


def fuzzed_interval(
    interval_days: float, minimum_days: int, maximum_days: int, factor: float | None
) -> int:
    """Return an interval in whole days, moved within its fuzz range by `factor`.

    `factor` is a result of `fuzz_factor`. If it is None, there is no fuzz: the interval
    is only rounded and kept between the minimum and the maximum.
    """
    if factor is None:
        return min(max(round_half_up(interval_days), minimum_days), maximum_days)
    shortest, longest = fuzz_range(interval_days, minimum_days, maximum_days)
    days_in_range = longest - shortest + 1
    return min(int(shortest + factor * days_in_range), longest)


def shortest_days_after_pass(
    interval_days: float, previous_days: int, maximum_days: int
) -> int:
    """Return the shortest interval in days that fuzz may choose after a pass.

    A pass is *hard*, *good* or *easy*. If the rounded interval is longer than the
    previous one, the result is the previous interval plus a day. Otherwise the result
    is the previous interval, or 0 if fuzz cannot reach the previous interval.
    """
    if round_half_up(interval_days) > previous_days:
        return previous_days + 1
    _, longest = fuzz_range(interval_days, 1, maximum_days)
    return previous_days if previous_days <= longest else 0


def _fuzz_days(interval_days: float) -> float:
    """Return the most days by which fuzz may move an interval."""
    if interval_days < _SHORTEST_FUZZED_DAYS:
        return 0.0
    return 1.0 + sum(
        share * max(0.0, min(interval_days, last_day) - first_day)
        for first_day, last_day, share in _FUZZ_BANDS
    )
