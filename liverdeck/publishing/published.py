"""Read a published package: the notes that a learner has after importing it.

The package may come from anywhere, so it is read as if an attacker had written it (see
`anki/archive.py`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from liverdeck.anki.allowance import Allowance
from liverdeck.anki.archive import (
    COLLECTIONS_OF_ANKI,
    LARGEST_LIVERDECK_COLLECTION,
    LONGEST_VALUE_BYTES,
    MOST_NOTES,
    OLDEST_COLLECTION_NAME,
    UNREADABLE,
    PackageRefusedError,
    collection_bytes,
    open_database,
    refused_package,
    require_ordinary_file,
)
from liverdeck.anki.note_types import look_hash, schema_hash
from liverdeck.anki.notes import FIELD_SEPARATOR
from liverdeck.base.files import larger_than, unreadable_problem
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.facts.ledger import LATEST_NOTE_SECONDS, ReleasedNoteType

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path


LARGEST_PACKAGE = 512 * 1024 * 1024
"""A package with more bytes than this is refused. Its pictures count too."""
MOST_CARDS = 200_000
"""A package with more cards than this is refused."""
MOST_TEXTS_OF_A_NOTE = 1000
"""A package is refused if a note has more fields, or more tags, than this."""
MOST_TEXTS = 1_000_000
"""A package whose notes have more fields and tags than this together is refused."""
MOST_CHARACTERS = 32 * 1024 * 1024
"""A package is refused if all its notes together have more characters than this.

In memory, a character has up to four bytes.
"""
LONGEST_MODELS = 1024 * 1024
"""A package is refused if the JSON of its note types has more characters than this.

The JSON of LiverDeck's own note types has 20,000 characters. When the JSON is parsed,
one character can become an object of 30 bytes.
"""
MOST_STEPS = 200_000_000
"""A package is refused if SQLite's virtual machine needs more steps than this.

Reading fifty thousand notes takes a twentieth of these steps.
"""

_TABLES = {"notes", "cards", "col"}
_SELECT_NOTES = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
_SELECT_CARDS = "SELECT nid, ord FROM cards ORDER BY nid, ord"
_SELECT_MODELS = "SELECT models FROM col WHERE length(models) <= ?"


@value_class
class PublishedNote:
    """One note in a package."""

    guid: str
    note_type_id: int
    """The id of the note type."""
    modified_seconds: int
    """Unix time of the note's last change."""
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ordinals: frozenset[int]
    """The ordinals of the note's cards."""

    @property
    def key(self) -> str:
        """The first field; in our notes `deck/fact` or `deck/fact/part`."""
        return self.fields[0]


IdAndName = tuple[int | None, str]
"""The id and the name of a field or of a template.

The id is None in a package that a program made with genanki alone. LiverDeck and Anki
write ids.
"""


@value_class
class PublishedType:
    """A note type in a package."""

    name: str
    fields: tuple[IdAndName, ...]
    templates: tuple[IdAndName, ...]
    released_type: ReleasedNoteType
    """The values of this note type that a ledger records."""

    def fits(self, other: PublishedType) -> bool:
        """Whether Anki treats this note type and `other` as the same.

        Anki does so if the two note types have the same fields and the same templates
        in the same order. Two fields (or two templates) are the same if they have the
        same id. If one of the two has no id, their names are compared instead.
        """
        return _are_all_same(self.fields, other.fields) and _are_all_same(
            self.templates, other.templates
        )


def _are_all_same(
    members: tuple[IdAndName, ...], others: tuple[IdAndName, ...]
) -> bool:
    """Whether two note types have the same fields (or templates) in the same order."""
    return len(members) == len(others) and all(map(_are_same, members, others))


def _are_same(member: IdAndName, other: IdAndName) -> bool:
    """Whether two fields or two templates are the same. See `PublishedType.fits`."""
    member_id, member_name = member
    other_id, other_name = other
    if member_id is None or other_id is None:
        return member_name == other_name
    return member_id == other_id


@value_class
class Published:
    """A published package: its notes by GUID and its note types by id."""

    notes: Mapping[str, PublishedNote]
    note_types: Mapping[int, PublishedType]


def read_package(path: Path) -> Result[Published]:
    """Read an `.apkg` in the format that LiverDeck (and genanki) writes.

    If the file cannot be read, is not a package in this format or exceeds a limit, the
    result has one problem and no package. Whatever the file contains, this function
    raises no error.
    """
    try:
        return Result(_read_collection(_collection_bytes(path)))
    except OSError as error:
        problem = unreadable_problem(path, error)
    except UNREADABLE as error:
        fix = "name an .apkg made by `liverdeck build`"
        problem = refused_package(
            path, error, "not a package that LiverDeck built", fix
        )
    return Result(None, (problem,))


def _collection_bytes(path: Path) -> bytearray:
    require_ordinary_file(path)
    if path.stat().st_size > LARGEST_PACKAGE:
        raise PackageRefusedError(larger_than(LARGEST_PACKAGE))
    return collection_bytes(path, _collection_name, LARGEST_LIVERDECK_COLLECTION)


def _collection_name(names: list[str]) -> str:
    """Return the name of the database among the names of a package's files."""
    if OLDEST_COLLECTION_NAME not in names:
        raise PackageRefusedError(f"no {OLDEST_COLLECTION_NAME} in it")
    is_from_anki = any(name in names for name in COLLECTIONS_OF_ANKI)
    if is_from_anki or names.count(OLDEST_COLLECTION_NAME) > 1:
        raise PackageRefusedError(
            "Anki exported it, so it holds a learner's collection"
        )
    return OLDEST_COLLECTION_NAME


def _read_collection(data: bytearray) -> Published:
    """Read notes and note types from the bytes of a package's database."""
    with open_database(data, _TABLES, MOST_STEPS, LONGEST_VALUE_BYTES) as connection:
        ordinals_by_note: dict[int, set[int]] = {}
        allowance = Allowance("cards", MOST_CARDS)
        for note_id, ordinal in connection.execute(_SELECT_CARDS):
            allowance.take()
            ordinals = ordinals_by_note.setdefault(_integer(note_id), set())
            ordinals.add(_integer(ordinal))

        notes: dict[str, PublishedNote] = {}
        for note in _notes(connection, ordinals_by_note):
            if note.guid in notes:
                raise PackageRefusedError(f"it holds the note {note.guid!r} twice")
            notes[note.guid] = note

        models = connection.execute(_SELECT_MODELS, (LONGEST_MODELS,)).fetchone()
        if models is None:
            raise PackageRefusedError("its note types are missing, or too long")
        return Published(notes, dict(_note_types(json.loads(models[0]))))


def _notes(
    connection: sqlite3.Connection, ordinals_by_note: dict[int, set[int]]
) -> Iterator[PublishedNote]:
    note_allowance = Allowance("notes", MOST_NOTES)
    text_allowance = Allowance("fields and tags", MOST_TEXTS)
    character_allowance = Allowance("characters", MOST_CHARACTERS)
    for row in connection.execute(_SELECT_NOTES):
        note_id, guid, note_type_id, modified_seconds, tags, fields = row
        note_allowance.take()
        character_allowance.take(
            len(_text(guid)) + len(_text(fields)) + len(_text(tags))
        )
        values = _split(fields, FIELD_SEPARATOR)
        tag_names = _split(tags)
        text_allowance.take(len(values) + len(tag_names))
        ordinals = frozenset(ordinals_by_note.get(_integer(note_id), ()))
        if not 0 < _integer(modified_seconds) <= LATEST_NOTE_SECONDS:
            raise PackageRefusedError(
                f"a note has the impossible time {modified_seconds}"
            )
        yield PublishedNote(
            guid,
            _integer(note_type_id),
            modified_seconds,
            values,
            tag_names,
            ordinals,
        )


def _split(text: str, separator: str | None = None) -> tuple[str, ...]:
    """Split a text at each separator; without a separator, split it at its spaces."""
    texts = text.split(separator, MOST_TEXTS_OF_A_NOTE)
    if len(texts) > MOST_TEXTS_OF_A_NOTE:
        raise PackageRefusedError(
            f"a note has more than {MOST_TEXTS_OF_A_NOTE} fields or tags"
        )
    return tuple(texts)


def _note_types(models: object) -> Iterator[tuple[int, PublishedType]]:
    """Yield the note types with their ids; `models` is Anki's JSON, parsed."""
    if not isinstance(models, dict):
        raise PackageRefusedError("its note types cannot be read")
    for id_text, model in models.items():
        type_id, name = int(id_text), _text(model["name"])
        fields = _ids_and_names(model["flds"])
        templates = _ids_and_names(model["tmpls"])
        sides = [
            [_text(template["qfmt"]), _text(template["afmt"])]
            for template in model["tmpls"]
        ]
        is_cloze = bool(_integer(model["type"]))
        schema = schema_hash(
            (type_id, name),
            fields,
            templates,
            is_cloze=is_cloze,
            sort_index=_integer(model["sortf"]),
        )
        look = look_hash(_text(model["css"]), sides, model["flds"])
        released_type = ReleasedNoteType(schema, look, _integer(model["mod"]))
        yield type_id, PublishedType(name, fields, templates, released_type)


def _ids_and_names(
    fields_or_templates: list[dict[str, object]],
) -> tuple[IdAndName, ...]:
    return tuple(
        (_optional_id(values.get("id")), _text(values["name"]))
        for values in fields_or_templates
    )


def _optional_id(value: object) -> int | None:
    return None if value is None else _integer(value)


def _text(value: object) -> str:
    """Return a value that must be text.

    Raises an error of `UNREADABLE` if the value is not text or cannot be written as
    UTF-8.
    """
    if not isinstance(value, str):
        raise PackageRefusedError("a value that must be text is not text")
    value.encode()  # raises for half of a surrogate pair
    return value


def _integer(value: object) -> int:
    """Return a value that must be a whole number, or raise PackageRefusedError."""
    if not isinstance(value, int):
        raise PackageRefusedError("a value that must be a whole number is not one")
    return value
