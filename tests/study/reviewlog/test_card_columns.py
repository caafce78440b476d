"""The table `cards` accepts exactly the values that the reader of its rows accepts."""

import re
import sqlite3
from contextlib import closing
from itertools import product

import pytest

from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.rows import SELECT_CARD_STATES, card_state_of
from liverdeck.study.reviewlog.storage import connect
from tests.study.conftest import new_entry

PHASES = ("learning", "review", "relearning", "zap", "")


@pytest.fixture
def database(log, log_path):
    """Return a connection to a log with one card that has progress."""
    log.merge([new_entry("r")])
    with closing(connect(log_path)) as connection:
        yield connection


def columns_of_type(database, *types):
    info = database.execute("PRAGMA table_info(cards)").fetchall()
    return [name for _, name, column_type, *_ in info if column_type in types]


def edges(database):
    """Return every number in the definition of the table, and those one off from it."""
    (sql,) = database.execute(
        "SELECT sql FROM sqlite_schema WHERE name = 'cards'"
    ).fetchone()
    numbers = {int(number) for number in re.findall(r"-?\b\d+\b", sql)}
    return sorted({number + step for number in numbers for step in (-1, 0, 1)})


def is_written(database, column, value):
    update = f"UPDATE cards SET {column} = ?"  # noqa: S608
    try:
        database.execute(update, [value])
    except sqlite3.IntegrityError:
        return False
    return True


def is_read(row, column, value):
    try:
        card_state_of([*(row | {column: value}).values()])
    except LogError:
        return False
    return True


def differences(database, columns, values):
    """Return columns with values that only the file or only the reader allows."""
    cursor = database.execute(SELECT_CARD_STATES)
    names = [name for name, *_ in cursor.description]
    row = dict(zip(names, cursor.fetchone(), strict=True))
    return [
        (column, value)
        for column, value in product(columns, values)
        if is_written(database, column, value) != is_read(row, column, value)
    ]


def test_whole_numbers_have_the_same_bounds_in_the_file_and_when_read(database):
    columns = columns_of_type(database, "INTEGER")
    assert len(columns) > 10
    assert differences(database, columns, edges(database)) == []


def test_decimals_have_the_same_bounds_in_the_file_and_when_read(database):
    columns = columns_of_type(database, "REAL")
    values = [edge + step for edge in edges(database) for step in (-0.001, 0.0, 0.001)]
    assert len(columns) == 2
    assert differences(database, columns, values) == []


def test_phases_are_the_same_in_the_file_and_when_read(database):
    assert differences(database, ["phase"], PHASES) == []
