"""Finds fact files that hold the facts of another file: copies that somebody left.

Programs that synchronize folders, mail or merge files leave such copies, each with a
name of its own: `x (conflicted copy 2026-11-28).yaml`, `x.sync-conflict-....yaml`,
`x (1).yaml`, `x_LOCAL_123.yaml`, `Copy of x.yaml`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem, ReadingRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from liverdeck.facts.fact import Fact

_FEWEST_IN_SAME = 2
"""Two files with the same facts are copies, whatever their names, from this many on.

With a single fact, it is more likely that an id was used twice.
"""


def copied_files(facts: Sequence[Fact]) -> Mapping[str, Problem]:
    """Return the problem of each file that is a copy of another, by its path.

    A file is a copy if its name is the other's with something added, and half of its
    facts or more are in the other file. Whatever the names, it is one if the two files
    hold the same facts, two or more.
    """
    shared_counts = _shared_counts(facts)
    if not shared_counts:
        return {}
    counts = Counter(fact.position.path for fact in facts)
    problems: dict[str, Problem] = {}
    for (first, second), shared in shared_counts.items():
        copy, original = _copy_and_original(first, second)
        is_same = shared >= max(counts[first], counts[second], _FEWEST_IN_SAME)
        if is_same or (_is_name_of_copy(copy, original) and 2 * shared >= counts[copy]):
            problems[copy] = Problem(
                Position(copy),
                f"a copy of {PurePath(original).name}: both files hold {shared} of the "
                "same facts",
                "compare the two files, keep one and delete the other; a new id would "
                "cost learners their progress",
                rule=ReadingRule.ID,
            )
    return problems


def _shared_counts(facts: Sequence[Fact]) -> Counter[tuple[str, str]]:
    """Return how many ids two files share, by their paths."""
    first_paths: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    # A file that has an id twice shares it once.
    in_files = dict.fromkeys((fact.id, fact.position.path) for fact in facts)
    for fact_id, path in in_files:
        first = first_paths.setdefault(fact_id, path)
        if first != path:
            counts[first, path] += 1
    return counts


def _copy_and_original(first: str, second: str) -> tuple[str, str]:
    """Return the path of the copy first. Without a hint, the second is the copy."""
    if _is_name_of_copy(first, second):
        return first, second
    return second, first


def _is_name_of_copy(copy: str, original: str) -> bool:
    """Whether a file's name is the name of another file with something added."""
    copy_stem, stem = PurePath(copy).stem, PurePath(original).stem
    if copy_stem.startswith(stem):
        return not copy_stem[len(stem) :][:1].isalnum()
    return copy_stem.endswith(f" {stem}")


def without_copies(
    facts: Sequence[Fact], copies: Mapping[str, Problem]
) -> Iterator[Fact]:
    """Yield the facts of the files that are not copies."""
    return (fact for fact in facts if fact.position.path not in copies)
