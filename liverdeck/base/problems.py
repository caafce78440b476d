"""Where something is wrong, what is wrong, and how to mend it."""

from __future__ import annotations

import re
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


LINE_END = re.compile(r"\r\n|\r|\n")


def position_in(text: str, index: int, path: str) -> Position:
    """Return the position of the character at an index (from 0) of a file's text."""
    ends = [match.end() for match in LINE_END.finditer(text, 0, index)]
    return Position(path, len(ends) + 1, index - (ends[-1] if ends else 0) + 1)


MOST_PROBLEMS = 1000
"""Listed for one file; nobody mends more at once, and an enemy may plant millions."""
LONGEST_MESSAGE = 400


class Severity(StrEnum):
    """How much a problem matters: an error stops a release, and every command that meets it."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the author's files."""

    position: Position
    what: str
    """What is wrong, in a few words, with the offending text quoted."""
    fix: str = ""
    """What the author should do next; empty where `what` already says it."""
    severity: Severity = Severity.ERROR
    rule: str = "format"
    """Id of the rule it breaks, as `docs/lint-rules.md` explains it."""

    def __str__(self) -> str:
        return f"{self.position}: {self.what}" + (f"; {self.fix}" if self.fix else "")


class ProblemList:
    """The problems of one file, as many as a person can use, and no more of each than fits a few lines."""

    def __init__(self, path: str) -> None:
        """Begin without problems in the file `path`."""
        self.path = path
        self.found: list[Problem] = []

    @property
    def is_full(self) -> bool:
        """Whether it takes no more, so that reading on is of no use."""
        return len(self.found) >= MOST_PROBLEMS

    def add(
        self, line: int, column: int, what: str, fix: str = "", rule: str = "format"
    ) -> None:
        """Note one error; line and column are 1-based."""
        at = Position(self.path, line, column)
        if len(self.found) == MOST_PROBLEMS - 1:
            self.found.append(
                Problem(
                    at, "more problems follow in this file", "mend the ones above first"
                )
            )
        elif not self.is_full:
            self.found.append(Problem(at, shortened(what), shortened(fix), rule=rule))


def shortened(message: str) -> str:
    """Cut a message that quotes more of the author's text than anyone reads."""
    return (
        message
        if len(message) <= LONGEST_MESSAGE
        else f"{message[:LONGEST_MESSAGE]} ..."
    )


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error, so that nothing may be written."""
    return any(problem.severity is Severity.ERROR for problem in problems)
