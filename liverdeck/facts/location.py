"""Where facts are in their files: which fact is at a position."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.base.problems import Position
    from liverdeck.facts.fact import Fact


class FactLocator:
    """Finds facts by their position. Facts of all files of a deck can be in it."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        """Take facts in any order."""
        self._facts_by_path: dict[str, list[Fact]] = {}
        for fact in sorted(facts, key=lambda fact: fact.position):
            self._facts_by_path.setdefault(fact.position.path, []).append(fact)

    def fact_at(self, position: Position) -> Fact | None:
        """Return the fact that is written at a position; None if there is no fact.

        That is the last fact that begins on the line of the position or before it, if
        the fact has not ended there. If several facts begin on that line, the column
        decides; a position before all of them belongs to the first.
        """
        facts = self._facts_by_path.get(position.path, [])
        index = bisect_right(facts, position.line, key=_first_line) - 1
        while (
            index > 0
            and facts[index - 1].position.line == position.line
            and position.column < facts[index].position.column
        ):
            index -= 1
        if index < 0 or _has_ended(facts[index], position):
            return None
        return facts[index]

    def first_fact_after(self, position: Position) -> Fact | None:
        """Return the first fact of the file that begins after a position, if any."""
        facts = self._facts_by_path.get(position.path, [])
        index = bisect_right(facts, position, key=lambda fact: fact.position)
        return facts[index] if index < len(facts) else None


def _first_line(fact: Fact) -> int:
    return fact.position.line


def _has_ended(fact: Fact, position: Position) -> bool:
    """Whether a fact, which begins on the line of a position or before, ended there."""
    if fact.end is None:
        return False
    if fact.end.line == fact.position.line:
        return position.line > fact.end.line or position.column >= fact.end.column
    return position.line >= fact.end.line
