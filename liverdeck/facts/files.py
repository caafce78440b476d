"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from liverdeck.facts.problems import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_whole(path: Path, data: bytes) -> Problem | None:
    """Write a file so that a reader finds the old content or the new one, never a part; make its folder if need be.

    Returns the problem when it cannot be written; the previous file is then as it was. Whatever interrupts the
    writing (Ctrl-C too) leaves nothing behind.
    """
    return write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> Problem | None:
    """Write several files as `write_whole` does, all beside their places first: a full disk leaves each as it was."""
    for path in files:
        if not path.name or (path.exists() and not path.is_file()):
            what = "cannot be written: not an ordinary file"
            return Problem(Position(str(path)), what, "nothing was changed; name a file, new or old")
    written = {path: path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp") for path in files}
    kept = {path: beside.with_suffix(".old") for path, beside in written.items() if path.exists()}
    at = next(iter(files), None)
    try:
        try:
            for at, data in files.items():
                at.parent.mkdir(parents=True, exist_ok=True)
                _write_out(written[at], data)
            for at in kept if len(files) > 1 else ():
                os.link(at, kept[at])
            for at, beside in written.items():
                beside.replace(at)
        except BaseException:
            _put_back(kept)
            raise
        finally:
            for beside in (*written.values(), *kept.values()):
                with contextlib.suppress(OSError):
                    beside.unlink(missing_ok=True)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        return Problem(Position(str(at)), what, "nothing was changed; mend that, or name another place")
    return None


def _put_back(kept: Mapping[Path, Path]) -> None:
    for path, old in kept.items():
        if old.exists():
            with contextlib.suppress(OSError):  # what could not be replaced is as it was
                old.replace(path)


def _write_out(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
