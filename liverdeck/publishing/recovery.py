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

# The number and the text of a blank. A hint may follow the text.
_BLANK = re.compile(r"\{\{c([0-9]+)::(.*?)(?:::.*?)?\}\}", re.ASCII | re.DOTALL)


def recover_ledger(
    deck: Deck, package: Published, path: str, now: int
) -> tuple[Ledger | None, tuple[Problem, ...]]:
    """Return the ledger that a deck had when a package was published.

    Each modification time in the package counts as one release. Each note counts as
    new in the release that last changed it. The package does not have earlier times and
    texts, nor ids and numbers that are no longer used, so the ledger is without them.

    `path` is that of the package, for problems. Returns None and the problems if the
    package has no notes, or one that is not of this deck or is dated later than `now`
    (Unix time).
    """
    note_types = {note_type.id: note_type for note_type in NOTE_TYPES}
    notes = package.notes.values()
    refused = [
        note
        for note in notes
        if not _is_of_deck(note, deck, note_types) or note.mod_seconds > now
    ]
    if refused or not notes:
        problem = Problem(
            Position(path),
            f"{len(refused)} of its {len(notes)} notes are not of the deck {deck.id!r} "
            "or are dated in the future",
            "name a package of this deck, as `liverdeck build --frozen` made it",
        )
        return None, (problem,)

    releases = tuple(sorted({note.mod_seconds for note in notes}))
    release_by_time = {time: release for release, time in enumerate(releases, 1)}
    topics = {topic.id for topic in deck.topics}
    lines = [
        _line(
            note, note_types[note.note_type], topics, release_by_time[note.mod_seconds]
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
    return ledger, ()


def _note_types(package: Published) -> dict[str, ReleasedNoteType]:
    # A package leaves out the note types that none of its notes has. Learners get such
    # a note type with its first note, so we take it as it is now.
    note_types = released_types()
    for note_type in NOTE_TYPES:
        if note_type.id in package.note_types:
            published = package.note_types[note_type.id]
            note_types[published.name] = published.released
    return note_types


def _is_of_deck(
    note: PublishedNote, deck: Deck, note_types: Mapping[int, NoteType]
) -> bool:
    deck_id, fact, part = _key(note)
    if deck_id != deck.id or not is_id(fact):
        return False
    if part and not is_id(part):
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
    texts = _texts_by_number(note, note_type)
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
    """Return the topic in a note's tags.

    If the deck no longer has it, that is the first of our tags, or "" without any.
    """
    names = [
        tag.rpartition("::")[2] for tag in note.tags if tag.startswith(f"{TAG_ROOT}::")
    ]
    default = names[0] if names else ""
    return next((name for name in names if name in topics), default)


def _texts_by_number(note: PublishedNote, note_type: NoteType) -> dict[str, str]:
    """Return the texts of the blanks by `c1`, or the questions by `ask` and `reverse`.

    A list has none.
    """
    values = dict(zip(note_type.fields, note.fields, strict=True))
    if note_type is CLOZE:
        return {
            f"c{number}": _plain(text)
            for number, text in _BLANK.findall(values["Text"])
        }
    if note_type is QUESTION:
        questions = {ASK: values["Ask"], REVERSE: values["ReverseAsk"]}
        return {name: _plain(text) for name, text in questions.items() if text}
    return {}


def _plain(markup: str) -> str:
    """Undo `html_text`: return the text as the author typed it."""
    return html.unescape(markup.replace("<br>", "\n"))
