"""A ledger that was lost, rebuilt from a published package."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from liverdeck.anki.note_types import (
    CLOZE,
    LIST,
    NOTE_TYPES,
    QUESTION,
    NoteType,
    released_types,
)
from liverdeck.anki.notes import TAG_ROOT, guid_of, hash_of
from liverdeck.base.names import is_id
from liverdeck.base.problems import Position, Problem
from liverdeck.facts.card import REVERSE
from liverdeck.facts.ledger import ASK, Ledger, LedgerLine, NumberHistory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.deck import Deck
    from liverdeck.publishing.published import Published, PublishedNote

_BLANK = re.compile(r"\{\{c([0-9]+)::(.*?)(?:::.*?)?\}\}", re.ASCII | re.DOTALL)


def recover_ledger(
    deck: Deck, package: Published, path: str, now: int
) -> tuple[Ledger | None, tuple[Problem, ...]]:
    """Return the ledger that a deck had when a package was published, as far as the package tells.

    Each time in the package counts as one release, and every note as brought by the one that last changed it. What
    the package cannot tell is lost: earlier times and texts, ids and numbers that were given up. Returns None and the
    problems when the package is not one of this deck, or is dated later than `now` (Unix time).
    """
    types = {kind.id: kind for kind in NOTE_TYPES}
    foreign = [
        note
        for note in package.notes.values()
        if not _is_ours(note, deck, types) or note.mod_seconds > now
    ]
    if foreign or not package.notes:
        what = f"{len(foreign)} of its {len(package.notes)} notes are not of the deck {deck.id!r}"
        mend = "name a package of this deck, as `liverdeck build --frozen` made it"
        return None, (Problem(Position(path), what, mend),)
    releases = tuple(sorted({note.mod_seconds for note in package.notes.values()}))
    topics = {topic.id for topic in deck.topics}
    numbered = {time: number for number, time in enumerate(releases, 1)}
    entries = [
        _entry(note, types[note.note_type], topics, numbered[note.mod_seconds])
        for note in package.notes.values()
    ]
    # A package leaves out the note types it has no notes of; learners get them with their first.
    kinds = [
        package.note_types[kind.id]
        for kind in NOTE_TYPES
        if kind.id in package.note_types
    ]
    found = {kind.name: kind.released for kind in kinds}
    by_name = {entry.name: entry for entry in entries}
    return Ledger(
        deck.id,
        releases,
        released_types() | found,
        by_name,
        recovered_releases=len(releases),
    ), ()


def _is_ours(note: PublishedNote, deck: Deck, types: Mapping[int, NoteType]) -> bool:
    deck_id, fact, part = _key(note)
    kind = types.get(note.note_type)
    return (
        deck_id == deck.id
        and is_id(fact)
        and (not part or is_id(part))
        and kind is not None
        and len(note.fields) == len(kind.fields)
        and note.guid == guid_of(deck_id, fact, part)
    )


def _key(note: PublishedNote) -> tuple[str, str, str]:
    deck_id, fact, part, *_ = [*note.key.split("/"), "", ""]
    return deck_id, fact, part


def _entry(
    note: PublishedNote, kind: NoteType, topics: set[str], release: int
) -> LedgerLine:
    _, fact, part = _key(note)
    numbers = {
        name: NumberHistory(text, release)
        for name, text in _numbers(note, kind).items()
    }
    shape, topic, digest = (
        _shape(kind, part),
        _topic(note, topics),
        hash_of(kind, note.fields),
    )
    return LedgerLine(
        fact, part, shape, topic, digest, release, note.mod_seconds, numbers
    )


def _shape(kind: NoteType, part: str) -> str:
    return {CLOZE: "cloze", QUESTION: "question", LIST: "groups" if part else "list"}[
        kind
    ]


def _topic(note: PublishedNote, topics: set[str]) -> str:
    named = [
        tag.rpartition("::")[2] for tag in note.tags if tag.startswith(f"{TAG_ROOT}::")
    ]
    return next((name for name in named if name in topics), named[0] if named else "")


def _numbers(note: PublishedNote, kind: NoteType) -> dict[str, str]:
    values = dict(zip(kind.fields, note.fields, strict=True))
    if kind is CLOZE:
        return {
            f"c{number}": _plain(text)
            for number, text in _BLANK.findall(values["Text"])
        }
    asks = (
        {ASK: values["Ask"], REVERSE: values["ReverseAsk"]} if kind is QUESTION else {}
    )
    return {name: _plain(text) for name, text in asks.items() if text}


def _plain(markup: str) -> str:
    """Return the text that was escaped at the door to Anki."""
    return html.unescape(markup.replace("<br>", "\n"))
