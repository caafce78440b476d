"""Opens SQLite databases that may come from elsewhere."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_USUAL_TIMEOUT_SECONDS = 5.0
"""Python's default: how long to wait while another process writes."""


def database_in_memory() -> sqlite3.Connection:
    """Return an empty database in memory, to deserialize bytes into."""
    return _without_harm(sqlite3.connect(":memory:", isolation_level=None))


def connected_to(
    path: Path, *, timeout_seconds: float = _USUAL_TIMEOUT_SECONDS
) -> sqlite3.Connection:
    """Connect to a database, which SQLite creates if there is none.

    Each statement is a transaction of its own. Raises sqlite3.Error.
    """
    connection = sqlite3.connect(path, timeout=timeout_seconds, isolation_level=None)
    return _without_harm(connection)


def connected_to_read(path: Path) -> sqlite3.Connection:
    """Connect to a database to read it. SQLite makes no file beside it.

    No process may be writing it. Changes that are only in its write-ahead log are not
    seen. Raises sqlite3.Error.
    """
    address = f"{path.absolute().as_uri()}?immutable=1"
    return _without_harm(sqlite3.connect(address, uri=True, isolation_level=None))


def _without_harm(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Make SQL that is stored in the file harmless. Return the connection."""
    # This does not read the file, so it succeeds for a damaged one.
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
