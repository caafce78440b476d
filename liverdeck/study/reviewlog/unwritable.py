"""Read a log where nothing can be written, such as on a read-only or a full disk."""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from liverdeck.base.databases import connected_to_read
from liverdeck.base.files import real_path
from liverdeck.study.reviewlog.copies import copies_of, refuse_loss
from liverdeck.study.reviewlog.errors import explain_errors, is_about_writing
from liverdeck.study.reviewlog.log_reader import LogReader
from liverdeck.study.reviewlog.repair_folder import write_ahead_log
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.reviewlog.schema import MIGRATIONS, has_schema, schema_version
from liverdeck.study.reviewlog.state_check import has_current_states
from liverdeck.study.reviewlog.storage import LogError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from liverdeck.study.scheduling.schedule import Schedule


@contextmanager
def opened_to_read(path: Path, schedule: Schedule) -> Iterator[LogReader]:
    """Open the log at a path to read it, even if nothing can be written there.

    Raises LogError as `ReviewLog` does, except for a log that cannot be written.
    """
    try:
        log = ReviewLog(path, schedule)
    except LogError as error:
        if not path.exists() or not is_about_writing(error):
            raise
        with _unwritable_log(real_path(path), schedule) as reader:
            yield reader
        return
    with log:
        yield log


@contextmanager
def _unwritable_log(path: Path, schedule: Schedule) -> Iterator[LogReader]:
    """Open a log that cannot be written, or a copy of it in a temporary folder.

    SQLite can read the file itself without writing anything. A copy is needed if there
    are answers in the write-ahead log, or if the file has an older schema.
    """
    wal = write_ahead_log(path)
    has_answers_in_wal = wal.exists() and wal.stat().st_size > 0
    if not has_answers_in_wal:
        with explain_errors(path), closing(connected_to_read(path)) as connection:
            if _is_current(connection):
                yield _reader_of(path, connection)
                return

    with explain_errors(path), TemporaryDirectory(prefix="liverdeck-") as folder:
        for source in (path, wal):
            if source.exists():
                shutil.copyfile(source, Path(folder, source.name))
        with ReviewLog(Path(folder, path.name), schedule) as log:
            yield log


def _reader_of(path: Path, connection: sqlite3.Connection) -> LogReader:
    """Return a reader of the log. Raises LogError if all entries were lost."""
    reader = LogReader(path, connection)
    if not reader.latest_ms():
        for copy in copies_of(path):
            refuse_loss(connection, path, copy)
    return reader


def _is_current(connection: sqlite3.Connection) -> bool:
    """Whether a log has the present schema and its states follow the present rules."""
    return (
        schema_version(connection) == len(MIGRATIONS)
        and has_schema(connection)
        and has_current_states(connection)
    )
