"""Repair: every review on an undamaged page or in a copy is in the log again."""

import random
import re
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace

import pytest

from liverdeck.study.reviewlog.copies import BACKUPS
from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.repair import repair
from liverdeck.study.reviewlog.repair_folder import RepairFolder
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.moments import Moment
from tests.study.conftest import (
    DAY_MINUTES,
    MINUTE_MS,
    SCHEDULE,
    START_MS,
    TODAY,
    assert_states_are_right,
    fresh_path,
    history,
    ids_in,
    new_entry,
    stored_states,
    undo_of,
)

NOW = Moment(START_MS + 9 * DAY_MINUTES * MINUTE_MS)
STAMP = "2023-11-24-0800"
PAGE_BYTES = 4096

COPIED_COUNT = 110
"""Number of entries in the daily copy."""
ENTRY_COUNT = 180
"""Number of entries in the log."""
ENTRIES = history(ENTRY_COUNT, cards=30, typed="a vein a vein ")
"""Long texts fill pages of each kind with few entries, which a repair reads singly."""
LEAF = 0x0D
"""First byte of a page with rows of a table."""


@pytest.fixture(scope="module")
def undamaged_home(tmp_path_factory):
    """Return a folder with an undamaged log and an older copy."""
    home = tmp_path_factory.mktemp("undamaged")
    with ReviewLog(home / "log.sqlite3", SCHEDULE) as log:
        log.merge(ENTRIES[:COPIED_COUNT])
        log.check_and_copy_daily(TODAY)
        for start in range(COPIED_COUNT, ENTRY_COUNT, 30):
            log.merge(ENTRIES[start : start + 30])
    return home


@pytest.fixture
def home(undamaged_home):
    """Return a copy of the undamaged folder, in memory, that a test can damage."""
    folder = fresh_path().parent
    yield shutil.copytree(undamaged_home, folder / "home")
    shutil.rmtree(folder)


@pytest.fixture
def without_copies(home):
    shutil.rmtree(home / BACKUPS)
    return home


def pages_of(data):
    return [
        data[start : start + PAGE_BYTES] for start in range(0, len(data), PAGE_BYTES)
    ]


def ids_on(page):
    """Return the ids of the entries on a page."""
    if page[:1] != bytes([LEAF]):
        return set()
    return {name.decode() for name in re.findall(rb"id\d{5}", page)}


def ids_on_any(pages):
    return set().union(*map(ids_on, pages))


def page_with(name, pages):
    """Return the number of the first page that has an entry with this id."""
    return next(number for number, page in enumerate(pages) if name in ids_on(page))


def replace_page(pages, number, page):
    return b"".join([*pages[:number], page, *pages[number + 1 :]])


def contents_of(folder):
    return {file.name: file.read_bytes() for file in folder.glob("*")}


def names_in(folder):
    return {file.name for file in folder.iterdir()}


def saved_by(home, now=NOW):
    """Repair the log of a folder, and return its entries by id.

    Check that the damaged files are kept and that the copies are unchanged.
    """
    path = home / "log.sqlite3"
    files = {
        ending: path.with_name(path.name + ending) for ending in ("", "-wal", "-shm")
    }
    before = {
        ending: file.read_bytes() for ending, file in files.items() if file.exists()
    }
    copies = contents_of(home / BACKUPS)
    names = names_in(home)
    repaired = repair(path, SCHEDULE, now)
    for ending, data in before.items():
        kept_name = repaired.damaged_file.name + ending
        assert repaired.damaged_file.with_name(kept_name).read_bytes() == data
    assert contents_of(home / BACKUPS) == copies
    new_names = {
        name
        for name in names_in(home) - names
        if not name.startswith(repaired.damaged_file.name)
    }
    assert new_names <= {"log.sqlite3"}
    with ReviewLog(path, SCHEDULE) as log:
        entries = {entry.id: entry for entry in log.entries()}
        assert len(entries) == repaired.from_file + repaired.from_copies
        assert log._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert_states_are_right(log)
    return entries


def assert_none_changed(saved):
    """Check that every saved entry is as it was written."""
    written = {entry.id: entry for entry in ENTRIES}
    changed = {
        name: entry for name, entry in saved.items() if written.get(name) != entry
    }
    assert changed == {}


def assert_complete(saved):
    """Check that all entries were saved as they were written."""
    assert_none_changed(saved)
    assert saved.keys() == {entry.id for entry in ENTRIES}


def read_everything(path):
    """Use every method that reads, and make the daily copy. Return the ids."""
    with ReviewLog(path, SCHEDULE) as log:
        ids = ids_in(log)
        for deck in log.decks():
            log.states(deck)
            list(log.effective_entries(deck))
            log.latest_undoable(deck, TODAY)
            log.due(deck, TODAY + 9, buried_on=TODAY)
            log.in_steps(deck, TODAY)
            log.totals_of_day(deck, TODAY)
        log.not_to_introduce([entry.card for entry in ENTRIES], TODAY)
        log.latest_ms()
        log.check_and_copy_daily(TODAY + 9)
    return ids


# Kinds of damage


def test_the_repair_of_an_undamaged_log_changes_nothing(home):
    with ReviewLog(home / "log.sqlite3", SCHEDULE) as log:
        before = (
            list(log.entries()),
            stored_states(log),
            log.latest_undoable("heart", TODAY),
        )
    assert_complete(saved_by(home))
    with ReviewLog(home / "log.sqlite3", SCHEDULE) as log:
        assert (
            list(log.entries()),
            stored_states(log),
            log.latest_undoable("heart", TODAY),
        ) == before


def test_the_result_counts_entries_from_file_and_copies(home):
    path = home / "log.sqlite3"
    data = path.read_bytes()
    path.write_bytes(data[:PAGE_BYTES])
    repaired = repair(path, SCHEDULE, NOW)
    assert (repaired.from_file, repaired.from_copies) == (0, COPIED_COUNT)
    assert repaired.damaged_file == home / f"log-damaged-{STAMP}.sqlite3"
    assert repaired.damaged_file.read_bytes() == data[:PAGE_BYTES]


@pytest.mark.parametrize(
    "header",
    [
        b"\0" * 100,
        b"\xff" * 100,
        b"garbage " * 13,
        b"SQLite format 3\0" + b"\x55" * 84,
        bytes(PAGE_BYTES),
        b"\x55" * PAGE_BYTES,
    ],
)
def test_a_garbage_header_loses_nothing(without_copies, header):
    path = without_copies / "log.sqlite3"
    data = path.read_bytes()
    path.write_bytes(header + data[len(header) :])
    with pytest.raises(LogError):
        read_everything(path)
    assert_complete(saved_by(without_copies))


@pytest.mark.slow
def test_a_lost_page_loses_only_its_entries(without_copies):
    path = without_copies / "log.sqlite3"
    pages = pages_of(path.read_bytes())
    chance = random.Random(3)  # noqa: S311  # random garbage, not a key
    for number, page in enumerate(pages):
        garbage = chance.choice([bytes(PAGE_BYTES), chance.randbytes(PAGE_BYTES)])
        shutil.rmtree(without_copies)
        without_copies.mkdir()
        path.write_bytes(replace_page(pages, number, garbage))
        saved = saved_by(without_copies)
        assert_none_changed(saved)
        assert {entry.id for entry in ENTRIES} - saved.keys() <= ids_on(page)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_many_lost_pages_lose_only_their_entries(home, seed):
    chance = random.Random(seed)  # noqa: S311  # random pages, not a key
    path = home / "log.sqlite3"
    pages = pages_of(path.read_bytes())
    lost_count = len(pages) // chance.choice([2, 3, 6])
    damaged = list(pages)
    for number in chance.sample(range(len(pages)), lost_count):
        damaged[number] = chance.choice(
            [bytes(PAGE_BYTES), chance.randbytes(PAGE_BYTES)]
        )
    path.write_bytes(b"".join(damaged))
    saved = saved_by(home)
    assert_none_changed(saved)
    assert saved.keys() >= {entry.id for entry in ENTRIES[:COPIED_COUNT]}
    undamaged = [page for page, now in zip(pages, damaged, strict=True) if page == now]
    assert saved.keys() >= ids_on_any(undamaged)


@pytest.mark.parametrize("tenths", range(11))
def test_a_truncated_file_loses_only_the_entries_after_the_cut(home, tenths):
    path = home / "log.sqlite3"
    data = path.read_bytes()
    length = len(data) * tenths // 10
    path.write_bytes(data[:length])
    whole_pages = pages_of(data[: length - length % PAGE_BYTES])
    remaining = ids_on_any(whole_pages)
    saved = saved_by(home)
    assert_none_changed(saved)
    assert saved.keys() >= remaining | {entry.id for entry in ENTRIES[:COPIED_COUNT]}


def test_a_deleted_log_is_restored_from_its_copies(home):
    (home / "log.sqlite3").unlink()
    saved = saved_by(home)
    assert list(saved.values()) == ENTRIES[:COPIED_COUNT]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_flipped_bytes_are_reported_or_harmless_and_repaired(
    undamaged_home, home, seed
):
    chance = random.Random(seed)  # noqa: S311  # random bytes, not a key
    path = home / "log.sqlite3"
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 4, 40, 400])):
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    path.write_bytes(data)
    copied_home = shutil.copytree(home, home.with_name("copied home"))
    try:
        ids = read_everything(copied_home / "log.sqlite3")
    except LogError as error:
        assert error.problem.fix  # noqa: PT017  # both are right
    else:
        assert ids == {entry.id for entry in ENTRIES}, (
            "entries are missing and no error says so"
        )
    saved = saved_by(home)
    assert saved.keys() >= {entry.id for entry in ENTRIES[:COPIED_COUNT]}
    for entry in ENTRIES[:COPIED_COUNT]:
        assert saved[entry.id] == entry, "the copy has the right entry"
    before = pages_of((undamaged_home / "log.sqlite3").read_bytes())
    untouched = [
        page
        for page, earlier_page in zip(pages_of(bytes(data)), before, strict=True)
        if page == earlier_page
    ]
    assert saved.keys() >= ids_on_any(untouched)


def test_a_damaged_typed_answer_loses_no_review(without_copies):
    path = without_copies / "log.sqlite3"
    data = path.read_bytes()
    typed = data.index(b"a vein a vein")
    path.write_bytes(data[:typed] + b"\xff" + data[typed + 1 :])
    with pytest.raises(LogError, match="liverdeck log repair"):
        read_everything(path)
    saved = saved_by(without_copies)
    assert saved.keys() == {entry.id for entry in ENTRIES}
    changed = [entry for entry in ENTRIES if saved[entry.id] != entry]
    assert [saved[entry.id] for entry in changed] == [
        replace(entry, typed=replace(entry.typed, text="\ufffd" + entry.typed.text[1:]))
        for entry in changed
    ]
    assert len(changed) == 1


IMPOSSIBLE = "NULL", "'x'", "-1", "99", "1.5", "x'00'", "9223372036854775807"


@pytest.mark.slow
@pytest.mark.parametrize(
    "column", ["at", "utc_offset", "rating", "days", "interval", "kind", "card"]
)
def test_impossible_rows_are_left_out(home, column):
    path = home / "log.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        # Remove the rules of the table, so that any column can have any value.
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema"
            " SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '')"
            " WHERE name = 'entries'"
        )
    # Each value is in one row that the copy has, and in one that only the log has.
    copied = range(7, COPIED_COUNT, 15)
    only_in_log = range(ENTRY_COUNT - 7, COPIED_COUNT, -9)
    rows = list(zip(IMPOSSIBLE, copied, only_in_log, strict=True))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for value, *numbers in rows:
            connection.execute(
                f"UPDATE entries SET {column} = {value} WHERE seq IN (?, ?)",  # noqa: S608
                numbers,
            )
    saved = saved_by(home)
    lost = {ENTRIES[number - 1].id for number in only_in_log}
    assert saved.keys() >= {entry.id for entry in ENTRIES} - lost
    not_from_copy = {
        value: saved[ENTRIES[number - 1].id]
        for value, number, _ in rows
        if saved[ENTRIES[number - 1].id] != ENTRIES[number - 1]
    }
    assert not_from_copy == {}, "the copy has the right entry"


# A log in use


@pytest.fixture
def in_use(home):
    """Return a folder with a log whose last entries are only in the write-ahead log."""
    copied_home = home.with_name("copied home")
    with ReviewLog(home / "log.sqlite3", SCHEDULE) as log:
        for n in range(20):
            log.add(
                new_entry(
                    f"late{n}",
                    card=f"heart/late{n}",
                    minute=DAY_MINUTES + n,
                    typed=TypedAnswer("x" * (n * 100), "", ""),
                ),
                log.state_of(f"heart/late{n}"),
            )
        shutil.copytree(home, copied_home, ignore=shutil.ignore_patterns("*.lock"))
    assert (copied_home / "log.sqlite3-wal").stat().st_size > 20 * PAGE_BYTES
    return copied_home


LATE = {f"late{n}" for n in range(20)}


def test_a_log_in_use_is_repaired_with_its_write_ahead_log(in_use):
    assert saved_by(in_use).keys() == {entry.id for entry in ENTRIES} | LATE


def test_damage_inside_the_write_ahead_log_loses_nothing(in_use):
    wal = in_use / "log.sqlite3-wal"
    data = wal.read_bytes()
    middle = len(data) // 2
    wal.write_bytes(data[:middle] + b"\x55" * 100 + data[middle + 100 :])
    with ReviewLog(
        shutil.copytree(in_use, in_use.with_name("other")) / "log.sqlite3", SCHEDULE
    ) as log:
        assert not ids_in(log) >= LATE, "SQLite stops reading at the damage"
    # A later version of the damaged page has all its entries.
    assert saved_by(in_use).keys() == {entry.id for entry in ENTRIES} | LATE


def test_garbage_headers_of_file_and_write_ahead_log_lose_nothing(in_use):
    path = in_use / "log.sqlite3"
    path.write_bytes(b"\x55" * 512 + path.read_bytes()[512:])
    wal = in_use / "log.sqlite3-wal"
    wal.write_bytes(b"\x55" * 32 + wal.read_bytes()[32:])
    assert saved_by(in_use).keys() == {entry.id for entry in ENTRIES} | LATE


@pytest.mark.parametrize("kept", [0, 1, 31, 32, 5000, 40_000])
def test_a_truncated_write_ahead_log_loses_only_later_entries(in_use, kept):
    wal = in_use / "log.sqlite3-wal"
    wal.write_bytes(wal.read_bytes()[:kept])
    saved = saved_by(in_use).keys()
    assert (
        {entry.id for entry in ENTRIES}
        <= saved
        <= {entry.id for entry in ENTRIES} | LATE
    )


# After a repair


def test_the_last_answer_is_still_the_last_after_a_repair(home):
    path = home / "log.sqlite3"
    with ReviewLog(path, SCHEDULE) as log:
        log.add(
            undo_of("u", ENTRIES[-1].id, ENTRIES[-1].card, minute=ENTRY_COUNT),
            log.state_of(ENTRIES[-1].card),
        )
        before = log.latest_undoable("heart", TODAY), log.latest_ms()
    pages = pages_of(path.read_bytes())
    # The copy has this entry, too.
    lost = page_with("id00100", pages)
    path.write_bytes(replace_page(pages, lost, bytes(PAGE_BYTES)))
    saved = saved_by(home)
    assert saved.keys() == {"u", *(entry.id for entry in ENTRIES)}
    with ReviewLog(path, SCHEDULE) as log:
        assert (log.latest_undoable("heart", TODAY), log.latest_ms()) == before
        assert [entry.id for entry in log.entries()] == [
            *(entry.id for entry in ENTRIES),
            "u",
        ]


def test_the_log_can_be_used_after_a_repair(home):
    path = home / "log.sqlite3"
    path.write_bytes(b"\x55" * 100 + path.read_bytes()[100:])
    saved_by(home)
    with ReviewLog(path, SCHEDULE) as log:
        log.add(new_entry("after", minute=DAY_MINUTES), log.state_of("heart/rate"))
        log.check_and_copy_daily(TODAY + 1)
    assert read_everything(path) == {"after", *(entry.id for entry in ENTRIES)}


def test_a_second_repair_in_the_same_minute_overwrites_nothing(home):
    path = home / "log.sqlite3"
    damaged = path.read_bytes()[: 5 * PAGE_BYTES]
    path.write_bytes(damaged)
    first = repair(path, SCHEDULE, NOW)
    damaged_again = path.read_bytes()[: 4 * PAGE_BYTES]
    path.write_bytes(damaged_again)
    second = repair(path, SCHEDULE, NOW)
    assert first.damaged_file.read_bytes() == damaged
    assert second.damaged_file.read_bytes() == damaged_again
    assert {first.damaged_file.name, second.damaged_file.name} == {
        f"log-damaged-{STAMP}.sqlite3",
        f"log-damaged-{STAMP}-2.sqlite3",
    }


def test_damaged_copies_give_the_entries_that_they_still_have(home):
    path = home / "log.sqlite3"
    (copy,) = (home / BACKUPS).iterdir()
    pages = pages_of(copy.read_bytes())
    lost = page_with("id00080", pages)
    pages[0] = pages[lost] = b"\x55" * PAGE_BYTES
    copy.write_bytes(b"".join(pages))
    (home / BACKUPS / "log-2020-01-01.sqlite3").write_text("no database")
    path.unlink()
    assert saved_by(home).keys() == ids_on_any(pages)


# Repairs that cannot be done


def everything_in(home):
    return {
        file.relative_to(home): file.read_bytes()
        for file in home.rglob("*")
        if file.is_file()
    }


def test_a_repair_waits_until_other_sessions_have_ended(in_use):
    path = in_use / "log.sqlite3"
    with ReviewLog(path, SCHEDULE) as other:
        with pytest.raises(LogError, match="another session"):
            repair(path, SCHEDULE, NOW)
        other.add(new_entry("on"), other.state_of("heart/rate"))
        assert not list(in_use.glob("*damaged*"))
    with ReviewLog(path, SCHEDULE) as log:
        assert ids_in(log) == {"on", *LATE, *(entry.id for entry in ENTRIES)}
    assert "on" in saved_by(in_use)


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()]
)
@pytest.mark.parametrize(
    "step",
    [
        "RepairFolder.begin",
        "ReviewLog.merge",
        "_refuse_unfinished",
        "_overwrite",
        "_read_all",
    ],
)
def test_a_failed_repair_changes_nothing(in_use, monkeypatch, step, error):
    path = in_use / "log.sqlite3"
    path.write_bytes(b"\x55" * 100 + path.read_bytes()[100:])
    before = everything_in(in_use)

    def fails(*_):
        raise error

    monkeypatch.setattr(f"liverdeck.study.reviewlog.repair.{step}", fails)
    with pytest.raises((LogError, KeyboardInterrupt)):
        repair(path, SCHEDULE, NOW)
    monkeypatch.undo()
    assert everything_in(in_use) == before
    assert saved_by(in_use).keys() >= {entry.id for entry in ENTRIES}


def test_an_unfinished_new_log_does_not_replace_the_old_one(in_use, monkeypatch):
    path = in_use / "log.sqlite3"
    before = everything_in(in_use)
    merge, others = ReviewLog.merge, []

    def merge_and_keep_open(log, entries):
        # A second connection keeps the write-ahead log in place, as on a full disk.
        others.append(ReviewLog(log.path, SCHEDULE))
        return merge(log, entries)

    monkeypatch.setattr(ReviewLog, "merge", merge_and_keep_open)
    with pytest.raises(LogError, match="No space left on device"):
        repair(path, SCHEDULE, NOW)
    others[0].close()
    assert everything_in(in_use) == before


KILLED = """
from liverdeck.study.reviewlog.repair import repair
EVENTS = ("open", "os.rename", "os.remove", "sqlite3.connect")
def kill(event, arguments):
    global steps
    if event in EVENTS and str(path.parent) in str(arguments):
        steps += 1
        if steps == last_step:
            os.kill(os.getpid(), signal.SIGKILL)
for line in sys.stdin:
    last_step, steps = int(line), 0
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        sys.addaudithook(kill)
        repair(path, SCHEDULE, Moment(1_700_812_800_000))
        os.write(writes, str(steps).encode())
        os._exit(0)
    os.close(writes)
    output = os.read(reads, 9).decode()
    os.close(reads)
    _, status = os.waitpid(child, 0)
    say("killed" if os.WIFSIGNALED(status) else output)
"""
"""Repairs the log in a new process for each line on standard input.

The line has a number, and the process is killed at the step with this number. The
script prints *killed*, or the number of steps of a repair that ended by itself.
"""


@pytest.fixture
def repair_until(start):
    """Return a function that repairs a log, and kills the repair at a step.

    The function returns *killed*, or the number of steps of a repair that ended by
    itself.
    """
    nurseries = {}

    def repair_in_a_process(path, step):
        if path not in nurseries:
            nurseries[path] = start(KILLED, path)
        nurseries[path].stdin.write(f"{step}\n".encode())
        return nurseries[path].stdout.readline().decode().rstrip("\n")

    return repair_in_a_process


@pytest.mark.slow
def test_a_repair_killed_at_any_step_can_be_repeated(in_use, repair_until):
    path = in_use / "log.sqlite3"
    path.write_bytes(b"\x55" * 100 + path.read_bytes()[100:])
    shutil.rmtree(in_use / BACKUPS)
    template = shutil.copytree(in_use, in_use.with_name("template"))
    steps = int(repair_until(path, 0))
    everything = {entry.id for entry in ENTRIES} | LATE
    # The first and the last steps, which create and rename files, and some in between.
    chance = random.Random(5)  # noqa: S311  # random steps, not a key
    between = chance.sample(range(9, steps - 12), 4)
    for step in [*range(1, 9), *between, *range(steps - 12, steps + 1)]:
        shutil.rmtree(in_use)
        shutil.copytree(template, in_use)
        assert repair_until(path, step) == "killed"
        assert path.exists(), "a session would create a new log"
        RepairFolder(path).settle()  # the next run begins with this
        assert saved_by(in_use).keys() == everything


@pytest.mark.slow
def test_after_a_killed_repair_the_next_session_leaves_nothing_behind(
    in_use, repair_until
):
    path = in_use / "log.sqlite3"
    path.write_bytes(b"\x55" * 100 + path.read_bytes()[100:])
    foreign = {
        in_use / "log-reading-notes.sqlite3": b"not ours",
        in_use / ".log-repair" / "mine.txt": b"not ours",
    }
    for file, content in foreign.items():
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    template = shutil.copytree(in_use, in_use.with_name("template"))
    steps = int(repair_until(path, 0))
    for step in [2, 4, 6, 9, steps // 2, *range(steps - 16, steps + 1)]:
        shutil.rmtree(in_use)
        shutil.copytree(template, in_use)
        assert repair_until(path, step) == "killed"
        with suppress(LogError):  # the log is still damaged
            ReviewLog(path, SCHEDULE).close()
        names = names_in(in_use) - {"log.lock", BACKUPS}
        kept = {name for name in names if name.startswith("log-damaged-")}
        others = {"log.sqlite3", "log.sqlite3-wal", "log.sqlite3-shm"}
        assert names - kept - others == {"log-reading-notes.sqlite3", ".log-repair"}
        assert names_in(in_use / ".log-repair") == {"mine.txt"}
        assert all(file.read_bytes() == content for file, content in foreign.items())
        if kept:
            with ReviewLog(path, SCHEDULE) as log:
                assert ids_in(log) == {*LATE, *(entry.id for entry in ENTRIES)}


def test_an_unfinished_copy_of_a_killed_session_is_deleted(log, log_path):
    log.merge(ENTRIES)
    backups = log_path.parent / BACKUPS
    backups.mkdir()
    for name in (".log-2020-01-01.sqlite3.tmp", ".log-2020-01-01.sqlite3.tmp-journal"):
        (backups / name).write_text("half")
    (backups / "log-notes.txt").write_text("not ours")
    log.check_and_copy_daily(TODAY)
    (copy, *others) = sorted(names_in(backups))
    assert copy.endswith(".sqlite3")
    assert others == ["log-notes.txt"]
