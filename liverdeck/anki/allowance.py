"""Bounds of what is read from a package, counted in Python's objects.

A bound in bytes is not enough: a byte of a package can become an object of 60 bytes.
"""

from __future__ import annotations

from liverdeck.anki.archive import NotAPackageError


class Allowance:
    """How many things of one kind may still be read from a package."""

    def __init__(self, noun: str, most: int, fix: str = "") -> None:
        """Allow at most `most` things. `noun` names them in the plural."""
        self._noun = noun
        self._most = most
        self._remaining = most
        self._fix = fix

    def take(self, count: int = 1) -> None:
        """Count that many things. Raises NotAPackageError if there are too many."""
        self._remaining -= count
        if self._remaining < 0:
            raise NotAPackageError(
                f"it holds more than {self._most} {self._noun}", self._fix
            )
