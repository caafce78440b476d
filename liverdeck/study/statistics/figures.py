"""The figures of study: one class for each table or plot. `statistics` fills them."""

from __future__ import annotations

import math
from dataclasses import dataclass

MATURE_DAYS = 21
"""Interval from which Anki calls a card mature; with a shorter one it is young."""
PERIODS: tuple[tuple[str, int | None], ...] = (
    ("today", 1),
    ("7 days", 7),
    ("30 days", 30),
    ("year", 365),
    ("all", None),
)
"""Names and days of the periods for retention, each with today.

None days means everything in the log.
"""

_Z = 1.959964
"""Quantile of the normal distribution for 95 of 100 cases."""


@dataclass(frozen=True, slots=True)
class Cards:
    """How many cards of the deck are new, learning and so on; each is counted once."""

    new: int = 0
    learning: int = 0
    """Cards in learning or relearning steps."""
    young: int = 0
    """Cards in review with an interval of less than 21 days."""
    mature: int = 0
    suspended: int = 0

    @property
    def all(self) -> int:
        """All cards of the deck."""
        return self.new + self.learning + self.young + self.mature + self.suspended


@dataclass(frozen=True, slots=True)
class Due:
    """How many cards are due now."""

    reviews: int = 0
    """Cards due today or overdue."""
    steps: int = 0
    """Cards that come back within the day."""
    put_off: int = 0
    """Cards that are due too, but buried until tomorrow."""


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """The reviews that are scheduled for a day.

    Overdue ones count as today's, those put off as tomorrow's.
    """

    day: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Day:
    """The answers of one of the learner's days."""

    day: int
    reviews: int = 0
    """Answers that changed the schedule."""
    new: int = 0
    """Reviews that were the first of their card."""
    seconds: int = 0
    """Time from question to answer, summed over the reviews."""
    crammed: int = 0
    """Answers that did not change the schedule."""
    crammed_seconds: int = 0

    @property
    def answers(self) -> int:
        """All answers, crammed ones too."""
        return self.reviews + self.crammed


@dataclass(frozen=True, slots=True)
class PassRate:
    """How many of some reviews were passed."""

    passed: int = 0
    reviews: int = 0

    @property
    def share(self) -> float | None:
        """The share that was passed, 0 to 1; None without reviews."""
        return self.passed / self.reviews if self.reviews else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Bounds of the true share in 95 of 100 such cases; None without reviews.

        This is Wilson's interval: E. B. Wilson, Probable inference, the law of
        succession, and statistical inference, JASA 22 (1927).
        """
        if not self.reviews:
            return None
        number = self.reviews
        share = self.passed / number
        square = _Z * _Z
        middle = (share + square / (2 * number)) / (1 + square / number)
        spread = (
            _Z
            * math.sqrt(share * (1 - share) / number + square / (4 * number**2))
            / (1 + square / number)
        )
        return max(0.0, middle - spread), min(1.0, middle + spread)

    def __add__(self, other: PassRate) -> PassRate:
        return PassRate(self.passed + other.passed, self.reviews + other.reviews)


@dataclass(frozen=True, slots=True)
class Retention:
    """True retention of a period, for cards that were young or mature when reviewed."""

    period: str
    days: int | None
    young: PassRate
    mature: PassRate

    @property
    def both(self) -> PassRate:
        """True retention of young and mature cards together."""
        return self.young + self.mature


@dataclass(frozen=True, slots=True)
class HardFact:
    """A fact that was forgotten, or that has a high difficulty in FSRS."""

    fact: str
    """Id of the fact."""
    prompt: str
    """Prompt of its card with the most lapses."""
    lapses: int
    """Sum of the lapses of all its cards."""
    difficulty: float
    """Difficulty of its hardest card, 1 to 10."""
    retention: PassRate
    """True retention of all its cards, over the whole log."""


@dataclass(frozen=True, slots=True)
class Leech:
    """A card that was forgotten so often that it may need another wording."""

    card: str
    """Name of the card without its deck: `fact` or `fact/part`."""
    prompt: str
    lapses: int
    difficulty: float
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """A typed answer that the checker refused.

    The author may want to accept it, or to reject it with a reason.
    """

    card: str
    """Name of the card without its deck: `fact` or `fact/part`."""
    prompt: str
    right: str
    typed: str
    """The text as it was typed last; case and white space make no difference."""
    outcome: str
    """The checker's last outcome: retype or wrong."""
    reason: str
    """The checker's last reason."""
    times: int
    overridden: int
    """How often the learner still rated it hard or better."""
