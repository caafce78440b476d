"""Pictures inside a page or a package, so that it needs no other file."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.facts.nouns import Image

_TYPES = {".jpg": "image/jpeg", ".svg": "image/svg+xml"}


def data_address(image: Image, folder: Path) -> str:
    """Return a picture as a `data:` address."""
    ending = PurePosixPath(image.file).suffix.lower()
    content = base64.b64encode((folder / image.file).read_bytes()).decode()
    return f"data:{_TYPES.get(ending, f'image/{ending[1:]}')};base64,{content}"
