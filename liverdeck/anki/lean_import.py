"""Lets genanki be imported without `asyncio`, which genanki never uses.

`asyncio` takes more than half of genanki's import time. Two modules of genanki import
`cached_property` from the package of the same name. That package imports `asyncio`, and
with it sockets and TLS. The standard library has a decorator that does the same.
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
"""The name of the package, and of the decorator in it."""


@contextmanager
def standard_cached_property() -> Iterator[None]:
    """Let imports of `cached_property` get the decorator of the standard library.

    Use it in a `with` statement. After the `with` block, imports get the package
    `cached_property` again. If the package was imported before the block, imports get
    the package in the block too.
    """
    replacement = ModuleType(_NAME)
    replacement.__dict__[_NAME] = functools.cached_property
    sys.modules.setdefault(_NAME, replacement)
    try:
        yield
    finally:
        if sys.modules.get(_NAME) is replacement:
            del sys.modules[_NAME]
