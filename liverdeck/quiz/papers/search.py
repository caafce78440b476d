"""Search for a paper by taking items back, if no attempt has filled it.

The items of a row are tried in the seeded order. If no further item fits, the last one
is taken back. The search ends after a number of tries, never after a time, so it has
the same result on every machine.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.quiz.papers.draft import with_truths_balanced
from liverdeck.quiz.papers.pool import fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.attempt import Budget, Task


@value_class
class Found:
    """The result of a search for a full paper."""

    items: tuple[Item, ...] | None
    """The items of a full paper; None if there is none."""
    is_exhaustive: bool
    """Whether every choice was tried, so that no full paper is possible."""


@value_class
class _Choice:
    """An item that may be chosen next."""

    item: Item
    row: int
    """The index of the row that it counts for."""
    next_index: int = 0
    """The index in the row's items at which the search for the next item begins."""


def search_for_paper(task: Task, budget: Budget) -> Found:
    """Search for a paper that has everything that was requested."""
    return _Search(task, budget).found()


class _Search:
    """A depth-first search: it chooses items and takes the last one back."""

    def __init__(self, task: Task, budget: Budget) -> None:
        self._include = task.request.include
        self._budget = budget
        self._draft = task.new_draft()
        self._counts = [row.count for row in task.rows]
        """How many items each row still wants."""

        seed, pool = task.request.seed, task.pool
        self._variants: dict[str, list[Item]] = {}
        for candidate in pool.in_drawn_order(seed):
            for item in pool.variants_in_drawn_order(candidate, seed):
                self._variants.setdefault(item.base_id, []).append(item)

        items = list(chain.from_iterable(self._variants.values()))
        self._items_of_row = [
            [item for item in items if fits(row, item)] for row in task.rows
        ]
        self._row_order = sorted(
            range(len(self._counts)), key=lambda row: len(self._items_of_row[row])
        )
        self._tries_all = not pool.draws_options
        """Whether the search tries every choice.

        False if another seed would draw other options for an item.
        """

    def found(self) -> Found:
        """Return the first full paper, or say whether there is none."""
        chosen: list[_Choice] = []
        # For each chosen item, and for the next one: the choices that were not tried
        # yet.
        remaining = [self._next_choices(chosen)]
        while remaining:
            choice = next(remaining[-1], None)
            if choice is None:
                remaining.pop()
                if chosen:
                    self._counts[chosen.pop().row] += 1
                    self._draft.remove_last()
                continue
            if not self._budget.spend():
                return Found(None, is_exhaustive=False)
            if not self._accepts(choice.item):
                continue

            self._draft.add(choice.item)
            self._counts[choice.row] -= 1
            chosen.append(choice)
            if not any(self._counts) and self._missing_fact() is None:
                items = with_truths_balanced(self._draft, self._variants)
                return Found(tuple(items), is_exhaustive=False)
            remaining.append(self._next_choices(chosen))
        return Found(None, is_exhaustive=self._tries_all)

    def _accepts(self, item: Item) -> bool:
        if self._draft.is_ruled_out(item):
            return False
        if self._draft.length_cues.allows(item):
            return True
        # If the items were added in another order, this one might be accepted.
        self._tries_all = False
        return False

    def _missing_fact(self) -> str | None:
        """Return the first fact that must be asked but is not."""
        facts = self._draft.facts
        return next((fact for fact in self._include if fact not in facts), None)

    def _next_choices(self, chosen: Sequence[_Choice]) -> Iterator[_Choice]:
        fact_id = self._missing_fact()
        if fact_id is not None:
            return self._choices_about(fact_id)
        row = next(row for row in self._row_order if self._counts[row])
        start = chosen[-1].next_index if chosen and chosen[-1].row == row else 0
        return self._choices_of_row(row, start)

    def _choices_about(self, fact_id: str) -> Iterator[_Choice]:
        for row in self._row_order:
            if self._counts[row]:
                for item in self._items_of_row[row]:
                    if fact_id in item.facts:
                        yield _Choice(item, row)

    def _choices_of_row(self, row: int, start: int) -> Iterator[_Choice]:
        """Yield the items of a row; those before `start` have been tried already."""
        items = self._items_of_row[row]
        # If fewer remain than are wanted, they cannot fill the row.
        last = len(items) - self._counts[row]
        for index in range(start, last + 1):
            yield _Choice(items[index], row, index + 1)
