"""Look for traces of releases of a deck whose ledger is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.files import (
    CHANGES_FILE,
    OUTPUT_FOLDER,
    PACKAGE_SUFFIX,
    default_output,
    read_text,
)
from liverdeck.publishing.changelog import tells_of_release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.deck import Deck

_FEWEST_TIMES = 2
"""The notes of a package that was built after a release have at least this many times.

In a package that was built before the first release, all notes have the same time.
"""


def trace_of_releases(deck: Deck) -> Path | None:
    """Return a file from a release of the deck; None if there is no such file.

    The file is CHANGES.md, or a package of this deck in its folder or in `dist`.
    """
    changes = deck.folder / CHANGES_FILE
    if changes.is_file() and tells_of_release(read_text(changes).value or ""):
        return changes
    for path in _packages_of(deck):
        if _was_built_after_release(path):
            return path
    return None


def _packages_of(deck: Deck) -> Iterator[Path]:
    """Yield the deck's packages where `build` writes them, and in the deck's folder."""
    for folder in (OUTPUT_FOLDER, deck.folder / OUTPUT_FOLDER, deck.folder):
        path = folder / default_output(deck.id, PACKAGE_SUFFIX).name
        if path.is_file():
            yield path


def _was_built_after_release(path: Path) -> bool:
    from liverdeck.publishing.published import read_package  # slow to import

    package = read_package(path).value
    if package is None:
        return False
    times_seconds = {note.modified_seconds for note in package.notes.values()}
    return len(times_seconds) >= _FEWEST_TIMES
