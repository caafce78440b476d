"""Anki: the one-tap items as multiple choice notes, which keep their schedule when they are imported again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

from liverdeck.anki.html import html_attribute, html_text
from liverdeck.anki.notes import TAG_ROOT, Note, guid_of, hash_of, image_name
from liverdeck.anki.notetypes import CHOICE
from liverdeck.quiz.chance import shuffled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.nouns import Deck, Fact, Image
    from liverdeck.quiz.formats.registry import Job
    from liverdeck.quiz.items import Item, Option

ONE_TAP = ("single", "truefalse")
PART = "choice-"


def write(job: Job) -> dict[str, bytes]:
    """Return `choice.apkg`, a subdeck beside the deck's own cards; nothing if no item can be answered by one tap."""
    from liverdeck.anki.package import make_deck, package_bytes  # genanki is slow to import

    notes = choice_notes(job)
    if not notes:
        return {}
    dates = note_dates(notes, job)
    timed = [(note, dates[note.guid][1]) for note in notes]
    name = f"{job.deck.anki_name}::Quiz"
    deck_id = 1 << 40 | int.from_bytes(hashlib.sha256(f"{job.deck.id}/quiz".encode()).digest()[:5], "big")
    described = html_text(f"Multiple choice from “{job.deck.document.title}”. Made with LiverDeck.")
    pictures = {image_name(item.image, job.deck.folder): item.image for item in job.paper.items if item.image}
    media = {each: (job.deck.folder / image.file).read_bytes() for each, image in sorted(pictures.items())}
    made = make_deck(deck_id, name, described, timed)
    return {"choice.apkg": package_bytes(made, media, max(mod for _, mod in timed))}


def choice_notes(job: Job) -> list[Note]:
    """Return the notes of the items that one tap answers, in the paper's order."""
    facts = {fact.id: fact for fact in job.deck.taught}
    return [_note(item, facts[item.facts[0]], job.deck) for item in job.paper.items if item.type in ONE_TAP]


def note_dates(notes: list[Note], job: Job) -> dict[str, tuple[str, int]]:
    """Return of each note's GUID the hash of its content and the Unix time at which that last changed.

    Anki takes over a note only if its time is later than its own, so what is as it was in the manifest of the last quiz
    keeps its time, and what is new or changed gets a later one than any there.
    """
    known = cast("Mapping[str, list[object]]", (job.earlier or {}).get("anki") or {})
    times = [int(cast("int", row[1])) for row in known.values()]
    changed = max(job.dated, max(times, default=0) + 1)
    dates = {}
    for note in notes:
        digest = hash_of(note.note_type, note.fields)
        before = known.get(note.guid)
        same = before is not None and before[0] == digest
        dates[note.guid] = (digest, int(cast("int", before[1])) if before and same else changed)
    return dates


def _note(item: Item, fact: Fact, deck: Deck) -> Note:
    part = PART + item.id.removeprefix(f"{fact.id}.")
    tags = tuple(f"{TAG_ROOT}::{deck.id}::{tag}" for tag in (item.topic, "quiz"))
    image = item.image
    picture = _picture(image, deck) if image else ""
    why = "<br>".join(html_text(text) for text in (item.rationale,) if text)
    fields = (
        f"{deck.id}/{fact.id}/{part}", html_text(item.stem), _options(item), picture, why, html_text(item.note),
        html_text(item.source), "", "", "", "",
    )  # fmt: skip
    return Note(fact, part, guid_of(deck.id, fact.id, part), CHOICE, fields, tags, (0,))


def _picture(image: Image, deck: Deck) -> str:
    return f'<img src="{image_name(image, deck.folder)}" alt="{html_attribute(image.alt)}">'


def _options(item: Item) -> str:
    fixed = " data-fixed" if item.keeps_order else ""
    options = item.options if item.keeps_order else shuffled(item.options, lambda option: option.id, item.id)
    return f'<ul class="ld-options"{fixed}>{"".join(_option(option) for option in options)}</ul>'


def _option(option: Option) -> str:
    key = " data-key" if option.is_key else ""
    why = f'<div class="ld-why-not">{html_text(option.why)}</div>' if option.why else ""
    return f'<li{key} dir="auto">{html_text(option.text)}{why}</li>'
