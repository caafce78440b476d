"""A deck: its topics, the passages of its document, and its facts.

All value classes of this package are frozen. What an author may need to fix has its
position in the author's files. Texts are plain, as the author typed them, but without
surrounding white space and in Unicode's composed form (NFC). Every output escapes them.
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
    """A chapter of the deck. Its id is permanent, because it becomes a tag in Anki."""

    id: str
    title: str
    position: Position


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the document, from which facts are made."""

    id: str
    heading: str
    position: Position
    hash: str | None = None
    """Hash of the text.

    None if the author wrote the passage by hand and `index` has not read the document.
    """
    words: frozenset[str] = frozenset()
    """The different words of the passage, in lower case. Empty without a hash."""


@dataclass(frozen=True, slots=True)
class Document:
    """The document that the deck is made from."""

    title: str
    read_on: str
    """The day when the author read it, as YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Deck:
    """What was read from the folder of a deck, except the ledger."""

    folder: Path
    id: str
    """Permanent: the identity of every note is made from it."""
    anki_name: str
    """Permanent: Anki matches decks by name."""
    title: str
    description: str
    language: str
    document: Document
    topics: tuple[Topic, ...]
    """In teaching order."""
    passages: tuple[Passage, ...]
    """In the document's order. Empty where the deck has no word index."""
    facts: tuple[Fact, ...]
    """In teaching order: by topic, then by file name, then as written.

    The retired facts are among them.
    """
    is_whole: bool = True
    """False if a file of the deck has an error.

    Such a deck can be looked at, but not published.
    """

    @property
    def active_facts(self) -> tuple[Fact, ...]:
        """The facts that are not retired, in teaching order."""
        return tuple(fact for fact in self.facts if fact.retired is None)
