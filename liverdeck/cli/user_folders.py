"""The folders of the system in which LiverDeck keeps files of a user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

CACHE_VARIABLE = "LIVERDECK_CACHE"
"""The environment variable with the folder of the cache."""


def data_folder() -> Path:
    """Return the system's folder for user data. Raises RuntimeError without a home."""
    from platformdirs import user_data_path

    return user_data_path("liverdeck", appauthor=False)


def cache_folder() -> Path | None:
    """Return the folder of the cache; None if the system has none.

    It is the folder that `CACHE_VARIABLE` names. Without that variable, it is in the
    system's folder for caches.
    """
    chosen_folder = os.environ.get(CACHE_VARIABLE)
    if chosen_folder:
        return Path(chosen_folder)
    is_linux: bool = sys.platform == "linux"
    if is_linux:  # there platformdirs takes longer to load than a small deck to read
        xdg_folder = os.environ.get("XDG_CACHE_HOME", "")
        home = os.environ.get("HOME", "")
        if Path(xdg_folder).is_absolute():
            return Path(xdg_folder) / "liverdeck"
        return Path(home) / ".cache" / "liverdeck" if Path(home).is_absolute() else None
    from platformdirs import user_cache_path

    try:
        return user_cache_path("liverdeck", appauthor=False)
    except RuntimeError:  # no home folder
        return None
