"""The guard of every output: what may be replaced, and what never.

Each function that returns a problem is a guard of its own; docs/guards.md lists them.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.errors import ContentError
from liverdeck.base.output_list import (
    LIST_FILE,
    WrittenFile,
    is_own,
    list_text,
    read_list,
)
from liverdeck.base.problems import Position, Problem
from liverdeck.base.step_journal import content_hash
from liverdeck.base.values import value_class
from liverdeck.base.writing import (
    Change,
    folders_held,
    not_ordinary,
    real_path,
    unwritable,
)

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from liverdeck.base.writing import Step

MARK = "Made with LiverDeck"
"""A comment with this text begins each text and page that we write."""
_MARKS = (
    MARK.encode(),
    b'<meta name="generator" content="LiverDeck">',
    b"#notetype:LiverDeck ",
)
_MARK_BYTES = 4096
"""A mark is within this many bytes of a file's beginning, or of a PDF's end."""
_FORCE = "or replace it with --force (in Python: force=True)"
_ANOTHER_FILE = "nothing was changed; name another file"
_DECK_FILES = ("deck.lock", "CHANGES.md")
_DECK_SUFFIXES = (".yaml", ".yml")
_LOG_SUFFIX = ".sqlite3"
_DATABASE_STARTS = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""How a database of SQLite begins, and its write-ahead log."""


def is_marked(path: Path) -> bool:
    """Whether a text, a page or a PDF says that LiverDeck made it."""
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
    """A file that a command writes, or an older one that it deletes."""

    folder: Path
    """The output folder; it keeps the list of what was written."""
    name: str
    """The file's name in the folder; with `/`, the file is in a folder below."""
    data: bytes | None
    """The new content; None to delete an older file, if there is one."""
    is_private: bool = False
    """Whether the file has data of a learner, so that only its owner may read it."""
    is_ours: Callable[[Path], bool] = is_marked
    """Whether LiverDeck made a file from the same deck; asked if no list says it."""
    what: str = "a file"
    """What the file is, with its article."""

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
    what: str = "a file",
) -> Output:
    """Return the output for a path that the user named."""
    return Output(path.parent, path.name, data, is_private, is_ours, what)


def write_outputs(
    outputs: Sequence[Output],
    *,
    deck_id: str,
    inputs: Iterable[Path] = (),
    force: bool,
) -> None:
    """Write all outputs in one step, or none.

    `deck_id` is the deck that they are made from, empty for none. `inputs` are all
    files that were read for them. With `force`, a file is replaced even if LiverDeck
    did not write it, or if it was changed since; never an input, a file of a deck or a
    review log.

    Raises ContentError with all reasons if a file may not be replaced, or cannot be
    written. Then all files are as they were.
    """
    problems = [
        *repeated_outputs(outputs),
        *_problems_of_paths([output.path for output in outputs], inputs),
    ]
    if problems:
        raise ContentError(problems)
    paths = [output.path for output in outputs]
    paths += [output.folder / LIST_FILE for output in outputs]
    try:
        with folders_held(paths) as step:
            _write(step, outputs, deck_id, force=force)
    except OSError as error:
        raise ContentError([unwritable(Path(error.filename), error)]) from error


class DeckFolder:
    """The folder of a deck that is held, so that no other process writes there."""

    def __init__(self, step: Step, inputs: Iterable[Path]) -> None:
        """Take the step to write with, and files that must not be replaced."""
        self._step = step
        self._inputs = tuple(inputs)

    def write(self, files: Mapping[Path, bytes]) -> None:
        """Write files of the deck in one step.

        The caller has read the old files and keeps what their author wrote. Raises
        ContentError if a path is an input or a review log, or if a file cannot be
        written. Then all files are as they were.
        """
        problems = [
            not_ordinary(path) or an_input(path, self._inputs) or a_review_log(path)
            for path in files
        ]
        if not any(problems):
            changes = [Change(path, data) for path, data in files.items()]
            problems = [self._step.write(changes)]
        found = [problem for problem in problems if problem is not None]
        if found:
            raise ContentError(found)


@contextmanager
def deck_folder_held(
    path: Path, *, inputs: Iterable[Path] = ()
) -> Iterator[DeckFolder]:
    """Hold the folder of a deck, of which `path` is a file that is written.

    Files are read again inside, so that nothing is lost that another process wrote.
    Raises ContentError if another process holds the folder for some seconds.
    """
    try:
        with folders_held([path]) as step:
            yield DeckFolder(step, inputs)
    except OSError as error:
        raise ContentError([unwritable(Path(error.filename), error)]) from error


def _problems_of_paths(paths: Sequence[Path], inputs: Iterable[Path]) -> list[Problem]:
    """Return why some of the paths may never be written, whatever is there."""
    inputs = tuple(inputs)
    problems = [
        not_ordinary(path)
        or a_review_log(path)
        or a_deck_file(path)
        or an_input(path, inputs)
        for path in paths
    ]
    return [problem for problem in problems if problem is not None]


def repeated_outputs(outputs: Sequence[Output]) -> list[Problem]:
    """Return a problem for each file that two outputs would be written to."""
    seen: set[Path] = set()
    problems = []
    for output in outputs:
        path = Path(os.path.realpath(output.path))
        if path in seen:
            message = "two files of this command would have this name"
            problems.append(_refused(output.path, message, _ANOTHER_FILE))
        seen.add(path)
    return problems


def an_input(path: Path, inputs: Collection[Path]) -> Problem | None:
    """Return the problem if a path leads to one of the files that are read."""
    if not path.exists():
        return None
    for read_path in inputs:
        if read_path.exists() and path.samefile(read_path):
            return _refused(path, "this command reads the file", _ANOTHER_FILE)
    return None


def a_deck_file(path: Path) -> Problem | None:
    """Return the problem if a path is one that a deck is read from, or would be."""
    path_in_folder = real_path(path)
    name = path_in_folder.name
    is_deck_name = name in _DECK_FILES or name.lower().endswith(_DECK_SUFFIXES)
    if is_deck_name and (path_in_folder.parent / "deck.yaml").exists():
        return _refused(path, "this would be a file of a deck", _ANOTHER_FILE)
    return None


def a_review_log(path: Path) -> Problem | None:
    """Return the problem if a path is a review log, a copy, its lock or its companion.

    Every database of SQLite counts as a log, since we write no other, and every name
    that a log has.
    """
    real = real_path(path)
    is_log_name = real.suffix.startswith(_LOG_SUFFIX)
    is_lock = real.suffix == ".lock" and real.with_suffix(_LOG_SUFFIX).exists()
    if is_log_name or is_lock or _is_database(real):
        message = "this is a review log, its lock or a copy of it"
        return _refused(path, message, _ANOTHER_FILE)
    return None


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_DATABASE_STARTS[0])).startswith(_DATABASE_STARTS)
    except OSError:
        return False


def foreign_file(output: Output, written: WrittenFile | None) -> Problem | None:
    """Return the problem if LiverDeck did not write the file that is there."""
    if written is not None or output.is_ours(output.path):
        return None
    fix = f"move it away, name another file, {_FORCE}"
    if output.data is None:
        fix = "move it away, or name another folder"
    message = f"this file is in the way: it is not {output.what} of LiverDeck's"
    return _refused(output.path, message, fix)


def changed_file(output: Output, written: WrittenFile | None) -> Problem | None:
    """Return the problem if the file was changed since LiverDeck wrote it."""
    if written is None or content_hash(real_path(output.path)) == written.content_hash:
        return None
    message = "this file was changed since LiverDeck wrote it"
    return _refused(output.path, message, f"move it away, {_FORCE}")


def other_decks_file(
    output: Output, written: WrittenFile | None, deck_id: str
) -> Problem | None:
    """Return the problem if the file was made from another deck."""
    if written is None or written.deck_id == deck_id:
        return None
    message = f"this file was made from the deck {written.deck_id!r}"
    if not written.deck_id:
        message = "this file has data of a learner"
    return _refused(output.path, message, f"name another file, {_FORCE}")


def _refused(path: Path, message: str, fix: str) -> Problem:
    return Problem(Position(str(path)), message, fix)


def _write(step: Step, outputs: Sequence[Output], deck_id: str, *, force: bool) -> None:
    """Write outputs to folders that are held, and the lists of the folders."""
    lists, problems = _read_lists(outputs)
    if force:
        problems = []
    present = [output for output in outputs if output.path.exists()]
    for output in present:
        written = lists[output.real_folder].get(output.name)
        is_same = output.data is not None and _has_content(output.path, output.data)
        problem = None
        if not is_same and (not force or output.data is None):
            problem = (
                foreign_file(output, written)
                or (None if force else changed_file(output, written))
                or (None if force else other_decks_file(output, written, deck_id))
            )
        if problem is not None:
            problems.append(problem)
    if problems:
        raise ContentError(problems)

    # A learner who let others read the file after we wrote it meant that.
    changes = [
        Change(
            output.path,
            output.data,
            output.is_private and output.name not in lists[output.real_folder],
        )
        for output in outputs
        if output.data is not None or output in present
    ]
    if not changes:
        return
    problem = step.write([*_changed_lists(outputs, lists, deck_id), *changes])
    if problem is not None:
        raise ContentError([problem])


def _has_content(path: Path, data: bytes) -> bool:
    return content_hash(real_path(path)) == hashlib.sha256(data).hexdigest()


def _read_lists(
    outputs: Iterable[Output],
) -> tuple[dict[Path, dict[str, WrittenFile]], list[Problem]]:
    """Return the list of each output folder, and the problems of broken lists."""
    lists = {}
    problems: list[Problem] = []
    for folder in dict.fromkeys(output.real_folder for output in outputs):
        read = read_list(folder)
        problems += read.problems
        lists[folder] = dict(read.value or {})
    return lists, problems


def _changed_lists(
    outputs: Iterable[Output],
    lists: dict[Path, dict[str, WrittenFile]],
    deck_id: str,
) -> list[Change]:
    """Return the lists of all folders as they are after these outputs are written."""
    for output in outputs:
        files = lists[output.real_folder]
        files.pop(output.name, None)
        if output.data is not None:
            digest = hashlib.sha256(output.data).hexdigest()
            files[output.name] = WrittenFile(digest, deck_id)
    changes = []
    for folder, files in lists.items():
        path = folder / LIST_FILE
        if is_own(path):
            new_names = {out.name for out in outputs if out.real_folder == folder}
            known = {
                name: file
                for name, file in files.items()
                if name in new_names or (folder / name).exists()
            }
            changes.append(Change(path, list_text(known).encode()))
    return changes
