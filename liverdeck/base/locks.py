"""Lock files: several processes share a lock, or one process has it alone.

The last process that has a lock deletes its file. POSIX locks a whole file, and Windows
locks some bytes of it. Only the module for the present system is imported.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from threading import Event
from typing import TYPE_CHECKING, Protocol

from liverdeck.base.files import PRIVATE_FILE

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

MOST_SHARED_ON_WINDOWS = 64
"""On Windows, at most this many processes can share a lock: each locks one byte."""
_PAUSE_SECONDS = 0.01
"""The pause between two attempts to take a lock, in seconds."""
_HELD_ELSEWHERE = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""The numbers of errors which say that another process has the lock.

Any other error means that no lock is possible. `msvcrt.locking` raises EACCES, or
EDEADLK after several attempts.
"""


class Locking(Protocol):
    """The way in which a system locks open files. No method waits."""

    def lock(self, descriptor: int, *, is_exclusive: bool) -> None:
        """Lock an open file.

        Raises OSError with a number of `_HELD_ELSEWHERE` if another process has the
        lock.
        """

    def lock_as_last(self, descriptor: int) -> None:
        """Make the lock of a locked file exclusive. Raises OSError as `lock` does."""

    def unlock(self, descriptor: int) -> None:
        """Unlock a file before it is closed."""

    deletes_open_files: bool
    """Whether the system deletes a file that a process has open."""


class FileLocking:
    """POSIX: the whole file is locked, shared or exclusive."""

    deletes_open_files = True

    def lock(self, descriptor: int, *, is_exclusive: bool) -> None:
        """Lock the file."""
        if sys.platform != "win32":
            operation = fcntl.LOCK_EX if is_exclusive else fcntl.LOCK_SH
            fcntl.flock(descriptor, operation | fcntl.LOCK_NB)

    def lock_as_last(self, descriptor: int) -> None:
        """Turn a shared lock into an exclusive lock."""
        self.lock(descriptor, is_exclusive=True)

    def unlock(self, descriptor: int) -> None:
        """Do nothing: closing the file unlocks it."""


class ByteLocks(Protocol):
    """The part of Python's module `msvcrt` that locks bytes of a file."""

    LK_NBLCK: int
    """Lock, and do not wait."""
    LK_UNLCK: int

    def locking(self, descriptor: int, mode: int, byte_count: int, /) -> None:
        """Lock or unlock bytes, beginning at the current position in the file."""


class ByteLocking:
    """Windows: bytes are locked, and only one process can lock a byte.

    A process with a shared lock has locked one of `MOST_SHARED_ON_WINDOWS` bytes. A
    process with the exclusive lock has locked all of them. Bytes beyond the end of a
    file can be locked.
    """

    deletes_open_files = False

    def __init__(self, module: ByteLocks) -> None:
        """Take the module `msvcrt`, or in a test a module that behaves like it."""
        self._module = module
        self._locked_bytes: dict[int, tuple[int, int]] = {}
        """The first byte and the number of bytes that are locked, by descriptor."""

    def lock(self, descriptor: int, *, is_exclusive: bool) -> None:
        """Lock all bytes for an exclusive lock, else the first free byte."""
        if is_exclusive:
            self._lock_bytes(descriptor, 0, MOST_SHARED_ON_WINDOWS)
            return
        for byte in range(MOST_SHARED_ON_WINDOWS):
            try:
                self._lock_bytes(descriptor, byte, 1)
            except OSError as error:
                is_last_byte = byte == MOST_SHARED_ON_WINDOWS - 1
                if is_last_byte or error.errno not in _HELD_ELSEWHERE:
                    raise
            else:
                return

    def lock_as_last(self, descriptor: int) -> None:
        """Unlock the bytes, and lock all of them."""
        self.unlock(descriptor)
        self.lock(descriptor, is_exclusive=True)

    def unlock(self, descriptor: int) -> None:
        """Unlock the locked bytes. Without this call, Windows may unlock them late."""
        first, count = self._locked_bytes.pop(descriptor, (0, 0))
        if count:
            os.lseek(descriptor, first, os.SEEK_SET)
            self._module.locking(descriptor, self._module.LK_UNLCK, count)

    def _lock_bytes(self, descriptor: int, first: int, count: int) -> None:
        os.lseek(descriptor, first, os.SEEK_SET)
        self._module.locking(descriptor, self._module.LK_NBLCK, count)
        self._locked_bytes[descriptor] = first, count


if sys.platform == "win32":
    LOCKING_HERE: Locking = ByteLocking(msvcrt)
else:
    LOCKING_HERE: Locking = FileLocking()
"""The way in which the present system locks files."""


class FileLock:
    """A lock that this process has until it calls `release`."""

    def __init__(self, path: Path, descriptor: int | None, locking: Locking) -> None:
        """Take an open lock file. To get a lock, call `try_lock` instead."""
        self._path = path
        self._descriptor = descriptor
        self._locking = locking

    @property
    def is_held(self) -> bool:
        """Whether this process has the lock. It is false where no lock is possible."""
        return self._descriptor is not None

    def release(self) -> None:
        """Give the lock back. A second call does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        is_last = False
        # An error means that another process has the lock too, or that the folder is
        # read-only. Then the file remains.
        with contextlib.suppress(OSError):
            self._locking.lock_as_last(descriptor)
            is_last = _is_at_path(descriptor, self._path)
            if is_last and self._locking.deletes_open_files:
                self._path.unlink()
            self._locking.unlock(descriptor)
        os.close(descriptor)
        if is_last and not self._locking.deletes_open_files:
            # This fails if another process has just opened the file. Then that process
            # will delete it.
            with contextlib.suppress(OSError):
                self._path.unlink()


def try_lock(
    path: Path, *, is_exclusive: bool, locking: Locking = LOCKING_HERE
) -> FileLock | None:
    """Take the lock with the lock file at a path, without waiting.

    The file is made if it is missing. Returns None if another process has a lock that
    excludes this lock. If no lock is possible, because the file cannot be made or its
    file system has no locks, returns a lock that protects nothing.
    """
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        except OSError:
            return FileLock(path, None, locking)
        try:
            locking.lock(descriptor, is_exclusive=is_exclusive)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _HELD_ELSEWHERE:
                return None
            return FileLock(path, None, locking)
        if _is_at_path(descriptor, path):
            return FileLock(path, descriptor, locking)
        # Another process deleted the file before it was locked here. Try again.
        os.close(descriptor)


def lock_within(path: Path, attempts: int, *, is_exclusive: bool) -> FileLock | None:
    """Take a lock as `try_lock` does, but wait while another process has it.

    A hundred attempts take about a second. Returns None if all of them failed.
    """
    for attempt in range(attempts):
        if attempt:
            # To pause, wait for an event that nobody sets, because only `cli` may
            # import the module `time`.
            Event().wait(_PAUSE_SECONDS)
        lock = try_lock(path, is_exclusive=is_exclusive)
        if lock is not None:
            return lock
    return None


def _is_at_path(descriptor: int, path: Path) -> bool:
    """Whether an open file is still at its path, neither deleted nor replaced."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False  # this is also so for a file that Windows is about to delete
