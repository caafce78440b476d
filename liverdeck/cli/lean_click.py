"""Imports click without `inspect`, which takes most of its import time.

A usual command needs one function of it. The standard library's `dataclasses` imports
`inspect` too, so it is imported here.
"""

from __future__ import annotations

from liverdeck.base.stand_ins import loaded_later, stand_ins
from liverdeck.cli.garbage_pause import garbage_collection_paused


def cleandoc(text: str) -> str | None:
    """Do what `inspect.cleandoc` does, which click asks for each text of help."""
    if "\n" in text or "\t" in text:
        import inspect

        return inspect.cleandoc(text)
    return text.lstrip()


with (
    garbage_collection_paused(),
    stand_ins(loaded_later("inspect", cleandoc=cleandoc)),
):
    import dataclasses  # noqa: F401  # see above

    import click

__all__ = ["cleandoc", "click"]
