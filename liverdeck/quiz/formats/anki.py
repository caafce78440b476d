"""Anki: multiple choice notes, made from the items that a learner answers by one tap.

If a learner imports the notes again, the cards keep their schedule.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, assert_never, cast

from liverdeck.anki.escaping import html_text
from liverdeck.anki.note_media import media_of, media_values
from liverdeck.anki.note_rows import row_of
from liverdeck.anki.note_types import fields_of, note_type
from liverdeck.anki.notes import (
    Note,
    content_hash_of,
    guid_of,
    source_values,
    stamped,
    tag_of,
)
from liverdeck.anki.type_ids import type_language
from liverdeck.base.problems import Problem
from liverdeck.catalogue.learner_words import words_in
from liverdeck.facts.parts import choice_part, joined_name
from liverdeck.quiz.chance import shuffled
from liverdeck.quiz.formats.job import UnwritableError
from liverdeck.quiz.items.item import in_pinned_order, short_hash
from liverdeck.quiz.items.item_types import Interaction
from liverdeck.quiz.items.worded import worded
from liverdeck.quiz.papers.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item, Option


PACKAGE_FILE = "choice.apkg"
"""The package's name among the files of a quiz."""
NoteTimes = dict[str, tuple[str, int]]
"""The hash of a note's content and the time of its last change, by the note's GUID.

The time is Unix time in seconds.
"""


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return the package, with the notes in the subdeck `Quiz` of the deck.

    Returns no file if no item of the paper is answered by one tap.
    """
    files, _ = files_and_note_times(job)
    return files


def files_and_note_times(job: QuizJob) -> tuple[dict[str, bytes], NoteTimes]:
    """Return the files as `write` does, and the note times as `_note_times` does."""
    notes = _choice_notes(job)
    note_times = _note_times(notes, job)
    if not notes:
        return {}, note_times

    timed_notes = []
    for note in notes:
        _, modified_seconds = note_times[note.guid]
        timed_notes.append(_timed(note, modified_seconds, job.deck.report))
    return {PACKAGE_FILE: _package(timed_notes, job)}, note_times


def is_quiz_package(path: Path, deck_id: str) -> bool:
    """Whether a file is a package that a quiz of this deck has written."""
    from liverdeck.anki.package_owner import is_package_of

    return is_package_of(path, _deck_id_in_anki(deck_id))


def _deck_id_in_anki(deck_id: str) -> int:
    from liverdeck.anki.package import deck_id_in_anki

    return deck_id_in_anki(f"{deck_id}/quiz")


def _timed(note: Note, modified_seconds: int, contact: str | None) -> tuple[Note, int]:
    """Return a note with its stamp, and the time of its last change.

    A quiz has no releases, so the stamp names the day and no release.
    """
    day = dt.datetime.fromtimestamp(modified_seconds, dt.UTC).date().isoformat()
    return stamped(note, contact, modified_seconds, day), modified_seconds


def _package(timed_notes: list[tuple[Note, int]], job: QuizJob) -> bytes:
    """Return an Anki package with these notes, each with its Unix time in seconds."""
    from liverdeck.anki.package import make_deck, package_bytes

    latest_seconds = max(seconds for _, seconds in timed_notes)
    description = html_text(
        words_in(job.deck.learner_language).text(
            "Multiple choice from “{title}”. Made with LiverDeck.",
            title=job.deck.document.title,
        )
    )

    name = f"{job.deck.anki_name}::Quiz"
    deck_id = _deck_id_in_anki(job.deck.id)
    note_types = {note.note_type.id: note.note_type for note, _ in timed_notes}
    rows = [row_of(note, seconds) for note, seconds in timed_notes]
    deck = make_deck(deck_id, name, description, note_types.values(), rows)

    sides = (side for item in job.paper.items for side in (item.front, item.back))
    media = media_of(sides, job.deck.folder)
    return package_bytes(deck, media, latest_seconds)


def _choice_notes(job: QuizJob) -> list[Note]:
    """Return a note for each item that a learner answers by one tap.

    The notes are in the paper's order. Some questions have several variants, for
    example a true and a false statement. If the bank has the main variant, the note is
    made from it, so a paper with a different seed does not change the note. The note's
    GUID depends on ids, not on texts.
    """
    facts = {fact.id: fact for fact in job.deck.active_facts}
    main_variants = {item.base_id: item for item in job.bank if item.is_main_variant}
    words = words_of(job.paper)
    chosen_items = [
        worded(main_variants.get(item.base_id, item), words)
        for item in job.paper.items
        if _is_answered_by_one_tap(item)
    ]

    items_without_fact = [item for item in chosen_items if item.facts[0] not in facts]
    if items_without_fact:
        # This happens only if an old quiz is written again from its manifest.
        fix = "replace the item, or make the quiz without the format anki"
        raise UnwritableError(
            [
                Problem(job.deck.position, f"{item.id}: its fact is gone", fix)
                for item in items_without_fact
            ]
        )
    headings = job.deck.headings
    return [
        _note(item, facts[item.facts[0]], job.deck, headings) for item in chosen_items
    ]


def _is_answered_by_one_tap(item: Item) -> bool:
    """Whether a learner answers an item by one tap."""
    match item.interaction:
        case Interaction.CHOOSE_ONE | Interaction.JUDGE_STATEMENT:
            return True
        case (
            Interaction.CHOOSE_SEVERAL
            | Interaction.WRITE_WORDS
            | Interaction.WRITE_NUMBER
            | Interaction.WRITE_LIST
            | Interaction.MATCH
            | Interaction.ORDER
        ):
            return False
        case _ as interaction:
            assert_never(interaction)


def remembered_note_times(job: QuizJob) -> NoteTimes:
    """Return the note times in the manifest of the last quiz.

    Empty if there is no such manifest, or if it has no notes.
    """
    data = (job.earlier_manifest or {}).get("anki") or {}
    note_times = cast("Mapping[str, tuple[str, int]]", data)
    # JSON has no tuples, so a hash and its time come as a list.
    return {guid: (digest, seconds) for guid, (digest, seconds) in note_times.items()}


def _note_times(notes: list[Note], job: QuizJob) -> NoteTimes:
    """Return the times of these notes and of those that only the last manifest has.

    Anki updates a learner's note only if the imported note has a later time. So a note
    that has not changed since the last quiz keeps its time, and a new or changed note
    gets a later time than any in the manifest of that quiz.
    """
    note_times = remembered_note_times(job)
    latest_seconds = max((seconds for _, seconds in note_times.values()), default=0)
    change_time_seconds = max(job.note_time_seconds, latest_seconds + 1)
    for note in notes:
        digest = content_hash_of(note.note_type, note.fields)
        earlier_digest, _ = note_times.get(note.guid, ("", 0))
        if earlier_digest != digest:
            note_times[note.guid] = (digest, change_time_seconds)
    return note_times


def _note(item: Item, fact: Fact, deck: Deck, headings: Mapping[str, str]) -> Note:
    part = choice_part(item.id_in_fact)
    choice = note_type("Choice", type_language(deck.learner_language))
    fields = fields_of(
        choice,
        {
            "Key": joined_name(deck.id, fact.identity, part),
            "Ask": html_text(item.stem),
            "Options": _options_html(item),
            **media_values(item.front, item.back, deck.folder),
            "Why": html_text(item.rationale),
            "Note": html_text(item.note),
            **source_values(deck, fact, headings),
        },
    )
    guid = guid_of(deck.id, fact.identity, part)
    tags = (tag_of(deck.id, "quiz", item.topic),)
    return Note(fact, part, guid, choice, fields, tags, ordinals=(0,))


def _options_html(item: Item) -> str:
    if item.may_be_shuffled:
        fixed_attribute = ""
        options = shuffled(item.options, lambda option: option.id, item.base_id)
    else:
        fixed_attribute = " data-fixed"
        options = in_pinned_order(item.options)

    attributes = f'data-item="{short_hash(item.base_id)}"{fixed_attribute}'
    rows = "".join(map(_option_html, options))
    return f'<ul class="ld-options" {attributes}>{rows}</ul>'


def _option_html(option: Option) -> str:
    key_attribute = " data-key" if option.is_key else ""
    why = f'<div class="ld-why-not">{html_text(option.why)}</div>' if option.why else ""
    return f'<li{key_attribute} dir="auto">{html_text(option.text)}{why}</li>'
