"""Zip files whose bytes depend on their content alone, not on clock or machine."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNIX = 3
"""Zip's number for the system on which a file was made.

Without it, Python writes the number of the machine's own system.
"""
_READABLE_BY_ALL = 0o644 << 16
"""The permissions rw-r--r--, in the upper half, where zip keeps those of Unix."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file. `files` has the content of each file by its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE_BY_ALL
            archive.writestr(entry, content)
    return out.getvalue()
