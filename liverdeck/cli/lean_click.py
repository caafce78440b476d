"""Imports click without what it loads and does not need in a usual command.

`inspect` takes most of click's import time. The standard library's `dataclasses`
imports it too, so it is imported here. Patterns are compiled at their first use.
"""

from __future__ import annotations

from liverdeck.base.patterns import patterns_compiled_later
from liverdeck.base.stand_ins import loaded_later, stand_ins


def cleandoc(text: str) -> str | None:
    """Do what `inspect.cleandoc` does, which click asks for each text of help."""
    if "\n" in text or "\t" in text:
        import inspect

        return inspect.cleandoc(text)
    return text.lstrip()


with patterns_compiled_later(), stand_ins(loaded_later("inspect", cleandoc=cleandoc)):
    import dataclasses  # noqa: F401  # see above

    import click

__all__ = ["cleandoc", "click"]
