"""The note types, frozen.

Anki matches them with those of a learner's collection by these ids, names and orders,
so these never change. After a change of the schema (a field or template added, removed
or moved), Anki would keep a second note type and never update the old notes again. That
is why the spare fields and the template for a reverse were here from the first day,
before they were used. Templates and styling may change if `LOOK_CHANGED` is raised too.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.anki import choice_templates, templates
from liverdeck.facts.ledger import ReleasedNoteType

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOK_CHANGED = 1795392000
"""Unix time of the last change of a template or of the styling: 2026-11-23 00:00 UTC.

Anki takes over a new look only if its time is later than the one that Anki has.
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
"""Every note type has these after its own fields."""
UNTRACKED_FIELDS = ("Key", "Source", "MyNotes")
"""Fields that are left out of a note's hash.

Key is the note's identity, and MyNotes belongs to the learner. A new Source alone is
not a change: learners get it with the next change of another field.
"""


@dataclass(frozen=True, slots=True)
class Template:
    """How one card of a note type looks: the HTML of its front and back."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """An Anki note type with permanent ids."""

    id: int
    name: str
    is_cloze: bool
    own_fields: tuple[str, ...]
    """The fields before `COMMON_FIELDS`.

    Key is first: it is unique and never empty, as Anki requires of the first field.
    """
    templates: tuple[Template, ...]
    own_style: str = ""
    """CSS in addition to the styling that all note types share."""

    @property
    def style(self) -> str:
        """Return the CSS of its cards."""
        return templates.STYLE + self.own_style

    @property
    def fields(self) -> tuple[str, ...]:
        """Return all field names in their frozen order."""
        return self.own_fields + COMMON_FIELDS

    def field_id(self, ordinal: int) -> int:
        """Return the permanent id by which Anki recognises a field."""
        return self.id + 100 + ordinal

    def template_id(self, ordinal: int) -> int:
        """Return the permanent id by which Anki recognises a template."""
        return self.id + 200 + ordinal

    def released_type(self) -> ReleasedNoteType:
        """Return what the ledger remembers about this note type."""
        fields = [
            (self.field_id(ordinal), name) for ordinal, name in enumerate(self.fields)
        ]
        card_templates = [
            (self.template_id(ordinal), template.name)
            for ordinal, template in enumerate(self.templates)
        ]
        schema = schema_hash(
            self.id, self.name, fields, card_templates, is_cloze=self.is_cloze
        )

        sides = [[template.front, template.back] for template in self.templates]
        look = look_hash(self.style, sides)
        return ReleasedNoteType(schema, look, LOOK_CHANGED)


def schema_hash(
    type_id: int,
    name: str,
    fields: Sequence[tuple[int | None, str]],
    card_templates: Sequence[tuple[int | None, str]],
    *,
    is_cloze: bool,
) -> str:
    """Return the hash of everything by which Anki matches a note type.

    `fields` and `card_templates` are pairs of id and name, in their order.
    """
    return _hash([type_id, name, is_cloze, list(fields), list(card_templates)])


def look_hash(style: str, sides: list[list[str]]) -> str:
    """Return the hash of how the cards of a note type look.

    `style` is the CSS, and `sides` has the front and the back of each template.
    """
    return _hash([style, sides])


def _hash(data: object) -> str:
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
"""Only for quizzes."""
NOTE_TYPES = (CLOZE, QUESTION, LIST)
"""The note types of a deck's own notes."""


def released_types() -> dict[str, ReleasedNoteType]:
    """Return what the ledger remembers about the note types of a deck, by name."""
    return {note_type.name: note_type.released_type() for note_type in NOTE_TYPES}
