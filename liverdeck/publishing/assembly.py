"""Puts rendered notes together to a package, and hashes what learners get."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from liverdeck.anki.note_types import note_types_to_record
from liverdeck.anki.type_ids import type_language
from liverdeck.publishing.description import description

if TYPE_CHECKING:
    from liverdeck.anki.notes import Note
    from liverdeck.anki.progress import LearnerProgress
    from liverdeck.facts.deck import Deck


def package_of(
    deck: Deck,
    timed_notes: list[tuple[Note, int]],
    media: dict[str, bytes],
    progress: LearnerProgress | None,
) -> bytes:
    """Return the package of a deck, with the modification times (Unix time).

    `media` has the content of pictures and sounds by their names in Anki.
    """
    # `anki.package` imports genanki, which is slow. Only this function needs it.
    from liverdeck.anki.package import deck_id_in_anki, make_deck, package_bytes

    deck_id = deck_id_in_anki(deck.id)
    anki_deck = make_deck(deck_id, deck.anki_name, description(deck), timed_notes)
    latest_seconds = max(mod_seconds for _, mod_seconds in timed_notes)
    return package_bytes(anki_deck, media, latest_seconds, progress)


def content_hash(
    deck: Deck, timed_notes: list[tuple[Note, int]], media: dict[str, bytes]
) -> str:
    """Return the hash of everything that learners get; see `Built.content_hash`."""
    note_types = {
        name: [note_type.schema, note_type.look, note_type.mod]
        for name, note_type in note_types_to_record(
            type_language(deck.learner_language)
        ).items()
    }
    pictures = {
        name: hashlib.sha256(content).hexdigest() for name, content in media.items()
    }
    everything_but_notes = [deck.anki_name, description(deck), note_types, pictures]
    digest = hashlib.sha256(json.dumps(everything_but_notes, sort_keys=True).encode())
    for note, mod_seconds in timed_notes:
        row = [
            note.guid,
            note.note_type.id,
            mod_seconds,
            note.tags,
            note.fields,
            note.ordinals,
        ]
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()[:16]
