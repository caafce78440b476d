"""The lock of a folder: only one process at a time writes files there."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from liverdeck.base.files import LOCK_FILE
from liverdeck.base.locks import lock_within

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.base.locks import FileLock

_ATTEMPTS = 1000
"""A process gives up after this many attempts, which take about ten seconds."""


class FolderBusyError(OSError):
    """Another process writes to the folder, and does not end within some seconds."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which the message names."""
        message = "another LiverDeck writes to this folder; try again when it has ended"
        super().__init__(errno.EBUSY, message, str(folder))


def lock_folder(folder: Path) -> FileLock:
    """Wait for the lock of an existing folder, and take it.

    The system releases the lock if the process is killed. If no lock is possible, for
    example in a read-only folder, the result protects nothing. Raises FolderBusyError
    if another process keeps the lock, and OSError if a link has the lock's name.
    """
    path = folder / LOCK_FILE
    if path.is_symlink():  # somebody else made the link; it may lead to any file
        message = "this link is in the way: delete it"
        raise OSError(errno.ELOOP, message, str(path))
    lock = lock_within(path, _ATTEMPTS, is_exclusive=True)
    if lock is None:
        raise FolderBusyError(folder)
    return lock
