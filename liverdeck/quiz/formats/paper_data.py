"""Paper and key as plain data, for the formats that set type themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import (
    RUBRICS,
    also_right,
    file_name,
    form_title,
    instructions,
    key_letters,
    key_line,
    left_open,
    points,
    prompts,
    reasons,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm


_LETTERS_OF_A_PAGE, _LINES_OF_A_PAGE = 4000, 20
"""What surely fits on one page, with room to spare."""


@dataclass(frozen=True, slots=True)
class PaperData:
    """One document."""

    name: str
    """Of its file, without an ending."""
    data: dict[str, Any]
    """What stands in it; every value can be written as JSON."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """By the names that `data` gives them."""


def printed_form(job: QuizJob, form: PaperForm) -> Iterator[PaperData]:
    """Yield the paper of a form, then its key."""
    title = form_title(job.paper, form)
    foot = f"{title} · seed {job.paper.seed}"
    common = {"language": job.paper.language, "foot": foot, "page": job.page_size}
    pictures = {
        picture_name(item): picture_content(item, job)
        for item in job.paper.items
        if item.image is not None
    }
    paper = {
        **common,
        "title": title,
        "is_key": False,
        "about": instructions(job.paper),
        "points": f"of {job.paper.points}",
        "items": [_question(asked) for asked in form.asked],
    }
    key = {
        **common,
        "title": f"Key: {title}",
        "is_key": True,
        "about": f"Seed {job.paper.seed}. Keep it apart from the paper.",
        "quick": quick_key(form),
        "items": [_answer(asked) for asked in form.asked],
    }
    yield PaperData(
        file_name(job.paper, form, "paper", "").removesuffix("."), paper, pictures
    )
    yield PaperData(file_name(job.paper, form, "key", "").removesuffix("."), key)


def quick_key(form: PaperForm) -> list[str]:
    """Return the keys that are ticks or letters, to mark a pile of papers by: "1 B", "2 True"."""
    return [
        f"{asked.number} {key_letters(asked)}".replace(" ", "\u00a0")
        for asked in form.asked
        if key_letters(asked)
    ]


def picture_name(item: Item) -> str:
    """Return the name that an item's picture goes by in a document."""
    assert item.image is not None  # noqa: S101  # asked for items with a picture only
    return f"{item.id}{PurePosixPath(item.image.file).suffix.lower()}"


def picture_content(item: Item, job: QuizJob) -> bytes:
    """Return the bytes of an item's picture."""
    assert item.image is not None  # noqa: S101  # asked for items with a picture only
    return (job.deck.folder / item.image.file).read_bytes()


def _question(asked: AskedItem) -> dict[str, Any]:
    item = asked.item
    matches = [
        f"{option_letter(place)}  {match}" for place, match in enumerate(item.matches)
    ]
    lettered = item.type != "truefalse"
    options = [
        f"{option_letter(place)}  {option.text}" if lettered else option.text
        for place, option in enumerate(asked.options)
    ]
    picture = (
        None
        if item.image is None
        else {"file": picture_name(item), "alt": item.image.alt}
    )
    return {
        "head": f"{asked.number}. {item.stem}",
        "rubric": f"{RUBRICS[item.type]} ({points(item)})",
        "prompts": [prompt for prompt, _ in prompts(asked)] if item.pairs else [],
        "boxed": not item.pairs,
        "options": matches or options,
        "lines": 0 if options or matches else item.need,
        "picture": picture,
        "is_tall": _is_tall([item.stem, *options, *matches], item.need),
    }


def _answer(asked: AskedItem) -> dict[str, Any]:
    item = asked.item
    also, neither = "; ".join(also_right(item)), left_open(item)
    texts = (
        f"Also right: {also}" if also else "",
        f"Neither right nor wrong: {neither}" if neither else "",
        item.rationale,
        f"Beyond the document: {item.note}" if item.note else "",
    )
    return {
        "head": f"{asked.number}. {key_line(asked)}",
        "stem": item.stem,
        "texts": [text for text in texts if text],
        "reasons": [
            f"{at} {text}: {why}" if text else why for at, text, why in reasons(asked)
        ],
        "source": f"{item.source} · {item.id}",
        "is_tall": _is_tall(
            [item.stem, *texts, *(why for _, _, why in reasons(asked))]
        ),
    }


def _is_tall(texts: Sequence[str], lines: int = 0) -> bool:
    """Whether an item may be higher than a page, and so has to be split after all."""
    return (
        sum(map(len, texts)) > _LETTERS_OF_A_PAGE
        or len(texts) + lines > _LINES_OF_A_PAGE
    )
