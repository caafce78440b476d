"""Open an Anki package as if an attacker had written it.

A package is a zip file, and the member that we read is an SQLite database. Messages
call this database the package's collection, as Anki does. Sizes are measured while the
file is unpacked, because the sizes that it states are not trusted.
SQLite gets the database as bytes. The number of SQLite's steps is limited, only plain
tables are read, and no code that is stored in the database runs. This is the only
module that uses zstandard.
"""

from __future__ import annotations

import errno
import io
import math
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from liverdeck.base.databases import database_in_memory
from liverdeck.base.lean_zipfile import zipfile
from liverdeck.base.problems import Position, Problem, shortened_message
from liverdeck.base.zips import DAMAGED_ZIP, SAFE_METHODS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LARGEST_DIRECTORY = 32 * 1024 * 1024
"""A zip is refused if its directory (its list of members) has more bytes than this.

The directory of a package with half a million pictures is smaller.
"""
LARGEST_WINDOW = 8 * 1024 * 1024
"""A database is refused if zstd must look back more bytes than this to unpack it.

RFC 8878 recommends this limit. Anki's files need 2 MB.
"""
LARGEST_LIVERDECK_COLLECTION = 64 * 1024 * 1024
"""A package by LiverDeck is refused if its unpacked database has more bytes than this.

For a moment, the database is in memory twice. `MOST_NOTES` notes need half of this
size.
"""
MOST_NOTES = 50_000
"""A package or an export with more of LiverDeck's notes than this is refused."""
LONGEST_VALUE_BYTES = 4 * 1024 * 1024
"""A package by LiverDeck with a longer row or value is refused.

All fields of a note together are one value.
"""

FIX_IF_LARGE = "export a single deck, not the whole collection"
_ZSTD_MEMBER = "collection.anki21b"
"""The name of a database that is compressed with zstd inside the zip.

Databases with older names are not compressed with zstd.
"""
OLDEST_COLLECTION_NAME = "collection.anki2"
"""The oldest name of a package's database, which LiverDeck and genanki write."""
COLLECTIONS_OF_ANKI = (_ZSTD_MEMBER, "collection.anki21")
"""Newer names of the database, the newest first. Only Anki writes such databases.

If a package has such a database, the database with the oldest name has none of the
learner's notes. It has a single note, which asks the learner to update Anki.
"""
_PIECE_BYTES = 1024 * 1024
"""A member of the zip is unpacked in pieces of at most this many bytes."""
_ZSTD_PIECE_BYTES = 256
"""At most this many bytes are given to zstd in one call.

Four bytes can decompress to 128 KiB, so one call returns at most 8 MiB.
"""
_STEPS_BETWEEN_CHECKS = 1_000_000
"""Each time SQLite has done this many steps, it asks us whether it may continue.

In this module, a step is an instruction of SQLite's virtual machine.
"""
_JOURNAL_MODE_BYTES = slice(18, 20)
"""The bytes of a database's header with the mode in which changes are written.

See section 1.3.2 of https://www.sqlite.org/fileformat2.html.
"""
_WRITE_AHEAD, _ROLLBACK = b"\x02\x02", b"\x01\x01"
"""The values of `_JOURNAL_MODE_BYTES` in write-ahead mode and in rollback mode."""
_HIDDEN_INDEX = 6
"""The index of `hidden` in a row of `PRAGMA table_xinfo`.

`hidden` is 0 for ordinary columns.
"""


class PackageRefusedError(Exception):
    """The file is not a package that we accept; the message says why."""

    def __init__(self, message: str, fix: str = "") -> None:
        """Take the message and the fix.

        If `fix` is "", the caller of this module chooses the fix.
        """
        super().__init__(message)
        self.fix = fix


UNREADABLE = (
    PackageRefusedError,
    *DAMAGED_ZIP,
    sqlite3.Error,
    TypeError,
    ArithmeticError,
    AttributeError,
    MemoryError,
)
"""All exceptions that may be raised for a package that is damaged or not accepted.

We raise some of them, and Python's readers of zip, SQLite and JSON raise the others.
"""


def refused_package(path: Path, error: Exception, message: str, fix: str) -> Problem:
    """Return the problem of a package for which an error of `UNREADABLE` was raised.

    The text of the problem begins with `message`, such as "not an export that can be
    read". The text of `error` follows as the reason.
    """
    reason = str(error) or "it is damaged"
    return Problem(Position(str(path)), shortened_message(f"{message}: {reason}"), fix)


def collection_bytes(
    path: Path, choose_member: Callable[[list[str]], str], most_bytes: int
) -> bytearray:
    """Return the unpacked database of a package.

    `choose_member` gets the names of the zip's members and returns the name of the
    database. No other member is read.

    Raises OSError if the file cannot be read. Raises an error of `UNREADABLE` if there
    is no ordinary file at `path`, if the database is larger than `most_bytes`, or if
    anything else is wrong with the package.
    """
    require_ordinary_file(path)
    with _GuardedFile(io.FileIO(path)) as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        name = choose_member(names)
        if names.count(name) != 1:
            raise PackageRefusedError(
                f"it has {names.count(name)} files with the name {name} instead of one"
            )

        member = archive.getinfo(name)
        if member.compress_type not in SAFE_METHODS:
            raise PackageRefusedError("its collection is compressed in an unusual way")

        with archive.open(member) as packed:
            # The iterator ends with an empty piece, which is the end of the member.
            pieces = iter(lambda: packed.read(_PIECE_BYTES), b"")
            if name == _ZSTD_MEMBER:
                pieces = _decompressed(pieces)
            return _database_from(pieces, most_bytes)


def require_ordinary_file(path: Path) -> None:
    """Raise PackageRefusedError if there is no ordinary file at the path."""
    if not path.exists():
        raise PackageRefusedError("there is no such file")
    if not path.is_file():
        raise PackageRefusedError("not an ordinary file")


class _GuardedFile(io.BufferedReader):
    """Refuses two kinds of calls that `zipfile` makes for damaged or hostile files.

    Raises an error of `UNREADABLE` when `zipfile` reads more than `LARGEST_DIRECTORY`
    bytes at once, or seeks to an offset before the start of the file.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_DIRECTORY:
            raise PackageRefusedError("it holds too many files")
        return super().read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        try:
            return super().seek(offset, whence)
        except OSError as error:
            # EINVAL means that the offset is before the start of the file.
            if error.errno != errno.EINVAL:
                raise
            raise zipfile.BadZipFile("its list of files is damaged") from None


def _database_from(pieces: Iterator[bytes], most_bytes: int) -> bytearray:
    """Join the pieces of a database so that SQLite can open it from memory.

    Raises PackageRefusedError if the database is larger than `most_bytes`.
    """
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > most_bytes:
            raise PackageRefusedError("its collection is too large", FIX_IF_LARGE)

    # Anki's databases are in write-ahead mode, and SQLite does not open such databases
    # from memory. Anki completes every write before it exports a database, so we may
    # set it to rollback mode.
    if data[_JOURNAL_MODE_BYTES] == _WRITE_AHEAD:
        data[_JOURNAL_MODE_BYTES] = _ROLLBACK
    return data


def _decompressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the decompressed content of pieces that zstd compressed.

    Raises PackageRefusedError if the pieces are not one complete zstd frame, or if
    zstandard is not installed.
    """
    try:
        import zstandard
    except ImportError:
        raise PackageRefusedError(
            "its collection is compressed with zstd, and zstandard is not installed",
            "pip install 'liverdeck[colpkg]', or tick “Support older Anki versions” "
            "when exporting",
        ) from None

    zstd = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW)
    decompressor = zstd.decompressobj()
    try:
        for piece in pieces:
            for start in range(0, len(piece), _ZSTD_PIECE_BYTES):
                if decompressor.eof:
                    raise PackageRefusedError("there is more data after its collection")
                yield decompressor.decompress(piece[start : start + _ZSTD_PIECE_BYTES])
    except zstandard.ZstdError as error:
        raise PackageRefusedError(
            f"its collection cannot be decompressed: {error}"
        ) from None

    if not decompressor.eof:
        raise PackageRefusedError("its collection ends too soon")
    if decompressor.unused_data:
        raise PackageRefusedError("there is more data after its collection")


@contextmanager
def open_database(
    data: bytearray,
    tables: set[str],
    most_steps: int,
    longest_value_bytes: int,
) -> Iterator[sqlite3.Connection]:
    """Open a database from its bytes; it must have the given tables.

    After the call, `data` is empty: SQLite has a copy, and both together may be too
    large.

    Raises an error of `UNREADABLE`, in this function or while the database is read: if
    the bytes are not a database, if one of `tables` is missing or is not a plain table,
    if a value that is read is longer than `longest_value_bytes`, or if SQLite's virtual
    machine needs more than about `most_steps` steps in total.
    """
    connection = database_in_memory()
    try:
        connection.deserialize(data)
        data.clear()
        connection.execute("PRAGMA cell_size_check = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest_value_bytes)
        _limit_steps(connection, most_steps)
        _require_plain_tables(connection, tables)
        yield connection
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise PackageRefusedError("reading it takes too long") from None
        raise
    finally:
        connection.close()


def _limit_steps(connection: sqlite3.Connection, most_steps: int) -> None:
    """Interrupt SQLite after about `most_steps` steps of its virtual machine."""
    allowed_checks = math.ceil(most_steps / _STEPS_BETWEEN_CHECKS)
    check_count = 0

    def must_stop() -> bool:
        nonlocal check_count
        check_count += 1
        return check_count > allowed_checks

    connection.set_progress_handler(must_stop, _STEPS_BETWEEN_CHECKS)


def _require_plain_tables(connection: sqlite3.Connection, tables: set[str]) -> None:
    """Raise PackageRefusedError if one of `tables` is missing or is not a plain table.

    Views, virtual tables and computed columns could produce values without end.
    """
    rows = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    # SQLite stores the statement of every plain table so that it begins with "CREATE
    # TABLE ". A view cannot pass as a table by a row with another name: SQLite does not
    # read a table if the name in its statement differs from the name in its row.
    plain_tables = {name for name, sql in rows if str(sql).startswith("CREATE TABLE ")}
    are_plain = tables <= plain_tables and not any(
        _has_computed_column(connection, table) for table in tables
    )
    if are_plain:
        return

    *first_names, last_name = sorted(tables)
    raise PackageRefusedError(
        f"its {', '.join(first_names)} and {last_name} are not all plain tables"
    )


def _has_computed_column(connection: sqlite3.Connection, table: str) -> bool:
    columns = connection.execute(f"PRAGMA table_xinfo({table})")
    return any(column[_HIDDEN_INDEX] for column in columns)
