"""Gives other modules to a library while it is imported, so that it loads faster."""

from __future__ import annotations

import sys
from _thread import RLock  # `threading` would take more time
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_ONE_THREAD = RLock()
"""Held in each block.

Otherwise a thread could take the stand-in of another thread for the real module.
"""


def stand_in(name: str, **values: object) -> ModuleType:
    """Return a module with these values, which is for `stand_ins`."""
    module = ModuleType(name)
    module.__dict__.update(values)
    return module


def loaded_later(name: str, **values: object) -> ModuleType:
    """Return a stand-in that loads the real module for any name but these values.

    If the real module is loaded already, returns that one. A package takes no values.
    """
    if name in sys.modules:
        return sys.modules[name]
    module = stand_in(name, **values)

    def from_real_module(attribute: str) -> object:
        if attribute == "__path__" and values:
            # Each `from name import ...` asks for it, to find out if it is a package.
            raise AttributeError(attribute)
        # An import in the block, or in another thread, needs the real module at once.
        if sys.modules.get(name) is module:
            del sys.modules[name]
        return getattr(import_module(name), attribute)

    # Python calls this function for a name that the module does not have.
    module.__dict__["__getattr__"] = from_real_module
    return module


@contextmanager
def stand_ins(*modules: ModuleType) -> Iterator[None]:
    """Let imports get these modules in place of those with the same names.

    Use it in a `with` statement. After the `with` block, imports get what they got
    before.
    """
    with _ONE_THREAD:
        before = {
            module.__name__: sys.modules.get(module.__name__) for module in modules
        }
        for module in modules:
            sys.modules[module.__name__] = module
        try:
            yield
        finally:
            for module in modules:
                name = module.__name__
                real_module = before[name]
                if sys.modules.get(name) is not module:
                    continue  # the real module was loaded in the meantime
                if real_module is None:
                    del sys.modules[name]
                else:
                    sys.modules[name] = real_module
