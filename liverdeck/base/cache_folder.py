"""A folder for what can be made again: it saves time, and nothing needs it."""

from __future__ import annotations

import os
import stat
import sys
import zlib
from contextlib import suppress
from pathlib import Path

from liverdeck.base.files import PRIVATE_FILE, PRIVATE_FOLDER

LARGEST_CACHE = 128 * 1024 * 1024
"""In bytes. The files that were written first are deleted above it.

A deck of 10,000 facts takes 16 million bytes, and its rendered notes as many again.
"""
MOST_FILES = 4_000
"""The files that were written first are deleted above this number too."""
LARGEST_ENTRY = 32 * 1024 * 1024
"""In bytes. A larger file is not read; LiverDeck writes none."""
_CHECKSUM_LENGTH = 4
_SUFFIX = ".facts"


class CacheFolder:
    """Keeps bytes by name, each in a file that only its owner can read or write.

    A file that is damaged, that is not the user's own, or that others may write is
    ignored. No method raises an error for what is in the folder, or for a folder that
    cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        """Keep files in a folder, which is made when it is first needed."""
        self._folder = folder
        self._is_usable: bool | None = None
        self._has_new_files = False

    def get(self, name: str) -> bytes | None:
        """Return what was kept under a name; None if nothing usable was."""
        if not self._is_own_folder():
            return None
        try:
            # A link, or a pipe that nobody writes to, is not followed or waited for.
            descriptor = os.open(
                self._path(name), os.O_RDONLY | _NO_LINK | _NO_WAIT | _BINARY
            )
            with open(descriptor, "rb") as file:  # noqa: PTH123  # a descriptor
                status = os.fstat(descriptor)
                if (
                    not stat.S_ISREG(status.st_mode)
                    or not _is_own(status)
                    or status.st_size > LARGEST_ENTRY
                ):
                    return None
                data = file.read(LARGEST_ENTRY)
        except OSError:
            return None
        checksum, content = data[:_CHECKSUM_LENGTH], data[_CHECKSUM_LENGTH:]
        return content if checksum == _checksum(content) else None

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name, or do nothing if that fails."""
        if len(content) >= LARGEST_ENTRY - _CHECKSUM_LENGTH:
            return
        if not self._is_own_folder(make_missing=True):
            return
        path = self._path(name)
        # Another process may write the same file, so each has a name of its own.
        new_path = path.with_suffix(f".{os.getpid()}.new")
        try:
            descriptor = os.open(
                new_path,
                os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY,
                PRIVATE_FILE,
            )
            with open(descriptor, "wb") as file:  # noqa: PTH123  # a descriptor
                file.write(_checksum(content) + content)
            new_path.replace(path)
        except OSError:
            # A read-only file system refuses to delete even what is not there.
            with suppress(OSError):
                new_path.unlink()
            return
        self._has_new_files = True

    def delete_oldest(self) -> None:
        """Delete the oldest files until the folder is as small as it may be.

        Does nothing if no file was written since the last time.
        """
        if not self._has_new_files:
            return
        self._has_new_files = False
        try:
            with os.scandir(self._folder) as entries:
                files = [
                    _age_and_size(entry)
                    for entry in entries
                    if entry.name.endswith((_SUFFIX, ".new"))
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

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"

    def _is_own_folder(self, *, make_missing: bool = False) -> bool:
        """Whether the folder is there, and only the user can write to it."""
        if self._is_usable is None or (make_missing and not self._is_usable):
            try:
                if make_missing:
                    self._folder.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
                status = self._folder.lstat()
                self._is_usable = stat.S_ISDIR(status.st_mode) and _is_own(status)
            except OSError:
                self._is_usable = False
        return self._is_usable


def _age_and_size(entry: os.DirEntry[str]) -> tuple[int, int, str]:
    """Return when a file was written, its size in bytes and its path, to sort by."""
    status = entry.stat(follow_symlinks=False)
    return status.st_mtime_ns, status.st_size, entry.path


def _is_own(status: os.stat_result) -> bool:
    """Whether a file or folder is the user's, and nobody else may write to it."""
    if sys.platform == "win32":  # has no owner or mode; the user's folders are private
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def _checksum(content: bytes) -> bytes:
    """Return bytes by which damage is noticed. They do not stop an attacker."""
    return zlib.crc32(content).to_bytes(_CHECKSUM_LENGTH, "big")


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)
