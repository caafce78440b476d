"""Imports click without the modules that take most of its import time.

A usual command needs four functions of them. The standard library's `dataclasses`
imports `inspect`, and its `pathlib` imports `ipaddress`, so they are imported here.
"""

from __future__ import annotations

import os

from liverdeck.base.stand_ins import loaded_later, stand_ins
from liverdeck.cli.garbage_pause import garbage_collection_paused


def cleandoc(text: str) -> str | None:
    """Do what `inspect.cleandoc` does, which click asks for each text of help."""
    if "\n" in text or "\t" in text:
        import inspect

        return inspect.cleandoc(text)
    return text.lstrip()


def untranslated(message: str) -> str:
    """Do what `gettext.gettext` does without a catalogue: click has none."""
    return message


def untranslated_count(singular: str, plural: str, count: int) -> str:
    """Do what `gettext.ngettext` does without a catalogue."""
    return singular if count == 1 else plural


def system_name() -> str:
    """Do what `platform.system` does on Unix, the only place where `uuid` asks."""
    return os.uname().sysname


with (
    garbage_collection_paused(is_kept=True),
    stand_ins(
        loaded_later("inspect", cleandoc=cleandoc),
        loaded_later("ipaddress"),
        loaded_later("gettext", gettext=untranslated, ngettext=untranslated_count),
        loaded_later("platform", system=system_name),
    ),
):
    import dataclasses  # noqa: F401  # see above
    import pathlib  # noqa: F401

    import click

__all__ = ["cleandoc", "click"]
