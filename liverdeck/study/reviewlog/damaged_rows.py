"""Read everything that a damaged log still has: rows, and weights of memory models."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from liverdeck.base.databases import connected_to
from liverdeck.base.values import value_class
from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.rows import SELECT_ENTRIES, entry_of
from liverdeck.study.reviewlog.schema import MIGRATIONS, has_schema, schema_version
from liverdeck.study.scheduling.memory import DEFAULT_MODEL, MODELS, model_from

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.memory import MemoryModel
    from liverdeck.study.scheduling.schedule import Schedule

_READ_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""The errors that can occur when a damaged file is read.

UnicodeDecodeError is among them because a message of SQLite may quote text that is not
UTF-8.
"""
_HIGHEST_VERSION = 99
"""A higher schema version must be damage, because no LiverDeck will have it."""
_LIST_OF_NUMBERS = re.compile(rb"\[[0-9][0-9., e+-]{0,2000}\]")
"""Matches the weights of a model in a file, such as `[0.212, 1.2931, 2.3065]`."""
_QUERIES_FROM_BOTH_ENDS = (
    f"{SELECT_ENTRIES} ORDER BY seq",
    f"{SELECT_ENTRIES} ORDER BY seq DESC",
)
"""If damage stops the first query, the second can reach the rows after the damage."""


@value_class
class Reading:
    """The entries that were read from a file."""

    entries: dict[str, Entry]
    """The entries by id."""
    is_complete: bool
    """Whether SQLite could read the file from beginning to end."""


class FoundModels(dict[str, "MemoryModel"]):
    """The memory models that were found, by the hash of their weights.

    An entry is saved even if its weights are lost. Then the default weights are used
    for it.
    """

    def __init__(self, schedule: Schedule) -> None:
        """Begin with the default model, and with that of a schedule."""
        models = (DEFAULT_MODEL, schedule.model)
        super().__init__({model.weights_hash: model for model in models})

    def find_in(self, content: bytes) -> None:
        """Add every model whose weights are somewhere in the bytes of a file.

        A list of numbers that is not from the log does no harm, because entries name
        weights by their hash.
        """
        for text in _LIST_OF_NUMBERS.findall(content):
            for name in MODELS:
                with suppress(ValueError):
                    model = model_from(name, text.decode("ascii"))
                    self[model.weights_hash] = model

    def __missing__(self, weights_hash: str) -> MemoryModel:
        """Return the default model in place of a model that was not found."""
        return DEFAULT_MODEL


def schema_version_of(path: Path) -> int:
    """Return the schema version of a file that may be damaged.

    The result is 0 if SQLite cannot read the version. If the number in the file is too
    high to be right, or if the file has this LiverDeck's schema, the result is this
    LiverDeck's schema version.
    """
    try:
        with closing(_connected(path)) as connection:
            version = schema_version(connection)
    except _READ_ERRORS:
        return 0
    is_wrong = version > _HIGHEST_VERSION or _has_present_schema(path)
    return len(MIGRATIONS) if is_wrong else version


def _has_present_schema(path: Path) -> bool:
    try:
        with closing(_connected(path)) as connection:
            return has_schema(connection)
    except _READ_ERRORS:
        return False


def read_file(path: Path, models: FoundModels) -> Reading:
    """Read entries with SQLite, and from the end too if damage stops the reading.

    `path` must be a copy of the log, because an older schema is migrated in this file.
    """
    try:
        with closing(_connected(path)) as connection:
            _migrate(connection)
            # In a file from elsewhere, `entries` may be a view with endless rows.
            if not has_schema(connection):
                return Reading({}, is_complete=False)
    except _READ_ERRORS:
        return Reading({}, is_complete=False)
    return read_entries(path, models)


def read_entries(path: Path, models: FoundModels) -> Reading:
    """Read the entries of a file whose table `entries` is known to be LiverDeck's."""
    entries: dict[str, Entry] = {}
    for query in _QUERIES_FROM_BOTH_ENDS:
        try:
            with closing(_connected(path)) as connection:
                for row in connection.execute(query):
                    entry = _valid_entry(row, path, models)
                    if entry is not None:
                        entries[entry.id] = entry
        except _READ_ERRORS:
            continue
        return Reading(entries, is_complete=True)
    return Reading(entries, is_complete=False)


def _connected(path: Path) -> sqlite3.Connection:
    connection = connected_to(path)
    connection.text_factory = _decoded
    return connection


def _decoded(text: bytes) -> str:
    """Decode text. Each damaged byte becomes the character U+FFFD."""
    return text.decode("utf-8", "replace")


def _migrate(connection: sqlite3.Connection) -> None:
    """Run the missing migrations, if the file has an older schema of LiverDeck."""
    version = schema_version(connection)
    if 0 < version < len(MIGRATIONS) and has_schema(connection, MIGRATIONS[:version]):
        for migration in MIGRATIONS[version:]:
            migration(connection)


def _valid_entry(
    row: tuple[object, ...], path: Path, models: FoundModels
) -> Entry | None:
    """Return the entry in a row, or None if LiverDeck cannot have written the row."""
    try:
        entry = entry_of(row, models)
        line = as_line(entry)
    except (TypeError, ValueError, AttributeError, LogError):
        return None
    # Reading a line checks more than `entry_of` does.
    own_model = {entry.model.weights_hash: entry.model}
    entries = read_lines([line], str(path), models=own_model).value
    return entries[0] if entries else None
