"""Logs that are locked, that are links, or that have foreign schemas or values."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest

from liverdeck.study.reviewlog import repair as repairing, rows
from liverdeck.study.reviewlog.copies import BACKUPS
from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.repair import repair
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.reviewlog.schema import MIGRATIONS
from liverdeck.study.reviewlog.storage import connect
from liverdeck.study.reviewlog.unwritable import opened_to_read
from liverdeck.study.scheduling.moments import Moment
from tests.study.conftest import (
    DAY_MINUTES,
    MINUTE_MS,
    SCHEDULE,
    START_MS,
    TODAY,
    history,
    ids_in,
    new_entry,
)

NOW = Moment(START_MS + 9 * DAY_MINUTES * MINUTE_MS)
FOREIGN = "not a review log that LiverDeck made, or damaged; liverdeck log repair"
COLUMNS = ", ".join(f"x AS c{n}" for n in range(20))
ENDLESS_VIEW = f"""
DROP VIEW standing; DROP TABLE entries;
CREATE VIEW entries AS
WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)
SELECT {COLUMNS}, x AS seq FROM c
"""  # noqa: S608
needs_locks = pytest.mark.skipif("sys.platform == 'win32'", reason="needs flock")


@pytest.fixture
def written_log(log_path):
    """Return the path of a log with thirty entries."""
    with ReviewLog(log_path, SCHEDULE) as log:
        log.merge(history(30))
    return log_path


def run_sql(path, script):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def names_beside(path):
    return sorted(file.name for file in path.parent.iterdir())


# Sessions and repairs at the same time


@needs_locks
def test_a_repair_refuses_a_log_that_a_session_has_open(written_log):
    with ReviewLog(written_log, SCHEDULE) as other:
        other.add(new_entry("on", minute=DAY_MINUTES), other.state_of("heart/rate"))
        written_log.write_bytes(bytes(100) + written_log.read_bytes()[100:])
        with pytest.raises(
            LogError, match="another session is writing to it; wait for it to end"
        ):
            repair(written_log, SCHEDULE, NOW)
        assert names_beside(written_log) == [
            "log.lock",
            "log.sqlite3",
            "log.sqlite3-shm",
            "log.sqlite3-wal",
        ]
    repair(written_log, SCHEDULE, NOW)
    with ReviewLog(written_log, SCHEDULE) as log:
        assert "on" in ids_in(log)


@needs_locks
def test_no_session_can_open_the_log_during_a_repair(written_log, monkeypatch):
    refuse, calls = repairing._refuse_unfinished, []

    def try_to_open(path):
        with pytest.raises(LogError, match="another session"):
            ReviewLog(written_log, SCHEDULE)
        calls.append(path)
        refuse(path)

    monkeypatch.setattr(repairing, "_refuse_unfinished", try_to_open)
    repair(written_log, SCHEDULE, NOW)
    assert calls
    assert not [name for name in names_beside(written_log) if name.endswith(".lock")]


@needs_locks
def test_the_last_session_deletes_the_lock_file(written_log):
    first, second = ReviewLog(written_log, SCHEDULE), ReviewLog(written_log, SCHEDULE)
    first.close()
    assert "log.lock" in names_beside(written_log)
    with pytest.raises(LogError, match="another session"):
        repair(written_log, SCHEDULE, NOW)
    second.close()
    second.close()
    assert names_beside(written_log) == ["log.sqlite3"]


# Logs that cannot be repaired


def test_an_older_program_does_not_repair_a_newer_log(written_log):
    run_sql(
        written_log,
        "ALTER TABLE entries ADD COLUMN mood TEXT;"
        f"PRAGMA user_version = {len(MIGRATIONS) + 1}",
    )
    before = written_log.read_bytes()
    with pytest.raises(
        LogError, match=r"a newer LiverDeck wrote it.*pip install --upgrade liverdeck"
    ):
        repair(written_log, SCHEDULE, NOW)
    assert written_log.read_bytes() == before
    assert names_beside(written_log) == ["log.sqlite3"]


@pytest.mark.parametrize("version", [3, 99, 100, 2**31 - 1])
def test_a_damaged_version_number_is_repaired(written_log, version):
    run_sql(written_log, f"PRAGMA user_version = {version}")
    repaired = repair(written_log, SCHEDULE, NOW)
    assert repaired.from_file == 30


def test_a_file_that_cannot_be_read_at_all_is_not_replaced(log_path):
    log_path.parent.mkdir()
    log_path.write_bytes(b"\x55" * 9999)
    with pytest.raises(
        LogError, match=r"no entry can be read.*to start again, move it away"
    ):
        repair(log_path, SCHEDULE, NOW)
    assert log_path.read_bytes() == b"\x55" * 9999
    assert names_beside(log_path) == ["log.sqlite3"]


# Links


def test_a_repair_through_a_link_keeps_the_link(tmp_path, written_log):
    link = tmp_path / "link.sqlite3"
    with ReviewLog(written_log, SCHEDULE) as log:
        log.add(new_entry("late", minute=DAY_MINUTES), log.state_of("heart/rate"))
        work = shutil.copytree(
            written_log.parent,
            tmp_path / "work",
            ignore=shutil.ignore_patterns("*.lock"),
        )
    link.symlink_to(work / "log.sqlite3")
    repair(link, SCHEDULE, NOW)
    assert link.is_symlink()
    with ReviewLog(link, SCHEDULE) as log:
        assert ids_in(log) == {"late", *(entry.id for entry in history(30))}
        log.check_and_copy_daily(TODAY)
    assert (work / BACKUPS).is_dir()


@pytest.mark.parametrize("open_log", [ReviewLog, opened_to_read])
def test_a_link_that_leads_back_to_itself_is_refused(tmp_path, open_log):
    link = tmp_path / "log.sqlite3"
    link.symlink_to(tmp_path / "other.sqlite3")
    (tmp_path / "other.sqlite3").symlink_to(link)
    with pytest.raises(LogError), open_log(link, SCHEDULE):
        pass
    with pytest.raises(LogError):
        repair(link, SCHEDULE, NOW)
    assert link.is_symlink()


# Foreign schemas


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TRIGGER t AFTER INSERT ON entries"
        " BEGIN DELETE FROM entries WHERE seq = new.seq; END",
        "CREATE TABLE other (a)",
        "DROP INDEX entries_of_day",
        ENDLESS_VIEW,
    ],
)
def test_a_log_with_a_foreign_schema_is_refused_but_repaired(written_log, script):
    run_sql(written_log, script)
    with pytest.raises(LogError, match=FOREIGN):
        ReviewLog(written_log, SCHEDULE)
    if script == ENDLESS_VIEW:  # this script deletes the table
        with pytest.raises(LogError, match=r"no entry can be read"):
            repair(written_log, SCHEDULE, NOW)
        return
    repair(written_log, SCHEDULE, NOW)
    with ReviewLog(written_log, SCHEDULE) as log:
        assert ids_in(log) == {entry.id for entry in history(30)}
        assert log.add(new_entry("new", minute=DAY_MINUTES), log.state_of("heart/rate"))
        assert "new" in ids_in(log)


def test_an_endless_view_in_a_copy_is_not_run(written_log):
    with ReviewLog(written_log, SCHEDULE) as log:
        log.check_and_copy_daily(TODAY)
        (copy,) = (written_log.parent / BACKUPS).iterdir()
        run_sql(copy, ENDLESS_VIEW)
        log.check_and_copy_daily(TODAY + 1)
        before = ids_in(log)
    assert repair(written_log, SCHEDULE, NOW).from_copies == 0
    with ReviewLog(written_log, SCHEDULE) as log:
        assert ids_in(log) == before


def test_a_foreign_database_without_a_version_is_not_changed(log_path):
    log_path.parent.mkdir()
    run_sql(log_path, "CREATE TABLE bookmarks (a); INSERT INTO bookmarks VALUES (1)")
    before = log_path.read_bytes()
    for attempt in (connect, lambda path: repair(path, SCHEDULE, NOW)):
        with pytest.raises(LogError):
            attempt(log_path)
        assert log_path.read_bytes() == before
    assert names_beside(log_path) == ["log.sqlite3"]


# Impossible values

WRONG_ENTRIES = """
kind = 'zap'
at = 9223372036854775807
at = -1
utc_offset = 1441
day = 99999999
rating = 9
rating = NULL
days = 99999999999
days = NULL, seconds = NULL
duration = -5
origin = 'mars'
kind = 'undo'
steps_left = NULL
interval = -1
seconds = -1
seconds = 34560001
outcome = NULL
"""
WRONG_CARDS = """
phase = 'zap'
stability = -1
stability = 1e308
difficulty = 0.5
due_day = 9000000000
due_at = 9223372036854775807
last = -1
latest = 9223372036854775807
reviewed = 99999999
lapses = 99999999999999999
suspended = 2
last = NULL
due_day = NULL, due_at = NULL
"""
WRONG_CHANGES = [
    *(("entries", change) for change in WRONG_ENTRIES.strip().splitlines()),
    *(("cards", change) for change in WRONG_CARDS.strip().splitlines()),
]


@pytest.mark.parametrize(("table", "change"), WRONG_CHANGES)
def test_impossible_values_are_refused_and_found_by_the_daily_check(
    written_log, table, change
):
    update = f"UPDATE {table} SET {change}"  # noqa: S608
    with (
        closing(connect(written_log)) as connection,
        pytest.raises(sqlite3.IntegrityError),
    ):
        connection.execute(update)
    run_sql(written_log, f"PRAGMA ignore_check_constraints = ON; {update}")
    with (
        ReviewLog(written_log, SCHEDULE) as log,
        pytest.raises(LogError, match=r"damaged.*liverdeck log repair"),
    ):
        log.check_and_copy_daily(TODAY)


READ_AS_DAMAGE = [
    (table, change)
    for table, change in WRONG_CHANGES
    if not re.match(
        "day =|rating = NULL|days = NULL|kind = 'undo'|outcome|suspended", change
    )
]


@pytest.mark.parametrize(("table", "change"), READ_AS_DAMAGE)
def test_impossible_values_are_reported_when_the_log_is_read(
    written_log, table, change
):
    update = f"UPDATE {table} SET {change}"  # noqa: S608
    run_sql(written_log, f"PRAGMA ignore_check_constraints = ON; {update}")
    with (
        ReviewLog(written_log, SCHEDULE) as log,
        pytest.raises(LogError, match=r"damaged.*liverdeck log repair"),
    ):
        read_table(log, table)


def read_table(log, table):
    if table == "entries":
        list(log.entries())
    else:
        log.states("heart")


def test_a_row_with_wrong_types_is_reported_as_damage():
    for wrong in ("text", b"bytes", 1.5, None):
        row = [*rows.entry_row(new_entry("a"))]
        row[rows.ENTRY_COLUMNS.index("at")] = wrong
        with pytest.raises(LogError, match="damaged"):
            rows.entry_of(row, {})
