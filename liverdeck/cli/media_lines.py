"""Pictures and sounds as lines of text, for a terminal, which can show neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.media import Image, Media, Sound


def media_lines(media: Media) -> Iterator[str]:
    """Yield a line for each picture and sound: what it shows, its file and credit."""
    for image in media.images:
        yield f"[Picture: {image.alt} ({image.file}){_credit(image)}]"
    for sound in media.sounds:
        yield f"[Sound: {sound.file}{_credit(sound)}]"


def _credit(medium: Image | Sound) -> str:
    return f"; {medium.credit_line}" if medium.credit_line else ""
