"""Anki: the one-tap items as multiple choice notes, which keep their schedule when they are imported again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

from liverdeck.anki.escaping import html_attribute, html_text
from liverdeck.anki.note_types import CHOICE
from liverdeck.anki.notes import TAG_ROOT, Note, guid_of, hash_of, image_name
from liverdeck.quiz.chance import shuffled
from liverdeck.quiz.items.item import short_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact, Image
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item, Option

ONE_TAP = ("single", "truefalse")
PART = "choice-"


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `choice.apkg`, a subdeck beside the deck's own cards; nothing if no item can be answered by one tap."""
    from liverdeck.anki.package import make_deck, package_bytes

    notes = choice_notes(job)
    if not notes:
        return {}
    dates = note_dates(notes, job)
    timed = [(note, dates[note.guid][1]) for note in notes]
    name = f"{job.deck.anki_name}::Quiz"
    deck_id = 1 << 40 | int.from_bytes(
        hashlib.sha256(f"{job.deck.id}/quiz".encode()).digest()[:5], "big"
    )
    described = html_text(
        f"Multiple choice from “{job.deck.document.title}”. Made with LiverDeck."
    )
    pictures = {
        image_name(item.image, job.deck.folder): item.image
        for item in job.paper.items
        if item.image
    }
    media = {
        each: (job.deck.folder / image.file).read_bytes()
        for each, image in sorted(pictures.items())
    }
    made = make_deck(deck_id, name, described, timed)
    return {"choice.apkg": package_bytes(made, media, max(mod for _, mod in timed))}


def choice_notes(job: QuizJob) -> list[Note]:
    """Return the notes of the items that one tap answers, in the paper's order.

    A question of which there are variants (one for each item of a list, a statement true or false) is one note for
    ever, always with the same variant: its identity hangs on no text, and another seed changes no learner's note.
    """
    facts = {fact.id: fact for fact in job.deck.active_facts}
    standing = {item.base_id: item for item in job.bank if item.is_main_variant}
    chosen = [
        standing.get(item.base_id, item)
        for item in job.paper.items
        if item.type in ONE_TAP
    ]
    return [_note(item, facts[item.facts[0]], job.deck) for item in chosen]


def remembered_dates(job: QuizJob) -> dict[str, tuple[str, int]]:
    """Return what the manifest of the last quiz knows: of each note's GUID the hash of its content and its time."""
    known = cast(
        "Mapping[str, tuple[str, int]]", (job.earlier_manifest or {}).get("anki") or {}
    )
    return {guid: (digest, time) for guid, (digest, time) in known.items()}


def note_dates(notes: list[Note], job: QuizJob) -> dict[str, tuple[str, int]]:
    """Return of each note's GUID the hash of its content and the Unix time at which that last changed.

    Anki takes over a note only if its time is later than its own, so what is as it was in the manifest of the last quiz
    keeps its time, and what is new or changed gets a later one than any there. Notes of earlier quizzes are kept.
    """
    dates = remembered_dates(job)
    changed = max(
        job.note_time_seconds, max((time for _, time in dates.values()), default=0) + 1
    )
    for note in notes:
        digest = hash_of(note.note_type, note.fields)
        if dates.get(note.guid, ("", 0))[0] != digest:
            dates[note.guid] = (digest, changed)
    return dates


def _note(item: Item, fact: Fact, deck: Deck) -> Note:
    part = PART + item.base_id.removeprefix(f"{fact.id}.")
    tags = tuple(f"{TAG_ROOT}::{deck.id}::{tag}" for tag in (item.topic, "quiz"))
    image = item.image
    picture = _picture(image, deck) if image else ""
    why = "<br>".join(html_text(text) for text in (item.rationale,) if text)
    fields = (
        f"{deck.id}/{fact.id}/{part}",
        html_text(item.stem),
        _options(item),
        picture,
        why,
        html_text(item.note),
        html_text(item.source),
        "",
        "",
        "",
        "",
    )
    return Note(fact, part, guid_of(deck.id, fact.id, part), CHOICE, fields, tags, (0,))


def _picture(image: Image, deck: Deck) -> str:
    return f'<img src="{image_name(image, deck.folder)}" alt="{html_attribute(image.alt)}">'


def _options(item: Item) -> str:
    fixed = " data-fixed" if item.keeps_order else ""
    options = (
        item.options
        if item.keeps_order
        else shuffled(item.options, lambda option: option.id, item.base_id)
    )
    rows = "".join(map(_option, options))
    return f'<ul class="ld-options" data-item="{short_hash(item.base_id)}"{fixed}>{rows}</ul>'


def _option(option: Option) -> str:
    key = " data-key" if option.is_key else ""
    why = f'<div class="ld-why-not">{html_text(option.why)}</div>' if option.why else ""
    return f'<li{key} dir="auto">{html_text(option.text)}{why}</li>'
