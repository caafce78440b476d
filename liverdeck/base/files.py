"""Read files as bytes or as UTF-8, up to a limit."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from liverdeck.base.problems import (
    Position,
    Problem,
    ReadingRule,
    RuleId,
    position_in,
)
from liverdeck.base.result import Result

OUTPUT_FOLDER = Path("dist")
"""The folder for an output if the user names no file and no folder."""
PACKAGE_SUFFIX = ".apkg"
"""The suffix of a package for Anki."""
DECK_FILE = "deck.yaml"
"""The name of the file that every folder of a deck has."""
PASSAGES_FILE = "passages.yaml"
"""The name of the word index of the document, in a deck's folder."""
LEDGER_FILE = "deck.lock"
"""The name of the ledger, in a deck's folder."""
CHANGES_FILE = "CHANGES.md"
"""The name of the list of changes, which a release writes to the deck's folder."""
YAML_SUFFIX = ".yaml"
"""The suffix of the files of a deck that an author writes."""
YAML_SUFFIXES = (YAML_SUFFIX, ".yml")
"""The suffixes of YAML files, in small letters. A deck's files must have the first."""
LOG_SUFFIX = ".sqlite3"
"""The suffix of a review log and of each copy of it."""
LOG_FILE = f"log{LOG_SUFFIX}"
"""The usual name of a review log."""
LOG_LOCK_SUFFIX = ".lock"
"""The suffix of the lock file beside a review log. It replaces `LOG_SUFFIX`."""
JOURNAL_FILE = ".liverdeck.step"
"""The name of a file that is in a folder only while several files are written there.

If it is there although no process writes, a run was stopped; see `writing`.
"""
LOCK_FILE = ".liverdeck.lock"
"""The name of the lock file, which is in a folder while a process writes there."""
PRIVATE_FILE = 0o600
"""The permissions of a file that only its owner may read and write."""
PRIVATE_FOLDER = 0o700
"""The permissions of a folder that only its owner may open."""
LARGEST_FILE = 8 * 1024 * 1024
"""The largest size of a file in bytes. A larger file is refused.

A file with 30,000 facts is about this large. Any file of this size is read within
seconds, even one that was made to be slow to read.
"""


def larger_than(most_bytes: int) -> str:
    """Return the words of a message that a file has too many bytes."""
    return f"larger than {most_bytes // 1024 // 1024} MB"


def default_output(deck_id: str, ending: str) -> Path:
    """Return the path for an output of a deck if the user names no file."""
    return OUTPUT_FOLDER / f"{deck_id}{ending}"


def is_unsettled(folder: Path) -> bool:
    """Whether a process is writing to a folder, or was stopped while it wrote."""
    return any((folder / name).exists() for name in (JOURNAL_FILE, LOCK_FILE))


def read_text(path: Path, rule: RuleId = ReadingRule.FORMAT) -> Result[str]:
    """Read a regular file of at most `LARGEST_FILE` bytes as UTF-8.

    Returns the text. If the file cannot be read, returns None and one problem, which
    gives `rule` as the rule that the file breaks.
    """
    data = read_bytes(path, rule)
    if data.value is None:
        return Result(None, data.problems)
    return decoded(data.value, str(path), rule)


def size_of(path: Path) -> int:
    """Return the size of a file in bytes; 0 if it is not known."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def read_bytes(path: Path, rule: RuleId = ReadingRule.FORMAT) -> Result[bytes]:
    """Read a regular file of at most `LARGEST_FILE` bytes.

    Returns its content. If the file cannot be read, returns None and one problem, which
    gives `rule` as the rule that the file breaks.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            fix = "replace it with a text file"
            return _unreadable(path, "not an ordinary file", fix, rule)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        return Result(None, (unreadable_problem(path, error, rule),))
    if len(data) > LARGEST_FILE:
        fix = "split it into several files"
        return _unreadable(path, larger_than(LARGEST_FILE), fix, rule)
    return Result(data)


def _unreadable(path: Path, message: str, fix: str, rule: RuleId) -> Result[bytes]:
    """Return no content, and a problem with the file at `path`."""
    return Result(None, (Problem(Position(str(path)), message, fix, rule=rule),))


def unreadable_problem(
    path: Path, error: OSError, rule: RuleId = ReadingRule.FORMAT
) -> Problem:
    """Return the problem of a file or folder that cannot be read.

    `error` is the reason. `rule` is the rule that the file or folder breaks.
    """
    return Problem(
        Position(str(path)),
        f"cannot be read: {error.strerror or error}",
        "check its name and its permissions",
        rule=rule,
    )


def decoded(data: bytes, path: str, rule: RuleId = ReadingRule.FORMAT) -> Result[str]:
    """Return a file's text from its bytes, which should be UTF-8.

    `path` is the path of the file, for a problem. A byte order mark at the start is
    left out. If a byte is not UTF-8, returns None and one problem, which gives `rule`
    as the rule that the file breaks.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Result(data.decode())
    except UnicodeDecodeError as error:
        text_before = data[: error.start].decode()
        problem = Problem(
            position_in(text_before, len(text_before), path),
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file in the encoding UTF-8",
            rule=rule,
        )
        return Result(None, (problem,))


def real_path(path: Path) -> Path:
    """Return the file that a link leads to, or the path itself if it is not a link."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path
