"""A year as a calendar, with a colour strength for every day.

Weeks go from left to right, with Monday at the top.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.study.scheduling.moments import date_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.study.statistics.figures import DayFigures

STRONGEST = 4
"""The highest colour strength.

A day without answers has strength 0, others 1 or more.
"""
WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
"""Names of the rows.

Every second row has no name, because there is no space for all.
"""
_DAYS_A_WEEK = len(WEEKDAYS)
_WEEKS_FOR_NAME = 4
"""The name of the first month is left out if the next name is fewer weeks later."""
_FRACTION_OF_DAYS = 0.9
"""The scale is made for this fraction of the days, without those with the most answers.

So a few days with very many answers do not make all other days pale.
"""

Week = tuple["DayFigures | None", ...]
"""Seven days from Monday; None before the first day and after the last."""


@value_class
class Scale:
    """Converts a day's number of answers to a colour strength."""

    range_length: int
    """The number of counts of answers that have the same strength.

    If it is 6, for example, 1 to 6 answers have strength 1, and 19 answers or more have
    strength 4.
    """

    def strength(self, answers: int) -> int:
        """Return the strength of a day's colour, 0 to 4."""
        if not answers:
            return 0
        return min(STRONGEST, (answers - 1) // self.range_length + 1)

    @property
    def legend(self) -> tuple[str, ...]:
        """For each strength from 0 to 4, the numbers of answers as text: "1–6"."""
        length = self.range_length
        starts = [1 + index * length for index in range(STRONGEST)]
        ranges = [
            f"{start}" if length == 1 else f"{start}–{start + length - 1}"
            for start in starts[:-1]
        ]
        return ("none", *ranges, f"{starts[-1]} or more")


def scale_of(days: Sequence[DayFigures]) -> Scale:
    """Return a scale whose four strengths fit nine of ten days with answers.

    Days without answers do not count.
    """
    answers = sorted(day.answers for day in days if day.answers)
    if not answers:
        return Scale(1)
    high = answers[int((len(answers) - 1) * _FRACTION_OF_DAYS)]
    return Scale(max(1, ceil(high / STRONGEST)))


def weeks_of(days: Sequence[DayFigures]) -> list[Week]:
    """Return consecutive days, at least one, as whole weeks."""
    days_before = date_of(days[0].day).weekday()
    padded: list[DayFigures | None] = [None] * days_before + list(days)
    while len(padded) % _DAYS_A_WEEK:
        padded.append(None)
    return [
        tuple(padded[start : start + _DAYS_A_WEEK])
        for start in range(0, len(padded), _DAYS_A_WEEK)
    ]


def month_names(weeks: Sequence[Week]) -> list[str]:
    """Return a text for each week: a month's short name, or nothing.

    The name is at the first week that begins in the month. It is left out where there
    is no space: at the first week if the next name follows soon, and at the last two
    weeks.
    """
    names = []
    previous_month = ""
    for week in weeks:
        first_day = next(day for day in week if day)
        month = date_of(first_day.day).strftime("%b")
        names.append(month if month != previous_month else "")
        previous_month = month
    if any(names[1:_WEEKS_FOR_NAME]):
        names[0] = ""
    if names and any(names[-2:]):
        names[-2:] = ["", ""]
    return names
