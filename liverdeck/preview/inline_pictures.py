"""Pictures as part of the page: it needs no other file, and can be sent to anyone."""

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

MOST_PICTURES = 64 * 1024 * 1024
"""Characters of the page that may be pictures; a browser gets slow beyond, and every card holds its own copy."""

_TYPES = {".jpg": "image/jpeg", ".svg": "image/svg+xml"}


def without_lost_pictures(deck: Deck) -> Deck:
    """Return the deck without the pictures that are no sound files of its own folder; the loader has told of them.

    This does not rely on the loader's problems: it lists only so many, and a forged deck could hide one behind them.
    """
    return replace(
        deck, facts=tuple(_without_lost_picture(fact, deck) for fact in deck.facts)
    )


def _without_lost_picture(fact: Fact, deck: Deck) -> Fact:
    return (
        fact
        if fact.image is None or _is_own(fact.image, deck)
        else replace(fact, image=None)
    )


def _is_own(image: Image, deck: Deck) -> bool:
    name = PurePosixPath(image.file)
    try:
        path = (deck.folder / name).resolve()
        is_inside = (
            path.is_relative_to(deck.folder.resolve())
            and ".." not in name.parts
            and not name.is_absolute()
        )
        is_picture = name.suffix.lower() in IMAGE_ENDINGS
        return (
            is_inside
            and is_picture
            and path.is_file()
            and path.stat().st_size <= LARGEST_IMAGE
        )
    except (
        OSError,
        RuntimeError,
        ValueError,
    ):  # a name no system takes, or links that go in a circle
        return False


class PictureBook:
    """Puts pictures into notes, until the page would grow too large."""

    def __init__(self, deck: Deck) -> None:
        """Begin for a deck that `without_lost_pictures` returned."""
        self.folder = deck.folder
        self.room = MOST_PICTURES
        self.left_out = 0
        """Notes whose picture found no room; its description stands in its place."""

    def filled(self, note: Note) -> Note:
        """Return the note with its picture inside, or without a source where there is no room for it."""
        image = note.fact.image
        if image is None:
            return note
        address = self._address(image, len(note.ordinals))
        place = note.note_type.fields.index("Image")
        source = f' src="{image_name(image, self.folder)}"'
        tag = note.fields[place].replace(
            source, f' src="{address}"' if address else "", 1
        )
        return replace(
            note, fields=(*note.fields[:place], tag, *note.fields[place + 1 :])
        )

    def _address(self, image: Image, cards: int) -> str:
        ending = PurePosixPath(image.file).suffix.lower()
        content = base64.b64encode((self.folder / image.file).read_bytes()).decode()
        address = f"data:{_TYPES.get(ending, f'image/{ending[1:]}')};base64,{content}"
        size = 2 * cards * len(address)
        if size > self.room:
            self.left_out += 1
            return ""
        self.room -= size
        return address
