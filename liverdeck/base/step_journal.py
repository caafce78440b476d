"""The journal of a step: the files that it replaces, so that a next run can finish it.

While a process writes several files, each of their folders has a journal. The journal
names the temporary files, so that no other files are ever deleted. The journal in the
first folder also records the progress of the step. If a step was stopped before all
temporary files were complete, the next run undoes the step. If it was stopped later,
the next run finishes the step. But if the journal records that a file could not be
replaced, the next run restores the old files.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liverdeck.base.files import JOURNAL_FILE
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Iterable

_START = '{"liverdeck_step": 1, '
"""Every journal begins with this text."""
_COMPLETE = "complete\n"
"""The second line of the first folder's journal.

It says that all copies are complete.
"""
_UNDO = "undo\n"
"""The third line of the first folder's journal. It says that a replacement failed."""
_LARGEST_JOURNAL = 4 * 1024 * 1024
"""The largest size of a journal in bytes. LiverDeck writes no larger journal."""
_TOKEN = re.compile(r"[0-9a-f]{8}")
_HASH_CHARACTERS = 32
"""A journal contains only this many hexadecimal digits of a hash, to stay short."""


@value_class
class PlannedFile:
    """One file that a step replaces or deletes, as the journal records it."""

    name: str
    """The name of the file in the journal's folder."""
    token: str
    """Eight hexadecimal digits that are part of the names of the temporary files."""
    has_old_copy: bool
    """Whether there is a copy of the old content."""
    old_hash: str | None
    """The hash of the old content; None if there was no file."""
    new_hash: str | None
    """The hash of the new content; None if the file is deleted."""

    @property
    def new_copy(self) -> str | None:
        """The name of the temporary file with the new content; None if it has none."""
        return None if self.new_hash is None else f".{self.name}.{self.token}.tmp"

    @property
    def old_copy(self) -> str | None:
        """The name of the copy of the old content; None without such a copy."""
        return f".{self.name}.{self.token}.old" if self.has_old_copy else None


@value_class
class Journal:
    """The journal of a step in one folder."""

    step_id: str
    files: tuple[PlannedFile, ...]
    folders: tuple[str, ...] = ()
    """All folders of the step, if there are several.

    The journal in the first folder records the progress of the step.
    """
    is_complete: bool = False
    """Whether all temporary files are complete, so that the step must be finished."""
    is_undone: bool = False
    """Whether a file could not be replaced, so that the old files must be restored."""

    def text(self) -> str:
        """Return the first line of the journal's file."""
        files = [
            [file.name, file.token, file.has_old_copy, file.old_hash, file.new_hash]
            for file in self.files
        ]
        data = {"id": self.step_id, "files": files, "folders": self.folders}
        return f"{_START}{json.dumps(data)[1:]}\n"


class ForeignJournalError(OSError):
    """A file has the name of a journal, but LiverDeck did not write it."""

    def __init__(self, path: Path) -> None:
        """Take the path, which the message names."""
        super().__init__(0, "this file is in the way: move it away", str(path))


def short_hash(data: bytes) -> str:
    """Return the hash of a file's content, as a journal records it."""
    return hashlib.sha256(data).hexdigest()[:_HASH_CHARACTERS]


def short_hash_of(path: Path) -> str | None:
    """Return the hash of a file, as a journal records it; None for a missing file."""
    digest = content_hash(path)
    return None if digest is None else digest[:_HASH_CHARACTERS]


def content_hash(path: Path) -> str | None:
    """Return the SHA-256 of an ordinary file, in hex; None for any other path.

    A link does not count as an ordinary file.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def write_journal(folder: Path, journal: Journal) -> None:
    """Write the journal of a step that begins in a folder."""
    with (folder / JOURNAL_FILE).open("x", encoding="utf-8") as file:
        file.write(journal.text())


def mark_complete(folder: Path) -> None:
    """Write into the first folder's journal that all temporary files are complete."""
    _add_line(folder, _COMPLETE)


def mark_undone(folder: Path) -> None:
    """Write into the first folder's journal that the old files must be restored."""
    _add_line(folder, _UNDO)


def _add_line(folder: Path, line: str) -> None:
    with (folder / JOURNAL_FILE).open("a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def read_journal(folder: Path) -> Journal | None:
    """Return the journal of a stopped step; None if the folder has no journal.

    If the journal is incomplete, it names no files, because no temporary files were
    written yet. Raises ForeignJournalError for a file of this name that LiverDeck did
    not write.
    """
    path = folder / JOURNAL_FILE
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ForeignJournalError(path)
        with path.open("rb") as file:
            data = file.read(_LARGEST_JOURNAL)
    except FileNotFoundError:
        return None
    text = data.decode("utf-8", "replace")
    first_line, line_end, more_lines = text.partition("\n")
    is_begun = first_line.startswith(_START) or _START.startswith(first_line)
    if is_begun and not line_end:
        return Journal("", ())
    if not first_line.startswith(_START):
        raise ForeignJournalError(path)
    try:
        return _journal_from(json.loads(first_line), more_lines)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ForeignJournalError(path) from None


def _journal_from(data: dict[str, Any], more_lines: str) -> Journal:
    """Return the journal from its JSON. Raises ValueError for a foreign one."""
    files = tuple(_file_from(*row) for row in data["files"])
    if not all(map(is_in_folder, files)):
        raise ValueError
    return Journal(
        str(data["id"]),
        files,
        tuple(map(str, data["folders"])),
        is_complete=more_lines.startswith(_COMPLETE),
        is_undone=more_lines == _COMPLETE + _UNDO,
    )


def _file_from(
    name: object, token: object, has_old_copy: object, *hashes: object
) -> PlannedFile:
    old_hash, new_hash = (None if digest is None else str(digest) for digest in hashes)
    return PlannedFile(str(name), str(token), bool(has_old_copy), old_hash, new_hash)


def is_in_folder(file: PlannedFile) -> bool:
    """Whether the file and its copies are in the journal's folder.

    Somebody else may have made the journal, so it could name any file.
    """
    is_without_folder = file.name == Path(file.name).name
    is_name = is_without_folder and file.name not in {"", ".", ".."}
    return is_name and _TOKEN.fullmatch(file.token) is not None


def finish(folder: Path, journal: Journal) -> None:
    """Replace the files of a stopped step that are not replaced yet.

    A file that somebody changed after the stop is not replaced. If there is such a
    file, and no file of the folder has its new content yet, no file is replaced.
    """
    present = {file: short_hash_of(folder / file.name) for file in journal.files}
    is_begun = any(present[file] == file.new_hash for file in journal.files)
    is_changed_by_others = any(
        present_hash not in {file.old_hash, file.new_hash}
        for file, present_hash in present.items()
    )
    if is_begun or not is_changed_by_others:
        for file in journal.files:
            if present[file] == file.old_hash:
                _replace_file(folder, file)
    delete_step_files(folder, journal)


def _replace_file(folder: Path, file: PlannedFile) -> None:
    """Move the new file to its path, or delete the file if that was planned."""
    target = folder / file.name
    if file.new_copy is None:
        target.unlink(missing_ok=True)
    elif short_hash_of(folder / file.new_copy) == file.new_hash:
        (folder / file.new_copy).replace(target)


def undo(folder: Path, journal: Journal) -> None:
    """Restore the old files that a stopped step replaced."""
    for file in journal.files:
        target = folder / file.name
        if short_hash_of(target) != file.new_hash:
            continue
        if file.old_copy is not None and _is_file(folder / file.old_copy):
            (folder / file.old_copy).replace(target)
        elif file.old_hash is None and file.new_copy is not None:
            target.unlink(missing_ok=True)
    delete_step_files(folder, journal)


def _is_file(path: Path) -> bool:
    return short_hash_of(path) is not None


def delete_step_files(folder: Path, journal: Journal) -> None:
    """Delete the temporary files of a stopped step, and the journal last."""
    delete_copies(folder, journal.files)
    (folder / JOURNAL_FILE).unlink(missing_ok=True)


def delete_copies(folder: Path, files: Iterable[PlannedFile]) -> None:
    """Delete the temporary files of a step in a folder."""
    for file in files:
        for copy in (file.new_copy, file.old_copy):
            if copy is not None:
                with suppress(OSError):
                    (folder / copy).unlink(missing_ok=True)
