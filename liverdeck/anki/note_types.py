"""The note types, frozen: a learner's collection matches them by these numbers, names and orders for ever.

A changed schema (a field or template added, removed or moved) would make Anki keep a second note type and never
update the old notes again; that is why spare fields and a dormant reverse are here from the first day. Templates and
styling may change, if `LOOK_CHANGED` moves with them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.anki import choice_templates, templates
from liverdeck.facts.ledger import ReleasedNoteType as ReleasedType

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOK_CHANGED = 1795392000
"""Unix time of the last change of any template or of the styling: 2026-11-23 00:00 UTC.

Anki takes over a new look only with a later time than the one it has."""

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
"""Behind each note type's own fields."""
UNTRACKED_FIELDS = ("Key", "Source", "MyNotes")
"""Left out of a note's hash: Key is its identity, Source rides along with the next change, MyNotes is the learner's."""


@dataclass(frozen=True, slots=True)
class Template:
    """One card of a note type."""

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
    """Key first: it is unique and never empty, as Anki wants of the first field."""
    templates: tuple[Template, ...]
    own_style: str = ""
    """Beyond the styling that all types share."""

    @property
    def style(self) -> str:
        """The CSS of its cards."""
        return templates.STYLE + self.own_style

    @property
    def fields(self) -> tuple[str, ...]:
        """Return all field names in their frozen order."""
        return self.own_fields + COMMON_FIELDS

    def field_id(self, ordinal: int) -> int:
        """Return the permanent id by which Anki recognises a renamed field."""
        return self.id + 100 + ordinal

    def template_id(self, ordinal: int) -> int:
        """Return the permanent id by which Anki recognises a renamed template."""
        return self.id + 200 + ordinal

    def released_type(self) -> ReleasedType:
        """Return what the ledger remembers of it."""
        fields = [(self.field_id(n), name) for n, name in enumerate(self.fields)]
        cards = [
            (self.template_id(n), each.name) for n, each in enumerate(self.templates)
        ]
        schema = schema_hash(self.id, self.name, fields, cards, is_cloze=self.is_cloze)
        look = [[each.front, each.back] for each in self.templates]
        return ReleasedType(schema, look_hash(self.style, look), LOOK_CHANGED)


def schema_hash(
    type_id: int,
    name: str,
    fields: Sequence[tuple[int | None, str]],
    cards: Sequence[tuple[int | None, str]],
    *,
    is_cloze: bool,
) -> str:
    """Return the hash of what Anki matches a note type by; fields and templates are pairs of id and name."""
    return _hash([type_id, name, is_cloze, list(fields), list(cards)])


def look_hash(style: str, sides: list[list[str]]) -> str:
    """Return the hash of how its cards look: the styling, and front and back of each template."""
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
"""Of quizzes; a deck's own notes are of the other three."""
NOTE_TYPES = (CLOZE, QUESTION, LIST)


def released_types() -> dict[str, ReleasedType]:
    """Return what the ledger remembers of all note types, by name."""
    return {kind.name: kind.released_type() for kind in NOTE_TYPES}
