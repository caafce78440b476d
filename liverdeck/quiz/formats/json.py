"""JSON: all items and paper forms, for other software to read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from liverdeck.quiz.papers.wording import form_title, key_line

if TYPE_CHECKING:
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.media import Media
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return `items.json`."""
    return {"items.json": readable_json(_paper(job.paper))}


def readable_json(data: object) -> bytes:
    """Return data as JSON in UTF-8, indented, with a line break at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _paper(paper: Paper) -> dict[str, object]:
    return {
        "title": paper.title,
        "deck": paper.deck_id,
        "document": paper.document,
        "document_credit": paper.document_credit,
        "deck_credit": paper.deck_credit,
        "report": paper.report,
        "seed": paper.seed,
        "items": [item_data(item) for item in paper.items],
        "forms": [_form(paper, form) for form in paper.forms],
    }


def _form(paper: Paper, form: PaperForm) -> dict[str, object]:
    return {
        "form": form.name,
        "title": form_title(paper, form),
        "items": [_asked(asked) for asked in form.asked],
    }


def _asked(asked: AskedItem) -> dict[str, object]:
    return {
        "number": asked.number,
        "item": asked.item.id,
        "options": [option.id for option in asked.options],
        "prompts": list(asked.prompt_ids),
        "key": key_line(asked),
    }


def item_data(item: Item) -> dict[str, object]:
    """Return all of an item as JSON data."""
    return {
        "id": item.id,
        "type": item.type,
        "facts": list(item.facts),
        "topic": item.topic,
        "difficulty": item.difficulty,
        "points": item.points,
        "stem": item.stem,
        "options": [
            {
                "id": option.id,
                "text": option.text,
                "key": option.is_key,
                "why": option.why,
            }
            for option in item.options
        ],
        "pairs": [
            {"id": pair.id, "prompt": pair.prompt, "match": pair.match}
            for pair in item.pairs
        ],
        "answers": [_answer(answer) for answer in item.answers],
        "need": item.needed_count,
        "ordered": item.ordered,
        "open": list(item.open),
        "rationale": item.rationale,
        "note": item.note,
        "source": item.source,
        "passages": list(item.passages),
        "front": _media(item.front),
        "back": _media(item.back),
    }


def _media(media: Media) -> dict[str, object]:
    """Return pictures and sounds; their files are in the folder of the deck."""
    return {
        "pictures": [
            {"file": image.file, "alt": image.alt, "credit": image.credit_line}
            for image in media.images
        ],
        "sounds": [
            {"file": sound.file, "credit": sound.credit_line} for sound in media.sounds
        ],
    }


def _answer(answer: Answer) -> dict[str, object]:
    number = answer.number
    number_fields = None
    if number is not None:
        number_fields = [number.value, number.unit, number.tolerance]
    return {
        "text": answer.text,
        "accept": list(answer.accept),
        "reject": {rejected.text: rejected.why for rejected in answer.reject},
        "number": number_fields,
        "hint": answer.hint,
    }
