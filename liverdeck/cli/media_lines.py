"""Pictures and sounds as lines of text, for a terminal, which can show neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.media import Image, Media, Sound


def media_lines(media: Media, words: Words) -> Iterator[str]:
    """Yield a line for each picture and sound: what it shows, its file and credit."""
    for image in media.images:
        yield words.text(
            "[Picture: {alt} ({file}){credit}]",
            alt=image.alt,
            file=image.file,
            credit=_credit(image),
        )
    for sound in media.sounds:
        yield words.text(
            "[Sound: {file}{credit}]", file=sound.file, credit=_credit(sound)
        )


def _credit(medium: Image | Sound) -> str:
    return f"; {medium.credit_line}" if medium.credit_line else ""
