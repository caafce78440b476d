"""The formats by name, each loaded when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from liverdeck.facts.nouns import Deck
    from liverdeck.quiz.assemble import Paper
    from liverdeck.quiz.forms import Asked
    from liverdeck.quiz.items import Item

Mode = Literal["practice", "exam"]
PageSize = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True)
class Job:
    """A paper to be written, and what some formats have to know besides."""

    paper: Paper
    deck: Deck
    bank: Sequence[Item] = ()
    """Every item of the deck: where a format has to take another variant of a question than the paper has."""
    mode: Mode = "practice"
    minutes: int | None = None
    """Time limit of an exam."""
    earlier: Mapping[str, object] | None = None
    """The manifest of the last quiz written to the same place."""
    dated: int = 0
    """Unix time of what is new in an Anki package."""
    page_size: PageSize = "a4"
    """Of what is set here; a browser prints on the paper that its printer has."""

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The items as form A asks them: for formats that hold one form and shuffle it themselves, or cannot."""
        return self.paper.forms[0].asked


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


class UnwritableError(Exception):
    """A paper that a format cannot hold, such as one with a picture that no reader can read; says how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        """Take what is wrong and how to mend it."""
        super().__init__(what)
        self.what = what
        self.mend = mend


def write(name: str, job: Job) -> dict[str, bytes]:
    """Return the files of a format, by name. Raises ModuleNotFoundError where an extra is missing, UnwritableError."""
    from liverdeck.quiz.formats import anki, csv, docx, gift, html, json, markdown, moodle, pdf, print, qti  # noqa: A004

    writers: dict[str, Callable[[Job], dict[str, bytes]]] = {
        "moodle": moodle.write, "gift": gift.write, "qti": qti.write, "html": html.write, "print": print.write,
        "pdf": pdf.write, "docx": docx.write, "json": json.write, "markdown": markdown.write, "csv": csv.write,
        "anki": anki.write,
    }  # fmt: skip
    return writers[name](job)
