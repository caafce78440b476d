"""What libyaml could not read: its place, advice, and the rest of the file without it."""

from __future__ import annotations

import re
from typing import Protocol

from liverdeck.base.problems import LINE_END

ON_A_LINE_OF_ITS_OWN = "put the text under `>-` on a line of its own"

_ENTRY = re.compile(r" *- +(id|from|say|ask) *:")
"""The first line of a fact."""

_ADVICE_BY_SYMPTOM = (
    ("mapping values are not allowed", f"a text holds `: `: {ON_A_LINE_OF_ITS_OWN}"),
    (
        "cannot start any token",
        f"a text starts with a character that YAML claims: {ON_A_LINE_OF_ITS_OWN}",
    ),
    (
        "expected comment or line break",
        f"a text starts with > or |: {ON_A_LINE_OF_ITS_OWN}",
    ),
    ("block sequence entries", f"a text starts with `-`: {ON_A_LINE_OF_ITS_OWN}"),
    (
        "unexpected end of stream",
        f"a quotation mark is not closed, or is part of the text: {ON_A_LINE_OF_ITS_OWN}",
    ),
    (
        "escape",
        "a backslash inside double quotes: use single quotes, or `>-` and the text on a line of its own",
    ),
    ("scanning an anchor", f"a text starts with &: {ON_A_LINE_OF_ITS_OWN}"),
    ("scanning an alias", f"a text starts with *: {ON_A_LINE_OF_ITS_OWN}"),
    ("tag", f"a text starts with !: {ON_A_LINE_OF_ITS_OWN}"),
    ("directive", f"a text starts with %: {ON_A_LINE_OF_ITS_OWN}"),
    (
        "could not find expected ':'",
        "a key without `: `, or a text that goes on at the wrong indentation",
    ),
    (
        "expected ',' or",
        "a bracket [ or { is not closed, or a text starts with one: then "
        + ON_A_LINE_OF_ITS_OWN,
    ),
    (
        "expected node content",
        f"a bracket is not closed, or a text starts with , ] or }}: {ON_A_LINE_OF_ITS_OWN}",
    ),
    (
        "expected key",
        f"check the indentation; if a text starts with a quote or a bracket, {ON_A_LINE_OF_ITS_OWN}",
    ),
    ("expected '-' indicator", "check the indentation of this line"),
    ("block end", "check the indentation of this line"),
)


class _Mark(Protocol):
    line: int
    column: int


class _Error(Protocol):
    """What PyYAML's errors carry."""

    context: str | None
    problem: str | None

    @property
    def context_mark(self) -> _Mark | None: ...
    @property
    def problem_mark(self) -> _Mark | None: ...


class SyntaxFault:
    """One place where a text is not YAML."""

    def __init__(self, error: _Error, text: str) -> None:
        """Take PyYAML's error about `text`."""
        self.lines = LINE_END.split(text)
        said = " ".join(filter(None, (error.context, error.problem)))
        mark = error.problem_mark or error.context_mark
        opening = error.context_mark
        if (
            opening is not None and "quoted scalar" in said
        ):  # where it opens tells more than where the file ends
            mark = opening
        self.line, self.column = (
            (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
        )
        if self.line > len(
            self.lines
        ):  # libyaml counts one line more at the end of a file
            self.line, self.column = len(self.lines), len(self.lines[-1]) + 1
        in_a_fact = (
            opening is not None
            and "block collection" not in said
            and "block sequence" not in said
        )
        self.begins = (
            opening.line + 1 if opening is not None and in_a_fact else self.line
        )
        self.what = f"not YAML: {error.problem or error.context}"
        self.fix = next(
            (advice for symptom, advice in _ADVICE_BY_SYMPTOM if symptom in said),
            ON_A_LINE_OF_ITS_OWN,
        )

    def text_without_its_entry(self) -> str | None:
        """Return the text with the fact that holds the fault blanked, line by line; None if it lies in no fact."""
        starts = [
            number for number, line in enumerate(self.lines, 1) if _ENTRY.match(line)
        ]
        if not starts:
            return None
        line = self.begins if self.begins >= starts[0] else self.line
        if line in starts and self.lines[line - 1].find("-") == self.column - 1:
            line -= 1  # the dash of a fact is wrong only because the one before it is not closed
        first = max((start for start in starts if start <= line), default=None)
        if first is None:
            return None
        end = min(
            (start for start in starts if start > first), default=len(self.lines) + 1
        )
        if starts == [first]:
            return None
        return "\n".join(
            [*self.lines[: first - 1], *([""] * (end - first)), *self.lines[end - 1 :]]
        )
