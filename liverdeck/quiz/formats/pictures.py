"""Pictures as `data:` addresses, so that a page needs no other file."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.facts.fact import Image
    from liverdeck.quiz.formats.job import QuizJob

_MEDIA_TYPES = {".jpg": "image/jpeg", ".svg": "image/svg+xml"}
"""Media types by suffix. Any other type is `image/` and the suffix without its dot."""


def data_address(image: Image, folder: Path) -> str:
    """Return a picture as a `data:` address."""
    suffix = PurePosixPath(image.file).suffix.lower()
    media_type = _MEDIA_TYPES.get(suffix, f"image/{suffix[1:]}")
    content = base64.b64encode((folder / image.file).read_bytes()).decode()
    return f"data:{media_type};base64,{content}"


def data_addresses(job: QuizJob) -> dict[str, str]:
    """Return a paper's pictures as `data:` addresses, by the ids of their items."""
    return {
        item.id: data_address(item.image, job.deck.folder)
        for item in job.paper.items
        if item.image is not None
    }
