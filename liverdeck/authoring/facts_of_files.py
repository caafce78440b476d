"""Read the facts of all fact files of a deck, perhaps with the help of workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.value_text import text_of_value, value_of_text
from liverdeck.base.files import size_of
from liverdeck.base.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.authoring.folder_reader import FolderReader
    from liverdeck.facts.fact import Fact

FEWEST_BYTES_FOR_WORKERS = 512 * 1024
"""With fewer bytes to read, workers take as long as they save."""


def facts_of_files(
    reader: FolderReader,
    names: Sequence[str],
    topics: tuple[str, ...] | None,
    workers: int,
) -> list[Fact]:
    """Return the facts of fact files, in the order of their names.

    The reader collects the problems. `workers` is the largest number of processes that
    read files beside this one.
    """
    facts_by_name = (
        _read_with_workers(reader, names, topics, workers) if workers else {}
    )
    facts: list[Fact] = []
    for name in names:
        known_facts = facts_by_name.get(name)
        facts += reader.facts(name, topics) if known_facts is None else known_facts
    return facts


def _read_with_workers(
    reader: FolderReader,
    names: Sequence[str],
    topics: tuple[str, ...] | None,
    workers: int,
) -> dict[str, tuple[Fact, ...]]:
    """Return the facts of all files, or of some of them, by file name."""
    facts_by_name = {name: reader.remembered_facts(name, topics) for name in names}
    facts_read = {
        name: facts for name, facts in facts_by_name.items() if facts is not None
    }
    sizes = {
        name: size_of(reader.folder / name) for name in names if name not in facts_read
    }
    if sum(sizes.values()) < FEWEST_BYTES_FOR_WORKERS:
        return facts_read
    unread = sorted(sizes, key=sizes.__getitem__, reverse=True)

    def text_of_job(job: int) -> str | None:
        problems_before = len(reader.problems)
        facts = reader.facts(unread[job], topics)
        has_problems = len(reader.problems) > problems_before
        path = str(reader.folder / unread[job])
        return None if has_problems else text_of_value(facts, path)

    with Workers(
        min(workers, len(unread) - 1), len(unread), text_of_job
    ) as all_workers:
        for job in all_workers.own_jobs():
            facts_read[unread[job]] = reader.facts(unread[job], topics)
        for job, text in all_workers.texts():
            path = str(reader.folder / unread[job])
            facts_read[unread[job]] = value_of_text(text, path)
    return facts_read
