"""A moment where the learner is, and Anki's day, which begins at four in the morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

ROLLOVER_HOUR = 4
"""Local hour at which a learner's day begins, Anki's default."""
SECONDS_A_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time with the clock's distance from UTC there and then; everything about days follows from the two."""

    ms: int
    """Unix time in milliseconds."""
    offset_minutes: int = 0
    """Minutes east of UTC, daylight saving included."""

    @property
    def seconds(self) -> int:
        """Unix time in whole seconds, as Anki keeps the time of the last review."""
        return self.ms // 1000

    @property
    def day(self) -> int:
        """The learner's day, counted from 1970-01-01: it changes at four in the morning."""
        return (self.seconds + self._shift) // SECONDS_A_DAY

    @property
    def next_day_seconds(self) -> int:
        """Unix time of the next change of the day, by the present distance from UTC.

        In a night in which the clocks change it is an hour off, exactly as Anki's is (rslib/src/scheduler/timing.rs).
        """
        return (self.day + 1) * SECONDS_A_DAY - self._shift

    @property
    def seconds_until_next_day(self) -> int:
        """Seconds until the day changes."""
        return self.next_day_seconds - self.seconds

    @property
    def _shift(self) -> int:
        return (self.offset_minutes - ROLLOVER_HOUR * 60) * 60

    def days_since(self, seconds: int) -> int:
        """Return the days between a Unix time and today, as Anki counts them: 0 for today and for the future.

        They are 24-hour spans back from the next change of the day (`elapsed_days_since` in Anki's answering/mod.rs).
        """
        return max(0, self.next_day_seconds - seconds) // SECONDS_A_DAY

    def after(self, milliseconds: int) -> Moment:
        """Return the moment so many milliseconds later, by the same clock."""
        return Moment(self.ms + milliseconds, self.offset_minutes)


def date_of(day: int) -> date:
    """Return the calendar date of a learner's day."""
    return date.fromordinal(_EPOCH + day)


def day_of(calendar_date: date) -> int:
    """Return the learner's day of a calendar date."""
    return calendar_date.toordinal() - _EPOCH


def local_time_text(moment: Moment) -> str:
    """Return a moment as the learner's calendar and clock show it: `2026-11-27 14:05`."""
    return datetime.fromtimestamp(
        moment.seconds + moment.offset_minutes * 60, UTC
    ).strftime("%Y-%m-%d %H:%M")
