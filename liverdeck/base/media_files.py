"""Read pictures and sounds, so that other files can contain them."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from pathlib import Path

PICTURE_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The media types of the pictures that a deck may have, by suffix."""
SOUND_TYPES = {
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
}
"""The media types of the sounds that a deck may have, by suffix."""
_MEDIA_TYPES = PICTURE_TYPES | SOUND_TYPES


@value_class
class MediaFile:
    """A picture or a sound that was read from a file."""

    suffix: str
    """The suffix of the file in lower case, with its dot."""
    content: bytes
    """The bytes of the file."""

    @property
    def media_type(self) -> str:
        """The type of the content, such as `image/jpeg`."""
        return _MEDIA_TYPES[self.suffix]

    @property
    def base64_text(self) -> str:
        """The content in Base64."""
        return base64.b64encode(self.content).decode()

    @property
    def data_address(self) -> str:
        """An address that contains the file, so that a page needs no other file."""
        return f"data:{self.media_type};base64,{self.base64_text}"


def suffix_of(file: str) -> str:
    """Return the suffix of a file in lower case, with its dot."""
    return PurePosixPath(file).suffix.lower()


def read_media_file(folder: Path, file: str) -> MediaFile:
    """Return the picture or sound in a file.

    `file` is the path of the file, relative to `folder`. Raises OSError if the file
    cannot be read.
    """
    return MediaFile(suffix_of(file), (folder / file).read_bytes())
