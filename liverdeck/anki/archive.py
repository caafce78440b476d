"""Opens an Anki package as if an attacker had written it.

A package is a zip file, and the member that we read is an SQLite database. Sizes are
measured while unpacking; the sizes that the file states are not trusted. SQLite gets
the database as bytes. It may take a limited number of steps and read only plain tables,
and it runs nothing that is stored in the database. This is the only module that uses
zstandard.
"""

from __future__ import annotations

import errno
import io
import sqlite3
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LARGEST_DIRECTORY = 32 * 1024 * 1024
"""A zip whose list of members has more bytes is refused.

Half a million pictures need fewer.
"""
LARGEST_WINDOW = 8 * 1024 * 1024
"""A file for which zstd must look back more bytes is refused.

RFC 8878 advises this limit. Anki's files need 2 MB.
"""
LONGEST_VALUE = 4 * 1024 * 1024
"""A longer value in a database is refused; the limit is in bytes.

In a database that is larger than this, the limit is the size of the database.
"""

_ZSTD_MEMBER = "collection.anki21b"
"""The only collection that is compressed twice."""
_COMPRESSION_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The methods that we accept in a zip.

Python unpacks other methods without a limit, and nobody uses them for packages.
"""
_PIECE_SIZE = 1024 * 1024
_ZSTD_PIECE_SIZE = 256
"""At most this many bytes are given to zstd in one call.

Four bytes can decompress to 128 KiB, so one call returns at most 8 MiB.
"""
_STEPS_AT_ONCE = 1_000_000
"""Each time it has taken this many steps, SQLite asks whether it may go on."""
_JOURNAL_MODE = slice(18, 20)
"""The bytes of a database's header that say how changes are written.

See https://www.sqlite.org/fileformat2.html, 1.3.2.
"""
_WRITE_AHEAD, _ROLLBACK = b"\x02\x02", b"\x01\x01"
"""Values of these bytes."""
_HIDDEN = 6
"""Index of `hidden` in a row of `PRAGMA table_xinfo`; 0 means an ordinary column."""


class NotAPackageError(Exception):
    """The file is not a package that we can read; the message says why."""

    def __init__(self, problem: str, fix: str = "") -> None:
        """Keep the problem and its fix, or "" if the caller's usual fix applies."""
        super().__init__(problem)
        self.fix = fix


UNREADABLE = (
    NotAPackageError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    sqlite3.Error,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    MemoryError,
)
"""What we, and Python's readers of zip, SQLite and JSON, raise for damaged bytes."""


def collection_bytes(
    path: Path, choose: Callable[[list[str]], str], largest: int
) -> bytearray:
    """Return the unpacked database of a package.

    `choose` gets the names of the zip's members and returns the one to read. Only the
    list of members and that member are read. Raises OSError if the file cannot be read,
    and one of `UNREADABLE` if the database is larger than `largest` bytes or if
    anything else is wrong with the package.
    """
    check_file(path)
    with _GuardedFile(io.FileIO(path)) as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        name = choose(names)
        if names.count(name) != 1:
            raise NotAPackageError(f"{name} is {names.count(name)} times in it")

        member = archive.getinfo(name)
        if member.compress_type not in _COMPRESSION_METHODS:
            raise NotAPackageError("its collection is compressed in an unusual way")

        with archive.open(member) as packed:
            # Reads until a piece is empty: that is the end of the member.
            pieces = iter(lambda: packed.read(_PIECE_SIZE), b"")
            if name == _ZSTD_MEMBER:
                pieces = _decompressed(pieces)
            return _database_from(pieces, largest)


def check_file(path: Path) -> None:
    """Raise NotAPackageError if the path is not that of an ordinary file."""
    if not path.exists():
        raise NotAPackageError("there is no such file")
    if not path.is_file():
        raise NotAPackageError("not an ordinary file")


class _GuardedFile(io.BufferedReader):
    """A file with two limits for `zipfile`; no zip exceeds them that Anki wrote.

    Raises one of `UNREADABLE` when `zipfile` reads more than `LARGEST_DIRECTORY` at
    once, or seeks to an offset before the start of the file.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_DIRECTORY:
            raise NotAPackageError("it holds too many files")
        return super().read(size)

    def seek(self, target: int, whence: int = io.SEEK_SET, /) -> int:
        try:
            return super().seek(target, whence)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            raise zipfile.BadZipFile("its list of files is damaged") from None


def _database_from(pieces: Iterator[bytes], largest: int) -> bytearray:
    """Join the pieces of a database so that SQLite can open it from memory."""
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > largest:
            raise NotAPackageError(
                "its collection is too large",
                "export a single deck, not the whole collection",
            )

    # Anki's databases are in write-ahead mode, in which SQLite does not open them from
    # memory. Anki has completed every write, so we may set the other mode.
    if data[_JOURNAL_MODE] == _WRITE_AHEAD:
        data[_JOURNAL_MODE] = _ROLLBACK
    return data


def _decompressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        import zstandard
    except ImportError:
        raise NotAPackageError(
            "its collection is compressed with zstd, and zstandard is not installed",
            "pip install 'liverdeck[colpkg]', or tick “Support older Anki versions” "
            "when exporting",
        ) from None

    zstd = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW)
    decompressor = zstd.decompressobj()
    try:
        for piece in pieces:
            for start in range(0, len(piece), _ZSTD_PIECE_SIZE):
                if decompressor.eof:
                    raise NotAPackageError("something follows its collection")
                yield decompressor.decompress(piece[start : start + _ZSTD_PIECE_SIZE])
    except zstandard.ZstdError as error:
        raise NotAPackageError(
            f"its collection cannot be decompressed: {error}"
        ) from None

    if not decompressor.eof:
        raise NotAPackageError("its collection ends too soon")
    if decompressor.unused_data:
        raise NotAPackageError("something follows its collection")


@contextmanager
def open_database(
    data: bytes | bytearray, tables: set[str], most_steps: int
) -> Iterator[sqlite3.Connection]:
    """Open a database from its bytes; it must have the given tables.

    SQLite's virtual machine may take `most_steps` steps in all. Raises one of
    `UNREADABLE`, here or while the database is read, if the bytes are not a database,
    if a table is missing, or if a table has a computed column.
    """
    longest_value = max(LONGEST_VALUE, len(data))
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        del data  # SQLite has a copy, and it may be large
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest_value)
        steps = iter(range(0, most_steps, _STEPS_AT_ONCE))
        # SQLite stops as soon as this function returns True.
        connection.set_progress_handler(
            lambda: next(steps, None) is None, _STEPS_AT_ONCE
        )
        _require_plain_tables(connection, tables)
        yield connection
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise NotAPackageError("reading it takes too long") from None
        raise
    finally:
        connection.close()


def _require_plain_tables(connection: sqlite3.Connection, tables: set[str]) -> None:
    """Raise NotAPackageError if one of `tables` is missing or is not a plain table.

    Views, virtual tables and computed columns could produce values without end.
    """
    rows = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    # SQLite itself writes the statement of every plain table like this. It does not
    # read a table whose name in the statement differs from the name of its row.
    plain = {name for name, sql in rows if str(sql).startswith("CREATE TABLE ")}
    has_all_tables = plain >= tables
    if has_all_tables and not any(
        _has_computed_column(connection, table) for table in tables
    ):
        return

    *first_names, last_name = sorted(tables)
    raise NotAPackageError(
        f"its {', '.join(first_names)} and {last_name} are not plain tables"
    )


def _has_computed_column(connection: sqlite3.Connection, table: str) -> bool:
    columns = connection.execute(f"PRAGMA table_xinfo({table})")
    return any(column[_HIDDEN] for column in columns)
