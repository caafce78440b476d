"""The lock file beside a review log: no session can use a log during a repair."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from liverdeck.base.files import LOG_LOCK_SUFFIX
from liverdeck.base.locks import lock_within
from liverdeck.study.reviewlog.copies import make_private_folder
from liverdeck.study.reviewlog.errors import busy_error

if TYPE_CHECKING:
    from pathlib import Path

_ATTEMPTS = 100
"""A session gives up after this many attempts, which take about a second.

A repair makes one attempt.
"""


class Lock:
    """A lock that either several sessions or a single repair can have.

    SQLite's own locks do not work in a file with a damaged header, so this lock is a
    separate file. Where no lock is possible, the log is used without one.
    """

    def __init__(self, path: Path, *, is_exclusive: bool = False) -> None:
        """Take the lock of the log at a path.

        A repair needs an exclusive lock, and a session a shared lock. Raises LogError
        if the lock of another process forbids it.
        """
        lock_path = path.with_suffix(LOG_LOCK_SUFFIX)
        with contextlib.suppress(OSError):
            make_private_folder(lock_path.parent)
        # A session that ends has an exclusive lock for some microseconds, while it
        # deletes the file.
        attempts = 1 if is_exclusive else _ATTEMPTS
        lock = lock_within(lock_path, attempts, is_exclusive=is_exclusive)
        if lock is None:
            raise busy_error(path)
        self._lock = lock

    @property
    def is_held(self) -> bool:
        """Whether this process has the lock. Where no lock is possible, it does not."""
        return self._lock.is_held

    def release(self) -> None:
        """Give the lock back. A second call does nothing."""
        self._lock.release()
