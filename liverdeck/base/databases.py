"""Open SQLite databases that other people or programs may have made."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_USUAL_TIMEOUT_SECONDS = 5.0
"""Python's default for the longest time to wait while another process writes."""


def database_in_memory() -> sqlite3.Connection:
    """Return an empty database in memory, into which bytes can be loaded."""
    return _without_harm(sqlite3.connect(":memory:", isolation_level=None))


def connected_to(
    path: Path, *, timeout_seconds: float = _USUAL_TIMEOUT_SECONDS
) -> sqlite3.Connection:
    """Connect to a database. SQLite creates it if it is missing.

    Each statement is a transaction of its own. Raises sqlite3.Error.
    """
    connection = sqlite3.connect(path, timeout=timeout_seconds, isolation_level=None)
    return _without_harm(connection)


def connected_to_read(path: Path) -> sqlite3.Connection:
    """Connect to a database only to read it. SQLite makes no file beside it.

    At this time, no process may write to the database. Changes that are only in its
    write-ahead log are not read. Raises sqlite3.Error.
    """
    address = f"{path.absolute().as_uri()}?immutable=1"
    return _without_harm(sqlite3.connect(address, uri=True, isolation_level=None))


def _without_harm(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Make SQL that is stored in the file harmless. Return the connection."""
    # This statement does not read the file, so it succeeds even if the file is damaged.
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
