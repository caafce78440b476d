"""Problems: the position of a fault, what is wrong, and how to fix it."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, NewType, Protocol

from liverdeck.base.patterns import lazy_pattern
from liverdeck.base.phrases import counted
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PROBLEMS = 1000
"""At most this many problems are listed for one file.

Nobody fixes more problems at once, and a hostile file may have millions.
"""
LONGEST_MESSAGE = 400
"""A longer message or fix is cut after this many characters."""
LINE_END = lazy_pattern(r"\r\n|\r|\n")
"""Matches the end of a line, as Windows, old Macs or Unix write it."""
LINE = lazy_pattern(rf"[^\r\n]*(?:{LINE_END.pattern}|$)")
"""Matches a line with its end."""
NO_LINE = 0
"""The line and the column of a position that is not in a file."""
ID_CHARACTER = "[a-z0-9-]"
"""Matches a character of an id."""
_PART_OF_DATA = lazy_pattern(
    rf"(?P<name>[a-z]+)\[(?P<index>[0-9]{{1,18}})\](?: \((?P<id>{ID_CHARACTER}+)\))?",
    re.ASCII,
)
"""Matches a path that `part_of_data` returns."""


class Position(NamedTuple):
    """A position in a file, or in the data from which a Python program makes a deck.

    The line and the column are the numbers that an editor shows.
    """

    path: str
    """The path of a file, or the name of a part of the data, such as `facts[2]`."""
    line: int = 1
    """The line, counted from 1; `NO_LINE` in data."""
    column: int = 1
    """The column in characters, counted from 1; `NO_LINE` in data."""

    def __str__(self) -> str:
        if self.line == NO_LINE:
            return self.path
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def data_index(self) -> int | None:
        """The index of the fact or passage in data, from 0; None in a file."""
        part = self._part_of_data
        return None if part is None else int(part["index"])

    @property
    def data_id(self) -> str | None:
        """The id of the fact or passage in data; None in a file, or without an id."""
        part = self._part_of_data
        return None if part is None else part["id"]

    @property
    def sort_key(self) -> tuple[str, int, int, int]:
        """The key for sorting positions: `facts[2]` comes before `facts[10]`."""
        part = self._part_of_data
        if part is None:
            return (self.path, self.line, self.column, 0)
        return (part["name"], self.line, self.column, int(part["index"]))

    @property
    def _part_of_data(self) -> re.Match[str] | None:
        return _PART_OF_DATA.fullmatch(self.path) if self.line == NO_LINE else None

    @property
    def line_in_words(self) -> str:
        """The line in words: "on line 5", or "above" if there is no line."""
        return "above" if self.line == NO_LINE else f"on line {self.line}"


def part_of_data(name: str, index: int, id: str | None) -> str:  # noqa: A002
    """Return the path of the position of a fact or passage in data: `facts[2] (rate)`.

    `id` is the id of the fact or passage; None if it has no valid id.
    """
    return f"{name}[{index}]" if id is None else f"{name}[{index}] ({id})"


def position_in(text: str, index: int, path: str) -> Position:
    """Return the position of the character at an index (from 0) in a file's text."""
    line_ends = [match.end() for match in LINE_END.finditer(text, 0, index)]
    line_start = line_ends[-1] if line_ends else 0
    return Position(path, len(line_ends) + 1, index - line_start + 1)


class Severity(StrEnum):
    """The severity of a problem.

    As long as a deck has an error, no package and no quiz may be made from it.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """A number to sort by: 0 for an error, which is the most severe."""
        return list(Severity).index(self)


RuleId = NewType("RuleId", str)
"""The id of a rule, such as `format` or `grounding`.

The ids have their own type, so that the type checker refuses any other text as an id.
"""


class ReadingRule:
    """The ids of the rules that are checked while a deck is read.

    It is always an error to break such a rule, and these rules cannot be switched off.
    `docs/lint-rules.md` explains them together with the other rules of lint.
    """

    YAML: Final = RuleId("yaml")
    FORMAT: Final = RuleId("format")
    ID: Final = RuleId("id")
    SHAPE: Final = RuleId("shape")
    BLANKS: Final = RuleId("blanks")
    REFERENCE: Final = RuleId("reference")
    LEDGER: Final = RuleId("ledger")


READING_RULES = (
    ReadingRule.YAML,
    ReadingRule.FORMAT,
    ReadingRule.ID,
    ReadingRule.SHAPE,
    ReadingRule.BLANKS,
    ReadingRule.REFERENCE,
    ReadingRule.LEDGER,
)
"""All ids of `ReadingRule`, in the order of the manual."""


@value_class
class Problem:
    """Something wrong in the author's files."""

    position: Position
    message: str
    """What is wrong, in a few words. It quotes the text that is wrong."""
    fix: str = ""
    """What the author should do. Empty if `message` already says it."""
    severity: Severity = Severity.ERROR
    rule: RuleId = ReadingRule.FORMAT
    """The rule that is broken; `docs/lint-rules.md` explains the rules."""

    @property
    def message_and_fix(self) -> str:
        """The message, and the fix if there is one."""
        return f"{self.message}; {self.fix}" if self.fix else self.message

    def __str__(self) -> str:
        return f"{self.position}: {self.message_and_fix}"


class HasLineAndColumn(Protocol):
    """An object with a line and a column: a position, or a syntax fault."""

    @property
    def line(self) -> int:
        """Counted from 1."""

    @property
    def column(self) -> int:
        """In characters, counted from 1."""


class Mark(Protocol):
    """A position as libyaml counts it, from 0."""

    @property
    def line(self) -> int:
        """Counted from 0."""

    @property
    def column(self) -> int:
        """In characters, counted from 0."""

    @property
    def index(self) -> int:
        """The number of characters before the position in the text."""


class HasMark(Protocol):
    """An object with a mark: a YAML node."""

    @property
    def start_mark(self) -> Mark:
        """The position where the node begins."""


HasPosition = HasLineAndColumn | HasMark
"""An object with a position in a file or in data."""


def is_in_data(source: HasPosition) -> bool:
    """Whether an object is in the data of a Python program, and not in a file."""
    return ProblemList("").position_of(source).line == NO_LINE


class ProblemList:
    """A list of at most `MOST_PROBLEMS` errors of a file, with shortened messages."""

    def __init__(self, path: str, rule: RuleId = ReadingRule.FORMAT) -> None:
        """Start an empty list for the file `path`.

        `rule` is the rule that an error breaks if the caller of `add` names no rule.
        """
        self.path = path
        self.rule = rule
        self.problems: list[Problem] = []

    @property
    def is_full(self) -> bool:
        """Whether the list takes no more problems, so that reading on is useless."""
        return len(self.problems) >= MOST_PROBLEMS

    def position_of(self, source: HasPosition) -> Position:
        """Return the position with the line and column of `source`, in this file."""
        try:
            mark = source.start_mark  # type: ignore[union-attr]
        except AttributeError:
            return Position(self.path, source.line, source.column)  # type: ignore[union-attr]
        # A deck has a position for each answer, and `Position()` takes twice as long.
        return tuple.__new__(Position, (self.path, mark.line + 1, mark.column + 1))

    def add(
        self,
        source: HasPosition,
        message: str,
        fix: str = "",
        rule: RuleId | None = None,
    ) -> None:
        """Add one error, at the line and column of `source`.

        The last error that fits into the list is replaced by a message that more
        problems follow. Later errors are left out.
        """
        if self.is_full:
            return
        if len(self.problems) == MOST_PROBLEMS - 1:
            message = "more problems follow in this file"
            fix = "fix the ones above first"
            rule = None
        self.problems.append(
            Problem(
                self.position_of(source),
                shortened_message(message),
                shortened_message(fix),
                rule=rule or self.rule,
            )
        )


def shortened_message(message: str) -> str:
    """Return a message. If it is longer than `LONGEST_MESSAGE`, it is cut."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    return f"{message[:LONGEST_MESSAGE]} ..."


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Return the errors among the problems."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error, so that nothing may be made."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def severity_counts(problems: Iterable[Problem]) -> dict[Severity, str]:
    """Return the count of each severity in words: "2 errors", "1 advice".

    The most severe problems come first. A severity without problems is left out.
    """
    counts = Counter(problem.severity for problem in problems)
    return {
        severity: _count_text(counts[severity], severity)
        for severity in Severity
        if counts[severity]
    }


def _count_text(count: int, severity: Severity) -> str:
    if severity is Severity.ADVICE:  # has no plural
        return f"{count:,} advice"
    return counted(count, severity.value)
