"""The lock file beside a review log: no session may use a log during a repair."""

from __future__ import annotations

import errno
import os
import sys
from threading import Event
from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.errors import busy_error

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

_ATTEMPTS = 100
"""How often a session tries to get the lock within a second."""
_PAUSE_SECONDS = 0.01
"""Pause between two attempts."""
_OWNER_ONLY = 0o600


class Lock:
    """A lock that sessions share, and that a repair holds alone.

    SQLite's own locks do not work in a file with a damaged header, so this one is a
    separate file. Where the system has no such locks (Windows), or the folder cannot
    hold the file, there is no lock. Whichever session or repair is the last one deletes
    the file.
    """

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        """Take the lock of the log at a path.

        Raises LogError if a repair (or, with `alone`, any session) is using the log.
        """
        self._path = path.with_suffix(".lock")
        self._file: int | None = None
        for _ in range(1 if alone else _ATTEMPTS):
            if self._take(alone=alone):
                return
            # Another session may hold the lock alone for some microseconds, while it
            # deletes the file.
            Event().wait(_PAUSE_SECONDS)
        raise busy_error(path)

    def _take(self, *, alone: bool) -> bool:
        """Take the lock if there can be one. Return False if another process has it."""
        if sys.platform == "win32":
            return True
        operation = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        while True:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                file = os.open(self._path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
            except OSError:
                return True
            try:
                fcntl.flock(file, operation | fcntl.LOCK_NB)
            except OSError as error:
                os.close(file)
                return error.errno not in (errno.EAGAIN, errno.EACCES)
            if self._still_exists(file):
                self._file = file
                return True
            os.close(file)

    def _still_exists(self, file: int) -> bool:
        """Whether nobody has deleted or replaced the file since it was opened."""
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give the lock back. Doing so twice is harmless."""
        file, self._file = self._file, None
        if file is None or sys.platform == "win32":
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._still_exists(file):
                self._path.unlink()
        except OSError:
            pass  # another process has the lock too, or the folder is read-only
        finally:
            os.close(file)
