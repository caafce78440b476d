"""Saving what can be read of a damaged log, from the file itself and from its copies."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.study.exchange import as_line, read_lines
from liverdeck.study.log import BACKUPS, ReviewLog
from liverdeck.study.moments import clock_time
from liverdeck.study.rows import entry_of
from liverdeck.study.storage import explained

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from liverdeck.study.entries import Entry
    from liverdeck.study.moments import Moment
    from liverdeck.study.schedule import Schedule

_COMPANIONS = ("-wal", "-shm")
"""Files that SQLite keeps beside a database; the first may hold reviews."""

_FROM_BOTH_ENDS = ("SELECT * FROM entries ORDER BY seq", "SELECT * FROM entries ORDER BY seq DESC")


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair saved."""

    from_file: int
    """Entries read from the damaged file."""
    from_copies: int
    """Entries that only a copy of an earlier day still had."""
    kept: Path
    """The damaged file, under its new name."""


def repair(path: Path, schedule: Schedule, now: Moment) -> Repaired:
    """Build the log anew from all that can be read; the damaged file is kept beside it, unchanged.

    Raises LogError if the new log cannot be written; everything is then where it was.
    """
    stamp = clock_time(now).replace(" ", "-").replace(":", "")
    kept = path.with_name(f"{path.stem}-damaged-{stamp}{path.suffix}")
    fresh = path.with_name(f"{path.stem}-repaired-{stamp}{path.suffix}")
    with explained(path):
        for old, new in _with_companions(path, kept):
            shutil.copy2(old, new)
        own = {entry.id: entry for entry in _readable(path)}
        copies = {entry.id: entry for copy in _copies(path) for entry in _readable(copy)}
        with ReviewLog(fresh, schedule) as log:
            log.merge({**copies, **own}.values())
        for old, _ in _with_companions(path, kept):
            old.unlink()
        for old, new in _with_companions(fresh, path):
            old.replace(new)
    return Repaired(len(own), len(copies.keys() - own.keys()), kept)


def _copies(path: Path) -> list[Path]:
    return sorted((path.parent / BACKUPS).glob(f"{path.stem}-*{path.suffix}"))


def _with_companions(old: Path, new: Path) -> Iterator[tuple[Path, Path]]:
    for ending in ("", *_COMPANIONS):
        source = old.with_name(old.name + ending)
        if source.exists():
            yield source, new.with_name(new.name + ending)


def _readable(path: Path) -> Iterator[Entry]:
    """Yield the entries of a file up to where it is torn, from the front and from the back."""
    for query in _FROM_BOTH_ENDS:
        # What cannot be read is what is wrong with the file; the other end may still be whole.
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            for row in connection.execute(query):
                yield from _sound(row, path)


def _sound(row: tuple[object, ...], path: Path) -> list[Entry]:
    try:
        line = as_line(entry_of(row))
    except (TypeError, ValueError, AttributeError):
        return []
    return read_lines([line], str(path))[0]
