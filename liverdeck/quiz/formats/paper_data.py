"""Paper and key as plain data, for the formats that lay out pages: PDF and Word."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from liverdeck.base.values import value_class
from liverdeck.quiz.formats.job import ONE_COLUMN, TWO_COLUMNS
from liverdeck.quiz.formats.paper_media import pictures_by_name, pictures_of
from liverdeck.quiz.papers.answer_space import answer_space
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import (
    file_name,
    footer,
    form_title,
    hints_text,
    instructions,
    key_introduction,
    key_letters,
    key_line,
    key_title,
    labelled_remarks,
    reasons_against_options,
    rubric,
    sound_lines,
    sound_notice,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.media import Side
    from liverdeck.quiz.formats.job import PageSize, PaperLook, QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm

_PAGE_SIZES_MM: Mapping[PageSize, tuple[float, float]] = {
    "a4": (210, 297),
    "letter": (215.9, 279.4),
}
"""Width and height of a page."""
MARGINS_MM = {"x": 18, "y": 16}
"""The margins of a page: at its sides, and above and below."""
PICTURE_HEIGHT_MM = 60
"""The largest height of a picture. In a PDF, every picture has this height."""
SIZES_PT = {"title": 16, "text": 10.5, "remark": 10, "small": 9, "credit": 8}
"""Sizes of the letters. `small` is for texts around the items."""
_MOST_WORDS_IN_BOLD = 30
"""A stem with more words, such as a vignette, is not printed in bold."""
_LONGEST_SHORT_OPTION = {ONE_COLUMN: 34, TWO_COLUMNS: 20}
"""If no option has more characters, the options are printed in two columns.

The limit depends on the number of columns of the paper itself.
"""
_MOST_CHARACTERS, _MOST_TEXTS_AND_LINES = 4000, 20
"""An item with at most this much text is kept on one page.

The second number limits its texts and writing lines together. A larger item may be
split by a page break.
"""


@value_class
class PaperData:
    """A paper or a key, as the content of one file."""

    name: str
    """Name of the file, without a suffix."""
    data: dict[str, Any]
    """Texts and settings. Every value can be written as JSON."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """The content of each picture, by the name that it has in `data`."""


def paper_and_key(job: QuizJob, form: PaperForm) -> Iterator[PaperData]:
    """Yield the paper in one paper form, then its key."""
    look = job.look
    words = words_of(job.paper)
    common = _common_data(job, form, words)
    paper = {
        **common,
        "title": form_title(job.paper, form),
        "is_key": False,
        "about": instructions(job.paper),
        "instructions": look.instructions,
        "time": time_line(look, words),
        "blanks": blanks(look, words),
        "points": points_to_reach(job.paper),
        "sheet": None,
        "items": [_question(asked, words, look) for asked in form.asked],
    }
    key = {
        **common,
        "title": key_title(job.paper, form),
        "is_key": True,
        "about": key_introduction(job.paper),
        "quick": short_keys(form),
        "sheet": None,
        "items": [_answer(asked, words) for asked in form.asked],
    }
    front_pictures = pictures_by_name(job, "front")
    back_pictures = pictures_by_name(job, "back")
    yield PaperData(_base_name(job, form, "paper"), paper, front_pictures)
    yield PaperData(_base_name(job, form, "key"), key, back_pictures)


def _common_data(job: QuizJob, form: PaperForm, words: Words) -> dict[str, Any]:
    """Return the data that a paper and its key have in common."""
    look = job.look
    return {
        "look": {
            "course": look.course,
            "institution": look.institution,
            "columns": look.columns,
        },
        "words": {
            "page": words.text("page"),
            "picture": words.with_placeholders("[Picture to insert, {file}: {alt}]"),
        },
        "language": job.paper.language,
        "foot": footer(job.paper, form),
        "page_mm": _PAGE_SIZES_MM[job.page_size],
        "margins_mm": MARGINS_MM,
        "sizes_pt": SIZES_PT,
    }


def blanks(look: PaperLook, words: Words) -> list[dict[str, str]]:
    """Return the blanks above the questions, each with its label and its width.

    The width is *long*, *short* or *tiny*. Each format decides how long that is. The
    text `points_to_reach` follows the last blank.
    """
    return [
        {"label": who_label(look, words), "width": "long"},
        {"label": words.text("Date"), "width": "short"},
        {"label": words.text("Points"), "width": "tiny"},
    ]


def points_to_reach(paper: Paper) -> str:
    """Return the text after the blank for the points, such as "of 23"."""
    return words_of(paper).text("of {points}", points=paper.points)


def head_line(look: PaperLook) -> str:
    """Return the line above the title, with institution and course, if any."""
    return " · ".join(filter(None, (look.institution, look.course)))


def time_line(look: PaperLook, words: Words) -> str:
    """Return the sentence about the time allowed; empty if no time is given."""
    if not look.time_allowed:
        return ""
    return words.text("Time allowed: {time}", time=look.time_allowed)


def who_label(look: PaperLook, words: Words) -> str:
    """Return the label of the line for a name or a number."""
    if look.asks_for_number:
        return words.text("Candidate number")
    return words.text("Name")


def is_bold(stem: str) -> bool:
    """Whether a stem is printed in bold; a long one, such as a vignette, is not."""
    return len(stem.split()) <= _MOST_WORDS_IN_BOLD


def answer_sheet(job: QuizJob, form: PaperForm) -> PaperData:
    """Return the sheet on which candidates mark letters and write short answers."""
    paper, _ = paper_and_key(job, form)
    rows = [_sheet_row(asked) for asked in form.asked]
    form_name = form_title(job.paper, form)
    title = words_of(job.paper).text("Answer sheet: {title}", title=form_name)
    data = {**paper.data, "title": title, "sheet": rows, "items": []}
    return PaperData(_base_name(job, form, "answer-sheet"), data)


def _sheet_row(asked: AskedItem) -> dict[str, Any]:
    """Return the row of the answer sheet for an item.

    Candidates mark letters, fill in boxes beside prompts or letters, or write on lines.
    """
    space = answer_space(asked)
    prompts = [str(number) for number in range(1, len(space.prompts) + 1)]
    letters = [option_letter(index) for index in range(len(space.lettered))]
    if prompts:
        fields = {"letters": [], "places": prompts}
    elif asked.item.interaction.asks_for_order:
        fields = {"letters": [], "places": letters}
    else:
        fields = {"letters": [*letters, *space.unlettered], "places": []}
    return {"number": asked.number, "lines": list(space.line_labels), **fields}


def _base_name(job: QuizJob, form: PaperForm, base_name: str) -> str:
    """Return the name of a form's file, without a suffix."""
    return file_name(job.paper, form, base_name, "").removesuffix(".")


def short_keys(form: PaperForm) -> list[str]:
    """Return the short keys, each with the number of its item: "1 B", "2 True".

    With short keys, a trainer can grade many papers quickly. Items without options or
    pairs have no short key. Each space is a no-break space.
    """
    numbered_keys = [(asked.number, key_letters(asked)) for asked in form.asked]
    return [
        f"{number} {letters}".replace(" ", "\u00a0")
        for number, letters in numbered_keys
        if letters
    ]


def _question(asked: AskedItem, words: Words, look: PaperLook) -> dict[str, Any]:
    item = asked.item
    longest_short = _LONGEST_SHORT_OPTION[look.columns]
    space = answer_space(asked)
    options = [*_lettered(space.lettered), *space.unlettered]
    return {
        "number": f"{asked.number}.",
        "stem": item.stem,
        "is_bold": is_bold(item.stem),
        "are_short": all(len(text) <= longest_short for text in options),
        "rubric": rubric(item, words),
        "prompts": list(space.prompts),
        "boxed": not space.prompts,  # whether each option has a box to tick
        "options": options,
        "lettered": list(space.lettered),
        "unlettered": list(space.unlettered),
        "lines": list(space.line_labels),
        "pictures": _pictures(item, "front"),
        "remarks": question_remarks(item, words),
        "is_tall": _is_tall([item.stem, *options], space.line_count),
    }


def question_remarks(item: Item, words: Words) -> list[str]:
    """Return the remarks below a question: on its sounds, and the hints of a list."""
    return list(filter(None, (sound_notice(item, words), hints_text(item, words))))


def _pictures(item: Item, side: Side) -> list[dict[str, Any]]:
    return [
        {
            "file": picture.name,
            "alt": picture.image.alt,
            "credit": picture.image.credit_line,
            "height_mm": PICTURE_HEIGHT_MM,
        }
        for picture in pictures_of(item, side)
    ]


def _lettered(texts: Sequence[str]) -> list[str]:
    return [f"{option_letter(index)}  {text}" for index, text in enumerate(texts)]


def _answer(asked: AskedItem, words: Words) -> dict[str, Any]:
    item = asked.item
    texts, sounds = remark_lines(item, words), sound_lines(item, words)
    reasons = reason_lines(asked)
    return {
        "head": f"{asked.number}. {key_line(asked)}",
        "stem": item.stem,
        "texts": texts,
        "reasons": reasons,
        "sounds": sounds,
        "pictures": _pictures(item, "back"),
        "source": source_line(item),
        "is_tall": _is_tall([item.stem, *texts, *reasons, *sounds]),
    }


def remark_lines(item: Item, words: Words) -> list[str]:
    """Return the lines of a key below the right answer, each text after its label."""
    return [
        f"{label} {text}" if label else text
        for label, text in labelled_remarks(item, words)
    ]


def reason_lines(asked: AskedItem) -> list[str]:
    """Return the reasons against wrong options, each after its option if it has one."""
    return [
        f"{letter} {text}: {why}" if text else why
        for letter, text, why in reasons_against_options(asked)
    ]


def source_line(item: Item) -> str:
    """Return the last line of an item in a key: its source and its id."""
    return f"{item.source} · {item.id}"


def _is_tall(texts: Sequence[str], line_count: int = 0) -> bool:
    """Whether a page break may split an item, because it may not fit on one page."""
    if len(texts) + line_count > _MOST_TEXTS_AND_LINES:
        return True
    return sum(map(len, texts)) > _MOST_CHARACTERS
