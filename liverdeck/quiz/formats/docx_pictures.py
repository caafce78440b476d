"""The pictures in a Word document."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

from liverdeck.base.problems import Position, Problem
from liverdeck.quiz.formats.job import UnwritableError
from liverdeck.quiz.formats.svg_pixels import png_of_svg

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shape import InlineShape

    from liverdeck.quiz.formats.paper_data import PaperData

_PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".svg")
"""Suffixes of the pictures that we can insert. An SVG is inserted as a PNG."""
_BROKEN_PICTURE_ERRORS = (
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    ZeroDivisionError,
    NotImplementedError,
    struct.error,
)
"""The exceptions that python-docx raises for a broken picture, besides its own.

They were found with 120,000 pictures that were cut or changed at random.
"""


class _Picture(io.BytesIO):
    """The content of a picture; it raises EOFError if it is read beyond its end.

    Without this class, python-docx raises an exception without a message.
    """

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes. Raises EOFError if there are none."""
        content = super().read(size)
        if size and not content:  # reading 0 bytes is no error
            raise EOFError("the file ends too early")
        return content


def add_pictures(document: Document, item: dict[str, Any], printed: PaperData) -> None:
    """Add the pictures of an item, each with its credit.

    Raises UnwritableError for a picture that cannot be read, or an SVG if resvg-py is
    not installed.
    """
    for picture in item["pictures"]:
        _add_picture(document, picture, printed)
        if picture["credit"]:
            size_pt = printed.data["sizes_pt"]["credit"]
            _add_credit(document, picture["credit"], size_pt)


def _add_credit(document: Document, text: str, size_pt: float) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.add_run(text).font.size = Pt(size_pt)
    paragraph.paragraph_format.keep_with_next = True


def _add_picture(
    document: Document, picture: dict[str, Any], printed: PaperData
) -> None:
    """Add a picture, or a sentence if python-docx cannot insert pictures of its type.

    The sentence tells the author which picture to insert.
    """
    file, alt = picture["file"], picture["alt"]
    if file.endswith(_PICTURE_SUFFIXES):
        content = printed.pictures[file]
        if file.endswith(".svg"):
            content = png_of_svg(content, file)
        shape = _insert(document, file, content)
        # python-docx has no function that sets the text for screen readers.
        shape._inline.docPr.set("descr", alt)  # noqa: SLF001
        _limit_height(shape, picture["height_mm"])
    else:
        to_insert = printed.data["words"]["picture"]
        document.add_paragraph(to_insert.format(file=file, alt=alt))
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _insert(document: Document, file: str, content: bytes) -> InlineShape:
    """Insert the picture of a file. Raises UnwritableError for a broken picture."""
    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )

    try:
        shape: InlineShape = document.add_picture(_Picture(content))
    except (
        *_BROKEN_PICTURE_ERRORS,
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    ) as error:
        reason = str(error) or type(error).__name__
        problem = Problem(
            Position("docx"),  # the output format, because a picture has no lines
            f"the picture {file} cannot be read: {reason}",
            "save it again as PNG or JPEG, or make the quiz without the format docx",
        )
        raise UnwritableError([problem]) from error
    return shape


def _limit_height(shape: InlineShape, max_height_mm: float) -> None:
    from docx.shared import Length, Mm

    max_height = Mm(max_height_mm)
    if shape.height > max_height:
        shape.width = Length(shape.width * max_height / shape.height)
        shape.height = max_height
