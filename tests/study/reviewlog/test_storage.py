"""The file of the log: every failure is reported with a fix and loses no review."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from liverdeck.study.reviewlog import storage
from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.errors import LogError, explain_errors
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.reviewlog.rows import ENTRY_COLUMNS, entry_row
from liverdeck.study.reviewlog.schema import (
    MIGRATIONS,
    SCHEMA_HASH,
    m001_entries_and_cards,
    schema_hash,
    schema_of,
)
from liverdeck.study.reviewlog.storage import connect
from tests.study.conftest import (
    DAY_MINUTES,
    SCHEDULE,
    TODAY,
    assert_states_are_right,
    history,
    ids_in,
    new_entry,
    stored_states,
)

OTHER_FOLDER = "fix that, or set LIVERDECK_HOME to a folder that you can write to"
REPAIR = "liverdeck log repair: it keeps the file and saves what can be read"
UNREADABLE = "the disk cannot be read or written; check the disk, then try again"
FULL = "the disk is full; free some space and try again; all earlier reviews are safe"
READ_ONLY = f"cannot be written: the file or its folder is read-only; {OTHER_FOLDER}"


def add(log, entry):
    return log.add(entry, log.state_of(entry.card))


# Messages


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("SQLITE_FULL", FULL),
        ("SQLITE_READONLY_DBMOVED", READ_ONLY),
        ("SQLITE_CANTOPEN_ISDIR", f"cannot be opened; {OTHER_FOLDER}"),
        (
            "SQLITE_BUSY_RECOVERY",
            "another session is writing to it; wait for it to end, then try again",
        ),
        ("SQLITE_IOERR_FSYNC", UNREADABLE),
        ("SQLITE_NOTADB", f"damaged, or not a review log; {REPAIR}"),
        ("SQLITE_CORRUPT_INDEX", f"damaged; {REPAIR}"),
        ("SQLITE_ERROR", f"cannot be used: raised by a test; {REPAIR}"),
    ],
)
def test_every_sqlite_error_is_explained_with_a_fix(log_path, name, message):
    error = sqlite3.OperationalError("raised by a test")
    error.sqlite_errorname = name
    with pytest.raises(LogError) as caught, explain_errors(log_path):
        raise error
    assert (
        str(caught.value) == str(caught.value.problem) == f"{log_path}:1:1: {message}"
    )
    assert caught.value.__cause__ is error


def test_file_system_errors_name_their_file(log_path, tmp_path):
    with pytest.raises(LogError) as caught, explain_errors(log_path):
        (tmp_path / "nowhere").read_bytes()
    assert str(caught.value) == (
        f"{tmp_path / 'nowhere'}:1:1: cannot be opened: No such file or directory;"
        f" {OTHER_FOLDER}"
    )


def test_other_exceptions_are_not_changed(log_path):
    with pytest.raises(ZeroDivisionError), explain_errors(log_path):
        _ = 1 / 0


# Opening


def test_a_new_log_is_in_a_folder_that_only_its_owner_can_read(log_path):
    ReviewLog(log_path, SCHEDULE).close()
    assert log_path.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in log_path.parent.iterdir()] == ["log.sqlite3"]


def test_a_commit_returns_only_after_writing_to_disk(log):
    settings = {
        name: log._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2}


@pytest.mark.parametrize("name", ["ä 🫀", "a?b#c%20d", "it's; --"])
def test_a_folder_can_have_any_name(tmp_path, name):
    path = tmp_path / name / "log.sqlite3"
    for n in range(2):
        with ReviewLog(path, SCHEDULE) as log:
            add(log, new_entry(f"r{n}", minute=n))
            log.check_and_copy_daily(TODAY + n)
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "backups",
        "log.sqlite3",
    ]
    assert len(list((path.parent / "backups").iterdir())) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"no database at all, but long enough to have a header of its own\n" * 99,
        b"\0" * 4096,
    ],
)
def test_a_file_that_is_not_a_database_is_not_changed(log_path, content):
    log_path.parent.mkdir()
    log_path.write_bytes(content)
    with pytest.raises(
        LogError, match="damaged, or not a review log; liverdeck log repair"
    ):
        ReviewLog(log_path, SCHEDULE)
    assert log_path.read_bytes() == content


def test_the_database_of_another_program_is_not_changed(log_path):
    log_path.parent.mkdir()
    with closing(sqlite3.connect(log_path)) as other:
        other.executescript(
            "CREATE TABLE entries (a); INSERT INTO entries VALUES (7);"
            "PRAGMA user_version = 1"
        )
    with pytest.raises(
        LogError,
        match="not a review log that LiverDeck made, or damaged; liverdeck log repair",
    ):
        ReviewLog(log_path, SCHEDULE)
    with closing(sqlite3.connect(log_path)) as other:
        assert other.execute("SELECT * FROM entries").fetchall() == [(7,)]


# A path that cannot be written


@pytest.mark.parametrize(
    "name", ["file/log.sqlite3", "file/deeper/log.sqlite3", "folder"]
)
def test_a_path_at_which_no_log_can_be_created_is_reported_with_a_fix(tmp_path, name):
    (tmp_path / "file").write_text("old")
    (tmp_path / "folder").mkdir()
    with pytest.raises(LogError, match=r"cannot be opened.*LIVERDECK_HOME"):
        ReviewLog(tmp_path / name, SCHEDULE)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "old"


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")
def test_a_system_folder_is_reported_with_a_fix():
    with pytest.raises(LogError, match=r"cannot be opened.*LIVERDECK_HOME"):
        ReviewLog(Path("/proc/liverdeck/log.sqlite3"), SCHEDULE)


AS_NOBODY = """
NOBODY = 65534
is_root = os.getuid() == 0
read_only = [Path(name) for name in sys.argv[2:]]
with ReviewLog(path, SCHEDULE) as log:
    log.add(review("before"), log.state_of("heart/rate"))
for file in read_only:
    file.chmod(0o555 if file.is_dir() else 0o444)
for file in (path, path.parent):
    if is_root:
        os.chown(file, NOBODY, NOBODY)
if is_root:
    os.seteuid(NOBODY)
try:
    with ReviewLog(path, SCHEDULE) as log:
        say(f"has {[entry.id for entry in log.entries()]}")
        log.add(review("after", minute=9), log.state_of("heart/rate"))
    say("added")
except LogError as error:
    say(error)
finally:
    if is_root:
        os.seteuid(0)
    for file in read_only:
        file.chmod(0o777)
with ReviewLog(path, SCHEDULE) as log:
    log.add(review("after", minute=9), log.state_of("heart/rate"))
    say([entry.id for entry in log.entries()])
"""
"""Permissions do not apply to root, so the script becomes another user for a while."""


@pytest.fixture
def public_folder():
    """Return a folder that every user can reach; only its owner can reach pytest's."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = Path(folder, "home")
        home.mkdir()
        yield home


def test_a_read_only_file_can_be_read_and_adding_is_refused(run, public_folder):
    path = public_folder / "log.sqlite3"
    entries_before, refused, entries_after = run(AS_NOBODY, path, path)
    assert entries_before == "has ['before']"
    assert refused == f"{path}:1:1: {READ_ONLY}"
    assert entries_after == "['before', 'after']"


def test_a_log_in_a_read_only_folder_is_reported_with_a_fix(run, public_folder):
    path = public_folder / "log.sqlite3"
    *_, refused, entries_after = run(AS_NOBODY, path, path.parent)
    assert refused.startswith(f"{path}:1:1: cannot be ")
    assert refused.endswith(OTHER_FOLDER)
    assert entries_after == "['before', 'after']"


# A full disk


def limit_pages(log, more):
    """Let the file grow by only `more` pages, as on a disk with little space left."""
    (pages,) = log._connection.execute("PRAGMA page_count").fetchone()
    log._connection.execute(f"PRAGMA max_page_count = {pages + more}")


def test_an_answer_refused_on_a_full_disk_succeeds_later(log, open_log):
    before = [add(log, new_entry("r0"))]
    limit_pages(log, 1)
    large = new_entry(
        "large", minute=DAY_MINUTES, typed=TypedAnswer("x" * 9000, "", "")
    )
    for _ in range(3):
        with pytest.raises(LogError) as caught:
            log.add(large, before[0])
        assert str(caught.value) == f"{log.path}:1:1: {FULL}"
        assert list(open_log().entries()) == list(log.entries()) == [new_entry("r0")]
        assert log.state_of("heart/rate") == before[0]
    limit_pages(log, 100)
    assert log.add(large, before[0]).progress.reviews == 2
    assert list(open_log().entries()) == [new_entry("r0"), large]
    assert_states_are_right(log)


def test_on_a_full_disk_a_merge_adds_nothing(log):
    add(log, new_entry("r0"))
    before = stored_states(log)
    limit_pages(log, 8)
    with pytest.raises(LogError, match="the disk is full"):
        log.merge(history(500))
    assert list(log.entries()) == [new_entry("r0")]
    assert stored_states(log) == before
    limit_pages(log, 1000)
    assert log.merge(history(500)).added == 500


ON_A_SMALL_DISK = """
import resource
with ReviewLog(path, SCHEDULE) as log:
    for n in range(30):
        entry = review(f"id{n}", f"heart/f{n}", typed="x" * 100)
        log.add(entry, log.state_of(entry.card))
    say(",".join(entry.id for entry in log.entries()))
    wal = path.with_name(path.name + "-wal")
    for n in range(60):  # less and less space for one more answer
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        free_bytes = max(0, 12_000 - n * 211)
        limit = wal.stat().st_size + free_bytes
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        more = review(f"more{n}", "heart/more", n, typed="y" * 5000)
        try:
            log.add(more, log.state_of("heart/more"))
            outcome = "added"
        except LogError as error:
            outcome = str(error)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        is_there = more.id in [entry.id for entry in log.entries()]
        if not is_there:
            log.add(more, log.state_of("heart/more"))
        say(f"{outcome}|{is_there}")
"""
"""No file can grow beyond a limit, as on a disk that fills up during a write."""


def test_a_disk_that_fills_up_during_a_write_loses_nothing(run, log_path):
    first_ids, *lines = run(ON_A_SMALL_DISK, log_path)
    outcomes = [line.split("|") for line in lines]
    assert len(outcomes) == 60
    for outcome, is_there in outcomes:
        assert is_there == str(outcome == "added")
    refused = {outcome for outcome, _ in outcomes if outcome != "added"}
    assert refused <= {f"{log_path}:1:1: {UNREADABLE}", f"{log_path}:1:1: {FULL}"}
    assert refused
    with ReviewLog(log_path, SCHEDULE) as log:
        assert ids_in(log) == {*first_ids.split(","), *(f"more{n}" for n in range(60))}
        assert log._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert_states_are_right(log)


OPENED_ON_A_SMALL_DISK = """
import resource, shutil
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
for kilobytes in [*range(0, 100, 3), 200]:
    shutil.copyfile(sys.argv[2], path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, hard))
    try:
        with ReviewLog(path, SCHEDULE) as log:
            log.add(review("more"), log.state_of("heart/rate"))
        outcome = "added"
    except LogError as error:
        outcome = error.problem.message
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    with ReviewLog(path, SCHEDULE) as log:
        ids = [entry.id for entry in log.entries()]
        say(f"{outcome}|{'more' in ids}|{len(ids)}")
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
"""


def test_a_log_opened_on_a_full_disk_stays_complete(run, log_path, tmp_path):
    with ReviewLog(tmp_path / "whole.sqlite3", SCHEDULE) as whole:
        whole.merge(history(50))
    log_path.parent.mkdir()
    outcomes = [
        line.split("|")
        for line in run(OPENED_ON_A_SMALL_DISK, log_path, tmp_path / "whole.sqlite3")
    ]
    assert outcomes[0][0] != "added"
    assert outcomes[-1] == ["added", "True", "51"]
    for outcome, *is_there_and_count in outcomes:
        if outcome == "added":
            assert is_there_and_count == ["True", "51"]
        else:
            assert is_there_and_count == ["False", "50"]


IN_SMALL_MEMORY = """
def add(log, n):
    entry = review(f"id{n}", typed="x" * 5000, minute=n)
    log.add(entry, log.state_of("heart/rate"))

with ReviewLog(path, SCHEDULE) as log:
    n = 0
    try:
        while True:
            add(log, n)
            n += 1
    except LogError as error:
        say(error)
    say(n == len(list(log.entries())) and n > 5)
    for _ in range(3):
        try:
            add(log, n)
            say("added on a full disk")
        except LogError as error:
            say(error)
    say(n == len(list(log.entries())))
    Path(sys.argv[2]).unlink()
    add(log, n)
    say(n + 1 == len(list(log.entries())))
"""


def succeeds(command):
    return not subprocess.run(command, capture_output=True, check=False).returncode


def test_a_really_full_disk_is_reported_and_loses_nothing(run, log_path):
    unshare = shutil.which("unshare")
    home = log_path.parent
    home.mkdir()
    mount = f'mount -t tmpfs -o size=1m none "{home}" && exec "$@"'
    wrapped_in = [unshare, "-rm", "sh", "-c", mount, "sh"]
    if unshare is None or not succeeds([*wrapped_in, "true"]):
        pytest.skip("needs unshare -rm with mounts, to make a small disk")
    fill = f"Path(sys.argv[2]).write_bytes(bytes(100_000))\n{IN_SMALL_MEMORY}"
    message, *others = run(fill, log_path, home / "other", wrapped_in=wrapped_in)
    assert message == f"{log_path}:1:1: {FULL}"
    assert others == ["True", message, message, message, "True", "True"]


# Schema versions


def m002_moods(connection):
    connection.execute("ALTER TABLE entries ADD COLUMN mood TEXT")
    connection.execute("UPDATE entries SET mood = 'fine'")


VERSION_2 = (m001_entries_and_cards, m002_moods)


def insert_into_older(connection, entries):
    """Write entries to a log of an older schema, which lacks some of the columns."""
    info = connection.execute("PRAGMA table_info(entries)").fetchall()
    names = [name for _, name, *_ in info if name in ENTRY_COLUMNS]
    placeholders = ", ".join("?" for _ in names)
    insert = f"INSERT INTO entries ({', '.join(names)}) VALUES ({placeholders})"  # noqa: S608
    rows = [
        dict(zip(ENTRY_COLUMNS, entry_row(entry), strict=True)) for entry in entries
    ]
    connection.executemany(insert, [[row[name] for name in names] for row in rows])


@pytest.fixture
def version_1_log(log_path):
    """Return the path of a log with schema version 1, whatever the present one is."""
    with closing(connect(log_path, VERSION_2[:1])) as connection:
        insert_into_older(connection, history(30))
    return log_path


def dump_of(path):
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return version, list(connection.iterdump())


def rows_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM entries ORDER BY seq").fetchall()


def first_columns(rows, older_rows):
    """Return rows with only as many columns as the rows of an older schema have."""
    return [row[: len(older_rows[0])] for row in rows]


def test_the_first_migration_is_still_the_first():
    assert MIGRATIONS[0] is m001_entries_and_cards


def test_the_hash_is_that_of_the_schema_after_all_migrations(log_path):
    connect(log_path, MIGRATIONS[:1]).close()
    with closing(connect(log_path)) as connection:
        assert schema_hash(schema_of(connection)) == SCHEMA_HASH


def test_a_log_of_version_2_keeps_its_rows_and_their_order(log_path):
    with closing(connect(log_path, MIGRATIONS[:2])) as connection:
        insert_into_older(connection, reversed(history(30)))
    before = rows_of(log_path)
    connect(log_path).close()
    assert first_columns(rows_of(log_path), before) == before
    with ReviewLog(log_path, SCHEDULE) as log:
        assert list(log.entries()) == history(30)[::-1]


def test_a_log_of_version_4_keeps_its_rows_and_takes_answers_of_a_quiz(log_path):
    overruled = TypedAnswer("seventy", "wrong", "other", is_overruled=True)
    earlier = [*history(30), new_entry("last", minute=99999, typed=overruled)]
    with closing(connect(log_path, MIGRATIONS[:4])) as connection:
        insert_into_older(connection, reversed(earlier))
    before = rows_of(log_path)
    connect(log_path).close()
    assert first_columns(rows_of(log_path), before) == before
    quiz = new_entry("quiz", "quiz", minute=100_000, typed=overruled)
    with ReviewLog(log_path, SCHEDULE) as log:
        log.merge([quiz])
        assert list(log.entries()) == [*earlier[::-1], quiz]


def test_an_older_log_is_copied_and_migrated(version_1_log):
    before, rows = dump_of(version_1_log), rows_of(version_1_log)
    connect(version_1_log, VERSION_2).close()
    assert dump_of(version_1_log)[0] == 2
    assert rows_of(version_1_log) == [(*row, "fine") for row in rows]
    assert dump_of(version_1_log.with_name("log-before-2.sqlite3")) == before
    assert sorted(path.name for path in version_1_log.parent.iterdir()) == [
        "log-before-2.sqlite3",
        "log.sqlite3",
    ]


def test_a_log_with_the_present_schema_is_not_copied(version_1_log):
    connect(version_1_log, VERSION_2[:1]).close()
    assert [path.name for path in version_1_log.parent.iterdir()] == ["log.sqlite3"]


def failing(connection):
    connection.execute("DELETE FROM entries WHERE seq > 10")
    connection.execute("INSERT INTO nowhere VALUES (1)")


def interrupted(connection):
    connection.execute("DROP TABLE entries")
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("migration", "error"), [(failing, LogError), (interrupted, KeyboardInterrupt)]
)
def test_a_failed_migration_leaves_the_file_unchanged(version_1_log, migration, error):
    before = dump_of(version_1_log)
    with pytest.raises(error):
        connect(version_1_log, (m001_entries_and_cards, m002_moods, migration))
    assert dump_of(version_1_log) == before
    assert dump_of(version_1_log.with_name("log-before-3.sqlite3")) == before
    with closing(connect(version_1_log, VERSION_2[:1])) as connection:
        assert connection.execute("SELECT count(*) FROM entries").fetchone() == (30,)
    connect(version_1_log, VERSION_2).close()
    assert dump_of(version_1_log)[0] == 2


def test_after_a_failed_first_migration_a_log_can_be_created(log_path):
    with pytest.raises(LogError):
        connect(log_path, (m001_entries_and_cards, failing))
    with ReviewLog(log_path, SCHEDULE) as log:
        assert add(log, new_entry("r0")).progress.reviews == 1


def test_a_log_that_cannot_be_copied_is_not_migrated(version_1_log, monkeypatch):
    before = dump_of(version_1_log)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(version_1_log), "replace", full)
    with pytest.raises(LogError, match="No space left on device"):
        connect(version_1_log, VERSION_2)
    assert dump_of(version_1_log) == before
    assert [path.name for path in version_1_log.parent.iterdir()] == ["log.sqlite3"]


def test_a_newer_schema_is_refused_and_the_file_unchanged(version_1_log):
    connect(version_1_log, VERSION_2).close()
    before = version_1_log.read_bytes()
    with pytest.raises(LogError) as caught:
        connect(version_1_log, VERSION_2[:1])
    assert str(caught.value) == (
        f"{version_1_log}:1:1: a newer LiverDeck wrote it"
        " (schema version 2; this one knows 1);"
        " pip install --upgrade liverdeck; nothing was changed"
    )
    assert version_1_log.read_bytes() == before


def test_the_review_log_refuses_a_newer_schema(log_path):
    with ReviewLog(log_path, SCHEDULE) as log:
        log._connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(LogError, match="pip install --upgrade liverdeck"):
        ReviewLog(log_path, SCHEDULE)


def test_the_copy_has_the_old_schema_if_another_process_was_faster(
    version_1_log, monkeypatch
):
    before, read_version = dump_of(version_1_log), storage.schema_version

    def other_is_faster(connection):
        version = read_version(connection)
        monkeypatch.undo()
        connect(version_1_log, VERSION_2).close()
        return version

    monkeypatch.setattr(storage, "schema_version", other_is_faster)
    connect(version_1_log, VERSION_2).close()
    assert dump_of(version_1_log)[0] == 2
    assert dump_of(version_1_log.with_name("log-before-2.sqlite3")) == before


MIGRATING = """
def m002_moods(connection):
    connection.execute("ALTER TABLE entries ADD COLUMN mood TEXT")
    connection.execute("UPDATE entries SET mood = 'fine'")
say("ready"); hear()
try:
    storage.connect(path, (schema.m001_entries_and_cards, m002_moods)).close()
    say("ok")
except LogError as error:
    say(error)
"""


@pytest.mark.slow
def test_only_one_of_several_processes_migrates(version_1_log, start):
    before, rows = dump_of(version_1_log), rows_of(version_1_log)
    processes = [start(MIGRATING, version_1_log) for _ in range(4)]
    for process in processes:
        assert process.stdout.readline() == b"ready\n"
    for process in processes:
        process.stdin.write(b"\n")
    assert [process.stdout.read() for process in processes] == [b"ok\n"] * 4
    assert rows_of(version_1_log) == [(*row, "fine") for row in rows]
    assert dump_of(version_1_log.with_name("log-before-2.sqlite3")) == before
    assert sorted(path.name for path in version_1_log.parent.iterdir()) == [
        "log-before-2.sqlite3",
        "log.sqlite3",
    ]


def test_nobody_else_may_read_what_a_learner_typed(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    with closing(storage.connect(folder / "log.sqlite3")):
        assert [
            oct(path.stat().st_mode & 0o777) for path in sorted(folder.iterdir())
        ] == ["0o600"] * 3
