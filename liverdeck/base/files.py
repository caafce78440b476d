"""Files written whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import os
import secrets
import shutil
import stat
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem, position_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


LARGEST_FILE = 8 * 1024 * 1024
"""Bytes. A chapter of 30,000 facts is about this large; the worst file of this size is read in seconds."""


def write_whole(path: Path, data: bytes) -> Problem | None:
    """Write a file so that a reader finds the old content or the new one, never a part; make its folder if need be.

    Returns the problem when it cannot be written; the previous file is then as it was. Whatever interrupts the
    writing (Ctrl-C too) leaves nothing behind.
    """
    return write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> Problem | None:
    """Write several files as `write_whole` does, all or none: if one cannot be, the folders are as they were."""
    for path in files:
        if not path.name or (path.exists() and not path.is_file()):
            what = "cannot be written: not an ordinary file"
            return Problem(
                Position(str(path)),
                what,
                "nothing was changed; name a file, new or old",
            )
    written = {
        path: path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        for path in files
    }
    kept = {
        path: new.with_suffix(".old")
        for path, new in written.items()
        if len(files) > 1 and path.exists()
    }
    folders = [
        folder for path in files for folder in path.parents if not folder.exists()
    ]
    placed: list[Path] = []
    at = next(iter(files), None)
    try:
        try:
            for at, data in files.items():
                at.parent.mkdir(parents=True, exist_ok=True)
                _write_out(written[at], data)
            for at, old in kept.items():
                shutil.copyfile(at, old)
            for at, new in written.items():
                new.replace(at)
                placed.append(at)
        except BaseException:
            _put_back(placed, kept)
            raise
        finally:
            _clear(
                [*written.values(), *kept.values()],
                folders if len(placed) < len(files) else [],
            )
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        return Problem(
            Position(str(at)),
            what,
            "nothing was changed; mend that, or name another place",
        )
    return None


def _write_out(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_back(placed: Iterable[Path], kept: Mapping[Path, Path]) -> None:
    for path in placed:
        with contextlib.suppress(OSError):  # the problem that is told is the one before
            if path in kept:
                kept[path].replace(path)
            else:
                path.unlink()


def _clear(beside: Iterable[Path], folders: Iterable[Path]) -> None:
    """Delete what stood beside the files, and folders as far as they are empty, the inner ones first."""
    for path in beside:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
    for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
        with contextlib.suppress(OSError):
            folder.rmdir()


def read_text(path: Path) -> tuple[str, Problem | None]:
    """Read a regular file of at most `LARGEST_FILE` bytes as UTF-8, without a byte order mark.

    Returns the text and no problem, or an empty text and the problem.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "", Problem(
                Position(str(path)), "not an ordinary file", "replace it by a text file"
            )
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        return "", Problem(
            Position(str(path)),
            f"cannot be read: {error.strerror}",
            "check its name and its permissions",
        )
    if len(data) > LARGEST_FILE:
        limit = f"{LARGEST_FILE // 1024 // 1024} MB"
        return "", Problem(
            Position(str(path)), f"larger than {limit}", "split it into several files"
        )
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        bad = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return "", Problem(
            position_in(before, len(before), str(path)),
            bad,
            "save the file in the encoding UTF-8",
        )
