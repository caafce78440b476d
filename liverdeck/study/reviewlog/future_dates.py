"""Entries that are dated in the future, because a clock was wrong.

For each of them a *redate* is added: an entry that names it and has the time at which
the wrong date was noticed. From then on, the named entry counts as written at that
time. Entries are never changed, so a redate is merged and undone like any other entry.

If many entries lie ahead, today's clock must be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted
from liverdeck.base.values import value_class
from liverdeck.study.reviewlog.copies import count_entries
from liverdeck.study.reviewlog.entries import Entry
from liverdeck.study.reviewlog.errors import LogError, log_error
from liverdeck.study.reviewlog.rows import SELECT_REDATES
from liverdeck.study.scheduling.moments import Moment, local_time_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

MOST_AHEAD_MS = 60_000
"""An entry is not redated if it is at most this far ahead of the clock (one minute).

The clocks of two machines differ by seconds, and a clock that is set by the network
goes back by seconds.
"""
_MOST_AHEAD_OF_TEN = 1
"""If more than this many of ten entries lie ahead, the clock must be wrong."""
_DAYS_BEFORE = 3
"""The search for entries that lie ahead begins this many days before today.

The day of an entry follows from its own UTC offset, so an entry that is dated after now
may have an earlier day than today.
"""
_AHEAD = f"""
    FROM entries e WHERE day >= :day AND at > :limit
    AND NOT EXISTS ({SELECT_REDATES} AND +r.at <= :limit)
"""
"""The entries that lie ahead and that no redate has dated to the past yet."""


class WrongClockError(LogError):
    """Too many entries lie ahead of this machine's clock, so it must be wrong.

    Nothing was written.
    """


@value_class
class ClockReading:
    """The time that this machine's clock shows, and other data for a *redate*."""

    moment: Moment
    new_id: Callable[[], str]
    """Returns an id that no other entry on any machine has."""
    version: str
    """Version of LiverDeck, for the log."""
    is_trusted: bool = False
    """Whether the learner confirms the clock although many entries lie ahead."""


def moment_after(latest_ms: int, now: Moment) -> Moment:
    """Return the moment of a new entry: now, or just after the card's last entry.

    `latest_ms` is the Unix time of the card's last entry. If that time is now or at
    most a minute ahead, the new entry comes a millisecond later, so that the two
    entries keep their order.
    """
    if now.ms <= latest_ms <= now.ms + MOST_AHEAD_MS:
        return Moment(latest_ms + 1, now.offset_minutes)
    return now


def is_ahead(ms: int, now: Moment) -> bool:
    """Whether a Unix time in milliseconds lies ahead of the clock."""
    return ms > now.ms + MOST_AHEAD_MS


def count_ahead(connection: sqlite3.Connection, now: Moment) -> int:
    """Return how many entries lie ahead of the clock."""
    query = f"SELECT count(*) {_AHEAD}"
    (ahead_count,) = connection.execute(query, _bounds(now)).fetchone()
    return int(ahead_count)


def refuse_wrong_clock(
    connection: sqlite3.Connection, path: Path, reading: ClockReading
) -> None:
    """Raise WrongClockError if more than one in ten entries lies ahead of the clock."""
    ahead_count = count_ahead(connection, reading.moment)
    if not ahead_count or reading.is_trusted:
        return
    entry_count = count_entries(connection)
    if ahead_count * 10 > entry_count * _MOST_AHEAD_OF_TEN:
        raise _wrong_clock(path, ahead_count, entry_count, reading.moment)


def _wrong_clock(
    path: Path, ahead_count: int, entry_count: int, now: Moment
) -> WrongClockError:
    entries = counted(entry_count, "entry", "entries")
    verb = "is" if ahead_count == 1 else "are"
    error = log_error(
        path,
        f"{ahead_count:,} of {entries} {verb} dated after now, "
        f"which is {local_time_text(now)} by this machine's clock: "
        "that clock seems to be wrong",
        "set it right and try again; if it is right, add --clock-is-right, and these "
        "entries count as given now; nothing was written",
    )
    return WrongClockError(error.problem)


def redates_of_ahead(
    connection: sqlite3.Connection, reading: ClockReading
) -> list[Entry]:
    """Return a redate for each entry that lies ahead of the clock.

    The redates have different times. The last one is a millisecond before now. So the
    entries keep their order, and come before entries that are written now.
    """
    query = f"SELECT e.id, e.card {_AHEAD} ORDER BY at, id"
    rows = connection.execute(query, _bounds(reading.moment)).fetchall()
    return [
        Entry(
            reading.new_id(),
            "redate",
            card,
            reading.moment.after(wait_ms),
            reading.version,
            target=entry_id,
        )
        for wait_ms, (entry_id, card) in enumerate(rows, -len(rows))
    ]


def _bounds(now: Moment) -> dict[str, int]:
    return {"limit": now.ms + MOST_AHEAD_MS, "day": now.day - _DAYS_BEFORE}
