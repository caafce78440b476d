"""Find the fact that is written at a position of a file."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.base.problems import Position
    from liverdeck.facts.fact import Fact


class FactLocator:
    """Finds facts by their position, among the facts of one or several files."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        """Take facts in any order."""
        self._facts_by_path: dict[str, list[Fact]] = {}
        for fact in sorted(facts, key=lambda fact: fact.position):
            self._facts_by_path.setdefault(fact.position.path, []).append(fact)

    def fact_at(self, position: Position) -> Fact | None:
        """Return the fact that is written at a position; None if there is no fact.

        A position in front of the first fact of a line, such as the position of a dash,
        belongs to this fact too, unless an earlier fact ends only after that position.
        """
        facts = self._facts_by_path.get(position.path, [])
        next_index = bisect_right(facts, position, key=lambda fact: fact.position)
        if next_index and not _has_ended(facts[next_index - 1], position):
            return facts[next_index - 1]
        if next_index == len(facts):
            return None
        next_fact = facts[next_index]
        return next_fact if next_fact.position.line == position.line else None

    def first_fact_after(self, position: Position) -> Fact | None:
        """Return the first fact of the file that begins after a position, if any."""
        facts = self._facts_by_path.get(position.path, [])
        index = bisect_right(facts, position, key=lambda fact: fact.position)
        return facts[index] if index < len(facts) else None


def _has_ended(fact: Fact, position: Position) -> bool:
    """Whether the end of a fact is at a position of the same file, or before it."""
    end = fact.end
    if end is None:
        return False
    return (position.line, position.column) >= (end.line, end.column)
