"""Puts the pictures of cards into the page itself, so that it needs no other file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.anki.notes import image_name
from liverdeck.authoring.loader import image_problem
from liverdeck.base.pictures import read_picture

if TYPE_CHECKING:
    from liverdeck.anki.notes import Note
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact, Image

MOST_PICTURE_CHARACTERS = 64 * 1024 * 1024
"""All pictures of a page together have at most this many characters.

A picture that would exceed this limit is left out, because larger pages are slow in a
browser. Each side of a card has its own copy of the picture.
"""


def without_invalid_pictures(deck: Deck) -> Deck:
    """Return the deck without the pictures for which `image_problem` finds a problem.

    The loader looks for the same problems. But it reports a limited number of problems,
    so in a hostile deck it may not report all of them.
    """
    facts = tuple(_without_invalid_picture(fact, deck) for fact in deck.facts)
    return replace(deck, facts=facts)


def _without_invalid_picture(fact: Fact, deck: Deck) -> Fact:
    if fact.image is None or image_problem(fact.image, deck.folder) is None:
        return fact
    return replace(fact, image=None)


class InlinePictures:
    """Puts pictures into notes, except those that would make the page too large."""

    def __init__(self, deck: Deck) -> None:
        """Take a deck that `without_invalid_pictures` returned."""
        self.folder = deck.folder
        self.remaining_characters = MOST_PICTURE_CHARACTERS
        self.left_out_count = 0
        """Number of notes without their picture; they show its description instead."""

    def with_picture(self, note: Note) -> Note:
        """Return a note of the deck with the content of its picture in its field.

        If the picture does not fit on the page, its tag gets no `src` attribute. A note
        without a picture is returned as it is.
        """
        image = note.fact.image
        if image is None:
            return note
        address = self._data_address(image, len(note.ordinals))
        index = note.note_type.fields.index("FrontPictures")
        file_source = f' src="{image_name(image, self.folder)}"'
        inline_source = f' src="{address}"' if address else ""
        image_tag = note.fields[index].replace(file_source, inline_source, 1)
        fields = (*note.fields[:index], image_tag, *note.fields[index + 1 :])
        return replace(note, fields=fields)

    def _data_address(self, image: Image, card_count: int) -> str:
        """Return the picture as a `data:` address, or "" if it does not fit.

        If it fits, the length of all copies of the address is subtracted from the
        remaining characters. Otherwise, the picture is counted as left out.
        """
        address = read_picture(self.folder, image.file).data_address
        side_count = 2 * card_count
        characters = side_count * len(address)
        if characters > self.remaining_characters:
            self.left_out_count += 1
            return ""
        self.remaining_characters -= characters
        return address
