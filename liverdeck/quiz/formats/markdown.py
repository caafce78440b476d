"""Markdown: paper and key, for whoever wants to edit them as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.quiz.formats.paper_data import picture_content, picture_name, quick_key
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import (
    RUBRICS,
    also_right,
    file_name,
    form_title,
    instructions,
    key_line,
    left_open,
    points,
    prompts,
    reasons,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$&!]|^[-+=]|(?<=\d)[.)]", re.MULTILINE)


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `paper.md` and `key.md`, or a pair for each form."""
    files = {
        _picture(item): picture_content(item, job)
        for item in job.paper.items
        if item.image is not None
    }
    for form in job.paper.forms:
        files[file_name(job.paper, form, "paper", "md")] = _joined(
            _paper(job.paper, form)
        )
        files[file_name(job.paper, form, "key", "md")] = _joined(_key(job.paper, form))
    return files


def _picture(item: Item) -> str:
    return f"pictures/{picture_name(item)}"


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is, but for line breaks: a heading has none."""
    return _MARKUP.sub(lambda found: f"\\{found.group()}", " ".join(text.split()))


def _joined(blocks: Iterator[str]) -> bytes:
    return ("\n\n".join(blocks) + "\n").encode()


def _paper(paper: Paper, form: PaperForm) -> Iterator[str]:
    yield f"# {plain(form_title(paper, form))}"
    yield "Name: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_ Date: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_"
    yield instructions(paper)
    for asked in form.asked:
        item = asked.item
        yield f"## {asked.number}. {plain(item.stem)}"
        yield f"*{RUBRICS[item.type]} ({points(item)})*"
        if item.image is not None:
            yield f"![{plain(item.image.alt)}]({_picture(item)})"
        yield from _answers(asked)
    yield f"Seed {plain(paper.seed)}"


def _answers(asked: AskedItem) -> Iterator[str]:
    item = asked.item
    if item.pairs:
        yield "\n".join(
            f"- {number}. {plain(prompt)} → ...."
            for number, (prompt, _) in enumerate(prompts(asked), 1)
        )
        yield "\n".join(
            f"- {option_letter(place)}. {plain(match)}"
            for place, match in enumerate(item.matches)
        )
    elif item.type == "truefalse":
        yield "\n".join(f"- {plain(option.text)}" for option in asked.options)
    elif item.options:
        yield "\n".join(
            f"- {option_letter(place)}. {plain(option.text)}"
            for place, option in enumerate(asked.options)
        )
    else:
        yield (
            "\n".join(f"{number}. ...." for number in range(1, item.need + 1))
            if item.need > 1
            else "...."
        )


def _key(paper: Paper, form: PaperForm) -> Iterator[str]:
    yield f"# Key: {plain(form_title(paper, form))}"
    yield f"Seed {plain(paper.seed)}. Keep it apart from the paper."
    if quick_key(form):
        yield " · ".join(map(plain, quick_key(form)))
    for asked in form.asked:
        item = asked.item
        yield f"## {asked.number}. {plain(key_line(asked))}"
        yield plain(item.stem)
        if also_right(item):
            yield f"Also right: {plain('; '.join(also_right(item)))}"
        if left_open(item):
            yield f"Neither right nor wrong: {plain(left_open(item))}"
        if item.rationale:
            yield plain(item.rationale)
        if item.note:
            yield f"Beyond the document: {plain(item.note)}"
        wrong = [
            f"- {at} {plain(text)}: {plain(why)}".replace("-  : ", "- ")
            for at, text, why in reasons(asked)
        ]
        if wrong:
            yield "\n".join(wrong)
        yield f"Source: {plain(item.source)} · {item.id}"
