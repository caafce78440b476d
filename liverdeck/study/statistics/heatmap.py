"""A year as a calendar, with a colour strength for every day.

Weeks go from left to right, with Monday at the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.study.scheduling.moments import date_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.study.statistics.figures import Day

STRENGTHS = 4
"""Number of colour strengths for days with answers; 0 is a day without."""
_DAYS_A_WEEK = 7
_ROOM_FOR_NAME = 4
"""Weeks that the name of the first month needs before the next name."""
_SHARE_OF_DAYS = 0.9
"""Share of the days for which the scale is made.

The few days with even more answers all get the strongest colour.
"""

Week = tuple["Day | None", ...]
"""Seven days from Monday; None before the first day and after the last."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Converts answers a day to a colour strength, in four equal steps."""

    width: int
    """Numbers of answers that share one strength."""

    def strength(self, answers: int) -> int:
        """Return the strength of a day's colour, 0 to 4."""
        if not answers:
            return 0
        return min(STRENGTHS, (answers - 1) // self.width + 1)

    @property
    def legend(self) -> tuple[str, ...]:
        """The numbers of answers of each strength, from 0 to 4."""
        starts = [1 + step * self.width for step in range(STRENGTHS)]
        ranges = [
            f"{start}" if self.width == 1 else f"{start}–{start + self.width - 1}"
            for start in starts[:-1]
        ]
        return ("none", *ranges, f"{starts[-1]} or more")


def scale_of(days: Sequence[Day]) -> Scale:
    """Return a scale whose four steps reach as far as nine of ten days with answers."""
    answers = sorted(day.answers for day in days if day.answers)
    if not answers:
        return Scale(1)
    high = answers[int((len(answers) - 1) * _SHARE_OF_DAYS)]
    return Scale(max(1, -(-high // STRENGTHS)))  # rounded up


def weeks_of(days: Sequence[Day]) -> list[Week]:
    """Return consecutive days as whole weeks."""
    before = date_of(days[0].day).weekday()
    padded: list[Day | None] = [None] * before + list(days)
    padded += [None] * (-len(padded) % _DAYS_A_WEEK)
    return [
        tuple(padded[start : start + _DAYS_A_WEEK])
        for start in range(0, len(padded), _DAYS_A_WEEK)
    ]


def month_names(weeks: Sequence[Week]) -> list[str]:
    """Return a label for each week: a month's short name, or nothing.

    A month's name is at its first week. It is left out where there is no room for it.
    """
    months = [
        date_of(next(day.day for day in week if day)).strftime("%b") for week in weeks
    ]
    names = [
        "" if index and month == months[index - 1] else month
        for index, month in enumerate(months)
    ]
    if any(names[1:_ROOM_FOR_NAME]):
        names[0] = ""
    if names and any(names[-2:]):
        names[-2:] = ["", ""]
    return names
