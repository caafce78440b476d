"""How figures of study read, in the terminal and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted, percent
from liverdeck.study.scheduling.moments import date_of

if TYPE_CHECKING:
    from liverdeck.study.statistics.figures import (
        Cards,
        Day,
        Due,
        PassRate,
        RefusedAnswer,
    )

_MINUTE = 60
_HOUR = 3600
_FEW_HOURS = 10


def date_text(day: int) -> str:
    """Return a learner's day with its weekday: "Fri 27 Nov"."""
    date = date_of(day)
    return f"{date:%a} {date.day} {date:%b}"


def minutes(seconds: int) -> int:
    """Return whole minutes, at least one for anything done."""
    return max(1, (seconds + _MINUTE // 2) // _MINUTE) if seconds else 0


def time_text(seconds: int) -> str:
    """Return a span in minutes, or where it is long in hours: "12 min", "2.5 h", "41 h"."""
    hours = seconds / _HOUR
    if hours < 1:
        return f"{minutes(seconds)} min"
    return f"{hours:.1f} h" if hours < _FEW_HOURS else f"{hours:,.0f} h"


def rate_text(rate: PassRate) -> str:
    """Return a rate with what it rests on: "91% of 1,204"."""
    return f"{percent(rate.share)} of {rate.reviews:,}" if rate.reviews else "–"


def done_text(day: Day) -> str:
    """Return what was done: "31 reviews (5 new) in 12 min; 10 crammed in 2 min", or "nothing"."""
    parts = []
    if day.reviews:
        new = f" ({day.new:,} new)" if day.new else ""
        parts.append(
            f"{counted(day.reviews, 'review')}{new} in {time_text(day.seconds)}"
        )
    if day.crammed:
        parts.append(f"{day.crammed:,} crammed in {time_text(day.crammed_seconds)}")
    return "; ".join(parts) or "nothing"


def due_text(due: Due) -> str:
    """Return what waits: "23 reviews, 2 in steps", or "nothing"."""
    return (
        ", ".join(
            filter(
                None,
                (
                    counted(due.reviews, "review") if due.reviews else "",
                    f"{due.steps:,} in steps" if due.steps else "",
                    f"{due.put_off:,} put off until tomorrow" if due.put_off else "",
                ),
            )
        )
        or "nothing"
    )


def cards_text(cards: Cards) -> str:
    """Return where the cards stand: "187 cards: 40 new, 147 mature"."""
    sorts = ("new", "learning", "young", "mature", "suspended")
    parts = [
        f"{getattr(cards, sort):,} {sort}" for sort in sorts if getattr(cards, sort)
    ]
    return f"{counted(cards.all, 'card')}: {', '.join(parts)}"


def verdict_text(refused: RefusedAnswer) -> str:
    """Return what the checker said, with its code where that says more: "wrong (rejected)"."""
    return (
        refused.outcome
        if refused.reason in ("", refused.outcome)
        else f"{refused.outcome} ({refused.reason})"
    )
