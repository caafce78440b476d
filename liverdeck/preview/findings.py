"""Which fact a finding of the lint belongs to, so that it stands beside the cards it is about."""

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

_ENTRY = re.compile(r"( *)-(?: |$)")
"""A line that begins an item of a list, a fact among them."""
_NEVER = sys.maxsize


@dataclass(slots=True)
class Findings:
    """The findings of a deck, told apart by what they are about."""

    loose: list[Problem] = field(default_factory=list)
    """About no fact that could be read."""
    of_facts: dict[Position, list[Problem]] = field(default_factory=dict)
    """By the place of the fact."""


def sort_findings(findings: Iterable[Problem], facts: Iterable[Fact]) -> Findings:
    """Return findings by the fact they belong to: the last one of the same file that begins on their line or before.

    A fact ends where the next item of the list begins, even if that one could not be read: else the problems of a
    broken fact would stand beside the cards of the sound one above it.
    """
    files: dict[str, list[Position]] = {}
    for fact in facts:
        files.setdefault(fact.position.path, []).append(fact.position)
    files = {path: sorted(places) for path, places in files.items()}
    ends: dict[str, list[int]] = {}
    found = Findings()
    for finding in findings:
        path = finding.position.path
        places = files.get(path, [])
        owner = _owner(finding.position, places)
        if owner is not None and path not in ends:
            ends[path] = _ends(path, places)
        if owner is None or finding.position.line >= ends[path][owner]:
            found.loose.append(finding)
        else:
            found.of_facts.setdefault(places[owner], []).append(finding)
    return found


def _owner(at: Position, places: Sequence[Position]) -> int | None:
    last = bisect_right(places, at.line, key=lambda place: place.line) - 1
    # Several facts may share a line; there the column decides, and what lies before all of them goes to the first.
    while (
        last > 0
        and places[last - 1].line == at.line
        and at.column < places[last].column
    ):
        last -= 1
    return last if last >= 0 else None


def _ends(path: str, places: Sequence[Position]) -> list[int]:
    """Return for each fact of a file the line on which another item of the list begins that is no sound fact."""
    lines = LINE_END.split(read_text(Path(path))[0])
    nexts = [*(place.line for place in places[1:]), len(lines) + 1]
    return [
        _end(lines, place, before) for place, before in zip(places, nexts, strict=True)
    ]


def _end(lines: Sequence[str], fact: Position, before: int) -> int:
    for number, line in enumerate(
        islice(lines, fact.line, max(before - 1, fact.line)), fact.line + 1
    ):
        entry = _ENTRY.match(line)
        if entry and len(entry[1]) + 1 < fact.column:
            return number
    return _NEVER
