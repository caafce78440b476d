"""Put pictures and sounds of cards into the page, so that it needs no other file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.anki.note_fields import MEDIA_FIELDS
from liverdeck.anki.note_media import picture_source, sound_tag
from liverdeck.authoring.media_problems import media_problem
from liverdeck.base.media_files import read_media_file
from liverdeck.facts.media import NO_MEDIA, Image, Media

if TYPE_CHECKING:
    from liverdeck.anki.notes import Note
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.media import Sound

MOST_MEDIA_CHARACTERS = 64 * 1024 * 1024
"""All pictures and sounds of a page together have at most this many characters.

A picture or sound that would exceed this limit is left out, because larger pages are
slow in a browser. A file counts once for each side of each card.
"""


def without_invalid_media(deck: Deck) -> Deck:
    """Return the deck without the files for which `media_problem` finds a problem.

    The loader finds the same problems. But it reports only a limited number of
    problems, so it may not report all problems of a hostile deck.
    """
    return replace(
        deck, facts=tuple(_without_invalid(fact, deck) for fact in deck.facts)
    )


def _without_invalid(fact: Fact, deck: Deck) -> Fact:
    def is_valid(medium: Image | Sound) -> bool:
        return media_problem(medium, deck.folder) is None

    if fact.media == NO_MEDIA:
        return fact
    media = Media(
        tuple(filter(is_valid, fact.media.images)),
        tuple(filter(is_valid, fact.media.sounds)),
    )
    return replace(fact, media=media)


class InlineMedia:
    """Puts files into notes, except files that would make the page too large."""

    def __init__(self, deck: Deck) -> None:
        """Take a deck that `without_invalid_media` returned."""
        self.folder = deck.folder
        self.remaining_characters = MOST_MEDIA_CHARACTERS
        self.left_out_count = 0
        """The number of pictures and sounds that are left out.

        The page shows the description of such a picture instead.
        """

    def with_media(self, note: Note) -> Note:
        """Return a note of the deck with the content of its files in its fields.

        If a picture or sound does not fit on the page, its element gets no attribute
        `src`. A note without pictures and sounds is returned without a change.
        """
        if note.fact.media == NO_MEDIA:
            return note
        values = dict(zip(note.note_type.fields, note.fields, strict=True))
        for medium in note.fact.media.all:
            before, after = self._replacement(medium, len(note.ordinals))
            for name in MEDIA_FIELDS:
                values[name] = values[name].replace(before, after)
        return replace(note, fields=tuple(values.values()))

    def _replacement(self, medium: Image | Sound, card_count: int) -> tuple[str, str]:
        """Return the text that names a file in a field, and the text to replace it."""
        address = self._data_address(medium, card_count)
        source = f'src="{address}"' if address else ""
        if not isinstance(medium, Image):
            player = f"<audio controls {source}></audio>"
            return sound_tag(medium, self.folder), player
        source_in_anki = picture_source(medium, self.folder)
        if address:
            return source_in_anki, source
        return f" {source_in_anki}", ""

    def _data_address(self, medium: Image | Sound, card_count: int) -> str:
        """Return a file as a `data:` address, or "" if it does not fit.

        If the file fits, the length of all copies of the address is subtracted from the
        remaining characters. Otherwise, the file is counted as left out.
        """
        address = read_media_file(self.folder, medium.file).data_address
        side_count = 2 * card_count
        characters = side_count * len(address)
        if characters > self.remaining_characters:
            self.left_out_count += 1
            return ""
        self.remaining_characters -= characters
        return address
