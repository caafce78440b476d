"""Learning and relearning steps: delays after which a card comes back the same day.

The rules are Anki's (rslib/src/scheduler/states/steps.rs). Remaining steps are counted
down, like Anki's `left`.
"""

from __future__ import annotations

from dataclasses import dataclass

from liverdeck.study.scheduling.memory import round_half_up
from liverdeck.study.scheduling.moments import SECONDS_A_DAY


@dataclass(frozen=True, slots=True)
class Steps:
    """The delays of the learning steps or of the relearning steps, in order."""

    seconds: tuple[int, ...]

    @property
    def count(self) -> int:
        """The number of steps. All of them remain after *again*."""
        return len(self.seconds)

    def seconds_after_again(self) -> int | None:
        """Return the delay of the first step, or None if there are no steps."""
        return self.seconds[0] if self.seconds else None

    def seconds_after_hard(self, remaining: int) -> int | None:
        """Return the delay after *hard*, or None if there are no steps.

        The present step is repeated. On the first step, the delay is halfway to the
        second one.
        """
        if not self.seconds:
            return None
        index = self._index(remaining)
        return self._first_hard_seconds() if index == 0 else self.seconds[index]

    def seconds_after_good(self, remaining: int) -> int | None:
        """Return the delay of the next step, or None after the last step."""
        next_index = self._index(remaining) + 1
        return self.seconds[next_index] if next_index < self.count else None

    def remaining_after_good(self, remaining: int) -> int:
        """Return how many steps remain after *good*, including the one that begins."""
        return max(0, self.count - self._index(remaining) - 1)

    def _index(self, remaining: int) -> int:
        """Return the index of the present step.

        `remaining` may come from other options, with more steps or fewer. The nearest
        step counts then.
        """
        return max(0, min(self.count - remaining, self.count - 1))

    def _first_hard_seconds(self) -> int:
        first = self.seconds[0]
        if self.count > 1:
            return _in_whole_days((first + self.seconds[1]) // 2)
        return _in_whole_days(min(first * 3 // 2, first + SECONDS_A_DAY))


def _in_whole_days(seconds: int) -> int:
    """Round a delay of more than a day to whole days."""
    if seconds <= SECONDS_A_DAY:
        return seconds
    return round_half_up(seconds / SECONDS_A_DAY) * SECONDS_A_DAY


def days_crossed(seconds: int, seconds_until_next_day: int) -> int | None:
    """Return how many days begin during a delay, or None if none does."""
    if seconds < seconds_until_next_day:
        return None
    return (seconds - seconds_until_next_day) // SECONDS_A_DAY + 1
