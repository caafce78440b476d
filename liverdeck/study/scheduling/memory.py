"""FSRS-6: the memory of a card, in the single precision that Anki uses.

The formulas are those of FSRS-6
(https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm).

Anki's backend works with 32-bit numbers and rounds numbers that it stores. The same
formulas in Python's 64 bits give a different last decimal in many reviews, and a
different day in one review of two thousand (docs/performance.md). So the result of
every operation here is rounded to 32 bits, and the operations have the same order as in
the `fsrs` crate that Anki uses.
"""

from __future__ import annotations

import hashlib
import json
import math
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from liverdeck.base.values import value_class

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
"""The default values of the 21 weights of FSRS-6."""
_PARAMETER_RANGES = (
    *[(0.001, 100.0)] * 4, (1.0, 10.0), (0.001, 4.0), (0.001, 4.0), (0.001, 0.75),
    (0.0, 4.5), (0.0, 0.8), (0.001, 3.5), (0.001, 5.0), (0.001, 0.25), (0.001, 0.9),
    (0.0, 4.0), (0.0, 1.0), (1.0, 6.0), (0.0, 2.0), (0.0, 2.0), (0.0, 0.8), (0.1, 0.8),
)
"""The lowest and the highest value of each weight.

FSRS's optimizer keeps to these ranges (`parameter_clipper.rs` of the `fsrs` crate).
"""
# fmt: on
MAXIMUM_STABILITY, MINIMUM_STABILITY = 36_500.0, 0.001
"""In days. A stability beyond one of these limits is set to the limit."""
MAXIMUM_DIFFICULTY, MINIMUM_DIFFICULTY = 10.0, 1.0
"""A difficulty beyond one of these limits is set to the limit."""

_float32_cell = memoryview(bytearray(4)).cast("f")
"""Memory for one 32-bit float. A number that is written to it is rounded to 32 bits."""


def to_float32(value: float) -> float:
    """Return the 32-bit float that is nearest to a number."""
    _float32_cell[0] = value
    return _float32_cell[0]


@value_class
class Memory:
    """The FSRS state of a card."""

    stability: float
    """Days until retrievability has fallen to 0.9. Anki stores four decimals."""
    difficulty: float
    """From 1 to 10. Anki stores three decimals."""


def round_half_up(value: float) -> int:
    """Return the whole number that is nearest to a number of 0 or more.

    Halves are rounded up, as in Rust. Python's `round` would round 2.5 down to 2.
    """
    return int(value + 0.5)


def memory_as_stored(memory: Memory) -> Memory:
    """Return a memory rounded as Anki stores it (rslib/src/storage/card/data.rs)."""
    return Memory(
        _rounded_as_anki(memory.stability, 4), _rounded_as_anki(memory.difficulty, 3)
    )


def _rounded_as_anki(value: float, decimals: int) -> float:
    scale = 10**decimals
    scaled = round_half_up(to_float32(value * scale))
    return round(to_float32(scaled / scale), decimals)


class MemoryModel:
    """FSRS-6 with one set of weights. Two models with equal weights are equal.

    A class for another model can be added to `MODELS`. There the log finds a model by
    its name. The rest of the program uses only the public names of this class.
    """

    name = "FSRS-6"
    """The name of the model in the log."""

    def __init__(self, parameters: Sequence[float] = DEFAULT_PARAMETERS) -> None:
        """Take the 21 weights.

        Raises ValueError if their number is not 21, or if a weight is out of range.
        """
        _check_parameters(parameters)
        self.parameters = tuple(parameters)
        # The formulas call the weights `w`. In them, the retrievability after t days is
        # (1 + factor * t / stability) ** decay. It is 0.9 if t is the stability.
        self._w = tuple(to_float32(weight) for weight in parameters)
        self._decay = -self._w[20]
        exponent = to_float32(_log(to_float32(0.9)) / self._decay)
        self._factor = to_float32(_exp(exponent) - 1)
        self._easy_difficulty = self._initial_difficulty(EASY)

    def __eq__(self, other: object) -> bool:
        """Whether the other object is the same model with equal weights."""
        if not isinstance(other, MemoryModel):
            return NotImplemented
        return (self.name, self.parameters) == (other.name, other.parameters)

    def __hash__(self) -> int:
        """Return a hash that is the same for equal models."""
        return hash((self.name, self.parameters))

    @cached_property
    def weights_text(self) -> str:
        """The weights as a JSON list, as the log keeps them."""
        return json.dumps([float(weight) for weight in self.parameters])

    @cached_property
    def weights_hash(self) -> str:
        """Hash of the model's name and its weights: 32 hexadecimal digits."""
        text = f"{self.name}\n{self.weights_text}"
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def decay(self) -> float:
        """The speed at which retrievability falls: the last weight, as in Anki."""
        return self.parameters[20]

    @property
    def allows_steps(self) -> bool:
        """Whether a review on the same day counts, so that FSRS can set steps."""
        return self.parameters[17] > 0 and self.parameters[18] > 0

    def interval_days(self, stability: float, retention: float) -> float:
        """Return the days until retrievability has fallen to `retention`."""
        power = _pow(to_float32(retention), to_float32(1 / self._decay))
        scale = to_float32(to_float32(stability) / self._factor)
        return to_float32(scale * to_float32(power - 1))

    def retrievability(self, memory: Memory, days: float) -> float:
        """Return the chance of recall, 0 to 1, after `days` without a review."""
        return self._recall_chance(to_float32(memory.stability), days)

    def after_review(self, memory: Memory | None, rating: Rating, days: int) -> Memory:
        """Return the memory after an answer, before Anki's rounding for storage.

        `days` is the time since the last review; 0 on the same day. If `memory` is
        None, the answer is the first to the card, and `days` makes no difference.
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

    def _recall_chance(self, stability: float, days: float) -> float:
        """Return the retrievability after `days`; `stability` is a 32-bit number."""
        scaled_time = to_float32(to_float32(days / stability) * self._factor)
        return _pow(to_float32(scaled_time + 1), self._decay)

    def _initial_difficulty(self, rating: Rating) -> float:
        w = self._w
        reduction = _exp(to_float32(w[5] * (rating - 1)))
        return to_float32(to_float32(w[4] - reduction) + 1)

    def _next_difficulty(self, difficulty: float, rating: Rating) -> float:
        w = self._w
        change = to_float32(-w[6] * (rating - GOOD))
        # Linear damping: the change becomes smaller as difficulty comes close to 10.
        distance_to_10 = to_float32(10 - difficulty)
        damped_change = to_float32(to_float32(distance_to_10 * change) / 9)
        changed = to_float32(difficulty + damped_change)
        # Mean reversion: a small pull towards the initial difficulty of an easy card.
        pull = to_float32(w[7] * to_float32(self._easy_difficulty - changed))
        return to_float32(pull + changed)

    def _next_stability(
        self, stability: float, difficulty: float, rating: Rating, days: int
    ) -> float:
        if days == 0:
            return self._stability_on_same_day(stability, rating)
        chance_forgotten = to_float32(1 - self._recall_chance(stability, days))
        if rating == AGAIN:
            return self._stability_after_lapse(stability, difficulty, chance_forgotten)
        return self._stability_after_recall(
            stability, difficulty, chance_forgotten, rating
        )

    def _stability_on_same_day(self, stability: float, rating: Rating) -> float:
        w = self._w
        by_rating = _exp(to_float32(w[17] * to_float32(rating - GOOD + w[18])))
        by_stability = _pow(stability, -w[19])
        factor = to_float32(by_rating * by_stability)
        if rating != AGAIN:
            factor = max(factor, 1.0)  # only *again* may lower stability
        return to_float32(stability * factor)

    def _stability_after_lapse(
        self, stability: float, difficulty: float, chance_forgotten: float
    ) -> float:
        w = self._w
        by_difficulty = to_float32(w[11] * _pow(difficulty, -w[12]))
        by_stability = to_float32(_pow(to_float32(stability + 1), w[13]) - 1)
        by_forgetting = _exp(to_float32(chance_forgotten * w[14]))
        new_stability = to_float32(
            to_float32(by_difficulty * by_stability) * by_forgetting
        )
        upper_limit = to_float32(stability / _exp(to_float32(w[17] * w[18])))
        return min(new_stability, upper_limit)

    def _stability_after_recall(
        self,
        stability: float,
        difficulty: float,
        chance_forgotten: float,
        rating: Rating,
    ) -> float:
        w = self._w
        by_difficulty = to_float32(_exp(w[8]) * to_float32(11 - difficulty))
        by_stability = _pow(stability, -w[9])
        by_forgetting = to_float32(_exp(to_float32(chance_forgotten * w[10])) - 1)
        growth = to_float32(to_float32(by_difficulty * by_stability) * by_forgetting)
        if rating == HARD:
            growth = to_float32(growth * w[15])
        if rating == EASY:
            growth = to_float32(growth * w[16])
        return to_float32(stability * to_float32(growth + 1))


def _check_parameters(parameters: Sequence[float]) -> None:
    expected_count = len(_PARAMETER_RANGES)
    if len(parameters) != expected_count:
        raise ValueError(
            f"FSRS-6 has {expected_count} weights; these are {len(parameters)}"
        )
    messages = []
    for index, weight in enumerate(parameters):
        minimum, maximum = _PARAMETER_RANGES[index]
        if not minimum <= weight <= maximum:
            messages.append(
                f"weight {index} is {weight}; it must be {minimum} to {maximum}"
            )
    if messages:
        raise ValueError("; ".join(messages))


def _exp(value: float) -> float:
    return to_float32(math.exp(value))


def _log(value: float) -> float:
    return to_float32(math.log(value))


def _pow(base: float, exponent: float) -> float:
    return to_float32(base**exponent)


DEFAULT_MODEL = MemoryModel()
"""FSRS-6 with its default weights, also for an entry of the log without a model."""
MODELS = {MemoryModel.name: MemoryModel}
"""Every memory model, by its name in the log."""


def model_from(name: str, weights_text: str) -> MemoryModel:
    """Return the model with a name and with weights, which are a JSON list.

    Raises ValueError if there is no such model, or if it does not take these weights.
    """
    if name not in MODELS:
        raise ValueError(f"the memory model {name!r} is unknown")
    weights = json.loads(weights_text)
    are_numbers = isinstance(weights, list) and all(
        type(weight) in (int, float) for weight in weights
    )
    if not are_numbers:
        raise ValueError("the weights are not a list of numbers")
    return MODELS[name](weights)
