"""The guards of outputs: files that are never replaced, or only with `force`.

Each public function of this module that returns a problem is a guard. docs/guards.md
lists the guards, and `outputs` calls them all.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.files import (
    CHANGES_FILE,
    DECK_FILE,
    JOURNAL_FILE,
    LEDGER_FILE,
    LOCK_FILE,
    LOG_LOCK_SUFFIX,
    LOG_SUFFIX,
    YAML_SUFFIXES,
    real_path,
)
from liverdeck.base.output_list import FORCE_FIX, LIST_FILE
from liverdeck.base.problems import Position, Problem
from liverdeck.base.step_journal import content_hash
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from liverdeck.base.output_list import WrittenFile

MARK = "Made with LiverDeck"
"""A comment with this text is at the start of each text that we write, and in PDFs."""
MARK_OF_PAGE = '<meta name="generator" content="LiverDeck">'
"""An element with this text is in the head of each page."""
MARK_OF_UPDATE_TEXT = "# LiverDeck update text"
"""Every update text begins with this mark."""
_MARK_OF_OLDER_UPDATE_TEXT = "#notetype:LiverDeck "
_MARKS = tuple(
    mark.encode()
    for mark in (MARK, MARK_OF_PAGE, MARK_OF_UPDATE_TEXT, _MARK_OF_OLDER_UPDATE_TEXT)
)
_MARK_BYTES = 4096
"""A mark is within this many bytes of the beginning of a file."""
_FIX = "nothing was changed; name another file"
_DECK_FILES = (LEDGER_FILE.lower(), CHANGES_FILE.lower())
_DATABASE_STARTS = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""The first bytes of an SQLite database or of one of its write-ahead logs."""


def is_marked(path: Path) -> bool:
    """Whether a text, a page or a PDF has the mark that LiverDeck made it."""
    try:
        with path.open("rb") as file:
            start = file.read(_MARK_BYTES)
            if start.startswith(b"%PDF"):
                file.seek(0)
                return MARK.encode() in file.read()
    except OSError:
        return False
    return any(mark in start for mark in _MARKS)


@value_class
class Output:
    """A file that a command writes, or an older file that it deletes."""

    folder: Path
    """The output folder, which also has the list of files (`LIST_FILE`)."""
    name: str
    """The file's name in the folder. If it has a `/`, the file is in a subfolder."""
    data: bytes | None
    """The new content; None to delete an older file, if it exists."""
    is_private: bool = False
    """Whether the file has data of a learner, so that only its owner may read it."""
    is_ours: Callable[[Path], bool] = is_marked
    """Whether LiverDeck made a file from the same deck.

    This function is called only for a file that is not in the list of files.
    """
    description: str = "a file"
    """A noun for the file with its article, such as "a page"."""

    @property
    def path(self) -> Path:
        """The path as the user named it."""
        return self.folder / self.name

    @property
    def real_folder(self) -> Path:
        """The output folder without links."""
        return Path(os.path.realpath(self.folder))


def output_at(
    path: Path,
    data: bytes,
    *,
    is_private: bool = False,
    is_ours: Callable[[Path], bool] = is_marked,
    description: str = "a file",
) -> Output:
    """Return the output for a path that the user named."""
    return Output(path.parent, path.name, data, is_private, is_ours, description)


def repeated_output_problems(outputs: Sequence[Output]) -> list[Problem]:
    """Return a problem for each file that would be written by two outputs.

    The list, the journal and the lock of each folder count as outputs too.
    """
    taken_paths: set[Path] = set()
    for output in outputs:
        for name in (LIST_FILE, JOURNAL_FILE, LOCK_FILE):
            taken_paths.add(output.real_folder / name)

    problems = []
    for output in outputs:
        path = Path(os.path.realpath(output.path))
        if path in taken_paths:
            message = "another file of this command has this name"
            problems.append(_refused(output.path, message, _FIX))
        taken_paths.add(path)
    return problems


def input_problem(path: Path, inputs: Collection[Path]) -> Problem | None:
    """Return the problem if a path leads to a file that the command reads."""
    if not path.exists():
        return None
    for read_path in inputs:
        if read_path.exists() and path.samefile(read_path):
            return _refused(path, "this command reads the file", _FIX)
    return None


def deck_file_problem(path: Path) -> Problem | None:
    """Return the problem if a deck reads the file at a path, or would read it."""
    path_in_folder = real_path(path)
    # On some systems, DECK.LOCK is the same file as deck.lock.
    name = path_in_folder.name.lower()
    is_deck_name = name in _DECK_FILES or name.endswith(YAML_SUFFIXES)
    if is_deck_name and (path_in_folder.parent / DECK_FILE).exists():
        return _refused(path, "this would be a file of a deck", _FIX)
    return None


def review_log_problem(path: Path) -> Problem | None:
    """Return the problem if a path leads to a review log or a related file.

    Related files are copies of the log, its lock, and the files that SQLite makes
    beside it. Any SQLite database counts as a log, since we write no other databases.
    Any file with a name that a log may have counts as a log too.
    """
    real = real_path(path)
    is_log_name = real.suffix.startswith(LOG_SUFFIX)
    is_lock = real.suffix == LOG_LOCK_SUFFIX and real.with_suffix(LOG_SUFFIX).exists()
    if is_log_name or is_lock or _is_database(real):
        message = "this is a review log, its lock or a copy of it"
        return _refused(path, message, _FIX)
    return None


def _is_database(path: Path) -> bool:
    longest_start = max(map(len, _DATABASE_STARTS))
    try:
        with path.open("rb") as file:
            return file.read(longest_start).startswith(_DATABASE_STARTS)
    except OSError:
        return False


def foreign_file_problem(output: Output, written: WrittenFile | None) -> Problem | None:
    """Return the problem if LiverDeck did not write the present file."""
    if written is not None or output.is_ours(output.path):
        return None
    if output.data is None:
        fix = "move it away, or name another folder"
    else:
        fix = f"move it away, name another file, {FORCE_FIX}"
    message = f"this file is in the way: it is not {output.description} of LiverDeck's"
    return _refused(output.path, message, fix)


def changed_file_problem(output: Output, written: WrittenFile | None) -> Problem | None:
    """Return the problem if the present file was changed since LiverDeck wrote it."""
    if written is None or content_hash(real_path(output.path)) == written.content_hash:
        return None
    message = "this file was changed since LiverDeck wrote it"
    return _refused(output.path, message, f"move it away, {FORCE_FIX}")


def other_decks_file_problem(
    output: Output, written: WrittenFile | None, deck_id: str
) -> Problem | None:
    """Return the problem if the present file was made from another deck."""
    if written is None or written.deck_id == deck_id:
        return None
    if written.deck_id:
        message = f"this file was made from the deck {written.deck_id!r}"
    else:
        message = "this file has data of a learner"
    return _refused(output.path, message, f"name another file, {FORCE_FIX}")


def _refused(path: Path, message: str, fix: str) -> Problem:
    return Problem(Position(str(path)), message, fix)
