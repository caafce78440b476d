"""One step, from its journals to its end: all files are written, or none.

Only the module `writing` uses this one. All others use `writing`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.files import JOURNAL_FILE, PRIVATE_FILE, real_path
from liverdeck.base.step_journal import (
    Journal,
    PlannedFile,
    delete_copies,
    mark_complete,
    mark_undone,
    short_hash,
    short_hash_of,
    write_journal,
)
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Sequence

_PERMISSIONS = 0o777
"""The bits of a file's mode that are its permissions."""


@value_class
class Change:
    """A file to write or to delete."""

    path: Path
    """The path that the user named. If it is a link, the file behind it changes."""
    data: bytes | None
    """The new content; None to delete the file."""
    is_private: bool = False
    """Whether only the owner may read the file.

    Otherwise an old file's permissions stay, and a new file gets the usual ones.
    """


@value_class
class _Replacement:
    """A change with the names of its files."""

    change: Change
    folder: Path
    """The folder of the file that changes, without links."""
    planned: PlannedFile

    @property
    def target(self) -> Path:
        """The path of the file that changes, without links."""
        return self.folder / self.planned.name

    @property
    def is_done(self) -> bool:
        """Whether the target has been replaced or deleted."""
        new_copy = self.planned.new_copy
        path_before = self.target if new_copy is None else self.folder / new_copy
        return not path_before.exists()


class RunningStep:
    """One step, from its journals to its end."""

    def __init__(self, changes: Sequence[Change]) -> None:
        """Take the changes; the last of them is made last."""
        self.replacements = [
            _replacement(change, is_last=index == len(changes))
            for index, change in enumerate(changes, 1)
        ]
        folders = dict.fromkeys(replacement.folder for replacement in self.replacements)
        self.folders = list(folders)
        self.begun_folders: list[Path] = []
        """The folders that may have a journal of this step."""
        self.current_path = Path()
        """The path of the file that is being written. A problem names it."""

    def run(self) -> None:
        """Make the changes. After any error, everything is as it was."""
        is_complete = False
        try:
            self._begin()
            self._write_copies()
            mark_complete(self.folders[0])
            is_complete = True
            self._replace_files()
        except BaseException:
            # Before all copies are complete, no file is replaced. After the last file
            # is replaced, the step is finished. In between, the old files come back; if
            # that fails, the next run does it.
            is_finished = is_complete and self.replacements[-1].is_done
            if not is_complete or is_finished or self._restore():
                self._clean_up()
            raise
        self._clean_up()

    def _begin(self) -> None:
        """Write the journal of each folder."""
        step_id = _token()
        all_folders: tuple[str, ...] = ()
        if len(self.folders) > 1:
            all_folders = tuple(map(str, self.folders))
        for folder in self.folders:
            replacements = self._replacements_in(folder)
            self.current_path = replacements[0].change.path
            planned = tuple(replacement.planned for replacement in replacements)
            self.begun_folders.append(folder)
            write_journal(folder, Journal(step_id, planned, all_folders))

    def _replacements_in(self, folder: Path) -> list[_Replacement]:
        return [
            replacement
            for replacement in self.replacements
            if replacement.folder == folder
        ]

    def _write_copies(self) -> None:
        """Write the temporary files: the new files, and copies of the old ones."""
        for replacement in self.replacements:
            self.current_path = replacement.change.path
            planned, folder = replacement.planned, replacement.folder
            if planned.new_copy is not None and replacement.change.data is not None:
                mode = mode_for(replacement)
                _write_to_disk(folder / planned.new_copy, replacement.change.data, mode)
            if planned.old_copy is not None:
                _copy(replacement.target, folder / planned.old_copy)

    def _replace_files(self) -> None:
        """Move the new files to their paths, and delete those that are to go."""
        for replacement in self.replacements:
            self.current_path = replacement.change.path
            if replacement.planned.new_copy is None:
                replacement.target.unlink()
            else:
                new_copy = replacement.folder / replacement.planned.new_copy
                new_copy.replace(replacement.target)

    def _restore(self) -> bool:
        """Bring the old files back. Return whether that worked.

        An error here is not reported: the first error says what went wrong.
        """
        try:
            mark_undone(self.folders[0])
            for replacement in self.replacements:
                if replacement.is_done:
                    if replacement.planned.old_copy is None:
                        replacement.target.unlink()
                    else:
                        old_copy = replacement.folder / replacement.planned.old_copy
                        old_copy.replace(replacement.target)
        except OSError:
            return False
        return True

    def _clean_up(self) -> None:
        """Delete the copies and the journals, the journal of the first folder last."""
        for folder in reversed(self.begun_folders):
            replacements = self._replacements_in(folder)
            delete_copies(folder, [replacement.planned for replacement in replacements])
            with suppress(OSError):
                (folder / JOURNAL_FILE).unlink(missing_ok=True)


def _token() -> str:
    """Return eight random hexadecimal digits."""
    return os.urandom(4).hex()


def _replacement(change: Change, *, is_last: bool) -> _Replacement:
    target = real_path(change.path)
    folder = Path(os.path.realpath(target.parent))
    old_hash = short_hash_of(target)
    planned = PlannedFile(
        target.name,
        _token(),
        # The last file is replaced in the last moment, so there is nothing to undo.
        has_old_copy=old_hash is not None and not is_last,
        old_hash=old_hash,
        new_hash=None if change.data is None else short_hash(change.data),
    )
    return _Replacement(change, folder, planned)


def mode_for(replacement: _Replacement) -> int | None:
    """Return the permissions of the new file; None for the usual ones."""
    try:
        old_mode = replacement.target.stat().st_mode & _PERMISSIONS
    except FileNotFoundError:
        return PRIVATE_FILE if replacement.change.is_private else None
    return old_mode & PRIVATE_FILE if replacement.change.is_private else old_mode


def _write_to_disk(path: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666 if mode is None else PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        if mode is not None and mode != PRIVATE_FILE:
            path.chmod(mode)
        file.flush()
        os.fsync(file.fileno())


def _copy(path: Path, copy: Path) -> None:
    """Copy a file. If the disk can do that, the copy is a second name of the file."""
    try:
        os.link(path, copy)
    except OSError:
        import shutil  # takes a few ms, and nearly every disk can do that

        shutil.copy(path, copy)
