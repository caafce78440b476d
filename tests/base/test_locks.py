import errno
import os
import sys

import pytest

from liverdeck.base.locks import (
    MOST_SHARED_ON_WINDOWS,
    ByteLocking,
    FileLocking,
    try_lock,
)


class FakeMsvcrt:
    """Locks bytes as Windows does: for one open file, and also beyond its end."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self):
        self.owners = {}
        """The descriptor that locked a byte, by the file's inode and the byte."""

    def locking(self, descriptor, mode, byte_count):
        first = os.lseek(descriptor, 0, os.SEEK_CUR)
        file = os.fstat(descriptor).st_ino
        keys = [(file, byte) for byte in range(first, first + byte_count)]
        if mode == self.LK_UNLCK:
            if any(self.owners.get(key) != descriptor for key in keys):
                raise OSError(errno.EACCES, "not locked here")
            for key in keys:
                del self.owners[key]
        elif any(key in self.owners for key in keys):
            raise OSError(errno.EACCES, "locked")
        else:
            self.owners |= dict.fromkeys(keys, descriptor)


@pytest.fixture(params=["posix", "windows"])
def lock(request, tmp_path):
    """Return a function that tries to lock a file, as another process would."""
    if request.param == "posix" and sys.platform == "win32":
        pytest.skip("Windows has no flock")
    locking = FileLocking() if request.param == "posix" else ByteLocking(FakeMsvcrt())
    path = tmp_path / "log.lock"

    def lock(*, is_exclusive=False):
        return try_lock(path, is_exclusive=is_exclusive, locking=locking)

    lock.path = path
    return lock


def test_a_lock_that_others_share_cannot_be_exclusive(lock):
    first, second = lock(), lock()
    assert first is not None
    assert second is not None
    assert lock(is_exclusive=True) is None
    first.release()
    assert lock(is_exclusive=True) is None
    second.release()
    assert lock(is_exclusive=True) is not None


def test_an_exclusive_lock_cannot_be_shared(lock):
    exclusive = lock(is_exclusive=True)
    assert exclusive is not None
    assert lock() is None
    assert lock(is_exclusive=True) is None
    exclusive.release()
    assert lock() is not None


def test_the_lock_file_is_deleted_when_its_last_lock_is_released(lock):
    exclusive = lock(is_exclusive=True)
    assert lock.path.stat().st_mode & 0o777 == 0o600
    exclusive.release()
    exclusive.release()
    assert not lock.path.exists()


def test_many_processes_can_share_a_lock(lock):
    locks = [lock() for _ in range(MOST_SHARED_ON_WINDOWS)]
    assert None not in locks
    for shared in locks:
        shared.release()
    assert lock(is_exclusive=True) is not None


def test_on_windows_only_a_limited_number_of_processes_shares_a_lock(tmp_path):
    locking = ByteLocking(FakeMsvcrt())
    path = tmp_path / "x.lock"
    locks = [
        try_lock(path, is_exclusive=False, locking=locking)
        for _ in range(MOST_SHARED_ON_WINDOWS + 1)
    ]
    *shared_locks, refused_lock = locks
    assert None not in shared_locks
    assert refused_lock is None


class WithoutLocks(FakeMsvcrt):
    def locking(self, *_):
        raise OSError(errno.EINVAL, "the file system has no locks")


def test_without_locks_every_process_gets_a_lock_that_protects_nothing(tmp_path):
    locking = ByteLocking(WithoutLocks())
    for path in (tmp_path / "x.lock", tmp_path / "missing" / "x.lock"):
        first = try_lock(path, is_exclusive=True, locking=locking)
        second = try_lock(path, is_exclusive=True, locking=locking)
        assert first is not None
        assert second is not None
        first.release()
        second.release()
