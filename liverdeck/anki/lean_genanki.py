"""Imports genanki without `asyncio`, PyYAML and `tempfile`, which we do not need.

The first two take most of genanki's import time. Two modules of genanki import
`cached_property` from the package of the same name. That package imports `asyncio`, and
with it sockets and TLS. The standard library has a decorator that does the same.
PyYAML is for note types that are given as YAML, and ours are not. A program that gives
genanki such a note type gets PyYAML at that moment. `tempfile` is for packages that
genanki writes by itself.
"""

from __future__ import annotations

import functools
from typing import Any

from liverdeck.base.stand_ins import stand_in, stand_ins


def _from_yaml(name: str) -> Any:  # noqa: ANN401  # anything in the module
    import yaml

    return getattr(yaml, name)


def _from_tempfile(name: str) -> Any:  # noqa: ANN401  # anything in the module
    import tempfile

    return getattr(tempfile, name)


with stand_ins(
    stand_in("cached_property", cached_property=functools.cached_property),
    # Python asks `__getattr__` for a name that the module does not have.
    stand_in("yaml", __getattr__=_from_yaml),
    stand_in("tempfile", __getattr__=_from_tempfile),
):
    import genanki
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

__all__ = ["APKG_COL", "APKG_SCHEMA", "genanki"]
