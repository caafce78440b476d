"""Opens an Anki package as if an attacker had written it.

A package is a zip file, and the member that we read is an SQLite database. Sizes are
checked while unpacking and never taken from the file. SQLite gets the database as
bytes, with a limited number of steps and only plain tables, and nothing in the
database is run. This is the only module that uses zstandard.
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
"""Bytes of a zip's list of its members; half a million pictures take less."""
LARGEST_WINDOW = 8 * 1024 * 1024
"""Bytes that zstd may look back, as RFC 8878 advises; Anki's files need 2 MB."""
LONGEST_VALUE = 4 * 1024 * 1024
"""Bytes of one value in a database, if the database itself is smaller than this."""

_ZSTD_MEMBER = "collection.anki21b"
"""The only collection that is compressed twice."""
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Compression methods that we accept.

Python unpacks the other methods without a limit, and nobody uses them for packages.
"""
_PIECE_SIZE = 1024 * 1024
_ZSTD_PIECE_SIZE = 256
"""Bytes given to zstd in one call.

Four of them can decompress to 128 KiB, so one call returns at most 8 MiB.
"""
_STEPS_AT_ONCE = 1_000_000
_WRITE_AHEAD, _ROLLBACK = b"\x02\x02", b"\x01\x01"
_JOURNAL = slice(18, 20)
"""The bytes of a database's header that say how the database is written.

See https://www.sqlite.org/fileformat2.html, 1.3.2.
"""
_IS_HIDDEN = 6
"""Column of `PRAGMA table_xinfo`; it is 0 for every column that is not computed."""


class NotAPackageError(Exception):
    """The file is not a package that we can read; the message says why."""

    def __init__(self, problem: str, fix: str = "") -> None:
        """Keep the problem, and the fix if it is special to this problem."""
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
"""What Python's readers of zip, SQLite and JSON raise for damaged or hostile bytes."""


def collection_bytes(
    path: Path, choose: Callable[[list[str]], str], largest: int
) -> bytearray:
    """Return the unpacked database of a package.

    `choose` gets the names of the members and returns the one to read. Only the zip's
    directory and that member are read. Raises OSError, or one of `UNREADABLE` if the
    database is larger than `largest` bytes or if anything is wrong with the package.
    """
    check_file(path)
    with _GuardedFile(io.FileIO(path)) as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        name = choose(names)
        if names.count(name) != 1:
            raise NotAPackageError(f"{name} is {names.count(name)} times in it")

        member = archive.getinfo(name)
        if member.compress_type not in _METHODS:
            raise NotAPackageError("its collection is compressed in an unusual way")

        with archive.open(member) as packed:
            pieces = iter(lambda: packed.read(_PIECE_SIZE), b"")
            if name == _ZSTD_MEMBER:
                pieces = _decompressed(pieces)
            return _joined(pieces, largest)


def check_file(path: Path) -> None:
    """Raise NotAPackageError unless the path is an ordinary file."""
    if not path.exists():
        raise NotAPackageError("there is no such file")
    if not path.is_file():
        raise NotAPackageError("not an ordinary file")


class _GuardedFile(io.BufferedReader):
    """A file that refuses what only a damaged or hostile zip makes zipfile do.

    It does not read a list of members that is larger than any package has. It does not
    seek to an offset before its start.
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


def _joined(pieces: Iterator[bytes], largest: int) -> bytearray:
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > largest:
            raise NotAPackageError(
                "its collection is too large",
                "export one deck alone, not the whole collection",
            )

    # Anki's databases are in write-ahead mode, and everything is already written.
    # SQLite does not open such a database from memory.
    if data[_JOURNAL] == _WRITE_AHEAD:
        data[_JOURNAL] = _ROLLBACK
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

    reader = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompressobj()
    try:
        for piece in pieces:
            for start in range(0, len(piece), _ZSTD_PIECE_SIZE):
                if reader.eof:
                    raise NotAPackageError("something follows its collection")
                yield reader.decompress(piece[start : start + _ZSTD_PIECE_SIZE])
    except zstandard.ZstdError as error:
        raise NotAPackageError(
            f"its collection cannot be decompressed: {error}"
        ) from None

    if not reader.eof:
        raise NotAPackageError("its collection ends too soon")
    if reader.unused_data:
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
        connection.set_progress_handler(
            lambda: next(steps, None) is None, _STEPS_AT_ONCE
        )
        _refuse_all_but_tables(connection, tables)
        yield connection
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise NotAPackageError("reading it takes too long") from None
        raise
    finally:
        connection.close()


def _refuse_all_but_tables(connection: sqlite3.Connection, tables: set[str]) -> None:
    """Refuse views, virtual tables and computed columns.

    They could produce values without end.
    """
    rows = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    # SQLite itself writes the statement of every plain table like this. It does not
    # read a table whose name in the statement differs from the name of its row.
    plain = {name for name, sql in rows if str(sql).startswith("CREATE TABLE ")}
    if plain >= tables and not any(
        _has_computed_column(connection, table) for table in tables
    ):
        return

    *first_names, last_name = sorted(tables)
    raise NotAPackageError(
        f"its {', '.join(first_names)} and {last_name} are not plain tables"
    )


def _has_computed_column(connection: sqlite3.Connection, table: str) -> bool:
    columns = connection.execute(f"PRAGMA table_xinfo({table})")
    return any(column[_IS_HIDDEN] for column in columns)
