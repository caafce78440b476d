"""Imports click without `inspect`, which takes most of its import time.

A usual command needs one function of it. The standard library's `dataclasses` imports
`inspect` too, so it is imported here.
"""

from __future__ import annotations

from typing import Any

from liverdeck.base.stand_ins import stand_in, stand_ins
from liverdeck.cli.garbage_pause import garbage_collection_paused


def cleandoc(text: str) -> str | None:
    """Do what `inspect.cleandoc` does, which click asks for each text of help."""
    if "\n" in text or "\t" in text:
        import inspect

        return inspect.cleandoc(text)
    return text.lstrip()


def _from_inspect(name: str) -> Any:  # noqa: ANN401  # anything in the module
    import inspect

    return getattr(inspect, name)


# Python asks the function `__getattr__` for a name that the module does not have.
_inspect = stand_in("inspect", cleandoc=cleandoc, __getattr__=_from_inspect)
with garbage_collection_paused(), stand_ins(_inspect):
    import dataclasses  # noqa: F401  # see above

    import click

__all__ = ["cleandoc", "click"]
