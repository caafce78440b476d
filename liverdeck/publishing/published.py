"""Reading a package that was published: the notes a learner has who imported it.

It may come from anywhere, so it is read as if written by an enemy (see `archive`), and nothing in it is believed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.anki.archive import (
    UNREADABLE,
    NotAPackageError,
    check_file,
    collection_bytes,
    open_database,
)
from liverdeck.anki.note_types import look_hash, schema_hash
from liverdeck.base.problems import Position, Problem, shortened
from liverdeck.facts.ledger import ReleasedNoteType as ReleasedType

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST_PACKAGE = 512 * 1024 * 1024
"""Bytes, with all pictures."""
LARGEST_COLLECTION = 128 * 1024 * 1024
"""Bytes, unpacked; a hundred thousand notes are half of it."""
MOST_STEPS = 200_000_000
"""Of SQLite's virtual machine; a hundred thousand notes are read in a tenth of them."""
LATEST_TIME = 2**32
"""Unix time; what lies later is no date of a release."""

_COLLECTION = "collection.anki2"
_EXPORTED_BY_ANKI = ("collection.anki21", "collection.anki21b")
"""Beside one of these, `collection.anki2` is a stub for old versions of Anki."""
_TABLES = {"notes", "cards", "col"}
_SEPARATOR = "\x1f"
_NOTES = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
_CARDS = "SELECT nid, ord FROM cards ORDER BY nid, ord"


@dataclass(frozen=True, slots=True)
class PublishedNote:
    """One note as a package holds it."""

    guid: str
    note_type: int
    """Id of its note type."""
    mod_seconds: int
    """Unix time of its last change."""
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ordinals: frozenset[int]
    """Of its cards."""

    @property
    def key(self) -> str:
        """Deck id, fact id and part, as the first field of our notes holds them."""
        return self.fields[0]


Part = tuple[int | None, str]
"""Id and name of a field or a template; genanki gives no ids, Anki does."""


@dataclass(frozen=True, slots=True)
class PublishedType:
    """A note type as a package holds it."""

    name: str
    fields: tuple[Part, ...]
    templates: tuple[Part, ...]
    released: ReleasedType
    """What a ledger remembers of it."""

    def fits(self, other: PublishedType) -> bool:
        """Whether Anki takes the two for one: as many parts in the same order, equal by id or, without ids, by name."""
        return _same_parts(self.fields, other.fields) and _same_parts(
            self.templates, other.templates
        )


def _same_parts(one: tuple[Part, ...], other: tuple[Part, ...]) -> bool:
    return len(one) == len(other) and all(
        first[0] == second[0]
        if None not in (first[0], second[0])
        else first[1] == second[1]
        for first, second in zip(one, other, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Published:
    """A package: its notes by GUID, its note types by id."""

    notes: Mapping[str, PublishedNote]
    note_types: Mapping[int, PublishedType]


def read_package(path: Path) -> tuple[Published | None, Problem | None]:
    """Read an `.apkg` in the form that LiverDeck (and genanki) writes.

    Returns None and the problem when it is not one. Never raises for anything that is in the file.
    """
    try:
        return _read_collection(_collection_bytes(path)), None
    except OSError as error:
        return None, Problem(
            Position(str(path)),
            f"cannot be read: {error.strerror or error}",
            "check its name",
        )
    except UNREADABLE as error:
        what = shortened(
            f"not a package that LiverDeck built: {str(error) or 'it is damaged'}"
        )
        return None, Problem(
            Position(str(path)), what, "name an .apkg made by `liverdeck build`"
        )


def _collection_bytes(path: Path) -> bytearray:
    check_file(path)
    if path.stat().st_size > LARGEST_PACKAGE:
        raise NotAPackageError(f"larger than {LARGEST_PACKAGE // 1024 // 1024} MB")
    return collection_bytes(path, _choose, LARGEST_COLLECTION)


def _choose(names: list[str]) -> str:
    if _COLLECTION not in names:
        raise NotAPackageError(f"no {_COLLECTION} in it")
    if not names.count(_COLLECTION) == 1 or not set(_EXPORTED_BY_ANKI).isdisjoint(
        names
    ):
        raise NotAPackageError("Anki exported it, so it holds a learner's collection")
    return _COLLECTION


def _read_collection(data: bytearray) -> Published:
    with open_database(data, _TABLES, MOST_STEPS) as connection:
        ordinals: dict[int, set[int]] = {}
        for note_id, ordinal in connection.execute(_CARDS):
            ordinals.setdefault(_whole(note_id), set()).add(_whole(ordinal))
        notes: dict[str, PublishedNote] = {}
        for note in _notes(connection, ordinals):
            if notes.setdefault(note.guid, note) is not note:
                raise NotAPackageError(f"it holds the note {note.guid!r} twice")
        (models,) = connection.execute("SELECT models FROM col").fetchone() or ("",)
        return Published(notes, dict(_note_types(json.loads(models))))


def _notes(
    connection: sqlite3.Connection, ordinals: dict[int, set[int]]
) -> Iterator[PublishedNote]:
    for note_id, guid, note_type, mod, tags, fields in connection.execute(_NOTES):
        values = tuple(_text(fields).split(_SEPARATOR))
        own = frozenset(ordinals.get(_whole(note_id), ()))
        if not 0 < _whole(mod) <= LATEST_TIME:
            raise NotAPackageError(f"the time {mod} of a note is none")
        yield PublishedNote(
            _text(guid), _whole(note_type), mod, values, tuple(_text(tags).split()), own
        )


def _note_types(models: object) -> Iterator[tuple[int, PublishedType]]:
    if not isinstance(models, dict):
        raise NotAPackageError("its note types cannot be read")
    for key, model in models.items():
        type_id, name = int(key), _text(model["name"])
        fields, templates = _parts(model["flds"]), _parts(model["tmpls"])
        look = [[_text(each["qfmt"]), _text(each["afmt"])] for each in model["tmpls"]]
        is_cloze = bool(_whole(model["type"]))
        schema = schema_hash(type_id, name, fields, templates, is_cloze=is_cloze)
        released = ReleasedType(
            schema, look_hash(_text(model["css"]), look), _whole(model["mod"])
        )
        yield type_id, PublishedType(name, fields, templates, released)


def _parts(parts: list[dict[str, object]]) -> tuple[Part, ...]:
    return tuple(
        (None if each.get("id") is None else _whole(each["id"]), _text(each["name"]))
        for each in parts
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotAPackageError("a text is not one")
    value.encode()  # half of a surrogate pair is no text
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise NotAPackageError("a number is not one")
    return value
