"""Rebuilds a lost ledger from a published package."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from liverdeck.anki.note_types import (
    CLOZE,
    NOTE_TYPES,
    QUESTION,
    NoteType,
    released_types,
)
from liverdeck.anki.notes import TAG_ROOT, content_hash_of, guid_of
from liverdeck.base.names import is_id
from liverdeck.base.problems import Position, Problem
from liverdeck.facts.card import REVERSE
from liverdeck.facts.ledger import (
    ASK,
    Ledger,
    LedgerLine,
    NumberHistory,
    ReleasedNoteType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.deck import Deck
    from liverdeck.publishing.published import Published, PublishedNote

_BLANK = re.compile(r"\{\{c([0-9]+)::(.*?)(?:::.*?)?\}\}", re.ASCII | re.DOTALL)


def recover_ledger(
    deck: Deck, package: Published, path: str, now: int
) -> tuple[Ledger | None, tuple[Problem, ...]]:
    """Return the ledger that a deck had when a package was published.

    Each modification time in the package counts as one release. Each note counts as
    new in the release that last changed it. Information that the package does not have
    is lost: earlier times and texts, and ids and numbers that are no longer used.

    Returns None and the problems if the package is not one of this deck, or if a note
    is dated later than `now` (Unix time).
    """
    note_types = {note_type.id: note_type for note_type in NOTE_TYPES}
    notes = package.notes.values()
    foreign = [
        note
        for note in notes
        if not _is_ours(note, deck, note_types) or note.mod_seconds > now
    ]
    if foreign or not notes:
        problem = Problem(
            Position(path),
            f"{len(foreign)} of its {len(notes)} notes are not of the deck {deck.id!r}",
            "name a package of this deck, as `liverdeck build --frozen` made it",
        )
        return None, (problem,)

    releases = tuple(sorted({note.mod_seconds for note in notes}))
    numbers = {time: number for number, time in enumerate(releases, 1)}
    topics = {topic.id for topic in deck.topics}
    lines = [
        _line(note, note_types[note.note_type], topics, numbers[note.mod_seconds])
        for note in notes
    ]
    ledger = Ledger(
        deck.id,
        releases,
        _note_types(package),
        {line.name: line for line in lines},
        recovered_releases=len(releases),
    )
    return ledger, ()


def _note_types(package: Published) -> dict[str, ReleasedNoteType]:
    # A package leaves out the note types that it has no notes of. Learners get such a
    # type with its first note, so we take it as it is now.
    note_types = released_types()
    for note_type in NOTE_TYPES:
        if note_type.id in package.note_types:
            published = package.note_types[note_type.id]
            note_types[published.name] = published.released
    return note_types


def _is_ours(
    note: PublishedNote, deck: Deck, note_types: Mapping[int, NoteType]
) -> bool:
    deck_id, fact, part = _key(note)
    if deck_id != deck.id or not is_id(fact) or (part and not is_id(part)):
        return False
    note_type = note_types.get(note.note_type)
    if note_type is None or len(note.fields) != len(note_type.fields):
        return False
    return note.guid == guid_of(deck_id, fact, part)


def _key(note: PublishedNote) -> tuple[str, str, str]:
    """Return deck id, fact id and part, each empty if the key does not have it."""
    deck_id, fact, part, *_ = [*note.key.split("/"), "", ""]
    return deck_id, fact, part


def _line(
    note: PublishedNote, note_type: NoteType, topics: set[str], release: int
) -> LedgerLine:
    _, fact, part = _key(note)
    texts = _numbers(note, note_type)
    return LedgerLine(
        fact=fact,
        part=part,
        shape=_shape(note_type, part),
        topic=_topic(note, topics),
        hash=content_hash_of(note_type, note.fields),
        first=release,
        changed=note.mod_seconds,
        numbers={name: NumberHistory(text, release) for name, text in texts.items()},
    )


def _shape(note_type: NoteType, part: str) -> str:
    if note_type is CLOZE:
        return "cloze"
    if note_type is QUESTION:
        return "question"
    return "groups" if part else "list"


def _topic(note: PublishedNote, topics: set[str]) -> str:
    names = [
        tag.rpartition("::")[2] for tag in note.tags if tag.startswith(f"{TAG_ROOT}::")
    ]
    default = names[0] if names else ""
    return next((name for name in names if name in topics), default)


def _numbers(note: PublishedNote, note_type: NoteType) -> dict[str, str]:
    values = dict(zip(note_type.fields, note.fields, strict=True))
    if note_type is CLOZE:
        return {
            f"c{number}": _plain(text)
            for number, text in _BLANK.findall(values["Text"])
        }
    if note_type is QUESTION:
        asks = {ASK: values["Ask"], REVERSE: values["ReverseAsk"]}
        return {name: _plain(text) for name, text in asks.items() if text}
    return {}


def _plain(markup: str) -> str:
    """Undo `html_text`: return the text as the author typed it."""
    return html.unescape(markup.replace("<br>", "\n"))
