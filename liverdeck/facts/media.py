"""Pictures and sounds of a fact, and the side of a card on which each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from liverdeck.base.problems import Position

Side = Literal["front", "back"]
"""The front of a card shows the question, and its back shows the answer."""


@value_class
class Image:
    """A picture of a fact."""

    file: str
    """Relative to the deck's folder, with forward slashes."""
    alt: str
    """A description of the picture for anyone who cannot see it."""
    position: Position
    side: Side = "front"
    """A picture on the back is shown only with the answer."""
    credit: str | None = None
    """Who made the picture."""
    licence: str | None = None

    @property
    def credit_line(self) -> str:
        """The text in small letters below the picture; "" for no text."""
        return _credit_line(self)


@value_class
class Sound:
    """A sound of a fact."""

    file: str
    """Relative to the deck's folder, with forward slashes."""
    position: Position
    side: Side = "front"
    """A sound on the back is played only with the answer."""
    credit: str | None = None
    """Who made the sound."""
    licence: str | None = None

    @property
    def credit_line(self) -> str:
        """The text in small letters beside the sound; "" for no text."""
        return _credit_line(self)


def _credit_line(medium: Image | Sound) -> str:
    return ", ".join(filter(None, (medium.credit, medium.licence)))


@value_class
class Media:
    """Pictures and sounds, in the author's order."""

    images: tuple[Image, ...] = ()
    sounds: tuple[Sound, ...] = ()

    @property
    def all(self) -> tuple[Image | Sound, ...]:
        """All pictures, and after them all sounds."""
        return (*self.images, *self.sounds)

    def on_side(self, side: Side) -> Media:
        """Return the pictures and sounds that the author put on a side."""
        return Media(
            tuple(image for image in self.images if image.side == side),
            tuple(sound for sound in self.sounds if sound.side == side),
        )


NO_MEDIA = Media()


def sides_of_media(media: Media, *, is_reversed: bool) -> tuple[Media, Media]:
    """Return the media that are shown with the question, and those with the answer.

    `is_reversed` says that the card asks the reverse question. A picture for the other
    question may show the answer of this card, so all media are shown with the answer.
    """
    if is_reversed:
        return NO_MEDIA, media
    return media.on_side("front"), media.on_side("back")
