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

_LIST_ITEM = re.compile(r"( *)-(?: |$)")
"""A line that begins an item of a list; a fact is such an item."""
_NEVER = sys.maxsize


@dataclass(slots=True)
class Findings:
    """The findings of a deck, grouped by the fact that they are about."""

    loose: list[Problem] = field(default_factory=list)
    """Findings that are not about a fact that could be read."""
    of_facts: dict[Position, list[Problem]] = field(default_factory=dict)
    """Findings by the position of their fact."""


def sort_findings(findings: Iterable[Problem], facts: Iterable[Fact]) -> Findings:
    """Return the findings by the fact that they belong to.

    That is the last fact of the same file that begins on the finding's line or before
    it. A fact ends where the next item of the list begins, even if that item could not
    be read. Otherwise the problems of a broken fact would be shown beside the cards of
    the correct fact above it.
    """
    positions_by_file: dict[str, list[Position]] = {}
    for fact in facts:
        positions_by_file.setdefault(fact.position.path, []).append(fact.position)
    for positions in positions_by_file.values():
        positions.sort()

    end_lines_by_file: dict[str, list[int]] = {}
    result = Findings()
    for finding in findings:
        path = finding.position.path
        positions = positions_by_file.get(path, [])
        owner = _owner(finding.position, positions)
        if owner is None:
            result.loose.append(finding)
            continue
        if path not in end_lines_by_file:
            end_lines_by_file[path] = _end_lines(path, positions)
        if finding.position.line >= end_lines_by_file[path][owner]:
            result.loose.append(finding)
        else:
            result.of_facts.setdefault(positions[owner], []).append(finding)
    return result


def _owner(finding: Position, facts: Sequence[Position]) -> int | None:
    """Return the index of the fact at or before the finding, None if there is none."""
    last = bisect_right(facts, finding.line, key=lambda fact: fact.line) - 1
    if last < 0:
        return None
    # Several facts may begin on one line; then the column decides. A finding before all
    # of them belongs to the first.
    while (
        last > 0
        and facts[last - 1].line == finding.line
        and finding.column < facts[last].column
    ):
        last -= 1
    return last


def _end_lines(path: str, facts: Sequence[Position]) -> list[int]:
    """Return for each fact of a file the line of the broken list item that ends it.

    It is `_NEVER` if no broken item follows before the next fact.
    """
    lines = LINE_END.split(read_text(Path(path))[0])
    next_lines = [*(fact.line for fact in facts[1:]), len(lines) + 1]
    return [
        _end_line(lines, fact, next_line)
        for fact, next_line in zip(facts, next_lines, strict=True)
    ]


def _end_line(lines: Sequence[str], fact: Position, next_line: int) -> int:
    stop = max(next_line - 1, fact.line)
    between = islice(lines, fact.line, stop)
    for number, line in enumerate(between, fact.line + 1):
        item = _LIST_ITEM.match(line)
        if item and len(item[1]) + 1 < fact.column:
            return number
    return _NEVER
