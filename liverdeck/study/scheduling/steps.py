"""Learning and relearning steps: how soon a card comes back on the day on which it is learned.

The rules are Anki's (rslib/src/scheduler/states/steps.rs); what is left of the steps is counted backwards, as Anki's
`left` is.
"""

from __future__ import annotations

from dataclasses import dataclass

from liverdeck.study.scheduling.memory import round_half_up
from liverdeck.study.scheduling.moments import SECONDS_A_DAY


@dataclass(frozen=True, slots=True)
class Steps:
    """The delays of one kind of step, in order."""

    seconds: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many there are: what is left after a wrong answer."""
        return len(self.seconds)

    def again(self) -> int | None:
        """Return the seconds after a wrong answer; None without steps."""
        return self.seconds[0] if self.seconds else None

    def hard(self, left: int) -> int | None:
        """Return the seconds after *hard*: the same step again, the first one midway to the second."""
        if not self.seconds:
            return None
        place = self._place(left)
        return self._hard_at_first() if place == 0 else self.seconds[place]

    def good(self, left: int) -> int | None:
        """Return the seconds of the next step; None when the last one is done."""
        following = self.seconds[self._place(left) + 1 :]
        return following[0] if following else None

    def remaining_after_good(self, left: int) -> int:
        """Return how many steps are left once the next one has begun."""
        return max(0, self.count - self._place(left) - 1)

    def _place(self, left: int) -> int:
        return max(0, min(self.count - left, self.count - 1))

    def _hard_at_first(self) -> int:
        first = self.seconds[0]
        if self.count > 1:
            return _in_whole_days((first + self.seconds[1]) // 2)
        return _in_whole_days(min(first * 3 // 2, first + SECONDS_A_DAY))


def _in_whole_days(seconds: int) -> int:
    return (
        round_half_up(seconds / SECONDS_A_DAY) * SECONDS_A_DAY
        if seconds > SECONDS_A_DAY
        else seconds
    )


def days_crossed(seconds: int, seconds_left: int) -> int | None:
    """Return after how many changes of the day a delay ends, `seconds_left` before the next one; None if before it."""
    return (
        (seconds - seconds_left) // SECONDS_A_DAY + 1
        if seconds >= seconds_left
        else None
    )
