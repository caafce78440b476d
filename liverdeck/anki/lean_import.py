"""Let genanki be imported without `asyncio` and PyYAML, which we do not need.

Together they take most of genanki's import time. Two modules of genanki import
`cached_property` from the package of the same name. That package imports `asyncio`, and
with it sockets and TLS. The standard library has a decorator that does the same.
genanki uses PyYAML for note types that are given as YAML, and our note types are not.
If a program gives genanki such a note type, PyYAML is imported at that moment.
"""

from __future__ import annotations

import functools
import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_CACHED_PROPERTY = "cached_property"
"""The name of a package, and of the decorator that genanki imports from it."""
_YAML = "yaml"


@contextmanager
def lean_imports() -> Iterator[None]:
    """Let imports of `cached_property` and `yaml` return modules that load quickly.

    Use it in a `with` statement. After the `with` block, imports get the real packages
    again. A package that was imported before the block is not replaced.
    """
    quick_cached_property = ModuleType(_CACHED_PROPERTY)
    quick_cached_property.__dict__[_CACHED_PROPERTY] = functools.cached_property
    lazy_yaml = ModuleType(_YAML)
    # Python calls this function for a name that the module does not have.
    lazy_yaml.__dict__["__getattr__"] = _from_real_yaml

    replacements = (quick_cached_property, lazy_yaml)
    for replacement in replacements:
        sys.modules.setdefault(replacement.__name__, replacement)
    try:
        yield
    finally:
        for replacement in replacements:
            if sys.modules.get(replacement.__name__) is replacement:
                del sys.modules[replacement.__name__]


def _from_real_yaml(name: str) -> Any:  # noqa: ANN401  # anything in the module
    import yaml

    return getattr(yaml, name)
