"""Moments, and the learner's days. As in Anki, a day begins at 4 in the morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from liverdeck.base.values import value_class

ROLLOVER_HOUR = 4
"""Local hour at which a learner's day begins. This is Anki's default."""
SECONDS_A_MINUTE, SECONDS_AN_HOUR, SECONDS_A_DAY = 60, 3600, 86_400
UNIX_START = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment 0 of Unix time."""
_FIRST_ORDINAL = date(1970, 1, 1).toordinal()
"""Python's ordinal of 1970-01-01, the date of the learner's day 0."""
LATEST_SECONDS = 2**33
"""The Unix time of the last possible entry, about the year 2242."""
FIRST_DAY, LAST_DAY = -2, 100_000
"""The learner's days of the first and the last possible entry, with a margin."""


@value_class
class Moment:
    """A point in time, with the UTC offset of the learner's clock at that time.

    Everything about days is computed from these two numbers.
    """

    ms: int
    """Unix time in milliseconds."""
    offset_minutes: int = 0
    """Minutes east of UTC, including daylight saving time."""

    def __post_init__(self) -> None:
        """Refuse anything but whole numbers, such as `time.time() * 1000`."""
        if type(self.ms) is not int or type(self.offset_minutes) is not int:
            raise TypeError(
                f"a moment of {self.ms!r} ms and {self.offset_minutes!r} minutes:"
                " both must be an int"
            )

    @classmethod
    def of(cls, time: datetime) -> Moment:
        """Return the moment of a time with a UTC offset.

        The present moment is `Moment.of(datetime.now().astimezone())`. Raises
        ValueError for a time without a UTC offset, and TypeError for anything that is
        not a datetime.
        """
        if not isinstance(time, datetime):
            raise TypeError(f"the time is a {type(time).__name__}, not a datetime")
        offset = time.utcoffset()
        if offset is None:
            raise ValueError(f"the time {time} has no UTC offset; use .astimezone()")
        # Whole numbers are used, because a float of seconds may lose a millisecond.
        ms = (time - UNIX_START) // timedelta(milliseconds=1)
        return cls(ms, offset // timedelta(minutes=1))

    @property
    def seconds(self) -> int:
        """Unix time in whole seconds, as Anki stores the time of the last review."""
        return self.ms // 1000

    @property
    def day(self) -> int:
        """The learner's day, numbered from 1970-01-01. It begins at `ROLLOVER_HOUR`."""
        return (self.seconds + self._shift_seconds) // SECONDS_A_DAY

    @property
    def learner_date(self) -> date:
        """The learner's date. It changes at `ROLLOVER_HOUR`, as `day` does."""
        return date_of(self.day)

    @property
    def next_day_seconds(self) -> int:
        """Unix time at which the next day begins, computed with the present UTC offset.

        If the clocks change before then, the result is an hour off, exactly as in Anki
        (rslib/src/scheduler/timing.rs).
        """
        return (self.day + 1) * SECONDS_A_DAY - self._shift_seconds

    @property
    def seconds_until_next_day(self) -> int:
        """Seconds until the next day begins."""
        return self.next_day_seconds - self.seconds

    @property
    def _shift_seconds(self) -> int:
        """Seconds to add to Unix time, so that days begin at multiples of 86,400."""
        return (self.offset_minutes - ROLLOVER_HOUR * 60) * 60

    def days_since(self, unix_seconds: int) -> int:
        """Return how many days ago a Unix time was, as Anki counts days.

        Days are spans of 24 hours, counted back from the start of the next day
        (`elapsed_days_since` in Anki's answering/mod.rs). The result is 0 for a time
        today or in the future.
        """
        return max(0, self.next_day_seconds - unix_seconds) // SECONDS_A_DAY

    def after(self, wait_ms: int) -> Moment:
        """Return the moment that is `wait_ms` later, with the same UTC offset."""
        return Moment(self.ms + wait_ms, self.offset_minutes)


def refuse_other_than_moment(moment: Moment) -> None:
    """Raise TypeError for a datetime or anything else that is not a moment."""
    if not isinstance(moment, Moment):
        raise TypeError(
            f"the moment is a {type(moment).__name__};"
            " it must be a Moment, such as Moment.of(datetime.now().astimezone())"
        )


def date_of(day: int) -> date:
    """Return the calendar date of a learner's day."""
    return date.fromordinal(_FIRST_ORDINAL + day)


def day_of(calendar_date: date) -> int:
    """Return the learner's day of a calendar date."""
    return calendar_date.toordinal() - _FIRST_ORDINAL


def local_time_text(moment: Moment) -> str:
    """Return the date and time that the learner's clock shows: `2026-11-27 14:05`."""
    local_seconds = moment.seconds + moment.offset_minutes * 60
    return datetime.fromtimestamp(local_seconds, UTC).strftime("%Y-%m-%d %H:%M")
