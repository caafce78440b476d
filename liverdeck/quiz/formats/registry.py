"""The output formats by name. Their modules are imported only to write a quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from liverdeck.quiz.formats.job import QuizJob

FORMATS = (
    "moodle",
    "gift",
    "qti",
    "html",
    "print",
    "pdf",
    "docx",
    "json",
    "markdown",
    "csv",
    "anki",
)
"""The module of the same name in this package writes the format."""


def write_format(name: str, job: QuizJob) -> dict[str, bytes]:
    """Return the files of an output format: the content of each file by its name.

    Raises ValueError for a name that is not in `FORMATS`, ModuleNotFoundError if an
    extra is not installed (pdf, docx), and UnwritableError if the format cannot show
    the paper.
    """
    if name not in FORMATS:
        raise ValueError(f"no format {name!r}; there are {', '.join(FORMATS)}")

    from liverdeck.quiz.formats import (
        anki,
        csv,
        docx,
        gift,
        html,
        json,
        markdown,
        moodle,
        pdf,
        print,  # noqa: A004
        qti,
    )

    writers: dict[str, Callable[[QuizJob], dict[str, bytes]]] = {
        "moodle": moodle.write,
        "gift": gift.write,
        "qti": qti.write,
        "html": html.write,
        "print": print.write,
        "pdf": pdf.write,
        "docx": docx.write,
        "json": json.write,
        "markdown": markdown.write,
        "csv": csv.write,
        "anki": anki.write,
    }
    return writers[name](job)
