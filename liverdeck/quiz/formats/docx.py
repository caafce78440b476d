"""Word: a paper and its key, as Word files to edit.

Needs `pip install 'liverdeck[docx]'`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liverdeck.quiz.formats.docx_document import (
    CHOICE,
    ITEM,
    OPTION,
    QUESTION,
    TASK,
    TITLE,
    add_list,
    add_text,
    keep_together,
    new_document,
    saved,
)
from liverdeck.quiz.formats.docx_pictures import add_pictures
from liverdeck.quiz.formats.paper_data import paper_and_key

if TYPE_CHECKING:
    from docx.document import Document

    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.formats.paper_data import PaperData

_WRITING_LINE = "_" * 60
_BLANK_WIDTHS = {"long": 30, "short": 12, "tiny": 5}
"""Number of underscores for a blank of each width."""


def files_of(job: QuizJob) -> dict[str, bytes]:
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
    document = new_document(printed.data)
    if printed.data["is_key"]:
        _add_key(document, printed)
    else:
        _add_paper(document, printed)
    return saved(document)


def _add_paper(document: Document, printed: PaperData) -> None:
    data = printed.data
    blanks = [
        f"{blank['label']} {'_' * _BLANK_WIDTHS[blank['width']]}"
        for blank in data["blanks"]
    ]
    _add_texts(document, [data["look"]["institution"], data["look"]["course"]])
    add_text(document, data["title"], TITLE)
    add_text(document, " ".join([*blanks, data["points"]]))
    _add_texts(document, [data["time"], data["instructions"], data["about"]])
    for item in data["items"]:
        _add_question(document, item, printed)


def _add_texts(document: Document, texts: list[str]) -> None:
    for text in filter(None, texts):
        add_text(document, text)


def _add_key(document: Document, printed: PaperData) -> None:
    data = printed.data
    add_text(document, data["title"], TITLE)
    add_text(document, data["about"])
    if data["quick"]:  # short keys such as "1 B", for quick grading
        add_text(document, "\u2003".join(data["quick"]))
    for item in data["items"]:
        _add_answer(document, item, printed)


def _add_question(document: Document, item: dict[str, Any], printed: PaperData) -> None:
    """Add a question. Word itself writes its number and the letters of its options."""
    stem = add_text(document, item["stem"], QUESTION)
    if not item["is_bold"]:
        for run in stem.runs:
            run.bold = False
    add_pictures(document, item, printed)

    tasks = [item["rubric"], *item["remarks"]]
    below_stem = [add_text(document, text, TASK) for text in tasks]
    below_stem += add_list(document, "prompts", item["prompts"])
    if item["prompts"]:
        below_stem += add_list(document, "letters", item["lettered"])
    else:
        below_stem += [add_text(document, text, OPTION) for text in item["lettered"]]
    below_stem += [add_text(document, text, CHOICE) for text in item["unlettered"]]

    writing_lines = [_WRITING_LINE for _ in item["lines"]]
    if len(writing_lines) > 1:
        below_stem += add_list(document, "lines", writing_lines)
    elif writing_lines:
        below_stem.append(add_text(document, _WRITING_LINE, TASK))
    keep_together(below_stem)


def _add_answer(document: Document, item: dict[str, Any], printed: PaperData) -> None:
    add_text(document, item["head"], ITEM)
    reasons = [f"• {reason}" for reason in item["reasons"]]
    texts = [item["stem"], *item["texts"], *reasons, *item["sounds"]]
    keep_together(add_text(document, text) for text in texts)
    add_pictures(document, item, printed)
    add_text(document, item["source"])
