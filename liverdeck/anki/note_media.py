"""The pictures and sounds of a note: their names in Anki, and the HTML of their fields.

Anki never replaces a file that a learner has. So the name of a file includes a hash of
its content, and a changed file has a different name.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from liverdeck.anki.escaping import html_attribute, html_text
from liverdeck.base.media_files import read_media_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from liverdeck.facts.media import Image, Media, Sound


def media_name(medium: Image | Sound, folder: Path) -> str:
    """Return the name that a picture or sound has in Anki.

    `folder` is the folder of the deck.
    """
    file = read_media_file(folder, medium.file)
    return f"ld-{hashlib.sha256(file.content).hexdigest()[:32]}{file.suffix}"


def media_values(front: Media, back: Media, folder: Path) -> dict[str, str]:
    """Return the values of the fields for pictures and sounds, by field name."""
    return {
        "FrontPictures": _pictures_html(front.images, folder),
        "BackPictures": _pictures_html(back.images, folder),
        "FrontAudio": _sounds_html(front.sounds, folder),
        "BackAudio": _sounds_html(back.sounds, folder),
    }


def picture_source(image: Image, folder: Path) -> str:
    """Return the attribute `src` of a picture's element, which names its file."""
    return f'src="{media_name(image, folder)}"'


def sound_tag(sound: Sound, folder: Path) -> str:
    """Return the text for a sound in a field, of which Anki makes a button."""
    return f"[sound:{media_name(sound, folder)}]"


def _pictures_html(images: Iterable[Image], folder: Path) -> str:
    return "".join(_picture_html(image, folder) for image in images)


def _picture_html(image: Image, folder: Path) -> str:
    element = f'<img {picture_source(image, folder)} alt="{html_attribute(image.alt)}">'
    if not image.credit_line:
        return element
    credit = f'<figcaption dir="auto">{html_text(image.credit_line)}</figcaption>'
    return f"<figure>{element}{credit}</figure>"


def _sounds_html(sounds: Iterable[Sound], folder: Path) -> str:
    return "".join(_sound_html(sound, folder) for sound in sounds)


def _sound_html(sound: Sound, folder: Path) -> str:
    tag = sound_tag(sound, folder)
    if not sound.credit_line:
        return tag
    return (
        f'{tag}<div class="ld-source" dir="auto">{html_text(sound.credit_line)}</div>'
    )


def media_of(all_media: Iterable[Media], folder: Path) -> dict[str, bytes]:
    """Return the content of pictures and sounds by their names in Anki, sorted by name.

    `folder` is the folder of the deck.
    """
    files = {
        media_name(medium, folder): medium.file
        for media in all_media
        for medium in media.all
    }
    return contents_of(files, folder)


def contents_of(files: Mapping[str, str], folder: Path) -> dict[str, bytes]:
    """Return the content of files by their names in Anki, sorted by name.

    `files` has the path of each file in `folder`, by its name in Anki.
    """
    return {
        name: read_media_file(folder, file).content
        for name, file in sorted(files.items())
    }
