"""The ledger of all released notes, and the notes as the deck has them now.

The ledger knows each blank and each question of a note by its *number*: `c1` to `c99`
for a blank, `ask` for a question, and `reverse` for a reverse question. Releases are
counted from 1.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.facts.parts import REVERSE, is_blank_part, joined_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from liverdeck.base.problems import Position

ASK = "ask"
"""The ledger's name for the first question of a fact. The second is `reverse`."""
LATEST_NOTE_SECONDS = 2**32 - 1
"""The latest Unix time that a note can have, in February 2106.

Anki keeps it in 32 bits.
"""


def is_number_name(text: str) -> bool:
    """Whether a text may be a number of the ledger: `c1`, `ask` or `reverse`."""
    return text in (ASK, REVERSE) or is_blank_part(text)


@value_class
class NumberHistory:
    """The released texts of one blank or one question."""

    text: str
    """The text that was released last."""
    since: int
    """The first release with this blank or question."""
    until: int | None = None
    """The first release without this blank or question.

    None if the last release has it. If a blank is withdrawn, its number is never used
    again.
    """
    earlier_texts: tuple[str, ...] = ()
    """The other texts that were released before `text`, each once."""

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts that were released, the last one at the end."""
        return (*self.earlier_texts, self.text)

    def is_released_as(self, text: str) -> bool:
        """Whether the last release has the blank or question with this text."""
        return self.until is None and self.text == text


def texts_other_than(text: str, released: Iterable[str]) -> tuple[str, ...]:
    """Return the released texts that differ from the present `text`, each once."""
    return tuple(old for old in dict.fromkeys(released) if old != text)


@value_class
class LedgerLine:
    """What the ledger remembers of one released note, in one line of its file."""

    fact: str
    """Id of the fact."""
    part: str
    """Part of the note: empty, or the id of a group."""
    shape: str
    """Name of the fact's shape, such as `cloze`."""
    topic: str
    """Id of the topic."""
    hash: str
    """Hash of the fields in Anki that decide whether the note has changed.

    Empty if two branches were merged, and the later one lacks a blank that the other
    one has released. Then the next release counts the note as changed.
    """
    first_release: int
    """The first release with this note."""
    changed_seconds: int
    """Unix time (seconds) of the release that last changed the note's content.

    It is the modification time of the note in the package.
    """
    numbers: Mapping[str, NumberHistory] = field(default_factory=dict)
    """The history of each number: `c1`, `ask` or `reverse`. Empty for lists."""
    withdrawn: int | None = None
    """The first release without this note. None if the last release has it."""
    had_media: bool = False
    """Whether any release of this note had a picture or sound."""
    front: str = ""
    """The question as it was released last, as plain text."""
    answer: str = ""
    """The answer as it was released last, as plain text; for a list, all items."""
    tags: str = ""
    """Hash of the tags that learners have."""
    source: str = ""
    """Hash of the source that learners have: document, headings, day and address."""

    @property
    def name(self) -> tuple[str, str]:
        """The id of the fact, and the part. No other note has the same pair."""
        return self.fact, self.part


@value_class
class ReleasedNoteType:
    """An Anki note type as it was last released."""

    schema: str
    """Hash of what must never change: if it did, Anki would make a second note type.

    It covers the id and the name of the note type, and the names, the ids and the order
    of its fields and templates.
    """
    look: str
    """Hash of the content of the templates, and of the styling."""
    changed_seconds: int
    """Unix time (seconds) of the last change of the note type.

    Anki takes over a new look only if this time is later than the time that Anki has.
    """


@value_class
class Ledger:
    """What was ever released of one deck."""

    deck: str
    """Id of the deck."""
    releases: tuple[int, ...] = ()
    """Unix time (seconds) of each release, ascending. The first one is release 1."""
    note_types: Mapping[str, ReleasedNoteType] = field(default_factory=dict)
    """By the name of the note type."""
    lines: Mapping[tuple[str, str], LedgerLine] = field(default_factory=dict)
    """By `LedgerLine.name`."""
    recovered_releases: int = 0
    """How many of the first releases were recovered from a published package.

    They stand for all releases from before the ledger was lost; nobody knows how many
    these were. 0 if the ledger was never lost.
    """
    given_up: tuple[str, ...] = ()
    """Names that must not be used again, although no line has them.

    They are those of notes and of cards, such as `flow` and `flow/c2`, that were given
    up before the ledger was lost. Sorted; empty if the ledger was never lost.
    """
    named_twice: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = ()
    """Pairs of notes, by name, that seem to be one question with two names.

    Each of two branches gave out one of the two, before they were merged. The author is
    asked which one stays (see `named_twice_dangers`).
    """
    language: str = ""
    """The language of the deck's note types, such as `de`. Empty before a release."""
    anki_name: str = ""
    """The name of the deck in Anki. Empty before a release."""
    document: str = ""
    """The title of the document. Empty before a release."""
    topics: Mapping[str, int] = field(default_factory=dict)
    """The number of each released topic, by the topic's id. See `topic_order`."""

    @property
    def last_release_seconds(self) -> int:
        """Unix time (seconds) of the last release; 0 before the first release."""
        return self.releases[-1] if self.releases else 0

    def unknown_release_message(self, release: int | str) -> str:
        """Return the message for a release that the ledger does not have."""
        return f"no release {release}; this deck has {len(self.releases)}"


@value_class
class NoteState:
    """One note as the deck has it now.

    `fact`, `part`, `shape`, `topic` and `hash` are as in `LedgerLine`.
    """

    fact: str
    part: str
    shape: str
    topic: str
    hash: str
    texts_by_number: Mapping[str, str]
    """The text of each blank (`c1`) and of each question (`ask`, `reverse`).

    An author may reword these texts. The name of the card stays the same.
    """
    position: Position
    has_media: bool = False
    """Whether the note has a picture or sound."""
    front: str = ""
    """`front`, `answer`, `tags` and `source` are as in `LedgerLine`."""
    answer: str = ""
    tags: str = ""
    source: str = ""
    fact_id: str = ""
    """The id that the fact has now. `fact` is its oldest id."""
    part_id: str = ""
    """The id that the group has now; empty if the note has no group.

    `part` is its oldest id.
    """

    @property
    def name(self) -> tuple[str, str]:
        """The id of the fact, and the part."""
        return self.fact, self.part

    @property
    def name_in_file(self) -> str:
        """The name of the note with the ids that are in the author's file now."""
        return joined_name(self.fact_id, self.part_id)
