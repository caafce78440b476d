"""PDF: paper and key set by typst, tagged for screen readers (PDF/UA-1). Needs `pip install 'liverdeck[pdf]'`."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from liverdeck.quiz.formats.job import UnwritableError
from liverdeck.quiz.formats.paper_data import printed_form

if TYPE_CHECKING:
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.formats.paper_data import PaperData

_TEMPLATE = Path(__file__).parent / "paper.typ"
"""It takes every text as data and none as markup, so that no text can be a command."""


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `paper.pdf` and `key.pdf`, or a pair for each form. Raises ModuleNotFoundError without typst."""
    return {
        f"{printed.name}.pdf": _set(printed)
        for form in job.paper.forms
        for printed in printed_form(job, form)
    }


def _set(printed: PaperData) -> bytes:
    import typst

    # typst takes texts only from its caller, so pictures go as lists of numbers.
    pictures = {name: list(content) for name, content in printed.pictures.items()}
    inputs = {
        "paper": json.dumps(printed.data, ensure_ascii=False),
        "pictures": json.dumps(pictures),
    }
    try:
        with (
            TemporaryDirectory() as nothing
        ):  # no text or picture can bring in a file from an empty folder
            source, root = _TEMPLATE.read_bytes(), Path(nothing)
            made: bytes = typst.compile(  # type: ignore[type-var]  # its types want both of one sort
                source, root=root, sys_inputs=inputs, pdf_standards=["ua-1"]
            )
    except typst.TypstError as error:
        mend = "install a font that has the character (such as Noto), mend the picture, or choose --format print"
        raise UnwritableError(
            f"{printed.name}.pdf cannot be set: {error}", mend
        ) from error
    return made
