"""LiverDeck's note types in Anki: one note type for each kind of note and language.

Anki recognizes a note type in a learner's collection by its schema: its id and name,
and the ids, names and order of its fields and templates. So the schema never changes.
After a change, Anki would add a second note type and never update the old notes again.
For this reason, the spare fields and the template for reverse questions were in the
first release, before any note used them. The field by which notes are sorted never
changes either: if it did, Anki would give all notes of the type the time of the import,
and skip their updates. The HTML of a template, the styling and the settings of a field
may change if `LOOK_CHANGED_SECONDS` is raised too.

Each language has its own note types. If two decks in different languages shared a note
type, the cards of both would have the language of the last import.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, assert_never

from liverdeck.anki import choice_templates, templates
from liverdeck.anki.note_fields import (
    ANSWER,
    ASK,
    FIELDS_MADE_EMPTY,
    GROUP,
    HINT,
    ITEMS,
    KEY,
    OPTIONS,
    REVERSE_ANSWER,
    REVERSE_ASK,
    REVERSE_HINT,
    SHARED_FIELDS,
    TEXT,
    Field,
)
from liverdeck.anki.type_ids import NOTE_TYPE_IDS
from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import words_in
from liverdeck.facts.ledger import ReleasedNoteType
from liverdeck.facts.shapes import SHAPE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from liverdeck.anki.templates import Template
    from liverdeck.anki.type_ids import NoteKind, TypeLanguage
    from liverdeck.facts.shapes import ShapeName

_FIRST_FIELD_ID, _FIRST_TEMPLATE_ID = 100, 200
"""A note type's id plus these numbers gives the ids of its first field and template."""
LOOK_CHANGED_SECONDS = 1795957200
"""Unix time of the last change of a look: 2026-11-29 13:00 UTC.

Anki takes over a new look only if its time is later than the time of the look that the
learner has.
"""


@value_class
class NoteType:
    """An Anki note type with permanent ids."""

    kind: NoteKind
    language: TypeLanguage
    leading_fields: tuple[Field, ...]
    """The fields before `SHARED_FIELDS`.

    The first field is Key. The second field is the question, and Anki's browser sorts
    by it.
    """
    templates: tuple[Template, ...]
    style: str
    """The CSS of the cards."""
    fields: tuple[str, ...] = dataclasses.field(init=False)
    """The names of all fields, in the order that never changes."""

    def __post_init__(self) -> None:
        """Collect the names of the fields only once, since every note needs them."""
        names = tuple(field.name for field in self.all_fields)
        object.__setattr__(self, "fields", names)

    @property
    def id(self) -> int:
        """The permanent id."""
        return NOTE_TYPE_IDS[self.kind, self.language]

    @property
    def name(self) -> str:
        """The permanent name. It ends with the language, even for English."""
        return f"LiverDeck {self.kind} ({self.language})"

    @property
    def is_cloze(self) -> bool:
        """Whether Anki makes the cards from the blanks of a statement."""
        return self.kind == "Cloze"

    @property
    def sort_index(self) -> int:
        """The index of the field by which Anki's browser sorts. It never changes."""
        return 1

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """All fields, in the order that never changes."""
        return self.leading_fields + SHARED_FIELDS

    @property
    def field_settings(self) -> list[dict[str, object]]:
        """The settings of each field, by their names in Anki's JSON."""
        words = words_in(self.language)
        return [
            {
                "rtl": self.language == "rtl" and field.is_content,
                "description": words.text(field.description),
                "collapsed": not field.is_content,
                "excludeFromSearch": not field.is_content,
                "preventDeletion": True,
            }
            for field in self.all_fields
        ]

    def field_id(self, index: int) -> int:
        """Return the permanent id by which Anki recognizes the field at an index."""
        return self.id + _FIRST_FIELD_ID + index

    def template_id(self, index: int) -> int:
        """Return the permanent id by which Anki recognizes the template at an index."""
        return self.id + _FIRST_TEMPLATE_ID + index

    def released_type(self) -> ReleasedNoteType:
        """Return the values of this note type that the ledger records."""
        return ReleasedNoteType(*_hashes_of(self), LOOK_CHANGED_SECONDS)


@cache
def _hashes_of(note_type: NoteType) -> tuple[str, str]:
    """Return the hashes of the schema and the look of a note type."""
    fields = [
        (note_type.field_id(index), name) for index, name in enumerate(note_type.fields)
    ]
    card_templates = [
        (note_type.template_id(index), template.name)
        for index, template in enumerate(note_type.templates)
    ]
    schema = schema_hash(
        (note_type.id, note_type.name),
        fields,
        card_templates,
        is_cloze=note_type.is_cloze,
        sort_index=note_type.sort_index,
    )
    sides = [[template.front, template.back] for template in note_type.templates]
    look = look_hash(note_type.style, sides, note_type.field_settings)
    return schema, look


_EMPTY_FIELDS = dict.fromkeys(FIELDS_MADE_EMPTY, "")


def fields_of(note_type: NoteType, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields of a note in the order of its note type.

    `values` has the fields by name. If a field of `FIELDS_MADE_EMPTY` is missing in it,
    this field is empty. Raises ValueError if another field is missing, or if a name is
    unknown.
    """
    names = note_type.fields
    all_values = {**_EMPTY_FIELDS, **values}
    wrong_names = all_values.keys() ^ names
    if wrong_names:
        raise ValueError(
            f"{note_type.name}: missing or unknown fields: "
            f"{', '.join(sorted(wrong_names))}"
        )
    return tuple(map(all_values.__getitem__, names))


def schema_hash(
    id_and_name: tuple[int, str],
    fields: Sequence[tuple[int | None, str]],
    card_templates: Sequence[tuple[int | None, str]],
    *,
    is_cloze: bool,
    sort_index: int,
) -> str:
    """Return the hash of everything in a note type that must never change.

    `fields` and `card_templates` are pairs of id and name, in the note type's order.
    """
    return _short_hash(
        [*id_and_name, is_cloze, sort_index, list(fields), list(card_templates)]
    )


SETTINGS_OF_LOOK = (
    "rtl",
    "description",
    "collapsed",
    "excludeFromSearch",
    "preventDeletion",
)
"""The settings of a field that may change, by their names in Anki's JSON."""


def look_hash(
    style: str, sides: list[list[str]], settings: Sequence[Mapping[str, object]]
) -> str:
    """Return the hash of the look of a note type's cards and fields.

    `style` is the CSS, and `sides` has the front and the back of each template.
    `settings` has the settings of each field; only `SETTINGS_OF_LOOK` count.
    """
    rows = [[field.get(name) for name in SETTINGS_OF_LOOK] for field in settings]
    return _short_hash([style, sides, rows])


def _short_hash(data: object) -> str:
    """Return the first 16 hex digits of SHA-256 over the data as JSON."""
    return hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]


@cache
def note_type(kind: NoteKind, language: TypeLanguage) -> NoteType:
    """Return the note type of a kind in a language."""
    words = words_in(language)
    style = templates.style(words)
    match kind:
        case "Cloze":
            leading_fields: tuple[Field, ...] = (KEY, TEXT)
            card_templates: tuple[Template, ...] = (templates.cloze(words),)
        case "Question":
            leading_fields = (
                KEY,
                ASK,
                HINT,
                ANSWER,
                REVERSE_ASK,
                REVERSE_HINT,
                REVERSE_ANSWER,
            )
            card_templates = (templates.question(words), templates.reverse(words))
        case "List":
            leading_fields = (KEY, ASK, GROUP, ITEMS)
            card_templates = (templates.list_(words),)
            style += templates.list_style(words)
        case "Choice":
            leading_fields = (KEY, ASK, OPTIONS)
            card_templates = (choice_templates.choice(words),)
            style += choice_templates.STYLE
        case _:
            assert_never(kind)
    return NoteType(kind, language, leading_fields, card_templates, style)


def note_type_of(shape: ShapeName, language: TypeLanguage) -> NoteType:
    """Return the note type of the notes that are made from facts of a shape."""
    return note_type(_kind_of(shape), language)


def _kind_of(shape: ShapeName) -> NoteKind:
    match shape:
        case "cloze":
            return "Cloze"
        case "question":
            return "Question"
        case "list" | "groups":
            return "List"
        case _:
            assert_never(shape)


def deck_note_types(language: TypeLanguage) -> tuple[NoteType, ...]:
    """Return the note types of all notes that are made from facts."""
    kinds = dict.fromkeys(map(_kind_of, SHAPE_NAMES))
    return tuple(note_type(kind, language) for kind in kinds)


def deck_style(language: TypeLanguage) -> str:
    """Return the CSS of all cards that are made from facts."""
    words = words_in(language)
    return templates.style(words) + templates.list_style(words)


def note_types_to_record(language: TypeLanguage) -> dict[str, ReleasedNoteType]:
    """Return the values of each note type for the ledger, by the type's name."""
    return {
        note_type.name: note_type.released_type()
        for note_type in deck_note_types(language)
    }
