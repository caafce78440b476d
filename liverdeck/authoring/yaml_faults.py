"""Syntax faults that libyaml finds: their position, their fix, and how to read on."""

from __future__ import annotations

import re
from typing import Protocol

from liverdeck.base.problems import LINE_END

ON_A_LINE_OF_ITS_OWN = "put the text under `>-` on a line of its own"

_FIXES_BY_SYMPTOM = (
    ("mapping values are not allowed", f"a text contains `: `: {ON_A_LINE_OF_ITS_OWN}"),
    (
        "cannot start any token",
        f"a text starts with a special character of YAML: {ON_A_LINE_OF_ITS_OWN}",
    ),
    (
        "expected comment or line break",
        f"a text starts with > or |: {ON_A_LINE_OF_ITS_OWN}",
    ),
    ("block sequence entries", f"a text starts with `-`: {ON_A_LINE_OF_ITS_OWN}"),
    (
        "unexpected end of stream",
        "a quotation mark is not closed, or is part of the text: "
        + ON_A_LINE_OF_ITS_OWN,
    ),
    (
        "escape",
        (
            "a backslash inside double quotes: use single quotes, "
            "or `>-` and the text on a line of its own"
        ),
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
        "a bracket is not closed, or a text starts with , ] or }: "
        + ON_A_LINE_OF_ITS_OWN,
    ),
    (
        "expected key",
        "check the indentation; if a text starts with a quote or a bracket, "
        + ON_A_LINE_OF_ITS_OWN,
    ),
    ("expected '-' indicator", "check the indentation of this line"),
    ("block end", "check the indentation of this line"),
)
"""Words in libyaml's message, and the fix. The first of them in a message counts."""

_FACT_START = re.compile(r" *- +(id|from|say|ask) *:")
"""Matches the first line of a fact, if it begins with one of these keys."""


class _Mark(Protocol):
    line: int
    """From 0."""
    column: int
    """From 0."""


class _Error(Protocol):
    """The attributes of PyYAML's errors."""

    context: str | None
    problem: str | None

    @property
    def context_mark(self) -> _Mark | None: ...
    @property
    def problem_mark(self) -> _Mark | None: ...


class SyntaxFault:
    """One fault by which a text is not YAML."""

    def __init__(self, error: _Error, text: str) -> None:
        """Take PyYAML's error about `text`."""
        message = " ".join(filter(None, (error.context, error.problem)))
        self.message = f"not YAML: {error.problem or error.context}"
        self.fix = _fix_for(message)
        self.lines = LINE_END.split(text)
        self.line, self.column = self._position(error, message)
        """The position of the fault, both from 1."""
        self.first_line = self._first_line(error, message)
        """Line (from 1) where the broken text begins.

        libyaml may find the fault many lines later.
        """

    def _position(self, error: _Error, message: str) -> tuple[int, int]:
        mark = error.problem_mark or error.context_mark
        # Where a quotation mark was opened helps more than the end of the file, where
        # libyaml notices that it was not closed.
        if error.context_mark is not None and "quoted scalar" in message:
            mark = error.context_mark
        if mark is None:
            return 1, 1
        # At the end of a file libyaml counts one line too many.
        if mark.line >= len(self.lines):
            return len(self.lines), len(self.lines[-1]) + 1
        return mark.line + 1, mark.column + 1

    def _first_line(self, error: _Error, message: str) -> int:
        # In these messages, the context is the list of all facts.
        is_about_all_facts = (
            "block collection" in message or "block sequence" in message
        )
        if error.context_mark is None or is_about_all_facts:
            return self.line
        return error.context_mark.line + 1

    def text_without_its_fact(self) -> str | None:
        """Return the text with the broken fact replaced by empty lines.

        Returns None if the fault is before the first fact, or in the only fact.
        """
        first_lines = [
            number
            for number, line in enumerate(self.lines, 1)
            if _FACT_START.match(line)
        ]
        if len(first_lines) <= 1:
            return None
        line = self._line_in_the_broken_fact(first_lines)
        start = max((start for start in first_lines if start <= line), default=None)
        if start is None:
            return None
        past_the_file = len(self.lines) + 1
        end = min(
            (later for later in first_lines if later > start), default=past_the_file
        )
        empty_lines = [""] * (end - start)
        return "\n".join(
            [*self.lines[: start - 1], *empty_lines, *self.lines[end - 1 :]]
        )

    def _line_in_the_broken_fact(self, first_lines: list[int]) -> int:
        """Return a line of the broken fact. `first_lines` are those of facts."""
        line = self.first_line if self.first_line >= first_lines[0] else self.line
        if line in first_lines and self.lines[line - 1].find("-") == self.column - 1:
            return line - 1  # libyaml stopped at this dash: the fact before is broken
        return line


def _fix_for(message: str) -> str:
    for symptom, fix in _FIXES_BY_SYMPTOM:
        if symptom in message:
            return fix
    return ON_A_LINE_OF_ITS_OWN
