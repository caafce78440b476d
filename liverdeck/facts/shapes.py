"""The four shapes of a fact: a statement with blanks, a question, a list and a grouped list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from liverdeck.base.problems import Position
    from liverdeck.facts.answer import Answer
ShapeName = Literal["cloze", "question", "list", "groups"]
Order = Literal["any", "fixed"]


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
    position: Position


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
    position: Position


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
