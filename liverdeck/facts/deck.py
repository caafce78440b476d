"""A deck: its topics, the passages of its document, and its facts.

All value classes of this package are frozen and know their position in the author's files. They hold plain text as
the author typed it, without surrounding white space and in Unicode's composed form; every output escapes it itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.base.problems import Position
    from liverdeck.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class Topic:
    """A chapter of the deck. Its id is permanent: it becomes a tag."""

    id: str
    title: str
    position: Position


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the document that facts are drawn from."""

    id: str
    heading: str
    position: Position
    hash: str | None = None
    """Of its text; None where the author wrote the passage by hand and no document was indexed yet."""
    words: frozenset[str] = frozenset()
    """Its vocabulary, in lower case; empty without a hash."""


@dataclass(frozen=True, slots=True)
class Document:
    """The document that the deck is made from, and the day it was read (YYYY-MM-DD)."""

    title: str
    read_on: str


@dataclass(frozen=True, slots=True)
class Deck:
    """A folder of facts, read whole."""

    folder: Path
    id: str
    """Permanent: it is part of every identity."""
    anki_name: str
    """Permanent: Anki matches decks by name."""
    title: str
    description: str
    language: str
    document: Document
    topics: tuple[Topic, ...]
    """In teaching order."""
    passages: tuple[Passage, ...]
    """In the document's order; empty where the deck has no concordance."""
    facts: tuple[Fact, ...]
    """In teaching order: by topic, then file name, then as written. Retired ones are among them."""
    is_whole: bool = True
    """False where parts could not be read: such a deck may be looked at, not published."""

    @property
    def active_facts(self) -> tuple[Fact, ...]:
        """The facts that are not retired, in teaching order."""
        return tuple(fact for fact in self.facts if fact.retired is None)
