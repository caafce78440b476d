"""Reads a log in a place where nothing can be written: a read-only or a full disk."""

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
    """Open the log at a path to read it, also if nothing can be written there.

    Raises LogError as `ReviewLog` does, but not because nothing can be written.
    """
    try:
        log = ReviewLog(path, schedule)
    except LogError as error:
        if not path.exists() or not is_about_writing(error):
            raise
        with _unwritable(real_path(path), schedule) as reader:
            yield reader
        return
    with log:
        yield log


@contextmanager
def _unwritable(path: Path, schedule: Schedule) -> Iterator[LogReader]:
    """Open a log that cannot be written, or a copy of it in a temporary folder.

    SQLite reads the file alone without writing beside it. A copy is needed if there are
    answers in the write-ahead log, or if the file has an older schema.
    """
    wal = write_ahead_log(path)
    has_more = wal.exists() and wal.stat().st_size > 0
    if not has_more:
        with explain_errors(path), closing(connected_to_read(path)) as connection:
            if _is_current(connection):
                reader = LogReader(path, connection)
                if not reader.latest_ms():
                    for copy in copies_of(path):
                        refuse_loss(connection, path, copy)
                yield reader
                return
    with explain_errors(path), TemporaryDirectory(prefix="liverdeck-") as folder:
        copy = Path(folder, path.name)
        for source in (path, wal):
            if source.exists():
                shutil.copyfile(source, copy.with_name(source.name))
        with ReviewLog(copy, schedule) as log:
            yield log


def _is_current(connection: sqlite3.Connection) -> bool:
    """Whether a log has the present schema, and states by the present rules."""
    return (
        schema_version(connection) == len(MIGRATIONS)
        and has_schema(connection)
        and has_current_states(connection)
    )
