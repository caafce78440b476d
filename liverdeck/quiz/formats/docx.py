"""Word: paper and key to be edited, on A4. Needs `pip install 'liverdeck[docx]'`."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

from liverdeck.base.zips import zipped
from liverdeck.quiz.formats.job import UnwritableError
from liverdeck.quiz.formats.paper_data import printed_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.formats.paper_data import PaperData

_NO_DAY = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # a file's date, which Word wants without a zone
_PAGES_MM = {"a4": (210, 297), "letter": (215.9, 279.4)}
_MARGIN_MM = 20
_LINE = "_" * 60
_DRAWABLE = (".png", ".jpg", ".jpeg", ".gif")
_HIGHEST_MM = 60
_LONGEST_PROPERTY = 255
_TORN = (
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    ZeroDivisionError,
    NotImplementedError,
    struct.error,
)
"""What python-docx raises over a torn picture, besides exceptions of its own (120,000 pictures torn at random)."""


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `paper.docx` and `key.docx`, or a pair for each form. Raises ModuleNotFoundError without python-docx."""
    return {
        f"{printed.name}.docx": _document(printed)
        for form in job.paper.forms
        for printed in printed_form(job, form)
    }


def _document(printed: PaperData) -> bytes:
    from docx import Document

    document, data = Document(), printed.data
    _set_up(document, data)
    document.add_heading(data["title"], level=1)
    if not data["is_key"]:
        document.add_paragraph(
            f"Name {_LINE[:30]} Date {_LINE[:12]} Points {_LINE[:5]} {data['points']}"
        )
    document.add_paragraph(data["about"])
    if data["is_key"] and data["quick"]:
        document.add_paragraph("\u2003".join(data["quick"]))
    for item in data["items"]:
        if data["is_key"]:
            _answer(document, item)
        else:
            _question(document, item, printed.pictures)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def _set_up(document: Document, data: dict[str, Any]) -> None:
    from docx.shared import Mm, Pt, RGBColor

    for section in document.sections:
        section.page_width, section.page_height = map(Mm, _PAGES_MM[data["page"]])
        section.left_margin = section.right_margin = section.top_margin = (
            section.bottom_margin
        ) = Mm(_MARGIN_MM)
        _foot(section.footer.paragraphs[0], data["foot"])
    for name, size in (("Normal", 11), ("Heading 1", 16), ("Heading 2", 11)):
        font = document.styles[name].font
        font.size, font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        data["title"][:_LONGEST_PROPERTY],
        "",
        data["language"],
    )
    properties.created = properties.modified = _NO_DAY


def _foot(paragraph: Paragraph, text: str) -> None:
    """Write a footer: a text and the number of the page, which Word fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.text = f"{text} · page "
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, shown = OxmlElement("w:r"), OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001  # python-docx has no fields


def _question(
    document: Document, item: dict[str, Any], pictures: Mapping[str, bytes]
) -> None:
    lines = [*(f"{place}. ☐ {each}" for place, each in enumerate(item["prompts"], 1))]
    lines += [f"☐ {each}" if item["boxed"] else each for each in item["options"]]
    lines += [_LINE] * item["lines"]
    document.add_heading(item["head"], level=2)
    if item["picture"] is not None:
        _picture(document, item["picture"], pictures)
    _together(document, [item["rubric"], *lines])


class _Picture(io.BytesIO):
    """A picture that raises EOFError where it ends too soon; python-docx then raises an exception without a name."""

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes."""
        content = super().read(size)
        if size and not content:
            raise EOFError("it ends too soon")
        return content


def _picture(
    document: Document, picture: dict[str, str], pictures: Mapping[str, bytes]
) -> None:
    """Add a picture, or where Word takes none of its sort, what it shows, for whoever inserts it by hand."""
    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.shared import Mm

    if picture["file"].endswith(_DRAWABLE):
        try:
            shape = document.add_picture(_Picture(pictures[picture["file"]]))
        except (
            *_TORN,
            InvalidImageStreamError,
            UnexpectedEndOfFileError,
            UnrecognizedImageError,
        ) as error:
            what = f"the picture {picture['file']} cannot be read: {str(error) or type(error).__name__}"
            raise UnwritableError(
                what, "save it anew as PNG or JPEG, or leave this format out"
            ) from error
        shape._inline.docPr.set("descr", picture["alt"])  # noqa: SLF001  # python-docx has no other way to it
        if shape.height > Mm(_HIGHEST_MM):
            shape.width, shape.height = (
                int(shape.width * Mm(_HIGHEST_MM) / shape.height),
                Mm(_HIGHEST_MM),
            )
    else:
        document.add_paragraph(
            f"[Picture to insert, {picture['file']}: {picture['alt']}]"
        )
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _answer(document: Document, item: dict[str, Any]) -> None:
    document.add_heading(item["head"], level=2)
    _together(
        document,
        [
            item["stem"],
            *item["texts"],
            *(f"• {each}" for each in item["reasons"]),
            item["source"],
        ],
    )


def _together(document: Document, texts: list[str]) -> None:
    for place, text in enumerate(texts):
        style = document.add_paragraph(text).paragraph_format
        style.keep_with_next = place < len(texts) - 1
        style.keep_together = True
