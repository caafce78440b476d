"""The figures of study. `statistics.py` beside this file computes them."""

from __future__ import annotations

import math

from liverdeck.base.values import value_class

MATURE_DAYS = 21
"""Anki calls a card mature if its interval is at least this long, otherwise young."""
YEAR_DAYS = 365
"""Number of days in a year of study, today included."""
MONTH_DAYS = 30
"""Number of days in a month of study, today included."""
PERIODS: tuple[tuple[str, int | None], ...] = (
    ("today", 1),
    ("7 days", 7),
    (f"{MONTH_DAYS} days", MONTH_DAYS),
    ("year", YEAR_DAYS),
    ("all", None),
)
"""The periods of retention, each with its name and its number of days up to today.

None means all days.
"""

_NORMAL_95 = 1.959964
"""95 % of a normal distribution is within this many standard deviations of the mean."""


@value_class
class Cards:
    """How many cards of the deck are new, learning and so on.

    Each card is counted once. A suspended card is counted only as suspended.
    """

    new: int = 0
    learning: int = 0
    """Cards in learning or relearning steps."""
    young: int = 0
    """Cards in review with an interval of less than `MATURE_DAYS`."""
    mature: int = 0
    """Cards in review with an interval of `MATURE_DAYS` or more."""
    suspended: int = 0

    @property
    def all(self) -> int:
        """The number of all cards of the deck."""
        return self.new + self.learning + self.young + self.mature + self.suspended


@value_class
class Due:
    """How many cards are due today."""

    reviews: int = 0
    """Cards to review that are due today or overdue.

    Such a card is in review, or in a step that ends on a later day than it began: a
    long step, or one that crosses four in the morning.
    """
    steps: int = 0
    """Cards in a step that ends on the day on which it began."""
    put_off: int = 0
    """Cards that would be in `reviews` or `steps`, but are buried until tomorrow.

    Suspended cards are not among them.
    """


@value_class
class ForecastDay:
    """How many cards to review are scheduled for a day.

    Overdue reviews count as today's. If a card is buried today, its due or overdue
    review counts as tomorrow's.
    """

    day: int
    reviews: int


@value_class
class DayFigures:
    """The learner's answers of one day, in figures."""

    day: int
    """Number of the learner's day."""
    reviews: int = 0
    """Answers that changed the schedule."""
    new: int = 0
    """Number of these reviews that were the first review of a card."""
    seconds: int = 0
    """The time from question to rating, summed over the reviews."""
    crammed: int = 0
    """Answers that did not change the schedule."""
    crammed_seconds: int = 0
    """The time from question to rating, summed over the crammed answers."""

    @property
    def answers(self) -> int:
        """The number of all answers, crammed ones included."""
        return self.reviews + self.crammed


@value_class
class PassRate:
    """A number of reviews, and how many of them were passed: not rated *again*."""

    passed: int = 0
    reviews: int = 0

    @property
    def share(self) -> float | None:
        """The fraction of reviews that were passed, 0 to 1; None without reviews."""
        return self.passed / self.reviews if self.reviews else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Bounds between which the true share is in 95 of 100 such cases.

        None without reviews. The bounds are those of Wilson's interval: E. B. Wilson,
        Probable inference, the law of succession, and statistical inference, JASA 22
        (1927).
        """
        if not self.reviews:
            return None
        number = self.reviews
        share = self.passed / number
        z = _NORMAL_95
        divisor = 1 + z * z / number
        middle = (share + z * z / (2 * number)) / divisor
        variance = share * (1 - share) / number + z * z / (4 * number**2)
        half_width = z * math.sqrt(variance) / divisor
        return max(0.0, middle - half_width), min(1.0, middle + half_width)

    def __add__(self, other: PassRate) -> PassRate:
        return PassRate(self.passed + other.passed, self.reviews + other.reviews)


@value_class
class Retention:
    """True retention of a period, for cards that were young or mature when reviewed.

    True retention is Anki's: of the first answers of a day to cards that had an
    interval of a day or more, the share that was not rated *again*.
    """

    period: str
    """Name of the period, as in `PERIODS`."""
    days: int | None
    """Length of the period, as in `PERIODS`."""
    young: PassRate
    mature: PassRate

    @property
    def overall(self) -> PassRate:
        """True retention of young and mature cards together."""
        return self.young + self.mature


@value_class
class HardFact:
    """A fact that was forgotten, or that has a high difficulty in FSRS."""

    fact: str
    """Id of the fact."""
    prompt: str
    """Prompt of the fact's card with the most lapses.

    If several cards have the same number of lapses, the most difficult one is taken.
    """
    lapses: int
    """Sum of the lapses of all cards of the fact."""
    difficulty: float
    """Difficulty of the most difficult card of the fact, 1 to 10."""
    retention: PassRate
    """True retention of all cards of the fact, over the whole log."""


@value_class
class Leech:
    """A card that was forgotten very often and may need a different wording."""

    card: str
    """Name of the card without its deck: `fact` or `fact/part`."""
    prompt: str
    lapses: int
    difficulty: float
    is_suspended: bool


@value_class
class RefusedAnswer:
    """A typed answer that the checker refused.

    The author may add it to the deck, under `accept` or `reject`.
    """

    card: str
    """Name of the card without its deck: `fact` or `fact/part`."""
    prompt: str
    right: str
    """The answers of the card, with commas between them.

    Empty for a question that only a quiz asks, such as for a term by its meaning.
    """
    typed: str
    """The text as it was typed last, with single spaces between words.

    Texts that differ only in case or white space count as the same answer.
    """
    outcome: str
    """The checker's last outcome: retype, wrong, or partial if it was overruled."""
    reason: str
    """The checker's last reason."""
    times: int
    """Number of times that the answer was refused."""
    times_overruled: int
    """Number of times that the learner overruled the verdict on the answer."""
