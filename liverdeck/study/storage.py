"""The file of the review log: one SQLite database, opened so that what was written is on disk.

`synchronous=FULL` with a write-ahead log: when a commit returns, the review survives a killed process and a power
cut (measured in docs/performance.md). Whatever SQLite says is turned into a problem with what to do about it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from liverdeck.facts.problems import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Migration = Callable[[sqlite3.Connection], None]

BUSY_SECONDS = 10
"""For how long a session waits while another one writes."""
KEPT_BACKUPS = 3
"""Days of which a copy of the log is kept."""
_OWN = 0o600
"""Rights of the files: what a learner typed is theirs."""
BUSY = "SQLITE_BUSY"
"""How the names of SQLite's errors begin that say that another process is at it."""


class LogError(Exception):
    """The log cannot be read or written; `problem` says why and what to do. Nothing acknowledged is lost by it."""

    def __init__(self, problem: Problem) -> None:
        """Take the problem to show."""
        super().__init__(str(problem))
        self.problem = problem


def m001_entries_and_cards(connection: sqlite3.Connection) -> None:
    """Entries are the truth; `cards` is an index of where they have led, which can be made anew at any time."""
    connection.execute("""
        CREATE TABLE entries (
            id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, card TEXT NOT NULL,
            at INTEGER NOT NULL, utc_offset INTEGER NOT NULL, day INTEGER NOT NULL,
            rating INTEGER, days INTEGER, seconds INTEGER, steps_left INTEGER, interval INTEGER,
            typed TEXT, outcome TEXT, reason TEXT, duration INTEGER,
            revision TEXT NOT NULL, target TEXT NOT NULL, origin TEXT NOT NULL, version TEXT NOT NULL,
            seq INTEGER PRIMARY KEY
        ) STRICT""")
    connection.execute("CREATE INDEX entries_of_card ON entries (card, at)")
    connection.execute("CREATE INDEX entries_of_day ON entries (day)")
    connection.execute("""
        CREATE VIEW standing AS SELECT * FROM entries e WHERE kind <> 'undo' AND NOT EXISTS (
            SELECT 1 FROM entries u WHERE u.card = e.card AND u.kind = 'undo' AND u.target = e.id
        )""")
    connection.execute("""
        CREATE TABLE cards (
            card TEXT PRIMARY KEY, deck TEXT NOT NULL,
            phase TEXT, stability REAL, difficulty REAL, interval INTEGER, steps_left INTEGER,
            due_day INTEGER, due_at INTEGER, last INTEGER, reviews INTEGER, lapses INTEGER,
            suspended INTEGER NOT NULL, buried INTEGER, introduced INTEGER, reviewed INTEGER,
            latest INTEGER NOT NULL, latest_id TEXT NOT NULL, revision TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""")
    connection.execute("CREATE INDEX cards_by_day ON cards (deck, due_day) WHERE due_day IS NOT NULL")
    connection.execute("CREATE INDEX cards_by_second ON cards (deck, due_at) WHERE due_at IS NOT NULL")
    connection.execute("CREATE TABLE notes_to_self (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


MIGRATIONS: tuple[Migration, ...] = (m001_entries_and_cards,)
"""In order; the n-th leads to `user_version` n. Never changed once released: a new form is a new function."""


def connect(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> sqlite3.Connection:
    """Open the log, make it if there is none, and bring an older one to the present form, with a copy before.

    Raises LogError for a file that is damaged, newer than this program, or in a place that cannot be written.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(_OWN)  # SQLite gives what it keeps beside the file the same rights
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection, path, migrations)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    _keep_a_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = FULL")
    version = _version(connection)
    if version > len(migrations):
        what = f"a newer LiverDeck wrote it (form {version}; this one knows {len(migrations)})"
        raise LogError(Problem(Position(str(path)), what, "pip install -U liverdeck; nothing was changed"))
    if version < len(migrations):
        _migrate(connection, path, migrations)


def _keep_a_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Turn it on; where another process is at that very thing, SQLite refuses at once instead of waiting."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if not getattr(error, "sqlite_errorname", "").startswith(BUSY):
            raise


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    with transaction(connection):
        version = _version(connection)  # another process may have been faster
        if 0 < version < len(migrations):
            copy_to(path, path.with_name(f"{path.stem}-before-{len(migrations)}{path.suffix}"))
        for number in range(version, len(migrations)):
            migrations[number](connection)
            connection.execute(f"PRAGMA user_version = {number + 1}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: commit at the end, roll back whatever interrupts it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def copy_to(path: Path, copy: Path) -> None:
    """Copy the whole log to another file, which is either complete or not there.

    Whoever calls it is in a transaction, so that no two processes make the same copy at once.
    """
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = copy.with_name(f".{copy.name}.tmp")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target)
        unfinished.chmod(_OWN)
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)


def refuse_damage(connection: sqlite3.Connection, path: Path) -> None:
    """Raise LogError if SQLite finds something wrong in the file, or an entry that its indexes know otherwise."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise LogError(Problem(Position(str(path)), f"damaged ({found[0]})", _REPAIR))


def refuse_loss(connection: sqlite3.Connection, path: Path, copy: Path) -> None:
    """Raise LogError if the log holds fewer entries than a copy of it: none is ever taken out."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?immutable=1", uri=True)) as earlier:
            before = _count(earlier)
    except (sqlite3.Error, UnicodeDecodeError):
        return  # a damaged copy says nothing of the log
    if _count(connection) < before:
        what = f"damaged: it has fewer entries than {copy}"
        mend = f"{_REPAIR}, and brings back what the copies have; to begin anew, move {copy.parent} away too"
        raise LogError(Problem(Position(str(path)), what, mend))


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    return int(count)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into a LogError that tells the learner what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise LogError(Problem(Position(str(path)), *_explanation(error))) from error
    except UnicodeDecodeError as error:  # SQLite quotes what is damaged
        raise LogError(Problem(Position(str(path)), *_EXPLANATIONS["SQLITE_CORRUPT"])) from error
    except OSError as error:
        what = f"cannot be opened: {error.strerror or error}"
        raise LogError(Problem(Position(str(error.filename or path)), what, _ELSEWHERE)) from error


_REPAIR = "liverdeck log repair: it keeps the file and saves what can be read"
_ELSEWHERE = "mend that, or set LIVERDECK_HOME to a folder that you may write to"
_EXPLANATIONS = {
    "SQLITE_FULL": ("the disk is full", "free some space and try again; all earlier reviews are safe"),
    "SQLITE_READONLY": ("cannot be written: the file or its folder is read-only", _ELSEWHERE),
    "SQLITE_CANTOPEN": ("cannot be opened", _ELSEWHERE),
    BUSY: ("another session is writing to it", "wait for it to end, then try again"),
    "SQLITE_IOERR": ("the disk cannot be read or written", "look after the disk, then try again"),
    "SQLITE_NOTADB": ("damaged, or no review log", _REPAIR),
    "SQLITE_CORRUPT": ("damaged", _REPAIR),
}


def _explanation(error: sqlite3.Error) -> tuple[str, str]:
    name = getattr(error, "sqlite_errorname", "") or ""
    for known, (what, mend) in _EXPLANATIONS.items():
        if name.startswith(known):
            return what, mend
    return f"cannot be used: {error}", _REPAIR
