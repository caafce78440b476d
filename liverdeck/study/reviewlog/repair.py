"""Saving what can be read of a damaged log, from the file itself and from its copies.

Where SQLite cannot read a file from one end to the other, each page is read by itself: a page with rows of a table is
a whole table once it stands where the table begins, and where that is, a sound log of the same form tells.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem
from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.fold import BY_TIME
from liverdeck.study.reviewlog.review_log import ReviewLog, copies_of
from liverdeck.study.reviewlog.rows import entry_of
from liverdeck.study.reviewlog.storage import (
    BUSY,
    Lock,
    LogError,
    explained,
    has_schema,
    real_path,
    refuse_newer,
    version_of,
)
from liverdeck.study.scheduling.moments import local_time_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule

_COMPANIONS = ("-wal", "-shm")
"""Files that SQLite keeps beside a database; the first may hold reviews."""
_DAMAGE = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises at a damaged file; the second where it quotes it."""
_FROM_BOTH_ENDS = (
    "SELECT * FROM entries ORDER BY seq",
    "SELECT * FROM entries ORDER BY seq DESC",
)

# https://www.sqlite.org/fileformat.html
_LEAF = b"\x0d"
"""The first byte of a page with rows of a table."""
_WAL_HEADER, _FRAME_HEADER = 32, 24


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair saved."""

    from_file: int
    """Entries read from the damaged file."""
    from_copies: int
    """Entries that only a copy of an earlier day still had."""
    kept: Path
    """The damaged file, under its new name."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What every log of this form has in common."""

    head: bytes
    """The first page, which says where the tables begin."""
    root: int
    """Number of the page at which the entries begin, from 0."""


def repair(path: Path, schedule: Schedule, now: Moment) -> Repaired:
    """Build the log anew from all that can be read; the damaged file is kept beside it, unchanged.

    Raises LogError if the new log cannot be written or another session is open; everything is then where it was.
    """
    with explained(path):
        path = real_path(path)
        lock = Lock(path, alone=True)
        try:
            return _repair(
                path, schedule, local_time_text(now).replace(" ", "-").replace(":", "")
            )
        finally:
            lock.release()


def _repair(path: Path, schedule: Schedule, stamp: str) -> Repaired:
    kept, fresh, scratch = (
        _unused(path, f"{what}-{stamp}") for what in ("damaged", "repaired", "reading")
    )
    try:
        _copy(path, kept)
        refuse_newer(_version_in(path, scratch), path)
        form = _form_of(fresh, schedule)
        own, is_whole = _entries_in(path, scratch, form)
        copies: dict[str, Entry] = {}
        for copy in copies_of(path):
            copies |= _entries_in(copy, scratch, form)[0]
        if not is_whole and not own and not copies:
            _refuse_nothing(path)
        with ReviewLog(
            fresh, schedule
        ) as log:  # a copy was sound when it was made: it knows better
            log.merge(sorted({**own, **copies}.values(), key=BY_TIME))
        _refuse_half(fresh)
        _refuse_company(path)
    except BaseException:
        _delete(kept, fresh)
        raise
    finally:
        _delete(scratch)
    for companion in _companions(path):
        companion.unlink(missing_ok=True)
    fresh.replace(path)
    return Repaired(len(own), len(copies.keys() - own.keys()), kept)


def _unused(path: Path, name: str) -> Path:
    """Return a name beside a file that nothing has: no second repair writes over what the first has kept."""
    names = (
        f"{path.stem}-{name}{f'-{number}' if number > 1 else ''}{path.suffix}"
        for number in count(1)
    )
    return next(found for found in map(path.with_name, names) if not found.exists())


def _companions(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _COMPANIONS]


def _copy(path: Path, to: Path) -> None:
    for old, new in zip(
        (path, *_companions(path)), (to, *_companions(to)), strict=True
    ):
        if old.exists():
            shutil.copy2(old, new)


def _delete(*paths: Path) -> None:
    for path in paths:
        for each in (*_companions(path), path):
            each.unlink(missing_ok=True)


def _refuse_half(path: Path) -> None:
    """Raise OSError if a closed log is not all in its one file: there was no room to bring it together."""
    if any(companion.exists() for companion in _companions(path)):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def _refuse_nothing(path: Path) -> None:
    """Raise LogError for a file with something in it of which nothing can be read: an empty log would hide that."""
    if path.exists() and path.stat().st_size:
        what = "no entry can be read from it, nor from a copy; nothing was changed"
        raise LogError(
            Problem(Position(str(path)), what, "to begin anew, move it away")
        )


def _version_in(path: Path, scratch: Path) -> int:
    _copy(path, scratch)
    return version_of(scratch)


def _refuse_company(path: Path) -> None:
    """Raise what SQLite says if another session has the log open: what it writes after the repair would be lost."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute(
                "PRAGMA journal_mode = DELETE"
            )  # which needs the log for itself
        except _DAMAGE as error:
            if getattr(error, "sqlite_errorname", "").startswith(BUSY):
                raise


def _form_of(path: Path, schedule: Schedule) -> _Form:
    """Begin an empty log at a path, and return what it has in common with the damaged one."""
    with ReviewLog(path, schedule):
        pass
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'entries'"
        ).fetchone()
    head = bytearray(path.read_bytes()[:size])
    head[18:20] = b"\1\1"  # without a write-ahead log
    head[28:32] = bytes(4)  # how many pages there are: as many as the file has
    return _Form(bytes(head), root - 1)


def _entries_in(
    path: Path, scratch: Path, form: _Form
) -> tuple[dict[str, Entry], bool]:
    """Return the entries of a file by id, and whether it is whole; if not, those on every page that can be read.

    The file is not touched: all is done with a copy of it.
    """
    size = len(form.head)
    _delete(scratch)
    _copy(path, scratch)
    entries, is_whole = _scan(scratch)
    wal, _ = _companions(path)
    pages = _pieces(wal, _WAL_HEADER, _FRAME_HEADER, size)
    if not is_whole:
        pages += _pieces(path, 0, 0, size)
    for page in pages:
        if page[:1] == _LEAF:
            _delete(*_companions(scratch))
            _write_into(scratch, {0: form.head, form.root * size: page})
            for name, entry in _scan(scratch)[0].items():
                entries.setdefault(name, entry)
    return entries, is_whole


def _pieces(path: Path, start: int, skipped: int, size: int) -> list[bytes]:
    """Return the whole pages of a file that begin behind `start` bytes, with so many skipped before each."""
    data = path.read_bytes() if path.exists() else b""
    starts = range(start + skipped, len(data) - size + 1, skipped + size)
    return [data[each : each + size] for each in starts]


def _write_into(path: Path, pieces: dict[int, bytes]) -> None:
    with path.open("r+b") as file:
        for place, piece in pieces.items():
            file.seek(place)
            file.write(piece)


def _scan(path: Path) -> tuple[dict[str, Entry], bool]:
    """Return the entries that SQLite finds from the front and from the back, and whether it came through."""
    entries: dict[str, Entry] = {}
    for query in _FROM_BOTH_ENDS:
        try:
            with closing(sqlite3.connect(path)) as connection:
                connection.text_factory = _as_far_as_readable
                connection.execute("PRAGMA trusted_schema = OFF")
                if not has_schema(
                    connection
                ):  # never run what somebody else calls `entries`
                    return entries, False
                for row in connection.execute(query):
                    entries |= {entry.id: entry for entry in _sound(row, path)}
        except _DAMAGE:
            continue
        return entries, True
    return entries, False


def _as_far_as_readable(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _sound(row: tuple[object, ...], path: Path) -> Iterator[Entry]:
    """Yield the entry of a row, if it is one that might have been written."""
    try:
        line = as_line(entry_of(row))
    except (TypeError, ValueError, AttributeError, LogError):
        return
    yield from read_lines([line], str(path))[0]
