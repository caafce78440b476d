"""The lock file beside a review log: no session may use a log during a repair."""

from __future__ import annotations

import errno
import os
import sys
from threading import Event
from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.copies import OWNER_ONLY, make_folder_of_owner
from liverdeck.study.reviewlog.errors import busy_error

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

_ATTEMPTS = 100
"""A session gives up after this many attempts, which take about a second.

A repair tries once.
"""
_PAUSE_SECONDS = 0.01
"""Pause between two attempts."""


class Lock:
    """A lock that several sessions can have at once, or one repair alone.

    SQLite's own locks do not work in a file with a damaged header, so this lock is a
    separate file. The last process that has the lock deletes the file.

    No lock is possible on Windows, on a file system without locks, or if the file
    cannot be created. Then the log is used without a lock.
    """

    def __init__(self, path: Path, *, is_exclusive: bool = False) -> None:
        """Take the lock of the log at a path.

        A repair needs an exclusive lock, and a session a shared lock. Raises LogError
        if the lock of another process forbids it.
        """
        self._path = path.with_suffix(".lock")
        self._descriptor: int | None = None
        for _ in range(1 if is_exclusive else _ATTEMPTS):
            if self._take(is_exclusive=is_exclusive):
                return
            # A session that ends has an exclusive lock for some microseconds, while it
            # deletes the file. An event that nobody sets makes the pause, because only
            # `cli` may import the module `time`.
            Event().wait(_PAUSE_SECONDS)
        raise busy_error(path)

    def _take(self, *, is_exclusive: bool) -> bool:
        """Try to take the lock. Return whether the log may be used now.

        The result is False if the lock of another process forbids it. It is True if the
        lock was taken, and also if no lock is possible.
        """
        if sys.platform == "win32":
            return True
        operation = fcntl.LOCK_EX if is_exclusive else fcntl.LOCK_SH
        while True:
            try:
                make_folder_of_owner(self._path.parent)
                descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
            except OSError:
                return True  # the file cannot be created
            try:
                fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
            except OSError as error:
                os.close(descriptor)
                # Any other error means that the file system has no locks.
                is_held_elsewhere = error.errno in (errno.EAGAIN, errno.EACCES)
                return not is_held_elsewhere
            if self._is_at_path(descriptor):
                self._descriptor = descriptor
                return True
            # Another process deleted the file before it was locked here. Try again.
            os.close(descriptor)

    def _is_at_path(self, descriptor: int) -> bool:
        """Whether an open file is still at the path, neither deleted nor replaced."""
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False

    @property
    def is_held(self) -> bool:
        """Whether this process has the lock. It has none where no lock is possible."""
        return self._descriptor is not None

    def release(self) -> None:
        """Give the lock back. A second call does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None or sys.platform == "win32":
            return
        try:
            # This succeeds only in the last process that has the lock.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._is_at_path(descriptor):
                self._path.unlink()
        except OSError:
            pass  # another process has the lock too, or the folder is read-only
        finally:
            os.close(descriptor)
