"""Figures of study as text, for the terminal and for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted, percent
from liverdeck.study.scheduling.card_progress import LEECH_LAPSES
from liverdeck.study.scheduling.moments import (
    SECONDS_A_MINUTE,
    SECONDS_AN_HOUR,
    date_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.study.statistics.figures import (
        Cards,
        DayFigures,
        Due,
        HardFact,
        Leech,
        PassRate,
        RefusedAnswer,
    )

_WHOLE_HOURS_FROM = 10
"""A time of this many hours or more is shown without a decimal."""
LAST_YEAR = "The last year"
ANSWERS_A_DAY = "Answers a day"
TRUE_RETENTION = "True retention"
HARDEST_FACTS = "Hardest facts"
LEECHES = "Leeches"
REFUSED_ANSWERS = "Answers that the checker refused"
DAY_COLUMNS = ("Reviews", "New", "Min", "Crammed", "Min")
"""The names of the figures that `figures_of_day` returns."""
NO_RETENTION = "No card was reviewed yet after an interval of a day or more."
NO_HARD_FACTS = "None yet: no fact was forgotten, and none is hard."
NO_LEECHES = f"None: no card was forgotten {LEECH_LAPSES} times."
NO_REFUSED_ANSWERS = "None."


def date_text(day: int) -> str:
    """Return a learner's day with its weekday: "Fri 27 Nov"."""
    date = date_of(day)
    return f"{date:%a} {date.day} {date:%b}"


def whole_minutes(seconds: int) -> int:
    """Return seconds rounded to minutes, but at least 1 if there are any seconds."""
    if not seconds:
        return 0
    return max(1, (seconds + SECONDS_A_MINUTE // 2) // SECONDS_A_MINUTE)


def time_text(seconds: int) -> str:
    """Return a time in minutes, or in hours from one hour on: "12 min", "2.5 h"."""
    hours = seconds / SECONDS_AN_HOUR
    if hours < 1:
        return f"{whole_minutes(seconds)} min"
    return f"{hours:.1f} h" if hours < _WHOLE_HOURS_FROM else f"{hours:,.0f} h"


def rate_text(rate: PassRate) -> str:
    """Return a rate of reviews: "91% of 1,204", or "–" without reviews."""
    return (
        f"{percent(rate.share)} of {rate.reviews:,}" if rate.reviews else percent(None)
    )


def done_text(day: DayFigures) -> str:
    """Return a text such as "31 reviews (5 new) in 12 min; 10 crammed in 2 min".

    Without answers the result is "nothing".
    """
    parts = []
    if day.reviews:
        reviews = counted(day.reviews, "review")
        new = f" ({day.new:,} new)" if day.new else ""
        parts.append(f"{reviews}{new} in {time_text(day.seconds)}")
    if day.crammed:
        parts.append(f"{day.crammed:,} crammed in {time_text(day.crammed_seconds)}")
    return "; ".join(parts) or "nothing"


def due_text(due: Due) -> str:
    """Return a text such as "23 reviews, 2 in steps, 1 put off until tomorrow".

    Numbers that are 0 are left out. If all are 0, the result is "nothing".
    """
    parts = []
    if due.reviews:
        parts.append(counted(due.reviews, "review"))
    if due.steps:
        parts.append(f"{due.steps:,} in steps")
    if due.put_off:
        parts.append(put_off_text(due))
    return ", ".join(parts) or "nothing"


def put_off_text(due: Due) -> str:
    """Return a text such as "1 put off until tomorrow"; empty if no card is put off."""
    return f"{due.put_off:,} put off until tomorrow" if due.put_off else ""


def last_days_title(number: int) -> str:
    """Return the title of the section on a number of days up to today."""
    return f"The last {number} days"


def figures_of_day(day: DayFigures) -> tuple[int, int, int, int, int]:
    """Return the figures of a day, in the order of `DAY_COLUMNS`."""
    minutes = whole_minutes(day.seconds)
    crammed_minutes = whole_minutes(day.crammed_seconds)
    return day.reviews, day.new, minutes, day.crammed, crammed_minutes


def figures_of_hard(hard: HardFact | Leech) -> tuple[str, str]:
    """Return the lapses and the difficulty of a fact or a card: "12" and "7.5"."""
    return f"{hard.lapses:,}", f"{hard.difficulty:.1f}"


def figures_of_refused(refused: RefusedAnswer) -> tuple[str, str]:
    """Return how often an answer was refused, and how often it was overruled."""
    return f"{refused.times:,}", f"{refused.times_overruled:,}"


def name_of_leech(leech: Leech) -> str:
    """Return the name of a leech's card, and whether the card is suspended."""
    return f"{leech.card}, suspended" if leech.is_suspended else leech.card


def studied_days_text(days: Sequence[DayFigures], first_day: int) -> str:
    """Return the number of days on which the learner studied: "Studied on 3 of 9 days".

    `days` are without gaps, with the latest day last. Days before `first_day`, the day
    of the first answer, are not counted.
    """
    studied_count = sum(1 for day in days if day.answers)
    day_count = days[-1].day - max(first_day, days[0].day) + 1
    return f"Studied on {studied_count} of {counted(day_count, 'day')}"


def more_rows_text(number: int, most: int) -> str:
    """Return a sentence that counts the rows not shown, if at most `most` are shown.

    `number` is the number of all rows. The result is empty if all are shown.
    """
    return f"--json lists {number - most:,} more." if number > most else ""


def cards_text(cards: Cards) -> str:
    """Return the number of all cards and of each group: "60 cards: 40 new, 20 young".

    Groups without cards are left out.
    """
    numbers = {
        "new": cards.new,
        "learning": cards.learning,
        "young": cards.young,
        "mature": cards.mature,
        "suspended": cards.suspended,
    }
    parts = [f"{number:,} {group}" for group, number in numbers.items() if number]
    return f"{counted(cards.all, 'card')}: {', '.join(parts)}"


def verdict_text(refused: RefusedAnswer) -> str:
    """Return the checker's outcome and reason, such as "wrong (rejected)".

    The reason is left out if it is empty or equals the outcome.
    """
    if refused.reason in ("", refused.outcome):
        return refused.outcome
    return f"{refused.outcome} ({refused.reason})"
