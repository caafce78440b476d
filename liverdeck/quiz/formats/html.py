"""HTML: one page on which learners take the quiz, as practice or as an exam.

The page works offline, by touch, by keyboard and with a screen reader. It grades the
answers itself. So anyone who reads the page's source finds the key there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from liverdeck.quiz.formats.html_pages import page
from liverdeck.quiz.formats.pictures import data_addresses
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import (
    file_name,
    form_title,
    key_line,
    points_text,
    prompts_with_matches,
)

if TYPE_CHECKING:
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `quiz.html`, or a file such as `quiz-A.html` for each paper form."""
    return {
        file_name(job.paper, form, "quiz", "html"): _page(job, form)
        for form in job.paper.forms
    }


def _page(job: QuizJob, form: PaperForm) -> bytes:
    topic_titles = {topic.id: topic.title for topic in job.deck.topics}
    keys = [_key(asked, topic_titles) for asked in form.asked]
    return page(
        "quiz.html.j2",
        styles=("quiz.css",),
        script="quiz.js",
        title=form_title(job.paper, form),
        language=job.paper.language,
        mode=job.mode,
        minutes=job.minutes,
        asked_items=form.asked,
        points=points_text,
        prompts=prompts_with_matches,
        letter=option_letter,
        pictures=data_addresses(job),
        seed=job.paper.seed,
        document=job.paper.document,
        data=_script_json(keys),
    )


def _script_json(data: object) -> str:
    """Return data as JSON that is safe inside a script element."""
    # Only a tag could end the script, and every tag begins with "<". Older JavaScript
    # reads U+2028 as the end of a line.
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _key(asked: AskedItem, topic_titles: dict[str, str]) -> dict[str, object]:
    """Return what the page's script needs to grade an item and to show its feedback."""
    item = asked.item
    number, unit = _number(item)
    return {
        "type": item.type,
        "topic": topic_titles.get(item.topic, item.topic),
        "points": item.points,
        "key": [option.id for option in item.keys],
        "whys": {option.id: option.why for option in item.options if option.why},
        "pairs": {pair.id: pair.match for pair in item.pairs},
        "places": {pair.id: item.matches.index(pair.match) for pair in item.pairs},
        "right": [[answer.text, *answer.accept] for answer in item.answers],
        "wrong": [
            [rejected.text, rejected.why]
            for answer in item.answers
            for rejected in answer.reject
        ],
        "open": list(item.open),
        "number": number,
        "unit": unit,
        "need": item.need,
        "ordered": item.ordered,
        "shown": "" if item.type in ("matching", "ordering") else key_line(asked),
        "why": item.rationale,
        "note": item.note,
        "source": item.source,
    }


def _number(item: Item) -> tuple[list[str] | None, str]:
    """Return the value and tolerance of an item's first number, and the number's unit.

    The unit is empty if the number has none. Returns None and an empty unit if no
    answer is a number.
    """
    for answer in item.answers:
        number = answer.number
        if number is not None:
            return [number.value, number.tolerance or "0"], number.unit or ""
    return None, ""
