"""Files are written whole or not at all, and several of them in one step.

A step may be stopped at any moment, even by a kill. Then the next run in one of its
folders finishes the step or takes it back (see `step_journal`), and no temporary file
remains. Only one process at a time takes a step in a folder.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.files import JOURNAL_FILE, is_unsettled
from liverdeck.base.folder_lock import lock_folder
from liverdeck.base.problems import Position, Problem
from liverdeck.base.step_journal import (
    Journal,
    PlannedFile,
    delete_copies,
    finish,
    mark_complete,
    mark_undone,
    read_journal,
    short_hash,
    short_hash_of,
    take_back,
    undo,
    write_journal,
)
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

OWNER_ONLY = 0o600
"""File permissions of learners' data: only their owner may read and write them."""
_PERMISSIONS = 0o777
"""The bits of a file's mode that are its permissions."""


@value_class
class Change:
    """A file to write or to delete."""

    path: Path
    """Where the user wants it. If it is a link, the file that it leads to changes."""
    data: bytes | None
    """The new content; None to delete the file."""
    is_private: bool = False
    """Whether only the owner may read the file. Otherwise an old file's permissions
    stay, and a new file gets the usual ones."""


def write_whole(path: Path, data: bytes) -> Problem | None:
    """Write a file so that a reader finds the old content or the new, never a part.

    Makes the file's folder if it is missing. If the file cannot be written,
    returns the problem, and the previous file is unchanged. Otherwise returns None. No
    temporary file remains, not even after Ctrl-C.
    """
    return write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> Problem | None:
    """Write several files in one step: all of them or none.

    If any file cannot be written, all files and folders are as they were before, and
    the result is the problem with that file.
    """
    changes = [Change(path, data) for path, data in files.items()]
    for change in changes:
        problem = not_ordinary(change.path)
        if problem is not None:
            return problem
    try:
        with folders_held(files) as step:
            return step.write(changes)
    except OSError as error:
        return unwritable(Path(error.filename), error)


def not_ordinary(path: Path) -> Problem | None:
    """Return the problem of a path where no file can be: a folder, a device, a loop."""
    try:
        is_ordinary = path.is_file() or not os.path.lexists(real_path(path))
    except (OSError, RuntimeError):
        is_ordinary = False
    if path.name and is_ordinary:
        return None
    return Problem(
        Position(str(path)),
        "cannot be written: not an ordinary file",
        "nothing was changed; name a file, new or old",
    )


def unwritable(path: Path, error: OSError) -> Problem:
    """Return the problem of a file that cannot be written."""
    return Problem(
        Position(str(path)),
        f"cannot be written: {error.strerror or error}",
        "nothing was changed; fix that, or name another path",
    )


def real_path(path: Path) -> Path:
    """Return the file that a link leads to, or the path itself if it is no link."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


@contextmanager
def folders_held(paths: Iterable[Path]) -> Iterator[Step]:
    """Hold the folders of these files, so that no other process writes there.

    Makes missing folders, and deletes them at the end if they are still empty. Finishes
    what a stopped run left. Raises OSError if a folder cannot be made, or if another
    process holds one for some seconds.
    """
    with ExitStack() as stack:
        path_by_folder: dict[Path, Path] = {}
        for path in paths:
            path_by_folder.setdefault(real_path(path).parent, path)
        for folder, path in path_by_folder.items():
            try:
                _make(folder, stack)
            except OSError as error:
                error.filename = str(path)
                raise
        folders = {Path(os.path.realpath(folder)) for folder in path_by_folder}
        # In one order for all processes, so that no two wait for each other.
        for folder in sorted(folders):
            stack.callback(lock_folder(folder).release)
        for folder in sorted(folders):
            settle_folder(folder, held=folders)
        yield Step()


def _make(folder: Path, stack: ExitStack) -> None:
    """Make a folder and those above it. In the end, delete the ones still empty."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in missing[::-1]:
        stack.callback(_delete_if_empty, place)
    folder.mkdir(parents=True, exist_ok=True)


def _delete_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def settle(folder: Path) -> None:
    """Finish or take back what a stopped run left in a folder.

    Does nothing if there is nothing, or if the folder is read-only. Raises OSError if
    another process writes there for some seconds.
    """
    if not is_unsettled(folder) or not os.access(folder, os.W_OK):
        return
    with folders_held([folder / JOURNAL_FILE]):
        pass


def settle_folder(folder: Path, held: set[Path]) -> None:
    """Settle a folder whose lock is held. The set has all folders that are held."""
    journal = read_journal(folder)
    if journal is None:
        return
    first = Path(journal.folders[0]) if journal.folders else folder
    leader = journal
    if first != folder:
        # The first folder's journal is the last to be deleted.
        other = read_journal(first) if first.is_dir() else None
        if other is None or other.step_id != journal.step_id:
            take_back(folder, journal)
            return
        leader = other
    for other_folder in map(Path, leader.folders):
        if other_folder not in {first, folder}:
            _settle_part(other_folder, leader, held)
    _settle_by(leader, folder, journal)
    if first != folder:
        _settle_part(first, leader, held)


def _settle_part(folder: Path, leader: Journal, held: set[Path]) -> None:
    """Settle another folder of the same step, if it has its journal still."""
    if not folder.is_dir():
        return
    lock = None if folder in held else lock_folder(folder)
    try:
        journal = read_journal(folder)
        if journal is not None and journal.step_id == leader.step_id:
            _settle_by(leader, folder, journal)
    finally:
        if lock is not None:
            lock.release()


def _settle_by(leader: Journal, folder: Path, journal: Journal) -> None:
    if leader.is_undone:
        undo(folder, journal)
    elif leader.is_complete:
        finish(folder, journal)
    else:
        take_back(folder, journal)


class Step:
    """Writes several files, or undoes what it did. Made by `folders_held`."""

    def write(self, changes: Sequence[Change]) -> Problem | None:
        """Make all changes, or none and return the problem with one of the files.

        All files are in folders that are held. The last change is the one that decides:
        a reader who sees it sees all others too.
        """
        running = _RunningStep(changes)
        try:
            running.run()
        except OSError as error:
            return unwritable(running.current_path, error)
        return None


@value_class
class _Replacement:
    """A change with the names of its files."""

    change: Change
    folder: Path
    planned: PlannedFile

    @property
    def target(self) -> Path:
        return self.folder / self.planned.name

    @property
    def is_done(self) -> bool:
        """Whether the target has been replaced or deleted."""
        new_copy = self.planned.new_copy
        return not (
            self.target if new_copy is None else self.folder / new_copy
        ).exists()


class _RunningStep:
    """One step, from its journals to its end."""

    def __init__(self, changes: Sequence[Change]) -> None:
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
            self._place()
        except BaseException:
            if is_complete and not self.replacements[-1].is_done:
                mark_undone(self.folders[0])
                self._restore()
            raise
        finally:
            self._clean_up()

    def _begin(self) -> None:
        step_id = _token()
        for folder in self.folders:
            planned = [
                replacement.planned
                for replacement in self.replacements
                if replacement.folder == folder
            ]
            self.current_path = self._change_in(folder).path
            folders = map(str, self.folders if len(self.folders) > 1 else ())
            journal = Journal(step_id, tuple(planned), tuple(folders))
            self.begun_folders.append(folder)
            write_journal(folder, journal)

    def _change_in(self, folder: Path) -> Change:
        return next(
            replacement.change
            for replacement in self.replacements
            if replacement.folder == folder
        )

    def _write_copies(self) -> None:
        for replacement in self.replacements:
            self.current_path = replacement.change.path
            planned, folder = replacement.planned, replacement.folder
            if planned.new_copy is not None and replacement.change.data is not None:
                mode = _mode_for(replacement)
                _write_to_disk(folder / planned.new_copy, replacement.change.data, mode)
            if planned.old_copy is not None:
                _copy(replacement.target, folder / planned.old_copy)

    def _place(self) -> None:
        for replacement in self.replacements:
            self.current_path = replacement.change.path
            if replacement.planned.new_copy is None:
                replacement.target.unlink()
            else:
                new_copy = replacement.folder / replacement.planned.new_copy
                new_copy.replace(replacement.target)

    def _restore(self) -> None:
        for replacement in self.replacements:
            # An error here is not reported: the first error says what went wrong.
            if replacement.is_done:
                with suppress(OSError):
                    if replacement.planned.old_copy is None:
                        replacement.target.unlink()
                    else:
                        old_copy = replacement.folder / replacement.planned.old_copy
                        old_copy.replace(replacement.target)

    def _clean_up(self) -> None:
        """Delete the copies, and the journals: that of the first folder last."""
        for folder in self.begun_folders[::-1]:
            files = [
                replacement.planned
                for replacement in self.replacements
                if replacement.folder == folder
            ]
            delete_copies(folder, files)
            with suppress(OSError):
                (folder / JOURNAL_FILE).unlink(missing_ok=True)


def _token() -> str:
    import secrets  # only a command that writes needs it

    return secrets.token_hex(4)


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


def _mode_for(replacement: _Replacement) -> int | None:
    """Return the permissions of the new file; None for the usual ones."""
    try:
        old_mode = replacement.target.stat().st_mode & _PERMISSIONS
    except FileNotFoundError:
        return OWNER_ONLY if replacement.change.is_private else None
    return old_mode & OWNER_ONLY if replacement.change.is_private else old_mode


def _write_to_disk(path: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666 if mode is None else OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        if mode is not None and mode != OWNER_ONLY:
            path.chmod(mode)
        file.flush()
        os.fsync(file.fileno())


def _copy(path: Path, copy: Path) -> None:
    """Copy a file, as a second name of it where the disk can do that."""
    try:
        os.link(path, copy)
    except OSError:
        shutil.copy(path, copy)
