"""Reads pictures, for files that contain them or are written beside them."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from pathlib import Path

MEDIA_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The media types of the pictures that a deck may have, by suffix."""


@value_class
class Picture:
    """A picture that was read from a file."""

    suffix: str
    """Suffix of the file in lower case, with its dot."""
    content: bytes
    """The bytes of the file."""

    @property
    def media_type(self) -> str:
        """The type of the content, such as `image/jpeg`."""
        return MEDIA_TYPES.get(self.suffix, f"image/{self.suffix[1:]}")

    @property
    def base64_text(self) -> str:
        """The content in Base64."""
        return base64.b64encode(self.content).decode()

    @property
    def data_address(self) -> str:
        """The address that contains the picture, so that a page needs no other file."""
        return f"data:{self.media_type};base64,{self.base64_text}"


def picture_suffix(file: str) -> str:
    """Return the suffix of a picture's file in lower case, with its dot."""
    return PurePosixPath(file).suffix.lower()


def read_picture(folder: Path, file: str) -> Picture:
    """Return the picture in a file.

    `file` is the path of the file, relative to `folder`. Raises OSError if the file
    cannot be read.
    """
    return Picture(picture_suffix(file), (folder / file).read_bytes())
