"""Make a package from rendered notes, and hash everything that learners get."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from liverdeck.anki.note_types import deck_note_types, note_types_to_record
from liverdeck.anki.type_ids import type_language
from liverdeck.publishing.description import description

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.anki.note_rows import NoteRow
    from liverdeck.anki.progress import LearnerProgress
    from liverdeck.facts.deck import Deck


def package_of(  # noqa: PLR0913  # all parts of a package
    deck: Deck,
    type_ids: Iterable[int],
    rows: Iterable[NoteRow],
    media: dict[str, bytes],
    *,
    latest_seconds: int,
    progress: LearnerProgress | None = None,
    saves_memory: bool = False,
) -> bytes:
    """Return the package of a deck whose notes have these rows, in teaching order.

    `type_ids` are the ids of the note types, in the order in which they first appear.
    `media` has the content of pictures and sounds by their names in Anki.
    `latest_seconds` is the latest modification time of the notes (Unix time).
    `saves_memory` is as in `package_bytes`.
    """
    # `anki.package` imports genanki, which is slow. Only this function needs it.
    from liverdeck.anki.package import deck_id_in_anki, make_deck, package_bytes

    language = type_language(deck.learner_language)
    types_by_id = {note_type.id: note_type for note_type in deck_note_types(language)}
    anki_deck = make_deck(
        deck_id_in_anki(deck.id),
        deck.anki_name,
        description(deck),
        (types_by_id[type_id] for type_id in type_ids),
        rows,
    )
    return package_bytes(
        anki_deck, media, latest_seconds, progress, saves_memory=saves_memory
    )


def content_hash(deck: Deck, row_texts: Iterable[str], media: dict[str, bytes]) -> str:
    """Return the hash of everything that learners get; see `Built.content_hash`.

    `row_texts` are the rows of the notes as text (see `note_rows`), in teaching order.
    One text may contain several rows.
    """
    note_types = {
        name: [note_type.schema, note_type.look, note_type.changed_seconds]
        for name, note_type in note_types_to_record(
            type_language(deck.learner_language)
        ).items()
    }
    media_hashes = {
        name: hashlib.sha256(content).hexdigest() for name, content in media.items()
    }
    everything_but_notes = [deck.anki_name, description(deck), note_types, media_hashes]
    digest = hashlib.sha256(json.dumps(everything_but_notes, sort_keys=True).encode())
    for text in row_texts:
        digest.update(text.encode())
    return digest.hexdigest()[:16]
