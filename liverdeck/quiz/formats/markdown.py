"""Markdown: paper and key, to edit as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from liverdeck.base.output_guards import MARK
from liverdeck.facts.media import Side
from liverdeck.quiz.formats.job import PICTURES_FOR_STUDENTS
from liverdeck.quiz.formats.paper_data import (
    blanks,
    head_line,
    points_to_reach,
    question_remarks,
    reason_lines,
    remark_lines,
    short_keys,
    source_line,
    time_line,
)
from liverdeck.quiz.formats.paper_media import pictures_by_name, pictures_of
from liverdeck.quiz.papers.answer_space import answer_space
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import (
    file_name,
    form_title,
    instructions,
    key_introduction,
    key_line,
    key_title,
    rubric,
    seed_text,
    sound_lines,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm

_MARKUP = re.compile(
    r"""
    [\\`*_{}\[\]<>#|~$&!]   # anywhere
    | ^[-+=]                # a list, or the underline of a heading
    | (?<=\d)[.)]           # a numbered list
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Characters that Markdown may read as markup."""
_BLANKS = {"long": "\\_" * 16, "short": "\\_" * 10, "tiny": "\\_" * 4}
"""The underscores for a blank of each width."""
_WRITING_LINE = "...."
_PICTURE_FOLDERS: Mapping[Side, str] = {
    "front": PICTURES_FOR_STUDENTS,
    "back": "key-pictures",
}
"""The folder of pictures on each side. Learners must get no pictures of answers."""


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return `paper.md`, `key.md` and the pictures.

    A paper with several forms has a paper and a key for each form.
    """
    paper = job.paper
    files = {
        f"{_PICTURE_FOLDERS[side]}/{name}": content
        for side in get_args(Side)
        for name, content in pictures_by_name(job, side).items()
    }
    for form in paper.forms:
        paper_file = file_name(paper, form, "paper", "md")
        key_file = file_name(paper, form, "key", "md")
        files[paper_file] = _as_file(_paper(job, form))
        files[key_file] = _as_file(_key(paper, form))
    return files


def escaped(text: str) -> str:
    """Return a text with escapes, so that Markdown shows its characters as they are.

    Line breaks become spaces, because a heading must be on one line.
    """
    return _MARKUP.sub(lambda match: f"\\{match.group()}", " ".join(text.split()))


def _as_file(blocks: Iterable[str]) -> bytes:
    return ("\n\n".join([f"<!-- {MARK} -->", *blocks]) + "\n").encode()


def _paper(job: QuizJob, form: PaperForm) -> Iterator[str]:
    paper, look = job.paper, job.look
    words = words_of(paper)
    head = head_line(look)
    if head:
        yield escaped(head)
    yield f"# {escaped(form_title(paper, form))}"

    labelled_blanks = [
        f"{escaped(words.label(blank['label']))} {_BLANKS[blank['width']]}"
        for blank in blanks(look, words)
    ]
    yield " ".join([*labelled_blanks, escaped(points_to_reach(paper))])
    for text in (time_line(look, words), look.instructions, instructions(paper)):
        if text:
            yield escaped(text)

    for asked in form.asked:
        item = asked.item
        yield f"## {asked.number}. {escaped(item.stem)}"
        yield f"*{escaped(rubric(item, words))}*"
        yield from _pictures(item, "front")
        yield from map(escaped, question_remarks(item, words))
        yield from _answer_space(asked)
    yield escaped(seed_text(paper))


def _pictures(item: Item, side: Side) -> Iterator[str]:
    """Yield each picture, with its credit on a line of its own."""
    for picture in pictures_of(item, side):
        path = f"{_PICTURE_FOLDERS[side]}/{picture.name}"
        yield f"![{escaped(picture.image.alt)}]({path})"
        if picture.image.credit_line:
            yield f"*{escaped(picture.image.credit_line)}*"


def _answer_space(asked: AskedItem) -> Iterator[str]:
    """Yield the texts that a learner chooses from, or lines to write on."""
    space = answer_space(asked)
    if space.prompts:
        yield "\n".join(
            f"- {number}. {escaped(prompt)} → {_WRITING_LINE}"
            for number, prompt in enumerate(space.prompts, 1)
        )
    if space.lettered:
        yield _lettered(space.lettered)
    if space.unlettered:
        yield "\n".join(f"- {escaped(text)}" for text in space.unlettered)
    if space.line_labels:
        lines = (f"{label} {_WRITING_LINE}".strip() for label in space.line_labels)
        yield "\n".join(lines)


def _lettered(texts: Iterable[str]) -> str:
    return "\n".join(
        f"- {option_letter(index)}. {escaped(text)}" for index, text in enumerate(texts)
    )


def _key(paper: Paper, form: PaperForm) -> Iterator[str]:
    yield f"# {escaped(key_title(paper, form))}"
    yield escaped(key_introduction(paper))
    if short_keys(form):  # "1 B · 2 True", for quick grading
        yield " · ".join(map(escaped, short_keys(form)))
    for asked in form.asked:
        yield from _key_of_item(asked, words_of(paper))


def _key_of_item(asked: AskedItem, words: Words) -> Iterator[str]:
    item = asked.item
    yield f"## {asked.number}. {escaped(key_line(asked))}"
    yield escaped(item.stem)
    yield from map(escaped, remark_lines(item, words))
    reasons = reason_lines(asked)
    if reasons:
        yield "\n".join(f"- {escaped(reason)}" for reason in reasons)
    yield from map(escaped, sound_lines(item, words))
    yield from _pictures(item, "back")
    yield f"{words.label('Source')} {escaped(source_line(item))}"
