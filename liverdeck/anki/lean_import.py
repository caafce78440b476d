"""genanki imported without `asyncio`, which takes more than half of its import time and is used by nothing in it.

Two modules of genanki import `cached_property` from the package of that name, whose own import brings in asyncio and
with it sockets and TLS. The standard library has the same decorator.
"""

from __future__ import annotations

import functools
import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = "cached_property"


@contextmanager
def standard_cached_property() -> Iterator[None]:
    """Let what is imported meanwhile find the standard library's `cached_property` in the package's place.

    Where the package is loaded already it stays; afterwards whoever imports it gets the package itself.
    """
    stand_in = ModuleType(_NAME)
    stand_in.__dict__[_NAME] = functools.cached_property
    sys.modules.setdefault(_NAME, stand_in)
    try:
        yield
    finally:
        if sys.modules.get(_NAME) is stand_in:
            del sys.modules[_NAME]
