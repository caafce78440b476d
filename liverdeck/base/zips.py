"""Zip files whose bytes depend only on their content, not on the clock or machine."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from liverdeck.base.lean_zipfile import zipfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import BinaryIO

SAFE_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""The compression methods that we accept in a zip file that others made.

With the other methods, Python does not limit how much a single read unpacks. Nobody
uses them for packages of Anki or for Word files.
"""
DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    LookupError,
    RuntimeError,
)
"""The exceptions that `zipfile` raises for a zip file with a fault or a password."""
_EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date and time that a zip file can contain. All our files have it."""
_UNIX = 3
"""The number for Unix as the system on which a file was made.

Without it, Python would write the number of the system on which it runs.
"""
_READABLE_BY_ALL = 0o644 << 16
"""The permissions rw-r--r--. A zip file has Unix permissions in the upper 16 bits."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a zip file. `files` has the content of each file, by name."""
    out = io.BytesIO()
    write_zip(out, files)
    return out.getvalue()


def write_zip(
    out: BinaryIO,
    files: Mapping[str, bytes | Iterable[bytes]],
    *,
    compression_level: int | None = None,
) -> None:
    """Write a zip file. `files` has the content of each file, by name.

    The content may come in pieces, so that only one piece is in memory at a time.
    `compression_level` is from 1 (fast) to 9 (small); None stands for zlib's default.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = fixed_entry(name)
            # For a ZipInfo, Python ignores the compression level of the archive. Only
            # since Python 3.13, the level of a ZipInfo has a public name.
            entry._compresslevel = compression_level  # type: ignore[attr-defined]  # noqa: SLF001
            with archive.open(entry, "w") as member:
                member.writelines([content] if isinstance(content, bytes) else content)


def fixed_entry(name: str) -> zipfile.ZipInfo:
    """Return a new entry of a zip file, the same on every system and at every time."""
    entry = zipfile.ZipInfo(name, _EARLIEST_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _READABLE_BY_ALL
    return entry
