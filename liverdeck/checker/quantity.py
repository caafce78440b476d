"""Reads and compares numbers with their units.

0.5 g is 500 mg, and 5-10 cm is 5 to 10 cm. A number that is only near is wrong, except
within a tolerance that the author gives.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from liverdeck.base.values import value_class
from liverdeck.checker.counted import NOUNS_FOR_NUMBERS
from liverdeck.checker.numerals import SCALES, has_number, plain_decimal
from liverdeck.checker.spelling import inflections
from liverdeck.checker.units import (
    DEGREE,
    TEMPERATURES,
    Unit,
    read_unit,
    unit_as_declared,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.answer import Answer, Number

_LONGEST_TEXT = 120
"""A text with more characters is not read as a quantity."""
_LARGEST_EXPONENT = 60
"""A text with a larger exponent, positive or negative, is not read as a quantity."""
_LONGEST_NUMBER = 30
"""A text with a number of more characters is not read as a quantity."""
_CUT_OFF = Decimal(10) ** -24
"""At most this share of a number is cut off when it is brought to basic units."""


@value_class
class Quantity:
    """A number or a range of numbers, with its comparator and unit.

    `low` and `high` are in basic units (see `units`). A single number is both.
    """

    low: Decimal
    high: Decimal
    comparator: str
    """Such as ">="; empty if there is none."""
    unit: Unit | None


@lru_cache(maxsize=4096)
def read_quantity(text: str, declared_unit: str = "") -> Quantity | None:
    """Read a text that is a quantity: *> 5 mm*, *twelve pairs*, *5-10 %*.

    `declared_unit` is the unit of the right answer as its author wrote it. It may be
    any text, such as *times a day*.

    None if the text is anything else, for example if a unit is unknown or if a number
    is too long.
    """
    match = _match_of(text)
    return None if match is None else _quantity(match, declared_unit)


def _match_of(text: str) -> re.Match[str] | None:
    if len(text) > _LONGEST_TEXT or not has_number(text):
        return None
    from liverdeck.checker.quantity_text import match_of  # has many patterns

    return match_of(text)


def quantities_of(answer: Answer) -> Iterator[tuple[Quantity, Decimal]]:
    """Yield each quantity that is right for an answer, with the tolerance.

    The tolerance of `answer.number` holds for all of them. It is in basic units.
    """
    tolerance = Decimal(0)
    number = answer.number
    declared_unit = (number.unit if number else None) or ""
    if number is not None:
        quantity = quantity_of_number(number)
        one = read_quantity(f"1 {declared_unit}", declared_unit)
        if quantity is not None and one is not None:
            tolerance = Decimal(number.margin) * one.low
            yield quantity, tolerance
    for text in answer.right_texts:
        quantity = read_quantity(text, declared_unit)
        if quantity is not None:
            yield quantity, tolerance


def quantity_of_number(number: Number) -> Quantity | None:
    """Return the quantity that an author declares.

    None if it cannot be read: the unit is too long, or it begins with a digit.
    """
    unit = number.unit or ""
    return read_quantity(f"{number.value} {unit}", unit)


def _quantity(match: re.Match[str], declared_unit: str) -> Quantity | None:
    low = _number(match)
    high = _value(match["high"]) if match["high"] else low
    unit = _unit(match["unit"].strip(), declared_unit) if match["unit"] else None
    if low is None or high is None:
        return None
    if match["unit"] and unit is None:
        return None
    # In a range, a unit of the first number must be the unit of the second number too.
    if match["low_unit"] and read_unit(match["low_unit"]) != unit:
        return None
    size = unit.size if unit else Decimal(1)
    return Quantity(low * size, high * size, match["comparator"] or "", unit)


def _unit(text: str, declared_unit: str) -> Unit | None:
    """Read a unit that is known, or else the declared one."""
    unit = read_unit(text)
    if unit is None and declared_unit:
        declared = _match_of(f"1 {declared_unit}")
        if declared is not None and declared["unit"]:
            return unit_as_declared(text, declared["unit"])
    return unit


def _number(match: re.Match[str]) -> Decimal | None:
    """Return the first number of a quantity, with its sign, power and divisor.

    None if the number is too long or has several points, if an exponent is too large,
    or if the divisor is 0.
    """
    number = _value(match["low"])
    power_of_ten = int(match["power_of_ten"] or 0)
    exponent = int(match["exponent"] or 1)
    divisor = int(match["divisor"] or 1)
    if number is None or not divisor or (not number and exponent <= 0):
        return None
    if abs(power_of_ten) > _LARGEST_EXPONENT or abs(exponent) > _LARGEST_EXPONENT:
        return None
    number = number**exponent * Decimal(10) ** power_of_ten / divisor
    if match["scale"]:
        number *= SCALES[match["scale"]]
    return -number if match["sign"] == "-" else number


def _value(written: str) -> Decimal | None:
    """Return the value of a number; None if it is too long or has several points."""
    unsigned = written.lstrip("+-")
    number = plain_decimal(unsigned)
    is_plain = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", number) is not None
    if not is_plain or len(number) > _LONGEST_NUMBER:
        return None
    return -Decimal(number) if written.startswith("-") else Decimal(number)


def in_celsius(typed: Quantity, right: Quantity) -> Quantity:
    """Return typed degrees as degrees Celsius, if the right ones have a scale.

    In many languages, *37 degrees* are always Celsius where a temperature is meant.
    """
    if typed.unit == DEGREE and right.unit in TEMPERATURES:
        return replace(typed, unit=TEMPERATURES[0])
    return typed


Mismatch = Literal["number", "sign", "unit", "counted", "no unit", "noun"]
"""*sign*: the number is right, but not its comparator or its minus.

*counted*: the number is right, but what is counted is not, or it is misspelled.

*no unit*: the number is right, and the unit is missing. *noun*: the number is right,
and a noun says what is counted, as in *seven bones*, where the answer has none.
"""


def mismatch_of(
    typed: Quantity, right: Quantity, tolerance: Decimal = Decimal(0)
) -> Mismatch | None:
    """Return what is wrong with a typed quantity; None if it is right.

    `tolerance` is in basic units. A learner may leave out what is counted, such as
    *pairs* in *12 pairs*, but not a unit of measurement.
    """
    if _are_one_share(typed, right, tolerance):
        return None
    return _mismatch_as_written(typed, right, tolerance)


def _mismatch_as_written(
    typed: Quantity, right: Quantity, tolerance: Decimal
) -> Mismatch | None:
    if typed.unit is None and right.unit is not None and not right.unit.counted:
        size = right.unit.size
        unitless = replace(
            right, low=right.low / size, high=right.high / size, unit=None
        )
        has_right_number = mismatch_of(typed, unitless, tolerance / size) is None
        return "no unit" if has_right_number else "number"
    if typed.unit is not None and not _measure_the_same(typed.unit, right.unit):
        return _mismatch_of_units(typed, right, tolerance)
    is_low_right = _is_near(typed.low, right.low, tolerance)
    is_high_right = _is_near(typed.high, right.high, tolerance)
    if typed.comparator == right.comparator and is_low_right and is_high_right:
        return None
    if is_low_right and is_high_right:
        return "sign"
    has_other_minus = typed.low == typed.high == -right.low == -right.high
    return "sign" if has_other_minus and right.low else "number"


def _mismatch_of_units(
    typed: Quantity, right: Quantity, tolerance: Decimal
) -> Mismatch:
    """Return what is wrong with a quantity whose unit measures something else."""
    counted = typed.unit.counted if typed.unit else ""
    is_noun = counted not in NOUNS_FOR_NUMBERS
    is_bare_number = right.unit is None and is_noun
    number_alone = replace(typed, unit=None)
    if counted and is_bare_number and not mismatch_of(number_alone, right, tolerance):
        return "noun"
    if counted and is_noun and right.unit and right.unit.counted:
        bare_right = replace(right, unit=None)
        return mismatch_of(number_alone, bare_right, tolerance) or "counted"
    lacks_scale = typed.unit == DEGREE and right.unit in TEMPERATURES
    return "no unit" if lacks_scale and typed.low == right.low else "unit"


def _are_one_share(typed: Quantity, right: Quantity, tolerance: Decimal) -> bool:
    """Whether a share is written in another way: *0.5* and *1/2* for *50%*, *5‰*.

    Without a unit, only a number below 1 is a share: *1* may be one thing.
    """
    if typed.unit == right.unit or typed.comparator != right.comparator:
        return False
    typed_size, right_size = _size_of_share(typed), _size_of_share(right)
    if not typed_size or not right_size:
        return False
    return all(
        _is_near(one * typed_size, other * right_size, tolerance * right_size)
        for one, other in ((typed.low, right.low), (typed.high, right.high))
    )


def _size_of_share(quantity: Quantity) -> Decimal | None:
    """Return the size of a share's unit: 0.01 for 50%, 1 for 0.5; None for no share."""
    if quantity.unit is None:
        return Decimal(1) if 0 < quantity.low <= quantity.high < 1 else None
    return _SHARES.get(quantity.unit.dimensions)


_SHARES: dict[tuple[tuple[str, int], ...], Decimal] = {
    (("percent", 1),): Decimal("0.01"),
    (("permille", 1),): Decimal("0.001"),
}


def _is_near(typed: Decimal, right: Decimal, tolerance: Decimal) -> bool:
    """Whether two numbers differ by at most the tolerance.

    A number per minute is divided by 60, and the digits cut off there must not decide.
    """
    return abs(typed - right) <= tolerance + abs(right) * _CUT_OFF


def has_other_unit(typed: Quantity, right: Quantity) -> bool:
    """Whether two quantities have the same numbers as written, but not the same unit.

    *5 weeks* for *5 days* is an example, *1 week* is none.
    """
    if typed.unit is None or right.unit is None or typed.unit.size == right.unit.size:
        return False
    size, right_size = typed.unit.size, right.unit.size
    return typed.comparator == right.comparator and all(
        _is_near(one * right_size, other * size, Decimal(0))
        for one, other in ((typed.low, right.low), (typed.high, right.high))
    )


def _measure_the_same(typed: Unit, right: Unit | None) -> bool:
    if right is None:
        return False
    if typed.counted or right.counted:
        return right.counted in inflections(typed.counted)
    return typed.dimensions == right.dimensions
