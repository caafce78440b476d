"""Pictures inside a page or a package, so that it needs no other file."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.facts.fact import Image
    from liverdeck.quiz.formats.job import QuizJob

_TYPES = {".jpg": "image/jpeg", ".svg": "image/svg+xml"}


def data_address(image: Image, folder: Path) -> str:
    """Return a picture as a `data:` address."""
    ending = PurePosixPath(image.file).suffix.lower()
    content = base64.b64encode((folder / image.file).read_bytes()).decode()
    return f"data:{_TYPES.get(ending, f'image/{ending[1:]}')};base64,{content}"


def data_addresses(job: QuizJob) -> dict[str, str]:
    """Return the pictures of a paper as `data:` addresses, by the ids of their items."""
    return {
        item.id: data_address(item.image, job.deck.folder)
        for item in job.paper.items
        if item.image is not None
    }
