"""PDF: paper and key, typeset by typst. Needs `pip install 'liverdeck[pdf]'`.

The files are tagged for screen readers (PDF/UA-1).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem
from liverdeck.quiz.formats.job import UnwritableError
from liverdeck.quiz.formats.paper_data import answer_sheet, paper_and_key

if TYPE_CHECKING:
    import typst

    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.formats.paper_data import PaperData

_TEMPLATE = Path(__file__).parent / "paper.typ"
"""The template reads texts as data, never as markup, so no text can run a command."""
_FIX = (
    "install a font that has the character (such as Noto), fix the picture, "
    "or choose --format print"
)


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return `paper.pdf`, `key.pdf` and `answer-sheet.pdf`.

    A paper with several forms has such files for each form. `paper-all.pdf` has the
    papers of all forms, one after the other.

    Raises ModuleNotFoundError if typst is not installed, and UnwritableError if typst
    cannot typeset a text or read a picture.
    """
    files = {}
    papers = []
    for form in job.paper.forms:
        paper, key = paper_and_key(job, form)
        papers.append(paper)
        for printed in (paper, key, answer_sheet(job, form)):
            files[f"{printed.name}.pdf"] = _pdf(printed)
    if len(papers) > 1:
        files["paper-all.pdf"] = _pdf(*papers)
    return files


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of this machine. They are found once, because that is slow."""
    import typst

    return typst.Fonts()


def _pdf(*papers_and_keys: PaperData) -> bytes:
    """Return a PDF of one paper or of several; each begins on a new sheet."""
    import typst

    # typst takes only texts as input, so each picture is a list of numbers in JSON.
    pictures = {
        name: list(content)
        for printed in papers_and_keys
        for name, content in printed.pictures.items()
    }
    inputs = {
        "papers": json.dumps(
            [paper.data for paper in papers_and_keys], ensure_ascii=False
        ),
        "pictures": json.dumps(pictures),
    }
    template = _TEMPLATE.read_bytes()
    try:
        # typst reads files only in the root folder. That folder is empty, so no text
        # and no picture can make typst read a file.
        with TemporaryDirectory() as empty_folder:
            content: bytes = typst.compile(  # type: ignore[type-var]
                template,
                root=Path(empty_folder),
                sys_inputs=inputs,
                font_paths=_fonts(),
                pdf_standards=["ua-1"],
            )
    except typst.TypstError as error:
        message = f"{papers_and_keys[0].name}.pdf cannot be typeset: {error}"
        problem = Problem(Position("pdf"), message, _FIX)
        raise UnwritableError([problem]) from error
    return content
