"""Word: paper and key to be edited, on A4. Needs `pip install 'liverdeck[docx]'`."""

from __future__ import annotations

import base64
import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from liverdeck.quiz.formats.printed import printed_form
from liverdeck.quiz.formats.qti import zipped

if TYPE_CHECKING:
    from docx.document import Document

    from liverdeck.quiz.formats.registry import Job

_NO_DAY = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # a file's date, which Word wants without a zone
_A4_MM = (210, 297)
_MARGIN_MM = 20
_LINE = "_" * 60
_DRAWABLE = ("png", "jpg", "gif")


def write(job: Job) -> dict[str, bytes]:
    """Return `paper.docx` and `key.docx`, or a pair for each form. Raises ModuleNotFoundError without python-docx."""
    return {
        f"{printed.name}.docx": _document(printed.data)
        for form in job.paper.forms
        for printed in printed_form(job, form)
    }


def _document(data: dict[str, Any]) -> bytes:
    from docx import Document

    document = Document()
    _set_up(document, data)
    document.add_heading(data["title"], level=1)
    if not data["is_key"]:
        document.add_paragraph(f"Name {_LINE[:36]} Date {_LINE[:14]}")
    document.add_paragraph(data["about"])
    for item in data["items"]:
        (_answer if data["is_key"] else _question)(document, item)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def _set_up(document: Document, data: dict[str, Any]) -> None:
    from docx.shared import Mm, Pt, RGBColor

    for section in document.sections:
        section.page_width, section.page_height = Mm(_A4_MM[0]), Mm(_A4_MM[1])
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
        section.footer.paragraphs[0].text = data["seed"]
    for name, size in (("Normal", 11), ("Heading 1", 16), ("Heading 2", 11)):
        font = document.styles[name].font
        font.size, font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    properties = document.core_properties
    properties.title, properties.author, properties.language = data["title"], "", data["language"]
    properties.created = properties.modified = _NO_DAY


def _question(document: Document, item: dict[str, Any]) -> None:
    lines = [*(f"{place}. ☐ {each}" for place, each in enumerate(item["prompts"], 1))]
    lines += [f"☐ {each}" if item["boxed"] else each for each in item["options"]]
    lines += [_LINE] * item["lines"]
    document.add_heading(item["head"], level=2)
    if item["picture"] is not None and item["picture"]["format"] in _DRAWABLE:
        document.add_picture(io.BytesIO(base64.b64decode(item["picture"]["data"])))
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    _together(document, [item["rubric"], *lines])


def _answer(document: Document, item: dict[str, Any]) -> None:
    document.add_heading(item["head"], level=2)
    _together(document, [item["stem"], *item["texts"], *(f"• {each}" for each in item["reasons"]), item["source"]])


def _together(document: Document, texts: list[str]) -> None:
    for place, text in enumerate(texts):
        style = document.add_paragraph(text).paragraph_format
        style.keep_with_next = place < len(texts) - 1
        style.keep_together = True
