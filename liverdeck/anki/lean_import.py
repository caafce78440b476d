"""Lets genanki be imported without `asyncio`, which genanki never uses.

`asyncio` takes more than half of genanki's import time. Two modules of genanki import
`cached_property` from the package of that name, and that package imports asyncio and
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
    """Replace the package `cached_property` by the standard decorator.

    The replacement ends with the `with` block; later imports get the package. If the
    package has been imported before, nothing is replaced.
    """
    stand_in = ModuleType(_NAME)
    stand_in.__dict__[_NAME] = functools.cached_property
    sys.modules.setdefault(_NAME, stand_in)
    try:
        yield
    finally:
        if sys.modules.get(_NAME) is stand_in:
            del sys.modules[_NAME]
