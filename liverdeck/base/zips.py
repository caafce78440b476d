"""Zip files whose bytes depend only on their content, not on the clock or machine."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SAFE_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""The compression methods that we accept in a zip from elsewhere.

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
"""The exceptions that `zipfile` raises for a zip that is damaged, or has a password."""
_EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date and time that a zip file can hold. All our files have it."""
_UNIX = 3
"""Zip's number for the system on which a file was made.

Otherwise Python would write the number of the system on which it runs.
"""
_READABLE_BY_ALL = 0o644 << 16
"""The permissions rw-r--r--. Zip keeps Unix permissions in the upper 16 bits."""


def zipped(
    files: Mapping[str, bytes | bytearray], *, compression_level: int | None = None
) -> bytes:
    """Return the bytes of a zip file. `files` has the content of each file, by name.

    `compression_level` is from 1 (fast) to 9 (small); None stands for zlib's default.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # The level is given here: for a ZipInfo, Python ignores the level that was
            # given to the archive.
            archive.writestr(
                fixed_entry(name), content, compresslevel=compression_level
            )
    return out.getvalue()


def fixed_entry(name: str) -> zipfile.ZipInfo:
    """Return a new entry of a zip file, the same on every system and at every time."""
    entry = zipfile.ZipInfo(name, _EARLIEST_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _READABLE_BY_ALL
    return entry
