"""Find what is wrong with a sound: a content that does not have the suffix's type.

The first bytes of a file show its type. A file of another type would stay silent in
Anki, or could be a page or a program under the name of a sound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.media_files import suffix_of

if TYPE_CHECKING:
    from pathlib import Path

_HEADER_BYTES = 12
_MPEG_SYNC, _MPEG_SYNC_MASK = 0xFFE0, 0xFFE0
"""The first eleven bits of a frame of MPEG audio are ones."""


def sound_fault(path: Path) -> tuple[str, str] | None:
    """Return what is wrong with a sound, and the fix; None if nothing is wrong.

    Raises OSError if the file cannot be read.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    suffix = suffix_of(path.name)
    if _starts_like(suffix, header):
        return None
    return (
        f"does not have the content of a {suffix} file",
        "convert it; another name alone does not change its content",
    )


def _starts_like(suffix: str, header: bytes) -> bool:
    match suffix:
        case ".mp3":
            start = int.from_bytes(header[:2], "big")
            return header.startswith(b"ID3") or start & _MPEG_SYNC_MASK == _MPEG_SYNC
        case ".ogg" | ".oga" | ".opus":
            return header.startswith(b"OggS")
        case ".wav":
            return header.startswith(b"RIFF") and header[8:12] == b"WAVE"
        case ".m4a":
            return header[4:8] == b"ftyp"
        case ".flac":
            return header.startswith(b"fLaC")
        case _:
            return False
