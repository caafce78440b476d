"""Rebuilds a lost ledger from a published package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.anki.note_contents import published_texts_by_number, shape_of_note
from liverdeck.anki.note_types import NOTE_TYPES, released_types
from liverdeck.anki.notes import TAG_ROOT, content_hash_of, guid_of
from liverdeck.base.names import is_id
from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.facts.ledger import (
    Ledger,
    LedgerLine,
    NumberHistory,
    ReleasedNoteType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.anki.note_types import NoteType
    from liverdeck.facts.deck import Deck
    from liverdeck.publishing.published import Published, PublishedNote


def recover_ledger(
    deck: Deck, package: Published, path: str, now_seconds: int
) -> Result[Ledger]:
    """Rebuild the ledger that a deck had when a package was published.

    Each modification time in the package counts as a release. Each note counts as new
    in the release that last changed it. Earlier times and texts are lost, and so are
    withdrawn ids and withdrawn numbers of blanks: the package has none of these.

    `path` names the package in a problem. It is a problem if the package has no notes,
    or if a note is not of this deck or is dated later than `now_seconds` (Unix time).
    """
    note_types = {note_type.id: note_type for note_type in NOTE_TYPES}
    notes = package.notes.values()
    refused_notes = [
        note
        for note in notes
        if not _is_of_deck(note, deck, note_types) or note.mod_seconds > now_seconds
    ]
    if refused_notes or not notes:
        message = (
            f"{len(refused_notes)} of its {len(notes)} notes are not of the deck "
            f"{deck.id!r} or are dated in the future"
        )
        problem = Problem(
            Position(path),
            message if notes else "it has no notes",
            "name a package of this deck, as `liverdeck build --frozen` made it",
        )
        return Result(None, (problem,))

    releases = tuple(sorted({note.mod_seconds for note in notes}))
    release_by_time = {time: release for release, time in enumerate(releases, 1)}
    topics = {topic.id for topic in deck.topics}
    lines = [
        _line(
            note,
            note_types[note.note_type_id],
            topics,
            release_by_time[note.mod_seconds],
        )
        for note in notes
    ]
    ledger = Ledger(
        deck.id,
        releases,
        _note_types(package),
        {line.name: line for line in lines},
        recovered_releases=len(releases),
    )
    return Result(ledger)


def _note_types(package: Published) -> dict[str, ReleasedNoteType]:
    # A package has only the note types of its notes. Learners get any other note type
    # with the first note of that type, so the ledger has it as it is now.
    note_types = released_types()
    for note_type in NOTE_TYPES:
        if note_type.id in package.note_types:
            published_type = package.note_types[note_type.id]
            note_types[published_type.name] = published_type.released_type
    return note_types


def _is_of_deck(
    note: PublishedNote, deck: Deck, note_types: Mapping[int, NoteType]
) -> bool:
    """Whether LiverDeck made a note for this deck.

    `note_types` has LiverDeck's note types by id.
    """
    deck_id, fact_id, part = _ids_in_key(note)
    if deck_id != deck.id or not is_id(fact_id):
        return False
    if part and not is_id(part):
        return False
    note_type = note_types.get(note.note_type_id)
    if note_type is None or len(note.fields) != len(note_type.fields):
        return False
    return note.guid == guid_of(deck_id, fact_id, part)


def _ids_in_key(note: PublishedNote) -> tuple[str, str, str]:
    """Return deck id, fact id and part from the field Key, "" for each missing one."""
    deck_id, fact_id, part, *_ = [*note.key.split("/"), "", ""]
    return deck_id, fact_id, part


def _line(
    note: PublishedNote, note_type: NoteType, topics: set[str], release: int
) -> LedgerLine:
    """Return the ledger's line of a note that counts as new in a release (from 1)."""
    _, fact_id, part = _ids_in_key(note)
    shape = shape_of_note(note_type, part)
    values = dict(zip(note_type.fields, note.fields, strict=True))
    texts = published_texts_by_number(shape, values)
    return LedgerLine(
        fact=fact_id,
        part=part,
        shape=shape,
        topic=_topic(note, topics),
        hash=content_hash_of(note_type, note.fields),
        first=release,
        changed=note.mod_seconds,
        numbers={
            number: NumberHistory(text, release) for number, text in texts.items()
        },
    )


def _topic(note: PublishedNote, topics: set[str]) -> str:
    """Return the topic of a note, as its tags name it.

    A tag of LiverDeck's, such as `LiverDeck::heart::beat`, ends in a topic or in a tag
    of the author. Return the first ending that is a topic of the deck. If none is,
    return the ending of the first tag, or "" if the note has no tag of LiverDeck's.
    `topics` are the ids of the topics.
    """
    endings = [
        tag.rpartition("::")[2] for tag in note.tags if tag.startswith(f"{TAG_ROOT}::")
    ]
    default = endings[0] if endings else ""
    return next((ending for ending in endings if ending in topics), default)
