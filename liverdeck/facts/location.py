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

        What comes before the first fact of a line, such as its dash, belongs to this
        fact, unless the fact before it goes on to there.
        """
        facts = self._facts_by_path.get(position.path, [])
        following = bisect_right(facts, position, key=lambda fact: fact.position)
        if following and not _has_ended(facts[following - 1], position):
            return facts[following - 1]
        is_on_line = (
            following < len(facts) and facts[following].position.line == position.line
        )
        return facts[following] if is_on_line else None

    def first_fact_after(self, position: Position) -> Fact | None:
        """Return the first fact of the file that begins after a position, if any."""
        facts = self._facts_by_path.get(position.path, [])
        index = bisect_right(facts, position, key=lambda fact: fact.position)
        return facts[index] if index < len(facts) else None


def _has_ended(fact: Fact, position: Position) -> bool:
    """Whether a fact that begins at a position or before it has ended there."""
    end = fact.end
    return end is not None and position[1:] >= end[1:]
