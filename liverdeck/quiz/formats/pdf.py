"""PDF: paper and key set by typst, tagged for screen readers (PDF/UA-1). Needs `pip install 'liverdeck[pdf]'`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.quiz.formats.printed import printed_form

if TYPE_CHECKING:
    from liverdeck.quiz.formats.registry import Job

_TEMPLATE = Path(__file__).parent / "paper.typ"
"""It takes every text as data and none as markup, so that no text can be a command."""


def write(job: Job) -> dict[str, bytes]:
    """Return `paper.pdf` and `key.pdf`, or a pair for each form. Raises ModuleNotFoundError without typst."""
    import typst

    files = {}
    for form in job.paper.forms:
        for printed in printed_form(job, form):
            inputs = {"paper": json.dumps(printed.data, ensure_ascii=False)}
            made = typst.compile(_TEMPLATE.read_bytes(), sys_inputs=inputs, pdf_standards=["ua-1"])
            files[f"{printed.name}.pdf"] = made
    return files
