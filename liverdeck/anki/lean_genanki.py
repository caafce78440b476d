"""Imports genanki without `asyncio` and PyYAML, which we do not need.

The two take most of genanki's import time. Two modules of genanki import
`cached_property` from the package of the same name. That package imports `asyncio`, and
with it sockets and TLS. The standard library has a decorator that does the same.
PyYAML is for note types that are given as YAML, and ours are not. A program that gives
genanki such a note type gets PyYAML at that moment.
"""

from __future__ import annotations

import functools

from liverdeck.base.stand_ins import loaded_later, stand_in, stand_ins

with stand_ins(
    stand_in("cached_property", cached_property=functools.cached_property),
    loaded_later("yaml"),
):
    import genanki
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

__all__ = ["APKG_COL", "APKG_SCHEMA", "genanki"]
