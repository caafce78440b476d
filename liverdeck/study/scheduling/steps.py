"""Learning and relearning steps: the delays before a card is in review.

The rules are Anki's (rslib/src/scheduler/states/steps.rs). Remaining steps are counted
down, as in the field `left` of Anki's cards.
"""

from __future__ import annotations

from liverdeck.base.values import value_class
from liverdeck.study.scheduling.memory import round_half_up
from liverdeck.study.scheduling.moments import SECONDS_A_DAY

MOST_STEPS = 1000
"""A learner has at most this many steps, so no more can remain after an answer."""
LONGEST_STEP_DAYS = 365
"""No step takes more than a year."""
LONGEST_STEP_SECONDS = LONGEST_STEP_DAYS * SECONDS_A_DAY
LONGEST_DELAY_SECONDS = 400 * SECONDS_A_DAY
"""No delay after an answer is longer than this. The log refuses a longer one.

The limit is above the longest step, because *hard* may add a day to a step.
"""


@value_class
class Steps:
    """The delays of the learning steps or of the relearning steps, in order."""

    seconds: tuple[int, ...]
    """The delay of each step."""

    def __post_init__(self) -> None:
        """Refuse steps that are impossible, with ValueError."""
        if any(seconds < 1 for seconds in self.seconds):
            raise ValueError("a step must be at least one second")
        if any(seconds > LONGEST_STEP_SECONDS for seconds in self.seconds):
            raise ValueError(f"a step must be at most {LONGEST_STEP_DAYS} days")
        if self.count > MOST_STEPS:
            raise ValueError(f"there are {self.count} steps; at most {MOST_STEPS}")

    @property
    def count(self) -> int:
        """The number of steps. All of them remain after *again*."""
        return len(self.seconds)

    def seconds_after_again(self) -> int | None:
        """Return the delay of the first step, or None if there are no steps."""
        return self.seconds[0] if self.seconds else None

    def seconds_after_hard(self, remaining: int) -> int | None:
        """Return the delay after *hard*, or None if there are no steps.

        The delay of the present step is repeated, except in the first step. There the
        result is the mean of the first two delays. If there is only one step, the
        result is one and a half times its delay, but at most a day longer than it. In
        the first step, a result of more than a day is rounded to whole days.
        """
        if not self.seconds:
            return None
        index = self._index(remaining)
        if index == 0:
            return self._seconds_after_hard_in_first_step()
        return self.seconds[index]

    def seconds_after_good(self, remaining: int) -> int | None:
        """Return the delay of the next step, or None if no step remains."""
        next_index = self._index(remaining) + 1
        return self.seconds[next_index] if next_index < self.count else None

    def remaining_after_good(self, remaining: int) -> int:
        """Return how many steps remain after *good*, including the next step."""
        return max(0, self.count - self._index(remaining) - 1)

    def _index(self, remaining: int) -> int:
        """Return the index of the present step.

        `remaining` is the number of remaining steps, including the present one. It may
        come from a time when the learner had other steps. If there is no such step now,
        the nearest step is used. The index is 0 if there are no steps.
        """
        return max(0, min(self.count - remaining, self.count - 1))

    def _seconds_after_hard_in_first_step(self) -> int:
        first = self.seconds[0]
        if self.count > 1:
            return _rounded_if_over_a_day((first + self.seconds[1]) // 2)
        return _rounded_if_over_a_day(min(first * 3 // 2, first + SECONDS_A_DAY))


def _rounded_if_over_a_day(seconds: int) -> int:
    """Return a delay, rounded to whole days if it is longer than a day."""
    if seconds <= SECONDS_A_DAY:
        return seconds
    return round_half_up(seconds / SECONDS_A_DAY) * SECONDS_A_DAY


def days_crossed(delay_seconds: int, seconds_until_next_day: int) -> int | None:
    """Return how many learner's days begin during a delay; None if none begins."""
    if delay_seconds < seconds_until_next_day:
        return None
    return (delay_seconds - seconds_until_next_day) // SECONDS_A_DAY + 1
