"""`COLUMNS` says which values an entry may have; SQL, rows and lines agree with it.

In the names of the tests, *the table* is `COLUMNS` and *the file* is the log in SQLite.
"""

import json
import sqlite3
from contextlib import closing

import pytest

from liverdeck.base.result import Result
from liverdeck.study.reviewlog.columns import Number, OneOf, Text, WholeNumber
from liverdeck.study.reviewlog.entries import (
    COLUMNS,
    ENTRY_KINDS,
    LATEST_MS,
    TypedAnswer,
)
from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.rows import ENTRY_COLUMNS, entry_of, entry_row
from liverdeck.study.reviewlog.storage import connect
from liverdeck.study.scheduling.memory import DEFAULT_MODEL
from tests.study.conftest import new_entry

ENTRY = new_entry("r", typed=TypedAnswer("70", "correct", "exact"), duration_ms=1)
MODELS = {DEFAULT_MODEL.weights_hash: DEFAULT_MODEL}
SQL_TYPES = {WholeNumber: "INTEGER", Number: "REAL", OneOf: "TEXT", Text: "TEXT"}
NUMBERS = [
    column for column in COLUMNS if isinstance(column.allowed, WholeNumber | Number)
]
READ_NUMBERS = [column for column in NUMBERS if column.field]
CHOICES = [column for column in COLUMNS if isinstance(column.allowed, OneOf)]
TEXTS = [
    column
    for column in COLUMNS
    if isinstance(column.allowed, Text) and column.name not in ("model", "weights")
]


def for_each_column(columns):
    return pytest.mark.parametrize("column", columns, ids=lambda column: column.name)


@pytest.fixture
def database(log, log_path):
    """Return a connection to a log with one review."""
    log.merge([ENTRY])
    with closing(connect(log_path)) as connection:
        yield connection


def can_be_written(database, column, value):
    # An undo needs a target.
    update = f"UPDATE entries SET target = 'x', {column.name} = ?"  # noqa: S608
    try:
        database.execute(update, [value])
    except sqlite3.IntegrityError:
        return False
    return True


def can_be_read(column, value):
    row = list(entry_row(ENTRY))
    row[ENTRY_COLUMNS.index(column.name)] = value
    try:
        entry_of(row, MODELS)
    except LogError:
        return False
    return True


def can_be_imported(column, value):
    fields = json.loads(as_line(ENTRY)) | {"target": "x", column.field: value}
    return bool(read_lines([json.dumps(fields)], "log.jsonl").value)


def test_the_columns_of_the_file_are_those_of_the_table(database):
    info = database.execute("PRAGMA table_info(entries)").fetchall()
    types = {name: type_ for _, name, type_, *_ in info if name != "seq"}
    assert types == {column.name: SQL_TYPES[type(column.allowed)] for column in COLUMNS}


def test_a_required_value_is_never_missing_in_the_file(database):
    never_null = {
        name
        for _, name, _, is_never_null, *_ in database.execute(
            "PRAGMA table_info(entries)"
        )
        if is_never_null
    }
    assert never_null >= {column.name for column in COLUMNS if column.is_required}


@for_each_column(NUMBERS)
def test_the_file_has_the_bounds_of_the_table(database, column):
    lowest, highest = column.allowed.lowest, column.allowed.highest
    accepted = {
        value: can_be_written(database, column, value)
        for value in (lowest - 1, lowest, highest, highest + 1)
    }
    assert list(accepted.values()) == [False, True, True, False]


@for_each_column(READ_NUMBERS)
def test_rows_and_lines_have_the_bounds_of_the_table(column):
    lowest, highest = column.allowed.lowest, column.allowed.highest
    for value, is_allowed in (
        (lowest - 1, False),
        (lowest, True),
        (highest, True),
        (highest + 1, False),
    ):
        assert can_be_read(column, value) == is_allowed
        assert can_be_imported(column, value) == is_allowed


@for_each_column(CHOICES)
def test_file_rows_and_lines_have_the_names_of_the_table(database, column):
    for value in (*column.allowed.names, "zap", ""):
        is_allowed = value in column.allowed.names
        assert can_be_written(database, column, value) == is_allowed
        assert can_be_read(column, value) == is_allowed
        assert can_be_imported(column, value) == is_allowed


@pytest.mark.parametrize("kind", ENTRY_KINDS)
@pytest.mark.parametrize("missing", [(), ("rating",), ("days", "seconds"), ("target",)])
def test_the_file_and_lines_require_the_same_values_of_each_kind(
    database, kind, missing
):
    fields = json.loads(as_line(ENTRY)) | {"kind": kind, "target": "x"}
    line = {name: value for name, value in fields.items() if name not in missing}
    is_read = bool(read_lines([json.dumps(line)], "log.jsonl").value)
    values = {"kind": kind, "target": "x", **dict.fromkeys(missing)}
    if "target" in missing:
        values["target"] = ""
    if "rating" in missing:  # without it there are no other values of an answer
        values |= {"steps_left": None, "interval": None}
    changes = ", ".join(f"{name} = ?" for name in values)
    try:
        database.execute(f"UPDATE entries SET {changes}", [*values.values()])  # noqa: S608
        is_written = True
    except sqlite3.IntegrityError:
        is_written = False
    assert is_read == is_written


@for_each_column(TEXTS)
def test_lines_have_the_lengths_of_the_table(column):
    shortest, longest = column.allowed.shortest, column.allowed.longest
    assert can_be_imported(column, "x/" + "y" * ((longest or 202) - 2))
    assert can_be_imported(column, "") == (shortest == 0)
    if longest is not None:
        assert not can_be_imported(column, "x/" + "y" * (longest - 1))


def test_an_entry_with_every_value_is_the_same_after_a_row_and_a_line():
    entry = new_entry(
        "r",
        typed=TypedAnswer("70", "retype", "spelling", is_overruled=True),
        duration_ms=LATEST_MS // 100,
        revision="abc",
        target="x",
        origin="anki",
    )
    assert (
        None
        not in {
            column.name: value
            for column, value in zip(COLUMNS, entry_row(entry), strict=True)
            if column.name != "seconds"
        }.values()
    )
    assert entry_of(entry_row(entry), MODELS) == entry
    assert read_lines([as_line(entry)], "") == Result((entry,))
