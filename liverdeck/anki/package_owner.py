"""Find out whether a file is a package of a certain deck."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from liverdeck.anki.archive import (
    LARGEST_LIVERDECK_COLLECTION,
    LONGEST_VALUE_BYTES,
    OLDEST_COLLECTION_NAME,
    UNREADABLE,
    PackageRefusedError,
    collection_bytes,
    open_database,
    require_ordinary_file,
)

if TYPE_CHECKING:
    from pathlib import Path

_MOST_STEPS = 1_000_000
"""SQLite's virtual machine may take this many steps.

To read one row takes far fewer.
"""


def is_package_of(path: Path, deck_id: int) -> bool:
    """Whether a file is a package of this deck; `deck_id` is the deck's id in Anki.

    Anybody may have made the package. The result is False for a file that cannot be
    read, and also for a package that all other commands refuse as too large.
    """
    try:
        require_ordinary_file(path)
        data = collection_bytes(path, _collection_name, LARGEST_LIVERDECK_COLLECTION)
        with open_database(
            data, {"col"}, _MOST_STEPS, LONGEST_VALUE_BYTES
        ) as connection:
            row = connection.execute("SELECT decks FROM col").fetchone()
        if row is None:
            return False
        (decks_json,) = row
        return str(deck_id) in json.loads(decks_json)
    except (OSError, *UNREADABLE):
        return False


def _collection_name(names: list[str]) -> str:
    if names.count(OLDEST_COLLECTION_NAME) != 1:
        raise PackageRefusedError(f"no {OLDEST_COLLECTION_NAME} in it")
    return OLDEST_COLLECTION_NAME
