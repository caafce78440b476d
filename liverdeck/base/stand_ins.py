"""Gives other modules to a library while it is imported, so that it loads faster."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def stand_in(name: str, **values: object) -> ModuleType:
    """Return a module with these values, which is for `stand_ins`."""
    module = ModuleType(name)
    module.__dict__.update(values)
    return module


@contextmanager
def stand_ins(*modules: ModuleType) -> Iterator[None]:
    """Let imports get these modules in place of those with the same names.

    Use it in a `with` statement. After the `with` block, imports get what they got
    before.
    """
    before = {module.__name__: sys.modules.get(module.__name__) for module in modules}
    for module in modules:
        sys.modules[module.__name__] = module
    try:
        yield
    finally:
        for name, real_module in before.items():
            if real_module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = real_module
