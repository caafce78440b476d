"""Entries, review logs, processes that share a log, and random histories."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from hypothesis import strategies as st

from liverdeck.study.reviewlog.entries import (
    ENTRY_KINDS,
    KINDS_WITH_TARGET,
    Entry,
    TypedAnswer,
)
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.card_progress import Answered
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Schedule

START_MS = 1_700_035_200_000
"""2023-11-15, 08:00 UTC, in milliseconds."""
MINUTE_MS = 60_000
DAY_MINUTES = 1440
TODAY = Moment(START_MS).day
SCHEDULE = Schedule()
_IN_MEMORY = Path("/dev/shm")  # noqa: S108  # many logs, no disk
_FOLDER = tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None)
_NUMBERS = count()


def fresh_path():
    """Return a new path for a log.

    A fixture would give the same path to all examples of a property.
    """
    return Path(_FOLDER.name, str(next(_NUMBERS)), "log.sqlite3")


GOOD_STEP = Answered(3, None, 600, 1, 0)
GOOD_DAYS = Answered(3, 4, None, 0, 4)
AGAIN_STEP = Answered(1, None, 60, 2, 0)


@cache
def _empty_log():
    """Return the bytes of a log without entries. Making one takes 40 SQL statements."""
    path = fresh_path()
    ReviewLog(path, SCHEDULE).close()
    return path.read_bytes()


def write_empty_log(path):
    """Write the file of a new log, for tests that do not ask how a log is created."""
    path.parent.mkdir(parents=True, mode=0o700)
    path.touch(0o600)
    path.write_bytes(_empty_log())


def new_log():
    """Return an open log without entries, at a new path."""
    path = fresh_path()
    write_empty_log(path)
    return ReviewLog(path, SCHEDULE)


def new_entry(
    name, kind="review", card="heart/rate", *, minute=0, answered=None, **more
):
    """Return an entry `minute` minutes after the start. A review is rated good."""
    if answered is None and kind in ("review", "cram"):
        answered = GOOD_DAYS
    return Entry(
        name,
        kind,
        card,
        Moment(START_MS + minute * MINUTE_MS),
        "test",
        answered,
        **more,
    )


def undo_of(name, target, card="heart/rate", *, minute=0):
    return new_entry(name, "undo", card, minute=minute, target=target)


def history(count, *, cards=10, first=0, typed="a vein "):
    """Return `count` reviews, one per minute, of several cards in turn."""
    return [
        new_entry(
            f"id{number:05}",
            card=f"heart/f{number % cards:02}",
            minute=number,
            answered=GOOD_DAYS if number % 3 else GOOD_STEP,
            typed=TypedAnswer(typed * (number % 30), "correct", "exact"),
            duration_ms=3000,
            revision="abc",
        )
        for number in range(first, first + count)
    ]


def ids_in(log):
    return {entry.id for entry in log.entries()}


def stored_states(log):
    """Return the stored card states of every deck."""
    return {
        name: state for deck in log.decks() for name, state in log.states(deck).items()
    }


def assert_states_are_right(log):
    """Compare the stored card states with rebuilt ones."""
    before = stored_states(log)
    log.rebuild()
    assert stored_states(log) == before


@pytest.fixture
def log_path(tmp_path):
    return tmp_path / "home" / "log.sqlite3"


@pytest.fixture
def open_log(log_path):
    """Return a function that opens the log again at each call."""
    opened = []

    def open_again(path=log_path):
        opened.append(ReviewLog(path, SCHEDULE))
        return opened[-1]

    yield open_again
    for log in opened:
        log.close()


@pytest.fixture
def log(open_log, log_path):
    if not log_path.parent.exists():
        write_empty_log(log_path)
    return open_log()


PREAMBLE = """
import os, random, signal, sqlite3, sys
from pathlib import Path
from liverdeck.study.reviewlog import schema, storage
from liverdeck.study.reviewlog.entries import Entry, TypedAnswer
from liverdeck.study.reviewlog.review_log import AnsweredElsewhereError, ReviewLog
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.card_progress import Answered
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.reviewlog.storage import LogError

SCHEDULE = Schedule()
path = Path(sys.argv[1])

def say(text):
    os.write(1, f"{text}\\n".encode())

def hear():
    return sys.stdin.readline()

def review(name, card="heart/rate", minute=0, typed=None):
    text = None if typed is None else TypedAnswer(typed, "", "")
    moment = Moment(1_700_035_200_000 + minute * 60_000)
    answered = Answered(3, 4, None, 0, 4)
    return Entry(name, "review", card, moment, "test", answered, text)
"""
"""The start of every script below."""


@pytest.fixture
def start():
    """Return a function that starts a script in its own process, with pipes.

    All processes are killed at the end of the test.
    """
    started = []

    def start_script(script, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-B", "-c", PREAMBLE + script, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        started.append(process)
        return process

    yield start_script
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.fixture
def run():
    """Return a function that runs a script and returns the lines that it printed."""

    def run_script(script, *arguments, wrapped_in=(), **options):
        command = [
            *wrapped_in,
            sys.executable,
            "-B",
            "-c",
            PREAMBLE + script,
            *map(str, arguments),
        ]
        process = subprocess.run(
            command, capture_output=True, text=True, check=False, **options
        )
        assert process.returncode == 0, process.stderr
        return process.stdout.splitlines()

    return run_script


# Random histories

CARDS = ("heart/rate", "heart/flow/c1", "lung/lobes")

ratings = st.sampled_from([1, 2, 3, 4])
step_answers = st.builds(
    Answered,
    ratings,
    st.none(),
    st.integers(1, 86_400),
    st.integers(0, 3),
    st.integers(0, 400),
)


@st.composite
def review_answers(draw):
    days = draw(st.integers(1, 400))
    return Answered(draw(ratings), days, None, 0, days)


answers = st.one_of(step_answers, review_answers())
"""Answers with intervals as a schedule gives them."""

moments = st.builds(
    Moment,
    st.one_of(
        st.integers(START_MS, START_MS + 5),
        st.integers(START_MS, START_MS + 400 * DAY_MINUTES * MINUTE_MS),
    ),
    st.sampled_from([-720, -300, 0, 60, 330, 840]),
)
"""Often the same millisecond, as when two machines are used at once."""


@st.composite
def histories(draw, max_size=12, prefix=""):
    """Draw entries of several cards with different ids.

    An undo or a redate may name any entry, also one of another card, or an unknown one.
    """
    names = [
        f"{prefix}{draw(st.sampled_from('abcxyz'))}{n}"
        for n in range(draw(st.integers(0, max_size)))
    ]
    return [_random_entry(draw, name, names) for name in names]


def _random_entry(draw, name, names):
    kind = draw(st.sampled_from([*ENTRY_KINDS, "review", "review", "undo"]))
    answered = draw(answers) if kind in ("review", "cram") else None
    has_target = kind in KINDS_WITH_TARGET
    target = draw(st.sampled_from([*names, "elsewhere"])) if has_target else ""
    origin = draw(st.sampled_from(["liverdeck", "anki"]))
    revision = draw(st.sampled_from(["", "old", "new"]))
    card, moment = draw(st.sampled_from(CARDS)), draw(moments)
    return Entry(
        name,
        kind,
        card,
        moment,
        "test",
        answered,
        revision=revision,
        target=target,
        origin=origin,
    )
