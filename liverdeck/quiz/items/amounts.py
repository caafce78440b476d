"""Options that are quantities: what they measure, and whether two of them overlap."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.checker.quantity import read_quantity

if TYPE_CHECKING:
    from liverdeck.checker.quantity import Quantity

_CODE = re.compile(r"[A-Z]+[ -]?\d")
"""The start of a name with a number, such as CA 125 or IL-6. It is not a quantity."""
_SHARE = re.compile(r"(\d{1,6}) (?:in|out of) (\d{1,6})")
"""A share of a whole, such as "1 in 4" or "3 out of 10"."""


@lru_cache(maxsize=2**12)
def quantity_of(text: str) -> Quantity | None:
    """Return the text of an option as a quantity; None if it is not one.

    "1 in 4" is read as 25 %. A name such as CA 125 is not a quantity. Recent results
    are cached, because several rules for options ask about the same text.
    """
    if _CODE.match(text):
        return None
    share = _SHARE.fullmatch(text.strip())
    if share and int(share[2]):
        percentage = 100 * int(share[1]) / int(share[2])
        return read_quantity(f"{percentage} %")
    return read_quantity(text)


def measure_of(quantity: Quantity) -> object:
    """Return a value that says what a quantity measures; None without a unit.

    Two quantities measure the same if the values are equal, as for mm and cm.
    """
    if quantity.unit is None:
        return None
    return quantity.unit.dimensions, quantity.unit.counted


def are_words_or_distinct_numbers(
    first: Quantity | None, second: Quantity | None
) -> bool:
    """Whether two options are both words, or both quantities of the same measure.

    The quantities must not overlap. For an option that is words, the argument is None.
    """
    if first is None or second is None:
        return first is None and second is None
    return measure_of(first) == measure_of(second) and not ranges_overlap(first, second)


def ranges_overlap(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities measure the same and have a value in common."""
    if measure_of(first) != measure_of(second):
        return False
    low, high = _range_of(first)
    other_low, other_high = _range_of(second)
    if low > other_high or other_low > high:
        return False
    # "Under 5" and "5" touch at 5, but they have no value in common.
    only_touch = high == other_low or other_high == low
    return not (only_touch and _any_excludes_end(first, second))


def _any_excludes_end(*quantities: Quantity) -> bool:
    """Whether a quantity excludes its own number, as "under 5" excludes 5."""
    return any(quantity.comparator in ("<", ">") for quantity in quantities)


def _range_of(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the smallest and the largest number that a quantity may mean.

    For "under 5", they are minus infinity and 5; for "over 5", 5 and infinity.
    """
    infinity = Decimal("Infinity")
    low = -infinity if quantity.comparator.startswith("<") else quantity.low
    high = infinity if quantity.comparator.startswith(">") else quantity.high
    return low, high
