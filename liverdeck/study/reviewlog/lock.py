"""The lock file beside a review log: no session may use a log during a repair."""

from __future__ import annotations

import errno
import os
import sys
from threading import Event
from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.copies import OWNER_ONLY
from liverdeck.study.reviewlog.errors import busy_error

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

_ATTEMPTS = 100
"""A session gives up after this many attempts, which take about a second."""
_PAUSE_SECONDS = 0.01
"""Pause between two attempts."""


class Lock:
    """A lock that several sessions can have at once, or one repair alone.

    SQLite's own locks do not work in a file with a damaged header, so this one is a
    separate file. There is no lock on Windows, if the file cannot be created, or if its
    file system has no locks. The last session or repair deletes the file.
    """

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        """Take the lock of the log at a path.

        Raises LogError if a repair (or, with `alone`, any session) is using the log.
        """
        self._path = path.with_suffix(".lock")
        self._file: int | None = None  # file descriptor
        for _ in range(1 if alone else _ATTEMPTS):
            if self._take(alone=alone):
                return
            # A session that ends has the lock alone for some microseconds, while it
            # deletes the file.
            Event().wait(_PAUSE_SECONDS)
        raise busy_error(path)

    def _take(self, *, alone: bool) -> bool:
        """Take the lock. Return False if another process has it.

        The result is True if the lock was taken, and also if there can be no lock.
        """
        if sys.platform == "win32":
            return True
        operation = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        while True:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                file = os.open(self._path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
            except OSError:
                return True  # the file cannot be created
            try:
                fcntl.flock(file, operation | fcntl.LOCK_NB)
            except OSError as error:
                os.close(file)
                is_taken = error.errno in (errno.EAGAIN, errno.EACCES)
                return not is_taken
            if self._is_at_path(file):
                self._file = file
                return True
            # Another process deleted the file before it was locked here. Try again.
            os.close(file)

    def _is_at_path(self, file: int) -> bool:
        """Whether an open file is still at the path, neither deleted nor replaced."""
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give the lock back. A second call does nothing."""
        file, self._file = self._file, None
        if file is None or sys.platform == "win32":
            return
        try:
            # Only the last process that has the lock can have it alone.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._is_at_path(file):
                self._path.unlink()
        except OSError:
            pass  # another process has the lock too, or the folder is read-only
        finally:
            os.close(file)
