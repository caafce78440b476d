"""The rows of all fact files of a deck: remembered, or rendered by several processes.

The rows of one fact file do not depend on another, so files are rendered in any order.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from liverdeck.authoring.remembered import code_fingerprint
from liverdeck.base.files import PASSAGES_FILE, size_of
from liverdeck.base.problems import Position
from liverdeck.base.workers import Workers
from liverdeck.facts.deck import Passage
from liverdeck.publishing.file_rows import (
    FileRows,
    rows_of_facts,
    rows_of_text,
    text_of_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.authoring.folder_reader import FolderReader
    from liverdeck.authoring.ledger_on_demand import LinesOnDemand
    from liverdeck.authoring.remembered import Memory
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger

_PACKAGES_THAT_RENDER = ("anki", "publishing")
"""The packages whose code decides what is rendered, besides the reader's."""
FEWEST_BYTES_FOR_WORKERS = 256 * 1024
"""With fewer bytes to render, workers take as long as they save."""


class RowsOfFiles:
    """Finds the rows of each fact file of a deck."""

    def __init__(  # noqa: PLR0913  # what all fact files have in common
        self,
        reader: FolderReader,
        memory: Memory | None,
        deck: Deck,
        ledger: Ledger,
        lines: LinesOnDemand | None,
        *,
        passages_data: bytes | None,
        common_digest: str,
        workers: int,
    ) -> None:
        """Read the files with a reader, which collects the problems.

        `deck` has neither facts nor passages. `passages_data` is the content of
        passages.yaml. `lines` are those of the ledger, if they are parsed on demand.
        `common_digest` is a hash of deck.yaml, passages.yaml and deck.lock. `workers`
        is the largest number of processes that help.
        """
        self._reader = reader
        self._memory = memory
        self._deck = deck
        self._ledger = ledger
        self._lines = lines
        self._passages_data = passages_data
        self._workers = workers
        self._topics = tuple(topic.id for topic in deck.topics)
        code = tuple(code_fingerprint(_PACKAGES_THAT_RENDER)) if memory else ()
        self._depends_on = ("rows", common_digest, code, self._topics)

    def by_name(self, names: Sequence[str]) -> Iterator[tuple[str, FileRows | None]]:
        """Yield the rows of each file once, with its name; None after a problem."""
        unread = []
        for name in names:
            rows = self._remembered_rows(name)
            if rows is None:
                unread.append(name)
            else:
                yield name, rows

        for name, rows in self._rows_with_workers(unread):
            unread.remove(name)
            yield name, rows
        for name in unread:
            yield name, self._rendered_rows(name)

    def _rows_with_workers(
        self, names: Sequence[str]
    ) -> Iterator[tuple[str, FileRows | None]]:
        """Render files together with workers, and yield the rows with their names.

        Yields nothing if the files are small or there are no workers. Files of a worker
        that stopped are left out.
        """
        folder = self._reader.folder
        sizes = {name: size_of(folder / name) for name in names}
        if not self._workers or sum(sizes.values()) < FEWEST_BYTES_FOR_WORKERS:
            return
        names = sorted(names, key=sizes.__getitem__, reverse=True)
        _ = self._passages  # so that no worker has to read them

        def text_of(job: int) -> str | None:
            rows = self._rendered_rows(names[job])
            if rows is None or self._reader.problems:
                return None
            return text_of_rows(rows, str(folder / names[job]))

        with Workers(
            min(self._workers, len(names) - 1), len(names), text_of
        ) as running:
            for job in running.own_jobs():
                yield names[job], self._rendered_rows(names[job])
            for job, text in running.texts():
                rows = rows_of_text(text, str(folder / names[job]))
                if self._lines is not None:
                    self._lines.count_as_checked(rows.note_names)
                yield names[job], rows

    def _remembered_rows(self, name: str) -> FileRows | None:
        """Return the remembered rows of a file; None if there are none, or old ones."""
        path = self._reader.folder / name
        data = self._reader.bytes_of(path) if self._memory else None
        if data is None or self._memory is None:
            return None
        text = self._memory.text(data, self._depends_on)
        rows = None if text is None else _usable_rows(text, str(path), self._topics)
        if rows is None or not rows.has_same_media(self._reader.folder):
            return None
        return rows

    def _rendered_rows(self, name: str) -> FileRows | None:
        """Return the rows of a file, and remember them; None after a problem."""
        path = self._reader.folder / name
        data = self._reader.bytes_of(path)
        if data is None:
            return None
        facts = self._reader.facts_in(data, name, self._topics)
        passages = self._passages
        if self._reader.problems:
            return None
        deck = replace(self._deck, passages=passages)
        rows = rows_of_facts(deck, facts, self._ledger)
        if self._lines is not None:
            self._lines.forget()
        if rows is not None and self._memory:
            text = text_of_rows(rows, str(path))
            self._memory.keep(data, self._depends_on, text)
        return rows

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        """The passages with their headings and without their words.

        The words take much memory, and no note needs them.
        """
        data = self._passages_data
        if data is None:
            return ()
        digest, depends_on = hashlib.sha256(data).digest(), ("headings",)
        text = self._memory.text(digest, depends_on) if self._memory else None
        headings = None if text is None else _usable_headings(text)
        if headings is None:
            headings = self._reader.headings(data)
            if self._memory and not self._reader.problems:
                self._memory.keep(digest, depends_on, json.dumps(headings))
        self._passages_data = None  # it takes as much memory as the words
        position = Position(str(self._reader.folder / PASSAGES_FILE))
        return tuple(
            Passage(passage_id, heading, position)
            for passage_id, heading in headings.items()
        )


def _usable_headings(text: str) -> dict[str, str] | None:
    """Return the remembered headings by id; None if another program wrote them."""
    try:
        headings = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_usable = isinstance(headings, dict) and all(
        isinstance(heading, str) for heading in headings.values()
    )
    return headings if is_usable else None


def _usable_rows(text: str, path: str, topics: tuple[str, ...]) -> FileRows | None:
    """Return the remembered rows of a file; None if another program wrote them."""
    try:
        rows = rows_of_text(text, path)
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    return rows if rows.topic in topics else None
