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
"""A name with a number in it, such as CA 125 or IL-6."""
_SHARE = re.compile(r"(\d{1,6}) (?:in|out of) (\d{1,6})")


@lru_cache(maxsize=2**12)
def number_in(text: str) -> Quantity | None:
    """Return an option as a number with its unit.

    None for words, and for names such as CA 125. "1 in 4" is read as 25 %.
    """
    if _CODE.match(text):
        return None
    share = _SHARE.fullmatch(text.strip())
    if share and int(share[2]):
        percentage = 100 * int(share[1]) / int(share[2])
        return read_quantity(f"{percentage} %")
    return read_quantity(text)


def measure_of(quantity: Quantity) -> object:
    """Return what a number measures: equal for mm and cm, None without a unit."""
    if quantity.unit is None:
        return None
    return quantity.unit.kinds, quantity.unit.counted


def overlap(first: Quantity, second: Quantity) -> bool:
    """Whether two numbers or ranges have a value in common."""
    if measure_of(first) != measure_of(second):
        return False
    low, high = _range_of(first)
    other_low, other_high = _range_of(second)
    if low > other_high or other_low > high:
        return False
    only_touch = high == other_low or other_high == low
    return not (only_touch and _excludes_end(first, second))


def _excludes_end(*quantities: Quantity) -> bool:
    return any(quantity.comparator in ("<", ">") for quantity in quantities)


def _range_of(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the smallest and the largest number that a quantity may mean."""
    infinity = Decimal("Infinity")
    low = -infinity if quantity.comparator.startswith("<") else quantity.low
    high = infinity if quantity.comparator.startswith(">") else quantity.high
    return low, high
