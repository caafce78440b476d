"""The figures of study, one dataclass for each thing that is counted; `statistics` fills them."""

from __future__ import annotations

import math
from dataclasses import dataclass

MATURE = 21
"""Days of interval from which Anki calls a card mature; a shorter one is young."""
PERIODS: tuple[tuple[str, int | None], ...] = (
    ("today", 1),
    ("7 days", 7),
    ("30 days", 30),
    ("year", 365),
    ("all", None),
)
"""Over which retention is told, each up to and with today; `all` is everything in the log."""

_Z = 1.959964
"""Of the normal distribution, for 95 of 100."""


@dataclass(frozen=True, slots=True)
class Cards:
    """How many cards of the deck stand where; each is counted once."""

    new: int = 0
    learning: int = 0
    """In steps, relearning too."""
    young: int = 0
    """In review with an interval of less than 21 days."""
    mature: int = 0
    suspended: int = 0

    @property
    def all(self) -> int:
        """All cards of the deck."""
        return self.new + self.learning + self.young + self.mature + self.suspended


@dataclass(frozen=True, slots=True)
class Due:
    """What waits now."""

    reviews: int = 0
    """Due today or overdue."""
    steps: int = 0
    """Cards that come back within the day."""
    put_off: int = 0
    """Due as well, but buried until tomorrow."""


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """Reviews of a day to come, as things stand; today's hold what is overdue, tomorrow's what was put off."""

    day: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one of the learner's days."""

    day: int
    reviews: int = 0
    """Answers that moved the schedule."""
    new: int = 0
    """Those of them that were a card's first."""
    seconds: int = 0
    """From question to answer, of reviews."""
    crammed: int = 0
    """Answers that did not move the schedule."""
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
        """0 to 1; None without reviews."""
        return self.passed / self.reviews if self.reviews else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Between which the true share lies in 95 of 100 such cases, by Wilson's interval; None without reviews.

        E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
        """
        if not self.reviews:
            return None
        number, share, square = self.reviews, self.passed / self.reviews, _Z * _Z
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
    """True retention of a period, by the interval that a card had when it was reviewed."""

    period: str
    days: int | None
    young: PassRate
    mature: PassRate

    @property
    def both(self) -> PassRate:
        """Of young and mature cards together."""
        return self.young + self.mature


@dataclass(frozen=True, slots=True)
class HardFact:
    """A fact that is forgotten often, or that FSRS holds to be hard."""

    fact: str
    """Its id."""
    prompt: str
    """Of its card with the most lapses."""
    lapses: int
    """Of all its cards."""
    difficulty: float
    """1 to 10, of its hardest card."""
    retention: PassRate
    """True retention of all its cards, since the beginning."""


@dataclass(frozen=True, slots=True)
class Leech:
    """A card that was forgotten so often that it may need another wording."""

    card: str
    """`fact` or `fact/part`."""
    prompt: str
    lapses: int
    difficulty: float
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """What learners typed and the checker did not take: perhaps a name to accept, or a mistake to explain."""

    card: str
    """`fact` or `fact/part`."""
    prompt: str
    right: str
    typed: str
    """As typed last; other cases and spaces count as the same."""
    outcome: str
    """retype or wrong, at the last time."""
    reason: str
    """The checker's code, at the last time."""
    times: int
    overridden: int
    """How often the learner rated it hard or better all the same."""
