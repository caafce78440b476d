"""A folder for data that can be made again. The folder only saves time."""

from __future__ import annotations

import os
import stat
import sys
import zlib
from contextlib import suppress
from pathlib import Path

from liverdeck.base.files import PRIVATE_FILE, PRIVATE_FOLDER

LARGEST_CACHE = 128 * 1024 * 1024
"""The largest size of the folder in bytes.

If it is larger, the oldest files are deleted. A deck of 10,000 facts takes 16 million
bytes, and its rendered notes take 16 million too.
"""
MOST_FILES = 4_000
"""The largest number of files. If there are more, the oldest files are deleted."""
LARGEST_ENTRY = 32 * 1024 * 1024
"""The largest size of a file in bytes. A larger file is neither written nor read."""
_CHECKSUM_LENGTH = 4
_KEY_FILE, _KEY_LENGTH = "key", 16
"""The name of the key, a file with random bytes, and its length in bytes.

Every checksum of the folder begins with these bytes. So a file that another program
wrote has a wrong checksum.
"""
_SUFFIX, _NEW_SUFFIX = ".facts", ".new"
_WRITABLE_BY_OTHERS = 0o022
"""The bits of a file's mode that let its group or anybody else write to it."""


class CacheFolder:
    """Stores bytes under names, in files that only their owner can open.

    A file is ignored if it is damaged, if another program wrote it, if another user
    owns it or if others may write it. No method raises an error, whatever the folder
    contains, and even if the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder, which is made when a file is first written."""
        self._folder = folder
        self._is_usable: bool | None = None
        self._key_checksum: int | None = None
        self._has_new_files = False

    def get(self, name: str) -> bytes | None:
        """Return the bytes that were stored under a name; None if they are unusable."""
        if not self._is_folder_usable() or not self._has_key():
            return None
        data = _read(self._path(name), LARGEST_ENTRY)
        if data is None:
            return None
        checksum, content = data[:_CHECKSUM_LENGTH], data[_CHECKSUM_LENGTH:]
        return content if self._is_checksum_right(checksum, content) else None

    def put(self, name: str, content: bytes) -> None:
        """Store bytes under a name, or do nothing if that fails."""
        if len(content) >= LARGEST_ENTRY - _CHECKSUM_LENGTH:
            return
        if not self._is_folder_usable(make_missing=True):
            return
        if not self._has_key(make_missing=True):
            return
        data = self._checksum(content) + content
        if _replace(self._path(name), data):
            self._has_new_files = True

    def delete_oldest(self) -> None:
        """Delete the oldest files until the folder is within its limits.

        Does nothing if no file was written since the last call.
        """
        if not self._has_new_files:
            return
        self._has_new_files = False
        try:
            with os.scandir(self._folder) as entries:
                files = [
                    _time_size_and_path(entry)
                    for entry in entries
                    if entry.name.endswith((_SUFFIX, _NEW_SUFFIX))
                ]
            size = sum(file_size for _, file_size, _ in files)
            count = len(files)
            for _, file_size, path in sorted(files):
                if size <= LARGEST_CACHE and count <= MOST_FILES:
                    break
                Path(path).unlink(missing_ok=True)
                size -= file_size
                count -= 1
        except OSError:
            return  # for example, another process has just deleted the folder

    def _has_key(self, *, make_missing: bool = False) -> bool:
        """Whether the folder has a key, which is read or made only once."""
        if self._key_checksum is None:
            key = self._read_key()
            if key is None and make_missing:
                key = self._make_key()
            if key is not None:
                self._key_checksum = zlib.crc32(key)
        return self._key_checksum is not None

    def _read_key(self) -> bytes | None:
        """Return the key in the folder; None if there is no key of the right length."""
        key = _read(self._folder / _KEY_FILE, _KEY_LENGTH)
        return None if key is None or len(key) != _KEY_LENGTH else key

    def _make_key(self) -> bytes | None:
        """Write a new key and return it; None if it cannot be written."""
        key = os.urandom(_KEY_LENGTH)
        return key if _replace(self._folder / _KEY_FILE, key) else None

    def _is_checksum_right(self, checksum: bytes, content: bytes) -> bool:
        """Whether a file is whole, and LiverDeck wrote it."""
        return checksum == self._checksum(content)

    def _checksum(self, content: bytes) -> bytes:
        """Return the checksum that tells damaged and foreign files from our own files.

        It does not protect from an attacker, who can compute the checksum too.
        """
        number = zlib.crc32(content, self._key_checksum or 0)
        return number.to_bytes(_CHECKSUM_LENGTH, "big")

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"

    def _is_folder_usable(self, *, make_missing: bool = False) -> bool:
        """Whether the folder exists, and only the user can write to it."""
        if self._is_usable is None or (make_missing and not self._is_usable):
            try:
                if make_missing:
                    self._folder.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
                status = self._folder.lstat()
                is_folder = stat.S_ISDIR(status.st_mode)
                self._is_usable = is_folder and _belongs_to_user(status)
            except OSError:
                self._is_usable = False
        return self._is_usable


def _time_size_and_path(entry: os.DirEntry[str]) -> tuple[int, int, str]:
    """Return the time when a file was written, its size in bytes, and its path.

    If files are sorted by this result, the oldest file comes first.
    """
    status = entry.stat(follow_symlinks=False)
    return status.st_mtime_ns, status.st_size, entry.path


def _belongs_to_user(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to the user, and nobody else may write to it."""
    if sys.platform == "win32":
        # On Windows, Python reports neither owner nor mode. The user's folders are
        # private there.
        return True
    is_writable_by_others = status.st_mode & _WRITABLE_BY_OTHERS != 0
    return status.st_uid == os.geteuid() and not is_writable_by_others


def _read(path: Path, most_bytes: int) -> bytes | None:
    """Return the bytes of a file that `_belongs_to_user`; None for any other file.

    A file with more than `most_bytes` is not read.
    """
    try:
        # With these flags, the system follows no link and does not wait for a pipe.
        descriptor = os.open(path, os.O_RDONLY | _NO_LINK | _NO_WAIT | _BINARY)
        with open(descriptor, "rb") as file:  # noqa: PTH123  # a descriptor
            status = os.fstat(descriptor)
            if (
                not stat.S_ISREG(status.st_mode)
                or not _belongs_to_user(status)
                or status.st_size > most_bytes
            ):
                return None
            return file.read(most_bytes)
    except OSError:
        return None


def _replace(path: Path, data: bytes) -> bool:
    """Write a file that only its owner can open. Return False if that fails."""
    # Another process may write the same file, so each process uses another name.
    new_path = path.with_suffix(f".{os.getpid()}{_NEW_SUFFIX}")
    try:
        descriptor = os.open(
            new_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, PRIVATE_FILE
        )
        with open(descriptor, "wb") as file:  # noqa: PTH123  # a descriptor
            file.write(data)
        new_path.replace(path)
    except OSError:
        # A read-only file system refuses to delete even a file that is missing.
        with suppress(OSError):
            new_path.unlink()
        return False
    return True


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)
