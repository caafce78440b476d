"""A fact: one thing to know, with one permanent identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.base.problems import Position
    from liverdeck.facts.answer import WrongAnswer
    from liverdeck.facts.shapes import Shape


@dataclass(frozen=True, slots=True)
class Image:
    """A picture shown with the question."""

    file: str
    """Relative to the deck's folder, with forward slashes."""
    alt: str
    position: Position


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know, with one permanent identity."""

    id: str
    topic: str
    passages: tuple[str, ...]
    """Ids of the passages of the document that state it."""
    shape: Shape
    position: Position
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
