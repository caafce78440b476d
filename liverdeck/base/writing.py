"""Write files completely or not at all, and several files in one step.

A step may be stopped at any moment, even by a kill. Then the next run in one of its
folders finishes or undoes the step (see `step_journal`), and no temporary file remains.
Only one process at a time takes a step in a folder.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.files import JOURNAL_FILE, is_unsettled, real_path
from liverdeck.base.folder_lock import lock_folder
from liverdeck.base.problems import Position, Problem
from liverdeck.base.running_step import RunningStep
from liverdeck.base.step_journal import (
    Journal,
    delete_step_files,
    finish,
    read_journal,
    undo,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.base.running_step import Change


def not_ordinary_problem(path: Path) -> Problem | None:
    """Return the problem of a path that cannot be written to, such as a folder."""
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


def unwritable_problem(path: Path, error: OSError) -> Problem:
    """Return the problem of a file that cannot be written."""
    return Problem(
        Position(str(path)),
        f"cannot be written: {error.strerror or error}",
        "nothing was changed; fix that, or name another path",
    )


@contextmanager
def folders_held(paths: Iterable[Path]) -> Iterator[Step]:
    """Lock the folders of these files, so that no other process writes there.

    Makes missing folders, and deletes them at the end if they are still empty. Finishes
    or undoes the step of a stopped run. Raises OSError if a folder cannot be made, or
    if another process locks a folder for more than some seconds.
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
        # All processes lock folders in the same order, so that no two processes wait
        # for each other.
        for folder in sorted(folders):
            stack.callback(lock_folder(folder).release)
        for folder in sorted(folders):
            settle_folder(folder, held_folders=folders)
        yield Step()


def _make(folder: Path, stack: ExitStack) -> None:
    """Make a folder and its parent folders. At the end, delete the empty ones."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    # The stack calls in reverse order, so the innermost folder is deleted first.
    for missing_folder in reversed(missing):
        stack.callback(_delete_if_empty, missing_folder)
    folder.mkdir(parents=True, exist_ok=True)


def _delete_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def settle(folder: Path) -> None:
    """Finish or undo the step that a stopped run left in a folder.

    Does nothing if there is no such step, or if the folder is read-only. Raises OSError
    if another process writes there for more than some seconds.
    """
    if not is_unsettled(folder) or not os.access(folder, os.W_OK):
        return
    with folders_held([folder / JOURNAL_FILE]):
        pass


def settle_folder(folder: Path, held_folders: set[Path]) -> None:
    """Settle a folder that is locked: finish or undo the step of a stopped run."""
    journal = read_journal(folder)
    if journal is None:
        return
    # Only the journal of a step's first folder says that the step is complete. So if
    # this journal says so, this is the first folder, even if the folder was moved since
    # then.
    is_first = journal.is_complete or not journal.folders
    first_folder = folder if is_first else Path(journal.folders[0])
    first_journal = journal
    if first_folder != folder:
        # The journal of the first folder is deleted last. If it is missing, the first
        # folder was moved or deleted, and nothing shows that the step was complete.
        found = read_journal(first_folder) if first_folder.is_dir() else None
        if found is None or found.step_id != journal.step_id:
            delete_step_files(folder, journal)
            return
        first_journal = found

    for other_folder in map(Path, first_journal.folders):
        if other_folder not in {first_folder, folder}:
            _settle_other_folder(other_folder, first_journal, held_folders)
    _settle_one_folder(folder, journal, first_journal)
    if first_folder != folder:
        _settle_other_folder(first_folder, first_journal, held_folders)


def _settle_other_folder(
    folder: Path, first_journal: Journal, held_folders: set[Path]
) -> None:
    """Settle another folder of the same step, if its journal is still there."""
    if not (folder / JOURNAL_FILE).exists():
        return
    lock = None if folder in held_folders else lock_folder(folder)
    try:
        journal = read_journal(folder)
        if journal is not None and journal.step_id == first_journal.step_id:
            _settle_one_folder(folder, journal, first_journal)
    finally:
        if lock is not None:
            lock.release()


def _settle_one_folder(folder: Path, journal: Journal, first_journal: Journal) -> None:
    """Settle a folder of a step. `first_journal` is the journal of the first folder."""
    if first_journal.is_undone:
        undo(folder, journal)
    elif first_journal.is_complete:
        finish(folder, journal)
    else:
        delete_step_files(folder, journal)


class Step:
    """Writes several files, or undoes all changes. `folders_held` yields a step."""

    def write(self, changes: Sequence[Change]) -> Problem | None:
        """Make all changes. If one fails, make none and return the problem.

        All files must be in locked folders. The changes are made in this order, so
        anyone who sees the last change sees all other changes too.
        """
        running = RunningStep(changes)
        try:
            running.run()
        except OSError as error:
            return unwritable_problem(running.current_path, error)
        return None
