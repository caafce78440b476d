"""Finds the fact that a finding of lint is about.

The page shows the finding beside the cards of that fact.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.files import read_text
from liverdeck.base.problems import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from liverdeck.base.problems import Position, Problem
    from liverdeck.facts.fact import Fact

_YAML_ITEM = re.compile(r"( *)-(?: |$)")
"""The start of a line that begins an item of a YAML list, with its indentation.

A fact is such an item.
"""
_NO_END_LINE = sys.maxsize
"""Used as the end line of a fact that is not followed by a broken list item."""


@dataclass(slots=True)
class Findings:
    """The findings of a deck, grouped by the fact that they are about."""

    without_fact: list[Problem] = field(default_factory=list)
    """Findings that are about no fact, or about a fact that could not be read."""
    by_fact: dict[Position, list[Problem]] = field(default_factory=dict)
    """Findings by the position of the fact that they are about."""


def group_findings(findings: Iterable[Problem], facts: Iterable[Fact]) -> Findings:
    """Return the findings, grouped by the fact that they are about.

    A finding is about the last fact of its file that begins on the finding's line or
    before it. But a fact ends where the next item of the YAML list begins, even if that
    item could not be read. So the problems of a broken fact are not shown beside the
    cards of the correct fact above it.
    """
    positions_by_file: dict[str, list[Position]] = {}
    for fact in facts:
        positions_by_file.setdefault(fact.position.path, []).append(fact.position)
    for positions in positions_by_file.values():
        positions.sort()

    end_lines_by_file: dict[str, list[int]] = {}
    grouped_findings = Findings()
    for finding in findings:
        path = finding.position.path
        positions = positions_by_file.get(path, [])
        index = _index_of_fact(finding.position, positions)
        if index is None:
            grouped_findings.without_fact.append(finding)
            continue
        if path not in end_lines_by_file:
            end_lines_by_file[path] = _end_lines(path, positions)
        if finding.position.line >= end_lines_by_file[path][index]:
            grouped_findings.without_fact.append(finding)
        else:
            grouped_findings.by_fact.setdefault(positions[index], []).append(finding)
    return grouped_findings


def _index_of_fact(
    finding_position: Position, fact_positions: Sequence[Position]
) -> int | None:
    """Return the index of the last fact that begins on the finding's line or before it.

    The positions are those of the facts in the finding's file, sorted. If several facts
    begin on the finding's line, the column decides; a finding before all of them is
    about the first. Returns None if every fact begins after the finding's line.
    """
    line, column = finding_position.line, finding_position.column
    index = bisect_right(fact_positions, line, key=attrgetter("line")) - 1
    if index < 0:
        return None
    while (
        index > 0
        and fact_positions[index - 1].line == line
        and column < fact_positions[index].column
    ):
        index -= 1
    return index


def _end_lines(path: str, fact_positions: Sequence[Position]) -> list[int]:
    """Return the end line of each fact of a file, as `_end_line` finds it.

    The positions must be sorted.
    """
    lines = LINE_END.split(read_text(Path(path))[0])
    next_lines = [fact.line for fact in fact_positions[1:]]
    next_lines.append(len(lines) + 1)  # nothing follows the last fact
    return [
        _end_line(lines, fact_position, next_line)
        for fact_position, next_line in zip(fact_positions, next_lines, strict=True)
    ]


def _end_line(lines: Sequence[str], fact_position: Position, next_line: int) -> int:
    """Return the line of the first broken list item after a fact.

    Only lines before `next_line` are read, where the next fact begins. A list item on
    these lines must be broken, because otherwise it would be a fact. Returns
    `_NO_END_LINE` if there is none.
    """
    # Lines are numbered from 1, indexes from 0. So the number of the fact's first line
    # is also the index of the line after it.
    first_line = fact_position.line
    stop = max(next_line - 1, first_line)
    lines_between = islice(lines, first_line, stop)
    for line_number, line in enumerate(lines_between, first_line + 1):
        match = _YAML_ITEM.match(line)
        if match is None:
            continue
        dash_column = len(match[1]) + 1
        # The fact's column is after the fact's own dash. Dashes at or after that column
        # belong to lists inside the fact.
        if dash_column < fact_position.column:
            return line_number
    return _NO_END_LINE
