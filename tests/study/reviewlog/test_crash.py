"""After a kill at any moment, the log has every acknowledged review, all complete."""

import os
import random
import shutil
import signal
import sqlite3
from contextlib import closing

import pytest

from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.review_log import ReviewLog
from tests.study.conftest import (
    MINUTE_MS,
    SCHEDULE,
    START_MS,
    assert_states_are_right,
    fresh_path,
    history,
    ids_in,
    new_entry,
    stored_states,
)

KILLS = 100
WRITERS_AT_ONCE = 2
"""Number of writers that share the log and are killed together."""


@pytest.fixture
def log_path():
    """Return a path in memory.

    After a kill, what was written remains, in memory as on a disk. The tests of a power
    cut below shorten the files themselves.
    """
    return fresh_path()


WRITERS = """
def write(round_number, writer):
    say("begins")
    chance = random.Random(round_number + writer)
    with ReviewLog(path, SCHEDULE) as log:
        n = 0
        while True:
            card = f"heart/{writer}-{chance.randrange(30)}"
            name = f"{round_number}-{writer}-{n}"
            minute = int(round_number) * 1000 + n
            entry = review(name, card, minute, typed="x" * chance.choice([0, 10, 3000]))
            is_undo = chance.random() < 0.1
            last = log.latest_undoable("heart", entry.moment.day) if is_undo else None
            if last is not None:
                moment = entry.moment
                entry = Entry(name, "undo", last.card, moment, "test", target=last.id)
            n += 1
            try:
                log.add(entry, log.state_of(entry.card))
                say(name)
            except AnsweredElsewhereError:
                pass

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the writers
for line in sys.stdin:
    round_number, writer, pipe = line.rstrip("\\n").split(" ", 2)
    if not os.fork():
        os.dup2(os.open(pipe, os.O_WRONLY), 1)
        say(os.getpid())
        write(round_number, writer)
"""
"""Forks a writer for each line on standard input.

The line has the number of the round, the number of the writer, and the pipe to which
the writer prints. A hundred processes that import all modules need five times as long.
"""


@pytest.fixture
def start_writer(start, log_path, tmp_path):
    """Return a function that starts a writer, and returns what it prints as a file."""
    forker = start(WRITERS, log_path)
    outputs = []

    def start_one(round_number, number):
        pipe = tmp_path / f"{round_number}-{number}"
        os.mkfifo(pipe)
        forker.stdin.write(f"{round_number} {number} {pipe}\n".encode())
        # This side of the pipe has no buffer.
        outputs.append(pipe.open("rb", buffering=0))
        return outputs[-1]

    yield start_one
    for output in outputs:
        output.close()


def lines_before_the_kill(writer, length):
    """Read `length` bytes of acknowledgements, then kill the writer.

    Return all lines that the writer has written.
    """
    process_id = int(writer.readline())
    output = b""
    while len(output) < length:
        more = writer.read(length - len(output))
        assert more, "the writer ended by itself"
        output += more
    os.kill(process_id, signal.SIGKILL)
    output += writer.read()
    # An acknowledgement without its line end does not count.
    return output.decode().split("\n")[:-1]


@pytest.mark.slow
def test_a_hundred_kills_lose_no_acknowledged_review(log_path, start_writer):
    chance = random.Random(20_260_101)  # noqa: S311  # not a key
    acknowledged = set()
    for round_number in range(KILLS // WRITERS_AT_ONCE):
        writers = [
            start_writer(round_number, number) for number in range(WRITERS_AT_ONCE)
        ]
        for writer in writers:
            length = chance.choice([7, 9, 20, 80, 200]) + chance.randrange(40)
            first_line, *names = lines_before_the_kill(writer, length)
            assert first_line == "begins"
            acknowledged.update(names)
        if round_number % 10 == 0:
            with ReviewLog(log_path, SCHEDULE) as log:
                assert acknowledged <= ids_in(log)
    assert len(acknowledged) > 5 * KILLS
    with ReviewLog(log_path, SCHEDULE) as log:
        written = list(log.entries())
        assert acknowledged <= {entry.id for entry in written}
        assert {entry.kind for entry in written} == {"review", "undo"}
        # Every killed writer may have written one review that it did not acknowledge.
        assert len(written) <= len(acknowledged) + KILLS
        assert log._connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert log._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert_states_are_right(log)
        log.check_and_copy_daily(20_000)


KILLED_INSIDE = """
operation, steps = sys.argv[2:]
count = 1 if operation == "add" else 9
for step in range(1, 10_000):
    with ReviewLog(path, SCHEDULE) as log:
        before = [entry.id for entry in log.entries()]
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        log = ReviewLog(path, SCHEDULE)
        calls = 0
        def counted():
            global calls
            calls += 1
            if calls == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return 0
        log._connection.set_progress_handler(counted, int(steps))
        more = [
            review(f"{step}-{n}", f"heart/{operation}{n % 3}", step * 10 + n)
            for n in range(count)
        ]
        if operation == "add":
            log.add(more[0], log.state_of("heart/add0"))
        elif operation == "merge":
            log.merge(more)
        else:
            log.rebuild()
        os.write(writes, b"all")
        os._exit(0)
    os.close(writes)
    acknowledgement = os.read(reads, 9)
    os.close(reads)
    _, status = os.waitpid(child, 0)
    with ReviewLog(path, SCHEDULE) as log:
        after = [entry.id for entry in log.entries()]
        more = after[len(before):]
        assert after[:len(before)] == before, "lost"
        counts = {"add": (0, 1), "merge": (0, 9), "rebuild": (0,)}[operation]
        assert len(more) in counts, "incomplete"
        if acknowledgement and operation != "rebuild":
            assert more, "acknowledged, but not in the log"
        assert log._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        states = log.states("heart")
        log.rebuild()
        assert log.states("heart") == states, "the card states are wrong"
    if not os.WIFSIGNALED(status):
        break
say(step)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("operation", "steps"), [("add", 4), ("merge", 25), ("rebuild", 40)]
)
def test_a_kill_inside_sqlite_leaves_a_write_complete_or_absent(
    run, log_path, operation, steps
):
    with ReviewLog(log_path, SCHEDULE) as log:
        log.merge(history(40))
    assert int(run(KILLED_INSIDE, log_path, operation, steps)[-1]) > 10


KILLED_DURING_CREATION = """
for step in range(1, 10_000):
    child = os.fork()
    if not child:
        connects, calls = sqlite3.connect, 0
        def counted():
            global calls
            calls += 1
            if calls == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return 0
        def connect(*arguments, **options):
            connection = connects(*arguments, **options)
            connection.set_progress_handler(counted, 20)
            return connection
        sqlite3.connect = connect
        ReviewLog(path, SCHEDULE)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    with ReviewLog(path, SCHEDULE) as log:
        log.add(review("first"), log.state_of("heart/rate"))
        assert [entry.id for entry in log.entries()] == ["first"]
    for file in path.parent.iterdir():
        file.unlink()
    if not os.WIFSIGNALED(status):
        break
say(step)
"""


@pytest.mark.slow
def test_after_a_kill_during_creation_the_log_can_be_created(run, log_path):
    assert int(run(KILLED_DURING_CREATION, log_path)[-1]) > 10


# A power cut: the write-ahead log ends anywhere, or with garbage


@pytest.fixture
def log_in_use(log_path, tmp_path):
    """Return a folder with the files of a log in use, and where its entries end.

    The ends are the lengths of the -wal file after each entry, by the entry's id.
    """
    ends = {}
    log = ReviewLog(log_path, SCHEDULE)
    log._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for n, entry in enumerate(history(12)):
        log.add(entry, log.state_of(entry.card))
        ends[entry.id] = log_path.with_name("log.sqlite3-wal").stat().st_size
        if n == 3:
            log.add(
                new_entry("large", minute=99, typed=TypedAnswer("x" * 20_000, "", "")),
                log.state_of("heart/rate"),
            )
            ends["large"] = log_path.with_name("log.sqlite3-wal").stat().st_size
    folder = tmp_path / "in use"
    shutil.copytree(log_path.parent, folder)
    log.close()
    return folder, ends


def ids_after(tmp_path, folder, wal):
    """Open a log with this -wal file, check it, and return its ids."""
    copy = tmp_path / "after"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    shutil.copy(folder / "log.sqlite3", copy)
    (copy / "log.sqlite3-wal").write_bytes(wal)
    with ReviewLog(copy / "log.sqlite3", SCHEDULE) as log:
        assert log._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert_states_are_right(log)
        before = ids_in(log)
        log.add(new_entry("next", card="heart/next"), log.state_of("heart/next"))
        assert ids_in(log) == before | {"next"}
        return before


@pytest.mark.slow
def test_a_cut_write_ahead_log_has_all_that_was_on_disk(log_in_use, tmp_path):
    folder, ends = log_in_use
    wal = (folder / "log.sqlite3-wal").read_bytes()
    frame_bytes = 4096 + 24  # a page and its header
    assert max(ends.values()) == len(wal)
    lengths = {
        0,
        1,
        31,
        32,
        *ends.values(),
        *(end - 1 for end in ends.values()),
        *range(32, len(wal), frame_bytes),
        *range(0, len(wal), 7919),  # and some that mean nothing
    }
    for length in sorted(lengths):
        ids = ids_after(tmp_path, folder, wal[:length])
        assert ids == {name for name, end in ends.items() if end <= length}


def test_a_write_ahead_log_with_garbage_at_its_end_keeps_its_start(
    log_in_use, tmp_path
):
    folder, ends = log_in_use
    wal = (folder / "log.sqlite3-wal").read_bytes()
    chance = random.Random(7)  # noqa: S311  # not a key
    for _ in range(40):
        end = chance.choice(list(ends.values()))
        torn = bytearray(wal)
        begin = chance.randrange(end - 4000, end)
        torn[begin:] = chance.choice(
            [
                bytes(len(wal) - begin),
                chance.randbytes(len(wal) - begin),
                torn[:1] * (len(wal) - begin),
            ]
        )
        ids = ids_after(tmp_path, folder, bytes(torn))
        on_disk = {name for name, end in ends.items() if end <= begin}
        assert on_disk <= ids <= set(ends)


def test_a_missing_or_wrong_shared_memory_file_loses_nothing(log_in_use, tmp_path):
    folder, ends = log_in_use
    for shared in (None, b"", b"\xff" * 32_768, bytes(32_768)):
        copy = tmp_path / "after"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        (copy / "log.sqlite3-shm").unlink(missing_ok=True)
        if shared is not None:
            (copy / "log.sqlite3-shm").write_bytes(shared)
        with ReviewLog(copy / "log.sqlite3", SCHEDULE) as log:
            assert ids_in(log) == set(ends)


def test_a_long_read_does_not_block_adding(log, log_path):
    log.merge(history(20))
    with closing(sqlite3.connect(log_path)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM entries").fetchone() == (20,)
        for n in range(30):
            log.add(new_entry(f"r{n}", minute=n), log.state_of("heart/rate"))
        assert reader.execute("SELECT count(*) FROM entries").fetchone() == (20,)
    assert len(ids_in(log)) == 50
    assert stored_states(log)["heart/rate"].latest_ms == START_MS + 29 * MINUTE_MS
