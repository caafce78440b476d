"""Opening a package of Anki's as if an enemy had written it: one member of a zip, and the SQLite database that it is.

Sizes are checked while unpacking, never believed; SQLite gets the database as bytes, a limited number of steps and
plain tables only; and nothing in it is run. The only user of zstandard.
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
"""Bytes of one value in a database that is smaller itself."""

_ZSTD_MEMBER = "collection.anki21b"
"""The only collection that is compressed twice."""
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Python unpacks the others without a bound, and nobody uses them for packages."""
_PIECE = 1024 * 1024
_ZSTD_PIECE = 256
"""Bytes fed at once: four of them may stand for 128 KiB, so no more than 8 MiB come out."""
_STEPS_AT_ONCE = 1_000_000
_WRITE_AHEAD, _ROLLBACK = b"\x02\x02", b"\x01\x01"
_JOURNAL = slice(18, 20)
"""Where a database's header says how it is written (https://www.sqlite.org/fileformat2.html, 1.3.2)."""


class NotAPackageError(Exception):
    """The file is no package that we can read; the message says why."""

    def __init__(self, what: str, mend: str = "") -> None:
        """Take what is wrong, and what to do about it where that is not what any unreadable file needs."""
        super().__init__(what)
        self.fix = mend


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
"""What Python's readers of zip, SQLite and JSON raise for damaged and for hostile bytes."""


def collection_bytes(
    path: Path, choose: Callable[[list[str]], str], largest: int
) -> bytearray:
    """Return the database in a package: of the member that `choose` picks from their names, unpacked.

    Only the zip's directory and that member are read. Raises OSError, or one of `UNREADABLE` when the database is
    larger than `largest` bytes or when anything is wrong with the package.
    """
    check_file(path)
    with _Cautious(io.FileIO(path)) as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        name = choose(names)
        if names.count(name) != 1:
            raise NotAPackageError(f"{name} is {names.count(name)} times in it")
        member = archive.getinfo(name)
        if member.compress_type not in _METHODS:
            raise NotAPackageError("its collection is compressed in an unusual way")
        with archive.open(member) as packed:
            pieces = iter(lambda: packed.read(_PIECE), b"")
            return _joined(
                _decompressed(pieces) if name == _ZSTD_MEMBER else pieces, largest
            )


def check_file(path: Path) -> None:
    """Raise NotAPackageError unless it is an ordinary file."""
    if not path.is_file():
        raise NotAPackageError(
            "there is no such file" if not path.exists() else "not an ordinary file"
        )


class _Cautious(io.BufferedReader):
    """A file that reads no list of members larger than any package has, and knows no place before its start."""

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
    if (
        data[_JOURNAL] == _WRITE_AHEAD
    ):  # Anki's are such, with nothing left to write; SQLite opens none from memory
        data[_JOURNAL] = _ROLLBACK
    return data


def _decompressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        import zstandard
    except ImportError:
        mend = "pip install 'liverdeck[colpkg]', or tick “Support older Anki versions” when exporting"
        raise NotAPackageError(
            "its collection is compressed with zstd, and zstandard is not installed",
            mend,
        ) from None
    reader = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompressobj()
    try:
        for piece in pieces:
            for start in range(0, len(piece), _ZSTD_PIECE):
                if reader.eof:
                    raise NotAPackageError("something follows its collection")
                yield reader.decompress(piece[start : start + _ZSTD_PIECE])
    except zstandard.ZstdError as error:
        raise NotAPackageError(
            f"its collection cannot be decompressed: {error}"
        ) from None
    if not reader.eof:
        raise NotAPackageError("its collection ends too soon")
    if reader.unused_data:
        raise NotAPackageError("something follows its collection")


@contextmanager
def opened(
    data: bytes | bytearray, tables: set[str], most_steps: int
) -> Iterator[sqlite3.Connection]:
    """Open the database that `data` is and that has these tables, for so many steps of SQLite's virtual machine.

    Raises one of `UNREADABLE`, then or while it is read, when it is none, lacks a table, or computes what is in one.
    """
    longest = max(LONGEST_VALUE, len(data))
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        del data  # SQLite has a copy, and it may be large
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
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
    """Refuse views, virtual tables and computed columns, which could make values without end."""
    found = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    # SQLite writes the statement of every table so, and reads none that has another name than its row.
    plain = {name for name, sql in found if str(sql).startswith("CREATE TABLE ")}
    computed = [
        name
        for name in tables & plain
        for row in connection.execute(f"PRAGMA table_xinfo({name})")
        if row[6]
    ]
    if not plain >= tables or computed:
        *others, last = sorted(tables)
        raise NotAPackageError(
            f"its {', '.join(others)} and {last} are not plain tables"
        )
