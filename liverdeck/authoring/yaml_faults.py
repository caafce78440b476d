"""Syntax faults that libyaml finds, with their positions and fixes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from liverdeck.base.problems import LINE_END

if TYPE_CHECKING:
    from collections.abc import Container

ON_A_LINE_OF_ITS_OWN = "put the text under `>-` on a line of its own"
"""The fix for most faults: under `>-` a text may contain any special character."""

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
"""Pairs of words in a message of libyaml and the fix for the fault.

The first pair with words that are in the message is used.
"""
_KEY_OF_FILE = re.compile(r"[^\s#-][^:]*:(?: |$)")
"""Matches a line that begins with a key of the file, such as `facts:`.

A key of the file is a key of its outermost map, so the line has no indentation.
"""


class _Mark(Protocol):
    """A position, as PyYAML's errors have it."""

    line: int
    """Counted from 0."""
    column: int
    """Counted from 0."""


class _Error(Protocol):
    """An error of PyYAML.

    `context` describes what was being read, and `problem` what is wrong.
    """

    context: str | None
    problem: str | None

    @property
    def context_mark(self) -> _Mark | None: ...
    @property
    def problem_mark(self) -> _Mark | None: ...


class SyntaxFault:
    """A fault that makes a text invalid as YAML."""

    def __init__(self, error: _Error, text: str) -> None:
        """Take the error that PyYAML raised for `text`."""
        message = " ".join(filter(None, (error.context, error.problem)))
        self.message = f"not YAML: {error.problem or error.context}"
        self.fix = _fix_for(message)
        self.lines = LINE_END.split(text)
        self.line, self.column = self._position(error, message)
        """The line and the column of the fault, both counted from 1."""
        self.broken_text_line = self._broken_text_line(error, message)
        """The line (from 1) where the broken text begins.

        libyaml may find the fault many lines later.
        """

    def _position(self, error: _Error, message: str) -> tuple[int, int]:
        """Return the line and the column of the fault, both counted from 1."""
        mark = error.problem_mark or error.context_mark
        # libyaml notices at the end of the file that a quotation mark is not closed.
        # It helps more to name the position where the quotation begins.
        if error.context_mark is not None and "quoted scalar" in message:
            mark = error.context_mark
        if mark is None:
            return 1, 1
        # At the end of a file libyaml counts one line too many.
        if mark.line >= len(self.lines):
            return len(self.lines), len(self.lines[-1]) + 1
        return mark.line + 1, mark.column + 1

    def _broken_text_line(self, error: _Error, message: str) -> int:
        # In these messages, the context is the list of all facts, not the broken text.
        is_about_all_facts = (
            "block collection" in message or "block sequence" in message
        )
        if error.context_mark is None or is_about_all_facts:
            return self.line
        return error.context_mark.line + 1

    def broken_entry(
        self, first_line: int, column: int, left_out_lines: Container[int]
    ) -> range | None:
        """Return the numbers (from 1) of the lines of the list entry with the fault.

        `first_line` and `column` (from 1) are the line and the column of the list's
        first dash. Entries that were left out before have their dashes on
        `left_out_lines`. Returns None if the fault is not in the list, or if fewer than
        two entries remain.
        """
        end_of_list = self._end_of_list(first_line)
        before_dash = " " * (column - 1)
        starts = [
            number
            for number in range(first_line, end_of_list)
            if f"{self.lines[number - 1]} ".startswith(f"{before_dash}- ")
            and number not in left_out_lines
        ]
        if len(starts) <= 1:
            return None
        line = self._line_in_broken_entry(starts)
        starts_before = [start for start in starts if start <= line]
        if not starts_before or line >= end_of_list:
            return None
        starts_after = [start for start in starts if start > line]
        end = starts_after[0] if starts_after else end_of_list
        return range(starts_before[-1], end)

    def _end_of_list(self, first_line: int) -> int:
        """Return the number of the line after the list that begins on `first_line`.

        The list ends before the next key of the file, or at the end of the file.
        """
        for number in range(first_line + 1, len(self.lines) + 1):
            if _KEY_OF_FILE.match(self.lines[number - 1]):
                return number
        return len(self.lines) + 1

    def _line_in_broken_entry(self, starts: list[int]) -> int:
        """Return a line of the broken entry. Entries begin on the lines `starts`."""
        line = self.broken_text_line
        if line < starts[0]:
            line = self.line
        if line in starts and self.lines[line - 1].find("-") == self.column - 1:
            # libyaml stopped at the dash of an entry: the entry before is broken.
            return line - 1
        return line

    def text_without(self, entry: range) -> str:
        """Return the text, with a lone dash and empty lines in place of an entry.

        `entry` are the numbers of the entry's lines. All other lines keep their
        numbers.
        """
        before_dash, _, _ = self.lines[entry.start - 1].partition("-")
        empty_lines = [""] * (len(entry) - 1)
        lines_before = self.lines[: entry.start - 1]
        lines_after = self.lines[entry.stop - 1 :]
        return "\n".join([*lines_before, f"{before_dash}-", *empty_lines, *lines_after])


def _fix_for(libyaml_message: str) -> str:
    for symptom, fix in _FIXES_BY_SYMPTOM:
        if symptom in libyaml_message:
            return fix
    return ON_A_LINE_OF_ITS_OWN
