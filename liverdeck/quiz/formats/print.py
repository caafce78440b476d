"""Print: paper and key as HTML files that a browser prints, on A4 or Letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.quiz.formats.html_pages import page
from liverdeck.quiz.formats.paper_data import short_keys
from liverdeck.quiz.formats.pictures import data_addresses
from liverdeck.quiz.papers.answer_space import answer_space
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import (
    alias_texts,
    file_name,
    form_title,
    instructions,
    key_line,
    open_answers_text,
    points_text,
    reasons_against_options,
)

if TYPE_CHECKING:
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.papers.paper_forms import PaperForm


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `paper.html` and `key.html`, or two such files for each paper form."""
    files = {}
    for form in job.paper.forms:
        for base_name in ("paper", "key"):
            name = file_name(job.paper, form, base_name, "html")
            files[name] = _page(f"{base_name}.html.j2", job, form)
    return files


def _page(template: str, job: QuizJob, form: PaperForm) -> bytes:
    return page(
        template,
        styles=("print.css",),
        foot=f"{form_title(job.paper, form)} · seed {job.paper.seed}",
        title=form_title(job.paper, form),
        language=job.paper.language,
        instructions=instructions(job.paper),
        asked_items=form.asked,
        points=points_text,
        answer_space=answer_space,
        letter=option_letter,
        key_line=key_line,
        reasons=reasons_against_options,
        pictures=data_addresses(job),
        seed=job.paper.seed,
        most_points=job.paper.points,
        alias_texts=alias_texts,
        open_answers_text=open_answers_text,
        quick=short_keys(form),
    )
