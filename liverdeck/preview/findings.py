"""Finds the fact that a finding of lint is about, to show it beside its cards."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.files import read_text
from liverdeck.base.problems import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from liverdeck.base.problems import Position, Problem
    from liverdeck.facts.fact import Fact

_YAML_ITEM = re.compile(r"( *)-(?: |$)")
"""A line that begins an item of a YAML list; a fact is such an item."""
_NEVER = sys.maxsize
"""The end line of a fact that no broken list item ends."""


@dataclass(slots=True)
class Findings:
    """The findings of a deck, grouped by the fact that they are about."""

    without_fact: list[Problem] = field(default_factory=list)
    """Findings that are about no fact, or about a fact that could not be read."""
    by_fact: dict[Position, list[Problem]] = field(default_factory=dict)
    """Findings by the position of their fact."""


def sort_findings(findings: Iterable[Problem], facts: Iterable[Fact]) -> Findings:
    """Return the findings, grouped by the fact that they are about.

    That is the last fact of the same file that begins on the finding's line or before
    it, if the fact has not ended before that line. A fact ends where the next item of
    the YAML list begins, even if that item could not be read. Otherwise the problems of
    a broken fact would be shown beside the cards of the correct fact above it.
    """
    positions_by_file: dict[str, list[Position]] = {}
    for fact in facts:
        positions_by_file.setdefault(fact.position.path, []).append(fact.position)
    for positions in positions_by_file.values():
        positions.sort()

    end_lines_by_file: dict[str, list[int]] = {}
    sorted_findings = Findings()
    for finding in findings:
        path = finding.position.path
        positions = positions_by_file.get(path, [])
        index = _index_of_fact(finding.position, positions)
        if index is None:
            sorted_findings.without_fact.append(finding)
            continue
        if path not in end_lines_by_file:
            end_lines_by_file[path] = _end_lines(path, positions)
        if finding.position.line >= end_lines_by_file[path][index]:
            sorted_findings.without_fact.append(finding)
        else:
            sorted_findings.by_fact.setdefault(positions[index], []).append(finding)
    return sorted_findings


def _index_of_fact(finding: Position, facts: Sequence[Position]) -> int | None:
    """Return the index of the last fact that begins on the finding's line or before it.

    If several facts begin on that line, the column decides; a finding before all of
    them is about the first. Returns None if no fact begins there or before.
    """
    index = bisect_right(facts, finding.line, key=lambda fact: fact.line) - 1
    if index < 0:
        return None
    while (
        index > 0
        and facts[index - 1].line == finding.line
        and finding.column < facts[index].column
    ):
        index -= 1
    return index


def _end_lines(path: str, facts: Sequence[Position]) -> list[int]:
    """Return for each fact of a file the line where a broken list item ends it.

    That is `_NEVER` if there is no broken list item before the next fact.
    """
    lines = LINE_END.split(read_text(Path(path))[0])
    next_lines = [*(fact.line for fact in facts[1:]), len(lines) + 1]
    return [
        _end_line(lines, fact, next_line)
        for fact, next_line in zip(facts, next_lines, strict=True)
    ]


def _end_line(lines: Sequence[str], fact: Position, next_line: int) -> int:
    stop = max(next_line - 1, fact.line)
    lines_between = islice(lines, fact.line, stop)
    for line_number, line in enumerate(lines_between, fact.line + 1):
        match = _YAML_ITEM.match(line)
        if match is None:
            continue
        dash_column = len(match[1]) + 1
        # A fact begins after its own dash. Further dashes at or after its column
        # belong to lists inside the fact.
        if dash_column < fact.column:
            return line_number
    return _NEVER
