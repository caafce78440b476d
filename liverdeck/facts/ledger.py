"""What learners hold already, note by note, and the state of a note now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.base.problems import Position
ASK = "ask"
"""The name under which the ledger remembers a question beside its reverse."""


@dataclass(frozen=True, slots=True)
class NumberHistory:
    """What is remembered of a blank's number, of `ask` and of `reverse`: its released texts, and its releases."""

    text: str
    """The last one."""
    since: int
    until: int | None = None
    """The first release without it; a number with one is never used again."""
    was: tuple[str, ...] = ()
    """The texts before, each once."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One released note."""

    fact: str
    part: str
    shape: str
    topic: str
    hash: str
    """Of the note's content as rendered."""
    first: int
    """The release that brought it."""
    changed: int
    """Unix time of the release that last changed its content: the note's modification time in Anki."""
    numbers: Mapping[str, NumberHistory] = field(default_factory=dict)
    withdrawn: int | None = None
    """The first release without it."""

    @property
    def name(self) -> tuple[str, str]:
        """Fact and part: what tells it from every other note."""
        return self.fact, self.part


@dataclass(frozen=True, slots=True)
class ReleasedNoteType:
    """The released form of an Anki note type."""

    schema: str
    """Hash of what Anki matches it by: names, order and ids of fields and templates. Never changes."""
    look: str
    """Hash of its templates and styling."""
    mod: int
    """Unix time of its last change; a new look without a later one never arrives."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that was ever released of one deck."""

    deck: str
    releases: tuple[int, ...] = ()
    """Unix times, ascending; release n is the n-th."""
    note_types: Mapping[str, ReleasedNoteType] = field(default_factory=dict)
    lines: Mapping[tuple[str, str], LedgerLine] = field(default_factory=dict)
    recovered_releases: int = 0
    """How many of the releases stand for all that were made before the ledger was lost and rebuilt."""

    @property
    def last_time(self) -> int:
        """Unix time of the last release, 0 before the first."""
        return self.releases[-1] if self.releases else 0


@dataclass(frozen=True, slots=True)
class NoteState:
    """One note as the deck has it now; see `ledger.Entry` for the words."""

    fact: str
    part: str
    shape: str
    topic: str
    hash: str
    numbers: Mapping[str, str]
    """The text behind each card's name that an author may reword: blanks, or what `ask` and `reverse` ask."""
    position: Position

    @property
    def name(self) -> tuple[str, str]:
        """Fact and part."""
        return self.fact, self.part
