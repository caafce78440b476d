"""Imports click without what it loads and does not need in a usual command.

`inspect` takes most of click's import time. The standard library's `dataclasses`
imports it too, so it is imported here. Patterns are compiled at their first use.
"""

from __future__ import annotations

from typing import Any

from liverdeck.base.patterns import re_with_lazy_patterns
from liverdeck.base.stand_ins import stand_in, stand_ins


def cleandoc(text: str) -> str | None:
    """Do what `inspect.cleandoc` does, which click asks for each text of help."""
    if "\n" in text or "\t" in text:
        import inspect

        return inspect.cleandoc(text)
    return text.lstrip()


def _from_inspect(name: str) -> Any:  # noqa: ANN401  # anything in the module
    import inspect

    return getattr(inspect, name)


with stand_ins(
    re_with_lazy_patterns(),
    # Python asks the function `__getattr__` for a name that the module does not have.
    stand_in("inspect", cleandoc=cleandoc, __getattr__=_from_inspect),
):
    import dataclasses  # noqa: F401  # see above

    import click

__all__ = ["cleandoc", "click"]
