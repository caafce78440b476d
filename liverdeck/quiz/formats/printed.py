"""Paper and key as plain data, for the formats that set type themselves."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from liverdeck.quiz.formats.wording import (
    RUBRICS,
    file_name,
    form_title,
    instructions,
    key_line,
    points,
    prompts,
    reasons,
)
from liverdeck.quiz.forms import letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.formats.registry import Job
    from liverdeck.quiz.forms import Asked, Form
    from liverdeck.quiz.items import Item


@dataclass(frozen=True, slots=True)
class Printed:
    """One document: its name without an ending, and what stands in it."""

    name: str
    data: dict[str, Any]


def printed_form(job: Job, form: Form) -> Iterator[Printed]:
    """Yield the paper of a form, then its key."""
    title = form_title(job.paper, form)
    common = {"language": job.paper.language, "seed": f"Seed {job.paper.seed}"}
    yield Printed(
        file_name(job.paper, form, "paper", "").removesuffix("."),
        {
            **common,
            "title": title,
            "is_key": False,
            "about": instructions(job.paper),
            "items": [_question(asked, job) for asked in form.asked],
        },
    )
    yield Printed(
        file_name(job.paper, form, "key", "").removesuffix("."),
        {
            **common,
            "title": f"Key: {title}",
            "is_key": True,
            "about": f"Seed {job.paper.seed}. Keep it apart from the paper.",
            "items": [_answer(asked) for asked in form.asked],
        },
    )


def _question(asked: Asked, job: Job) -> dict[str, Any]:
    item = asked.item
    matches = [f"{letter(place)}  {match}" for place, match in enumerate(item.matches)]
    options = [f"{letter(place)}  {option.text}" for place, option in enumerate(asked.options)]
    return {
        "head": f"{asked.number}. {item.stem}",
        "rubric": f"{RUBRICS[item.type]} ({points(item)})",
        "prompts": [prompt for prompt, _ in prompts(asked)] if item.pairs else [],
        "boxed": not item.pairs,
        "options": matches or options,
        "lines": 0 if options or matches else item.need,
        "picture": _picture(item, job),
    }


def _picture(item: Item, job: Job) -> dict[str, str] | None:
    if item.image is None:
        return None
    content = (job.deck.folder / item.image.file).read_bytes()
    ending = item.image.file.rsplit(".", 1)[-1].lower().replace("jpeg", "jpg")
    return {"format": ending, "alt": item.image.alt, "data": base64.b64encode(content).decode()}


def _answer(asked: Asked) -> dict[str, Any]:
    item = asked.item
    note = f"Beyond the document: {item.note}" if item.note else ""
    return {
        "head": f"{asked.number}. {key_line(asked)}",
        "stem": item.stem,
        "texts": [text for text in (item.rationale, note) if text],
        "reasons": [f"{at} {text}: {why}" if text else why for at, text, why in reasons(asked)],
        "source": f"{item.source} · {item.id}",
    }
