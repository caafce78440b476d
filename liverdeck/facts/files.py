"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from liverdeck.facts.problems import Position, Problem

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, data: bytes) -> Problem | None:
    """Write a file so that a reader finds the old content or the new one, never a part; make its folder if need be.

    Returns the problem when it cannot be written; the previous file is then as it was. Whatever interrupts the
    writing (Ctrl-C too) leaves nothing behind.
    """
    if not path.name or (path.exists() and not path.is_file()):
        what = "cannot be written: not an ordinary file"
        return Problem(Position(str(path)), what, "nothing was changed; name a file, new or old")
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        return Problem(Position(str(path)), what, "nothing was changed; mend that, or name another place")
    return None
