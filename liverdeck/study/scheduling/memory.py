"""FSRS-6: how well a card is remembered, in single precision as Anki computes it.

The formulas are those of FSRS-6 (https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm). Anki's
backend works with 32-bit numbers and rounds what it stores; a computation with Python's 64 bits comes to another last
decimal in a quarter of all reviews and to another day in one of two thousand (measured, docs/performance.md). So each
operation here is rounded as the machine would in 32 bits, in the order of the `fsrs` crate that Anki uses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Rating = Literal[1, 2, 3, 4]
"""Again, hard, good, easy; Anki's and FSRS's own numbers."""
AGAIN: Rating = 1
HARD: Rating = 2
GOOD: Rating = 3
EASY: Rating = 4

# fmt: off
DEFAULT_PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)
"""The 21 weights that FSRS-6 begins with."""
_RANGES = (
    *[(0.001, 100.0)] * 4, (1.0, 10.0), (0.001, 4.0), (0.001, 4.0), (0.001, 0.75),
    (0.0, 4.5), (0.0, 0.8), (0.001, 3.5), (0.001, 5.0), (0.001, 0.25), (0.001, 0.9),
    (0.0, 4.0), (0.0, 1.0), (1.0, 6.0), (0.0, 2.0), (0.0, 2.0), (0.0, 0.8), (0.1, 0.8),
)
"""Of the weights, in which every optimiser keeps them (`parameter_clipper.rs` of the `fsrs` crate)."""
# fmt: on
LONGEST_STABILITY, SHORTEST_STABILITY = 36_500.0, 0.001
"""Days."""
HARDEST, EASIEST = 10.0, 1.0

_cell = memoryview(bytearray(4)).cast("f")


def to_float32(value: float) -> float:
    """Return the nearest number that 32 bits can hold."""
    _cell[0] = value
    return _cell[0]


@dataclass(frozen=True, slots=True)
class Memory:
    """FSRS's state of a card, as Anki stores it: stability to four decimals, difficulty to three."""

    stability: float
    """Days until the chance of remembering has fallen to 0.9."""
    difficulty: float
    """1 to 10."""


def round_half_up(value: float) -> int:
    """Return the nearest whole number of a positive one, halves upwards as in Rust; Python rounds them to even."""
    return int(value + 0.5)


def as_stored(memory: Memory) -> Memory:
    """Round as Anki does when it writes a card (rslib/src/storage/card/data.rs)."""
    return Memory(
        round(
            to_float32(round_half_up(to_float32(memory.stability * 10_000)) / 10_000), 4
        ),
        round(
            to_float32(round_half_up(to_float32(memory.difficulty * 1000)) / 1000), 3
        ),
    )


class MemoryModel:
    """FSRS-6 with one set of weights."""

    def __init__(self, parameters: Sequence[float] = DEFAULT_PARAMETERS) -> None:
        """Take the 21 weights. Raises ValueError if there are more or fewer, or some are out of their range."""
        if len(parameters) != len(_RANGES):
            raise ValueError(
                f"FSRS-6 has {len(_RANGES)} weights; these are {len(parameters)}"
            )
        wrong = [
            f"weight {place} is {weight}; it must be {least} to {most}"
            for place, (weight, (least, most)) in enumerate(
                zip(parameters, _RANGES, strict=True)
            )
            if not least <= weight <= most
        ]
        if wrong:
            raise ValueError("; ".join(wrong))
        self.parameters = tuple(parameters)
        self._w = tuple(to_float32(weight) for weight in parameters)
        self._decay = -self._w[20]
        self._factor = to_float32(
            _exp(to_float32(_log(to_float32(0.9)) / self._decay)) - 1
        )
        self._easiest = self._first_difficulty(EASY)

    def interval_days(self, stability: float, retention: float) -> float:
        """Return the days until the chance of remembering has fallen to `retention`."""
        power = _pow(to_float32(retention), to_float32(1 / self._decay))
        return to_float32(
            to_float32(to_float32(stability) / self._factor) * to_float32(power - 1)
        )

    def retrievability(self, memory: Memory, days: float) -> float:
        """Return the chance that a card is remembered so many days after its last review: its retrievability."""
        return self._chance(to_float32(memory.stability), days)

    def after_review(self, memory: Memory | None, rating: Rating, days: int) -> Memory:
        """Return the state after an answer, not rounded yet; without a memory the answer is the first."""
        if memory is None:
            stability, difficulty = self._w[rating - 1], self._first_difficulty(rating)
        else:
            old = to_float32(memory.stability), to_float32(memory.difficulty)
            stability = self._next_stability(*old, rating, days)
            difficulty = self._next_difficulty(old[1], rating)
        return Memory(
            min(max(stability, SHORTEST_STABILITY), LONGEST_STABILITY),
            min(max(difficulty, EASIEST), HARDEST),
        )

    def _chance(self, stability: float, days: float) -> float:
        return _pow(
            to_float32(to_float32(to_float32(days / stability) * self._factor) + 1),
            self._decay,
        )

    def _first_difficulty(self, rating: Rating) -> float:
        w = self._w
        return to_float32(to_float32(w[4] - _exp(to_float32(w[5] * (rating - 1)))) + 1)

    def _next_difficulty(self, difficulty: float, rating: Rating) -> float:
        w = self._w
        change = to_float32(-w[6] * (rating - 3))
        damped = to_float32(
            difficulty
            + to_float32(to_float32(to_float32(10 - difficulty) * change) / 9)
        )
        return to_float32(
            to_float32(w[7] * to_float32(self._easiest - damped)) + damped
        )

    def _next_stability(
        self, stability: float, difficulty: float, rating: Rating, days: int
    ) -> float:
        if days == 0:
            return self._same_day(stability, rating)
        forgotten = to_float32(1 - self._chance(stability, days))
        if rating == AGAIN:
            return self._after_lapse(stability, difficulty, forgotten)
        return self._after_recall(stability, difficulty, forgotten, rating)

    def _same_day(self, stability: float, rating: Rating) -> float:
        w = self._w
        growth = to_float32(
            _exp(to_float32(w[17] * to_float32(rating - 3 + w[18])))
            * _pow(stability, -w[19])
        )
        return to_float32(stability * (growth if rating == AGAIN else max(growth, 1.0)))

    def _after_lapse(
        self, stability: float, difficulty: float, forgotten: float
    ) -> float:
        w = self._w
        after = to_float32(w[11] * _pow(difficulty, -w[12]))
        after = to_float32(
            after * to_float32(_pow(to_float32(stability + 1), w[13]) - 1)
        )
        after = to_float32(after * _exp(to_float32(forgotten * w[14])))
        return min(after, to_float32(stability / _exp(to_float32(w[17] * w[18]))))

    def _after_recall(
        self, stability: float, difficulty: float, forgotten: float, rating: Rating
    ) -> float:
        w = self._w
        growth = to_float32(_exp(w[8]) * to_float32(11 - difficulty))
        growth = to_float32(growth * _pow(stability, -w[9]))
        growth = to_float32(
            growth * to_float32(_exp(to_float32(forgotten * w[10])) - 1)
        )
        if rating == HARD:
            growth = to_float32(growth * w[15])
        if rating == EASY:
            growth = to_float32(growth * w[16])
        return to_float32(stability * to_float32(growth + 1))


def _exp(value: float) -> float:
    return to_float32(math.exp(value))


def _log(value: float) -> float:
    return to_float32(math.log(value))


def _pow(base: float, exponent: float) -> float:
    return to_float32(base**exponent)
