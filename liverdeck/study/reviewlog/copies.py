"""Copy a review log, and check it for damage and for lost entries."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from liverdeck.base.databases import connected_to, connected_to_read
from liverdeck.base.files import PRIVATE_FILE, PRIVATE_FOLDER
from liverdeck.study.reviewlog.errors import REPAIR, log_error
from liverdeck.study.reviewlog.schema import MIGRATIONS, has_schema, schema_version

if TYPE_CHECKING:
    from pathlib import Path

BACKUPS = "backups"
"""Name of the folder with the daily copies of a log. The folder is beside the log."""
KEPT_COPIES = 3
"""At most this many daily copies are kept; the oldest ones are deleted."""


def daily_copy(path: Path, date: str) -> Path:
    """Return the path of the daily copy of a log that is named after a date."""
    return path.parent / BACKUPS / f"{path.stem}-{date}{path.suffix}"


def copies_of(path: Path) -> list[Path]:
    """Return the daily copies of a log, sorted by the dates in their names."""
    any_copy = daily_copy(path, "*")
    return sorted(any_copy.parent.glob(any_copy.name))


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can open, unless it is there already."""
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)


def copy_to(path: Path, copy: Path) -> None:
    """Copy the whole log to the path `copy`. If that fails, no incomplete copy remains.

    Call it inside a transaction of the log, so that no two processes copy it at once.
    """
    make_private_folder(copy.parent)
    unfinished = _unfinished(copy)
    unfinished.unlink(missing_ok=True)
    try:
        with (
            closing(connected_to(path)) as source,
            closing(connected_to(unfinished)) as target,
        ):
            source.backup(target)
        unfinished.chmod(PRIVATE_FILE)
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)


def _unfinished(copy: Path) -> Path:
    """Return the path that a copy has until it is complete."""
    return copy.with_name(f".{copy.name}.tmp")


def delete_unfinished(folder: Path, path: Path) -> None:
    """Delete the incomplete daily copies that killed processes left in a folder.

    Call it inside a transaction of the log at `path`, like `copy_to`.
    """
    any_unfinished = _unfinished(daily_copy(path, "*")).name
    # SQLite may have left other files beside them.
    for unfinished in folder.glob(f"{any_unfinished}*"):
        unfinished.unlink()


def refuse_damage(connection: sqlite3.Connection, path: Path) -> None:
    """Raise LogError if SQLite finds damage, or an index that contradicts a row."""
    # With the argument 1, the check stops at the first damage.
    results = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
    if results != ["ok"]:
        raise log_error(path, f"damaged ({results[0]})", REPAIR)


def refuse_loss(connection: sqlite3.Connection, path: Path, copy: Path) -> None:
    """Raise LogError if the log has fewer entries than a copy of it.

    Entries are never deleted, so a log with fewer entries has lost some. A copy that
    cannot be read is ignored.
    """
    copied_count = _count_entries_in_copy(copy)
    if copied_count is not None and count_entries(connection) < copied_count:
        raise log_error(
            path,
            f"damaged: it has fewer entries than {copy}",
            f"{REPAIR}, also from the copies. "
            f"To start again instead, move the log and {copy.parent} away",
        )


def _count_entries_in_copy(copy: Path) -> int | None:
    """Return the number of entries; None if the copy is damaged or not a review log."""
    try:
        with closing(connected_to_read(copy)) as connection:
            # Count only in a review log, with the present or an older schema. In a file
            # from elsewhere, `entries` may be a view with endless rows.
            if not has_schema(connection, MIGRATIONS[: schema_version(connection)]):
                return None
            return count_entries(connection)
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def count_entries(connection: sqlite3.Connection) -> int:
    """Return the number of all entries in a log."""
    (count,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    return int(count)
