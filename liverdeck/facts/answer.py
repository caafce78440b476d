"""An answer: what is right, what else is right, and what is tempting but wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.base.problems import Position


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer and the reason to tell the learner."""

    text: str
    why: str
    position: Position


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
    position: Position
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
