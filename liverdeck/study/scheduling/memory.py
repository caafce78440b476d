"""FSRS-6: the memory of a card, in the single precision that Anki uses.

The formulas are those of FSRS-6
(https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm).

Anki's backend works with 32-bit numbers and rounds what it stores. The same formulas in
Python's 64 bits give another last decimal in a quarter of all reviews, and another day
in one of two thousand (measured, docs/performance.md). So every operation here is
rounded as a 32-bit machine would round it, in the order of the `fsrs` crate that Anki
uses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Rating = Literal[1, 2, 3, 4]
"""Again, hard, good, easy: the numbers of Anki and FSRS."""
AGAIN: Rating = 1
HARD: Rating = 2
GOOD: Rating = 3
EASY: Rating = 4

# fmt: off
DEFAULT_PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)
"""The 21 weights that FSRS-6 starts with."""
_PARAMETER_RANGES = (
    *[(0.001, 100.0)] * 4, (1.0, 10.0), (0.001, 4.0), (0.001, 4.0), (0.001, 0.75),
    (0.0, 4.5), (0.0, 0.8), (0.001, 3.5), (0.001, 5.0), (0.001, 0.25), (0.001, 0.9),
    (0.0, 4.0), (0.0, 1.0), (1.0, 6.0), (0.0, 2.0), (0.0, 2.0), (0.0, 0.8), (0.1, 0.8),
)
"""The lowest and the highest value of each weight.

Optimizers keep the weights within them (`parameter_clipper.rs` of the `fsrs` crate).
"""
# fmt: on
MAXIMUM_STABILITY, MINIMUM_STABILITY = 36_500.0, 0.001
"""In days."""
MAXIMUM_DIFFICULTY, MINIMUM_DIFFICULTY = 10.0, 1.0

_float32_cell = memoryview(bytearray(4)).cast("f")


def to_float32(value: float) -> float:
    """Return the nearest number that 32 bits can hold."""
    _float32_cell[0] = value
    return _float32_cell[0]


@dataclass(frozen=True, slots=True)
class Memory:
    """The FSRS state of a card."""

    stability: float
    """Days until retrievability has fallen to 0.9. Anki stores four decimals."""
    difficulty: float
    """From 1 to 10. Anki stores three decimals."""


def round_half_up(value: float) -> int:
    """Return the whole number nearest to a positive one.

    Halves are rounded up, as in Rust. Python's `round` would round them to even.
    """
    return int(value + 0.5)


def as_stored(memory: Memory) -> Memory:
    """Round as Anki does when it writes a card (rslib/src/storage/card/data.rs)."""
    return Memory(
        _rounded_as_anki(memory.stability, 4), _rounded_as_anki(memory.difficulty, 3)
    )


def _rounded_as_anki(value: float, decimals: int) -> float:
    scale = 10**decimals
    scaled = round_half_up(to_float32(value * scale))
    return round(to_float32(scaled / scale), decimals)


class MemoryModel:
    """FSRS-6 with one set of weights."""

    def __init__(self, parameters: Sequence[float] = DEFAULT_PARAMETERS) -> None:
        """Take the 21 weights.

        Raises ValueError if there are more or fewer, or if some are out of range.
        """
        _check_parameters(parameters)
        self.parameters = tuple(parameters)
        self._w = tuple(to_float32(weight) for weight in parameters)
        self._decay = -self._w[20]
        exponent = to_float32(_log(to_float32(0.9)) / self._decay)
        self._factor = to_float32(_exp(exponent) - 1)
        self._easy_difficulty = self._initial_difficulty(EASY)

    def interval_days(self, stability: float, retention: float) -> float:
        """Return the days until retrievability has fallen to `retention`."""
        power = _pow(to_float32(retention), to_float32(1 / self._decay))
        scale = to_float32(to_float32(stability) / self._factor)
        return to_float32(scale * to_float32(power - 1))

    def retrievability(self, memory: Memory, days: float) -> float:
        """Return the chance of recall, 0 to 1, `days` after the last review."""
        return self._retrievability(to_float32(memory.stability), days)

    def after_review(self, memory: Memory | None, rating: Rating, days: int) -> Memory:
        """Return the memory after an answer, before Anki's rounding for storage.

        `days` is the time since the last review. Without a memory, the answer is the
        first one and `days` does not matter.
        """
        if memory is None:
            stability = self._w[rating - 1]
            difficulty = self._initial_difficulty(rating)
        else:
            previous_stability = to_float32(memory.stability)
            previous_difficulty = to_float32(memory.difficulty)
            stability = self._next_stability(
                previous_stability, previous_difficulty, rating, days
            )
            difficulty = self._next_difficulty(previous_difficulty, rating)
        return Memory(
            min(max(stability, MINIMUM_STABILITY), MAXIMUM_STABILITY),
            min(max(difficulty, MINIMUM_DIFFICULTY), MAXIMUM_DIFFICULTY),
        )

    def _retrievability(self, stability: float, days: float) -> float:
        elapsed = to_float32(to_float32(days / stability) * self._factor)
        return _pow(to_float32(elapsed + 1), self._decay)

    def _initial_difficulty(self, rating: Rating) -> float:
        w = self._w
        reduction = _exp(to_float32(w[5] * (rating - 1)))
        return to_float32(to_float32(w[4] - reduction) + 1)

    def _next_difficulty(self, difficulty: float, rating: Rating) -> float:
        w = self._w
        change = to_float32(-w[6] * (rating - 3))
        # Linear damping: the change becomes smaller as difficulty comes close to 10.
        damped_change = to_float32(to_float32(to_float32(10 - difficulty) * change) / 9)
        damped = to_float32(difficulty + damped_change)
        # Mean reversion: a small pull towards the initial difficulty of an easy card.
        pull = to_float32(w[7] * to_float32(self._easy_difficulty - damped))
        return to_float32(pull + damped)

    def _next_stability(
        self, stability: float, difficulty: float, rating: Rating, days: int
    ) -> float:
        if days == 0:
            return self._stability_on_same_day(stability, rating)
        forgetting = to_float32(1 - self._retrievability(stability, days))
        if rating == AGAIN:
            return self._stability_after_lapse(stability, difficulty, forgetting)
        return self._stability_after_recall(stability, difficulty, forgetting, rating)

    def _stability_on_same_day(self, stability: float, rating: Rating) -> float:
        w = self._w
        increase = _exp(to_float32(w[17] * to_float32(rating - 3 + w[18])))
        increase = to_float32(increase * _pow(stability, -w[19]))
        if rating != AGAIN:
            increase = max(increase, 1.0)
        return to_float32(stability * increase)

    def _stability_after_lapse(
        self, stability: float, difficulty: float, forgetting: float
    ) -> float:
        w = self._w
        by_stability = to_float32(_pow(to_float32(stability + 1), w[13]) - 1)
        new_stability = to_float32(w[11] * _pow(difficulty, -w[12]))
        new_stability = to_float32(new_stability * by_stability)
        new_stability = to_float32(new_stability * _exp(to_float32(forgetting * w[14])))
        upper_limit = to_float32(stability / _exp(to_float32(w[17] * w[18])))
        return min(new_stability, upper_limit)

    def _stability_after_recall(
        self, stability: float, difficulty: float, forgetting: float, rating: Rating
    ) -> float:
        w = self._w
        by_forgetting = to_float32(_exp(to_float32(forgetting * w[10])) - 1)
        growth = to_float32(_exp(w[8]) * to_float32(11 - difficulty))
        growth = to_float32(growth * _pow(stability, -w[9]))
        growth = to_float32(growth * by_forgetting)
        if rating == HARD:
            growth = to_float32(growth * w[15])
        if rating == EASY:
            growth = to_float32(growth * w[16])
        return to_float32(stability * to_float32(growth + 1))


def _check_parameters(parameters: Sequence[float]) -> None:
    expected = len(_PARAMETER_RANGES)
    if len(parameters) != expected:
        raise ValueError(f"FSRS-6 has {expected} weights; these are {len(parameters)}")
    problems = [
        f"weight {index} is {weight}; it must be {minimum} to {maximum}"
        for index, (weight, (minimum, maximum)) in enumerate(
            zip(parameters, _PARAMETER_RANGES, strict=True)
        )
        if not minimum <= weight <= maximum
    ]
    if problems:
        raise ValueError("; ".join(problems))


def _exp(value: float) -> float:
    return to_float32(math.exp(value))


def _log(value: float) -> float:
    return to_float32(math.log(value))


def _pow(base: float, exponent: float) -> float:
    return to_float32(base**exponent)
