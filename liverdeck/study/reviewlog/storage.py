"""The file of the review log: one SQLite database, opened so that what was written is on disk.

`synchronous=FULL` with a write-ahead log: when a commit returns, the review survives a killed process (tests/study/
test_crash.py) and, by SQLite's promise (https://www.sqlite.org/pragma.html#pragma_synchronous), a power cut. Whatever
SQLite says is turned into a problem with what to do about it.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from contextlib import closing, contextmanager
from functools import cache
from threading import Event
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem

if sys.platform != "win32":
    import fcntl

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
_TRIES = 100
"""How often a session asks for the lock that a repair holds, in a second."""
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
            id TEXT NOT NULL UNIQUE CHECK (id <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('review', 'cram', 'undo', 'suspend', 'resume', 'bury', 'forget')),
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
            revision TEXT NOT NULL, target TEXT NOT NULL CHECK (kind <> 'undo' OR target <> ''),
            origin TEXT NOT NULL CHECK (origin IN ('liverdeck', 'anki')), version TEXT NOT NULL,
            seq INTEGER PRIMARY KEY,
            CHECK (kind NOT IN ('review', 'cram') OR rating NOT NULL),
            CHECK (kind <> 'review' OR coalesce(days, seconds) NOT NULL),
            CHECK ((rating IS NULL) = (steps_left IS NULL) AND (rating IS NULL) = (interval IS NULL)),
            CHECK ((typed IS NULL) = (outcome IS NULL) AND (typed IS NULL) = (reason IS NULL))
        ) STRICT""")
    connection.execute("CREATE INDEX entries_of_card ON entries (card, at)")
    connection.execute("CREATE INDEX entries_of_day ON entries (day)")
    connection.execute("CREATE INDEX undos ON entries (target) WHERE kind = 'undo'")
    connection.execute("""
        CREATE VIEW standing AS SELECT * FROM entries e WHERE kind <> 'undo' AND NOT EXISTS (
            SELECT 1 FROM entries u WHERE u.card = e.card AND u.kind = 'undo' AND u.target = e.id
        )""")
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
            CHECK (phase IS NULL OR (coalesce(due_day, due_at) + stability + difficulty + interval
                + steps_left + last + reviews + lapses) NOT NULL)
        ) STRICT, WITHOUT ROWID""")
    connection.execute(
        "CREATE INDEX cards_by_day ON cards (deck, due_day) WHERE due_day IS NOT NULL"
    )
    connection.execute(
        "CREATE INDEX cards_by_second ON cards (deck, due_at) WHERE due_at IS NOT NULL"
    )
    connection.execute(
        "CREATE TABLE notes_to_self (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"
    )


MIGRATIONS: tuple[Migration, ...] = (m001_entries_and_cards,)
"""In order; the n-th leads to `user_version` n. Never changed once released: a new form is a new function."""


def real_path(path: Path) -> Path:
    """Return where a log lies that may be a link: SQLite keeps what belongs to it there, not beside the link."""
    return path.resolve() if path.is_symlink() else path


def connect(
    path: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> sqlite3.Connection:
    """Open the log, make it if there is none, and bring an older one to the present form, with a copy before.

    Raises LogError for a file that is damaged, newer than this program, or in a place that cannot be written.
    """
    with explained(path):
        path = real_path(path)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(
                _OWN
            )  # SQLite gives what it keeps beside the file the same rights
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection, path, migrations)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    with _at_one_moment(connection):
        version = _version(connection)
        refuse_newer(version, path, migrations)
        if (
            not has_schema(connection, migrations[:version] if version > 0 else ())
            or version < 0
        ):
            what = "not a review log that LiverDeck made, or damaged"
            raise LogError(Problem(Position(str(path)), what, REPAIR))
    _keep_a_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = FULL")
    if version < len(migrations):
        _migrate(connection, path, migrations)


@contextmanager
def _at_one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Read as one: what another process changes meanwhile is not seen."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def refuse_newer(
    version: int, path: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Raise LogError if the file has a form that this program does not know."""
    if version > len(migrations):
        what = f"a newer LiverDeck wrote it (form {version}; this one knows {len(migrations)})"
        raise LogError(
            Problem(
                Position(str(path)),
                what,
                "pip install -U liverdeck; nothing was changed",
            )
        )


def version_of(path: Path) -> int:
    """Return the number of a file's form; 0 where SQLite cannot read it."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return _version(connection)
    except sqlite3.Error:
        return 0


def has_schema(
    connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS
) -> bool:
    """Whether a file has exactly the tables, indexes and views of a log: no trigger or view of somebody else's."""
    return _schema(connection) == _schema_after(tuple(migrations))


def _schema(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    # Indexes and tables of SQLite's own have names that nobody else can give; triggers and views it has none.
    query = (
        "SELECT type, name, tbl_name, sql FROM sqlite_schema"
        " WHERE type NOT IN ('table', 'index') OR name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY type, name"
    )
    return connection.execute(query).fetchall()


@cache
def _schema_after(migrations: tuple[Migration, ...]) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for migration in migrations:
            migration(connection)
        return _schema(connection)


def _keep_a_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Turn it on; where another process is at that very thing, SQLite refuses at once instead of waiting."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if not getattr(error, "sqlite_errorname", "").startswith(BUSY):
            raise


def _migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> None:
    with transaction(connection):
        version = _version(connection)  # another process may have been faster
        if 0 < version < len(migrations):
            copy_to(
                path,
                path.with_name(f"{path.stem}-before-{len(migrations)}{path.suffix}"),
            )
        for number in range(version, len(migrations)):
            migrations[number](connection)
            connection.execute(f"PRAGMA user_version = {number + 1}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: commit at the end, roll back whatever interrupts it."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


class Lock:
    """A file beside the log: shared as long as a session has the log open, held alone by a repair.

    SQLite's own locks are of no use where its header is damaged. Where the system has no such locks, or the folder
    takes no file, there is none. Whoever holds it last takes the file away.
    """

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        """Take the lock of the log at a path. Raises LogError if a session (or a repair) is at it."""
        self._path = path.with_suffix(".lock")
        self._file: int | None = None
        for _ in range(1 if alone else _TRIES):
            if self._take(alone=alone):
                return
            Event().wait(
                BUSY_SECONDS / _TRIES / 10
            )  # the last one takes the file away: a matter of microseconds
        raise LogError(Problem(Position(str(path)), *_EXPLANATIONS[BUSY]))

    def _take(self, *, alone: bool) -> bool:
        """Take it, or find that there can be none; False if it is another's."""
        if sys.platform == "win32":
            return True
        while True:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                file = os.open(self._path, os.O_RDWR | os.O_CREAT, _OWN)
            except OSError:
                return True
            try:
                fcntl.flock(
                    file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB
                )
            except OSError as error:
                os.close(file)
                return error.errno not in (errno.EAGAIN, errno.EACCES)
            if self._is_there(file):
                self._file = file
                return True
            os.close(file)

    def _is_there(self, file: int) -> bool:
        """Whether the file has not been taken away since it was opened."""
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give it back."""
        file, self._file = self._file, None
        if file is None or sys.platform == "win32":
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._is_there(file):
                self._path.unlink()
        except OSError:
            pass  # another has it too, or the folder keeps it
        finally:
            os.close(file)


def copy_to(path: Path, copy: Path) -> None:
    """Copy the whole log to another file, which is either complete or not there.

    Whoever calls it is in a transaction, so that no two processes make the same copy at once.
    """
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = copy.with_name(f".{copy.name}.tmp")
    unfinished.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target)
        unfinished.chmod(_OWN)
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)


def refuse_damage(connection: sqlite3.Connection, path: Path) -> None:
    """Raise LogError if SQLite finds something wrong in the file, or an entry that its indexes know otherwise."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise LogError(Problem(Position(str(path)), f"damaged ({found[0]})", REPAIR))


def refuse_loss(connection: sqlite3.Connection, path: Path, copy: Path) -> None:
    """Raise LogError if the log holds fewer entries than a copy of it: none is ever taken out."""
    try:
        with closing(
            sqlite3.connect(f"{copy.absolute().as_uri()}?immutable=1", uri=True)
        ) as earlier:
            if not has_schema(earlier, MIGRATIONS[: _version(earlier)]):
                return  # nor does another program's file, which is not even counted
            before = _count(earlier)
    except (sqlite3.Error, UnicodeDecodeError):
        return  # a damaged copy says nothing of the log
    if _count(connection) < before:
        what = f"damaged: it has fewer entries than {copy}"
        mend = f"{REPAIR}, and brings back what the copies have; to begin anew, move {copy.parent} away too"
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
        raise LogError(
            Problem(Position(str(path)), *_EXPLANATIONS["SQLITE_CORRUPT"])
        ) from error
    except OSError as error:
        what = f"cannot be opened: {error.strerror or error}"
        raise LogError(
            Problem(Position(str(error.filename or path)), what, _ELSEWHERE)
        ) from error


REPAIR = "liverdeck log repair: it keeps the file and saves what can be read"
_ELSEWHERE = "mend that, or set LIVERDECK_HOME to a folder that you may write to"
_EXPLANATIONS = {
    "SQLITE_FULL": (
        "the disk is full",
        "free some space and try again; all earlier reviews are safe",
    ),
    "SQLITE_READONLY": (
        "cannot be written: the file or its folder is read-only",
        _ELSEWHERE,
    ),
    "SQLITE_CANTOPEN": ("cannot be opened", _ELSEWHERE),
    BUSY: ("another session is writing to it", "wait for it to end, then try again"),
    "SQLITE_IOERR": (
        "the disk cannot be read or written",
        "look after the disk, then try again",
    ),
    "SQLITE_NOTADB": ("damaged, or no review log", REPAIR),
    "SQLITE_CORRUPT": ("damaged", REPAIR),
}


def _explanation(error: sqlite3.Error) -> tuple[str, str]:
    name = getattr(error, "sqlite_errorname", "") or ""
    for known, (what, mend) in _EXPLANATIONS.items():
        if name.startswith(known):
            return what, mend
    return f"cannot be used: {error}", REPAIR
