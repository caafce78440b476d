"""The list of the files that LiverDeck wrote to a folder, each with its hash.

By this list, the next run knows whether a file is still as LiverDeck wrote it.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from liverdeck.base.files import read_text
from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LIST_FILE = ".liverdeck.json"
"""The name of the list. It is in the folder with the files that it lists."""
FORCE_FIX = "or replace it with --force (in Python: force=True)"
"""The last words of the fix for a file that may be replaced."""
_VERSION_KEY = "liverdeck_outputs"
_VERSION = 1


@value_class
class WrittenFile:
    """A file as LiverDeck wrote it."""

    content_hash: str
    """The SHA-256 of its content, in hex."""
    deck_id: str
    """The id of the deck from which it was made; empty for a file about all decks."""


def read_list(folder: Path) -> Result[dict[str, WrittenFile]]:
    """Return the files that LiverDeck wrote to a folder, by name.

    The result has no files if the folder has no list, or if the list does not belong to
    the user (see `belongs_to_user`). It is a problem if a list cannot be understood.
    """
    path = folder / LIST_FILE
    if not os.path.lexists(path) or not belongs_to_user(path):
        return Result({})
    text = read_text(path)
    if text.value is None:
        return Result(None, text.problems)
    try:
        files = _files_from(json.loads(text.value))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        problem = Problem(
            Position(str(path)),
            "this is not the list of the files that LiverDeck wrote here",
            f"move it away, {FORCE_FIX}",
        )
        return Result(None, (problem,))
    return Result(files)


def _files_from(data: dict[str, Any]) -> dict[str, WrittenFile]:
    """Return the files in a list's JSON. Raises ValueError for another version."""
    if data[_VERSION_KEY] != _VERSION:
        raise ValueError(_VERSION_KEY)
    return {
        _text(row["name"]): WrittenFile(_text(row["sha256"]), _text(row["deck"]))
        for row in data["files"]
    }


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def belongs_to_user(path: Path) -> bool:
    """Whether a file belongs to the user who runs this process, or is missing.

    A link never belongs to the user, because it may be in a folder that somebody else
    made, and may lead to any file.
    """
    if path.is_symlink():
        return False
    try:
        owner = path.lstat().st_uid
    except FileNotFoundError:
        return True
    return not hasattr(os, "geteuid") or owner == os.geteuid()


def list_text(files: Mapping[str, WrittenFile]) -> str:
    """Return the text of the list for its file, sorted by name."""
    rows = [
        {"name": name, "sha256": file.content_hash, "deck": file.deck_id}
        for name, file in sorted(files.items())
    ]
    data = {_VERSION_KEY: _VERSION, "files": rows}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
