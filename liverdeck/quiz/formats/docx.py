"""Word: a paper and its key, which has all answers, as Word files to edit.

Needs `pip install 'liverdeck[docx]'`.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

from liverdeck.base.problems import Position, Problem
from liverdeck.base.zips import zipped
from liverdeck.quiz.formats.job import UnwritableError
from liverdeck.quiz.formats.paper_data import paper_and_key
from liverdeck.quiz.formats.svg_pixels import png_of_svg

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shape import InlineShape
    from docx.text.paragraph import Paragraph

    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.formats.paper_data import PaperData

_FIXED_DATE = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # Word wants it without a zone
"""Date of creation and change in every Word file.

The same quiz must give the same bytes on every day.
"""
_MARGIN_MM = 20
_STYLE_SIZES = {"Normal": "text", "Heading 1": "title", "Heading 2": "text"}
"""For each style of Word, the name of its size in `sizes_pt`."""
_ITEM_HEADING = "Heading2"
"""Word's id of the style that is called `Heading 2`."""
_USED_STYLES = frozenset(
    "Normal Heading1 Heading1Char Heading2 Heading2Char Footer FooterChar"
    " DefaultParagraphFont TableNormal NoList".split()
)
"""Word's ids of the styles that a document keeps."""
_UNUSED_PARTS = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""How the types of relations end that lead to remains of another document."""
_WRITING_LINE = "_" * 60
_BLANK_WIDTHS = {"long": 30, "short": 12, "tiny": 5}
"""Number of underscores for a blank of each width."""
_PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".svg")
"""Suffixes of the pictures that python-docx can insert, an SVG as PNG."""
_LONGEST_TITLE_PROPERTY = 255
"""The title in a Word file's properties is cut to this many characters.

Word allows no more there.
"""
_BROKEN_PICTURE_ERRORS = (
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    ZeroDivisionError,
    NotImplementedError,
    struct.error,
)
"""What python-docx raises for a broken picture, besides its own exceptions.

Found by trying 120,000 pictures, each cut or changed at random.
"""


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `paper.docx` and `key.docx`, or two such files for each paper form.

    Raises ModuleNotFoundError if python-docx is not installed, and UnwritableError for
    a picture that cannot be read, or an SVG if resvg-py is not installed.
    """
    return {
        f"{printed.name}.docx": _document(printed)
        for form in job.paper.forms
        for printed in paper_and_key(job, form)
    }


def _document(printed: PaperData) -> bytes:
    from docx import Document

    document = Document()
    _leave_template_out(document)
    _set_up(document, printed.data)
    if printed.data["is_key"]:
        _add_key(document, printed)
    else:
        _add_paper(document, printed)

    buffer = io.BytesIO()
    document.save(buffer)
    # A .docx file is a zip file. It is zipped again without the dates of its files.
    with zipfile.ZipFile(buffer) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def _leave_template_out(document: Document) -> None:
    """Remove what python-docx brings along: a thumbnail and styles nobody uses."""
    package = document.part.package
    for relations in (package.rels, document.part.rels):
        for relation_id, relation in list(relations.items()):
            if relation.reltype.endswith(_UNUSED_PARTS):
                del relations[relation_id]
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.styleId not in _USED_STYLES:
            styles.remove(style)


def _add_paper(document: Document, printed: PaperData) -> None:
    data = printed.data
    blanks = [
        f"{blank['label']} {'_' * _BLANK_WIDTHS[blank['width']]}"
        for blank in data["blanks"]
    ]
    _add_texts(document, [data["look"]["institution"], data["look"]["course"]])
    document.add_heading(data["title"], level=1)
    document.add_paragraph(" ".join([*blanks, data["points"]]))
    _add_texts(document, [data["time"], data["instructions"], data["about"]])
    for item in data["items"]:
        _add_question(document, item, printed)


def _add_texts(document: Document, texts: list[str]) -> None:
    for text in filter(None, texts):
        document.add_paragraph(text)


def _add_key(document: Document, printed: PaperData) -> None:
    data = printed.data
    document.add_heading(data["title"], level=1)
    document.add_paragraph(data["about"])
    if data["quick"]:  # short keys such as "1 B", for quick grading
        document.add_paragraph("\u2003".join(data["quick"]))
    for item in data["items"]:
        _add_answer(document, item, printed)


def _set_up(document: Document, data: dict[str, Any]) -> None:
    """Set the size of pages, margins, footer, fonts and properties of a document."""
    from docx.shared import Mm, Pt, RGBColor

    margin = Mm(_MARGIN_MM)
    for section in document.sections:
        section.page_width, section.page_height = map(Mm, data["page_mm"])
        section.left_margin = section.right_margin = margin
        section.top_margin = section.bottom_margin = margin
        _set_footer(
            section.footer.paragraphs[0], f"{data['foot']} · {data['words']['page']} "
        )

    for style_name, size_name in _STYLE_SIZES.items():
        font = document.styles[style_name].font
        font.size = Pt(data["sizes_pt"][size_name])
        font.color.rgb = RGBColor(0, 0, 0)

    properties = document.core_properties
    properties.title = data["title"][:_LONGEST_TITLE_PROPERTY]
    properties.author = properties.comments = ""
    properties.language = data["language"]
    properties.created = properties.modified = _FIXED_DATE


def _set_footer(paragraph: Paragraph, text: str) -> None:
    """Write a footer: a text, then the page number, which Word fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.text = text
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, number = OxmlElement("w:r"), OxmlElement("w:t")
    number.text = "1"  # shown before Word fills in the number
    run.append(number)
    field.append(run)
    # python-docx has no function that adds a field.
    paragraph._p.append(field)  # noqa: SLF001


def _add_question(document: Document, item: dict[str, Any], printed: PaperData) -> None:
    paragraphs = [
        f"{number}. ☐ {prompt}" for number, prompt in enumerate(item["prompts"], 1)
    ]
    box = "☐ " if item["boxed"] else ""
    paragraphs += [f"{box}{option}" for option in item["options"]]
    paragraphs += [f"{label} {_WRITING_LINE}".strip() for label in item["lines"]]

    _add_item_heading(document, f"{item['number']} {item['stem']}")
    if not item["is_bold"]:
        document.paragraphs[-1].runs[0].bold = False
    _add_pictures(document, item, printed)
    _add_together(document, [item["rubric"], *item["remarks"], *paragraphs])


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


def _add_pictures(document: Document, item: dict[str, Any], printed: PaperData) -> None:
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
            Position("docx"),  # the output format: a picture has no lines
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


def _add_answer(document: Document, item: dict[str, Any], printed: PaperData) -> None:
    _add_item_heading(document, item["head"])
    reasons = [f"• {reason}" for reason in item["reasons"]]
    _add_together(document, [item["stem"], *item["texts"], *reasons, *item["sounds"]])
    _add_pictures(document, item, printed)
    _add_together(document, [item["source"]])


def _add_item_heading(document: Document, text: str) -> None:
    # `document.add_heading` looks through all styles at every call, which was half of
    # the time of a long paper.
    document.add_paragraph(text)._p.style = _ITEM_HEADING  # noqa: SLF001


def _add_together(document: Document, texts: list[str]) -> None:
    """Add paragraphs that Word keeps together on one page."""
    for index, text in enumerate(texts):
        layout = document.add_paragraph(text).paragraph_format
        layout.keep_with_next = index < len(texts) - 1
        layout.keep_together = True
