"""Save everything that can be read of a damaged log, from the file and from its copies.

If SQLite cannot read a file from beginning to end, each page is read separately. A page
with rows (a leaf page) is written to the position at which the table begins, so that
SQLite takes the page for the whole table. A new file with only that table shows where
the table begins.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

from liverdeck.base.databases import connected_to
from liverdeck.base.files import real_path
from liverdeck.base.values import value_class
from liverdeck.study.reviewlog.copies import copies_of
from liverdeck.study.reviewlog.damaged_rows import (
    FoundModels,
    read_entries,
    read_file,
    schema_version_of,
)
from liverdeck.study.reviewlog.errors import explain_errors, is_busy, log_error
from liverdeck.study.reviewlog.fold import BY_TIME
from liverdeck.study.reviewlog.lock import Lock
from liverdeck.study.reviewlog.repair_folder import (
    DAMAGED,
    RepairFolder,
    companions,
    copy_database,
    database_files,
    delete_database,
)
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.reviewlog.schema import entries_table
from liverdeck.study.reviewlog.storage import refuse_newer
from liverdeck.study.scheduling.moments import local_time_text

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.study.reviewlog.damaged_rows import Reading
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule

# https://www.sqlite.org/fileformat.html
_TABLE_LEAF = b"\x0d"
"""First byte of a page with rows of a table."""
_WAL_HEADER_BYTES, _FRAME_HEADER_BYTES = 32, 24
"""Size of the header of a write-ahead log, and of the header before each of its pages.

SQLite calls such a page with its header a frame.
"""


@value_class
class Repaired:
    """The result of a repair."""

    from_file: int
    """Number of entries read from the damaged file."""
    from_copies: int
    """Number of entries that only a daily copy still had."""
    damaged_file: Path
    """The damaged file under its new name."""


@value_class
class _Layout:
    """The page at which the table `entries` begins in a file of SQLite."""

    first_page: bytes
    """The first page of a file with only that table. It says where the table begins."""
    root_index: int
    """Index (from 0) of the page at which the table `entries` begins."""

    @property
    def page_bytes(self) -> int:
        """Size of every page in bytes."""
        return len(self.first_page)


def repair(path: Path, schedule: Schedule, now: Moment) -> Repaired:
    """Build the log again from everything that can be read.

    The damaged file is kept, unchanged, beside the new log. Its new name contains the
    time `now`.

    Raises LogError if the new log cannot be written, if another session has the log
    open, if a newer LiverDeck wrote it, or if the damaged file has content but no entry
    can be read from it or its copies. Then all files are as they were before.
    """
    with explain_errors(path):
        path = real_path(path)
        lock = Lock(path, is_exclusive=True)
        try:
            time_stamp = local_time_text(now).replace(" ", "-").replace(":", "")
            return _repair(path, schedule, time_stamp)
        finally:
            lock.release()


def _repair(path: Path, schedule: Schedule, time_stamp: str) -> Repaired:
    """Repair the log. Call it while no session can open the log."""
    folder = RepairFolder(path)
    folder.settle()  # finishes or takes back a repair that was killed
    damaged_path = _unused_path(path, f"{DAMAGED}{time_stamp}")
    try:
        folder.begin(damaged_path)
        refuse_newer(schema_version_of(folder.reading), path)
        layout = _layout_of_entries(folder.reading)
        file_entries, copy_entries = _read_file_and_copies(
            path, folder.reading, layout, FoundModels(schedule)
        )
        # A daily copy was not damaged when it was made, so an entry in it replaces the
        # entry with the same id in the file.
        entries = file_entries | copy_entries
        with ReviewLog(folder.repaired, schedule) as log:
            log.merge(sorted(entries.values(), key=BY_TIME))
        _refuse_unfinished(folder.repaired)
        _refuse_open_elsewhere(path)
    except BaseException:
        folder.settle()
        raise
    folder.finish()
    ids_only_in_copies = copy_entries.keys() - file_entries.keys()
    return Repaired(len(file_entries), len(ids_only_in_copies), damaged_path)


def _read_file_and_copies(
    path: Path, scratch_path: Path, layout: _Layout, models: FoundModels
) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Return two dicts of entries by id: of the file, and of its daily copies.

    Raises LogError if no entry was found, although the file has content that SQLite
    could not read. A new log without entries would hide the loss.
    """
    # The copies come first, because they may have weights that the file has lost.
    copy_entries: dict[str, Entry] = {}
    for copy in copies_of(path):
        copy_entries |= _read_all(copy, scratch_path, layout, models).entries
    file_reading = _read_all(path, scratch_path, layout, models)

    has_entries = bool(file_reading.entries or copy_entries)
    has_unread_content = _has_content(path) and not file_reading.is_complete
    if has_unread_content and not has_entries:
        raise log_error(
            path,
            "no entry can be read from it or from a copy; nothing was changed",
            "to start again, move it away",
        )
    return file_reading.entries, copy_entries


# Files


def _unused_path(path: Path, label: str) -> Path:
    """Return an unused path beside the log, with the label in the file name.

    So a second repair does not overwrite the file that the first repair has kept.
    """
    for number in count(1):
        ending = f"-{number}" if number > 1 else ""
        candidate = path.with_name(f"{path.stem}-{label}{ending}{path.suffix}")
        if not candidate.exists():
            break
    return candidate


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _content_of(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _refuse_unfinished(path: Path) -> None:
    """Raise OSError if a closed log still has SQLite's other files beside it.

    This happens if the disk has no space to move the write-ahead log into the file.
    """
    if any(companion.exists() for companion in companions(path)):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def _refuse_open_elsewhere(path: Path) -> None:
    """Raise SQLite's error if another session has the log open.

    Everything that the session writes after the repair would be lost. The exclusive
    `Lock` keeps sessions out only where a lock is possible.
    """
    with closing(connected_to(path, timeout_seconds=0)) as connection:
        try:
            # SQLite changes the mode only if no other process has the log open.
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            # Any other error is ignored: the file is damaged, as expected.
            if is_busy(error):
                raise
        except UnicodeDecodeError:
            pass  # a message of SQLite about damage


# Pages


def _layout_of_entries(path: Path) -> _Layout:
    """Return the layout of the table `entries`, from a new file at `path`.

    The file has no other table, because the whole schema would not fit on its first
    page. The table begins on the second page, as in a log, where it was created first.
    """
    delete_database(path)
    with closing(connected_to(path)) as connection:
        connection.execute(entries_table())
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
        (root_number,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'entries'"
        ).fetchone()
    first_page = bytearray(path.read_bytes()[:page_bytes])
    # These bytes are the number of pages. If it is 0, SQLite computes it from the size.
    first_page[28:32] = bytes(4)
    return _Layout(bytes(first_page), root_number - 1)  # SQLite counts pages from 1


def _read_all(
    path: Path, scratch_path: Path, layout: _Layout, models: FoundModels
) -> Reading:
    """Read the entries of a file with SQLite, then those that SQLite missed, by pages.

    The file itself is not changed: SQLite works on a copy at `scratch_path`.
    """
    delete_database(scratch_path)
    copy_database(path, scratch_path)
    for file in database_files(path):
        models.find_in(_content_of(file))
    reading = read_file(scratch_path, models)

    # SQLite ignores a damaged page of the write-ahead log and all pages after it,
    # without an error. So all pages of that file are always read.
    wal_path, *_ = companions(path)
    page_bytes = layout.page_bytes
    pages = _pages_in(wal_path, _WAL_HEADER_BYTES, _FRAME_HEADER_BYTES, page_bytes)
    if not reading.is_complete:
        # A database has no header outside its pages.
        pages += _pages_in(path, 0, 0, page_bytes)
    for page in pages:
        if page[:1] == _TABLE_LEAF:
            page_entries = _read_page(page, scratch_path, layout, models)
            for entry_id, entry in page_entries.items():
                reading.entries.setdefault(entry_id, entry)
    return reading


def _read_page(
    page: bytes, scratch_path: Path, layout: _Layout, models: FoundModels
) -> dict[str, Entry]:
    """Return the entries on a page, by id.

    The page is written to the scratch file as the only page of the table `entries`, so
    that SQLite can read it.
    """
    for companion in companions(scratch_path):
        companion.unlink(missing_ok=True)
    root_offset_bytes = layout.root_index * layout.page_bytes
    _overwrite(scratch_path, {0: layout.first_page, root_offset_bytes: page})
    return read_entries(scratch_path, models).entries


def _pages_in(
    path: Path, header_bytes: int, page_header_bytes: int, page_bytes: int
) -> list[bytes]:
    """Return the pages of a file; empty if the file does not exist.

    The headers of the file and of its pages are left out, and so is an incomplete page
    at the end.
    """
    content = _content_of(path)
    starts = range(
        header_bytes + page_header_bytes,
        len(content) - page_bytes + 1,
        page_header_bytes + page_bytes,
    )
    return [content[start : start + page_bytes] for start in starts]


def _overwrite(path: Path, pages: dict[int, bytes]) -> None:
    """Write pages into a file, each at its offset in bytes."""
    with path.open("r+b") as file:
        for offset, page in pages.items():
            file.seek(offset)
            file.write(page)
