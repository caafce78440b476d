"""Print: paper and key as HTML files that a browser prints, on A4 or Letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.pages import html_page
from liverdeck.facts.media import Media
from liverdeck.quiz.formats.paper_data import (
    MARGINS_MM,
    SIZES_PT,
    blanks,
    head_line,
    is_bold,
    points_to_reach,
    question_remarks,
    short_keys,
    source_line,
    time_line,
)
from liverdeck.quiz.formats.paper_media import media_data
from liverdeck.quiz.papers.answer_space import answer_space
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import (
    file_name,
    footer,
    form_title,
    instructions,
    key_introduction,
    key_line,
    key_title,
    labelled_remarks,
    reasons_against_options,
    rubric,
    seed_text,
    sound_lines,
    words_of,
)

if TYPE_CHECKING:
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.papers.paper_forms import PaperForm

_FOLDER = Path(__file__).parent
"""The folder with the templates and the style of the pages."""


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return `paper.html` and `key.html`, or two such files for each paper form."""
    files = {}
    for form in job.paper.forms:
        for base_name in ("paper", "key"):
            name = file_name(job.paper, form, base_name, "html")
            files[name] = _page(f"{base_name}.html.j2", job, form)
    return files


def _page(template: str, job: QuizJob, form: PaperForm) -> bytes:
    words = words_of(job.paper)
    style = (_FOLDER / "print.css").read_text(encoding="utf-8")
    style += _page_style(footer(job.paper, form))
    return html_page(
        _FOLDER / template,
        {
            "title": form_title(job.paper, form),
            "key_title": key_title(job.paper, form),
            "key_introduction": key_introduction(job.paper),
            "language": job.paper.language,
            "words": words,
            "instructions": instructions(job.paper),
            "head": head_line(job.look),
            "time": time_line(job.look, words),
            "own_instructions": job.look.instructions,
            "is_bold": is_bold,
            "asked_items": form.asked,
            "rubric": rubric,
            "answer_space": answer_space,
            "letter": option_letter,
            "key_line": key_line,
            "reasons": reasons_against_options,
            "front_pictures": lambda item: _pictures(item.front, job),
            "back_pictures": lambda item: _pictures(item.back, job),
            "remarks": question_remarks,
            "sound_lines": sound_lines,
            "seed": seed_text(job.paper),
            "blanks": blanks(job.look, words),
            "points_to_reach": points_to_reach(job.paper),
            "source_line": source_line,
            "labelled_remarks": labelled_remarks,
            "quick": short_keys(form),
        },
        styles={"style": style},
        may_show_pictures=True,
    )


def _pictures(media: Media, job: QuizJob) -> list[dict[str, str]]:
    return media_data(Media(media.images), job)


def _page_style(text: str) -> str:
    """Return the style of the margins, with a text and the page number below."""
    # In the CSS string, ASCII letters and digits are written as they are. All other
    # characters are written as their number, so that no text can end the string.
    quoted = "".join(
        char if char.isascii() and char.isalnum() else f"\\{ord(char):x} "
        for char in text
    )
    font = f"font-size: {SIZES_PT['small']}pt; color: #444;"
    return (
        f"@page {{ margin: {MARGINS_MM['y']}mm {MARGINS_MM['x']}mm;\n"
        f'@bottom-left {{ content: "{quoted}"; {font} }}\n'
        f'@bottom-right {{ content: counter(page) " / " counter(pages); {font} }} }}\n'
    )
