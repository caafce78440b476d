"""Draw by chance in the same way everywhere.

A draw depends on the names given and on nothing else. So another fact in the deck moves
no other item, and the same seed gives the same paper on every machine.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Element = TypeVar("Element")

_SEPARATOR = "\x1f"


def draw(*names: object) -> int:
    """Return a whole number from 0 to 2**64 - 1 that looks random.

    The same names always give the same number.
    """
    text = _SEPARATOR.join(map(str, names))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest())


def shuffled(
    elements: Iterable[Element], name: Callable[[Element], str], *names: object
) -> list[Element]:
    """Return the elements in an order that is drawn for `names`.

    Each element's number is drawn from its own name and `names` alone. So the elements
    around it do not matter.
    """

    def sort_key(element: Element) -> tuple[int, str]:
        own_name = name(element)
        return draw(*names, own_name), own_name

    return sorted(elements, key=sort_key)
