"""Where something is wrong, what is wrong, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Position(NamedTuple):
    """A place in a file, as editors count it."""

    path: str
    line: int = 1
    """1-based."""
    column: int = 1
    """1-based, in characters."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Severity(StrEnum):
    """How much a problem matters: an error stops every command that writes."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the author's files."""

    at: Position
    what: str
    """What is wrong, in a few words, with the offending text quoted."""
    mend: str = ""
    """What the author should do next; empty where `what` already says it."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.at}: {self.what}" + (f"; {self.mend}" if self.mend else "")


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error, so that nothing may be written."""
    return any(problem.severity is Severity.ERROR for problem in problems)
