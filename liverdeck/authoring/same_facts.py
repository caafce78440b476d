"""Find fact files that are copies of other fact files.

Programs that synchronize folders, send mail or merge files leave such copies, with
names such as `x (conflicted copy 2026-11-28).yaml`, `x.sync-conflict-....yaml`, `x
(1).yaml`, `x_LOCAL_123.yaml` and `Copy of x.yaml`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem, ReadingRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from liverdeck.facts.fact import Fact

_FEWEST_SAME_FACTS = 2
"""Two files with exactly the same facts are copies if they have at least this many.

If they have a single fact, it is more likely that an author used an id twice.
"""


def copied_files(facts: Sequence[Fact]) -> Mapping[str, Problem]:
    """Return the problem of each file that is a copy of another, by its path.

    A file is a copy if its name is that of another file with something added, and if at
    least half of its facts are in that file. It is also a copy, under any name, if the
    two files have the same facts, at least `_FEWEST_SAME_FACTS` of them.
    """
    shared_counts = _shared_counts(facts)
    if not shared_counts:
        return {}
    counts = Counter(fact.position.path for fact in facts)
    problems: dict[str, Problem] = {}
    for (first, second), shared_count in shared_counts.items():
        copy, original = _copy_and_original(first, second)
        fewest_shared = max(counts[first], counts[second], _FEWEST_SAME_FACTS)
        has_same_facts = shared_count >= fewest_shared
        has_half_of_facts = 2 * shared_count >= counts[copy]
        if has_same_facts or (_is_name_of_copy(copy, original) and has_half_of_facts):
            problems[copy] = Problem(
                Position(copy),
                f"a copy of {PurePath(original).name}: both files hold {shared_count} "
                "of the same facts",
                "compare the two files, keep one and delete the other; a new id would "
                "cost learners their progress",
                rule=ReadingRule.ID,
            )
    return problems


def _shared_counts(facts: Sequence[Fact]) -> Counter[tuple[str, str]]:
    """Return the number of ids that two files share, by the pair of their paths."""
    first_paths: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    # If a file has an id twice, the id counts once.
    ids_and_paths = dict.fromkeys((fact.id, fact.position.path) for fact in facts)
    for fact_id, path in ids_and_paths:
        first = first_paths.setdefault(fact_id, path)
        if first != path:
            counts[first, path] += 1
    return counts


def _copy_and_original(first: str, second: str) -> tuple[str, str]:
    """Return the path of the copy, then the path of the original.

    If the names do not tell which file is the copy, it is the second.
    """
    if _is_name_of_copy(first, second):
        return first, second
    return second, first


def _is_name_of_copy(copy: str, original: str) -> bool:
    """Whether a file's name is the name of another file with something added."""
    copy_stem, stem = PurePath(copy).stem, PurePath(original).stem
    if copy_stem.startswith(stem):
        added = copy_stem.removeprefix(stem)
        return not added[:1].isalnum()
    return copy_stem.endswith(f" {stem}")


def without_copies(
    facts: Sequence[Fact], copies: Mapping[str, Problem]
) -> Iterator[Fact]:
    """Yield the facts of the files that are not copies."""
    return (fact for fact in facts if fact.position.path not in copies)
