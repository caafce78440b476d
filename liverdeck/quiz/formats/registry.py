"""The formats by name, each loaded when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from liverdeck.quiz.formats.job import QuizJob

FORMATS = {
    "moodle": "Moodle XML",
    "gift": "GIFT, for Moodle and others",
    "qti": "QTI 1.2, for Canvas",
    "html": "one page to take on a phone or a computer",
    "print": "paper and key to print from a browser",
    "pdf": "paper and key as PDF (pip install 'liverdeck[pdf]')",
    "docx": "paper and key for Word (pip install 'liverdeck[docx]')",
    "json": "everything, for programs",
    "markdown": "paper and key as Markdown",
    "csv": "a table, for spreadsheets",
    "anki": "multiple choice notes for Anki",
}
EXTRAS = {"pdf": "typst", "docx": "docx"}
"""Formats that need a package which is not installed by default: its module's name."""


def write_format(name: str, job: QuizJob) -> dict[str, bytes]:
    """Return the files of a format, by name. Raises ModuleNotFoundError where an extra is missing, UnwritableError."""
    from liverdeck.quiz.formats import anki, csv, docx, gift, html, json, markdown, moodle, pdf, print, qti  # noqa: A004

    writers: dict[str, Callable[[QuizJob], dict[str, bytes]]] = {
        "moodle": moodle.write, "gift": gift.write, "qti": qti.write, "html": html.write, "print": print.write,
        "pdf": pdf.write, "docx": docx.write, "json": json.write, "markdown": markdown.write, "csv": csv.write,
        "anki": anki.write,
    }  # fmt: skip
    return writers[name](job)
