"""The ledger of all released notes, and the notes that the deck has now.

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

Anki stores the time in 32 bits.
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
    """The values of one released note in the ledger. They are one line of its file."""

    fact: str
    """The id of the fact."""
    part: str
    """The part of the note: empty, or the id of a group."""
    shape: str
    """The name of the fact's shape, such as `cloze`."""
    topic: str
    """The id of the topic."""
    hash: str
    """The hash of the fields in Anki that decide whether the note has changed.

    Empty if two branches were merged, and the branch that changed the note later lacks
    a blank that the other branch released. Then the next release counts the note as
    changed.
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
    """The hash of the tags that learners have."""
    source: str = ""
    """The hash of the source that learners have: document, headings, day, address."""

    @property
    def name(self) -> tuple[str, str]:
        """The id of the fact, and the part. No other note has the same pair."""
        return self.fact, self.part


@value_class
class ReleasedNoteType:
    """An Anki note type as it was last released."""

    schema: str
    """The hash of all that must never change.

    If it changed, Anki would make a second note type.

    These are the id and the name of the note type, and the names, the ids and the order
    of its fields and templates.
    """
    look: str
    """The hash of the content of the templates, and of the styling."""
    changed_seconds: int
    """Unix time (seconds) of the last change of the note type.

    Anki takes over a new look only if this time is later than the time of the note type
    that Anki has.
    """


@value_class
class Ledger:
    """A record of everything that was ever released of one deck."""

    deck: str
    """The id of the deck."""
    releases: tuple[int, ...] = ()
    """Unix time (seconds) of each release, ascending. The first one is release 1."""
    note_types: Mapping[str, ReleasedNoteType] = field(default_factory=dict)
    """The released note types, by name."""
    lines: Mapping[tuple[str, str], LedgerLine] = field(default_factory=dict)
    """The lines of the released notes, by `LedgerLine.name`."""
    recovered_releases: int = 0
    """The number of releases that were recovered from a published package.

    They replace all releases that were made before the ledger was lost, because nobody
    knows the real number of these. It is 0 if the ledger was never lost.
    """
    given_up: tuple[str, ...] = ()
    """Names that must not be used again, although no line has them.

    They are names of notes and of cards, such as `flow` and `flow/c2`, that were given
    up before the ledger was lost. They are sorted. Empty if the ledger was never lost.
    """
    named_twice: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = ()
    """Pairs of notes, by name, that seem to be one question with two names.

    Before two branches were merged, one branch released one name, and the other branch
    the other name. The author is asked which name stays (see `named_twice_dangers`).
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
    """The present id of the fact. `fact` is its oldest id."""
    part_id: str = ""
    """The present id of the group; empty if the note has no group.

    `part` is its oldest id.
    """

    @property
    def name(self) -> tuple[str, str]:
        """The id of the fact, and the part."""
        return self.fact, self.part

    @property
    def name_in_file(self) -> str:
        """The name of the note, made of the present ids in the author's file."""
        return joined_name(self.fact_id, self.part_id)
