"""Find where the entries of a list begin and end in a file."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from liverdeck.base.problems import LINE_END

if TYPE_CHECKING:
    from liverdeck.authoring.yaml_nodes import Sequence
    from liverdeck.base.problems import Mark

LineAndColumn = tuple[int, int]
"""A line and a column, both counted from 1."""


class Entries:
    """Finds where the entries of lists begin and end in the text of a file."""

    def __init__(self, text: str) -> None:
        """Take the whole text."""
        self._text = text

    def ends(self, sequence: Sequence, end: Mark) -> list[LineAndColumn | None]:
        """Return `Sequence.ends` for a list that ends at the mark `end`."""
        marks = [item.start_mark for item in sequence.value]
        if sequence.flow_style:
            starts = [(mark.line + 1, mark.column + 1) for mark in marks]
        else:
            # The whole line of a dash belongs to its entry.
            dash = sequence.start_mark
            starts = [(self.line_of_dash(mark, dash), 1) for mark in marks]
        return [*starts[1:], self.end_of_list(end)] if starts else []

    def line_of_dash(self, mark: Mark, first_dash: Mark) -> int:
        """Return the line (from 1) of the dash of an entry that begins at `mark`.

        That is the line of the entry, unless the dash is alone on a line above. All
        dashes of the list are in the column of the first one.
        """
        column, first_line = first_dash.column, first_dash.line + 1
        line: int = mark.line + 1
        if self._text[mark.index - mark.column + column] == "-":
            return line

        line -= 1
        while line > first_line and not self._has_dash(line, column):
            line -= 1
        return line

    def _has_dash(self, line: int, column: int) -> bool:
        """Whether a line (from 1) has spaces and then a dash in a column (from 0)."""
        line_text = self._lines[line - 1]
        return line_text[: column + 1] == " " * column + "-"

    @cached_property
    def _lines(self) -> list[str]:
        return LINE_END.split(self._text)

    def end_of_list(self, mark: Mark) -> LineAndColumn | None:
        """Return the position at which a list ends; None if it ends with the file."""
        if mark.index >= len(self._text):
            return None
        return mark.line + 1, mark.column + 1
