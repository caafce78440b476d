"""HTML: one page to take the quiz on, offline, by touch, keyboard or screen reader, in practice or exam mode.

The page grades itself, so its key is in it, and whoever reads the source can find it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from liverdeck.quiz.formats.html_pages import page
from liverdeck.quiz.formats.pictures import data_addresses
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import (
    RUBRICS,
    file_name,
    form_title,
    key_line,
    points,
    prompts,
)

if TYPE_CHECKING:
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm


_RUBRICS = RUBRICS | {
    "short": "Write a short answer; spelling counts.",
    "fill": "Fill in the blank; spelling counts.",
    "list": "Write a list; spelling counts, and more than is asked for takes points back.",
    "matching": "Choose what belongs to each.",
    "ordering": "Choose the place of each.",
}


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `quiz.html`, or a page for each form."""
    return {
        file_name(job.paper, form, "quiz", "html"): _page(job, form)
        for form in job.paper.forms
    }


def _page(job: QuizJob, form: PaperForm) -> bytes:
    topics = {topic.id: topic.title for topic in job.deck.topics}
    keys = [_key(asked, topics) for asked in form.asked]
    return page(
        "quiz.html.j2",
        styles=("quiz.css",),
        script="quiz.js",
        title=form_title(job.paper, form),
        language=job.paper.language,
        mode=job.mode,
        minutes=job.minutes,
        asked=form.asked,
        rubrics=_RUBRICS,
        points=points,
        prompts=prompts,
        letter=option_letter,
        pictures=data_addresses(job),
        seed=job.paper.seed,
        document=job.paper.document,
        # In a script, only a tag's first character could end it.
        data=json.dumps(keys, ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028"),
    )


def _key(asked: AskedItem, topics: dict[str, str]) -> dict[str, object]:
    item = asked.item
    numbers = [answer.number for answer in item.answers]
    return {
        "type": item.type,
        "topic": topics.get(item.topic, item.topic),
        "points": item.points,
        "key": [option.id for option in item.keys],
        "whys": {option.id: option.why for option in item.options if option.why},
        "pairs": {pair.id: pair.match for pair in item.pairs},
        "places": {pair.id: item.matches.index(pair.match) for pair in item.pairs},
        "right": [[answer.text, *answer.accept] for answer in item.answers],
        "wrong": [
            [wrong.text, wrong.why]
            for answer in item.answers
            for wrong in answer.reject
        ],
        "open": list(item.open),
        "number": next(
            ([each.value, each.tolerance or "0"] for each in numbers if each), None
        ),
        "unit": next((each.unit or "" for each in numbers if each), ""),
        "need": item.need,
        "ordered": item.ordered,
        "shown": "" if item.type in ("matching", "ordering") else key_line(asked),
        "why": item.rationale,
        "note": item.note,
        "source": item.source,
    }
