"""The tables of the review log, and the migrations that lead to them.

SQLite stores the text of each CREATE statement, and `has_schema` compares these texts.
So the SQL of a released migration must not change by a single character, not even by a
space. A backslash at the end of a line joins that line with the next line.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Migration = Callable[[sqlite3.Connection], None]
"""Changes an open file from one schema version to the next."""


def m001_entries_and_cards(connection: sqlite3.Connection) -> None:
    """Create the tables `entries`, `cards` and `notes_to_self`.

    `entries` is the log. `cards` stores the card states, which can be computed again
    from the entries at any time. `notes_to_self` has the hash of the rules by which
    the card states were computed.
    """
    _create_entries(connection)
    _create_cards(connection)
    connection.execute(
        "CREATE TABLE notes_to_self (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"
    )


def _create_entries(connection: sqlite3.Connection) -> None:
    """Create the table `entries`, its indexes, and the view `standing`.

    The view has neither undo entries nor undone entries.
    """
    connection.execute("""
        CREATE TABLE entries (
            id TEXT NOT NULL UNIQUE CHECK (id <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('review', 'cram', 'undo', 'suspend',\
 'resume', 'bury', 'forget')),
            card TEXT NOT NULL CHECK (card <> ''),
            at INTEGER NOT NULL CHECK (at BETWEEN 0 AND 8589934592000),
            utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -1440 AND 1440),
            day INTEGER NOT NULL CHECK (day BETWEEN -2 AND 100000),
            rating INTEGER CHECK (rating BETWEEN 1 AND 4),
            days INTEGER CHECK (days BETWEEN 0 AND 36500),
            seconds INTEGER CHECK (seconds BETWEEN 0 AND 34560000),
            steps_left INTEGER CHECK (steps_left BETWEEN 0 AND 1000),
            interval INTEGER CHECK (interval BETWEEN 0 AND 36500),
            typed TEXT, outcome TEXT, reason TEXT,
            duration INTEGER CHECK (duration BETWEEN 0 AND 1099511627776),
            revision TEXT NOT NULL,\
 target TEXT NOT NULL CHECK (kind <> 'undo' OR target <> ''),
            origin TEXT NOT NULL CHECK (origin IN ('liverdeck', 'anki')),\
 version TEXT NOT NULL,
            seq INTEGER PRIMARY KEY,
            CHECK (kind NOT IN ('review', 'cram') OR rating NOT NULL),
            CHECK (kind <> 'review' OR coalesce(days, seconds) NOT NULL),
            CHECK ((rating IS NULL) = (steps_left IS NULL)\
 AND (rating IS NULL) = (interval IS NULL)),
            CHECK ((typed IS NULL) = (outcome IS NULL)\
 AND (typed IS NULL) = (reason IS NULL))
        ) STRICT""")
    connection.execute("CREATE INDEX entries_of_card ON entries (card, at)")
    connection.execute("CREATE INDEX entries_of_day ON entries (day)")
    connection.execute("CREATE INDEX undos ON entries (target) WHERE kind = 'undo'")
    connection.execute("""
        CREATE VIEW standing AS SELECT * FROM entries e WHERE kind <> 'undo'\
 AND NOT EXISTS (
            SELECT 1 FROM entries u WHERE u.card = e.card AND u.kind = 'undo'\
 AND u.target = e.id
        )""")


def _create_cards(connection: sqlite3.Connection) -> None:
    """Create the table `cards` and its indexes."""
    connection.execute("""
        CREATE TABLE cards (
            card TEXT PRIMARY KEY, deck TEXT NOT NULL,
            phase TEXT CHECK (phase IN ('learning', 'review', 'relearning')),
            stability REAL CHECK (stability > 0 AND stability <= 36500),
            difficulty REAL CHECK (difficulty BETWEEN 1 AND 10),
            interval INTEGER CHECK (interval BETWEEN 0 AND 36500),
            steps_left INTEGER CHECK (steps_left BETWEEN 0 AND 1000),
            due_day INTEGER CHECK (due_day BETWEEN -2 AND 136500),
            due_at INTEGER CHECK (due_at BETWEEN 0 AND 8624494592),
            last INTEGER CHECK (last BETWEEN 0 AND 8589934592),
            reviews INTEGER CHECK (reviews BETWEEN 0 AND 1000000000),
            lapses INTEGER CHECK (lapses BETWEEN 0 AND 1000000000),
            suspended INTEGER NOT NULL CHECK (suspended IN (0, 1)),
            buried INTEGER CHECK (buried BETWEEN -2 AND 100000),
            introduced INTEGER CHECK (introduced BETWEEN -2 AND 100000),
            reviewed INTEGER CHECK (reviewed BETWEEN -2 AND 100000),
            latest INTEGER NOT NULL CHECK (latest BETWEEN 0 AND 8589934592000),
            latest_id TEXT NOT NULL, revision TEXT NOT NULL,
            CHECK (phase IS NULL OR (coalesce(due_day, due_at)\
 + stability + difficulty + interval
                + steps_left + last + reviews + lapses) NOT NULL)
        ) STRICT, WITHOUT ROWID""")
    connection.execute(
        "CREATE INDEX cards_by_day ON cards (deck, due_day) WHERE due_day IS NOT NULL"
    )
    connection.execute(
        "CREATE INDEX cards_by_second ON cards (deck, due_at) WHERE due_at IS NOT NULL"
    )


def m002_memory_models(connection: sqlite3.Connection) -> None:
    """Add the memory model of each entry, and the table `weights`.

    `weights` has each set of weights once, by its hash. `numbers` is a JSON list.
    """
    connection.execute("ALTER TABLE entries ADD COLUMN model TEXT")
    connection.execute("ALTER TABLE entries ADD COLUMN weights TEXT")
    connection.execute(
        "ALTER TABLE entries ADD COLUMN retention REAL"
        " CHECK (retention BETWEEN 0.7 AND 0.99)"
    )
    connection.execute(
        "CREATE TABLE weights (hash TEXT PRIMARY KEY, model TEXT NOT NULL,"
        " numbers TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )


def m003_redate(connection: sqlite3.Connection) -> None:
    """Add the entry kind *redate*, and an index that finds all entries with a target.

    SQLite cannot change which values a column may have, so `entries` is copied to a new
    table.
    """
    connection.execute("DROP INDEX undos")
    _copy_entries(connection, "'redate'")


def _copy_entries(
    connection: sqlite3.Connection, further_kinds: str, last_column: str = ""
) -> None:
    """Create `entries` with further kinds and perhaps a column, and copy all rows."""
    for statement in (
        "DROP VIEW standing",
        "DROP INDEX entries_of_card",
        "DROP INDEX entries_of_day",
        "DROP INDEX IF EXISTS targets",
        "ALTER TABLE entries RENAME TO earlier_entries",
    ):
        connection.execute(statement)
    query = "SELECT EXISTS (SELECT 1 FROM earlier_entries)"
    (has_entries,) = connection.execute(query).fetchone()
    if has_entries:
        _create_entries_with(connection, further_kinds, last_column)
        connection.execute(
            "INSERT INTO entries SELECT * FROM earlier_entries ORDER BY seq"
        )
        connection.execute("DROP TABLE earlier_entries")
    else:  # dropped first, so that no unused page remains in a new log
        connection.execute("DROP TABLE earlier_entries")
        _create_entries_with(connection, further_kinds, last_column)


def _create_entries_with(
    connection: sqlite3.Connection, further_kinds: str, last_column: str
) -> None:
    """Create `entries`, its indexes and its view, without spaces between the lines.

    The first page of a log must have space for the text of the whole schema.
    """
    connection.execute(f"""\
CREATE TABLE entries (id TEXT NOT NULL UNIQUE CHECK (id <> ''),
kind TEXT NOT NULL CHECK (kind IN ('review', 'cram', 'undo', 'suspend', 'resume',\
 'bury', 'forget', {further_kinds})),
card TEXT NOT NULL CHECK (card <> ''),
at INTEGER NOT NULL CHECK (at BETWEEN 0 AND 8589934592000),
utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -1440 AND 1440),
day INTEGER NOT NULL CHECK (day BETWEEN -2 AND 100000),
rating INTEGER CHECK (rating BETWEEN 1 AND 4),
days INTEGER CHECK (days BETWEEN 0 AND 36500),
seconds INTEGER CHECK (seconds BETWEEN 0 AND 34560000),
steps_left INTEGER CHECK (steps_left BETWEEN 0 AND 1000),
interval INTEGER CHECK (interval BETWEEN 0 AND 36500),
typed TEXT, outcome TEXT, reason TEXT,
duration INTEGER CHECK (duration BETWEEN 0 AND 1099511627776),
revision TEXT NOT NULL,
target TEXT NOT NULL CHECK (kind NOT IN ('undo', 'redate') OR target <> ''),
origin TEXT NOT NULL CHECK (origin IN ('liverdeck', 'anki')),
version TEXT NOT NULL, seq INTEGER PRIMARY KEY, model TEXT, weights TEXT,
retention REAL CHECK (retention BETWEEN 0.7 AND 0.99),{last_column}
CHECK (kind NOT IN ('review', 'cram') OR rating NOT NULL),
CHECK (kind <> 'review' OR coalesce(days, seconds) NOT NULL),
CHECK ((rating IS NULL) = (steps_left IS NULL) AND (rating IS NULL)\
 = (interval IS NULL)),
CHECK ((typed IS NULL) = (outcome IS NULL) AND (typed IS NULL) = (reason IS NULL)))\
 STRICT""")
    connection.execute("CREATE INDEX entries_of_card ON entries (card, at)")
    connection.execute("CREATE INDEX entries_of_day ON entries (day)")
    connection.execute(
        "CREATE INDEX targets ON entries (card, target) WHERE target <> ''"
    )
    connection.execute("""\
CREATE VIEW standing AS SELECT * FROM entries e WHERE kind <> 'undo' AND NOT EXISTS\
 (SELECT 1 FROM entries u WHERE u.card = e.card AND u.target = e.id\
 AND u.target <> '' AND u.kind = 'undo')""")


def m004_overruled(connection: sqlite3.Connection) -> None:
    """Add a column that is 1 if the learner overruled the verdict on a typed answer."""
    connection.execute(
        "ALTER TABLE entries ADD COLUMN overruled INTEGER"
        " CHECK (overruled BETWEEN 0 AND 1)"
    )


def m005_quiz(connection: sqlite3.Connection) -> None:
    """Add the entry kind *quiz*."""
    overruled = "\noverruled INTEGER CHECK (overruled BETWEEN 0 AND 1),"
    _copy_entries(connection, "'redate', 'quiz'", overruled)


MIGRATIONS: tuple[Migration, ...] = (
    m001_entries_and_cards,
    m002_memory_models,
    m003_redate,
    m004_overruled,
    m005_quiz,
)
"""The migrations in their order.

The n-th one leads to schema version n (SQLite's `user_version`). A released migration
never changes. Each new schema version needs a new function.
"""
SCHEMA_HASH = "9858ac2ad4b6b24ef7a8f854ffe9a2df85247e77878d9eb4b61eafbe0ff22a65"
"""The hash of the schema that all migrations create. `has_schema` uses it.

A test compares it with the migrations, and shows the right value.
"""


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the schema version of an open file; 0 for a new one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def has_schema(
    connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS
) -> bool:
    """Whether a file defines exactly what the migrations create.

    A file that defines anything else (a trigger, another view) could do harm. It is
    not accepted as a review log.
    """
    schema = schema_of(connection)
    if tuple(migrations) == MIGRATIONS:
        return schema_hash(schema) == SCHEMA_HASH
    return schema == _schema_after(tuple(migrations))


def schema_hash(schema: list[tuple[str, ...]]) -> str:
    """Return the hash of a schema that `schema_of` returned."""
    return hashlib.sha256(repr(schema).encode(errors="replace")).hexdigest()


def entries_table() -> str:
    """Return the statement that creates the table `entries` of the present schema.

    It is the text that SQLite stores after the migrations.
    """
    sql_by_name = {name: sql for _, name, _, sql in _schema_after(MIGRATIONS)}
    return sql_by_name["entries"]


def schema_of(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """Return type, name, table and SQL of everything that a file defines."""
    # Leave out the tables and indexes that SQLite makes for itself: `sqlite_...`. A
    # trigger or view with such a name stays, because SQLite never makes one.
    query = """
        SELECT type, name, tbl_name, sql FROM sqlite_schema
        WHERE NOT (type IN ('table', 'index') AND name LIKE 'sqlite^_%' ESCAPE '^')
        ORDER BY type, name
    """
    return connection.execute(query).fetchall()


@cache
def _schema_after(migrations: tuple[Migration, ...]) -> list[tuple[str, ...]]:
    """Return the result of `schema_of` for a new file after these migrations."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for migration in migrations:
            migration(connection)
        return schema_of(connection)
