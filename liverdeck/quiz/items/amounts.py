"""Options that are numbers: what they measure, and whether two of them overlap."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.checker.quantity import read_quantity

if TYPE_CHECKING:
    from liverdeck.checker.quantity import Quantity

_CODE = re.compile(r"[A-Z]+[ -]?\d")
"""Such as CA 125 or IL-6: a name, although there is a number in it."""
_SHARE = re.compile(r"(\d{1,6}) (?:in|out of) (\d{1,6})")


@lru_cache(maxsize=2**12)
def number_in(text: str) -> Quantity | None:
    """Return the number that an option is, with its unit; None for words, and for names such as CA 125."""
    if _CODE.match(text):
        return None
    share = _SHARE.fullmatch(text.strip())
    return read_quantity(
        f"{100 * int(share[1]) / int(share[2])} %" if share and int(share[2]) else text
    )


def measure_of(quantity: Quantity) -> object:
    """Return what a number measures: equal for mm and cm, None without a unit."""
    return (quantity.unit.kinds, quantity.unit.counted) if quantity.unit else None


def overlap(first: Quantity, second: Quantity) -> bool:
    """Whether two numbers or ranges have a value in common."""
    if measure_of(first) != measure_of(second):
        return False
    (low, high), (other_low, other_high) = _ends(first), _ends(second)
    only_touch = high == other_low or other_high == low
    return (
        low <= other_high
        and other_low <= high
        and not (only_touch and _excludes_its_end(first, second))
    )


def _excludes_its_end(*quantities: Quantity) -> bool:
    return any(quantity.comparator in ("<", ">") for quantity in quantities)


def _ends(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the least and the largest number that it may be."""
    endless = Decimal("Infinity")
    low = -endless if quantity.comparator.startswith("<") else quantity.low
    high = endless if quantity.comparator.startswith(">") else quantity.high
    return low, high
