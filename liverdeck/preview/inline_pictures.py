"""Puts pictures into the page itself, so that it needs no other file."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from liverdeck.anki.notes import image_name
from liverdeck.authoring.loader import IMAGE_ENDINGS, LARGEST_IMAGE

if TYPE_CHECKING:
    from liverdeck.anki.notes import Note
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact, Image

MOST_PICTURE_CHARACTERS = 64 * 1024 * 1024
"""Pictures that would take more characters of the page than this are left out.

Both sides of every card have their own copy of a picture, and a browser gets slow
beyond this size.
"""

_MEDIA_TYPES = {".jpg": "image/jpeg", ".svg": "image/svg+xml"}
"""Media types that are not `image/` and the ending of the file."""


def without_invalid_pictures(deck: Deck) -> Deck:
    """Return the deck without pictures that are not valid files in its own folder.

    The loader has reported them. But this function does not rely on the loader's
    problems: their number is limited, and a hostile deck could use it up with others.
    """
    facts = tuple(_without_invalid_picture(fact, deck) for fact in deck.facts)
    return replace(deck, facts=facts)


def _without_invalid_picture(fact: Fact, deck: Deck) -> Fact:
    if fact.image is None or _is_valid(fact.image, deck):
        return fact
    return replace(fact, image=None)


def _is_valid(image: Image, deck: Deck) -> bool:
    name = PurePosixPath(image.file)
    if name.is_absolute() or ".." in name.parts:
        return False
    if name.suffix.lower() not in IMAGE_ENDINGS:
        return False
    try:
        path = (deck.folder / name).resolve()
        return (
            path.is_relative_to(deck.folder.resolve())
            and path.is_file()
            and path.stat().st_size <= LARGEST_IMAGE
        )
    except (OSError, RuntimeError, ValueError):
        # The system does not accept the name, or links lead in a circle.
        return False


class InlinePictures:
    """Puts pictures into notes until the page would get too large."""

    def __init__(self, deck: Deck) -> None:
        """Begin with a deck that `without_invalid_pictures` returned."""
        self.folder = deck.folder
        self.remaining_characters = MOST_PICTURE_CHARACTERS
        self.left_out = 0
        """Number of notes without their picture; they show its description instead."""

    def with_picture(self, note: Note) -> Note:
        """Return the note with its picture inside.

        If the picture does not fit on the page, its tag has no source.
        """
        image = note.fact.image
        if image is None:
            return note
        address = self._data_address(image, len(note.ordinals))
        index = note.note_type.fields.index("Image")
        file_source = f' src="{image_name(image, self.folder)}"'
        inline_source = f' src="{address}"' if address else ""
        tag = note.fields[index].replace(file_source, inline_source, 1)
        fields = (*note.fields[:index], tag, *note.fields[index + 1 :])
        return replace(note, fields=fields)

    def _data_address(self, image: Image, card_count: int) -> str:
        """Return the picture as a `data:` address, or "" if it does not fit.

        If it fits, its size is taken from the remaining characters.
        """
        ending = PurePosixPath(image.file).suffix.lower()
        media_type = _MEDIA_TYPES.get(ending, f"image/{ending[1:]}")
        content = base64.b64encode((self.folder / image.file).read_bytes()).decode()
        address = f"data:{media_type};base64,{content}"

        sides = 2 * card_count
        size = sides * len(address)
        if size > self.remaining_characters:
            self.left_out += 1
            return ""
        self.remaining_characters -= size
        return address
