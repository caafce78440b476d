"""Spreading cards that were learned together over some days, by chance that depends on names alone.

The range is Anki's (rslib/src/scheduler/states/fuzz.rs); where in it a card falls is drawn from the card's name and how
often it was reviewed, so that the interval shown is the one that is written.
"""

from __future__ import annotations

import hashlib

from liverdeck.study.scheduling.memory import round_half_up

_SHORTEST = 2.5
"""Days; a shorter interval is left as it is."""
_RANGES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
"""From day, to day, and the part of the days between that is added to the one day of fuzz."""
_TOP = 2**53


def fuzz_factor(card: str, reviews: int) -> float:
    """Return a card's draw before its next review: 0 up to 1, the same on every machine."""
    digest = hashlib.sha256(f"{card}\n{reviews}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / _TOP


def fuzz_range(interval: float, least: int, most: int) -> tuple[int, int]:
    """Return the shortest and longest interval in days that fuzz may make of one, both within `least` and `most`."""
    least = min(least, most)
    within = min(max(interval, least), most)
    delta = _delta(within)
    lower = min(max(round_half_up(max(0.0, within - delta)), least), most)
    upper = min(max(round_half_up(within + delta), least), most)
    if upper == lower and 2 < upper < most:  # noqa: PLR2004  # Anki's own: one or two days are left alone
        upper = lower + 1
    return lower, upper


def fuzzed_interval(
    interval: float, least: int, most: int, chance: float | None
) -> int:
    """Return an interval in whole days, fuzzed by `chance` (0 up to 1), or only rounded if that is None."""
    if chance is None:
        return min(max(round_half_up(interval), least), most)
    lower, upper = fuzz_range(interval, least, most)
    return min(int(lower + chance * (1 + upper - lower)), upper)


def shortest_after_pass(interval: float, previous: int, most: int) -> int:
    """Return the days below which fuzz must not bring a passed review: those before it, and one more if it grew."""
    if round_half_up(interval) > previous:
        return previous + 1
    return previous if previous <= fuzz_range(interval, 1, most)[1] else 0


def _delta(interval: float) -> float:
    if interval < _SHORTEST:
        return 0.0
    return 1.0 + sum(
        part * max(0.0, min(interval, end) - start) for start, end, part in _RANGES
    )
