"""Build the package of a deck's folder file by file, to save memory.

The facts of all files are never in memory at the same time.

The result is the package that `make_package` makes from the whole deck. If there is any
problem, the result is None, and the caller reads the whole deck. So the reader of the
whole deck reports all problems, and this module reports none.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.anki.note_media import contents_of
from liverdeck.anki.note_rows import ForeignRowsError, dated, hashed_text, rows_in
from liverdeck.anki.note_types import note_types_to_record
from liverdeck.anki.type_ids import type_language
from liverdeck.authoring.folder_reader import FolderReader, folder_reader
from liverdeck.authoring.ledger_problems import UnusableLineError
from liverdeck.base.files import (
    DECK_FILE,
    LEDGER_FILE,
    PASSAGES_FILE,
    decoded,
)
from liverdeck.base.texts_on_disk import TextsOnDisk
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.assembly import content_hash, package_of
from liverdeck.publishing.build import MadePackage, deck_inputs, unreleased_time_seconds
from liverdeck.publishing.ledger_changes import Changes, compare_with_ledger
from liverdeck.publishing.lost_ledger import trace_of_releases
from liverdeck.publishing.permanent_values import changed_permanent_values
from liverdeck.publishing.rows_of_files import RowsOfFiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from liverdeck.authoring.ledger_on_demand import LinesOnDemand
    from liverdeck.authoring.remembered import Memory
    from liverdeck.publishing.file_rows import FileRows


def package_by_file(
    folder: Path,
    memory: Memory | None,
    *,
    now_seconds: int | None,
    is_new: bool = False,
    workers: int = 0,
) -> MadePackage | None:
    """Return the package of the deck in a folder; None if the whole deck must be read.

    `now_seconds` is as in `make_package`. `is_new` says that the deck was never
    released. A `memory` stores the rows of each file, which saves time as long as the
    file does not change. `workers` is the largest number of processes that render files
    beside this one.
    """
    reader = folder_reader(folder, memory).value
    if reader is None:
        return None

    with TextsOnDisk() as texts:
        builder = _FileByFileBuilder(reader, memory, texts)
        try:
            if not builder.read_deck(is_new=is_new, workers=workers):
                return None
            return builder.package(now_seconds)
        except UnusableLineError:
            return None


class _FileByFileBuilder:
    """Reads a deck file by file, and puts its package together."""

    def __init__(
        self, reader: FolderReader, memory: Memory | None, texts: TextsOnDisk
    ) -> None:
        self._reader = reader
        self._memory = memory
        self._texts = texts
        """The rows of all files, and the ledger."""
        self._lines_on_demand: LinesOnDemand | None = None
        """The lines of the ledger.

        None if the ledger is empty, or if LiverDeck did not write it.
        """
        self._text_locations: dict[tuple[tuple[str, str], ...], tuple[int, int]] = {}
        """The location of each file's rows in `TextsOnDisk`, by `FileRows.ids`."""

    def read_deck(self, *, is_new: bool, workers: int) -> bool:
        """Read the files that all fact files need; return whether all is well."""
        reader = self._reader
        deck = reader.deck()
        deck_data = reader.optional_bytes(DECK_FILE)
        passages_data = reader.optional_bytes(PASSAGES_FILE)
        ledger_data = reader.optional_bytes(LEDGER_FILE)
        if deck is None or reader.problems:
            return False

        self._deck = deck
        contents = (deck_data, passages_data, ledger_data)
        # A missing file gets the size None, so that it differs from an empty file.
        sizes = [None if data is None else len(data) for data in contents]
        hash_of_common_files = hashlib.sha256(repr(sizes).encode())
        for data in contents:
            hash_of_common_files.update(data or b"")
        ledger = self._ledger(ledger_data, is_new=is_new)
        if ledger is None or changed_permanent_values(deck, ledger):
            return False
        self._ledger_of_deck = ledger
        self._rows = RowsOfFiles(
            reader,
            self._memory,
            deck,
            ledger,
            self._lines_on_demand,
            passages_data=passages_data,
            common_digest=hash_of_common_files.hexdigest(),
            workers=workers,
        )
        return True

    def _ledger(self, data: bytes | None, *, is_new: bool) -> Ledger | None:
        """Return the ledger; None if it is lost or wrong, or contradicts `is_new`."""
        if data is None:
            may_be_lost = not is_new or trace_of_releases(self._deck) is not None
            return None if may_be_lost else Ledger(self._deck.id)
        ledger = self._parsed_ledger(data)
        has_releases = ledger is not None and bool(ledger.releases)
        return None if is_new and has_releases else ledger

    def _parsed_ledger(self, data: bytes) -> Ledger | None:
        # Imported here, since a deck without a ledger does not need it.
        from liverdeck.authoring.ledger_on_demand import LinesOnDemand, ledger_on_demand

        path, deck_id = str(self._reader.folder / LEDGER_FILE), self._deck.id
        text = decoded(data, path).value
        if text is None:
            return None
        self._ledger_digest = hashlib.sha256(data).digest()
        ledger = ledger_on_demand(text, path, deck_id, self._texts)
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
        files = self._files()
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
            return self._package_of_rows(files, changes, now_seconds)
        except ForeignRowsError:
            return None

    def _files(self) -> list[FileRows] | None:
        """Return the rows of all fact files in teaching order; None after a problem.

        The `rows_text` of each file is moved to disk, so that the text of only one file
        is in memory at a time.
        """
        topics = tuple(topic.id for topic in self._deck.topics)
        names = list(self._reader.fact_file_names())
        rows_by_name: dict[str, FileRows] = {}
        for name, rows in self._rows.rows_and_names(names):
            if rows is None or self._reader.problems:
                return None
            self._text_locations[rows.ids] = self._texts.keep(rows.rows_text)
            rows_by_name[name] = replace(rows, rows_text="")
        files = [rows_by_name[name] for name in names]

        ids = [fact_id for rows in files for fact_id, _ in rows.ids]
        identities = [identity for rows in files for _, identity in rows.ids]
        has_repeated_id = len(set(ids)) < len(ids)
        has_repeated_identity = len(set(identities)) < len(identities)
        if has_repeated_id or has_repeated_identity:
            return None
        return sorted(files, key=lambda rows: topics.index(rows.topic))

    def _changes(self, files: Sequence[FileRows]) -> Changes | None:
        """Compare the notes with the ledger. Return None if the deck has no notes."""
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

    def _package_of_rows(
        self,
        files: Sequence[FileRows],
        changes: Changes,
        now_seconds: int | None,
    ) -> MadePackage | None:
        unreleased_seconds = unreleased_time_seconds(self._ledger_of_deck, now_seconds)
        folder = self._deck.folder
        files_by_name = {
            name: medium.file for rows in files for medium, name in rows.media
        }
        media = contents_of(files_by_name, folder)
        # A dict keeps the order in which the note types first appear.
        type_ids = dict.fromkeys(type_id for rows in files for type_id in rows.type_ids)
        note_rows = (
            row
            for text in self._dated_texts(files, unreleased_seconds)
            for row in rows_in(text)
        )
        latest_seconds = max(rows.latest_seconds for rows in files)
        if any(rows.has_undated for rows in files):
            latest_seconds = max(latest_seconds, unreleased_seconds)
        package = package_of(
            self._deck,
            type_ids,
            note_rows,
            media,
            latest_seconds=latest_seconds,
            saves_memory=self._texts.are_on_disk,
        )
        return MadePackage(
            self._deck.id,
            package,
            note_count=sum(len(rows.states) + len(rows.unchanged) for rows in files),
            card_count=sum(rows.card_count for rows in files),
            content_hash=content_hash(
                self._deck,
                map(hashed_text, self._dated_texts(files, unreleased_seconds)),
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
        self, files: Sequence[FileRows], unreleased_seconds: int
    ) -> Iterator[str]:
        """Yield the text of each file's rows, with a time for every note."""
        for rows in files:
            yield dated(
                self._texts.text(self._text_locations[rows.ids]), unreleased_seconds
            )
