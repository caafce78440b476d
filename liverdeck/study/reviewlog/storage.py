"""The file of the review log: an SQLite database that loses nothing.

SQLite uses a write-ahead log with `synchronous=FULL`. So when a commit returns, the
review survives a killed process (tests/study/reviewlog/test_crash.py) and, as SQLite
promises (https://www.sqlite.org/pragma.html#pragma_synchronous), a power cut.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from liverdeck.base.databases import connected_to
from liverdeck.base.files import PRIVATE_FILE, real_path
from liverdeck.base.version import UPDATE_COMMAND
from liverdeck.study.reviewlog.copies import copy_to, make_private_folder
from liverdeck.study.reviewlog.errors import (
    REPAIR,
    LogError,
    explain_errors,
    is_busy,
    log_error,
)
from liverdeck.study.reviewlog.schema import MIGRATIONS, has_schema, schema_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from liverdeck.study.reviewlog.schema import Migration

__all__ = [
    "BUSY_SECONDS",
    "LogError",
    "connect",
    "has_log",
    "refuse_newer",
    "transaction",
]

BUSY_SECONDS = 10
"""A session waits at most this long while another session writes. Then it fails."""


def has_log(path: Path) -> bool:
    """Whether there is a log at a path, readable or not.

    Raises LogError if nobody can tell, for example because links form a circle.
    """
    with explain_errors(path):
        try:
            path.stat()
        except FileNotFoundError:
            return False
    return True


def connect(
    path: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> sqlite3.Connection:
    """Open the log, or create it. A log with an older schema is copied, then migrated.

    Raises LogError if the file is damaged, is not a review log, was written by a newer
    LiverDeck, is in use for too long, or cannot be opened or written.
    """
    with explain_errors(path):
        # SQLite puts its other files (`-wal`, `-shm`) beside the real file.
        path = real_path(path)
        make_private_folder(path.parent)
        if not path.exists():
            # SQLite gives these permissions to its other files too.
            path.touch(PRIVATE_FILE)
        connection = connected_to(path, timeout_seconds=BUSY_SECONDS)
        try:
            _prepare(connection, path, migrations)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> None:
    """Check the file, set SQLite's modes of writing, and migrate an older schema."""
    with _snapshot(connection):
        version = schema_version(connection)
        refuse_newer(version, path, migrations)
        done_migrations = migrations[:version] if version > 0 else ()
        if version < 0 or not has_schema(connection, done_migrations):
            raise log_error(
                path, "not a review log that LiverDeck made, or damaged", REPAIR
            )
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = FULL")
    if version < len(migrations):
        _migrate(connection, path, migrations)


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Make all reads see the same state, even if another process writes meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:  # an error may have ended the transaction
            connection.execute("ROLLBACK")


def refuse_newer(
    version: int, path: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Raise LogError if this LiverDeck does not know a file's schema version."""
    known_version = len(migrations)
    if version > known_version:
        raise log_error(
            path,
            f"a newer LiverDeck wrote it (schema version {version};"
            f" this one knows {known_version})",
            f"{UPDATE_COMMAND}; nothing was changed",
        )


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # If the file is busy, another process is switching to the same mode.
        if not is_busy(error):
            raise


def _migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> None:
    """Run the missing migrations. Before that, copy the log if it is not new."""
    with transaction(connection):
        # The version is read again, because another process may have migrated the file.
        version = schema_version(connection)
        if 0 < version < len(migrations):
            copy_name = f"{path.stem}-before-{len(migrations)}{path.suffix}"
            copy_to(path, path.with_name(copy_name))
        for number, migration in enumerate(migrations[version:], version + 1):
            migration(connection)
            connection.execute(f"PRAGMA user_version = {number}")
    if version == 0:
        _give_unused_pages_back(connection)


def _give_unused_pages_back(connection: sqlite3.Connection) -> None:
    """Make a new log as small as possible. The migrations leave unused pages in it."""
    try:
        connection.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if not is_busy(error):  # another process uses the log, which does no harm
            raise


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit all changes at the end. After an exception, undo all of them."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
