"""Random numbers and orders that are the same on every machine.

They depend only on names, such as the seed and the id of an item. So the same deck and
seed always give the same paper, and a new fact does not change the numbers that are
drawn for the other facts.
"""

from __future__ import annotations

import hashlib
from struct import unpack
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Element = TypeVar("Element")

_SEPARATOR = "\x1f"
"""Stands between two names, so that "a" and "bc" differ from "ab" and "c"."""


def draw(*names: object) -> int:
    """Return a whole number from 0 to 2**64 - 1 that looks random.

    The same names always give the same number.
    """
    return int.from_bytes(_digest(names, 8))


def lowest_draw(count: int, *names: object) -> int:
    """Return the lowest of `count` numbers, each drawn as `draw` does.

    `count` is 1 to 8.
    """
    numbers: tuple[int, ...] = unpack(f">{count}Q", _digest(names, 8 * count))
    return min(numbers)


def _digest(names: Iterable[object], size: int) -> bytes:
    text = _SEPARATOR.join(map(str, names)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=size).digest()


def shuffled(
    elements: Iterable[Element], name_of: Callable[[Element], str], *names: object
) -> list[Element]:
    """Return the elements in an order that looks random and depends on `names`.

    `name_of` returns the name of an element. Each element gets a number that depends
    only on `names` and on the name of the element. The elements are sorted by these
    numbers. So a new element does not change the order of the old ones.
    """

    def sort_key(element: Element) -> tuple[int, str]:
        own_name = name_of(element)
        return draw(*names, own_name), own_name

    return sorted(elements, key=sort_key)
