"""A year as a calendar: weeks from left to right, Monday at the top, and how strongly each day is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.study.scheduling.moments import date_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.study.statistics.figures import Day

STRENGTHS = 4
"""Of days with answers; 0 is a day without."""
_WEEK = 7
_MONTH_APART = 4
"""Weeks that the first month's name needs for itself."""
_MOST_DAYS = 0.9
"""The share of days that are told apart; the few with even more answers are all drawn in the strongest colour."""

Week = tuple["Day | None", ...]
"""Seven days from Monday; None before the first and after the last."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Answers a day in four equal steps."""

    width: int
    """Answers that one step holds."""

    def strength(self, answers: int) -> int:
        """Return how strongly a day is drawn, 0 to 4."""
        return min(STRENGTHS, (answers - 1) // self.width + 1) if answers else 0

    @property
    def legend(self) -> tuple[str, ...]:
        """What each strength stands for, from 0 to 4."""
        starts = [1 + step * self.width for step in range(STRENGTHS)]
        ranges = [
            f"{start}" if self.width == 1 else f"{start}–{start + self.width - 1}"
            for start in starts[:-1]
        ]
        return ("none", *ranges, f"{starts[-1]} or more")


def scale_of(days: Sequence[Day]) -> Scale:
    """Return a scale whose strongest step begins where nine of ten days with answers are told apart."""
    answers = sorted(day.answers for day in days if day.answers)
    high = answers[int((len(answers) - 1) * _MOST_DAYS)] if answers else STRENGTHS
    return Scale(max(1, -(-high // STRENGTHS)))


def weeks_of(days: Sequence[Day]) -> list[Week]:
    """Return consecutive days as whole weeks."""
    before = date_of(days[0].day).weekday()
    padded: list[Day | None] = [None] * before + list(days)
    padded += [None] * (-len(padded) % _WEEK)
    return [
        tuple(padded[start : start + _WEEK]) for start in range(0, len(padded), _WEEK)
    ]


def month_names(weeks: Sequence[Week]) -> list[str]:
    """Return for each week the month's short name if it is the first to begin in it and there is room, else nothing."""
    months = [
        date_of(next(day.day for day in week if day)).strftime("%b") for week in weeks
    ]
    names = [
        month if not place or month != months[place - 1] else ""
        for place, month in enumerate(months)
    ]
    if any(names[1:_MONTH_APART]):
        names[0] = ""
    if names and any(names[-2:]):
        names[-2:] = ["", ""]
    return names
