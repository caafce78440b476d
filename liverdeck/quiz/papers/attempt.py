"""Attempts to fill a paper: items are tried in a seeded order, and none is taken back.

Attempts have different orders. The order matters because each chosen item rules out
others. If no drawn order fills the paper, items that rule out few others come first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.quiz.papers.balanced_choice import BalancedChoice
from liverdeck.quiz.papers.blueprint import BlueprintRow
from liverdeck.quiz.papers.draft import Draft, are_truths_fair, with_truths_balanced
from liverdeck.quiz.papers.pool import fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from liverdeck.quiz.items.bank import Candidate
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.giveaways import GiveAways
    from liverdeck.quiz.papers.paper_request import PaperRequest
    from liverdeck.quiz.papers.pool import Pool


_SAMPLE_SIZE = 80
"""Conflicts are counted with this many candidates, because more would take too long."""
_COUNT_STEP = 6
"""Counts of conflicts are compared in steps of this size: 0 to 5 count as equal."""
NO_COUNTS: Mapping[str, int] = {}


@value_class
class Task:
    """What every attempt to fill a paper needs."""

    request: PaperRequest
    pool: Pool
    titles: tuple[str, ...]
    """The titles on each page: that of the paper and that of the document."""
    give_aways: GiveAways
    """The give-aways of a paper without items."""

    @property
    def rows(self) -> list[BlueprintRow]:
        """The rows of the blueprint, or one row that wants all items."""
        return list(self.request.blueprint) or [BlueprintRow(self.request.items)]

    def new_draft(self) -> Draft:
        """Return a paper without items."""
        return Draft(self.give_aways.for_another_paper(), self.request.repeat_facts)


@dataclass
class Budget:
    """How many more items may be tried for a paper."""

    remaining_tries: int

    def spend(self) -> bool:
        """Count one try, and return whether a try remained for it."""
        self.remaining_tries -= 1
        return self.remaining_tries >= 0


@value_class
class Attempt:
    """The items of one attempt to fill a paper, and what is missing."""

    items: tuple[Item, ...]
    missing: tuple[int, ...]
    """How many items each row lacks."""
    missing_facts: tuple[str, ...]
    """The ids of the facts that must be asked but are not."""
    missing_topics: frozenset[str]
    """The topics that have items, but none on the paper, although it has room."""

    @property
    def is_full(self) -> bool:
        """Whether the paper has everything that was requested."""
        return not any(self.missing) and not self.missing_facts

    @property
    def is_perfect(self) -> bool:
        """Whether the paper is full, has all topics and has fair truths.

        Truths are fair as in `are_truths_fair`. It is not enough that no item is
        missing.
        """
        return self.is_full and not self.missing_topics and are_truths_fair(self.items)

    @property
    def rank(self) -> tuple[bool, int, int, bool]:
        """A better attempt has a higher rank."""
        return (
            self.is_full,
            len(self.items),
            -len(self.missing_topics),
            are_truths_fair(self.items),
        )


def conflict_counts(task: Task, budget: Budget) -> dict[str, int]:
    """Return how many candidates of a sample each candidate conflicts with.

    The counts are given by base id.

    Only the first item of each candidate is compared.
    """
    first_items = {}
    for candidate in task.pool.in_drawn_order(task.request.seed):
        items = task.pool.items_of(candidate)
        if items:
            first_items[candidate.base_id] = items[0]
    counts = dict.fromkeys(first_items, 0)
    for sampled in islice(first_items.values(), _SAMPLE_SIZE):
        draft = task.new_draft()
        draft.add(sampled)
        for base_id, item in first_items.items():
            if not budget.spend():
                return counts
            if draft.is_ruled_out(item):
                counts[base_id] += 1
    return counts


def attempt_to_fill(
    task: Task, number: int, budget: Budget, counts: Mapping[str, int] = NO_COUNTS
) -> Attempt:
    """Choose items for a paper in the order of this attempt; attempts count from 0.

    With `counts`, as `conflict_counts` returns them, candidates with low counts come
    before others. Candidates whose counts differ little are in drawn order.

    Half of the statements to judge are true, and a paper never has only one such
    statement. If that is impossible, the paper has no statements to judge. But it has
    some if it would otherwise lack items or topics.
    """
    attempt = _Filling(task, number, budget, counts, with_statements=True).attempt()
    if not attempt.is_full or are_truths_fair(attempt.items):
        return attempt

    filling = _Filling(task, number, budget, counts, with_statements=False)
    return max(attempt, filling.attempt(), key=lambda attempt: attempt.rank)


class _Filling:
    """Fills one paper with items, row by row."""

    def __init__(
        self,
        task: Task,
        number: int,
        budget: Budget,
        counts: Mapping[str, int],
        *,
        with_statements: bool,
    ) -> None:
        self._task = task
        request = task.request
        self._seed = f"{request.seed} {number}" if number else request.seed
        self._candidates = [
            candidate
            for candidate in task.pool.in_drawn_order(self._seed)
            if with_statements or not candidate.type.traits.interaction.judges_statement
        ]
        # The sort is stable, so within a step the drawn order stays.
        self._candidates.sort(
            key=lambda candidate: counts.get(candidate.base_id, 0) // _COUNT_STEP
        )
        self._budget = budget
        self._draft = task.new_draft()
        self._variants: dict[str, list[Item]] = {}
        self._with_key_in_title: list[Item] = []
        """Items of the present row whose key is in a title.

        They are used only as a last resort.
        """
        self._with_longest_key: list[Item] = []
        """Items of the present row that would make too many keys the longest option."""

    def attempt(self) -> Attempt:
        """Fill the paper as far as possible, and return it with what is missing."""
        rows = self._task.rows
        missing_facts = self._add_included_facts(rows)
        missing = [0] * len(rows)
        candidates_by_row = [
            [candidate for candidate in self._candidates if fits(row, candidate)]
            for row in rows
        ]

        def fact_count(index: int) -> int:
            return len({candidate.facts[0] for candidate in candidates_by_row[index]})

        # A row with few facts to choose from is filled before the other rows, so that
        # they do not take its items.
        for index in sorted(range(len(rows)), key=fact_count):
            candidates = candidates_by_row[index]
            missing[index] = self._fill_row(rows[index], candidates)
        items = with_truths_balanced(self._draft, self._variants)
        missing_topics = self._missing_topics(items)
        return Attempt(
            tuple(items), tuple(missing), tuple(missing_facts), missing_topics
        )

    def _add_included_facts(self, rows: list[BlueprintRow]) -> list[str]:
        """Add an item for every fact that must be asked; return those without one.

        Each item counts for one row: this row is replaced in `rows` by a row that wants
        one item less.
        """
        missing_facts = []
        for fact_id in self._task.request.include:
            if fact_id in self._draft.facts:
                continue
            index = self._include_fact(fact_id, rows)
            if index is None:
                missing_facts.append(fact_id)
            else:
                rows[index] = replace(rows[index], count=rows[index].count - 1)
        return missing_facts

    def _include_fact(self, fact_id: str, rows: Sequence[BlueprintRow]) -> int | None:
        """Add an item on a fact, and return the index of the first row that wants it.

        None if no item on the fact can be added.
        """
        about_fact = [
            candidate for candidate in self._candidates if fact_id in candidate.facts
        ]
        # Items whose first fact is this one come before other items about it.
        about_fact.sort(key=lambda candidate: candidate.facts[0] != fact_id)
        for candidate in about_fact:
            for index, row in enumerate(rows):
                if not row.count or not fits(row, candidate):
                    continue
                for item in self._variants_of(candidate):
                    if fact_id in item.facts and self._draft.accepts(item):
                        self._draft.add(item)
                        return index
        return None

    def _fill_row(self, row: BlueprintRow, candidates: Sequence[Candidate]) -> int:
        """Add items until the row is full; return how many are missing."""
        self._with_key_in_title, self._with_longest_key = [], []
        choice = BalancedChoice(candidates, self._seed, row.count, self._next_item_of)
        missing = row.count
        while missing:
            item = choice.next_item(self._draft.chosen_items)
            if item is None:
                break
            self._draft.add(item)
            missing -= 1
        for item in (*self._with_longest_key, *self._with_key_in_title):
            if missing and self._draft.accepts(item):
                self._draft.add(item)
                missing -= 1
        return missing

    def _next_item_of(self, candidate: Candidate) -> Item | None:
        """Return the first item of a candidate that the paper can have now."""
        for item in self._variants_of(candidate):
            if not self._budget.spend():
                return None
            if self._draft.is_ruled_out(item):
                continue
            says_key = self._task.give_aways.title_says
            if any(says_key(title, item) for title in self._task.titles):
                self._with_key_in_title.append(item)
            elif not self._draft.length_cues.allows(item):
                self._with_longest_key.append(item)
            else:
                return item
        return None

    def _variants_of(self, candidate: Candidate) -> list[Item]:
        if self._budget.remaining_tries < 0:
            return []
        variants = self._task.pool.variants_in_drawn_order(candidate, self._seed)
        if variants:
            self._variants[variants[0].base_id] = variants
        return variants

    def _missing_topics(self, items: Iterable[Item]) -> frozenset[str]:
        """Return the topics that have items but none on the paper.

        Empty if the paper has fewer items than topics, or if there is a blueprint.
        """
        request = self._task.request
        topics = {candidate.topic for candidate in self._candidates}
        missing = topics - {item.topic for item in items}
        if request.blueprint or not missing or request.items < len(topics):
            return frozenset()
        return frozenset(
            candidate.topic
            for candidate in self._candidates
            if candidate.topic in missing and self._task.pool.items_of(candidate)
        )
