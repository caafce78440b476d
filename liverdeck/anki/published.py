"""Reading a package that was published: the notes a learner has who imported it.

It may come from anywhere, so it is read as if written by an enemy: sizes are checked before anything is unpacked,
SQLite gets the database as bytes and a limited number of steps, and nothing in it is run.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.anki.notetypes import look_hash, schema_hash
from liverdeck.facts.ledger import NoteType as ReleasedType
from liverdeck.facts.problems import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST_PACKAGE = 512 * 1024 * 1024
"""Bytes, packed; and of the collection inside, unpacked."""
MOST_STEPS = 2_000_000_000
"""Of SQLite's virtual machine; a million notes are read in a tenth of them."""

_COLLECTION = "collection.anki2"
_STEPS_AT_ONCE = 1_000_000
_SEPARATOR = "\x1f"
_NOTES = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
_CARDS = "SELECT nid, ord FROM cards ORDER BY nid, ord"


@dataclass(frozen=True, slots=True)
class PublishedNote:
    """One note as a package holds it."""

    guid: str
    note_type: int
    """Id of its note type."""
    mod: int
    """Unix time of its last change."""
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ordinals: frozenset[int]
    """Of its cards."""

    @property
    def key(self) -> str:
        """Deck id, fact id and part, as the first field of our notes holds them."""
        return self.fields[0]


@dataclass(frozen=True, slots=True)
class Published:
    """A package: its notes by GUID, its note types by id."""

    notes: Mapping[str, PublishedNote]
    note_types: Mapping[int, tuple[str, ReleasedType]]
    """Name, and what a ledger remembers of it."""


def read_package(path: Path) -> tuple[Published | None, Problem | None]:
    """Read an `.apkg` in the form that LiverDeck (and genanki) writes.

    Returns None and the problem when it is not one. Never raises for anything that is in the file.
    """
    try:
        data = _collection_bytes(path)
        return _read_collection(data), None
    except OSError as error:
        return None, Problem(Position(str(path)), f"cannot be read: {error.strerror or error}", "check its name")
    except (
        NotAPackageError,
        zipfile.BadZipFile,
        sqlite3.Error,
        ValueError,
        TypeError,
        KeyError,
        RuntimeError,
    ) as error:
        what = f"not a package that LiverDeck built: {error}"
        return None, Problem(Position(str(path)), what, "name an .apkg made by `liverdeck build`")


class NotAPackageError(Exception):
    """The file is a zip, but not a package we can read; the message says why."""


def _collection_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise NotAPackageError("there is no such file" if not path.exists() else "not an ordinary file")
    if path.stat().st_size > LARGEST_PACKAGE:
        raise NotAPackageError(f"larger than {LARGEST_PACKAGE // 1024 // 1024} MB")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        if _COLLECTION not in archive.namelist():
            raise NotAPackageError(f"no {_COLLECTION} in it")
        with archive.open(_COLLECTION) as file:
            data = file.read(LARGEST_PACKAGE + 1)
    if len(data) > LARGEST_PACKAGE:
        raise NotAPackageError("its collection is too large")
    return data


def _read_collection(data: bytes) -> Published:
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        steps = iter(range(0, MOST_STEPS, _STEPS_AT_ONCE))
        connection.set_progress_handler(lambda: next(steps, None) is None, _STEPS_AT_ONCE)
        ordinals: dict[int, set[int]] = {}
        for note_id, ordinal in connection.execute(_CARDS):
            ordinals.setdefault(_whole(note_id), set()).add(_whole(ordinal))
        notes = {note.guid: note for note in _notes(connection, ordinals)}
        (models,) = connection.execute("SELECT models FROM col").fetchone() or ("",)
        return Published(notes, dict(_note_types(json.loads(models))))
    finally:
        connection.close()


def _notes(connection: sqlite3.Connection, ordinals: dict[int, set[int]]) -> Iterator[PublishedNote]:
    for note_id, guid, note_type, mod, tags, fields in connection.execute(_NOTES):
        values = tuple(_text(fields).split(_SEPARATOR))
        own = frozenset(ordinals.get(_whole(note_id), ()))
        yield PublishedNote(_text(guid), _whole(note_type), _whole(mod), values, tuple(_text(tags).split()), own)


def _note_types(models: object) -> Iterator[tuple[int, tuple[str, ReleasedType]]]:
    if not isinstance(models, dict):
        raise NotAPackageError("its note types cannot be read")
    for model in models.values():
        name = _text(model["name"])
        fields = [[each.get("id"), each["name"]] for each in model["flds"]]
        templates = [[each.get("id"), each["name"]] for each in model["tmpls"]]
        look = [[_text(each["qfmt"]), _text(each["afmt"])] for each in model["tmpls"]]
        schema = schema_hash(int(model["id"]), name, fields, templates, is_cloze=bool(model["type"]))
        released = ReleasedType(schema, look_hash(_text(model["css"]), look), _whole(model["mod"]))
        yield int(model["id"]), (name, released)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotAPackageError("a text is not one")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise NotAPackageError("a number is not one")
    return value
