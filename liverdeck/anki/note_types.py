"""LiverDeck's note types in Anki. Their schemas are frozen: they never change.

Anki matches a note type with one in a learner's collection by its schema: its id and
name, and the ids, names and order of its fields and templates. So the schema never
changes. After a change, Anki would add a second note type and never update the old
notes again. That is why the spare fields and the template for reverse questions were in
the first release, before any note used them. The HTML of a template and the styling may
change if `LOOK_CHANGED_SECONDS` is raised too.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, assert_never

from liverdeck.anki import choice_templates, templates
from liverdeck.base.values import value_class
from liverdeck.facts.ledger import ReleasedNoteType
from liverdeck.facts.shapes import SHAPE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from liverdeck.facts.shapes import ShapeName

LOOK_CHANGED_SECONDS = 1795392000
"""Unix time of the last change of a template or of the styling: 2026-11-23 00:00 UTC.

Anki takes over a new look only if its time is later than that of the learner's look.
"""

COMMON_FIELDS = (
    "Image",
    "Why",
    "Note",
    "Source",
    "Spare1",
    "Spare2",
    "Spare3",
    "MyNotes",
)
"""Every note type has these fields after its own fields."""
UNUSED_FIELDS = ("Spare1", "Spare2", "Spare3", "MyNotes")
"""Fields that are empty in a note when it is made. MyNotes belongs to the learner."""
UNTRACKED_FIELDS = ("Key", "Source", "MyNotes")
"""Fields that are left out of a note's hash.

Key holds the ids of the deck and the fact, and the part. It is left out so that a note
that only got a new id keeps its hash and is recognized. MyNotes belongs to the learner.
A new Source alone is not a change: learners get it with the next change of a field that
is in the hash.
"""

_UNUSED_VALUES = dict.fromkeys(UNUSED_FIELDS, "")
"""The values of `UNUSED_FIELDS` in a new note, by field name."""


@value_class
class Template:
    """How one card of a note type looks: the HTML of its front and back."""

    name: str
    front: str
    back: str


@value_class
class NoteType:
    """An Anki note type with permanent ids."""

    id: int
    name: str
    is_cloze: bool
    own_fields: tuple[str, ...]
    """The fields before `COMMON_FIELDS`.

    Key is first, because Anki needs a first field that is unique and never empty.
    """
    templates: tuple[Template, ...]
    own_style: str = ""
    """CSS in addition to the styling that all note types share."""

    @property
    def style(self) -> str:
        """The CSS of the cards of this note type."""
        return templates.STYLE + self.own_style

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of all fields, in the order that never changes."""
        return self.own_fields + COMMON_FIELDS

    def field_id(self, index: int) -> int:
        """Return the permanent id by which Anki recognizes the field at an index."""
        return self.id + 100 + index

    def template_id(self, index: int) -> int:
        """Return the permanent id by which Anki recognizes the template at an index."""
        return self.id + 200 + index

    def released_type(self) -> ReleasedNoteType:
        """Return what the ledger remembers about this note type."""
        fields = [
            (self.field_id(index), name) for index, name in enumerate(self.fields)
        ]
        card_templates = [
            (self.template_id(index), template.name)
            for index, template in enumerate(self.templates)
        ]
        schema = schema_hash(
            self.id, self.name, fields, card_templates, is_cloze=self.is_cloze
        )

        sides = [[template.front, template.back] for template in self.templates]
        look = look_hash(self.style, sides)
        return ReleasedNoteType(schema, look, LOOK_CHANGED_SECONDS)


def fields_of(note_type: NoteType, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields of a note in the order of its note type.

    `values` has the fields by name. Those of `UNUSED_FIELDS` may be left out; they are
    then empty. Raises ValueError if another field is missing, or if a name is unknown.
    """
    names = note_type.fields
    all_values = {**_UNUSED_VALUES, **values}
    wrong_names = all_values.keys() ^ names
    if wrong_names:
        raise ValueError(
            f"{note_type.name}: missing or unknown fields: "
            f"{', '.join(sorted(wrong_names))}"
        )
    return tuple(all_values[name] for name in names)


def schema_hash(
    type_id: int,
    name: str,
    fields: Sequence[tuple[int | None, str]],
    card_templates: Sequence[tuple[int | None, str]],
    *,
    is_cloze: bool,
) -> str:
    """Return the hash of everything by which Anki matches a note type.

    `fields` and `card_templates` are pairs of id and name, in the note type's order.
    """
    return _short_hash([type_id, name, is_cloze, list(fields), list(card_templates)])


def look_hash(style: str, sides: list[list[str]]) -> str:
    """Return the hash of how the cards of a note type look.

    `style` is the CSS, and `sides` has the front and the back of each template.
    """
    return _short_hash([style, sides])


def _short_hash(data: object) -> str:
    """Return the first 16 hex digits of SHA-256 over the data as JSON."""
    return hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]


CLOZE = NoteType(
    id=1795392001000,
    name="LiverDeck Cloze",
    is_cloze=True,
    own_fields=("Key", "Text"),
    templates=(Template("Cloze", templates.CLOZE_FRONT, templates.CLOZE_BACK),),
)
QUESTION = NoteType(
    id=1795392002000,
    name="LiverDeck Question",
    is_cloze=False,
    own_fields=("Key", "Ask", "Answer", "ReverseAsk", "ReverseAnswer"),
    templates=(
        Template("Question", templates.QUESTION_FRONT, templates.QUESTION_BACK),
        Template("Reverse", templates.REVERSE_FRONT, templates.REVERSE_BACK),
    ),
)
LIST = NoteType(
    id=1795392003000,
    name="LiverDeck List",
    is_cloze=False,
    own_fields=("Key", "Ask", "Items"),
    templates=(Template("List", templates.LIST_FRONT, templates.LIST_BACK),),
)
CHOICE = NoteType(
    id=1795392004000,
    name="LiverDeck Choice",
    is_cloze=False,
    own_fields=("Key", "Ask", "Options"),
    templates=(Template("Choice", choice_templates.FRONT, choice_templates.BACK),),
    own_style=choice_templates.STYLE,
)
"""The note type of the notes made from quiz items; a deck has none of these notes."""


def note_type_of(shape: ShapeName) -> NoteType:
    """Return the note type of the notes that are made from facts of a shape."""
    match shape:
        case "cloze":
            return CLOZE
        case "question":
            return QUESTION
        case "list" | "groups":
            return LIST
        case _:
            assert_never(shape)


NOTE_TYPES = tuple(dict.fromkeys(map(note_type_of, SHAPE_NAMES)))
"""The note types of the notes made from facts, each once."""


def released_types() -> dict[str, ReleasedNoteType]:
    """Return what the ledger of a release made now remembers of each note type.

    The result has the note types by name.
    """
    return {note_type.name: note_type.released_type() for note_type in NOTE_TYPES}
