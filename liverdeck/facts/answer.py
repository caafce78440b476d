"""An answer: what is right, what else is right, and what is tempting but wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.base.problems import Position


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer, and the reason (`why`) that is shown to the learner."""

    text: str
    why: str
    position: Position


@dataclass(frozen=True, slots=True)
class Number:
    """The number in an answer, as decimal text: `5`, `-0.5`."""

    value: str
    unit: str | None = None
    tolerance: str | None = None
    """The largest difference that is still right, in the same unit.

    If None, only the exact number is right.
    """


@dataclass(frozen=True, slots=True)
class Answer:
    """What is right and what is wrong for a blank, a question or an item of a list."""

    text: str
    position: Position
    accept: tuple[str, ...] = ()
    """Aliases: other spellings, abbreviations, plain-language names."""
    reject: tuple[WrongAnswer, ...] = ()
    """Rejected answers: tempting but wrong, each with the reason."""
    kind: str | None = None
    """Answer kind (organ, test, symptom).

    Answers of one kind can be each other's distractors.
    """
    hint: str | None = None
    strict: bool = False
    """Whether spelling errors are not tolerated."""
    number: Number | None = None
