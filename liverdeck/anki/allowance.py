"""Limit how many Python objects are made from the content of a package.

A limit in bytes is not enough: a byte of a package can become an object of 60 bytes.
"""

from __future__ import annotations

from liverdeck.anki.archive import PackageRefusedError


class Allowance:
    """The number of notes, cards or reviews that may still be read from a package."""

    def __init__(self, noun: str, most: int, fix: str = "") -> None:
        """Allow at most `most` objects. `noun` is their plural, such as "cards"."""
        self._noun = noun
        self._most = most
        self._remaining = most
        self._fix = fix

    def take(self, count: int = 1) -> None:
        """Subtract `count`. Raises PackageRefusedError if too little remains."""
        self._remaining -= count
        if self._remaining < 0:
            raise PackageRefusedError(
                f"it holds more than {self._most} {self._noun}", self._fix
            )
