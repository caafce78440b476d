"""The ledger of released notes, and the present state of a note."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.base.problems import Position

ASK = "ask"
"""The name in the ledger for the question of a fact that also has a reverse."""


@dataclass(frozen=True, slots=True)
class NumberHistory:
    """The released texts of one blank number, of `ask` or of `reverse`."""

    text: str
    """The text that was released last."""
    since: int
    """The first release that had the number."""
    until: int | None = None
    """The first release without the number, which is never used again after that."""
    earlier_texts: tuple[str, ...] = ()
    """The texts released before, each once."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One released note."""

    fact: str
    part: str
    shape: str
    topic: str
    hash: str
    """Hash of the note's content as rendered."""
    first: int
    """The first release with this note."""
    changed: int
    """Unix time (seconds) of the release that last changed its content.

    Anki has it as the modification time of the note.
    """
    numbers: Mapping[str, NumberHistory] = field(default_factory=dict)
    withdrawn: int | None = None
    """The first release without this note. None if the last release has it."""

    @property
    def name(self) -> tuple[str, str]:
        """The fact and the part. No other note has the same pair."""
        return self.fact, self.part


@dataclass(frozen=True, slots=True)
class ReleasedNoteType:
    """An Anki note type as it was last released."""

    schema: str
    """Hash of the names, order and ids of its fields and templates.

    Anki matches note types by these. It never changes.
    """
    look: str
    """Hash of its templates and styling."""
    mod: int
    """Unix time (seconds) of its last change.

    Anki ignores a new look without a later time.
    """


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything of one deck that was ever released."""

    deck: str
    releases: tuple[int, ...] = ()
    """Unix times (seconds), ascending. Release n is the n-th of them."""
    note_types: Mapping[str, ReleasedNoteType] = field(default_factory=dict)
    lines: Mapping[tuple[str, str], LedgerLine] = field(default_factory=dict)
    recovered_releases: int = 0
    """How many of the releases were recovered.

    They replace all releases from before the ledger was lost and rebuilt.
    """

    @property
    def last_release_seconds(self) -> int:
        """Unix time (seconds) of the last release; 0 before the first release."""
        return self.releases[-1] if self.releases else 0


@dataclass(frozen=True, slots=True)
class NoteState:
    """One note as the deck has it now. `LedgerLine` explains the fields."""

    fact: str
    part: str
    shape: str
    topic: str
    hash: str
    numbers: Mapping[str, str]
    """The text of each blank, or the questions of `ask` and `reverse`.

    An author may reword these texts without changing the card's name.
    """
    position: Position

    @property
    def name(self) -> tuple[str, str]:
        """The fact and the part."""
        return self.fact, self.part
