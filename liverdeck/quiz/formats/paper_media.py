"""The pictures and sounds of a paper: their names, their bytes and their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.media_files import read_media_file, suffix_of
from liverdeck.base.values import value_class
from liverdeck.facts.media import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.media import Media, Side
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item


@value_class
class PaperPicture:
    """A picture of an item, with the file name that it has in the output."""

    name: str
    image: Image


def pictures_of(item: Item, side: Side) -> list[PaperPicture]:
    """Return the pictures that come with an item's question, or with its answer."""
    if side == "front":
        images, base_name = item.front.images, item.id
    else:
        images, base_name = item.back.images, f"{item.id}-answer"
    return [
        PaperPicture(
            f"{base_name}{_number_suffix(index)}{suffix_of(image.file)}", image
        )
        for index, image in enumerate(images)
    ]


def _number_suffix(index: int) -> str:
    """Return the number in a file name: "" for the first file, then "-2", "-3" ..."""
    return f"-{index + 1}" if index else ""


def pictures_by_name(job: QuizJob, side: Side) -> dict[str, bytes]:
    """Return the bytes of a paper's pictures, by their names in the output.

    `side` is "front" for the paper and "back" for its key.
    """
    folder = job.deck.folder
    return {
        picture.name: read_media_file(folder, picture.image.file).content
        for item in job.paper.items
        for picture in pictures_of(item, side)
    }


def media_data(media: Media, job: QuizJob) -> list[dict[str, str]]:
    """Return pictures and sounds with the data that a page needs to show and play them.

    The addresses are `data:` addresses. A sound has no description, so its `alt` is "".
    """
    return list(_media_data(media, job))


def _media_data(media: Media, job: QuizJob) -> Iterator[dict[str, str]]:
    for medium in media.all:
        yield {
            "kind": "picture" if isinstance(medium, Image) else "sound",
            "address": read_media_file(job.deck.folder, medium.file).data_address,
            "alt": medium.alt if isinstance(medium, Image) else "",
            "credit": medium.credit_line,
        }
