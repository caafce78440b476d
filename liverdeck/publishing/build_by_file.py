"""Builds the package of a deck's folder file by file, without holding all its facts.

The result is the package that `make_package` makes from the whole deck, or nothing. If
there is any problem, the result is nothing, and the caller reads the whole deck. So all
messages come from the reader of the whole deck, and none is written here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from liverdeck.anki.note_media import contents_of
from liverdeck.anki.note_rows import ForeignRowsError, dated, hashed_text, rows_in
from liverdeck.anki.note_types import note_types_to_record
from liverdeck.anki.type_ids import type_language
from liverdeck.authoring.folder_reader import FolderReader, folder_reader
from liverdeck.authoring.ledger_problems import UnusableLineError
from liverdeck.authoring.remembered import code_fingerprint
from liverdeck.base.files import (
    DECK_FILE,
    LEDGER_FILE,
    PASSAGES_FILE,
    decoded,
)
from liverdeck.base.problems import Position
from liverdeck.base.texts_on_disk import TextsOnDisk
from liverdeck.facts.deck import Passage
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.assembly import content_hash, package_of
from liverdeck.publishing.build import MadePackage, deck_inputs, unreleased_time_seconds
from liverdeck.publishing.file_rows import (
    FileRows,
    rows_of_facts,
    rows_of_text,
    text_of_rows,
)
from liverdeck.publishing.ledger_changes import Changes, compare_with_ledger
from liverdeck.publishing.lost_ledger import trace_of_releases
from liverdeck.publishing.permanent_values import changed_for_good

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from liverdeck.authoring.ledger_on_demand import LinesOnDemand
    from liverdeck.authoring.remembered import Memory

_PACKAGES_THAT_RENDER = ("anki", "publishing")
"""What is rendered depends on the code of these packages and on that of the reader."""


def package_by_file(
    folder: Path,
    memory: Memory | None,
    *,
    now_seconds: int | None,
    is_new: bool = False,
) -> MadePackage | None:
    """Return the package of the deck in a folder; None if the whole deck must be read.

    `now_seconds` is as in `make_package`. With `is_new`, the deck was never released. A
    `memory` saves time for files that have not changed, and keeps their rows.
    """
    reader = folder_reader(folder, memory).value
    if reader is None:
        return None

    by_file = _ByFile(reader, memory)
    try:
        if not by_file.read_deck(is_new=is_new):
            return None
        return by_file.package(now_seconds)
    except UnusableLineError:
        return None


class _ByFile:
    """Reads and renders the files of a deck one after the other."""

    def __init__(self, reader: FolderReader, memory: Memory | None) -> None:
        self._reader = reader
        self._memory = memory
        self._lines_on_demand: LinesOnDemand | None = None
        """The lines of the ledger, unless it is empty or not written by LiverDeck."""
        self._where_kept: dict[tuple[tuple[str, str], ...], tuple[int, int]] = {}
        """What `TextsOnDisk.keep` returned for the rows of a file, by their ids."""

    def read_deck(self, *, is_new: bool) -> bool:
        """Read what all fact files have in common; return whether nothing is wrong."""
        reader = self._reader
        deck = reader.deck()
        deck_data = reader.optional_bytes(DECK_FILE)
        passages_data = reader.optional_bytes(PASSAGES_FILE)
        ledger_data = reader.optional_bytes(LEDGER_FILE)
        if deck is None or reader.problems:
            return False

        self._deck = deck
        self._passages_data = passages_data
        contents = (deck_data, passages_data, ledger_data)
        # A missing file has the size None, so that it differs from an empty one.
        sizes = [None if data is None else len(data) for data in contents]
        common = hashlib.sha256(repr(sizes).encode())
        for data in contents:
            common.update(data or b"")
        self._depends_on = (
            "rows",
            common.hexdigest(),
            tuple(code_fingerprint(_PACKAGES_THAT_RENDER)),
        )

        ledger = self._ledger(ledger_data, is_new=is_new)
        if ledger is None or changed_for_good(deck, ledger):
            return False
        self._ledger_of_deck = ledger
        return True

    def _ledger(self, data: bytes | None, *, is_new: bool) -> Ledger | None:
        """Return the ledger; None if it is not as it should be."""
        if data is None:
            may_be_lost = not is_new or trace_of_releases(self._deck) is not None
            return None if may_be_lost else Ledger(self._deck.id)
        ledger = self._parsed(data)
        has_releases = ledger is not None and bool(ledger.releases)
        return None if is_new and has_releases else ledger

    def _parsed(self, data: bytes) -> Ledger | None:
        # Imported here, since a deck without a ledger does not need it.
        from liverdeck.authoring.ledger_on_demand import LinesOnDemand, ledger_on_demand

        path, deck_id = str(self._reader.folder / LEDGER_FILE), self._deck.id
        text = decoded(data, path).value
        if text is None:
            return None
        self._ledger_digest = hashlib.sha256(data).digest()
        ledger = ledger_on_demand(text, path, deck_id)
        if ledger is not None and isinstance(ledger.lines, LinesOnDemand):
            self._lines_on_demand = ledger.lines
        return ledger

    def _check_ledger(self) -> None:
        """Raise `UnusableLineError` if there is a problem in a line of the ledger."""
        if self._lines_on_demand is None:
            return
        depends_on = ("ledger without problems", self._deck.id)
        digest = self._ledger_digest
        if self._memory and self._memory.text(digest, depends_on) is not None:
            return
        self._lines_on_demand.check_all()
        if self._memory:
            self._memory.keep(digest, depends_on, "")

    def package(self, now_seconds: int | None) -> MadePackage | None:
        """Return the package; None if the whole deck must be read."""
        with TextsOnDisk() as texts:
            files = self._files(texts)
            if files is None or self._reader.problems:
                return None
            self._check_ledger()
            changes = self._changes(files)
            if changes is None or changes.dangers:
                return None
            is_unreleased = bool(changes) and now_seconds is None
            if is_unreleased:
                return None
            try:
                return self._assembled(files, texts, changes, now_seconds)
            except ForeignRowsError:
                return None

    def _files(self, texts: TextsOnDisk) -> list[FileRows] | None:
        """Return the rows of all fact files in teaching order; None after a problem.

        Their own texts are moved to `texts`, so that only one is in memory at a time.
        """
        topics = tuple(topic.id for topic in self._deck.topics)
        files: list[FileRows] = []
        for name in list(self._reader.fact_file_names()):
            rows = self._rows(name, topics)
            if rows is None or self._reader.problems:
                return None
            self._where_kept[rows.ids] = texts.keep(rows.rows_text)
            files.append(replace(rows, rows_text=""))

        ids = [fact_id for rows in files for fact_id, _ in rows.ids]
        identities = [identity for rows in files for _, identity in rows.ids]
        if len({*ids}) < len(ids) or len({*identities}) < len(identities):
            return None
        return sorted(files, key=lambda rows: topics.index(rows.topic))

    def _rows(self, name: str, topics: tuple[str, ...]) -> FileRows | None:
        """Return the rows of one file, remembered or rendered."""
        path = str(self._reader.folder / name)
        data = self._reader.bytes_of(self._reader.folder / name)
        if data is None:
            return None

        depends_on = (*self._depends_on, topics)
        text = self._memory.text(data, depends_on) if self._memory else None
        if text is not None:
            remembered = _usable_rows(text, path, topics)
            if remembered and remembered.has_same_media(self._reader.folder):
                return remembered

        facts = self._reader.facts_in(data, name, topics)
        passages = self._passages
        if self._reader.problems:
            return None
        deck = replace(self._deck, passages=passages)
        rendered = rows_of_facts(deck, facts, self._ledger_of_deck)
        if self._lines_on_demand is not None:
            self._lines_on_demand.forget()
        if rendered is not None and self._memory:
            self._memory.keep(data, depends_on, text_of_rows(rendered, path))
        return rendered

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        """The passages without their words.

        The words take much memory, and no note needs them. The headings are remembered.
        """
        if self._passages_data is None:
            return ()
        digest, depends_on = hashlib.sha256(self._passages_data).digest(), ("headings",)
        text = self._memory.text(digest, depends_on) if self._memory else None
        headings = None if text is None else _usable_headings(text)
        if headings is None:
            headings = self._reader.headings(self._passages_data)
            if self._memory and not self._reader.problems:
                self._memory.keep(digest, depends_on, json.dumps(headings))
        position = Position(str(self._reader.folder / PASSAGES_FILE))
        return tuple(Passage(*item, position) for item in headings.items())

    def _changes(self, files: Sequence[FileRows]) -> Changes | None:
        """Compare the notes with the ledger. None if the deck has no notes."""
        states = [state for rows in files for state in rows.states]
        unchanged = {name for rows in files for name in rows.unchanged}
        if not states and not unchanged:
            return None
        language = type_language(self._deck.learner_language)
        return compare_with_ledger(
            self._ledger_of_deck,
            states,
            note_types_to_record(language),
            unchanged=unchanged,
            retired={name for rows in files for name in rows.retired},
        )

    def _assembled(
        self,
        files: Sequence[FileRows],
        texts: TextsOnDisk,
        changes: Changes,
        now_seconds: int | None,
    ) -> MadePackage | None:
        unreleased_seconds = unreleased_time_seconds(self._ledger_of_deck, now_seconds)
        folder = self._deck.folder
        files_by_name = {
            name: medium.file for rows in files for medium, name in rows.media
        }
        media = contents_of(files_by_name, folder)
        type_ids = dict.fromkeys(type_id for rows in files for type_id in rows.type_ids)
        package = package_of(
            self._deck,
            type_ids,
            (
                row
                for text in self._dated_texts(files, texts, unreleased_seconds)
                for row in rows_in(text)
            ),
            media,
            latest_seconds=max(
                unreleased_seconds if rows.has_undated else rows.latest_seconds
                for rows in files
            ),
            saves_memory=texts.are_on_disk,
        )
        return MadePackage(
            self._deck.id,
            package,
            note_count=sum(len(rows.states) + len(rows.unchanged) for rows in files),
            card_count=sum(rows.card_count for rows in files),
            content_hash=content_hash(
                self._deck,
                map(hashed_text, self._dated_texts(files, texts, unreleased_seconds)),
                media,
            ),
            changes=changes,
            is_private=False,
            alias_and_rejected_counts=(
                sum(rows.alias_and_rejected_counts[0] for rows in files),
                sum(rows.alias_and_rejected_counts[1] for rows in files),
            ),
            inputs=(
                *deck_inputs(self._deck),
                *(folder / name for rows in files for name in rows.other_media),
                *(folder / file for file in files_by_name.values()),
            ),
        )

    def _dated_texts(
        self, files: Sequence[FileRows], texts: TextsOnDisk, unreleased_seconds: int
    ) -> Iterator[str]:
        """Yield the text of each file's rows, with a time for every note."""
        for rows in files:
            yield dated(texts.text(self._where_kept[rows.ids]), unreleased_seconds)


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
