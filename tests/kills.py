"""Kill commands while they write, and check that no file is damaged or left behind.

    python tests/kills.py [NUMBER] [SEED] [FIRST]     300 kills by default

Each command runs in its own process. It is killed before its n-th change on the disk,
so it cannot clean up. The number n begins with FIRST (0) and goes through all changes
of each command. Further kills are at random moments. After a kill, every file must be
as before or as after the command. Then the same command runs again. It must work, and
leave the same files as a command that was not killed.
"""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

FACTS = """\
liverdeck: 1
topic: beat
facts:
  - {id: rate, from: pump, ask: How fast does it beat?, answer: 70 /min}
  - {id: flow, from: pump, say: 'In the {{c1::vein}} and the {{c2::atrium}}.'}
  - {id: parts, from: pump, ask: What are its parts?, list: [atrium, ventricle, septum]}
"""
DECK = """\
liverdeck: 1
id: heart
anki_name: Heart
title: The heart
description: A deck for tests.
language: en
document: {title: On the heart, read: 2023-01-31}
topics: [{id: beat, title: The beat}]
"""
BOOK = """\
How it pumps

It beats {} times a minute (70 /min, 71 /min, 72 /min). Parts: vein, atrium, atrium of
0, atrium of 1, ventricle, septum.

Where it is

In the chest.
"""
COMMANDS = {
    "index": "index book.txt -d heart --drop",
    "release": "release -d heart --at {time}",
    "build --update-text": "build -d heart -o out/heart.apkg --update-text texts",
    "quiz": "quiz -d heart --items 2 --forms 2 --seed {seed} -o quiz"
    " --format print,html,csv,gift,markdown,anki",
    "new": "new lung",
    "log export": "log export -o out/log.jsonl",
    "release --recover": "release -d lost --recover old.apkg",
    "build": "build -d heart -o out/heart.apkg",
    "preview": "preview -d heart -o out/heart.html",
    "stats": "stats -d heart --html out/stats.html",
    "carry to-anki": "carry to-anki -d heart -o out/carry.apkg",
}
"""Every command that writes files, by name."""
RELEASE_SECONDS = 1_600_000_000
_TIME = re.compile(rb"\b1[0-9]{9}\b|\b2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")
"""Unix time, in seconds, or the time in a stamp of a note."""


@dataclass
class Kill:
    """Where a command is killed."""

    command: str
    change_number: int
    """The number, from 0, of the change on the disk before which the command ends."""


def is_change(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an event of Python's audit hooks comes before a change on the disk."""
    if event == "open":
        _, mode, flags = arguments
        has_writing_flag = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        has_writing_mode = isinstance(mode, str) and set(mode) & set("wax+")
        return bool(has_writing_flag or has_writing_mode)
    return event in {
        "os.rename",
        "os.remove",
        "os.link",
        "os.mkdir",
        "os.rmdir",
        "os.chmod",
        "shutil.copyfile",
    }


def run(
    folder: Path,
    line: str,
    *,
    kill_at: int | None = None,
    kill_after_seconds: float | None = None,
) -> int:
    """Run a command in a forked process, and return its exit code; 9 if it was killed.

    It is killed before its change on the disk with the number `kill_at`, or after some
    time. The parent has the modules loaded, so a run takes little time.
    """
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        os.environ["LIVERDECK_HOME"] = str(folder / "home")
        null_device = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(null_device, descriptor)
        if kill_at is not None:
            changes_before_kill = kill_at

            def kill_before_change(event: str, arguments: tuple[object, ...]) -> None:
                nonlocal changes_before_kill
                if not is_change(event, arguments):
                    return
                if changes_before_kill == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                changes_before_kill -= 1

            sys.addaudithook(kill_before_change)
        code = 1
        with suppress(BaseException):
            code = exit_code(line.split())
        os._exit(code)
    if kill_after_seconds is not None:
        time.sleep(kill_after_seconds)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return abs(os.waitstatus_to_exitcode(status))


def exit_code(words: list[str]) -> int:
    """Run the command line in this process, and return its exit code."""
    from liverdeck.cli.main import main

    sys.argv = ["liverdeck", *words]
    try:
        main()
    except SystemExit as stopped:
        return int(stopped.code or 0)


def prepare(folder: Path) -> None:
    """Make decks, a log and the outputs of earlier runs in a folder."""
    from liverdeck.base.files import LOG_FILE
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.schedule import Schedule
    from tests.study.conftest import GOOD_STEP, new_entry

    for name in ("heart", "lost"):
        (folder / name).mkdir()
        for file, text in {"deck": DECK, "01-facts": FACTS}.items():
            (folder / name / f"{file}.yaml").write_text(text, encoding="utf-8")
    (folder / "book.txt").write_text(BOOK.format(70), encoding="utf-8")
    (folder / "heart" / "passages.yaml").write_text(
        "liverdeck: 1\npassages:\n  - {id: pump, heading: How it pumps}\n"
    )
    shutil.copy(folder / "heart" / "passages.yaml", folder / "lost")
    with ReviewLog(folder / "home" / LOG_FILE, Schedule()) as log:
        log.merge([new_entry("a", answered=GOOD_STEP, card="heart/rate")])
    lines = ["release -d heart --new --at 1500000000", "build -d heart -o old.apkg"]
    for line in lines:
        assert run(folder, line) == 0, line
    change_inputs(folder, 0)
    for name, line in COMMANDS.items():
        if name not in {"new", "release", "release --recover"}:
            assert run(folder, filled(line, 0)) == 0, line


def change_inputs(folder: Path, number: int) -> None:
    """Change the deck and the book, so that every command writes other files."""
    facts = FACTS.replace("70 /min", f"{71 + number} /min").replace(
        "atrium}}", f"atrium of {number}}}}}"
    )
    (folder / "heart" / "01-facts.yaml").write_text(facts, encoding="utf-8")
    (folder / "book.txt").write_text(BOOK.format(number), encoding="utf-8")


def filled(line: str, number: int) -> str:
    """Return a command line with its time or its seed."""
    return line.format(time=RELEASE_SECONDS + number, seed=number)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, but not the learner's log, by their names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "home" not in path.relative_to(folder).parts
    }


def without_hidden(files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        name: data
        for name, data in files.items()
        if not Path(name).name.startswith(".")
    }


def result_of_kill(
    start: Path, kill: Kill, kill_after_seconds: float | None = None
) -> bool | str:
    """Kill a command. Return whether it was killed, or what was wrong afterwards."""
    with tempfile.TemporaryDirectory() as parent:
        killed_in, whole_in = Path(parent) / "killed", Path(parent) / "whole"
        for folder in (killed_in, whole_in):
            shutil.copytree(start, folder, copy_function=shutil.copy2)
        line = filled(COMMANDS[kill.command], kill.change_number + 1)
        if run(whole_in, line) != 0:
            return f"{line}: does not work at all"
        old, new = contents(start), contents(whole_in)
        kill_at = None if kill_after_seconds is not None else kill.change_number
        code = run(
            killed_in, line, kill_at=kill_at, kill_after_seconds=kill_after_seconds
        )
        wrong = wrong_after_kill(killed_in, old, new)
        if wrong:
            return f"{line}, killed at {kill.change_number}: {wrong}"
        wrong = wrong_after_next_run(killed_in, kill, line, new)
        if wrong:
            return f"{line}, killed at {kill.change_number}: {wrong}"
        return code == signal.SIGKILL


def wrong_after_kill(folder: Path, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    """Return which file is neither as before nor as after the command, or ""."""
    for name, data in without_hidden(contents(folder)).items():
        if not is_one_of(name, data, (old.get(name), new.get(name))):
            return f"{name} is neither old nor new"
    missing = set(without_hidden(old)) & set(new) - set(contents(folder))
    return f"{missing} are gone" if missing else ""


def is_one_of(name: str, data: bytes, known: tuple[bytes | None, ...]) -> bool:
    """Whether a content is one of the known ones, whatever times are in it."""
    if name.endswith(".apkg"):
        is_whole = zipfile.ZipFile(io.BytesIO(data)).testzip() is None
        return is_whole and any(known)
    texts = {None if text is None else _TIME.sub(b"", text) for text in known}
    return _TIME.sub(b"", data) in texts


def wrong_after_next_run(
    folder: Path, kill: Kill, line: str, new: dict[str, bytes]
) -> str:
    """Run the command again; return how it or its files are wrong, or ""."""
    if kill.command == "new":
        expected = (0, 2)  # refused if the deck was finished after the kill
    elif kill.command == "release --recover":
        expected = (0, 1)  # refused if it was recovered before the kill
    else:
        expected = (0,)
    code = run(folder, line)
    if code not in expected:
        return f"the next run ends with {code}"
    after = contents(folder)
    if set(after) != set(new):
        return f"other files than after a whole run: {set(after) ^ set(new)}"
    for name, data in without_hidden(after).items():
        if not is_one_of(name, data, (new[name],)):
            return f"{name} is not as after a whole run"
    return ""


def kills(number: int, seed: int, first: int) -> tuple[list[str], dict[str, int]]:
    """Make kills. Return what was wrong, and the number of kills by command."""
    draw = random.Random(seed)  # noqa: S311
    wrong: list[str] = []
    counts = dict.fromkeys(COMMANDS, 0)
    with tempfile.TemporaryDirectory() as parent:
        start = Path(parent) / "start"
        start.mkdir()
        prepare(start)
        change_inputs(start, 1)
        next_change = dict.fromkeys(COMMANDS, first)
        """The number of the next kill of a command; None if they come by chance."""
        while sum(counts.values()) < number and not wrong:
            for name in COMMANDS:
                change_number = next_change[name]
                is_random = change_number is None
                seconds = draw.random() * 0.2 if is_random else None
                kill = Kill(name, -1 if is_random else change_number)
                result = result_of_kill(start, kill, seconds)
                if isinstance(result, str):
                    wrong.append(result)
                elif result:
                    counts[name] += 1
                was_after_last_change = result is False
                if is_random or was_after_last_change:
                    next_change[name] = None
                else:
                    next_change[name] = change_number + 1
                if sum(counts.values()) >= number:
                    break
    return wrong, counts


def load_modules() -> None:
    """Import what the commands need, so that a forked process need not."""
    import importlib

    for name in (
        *("build", "carry", "index", "log", "new", "preview", "quiz", "release"),
        "stats",
    ):
        importlib.import_module(f"liverdeck.cli.{name}")
    for name in (
        *("anki.package", "quiz.formats.print", "quiz.formats.html"),
        *("quiz.formats.csv", "quiz.formats.gift", "quiz.formats.markdown"),
        *("quiz.formats.anki", "study.statistics.statistics_page"),
    ):
        importlib.import_module(f"liverdeck.{name}")
    import minijinja

    assert minijinja  # used by the commands, not here
    assert threading.active_count() == 1, "a fork needs a single thread"


def main(arguments: list[str]) -> None:
    number = int(arguments[0]) if arguments else 300
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    first = int(arguments[2]) if len(arguments) > 2 else 0
    load_modules()
    wrong, counts = kills(number, seed, first)
    for name, count in counts.items():
        print(f"{count:4} kills of {name}")  # noqa: T201
    print(f"{sum(counts.values()):4} kills, {len(wrong)} with a fault")  # noqa: T201
    for fault in wrong:
        print(fault)  # noqa: T201
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
