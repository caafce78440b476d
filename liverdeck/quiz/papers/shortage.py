"""Prove that a deck has too few items for a blueprint, whatever is chosen.

Each item asks about a fact, and no fact is asked twice. So each item that a row wants
needs a fact of its own. A maximum flow assigns as many facts as possible. If a row
still lacks facts, the minimum cut shows which rows together want more items than they
have facts.

Conflicts between items are ignored. So a paper may be impossible although no shortage
is proven. But if a shortage is proven, a paper is impossible.
"""

from __future__ import annotations

from collections import Counter, deque
from itertools import pairwise
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

RowSet = frozenset[int]
"""The indexes of rows."""


@value_class
class Shortage:
    """Rows that together want more items than they can have."""

    rows: tuple[int, ...]
    """The indexes of the rows."""
    wanted: int
    available: int
    """How many facts have items for any of these rows."""


def shortages(
    counts: Sequence[int], rows_of_fact: Mapping[str, Iterable[int]]
) -> list[Shortage]:
    """Return the proven shortages; empty if none is proven.

    There is one for each row that cannot be filled and is not in an earlier shortage.

    `counts` says how many items each row wants, and `rows_of_fact` says for which rows
    each fact has items.
    """
    flow = _Flow(counts, Counter(map(frozenset, rows_of_fact.values())))
    proven: list[Shortage] = []
    rows_in_shortages: set[int] = set()
    for row in range(len(counts)):
        while flow.missing[row] and flow.augment(row):
            pass
    for row in range(len(counts)):
        if flow.missing[row] and row not in rows_in_shortages:
            rows = flow.reachable(row)
            rows_in_shortages |= rows
            available = flow.facts_for(rows)
            wanted = sum(counts[index] for index in rows)
            proven.append(Shortage(tuple(sorted(rows)), wanted, available))
    return proven


class _Flow:
    """How many facts of each sort a row uses.

    Facts are of the same sort if they fit the same rows. The set of these rows is the
    sort.
    """

    def __init__(self, counts: Sequence[int], sorts: Counter[RowSet]) -> None:
        self.missing = list(counts)
        """How many facts each row still lacks."""
        self._sorts = sorts
        self._free = Counter(sorts)
        """By sort: how many facts no row uses."""
        self._used: dict[tuple[int, RowSet], int] = Counter()
        """By row and sort: how many facts of the sort the row uses."""
        self._sorts_of_row: dict[int, list[RowSet]] = {}
        for sort in sorts:
            for row in sort:
                self._sorts_of_row.setdefault(row, []).append(sort)

    def augment(self, row: int) -> bool:
        """Give a row more facts, perhaps by moving facts between other rows.

        False if no way is found.
        """
        # By sort: the row that would take a fact of it. By row: the sort of the fact
        # that the row would give up.
        taker_of: dict[RowSet, int] = {}
        given_up_by: dict[int, RowSet] = {}
        queue = deque([row])
        while queue:
            current = queue.popleft()
            for sort in self._sorts_of_row.get(current, ()):
                if sort in taker_of:
                    continue
                taker_of[sort] = current
                if self._free[sort]:
                    self._fill(row, sort, taker_of, given_up_by)
                    return True
                for other in sort:
                    is_new = other != row and other not in given_up_by
                    if is_new and self._used[other, sort]:
                        given_up_by[other] = sort
                        queue.append(other)
        return False

    def _fill(
        self,
        row: int,
        sort: RowSet,
        taker_of: Mapping[RowSet, int],
        given_up_by: Mapping[int, RowSet],
    ) -> None:
        """Move as many facts as possible along the way from a free sort to a row.

        On each step, a row takes facts of a sort and gives up those of the next step.
        """
        steps = [(taker_of[sort], sort)]
        amount = min(self.missing[row], self._free[sort])
        while steps[-1][0] != row:
            other = steps[-1][0]
            given_up = given_up_by[other]
            amount = min(amount, self._used[other, given_up])
            steps.append((taker_of[given_up], given_up))
        self._free[sort] -= amount
        self.missing[row] -= amount
        for taker, taken in steps:
            self._used[taker, taken] += amount
        for (giver, _), (_, given) in pairwise(steps):
            self._used[giver, given] -= amount

    def reachable(self, row: int) -> set[int]:
        """Return a row that cannot be filled, and all rows that compete with it.

        Another row competes if it uses facts that a returned row could use.
        """
        rows, queue = {row}, deque([row])
        while queue:
            for sort in self._sorts_of_row.get(queue.popleft(), ()):
                for other in sort:
                    if other not in rows and self._used[other, sort]:
                        rows.add(other)
                        queue.append(other)
        return rows

    def facts_for(self, rows: set[int]) -> int:
        """Return how many facts have items for any of these rows."""
        return sum(
            count for sort, count in self._sorts.items() if not rows.isdisjoint(sort)
        )
