"""Imports `zipfile` without `shutil` and the compression methods that we never use."""

from __future__ import annotations

from liverdeck.base.stand_ins import loaded_later, stand_ins

with stand_ins(loaded_later("shutil"), loaded_later("bz2"), loaded_later("lzma")):
    import zipfile

__all__ = ["zipfile"]
