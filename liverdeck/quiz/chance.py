"""Chance that is the same everywhere: a draw depends on the names it is given and on nothing else.

So a further fact in the deck moves no other item, and the same seed gives the same paper on every machine.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Thing = TypeVar("Thing")

_BETWEEN = "\x1f"


def draw(*names: object) -> int:
    """Return a whole number from 0 to 2**64 - 1 that looks random and belongs to these names."""
    digest = hashlib.blake2b(
        _BETWEEN.join(map(str, names)).encode("utf-8", "surrogatepass"), digest_size=8
    )
    return int.from_bytes(digest.digest())


def shuffled(
    things: Iterable[Thing], name: Callable[[Thing], str], *names: object
) -> list[Thing]:
    """Return the things in an order drawn for `names`; each thing's place depends on its own name."""
    return sorted(things, key=lambda thing: (draw(*names, name(thing)), name(thing)))
