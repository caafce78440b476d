"""The pictures of a paper: their names, their bytes and their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.pictures import Picture, picture_suffix, read_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item


def picture_name(item: Item) -> str:
    """Return the file name that an item's picture has in the output."""
    assert item.image is not None  # noqa: S101  # callers pass an item with a picture
    return f"{item.id}{picture_suffix(item.image.file)}"


def pictures_by_name(job: QuizJob) -> dict[str, bytes]:
    """Return the bytes of a paper's pictures, by their names in the output."""
    return {picture_name(item): picture.content for item, picture in _pictures(job)}


def data_addresses(job: QuizJob) -> dict[str, str]:
    """Return a paper's pictures as `data:` addresses, by the ids of their items."""
    return {item.id: picture.data_address for item, picture in _pictures(job)}


def _pictures(job: QuizJob) -> Iterator[tuple[Item, Picture]]:
    """Yield the items of a paper that have a picture, each with its picture."""
    for item in job.paper.items:
        if item.image is not None:
            yield item, read_picture(job.deck.folder, item.image.file)
