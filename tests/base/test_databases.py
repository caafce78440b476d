"""Databases from elsewhere do no harm, however they are opened."""

import sqlite3
from contextlib import closing

import pytest

from liverdeck.base.databases import (
    connected_to,
    connected_to_read,
    database_in_memory,
)


@pytest.fixture
def hostile(tmp_path):
    """Return a file with a view that calls a function with side effects."""
    path = tmp_path / "a b%20c.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE facts (a)")
        connection.execute("CREATE VIEW bad AS SELECT harm() AS a")
        connection.commit()
    return path


def from_bytes(path):
    connection = database_in_memory()
    connection.deserialize(path.read_bytes())
    return connection


@pytest.mark.parametrize("opened", [connected_to, connected_to_read, from_bytes])
def test_stored_sql_calls_no_function_with_side_effects(hostile, opened):
    calls = []
    with closing(opened(hostile)) as connection:
        connection.create_function("harm", 0, lambda: calls.append("done"))
        assert connection.execute("SELECT * FROM facts").fetchall() == []
        with pytest.raises(sqlite3.OperationalError, match="unsafe use of harm"):
            connection.execute("SELECT * FROM bad").fetchall()
    assert calls == []


def test_reading_a_database_writes_no_file(hostile):
    with closing(connected_to_read(hostile)) as connection:
        connection.execute("SELECT * FROM facts").fetchall()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("INSERT INTO facts VALUES (1)")
    assert [path.name for path in hostile.parent.iterdir()] == [hostile.name]


def test_only_three_modules_open_databases(repository):
    opening = {
        path.name
        for path in (repository / "liverdeck").rglob("*.py")
        if "sqlite3.connect(" in path.read_text(encoding="utf-8")
    }
    # `package.py` and `schema.py` fill an empty database, which nobody else wrote.
    assert opening == {"databases.py", "package.py", "schema.py"}
