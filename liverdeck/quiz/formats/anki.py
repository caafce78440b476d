"""Anki: multiple choice notes, made from the items that a learner answers by one tap.

The notes keep their schedule when a learner imports them again.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

from liverdeck.anki.escaping import html_attribute, html_text
from liverdeck.anki.note_types import CHOICE
from liverdeck.anki.notes import TAG_ROOT, Note, content_hash_of, guid_of, image_name
from liverdeck.quiz.chance import shuffled
from liverdeck.quiz.items.item import short_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact, Image
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item, Option

ONE_TAP = ("single", "truefalse")
"""Item types that a learner answers by one tap."""
_PART_PREFIX = "choice-"
"""The part of a choice note is this and the rest of the item's id."""
_EMPTY_FIELDS = ("", "", "", "")
"""The last fields of a note: three unused ones, and one for the learner's notes."""


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `choice.apkg`, with the notes in the subdeck `Quiz` of the deck.

    Returns no file if no item of the paper is answered by one tap.
    """
    from liverdeck.anki.package import make_deck, package_bytes

    notes = choice_notes(job)
    if not notes:
        return {}

    dates = note_dates(notes, job)
    dated_notes = [(note, dates[note.guid][1]) for note in notes]
    latest_seconds = max(seconds for _, seconds in dated_notes)
    description = html_text(
        f"Multiple choice from “{job.deck.document.title}”. Made with LiverDeck."
    )
    name = f"{job.deck.anki_name}::Quiz"
    deck = make_deck(_deck_id(job.deck), name, description, dated_notes)
    return {"choice.apkg": package_bytes(deck, _media(job), latest_seconds)}


def choice_notes(job: QuizJob) -> list[Note]:
    """Return a note for each item that one tap answers, in the paper's order.

    Some questions have several variants: one for each item of a list, or a statement
    that is true and one that is false. The note of such a question is always made from
    its main variant, so a paper with another seed does not change it. The note's GUID
    depends on ids, not on texts.
    """
    facts = {fact.id: fact for fact in job.deck.active_facts}
    main_variants = {item.base_id: item for item in job.bank if item.is_main_variant}
    chosen = [
        main_variants.get(item.base_id, item)
        for item in job.paper.items
        if item.type in ONE_TAP
    ]
    return [_note(item, facts[item.facts[0]], job.deck) for item in chosen]


def remembered_dates(job: QuizJob) -> dict[str, tuple[str, int]]:
    """Return what the manifest of the last quiz says about notes; empty without one.

    Maps the GUID of each note to the hash of its content and its date of change, as
    Unix time in seconds.
    """
    rows = (job.earlier_manifest or {}).get("anki") or {}
    known = cast("Mapping[str, tuple[str, int]]", rows)
    # In JSON each value is a list, so it is made a tuple again.
    return {guid: (digest, seconds) for guid, (digest, seconds) in known.items()}


def note_dates(notes: list[Note], job: QuizJob) -> dict[str, tuple[str, int]]:
    """Map the GUID of each note to the hash of its content and its date of change.

    The date is Unix time in seconds. Anki updates a note only if the imported note has
    a later date than its own. So a note that has not changed since the manifest of the
    last quiz keeps its date, and a new or changed note gets a later date than any in
    that manifest. The result also contains notes that are only in that manifest.
    """
    dates = remembered_dates(job)
    latest_seconds = max((seconds for _, seconds in dates.values()), default=0)
    changed_seconds = max(job.note_time_seconds, latest_seconds + 1)
    for note in notes:
        digest = content_hash_of(note.note_type, note.fields)
        earlier_digest, _ = dates.get(note.guid, ("", 0))
        if earlier_digest != digest:
            dates[note.guid] = (digest, changed_seconds)
    return dates


def _deck_id(deck: Deck) -> int:
    digest = hashlib.sha256(f"{deck.id}/quiz".encode()).digest()
    # A 41-bit number, about as large as the milliseconds that Anki takes for its ids.
    return 1 << 40 | int.from_bytes(digest[:5], "big")


def _media(job: QuizJob) -> dict[str, bytes]:
    folder = job.deck.folder
    images = {
        image_name(item.image, folder): item.image
        for item in job.paper.items
        if item.image
    }
    return {
        name: (folder / image.file).read_bytes()
        for name, image in sorted(images.items())
    }


def _note(item: Item, fact: Fact, deck: Deck) -> Note:
    part = _PART_PREFIX + item.base_id.removeprefix(f"{fact.id}.")
    tags = tuple(f"{TAG_ROOT}::{deck.id}::{tag}" for tag in (item.topic, "quiz"))
    picture = _picture(item.image, deck) if item.image else ""
    fields = (
        f"{deck.id}/{fact.id}/{part}",
        html_text(item.stem),
        _options(item),
        picture,
        html_text(item.rationale),
        html_text(item.note),
        html_text(item.source),
        *_EMPTY_FIELDS,
    )
    return Note(fact, part, guid_of(deck.id, fact.id, part), CHOICE, fields, tags, (0,))


def _picture(image: Image, deck: Deck) -> str:
    name = image_name(image, deck.folder)
    return f'<img src="{name}" alt="{html_attribute(image.alt)}">'


def _options(item: Item) -> str:
    if item.keeps_order:
        fixed, options = " data-fixed", list(item.options)
    else:
        fixed = ""
        options = shuffled(item.options, lambda option: option.id, item.base_id)
    item_hash = short_hash(item.base_id)
    rows = "".join(map(_option, options))
    return f'<ul class="ld-options" data-item="{item_hash}"{fixed}>{rows}</ul>'


def _option(option: Option) -> str:
    key = " data-key" if option.is_key else ""
    why = f'<div class="ld-why-not">{html_text(option.why)}</div>' if option.why else ""
    return f'<li{key} dir="auto">{html_text(option.text)}{why}</li>'
