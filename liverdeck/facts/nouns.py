"""The nouns: a deck, its topics and passages, its facts and their answers.

All are frozen, and each one that an author writes knows from birth where it stands. They hold plain text as the
author typed it, without surrounding white space and in Unicode's composed form; every door that lets a text out
(Anki, HTML, XML) escapes it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.facts.problems import Position

ShapeName = Literal["cloze", "question", "list", "groups"]
Order = Literal["any", "fixed"]


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer and the reason to tell the learner."""

    text: str
    why: str
    at: Position


@dataclass(frozen=True, slots=True)
class Number:
    """An answer's numeric reading, as decimal text: `5`, `-0.5`."""

    value: str
    unit: str | None = None
    tolerance: str | None = None
    """How far off still counts, in the same unit; none means exact."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is right for a blank, a question or an item of a list, and what is not."""

    text: str
    at: Position
    accept: tuple[str, ...] = ()
    """Also right: other spellings, abbreviations, plain-language names."""
    reject: tuple[WrongAnswer, ...] = ()
    """Tempting but wrong, with the reason."""
    kind: str | None = None
    """What it is (organ, test, symptom): answers of one kind are each other's distractors."""
    hint: str | None = None
    strict: bool = False
    """No tolerance for spelling."""
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """One place in a statement where a blank hides its text; a blank may have several."""

    number: int
    text: str
    hint: str | None


@dataclass(frozen=True, slots=True)
class Blank:
    """A numbered blank of a statement. The number is permanent: a learner's schedule belongs to it."""

    number: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Cloze:
    """A statement with blanks (`say`)."""

    pieces: tuple[str | Gap, ...]
    """The statement from left to right: plain text and gaps."""
    blanks: tuple[Blank, ...]
    """One for each number, ascending."""
    name: ShapeName = "cloze"


@dataclass(frozen=True, slots=True)
class Reverse:
    """The question asked from the other side: a second card of the same note."""

    ask: str
    answer: Answer
    at: Position


@dataclass(frozen=True, slots=True)
class Question:
    """A question with one answer (`ask` and `answer`)."""

    ask: str
    answer: Answer
    reverse: Reverse | None = None
    name: ShapeName = "question"


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A question whose answer is a list of two or more items (`ask` and `list`)."""

    ask: str
    items: tuple[Answer, ...]
    need: int
    """How many must be named when the whole is asked in a quiz: 1 to the number of items."""
    order: Order = "any"
    name: ShapeName = "list"


@dataclass(frozen=True, slots=True)
class Group:
    """A named part of a long list. Its id is permanent: it is the identity of a note."""

    id: str
    title: str
    items: tuple[Answer, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class GroupedEnumeration:
    """A question whose answer is a long list, learned group by group (`ask` and `groups`)."""

    ask: str
    groups: tuple[Group, ...]
    need: int
    """How many of all groups' items must be named when the whole is asked in a quiz."""
    order: Order = "any"
    name: ShapeName = "groups"


Shape = Cloze | Question | Enumeration | GroupedEnumeration


@dataclass(frozen=True, slots=True)
class Image:
    """A picture shown with the question."""

    file: str
    """Relative to the deck's folder, with forward slashes."""
    alt: str
    at: Position


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know, with one permanent identity."""

    id: str
    topic: str
    passages: tuple[str, ...]
    """Ids of the passages of the document that state it."""
    shape: Shape
    at: Position
    why: str | None = None
    note: str | None = None
    """What goes beyond the document; shown with that label."""
    distractors: tuple[WrongAnswer, ...] = ()
    open: tuple[str, ...] = ()
    """What the document leaves open: neither right nor wrong, never a distractor."""
    difficulty: int | None = None
    """1 (easy) to 3 (hard)."""
    image: Image | None = None
    tags: tuple[str, ...] = ()
    quiz: bool = True
    retired: str | None = None
    """Why it is no longer taught; a retired fact has no cards, and its id stays taken."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A chapter of the deck. Its id is permanent: it becomes a tag."""

    id: str
    title: str
    at: Position


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the document that facts are drawn from."""

    id: str
    heading: str
    at: Position
    hash: str | None = None
    """Of its text; None where the author wrote the passage by hand and no document was indexed yet."""
    words: frozenset[str] = frozenset()
    """Its vocabulary, in lower case; empty without a hash."""


@dataclass(frozen=True, slots=True)
class Document:
    """The document that the deck is made from, and the day it was read (YYYY-MM-DD)."""

    title: str
    read: str


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
    def taught(self) -> tuple[Fact, ...]:
        """The facts that are not retired, in teaching order."""
        return tuple(fact for fact in self.facts if fact.retired is None)
