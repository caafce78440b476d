"""HTML: one page on which learners take the quiz, as practice or as an exam.

The page works offline, by touch, by keyboard and with a screen reader. It grades the
answers itself. So anyone who reads the page's source finds the key there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from liverdeck.base.pages import html_page
from liverdeck.base.palette import with_palette
from liverdeck.checker.languages.table import language_of
from liverdeck.quiz.formats.page_texts import signs_of, words_left_out
from liverdeck.quiz.formats.paper_media import media_data
from liverdeck.quiz.formats.script_words import script_words
from liverdeck.quiz.items.item_types import Interaction
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import (
    file_name,
    form_title,
    hint_lines,
    key_line,
    points_text,
    prompts_with_matches,
    words_of,
)

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm

_FOLDER = Path(__file__).parent
"""The folder with the page's template, style and script."""


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return `quiz.html`, or a file such as `quiz-A.html` for each paper form."""
    return {
        file_name(job.paper, form, "quiz", "html"): _page(job, form)
        for form in job.paper.forms
    }


def _page(job: QuizJob, form: PaperForm) -> bytes:
    words = words_of(job.paper)
    topic_titles = job.deck.topic_titles
    grading_data = [_grading_data(asked, topic_titles, job) for asked in form.asked]
    language = language_of(job.deck.language)
    return html_page(
        _FOLDER / "quiz.html.j2",
        {
            "title": form_title(job.paper, form),
            "language": job.paper.language,
            "mode": job.mode,
            "minutes": job.minutes,
            "words": words,
            "asked_items": form.asked,
            "answer_field": _answer_field,
            "rubric": _rubric,
            "points": points_text,
            "prompts": prompts_with_matches,
            "letter": option_letter,
            "front_media": lambda item: media_data(item.front, job),
            "hints": hint_lines,
            "seed": job.paper.seed,
            "document": job.paper.document,
            "document_credit": job.paper.document_credit,
            "deck_credit": job.paper.deck_credit,
            "report": job.paper.report,
            "data": _script_json(grading_data),
            "script_words": _script_json(script_words(words)),
            "signs": _script_json(signs_of(language), is_ascii=True),
            "left_out": _script_json(words_left_out(language)),
        },
        styles={"style": with_palette(_read("quiz.css"))},
        script=_read("quiz_texts.js") + _read("quiz.js"),
        may_show_pictures=True,
    )


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _script_json(data: object, *, is_ascii: bool = False) -> str:
    """Return data as JSON that is safe inside a script element.

    With `is_ascii`, characters that are not ASCII are written as their numbers.
    """
    # Only a tag could end the script, and every tag begins with "<". Older JavaScript
    # reads U+2028 as the end of a line.
    text = json.dumps(data, ensure_ascii=is_ascii)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _grading_data(
    asked: AskedItem, topic_titles: dict[str, str], job: QuizJob
) -> dict[str, object]:
    """Return the data with which the script of the page grades an item."""
    item = asked.item
    number, unit = _number_and_unit(item)
    return {
        "type": item.type,
        "credit": item.interaction.partial_credit.name,
        "selfMarked": item.is_judged_by_meaning,
        "topic": topic_titles.get(item.topic, item.topic),
        "points": item.points,
        "key": [option.id for option in item.keys],
        "whys": {option.id: option.why for option in item.options if option.why},
        "pairs": {pair.id: pair.match for pair in item.pairs},
        # By the id of a pair, the index of its match among all matches of the item.
        "places": {pair.id: item.matches.index(pair.match) for pair in item.pairs},
        "right": [answer.right_texts for answer in item.answers],
        "wrong": [
            [rejected.text, rejected.why]
            for answer in item.answers
            for rejected in answer.reject
        ],
        "open": list(item.open),
        "number": number,
        "unit": unit,
        "need": item.needed_count,
        "ordered": item.ordered,
        "shown": _shown_key(asked),
        "why": item.rationale,
        "note": item.note,
        "media": media_data(item.back, job),
        "source": item.source,
    }


def _rubric(item: Item, words: Words) -> str:
    traits = item.type.traits
    if item.is_judged_by_meaning:
        task = words.text(traits.on_paper)
        yourself = words.text("You mark it yourself.")
        return f"{task} {yourself}"
    return words.text(traits.on_page or traits.on_paper)


def _answer_field(item: Item) -> str:
    """Return the name of the fields in which a learner answers an item.

    The name is a key of `ANSWER_FIELDS` in quiz.html.j2, which makes the fields, and of
    `ANSWER_FIELDS` in quiz.js, which grades them.
    """
    match item.interaction:
        case Interaction.CHOOSE_ONE:
            name = "one-option"
        case Interaction.CHOOSE_SEVERAL:
            name = "several-options"
        case Interaction.JUDGE_STATEMENT:
            name = "statement"
        case Interaction.WRITE_WORDS:
            name = "words"
        case Interaction.WRITE_NUMBER:
            name = "number"
        case Interaction.WRITE_LIST:
            name = "list"
        case Interaction.MATCH:
            name = "matches"
        case Interaction.ORDER:
            name = "places"
        case _ as interaction:
            assert_never(interaction)
    return name


def _shown_key(asked: AskedItem) -> str:
    """Return the right answer as the feedback shows it.

    Empty if the page shows the right answer beside each prompt or option.
    """
    match asked.item.interaction:
        case Interaction.MATCH | Interaction.ORDER:
            return ""
        case (
            Interaction.CHOOSE_ONE
            | Interaction.CHOOSE_SEVERAL
            | Interaction.JUDGE_STATEMENT
            | Interaction.WRITE_WORDS
            | Interaction.WRITE_NUMBER
            | Interaction.WRITE_LIST
        ):
            return key_line(asked)
        case _ as interaction:
            assert_never(interaction)


def _number_and_unit(item: Item) -> tuple[list[str] | None, str]:
    """Return the value and tolerance of an item's first number, and the number's unit.

    The unit is empty if the number has none. Returns None and an empty unit if no
    answer is a number.
    """
    for answer in item.answers:
        number = answer.number
        if number is not None:
            return [number.value, number.margin], number.unit or ""
    return None, ""
