"""Reads and compares numbers with their units.

0.5 g is 500 mg, and 5-10 cm is 5 to 10 cm. A number that is only near is wrong, except
within a tolerance that the author gives.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from liverdeck.base.values import value_class
from liverdeck.checker.numerals import plain_number, read_number_words
from liverdeck.checker.spelling import inflections
from liverdeck.checker.units import DEGREE, TEMPERATURES, Unit, read_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.answer import Answer

_NUMBER = r"(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)"
_QUANTITY = re.compile(
    rf"""
    =?\s*
    (?P<comparator><=|>=|<|>)?\s*
    (?P<sign>[+-])?\s*
    (?P<low>{_NUMBER})
    (?:
        \s*(?:x|\*)\s*10\s*\^?\s*(?P<power_of_ten>[+-]?[0-9]{{1,3}})   # 2 x 10^6
        | \s*\^\s*(?P<exponent>[+-]?[0-9]{{1,3}})                        # 10^6
    )?
    (?:\s*/\s*(?P<divisor>[0-9]{{1,9}})(?![0-9]))?                     # 1/2
    (?:\s*(?P<scale>thousand|million|billion)\b)?                     # 1.5 million
    (?:
        \s*(?P<low_unit>[a-z%°]*)
        \s*(?:-|to|until|and)\s*(?P<high>[+-]?{_NUMBER})              # 5 cm to 10 cm
    )?
    \s*(?P<unit>[^0-9\s].*)?
    """,
    re.VERBOSE,
)
_LESS = "(?:less|fewer|smaller|lower|shorter) than"
_MORE = "(?:more|greater|larger|bigger|higher|longer) than"
_NOT = "(?:no|not)"
_COMPARATOR_WORDS = tuple(
    (re.compile(rf"\b(?:{words})\b"), f" {sign} ")
    for words, sign in (
        (f"{_LESS} or equal to|at most|up to|{_NOT} more than|maximum of", "<="),
        (f"{_MORE} or equal to|at least|{_NOT} less than|minimum of", ">="),
        (f"{_LESS}|under|below", "<"),
        (f"{_MORE}|over|above|exceeding", ">"),
    )
)
_SIGNS = (
    (re.compile(r"=>|>\s*/?\s*="), ">="),
    (re.compile(r"=<|<\s*/?\s*="), "<="),
    (re.compile(r"\b(?:minus|negative)\s+(?=[0-9.])"), "-"),
    (re.compile(r"\bmin(?:imum)?\b\.?\s*(?=[0-9.])"), ">= "),
    (re.compile(r"\bmax(?:imum)?\b\.?\s*(?=[0-9.])"), "<= "),
    (
        re.compile(r"^(.*[0-9].*?)\s*(?:\bor (?:more|greater|higher|above)$|\+$)"),
        r">= \1",
    ),
    (re.compile(r"^(.*[0-9].*?)\s*\bor (?:less|fewer|lower|below)$"), r"<= \1"),
    (re.compile(r"(?<=[0-9])e(?=[+-]?[0-9])"), " x 10^"),
    (re.compile(r"([$€£¥])\s*([0-9][0-9.,]*)"), r"\2 \1"),
    (re.compile(r"\b(?:1|one|a)[ -](?=(?:half|third|quarter|fifth|tenth)\b)"), "1 "),
)
"""Other ways to write signs, and the way that `_QUANTITY` reads."""
_FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4,
    "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10,
}  # fmt: skip
_FRACTION = re.compile(rf"\b([0-9]+)[ -]({'|'.join(_FRACTIONS)})\b")
_MIXED_NUMBER = re.compile(r"\b([0-9]{1,6})\s+([0-9]{1,6})\s*/\s*([0-9]{1,6})\b")
_MOLAR = re.compile(r"(?<=[0-9])\s*([mµunp]?)M\b")
"""M is molar, and m is meter: here the case counts."""
_MIDDLE_POINT = re.compile(r"(?<=[0-9])·(?=[0-9])|(?<![\w·])·(?=[0-9])")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_WORDS_BEFORE_NUMBER = re.compile(
    r"(?:(?:(?:the )?answer is|it is|it's|its|they are|there are|between|from"
    r"|about|approximately|approx|circa|ca|around|roughly)\b\.?|~)\s*"
)
_SPACED_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_SUPERSCRIPTS = re.compile("⁻?[⁰¹²³⁴-⁹]+")
_PLAIN_SIGNS = str.maketrans(
    {
        "≤": "<=",
        "≥": ">=",
        "−": "-",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "×": "x",
        "·": " ",
        "μ": "u",
        "µ": "u",
        "½": " 1/2",
        "¼": " 1/4",
        "¾": " 3/4",
    }
)
_LONGEST_TEXT = 120
"""A text with more characters is not read as a quantity."""
_LARGEST_EXPONENT = 60
"""A text with a larger exponent, positive or negative, is not read as a quantity."""
_LONGEST_NUMBER = 30
"""A text with a number of more characters is not read as a quantity."""


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
def read_quantity(text: str) -> Quantity | None:
    """Read a text that is a quantity: *> 5 mm*, *twelve pairs*, *5-10 %*.

    None if the text is anything else, for example if a unit is unknown or if a number
    is too long.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    match = _QUANTITY.fullmatch(_normalized(text))
    return None if match is None else _quantity(match)


def quantities_of(answer: Answer) -> Iterator[tuple[Quantity, Decimal]]:
    """Yield each quantity that is right for an answer, with the tolerance.

    The tolerance of `answer.number` holds for all of them. It is in basic units.
    """
    tolerance = Decimal(0)
    number = answer.number
    if number is not None:
        quantity = read_quantity(f"{number.value} {number.unit or ''}")
        if quantity is not None:
            size = quantity.unit.size if quantity.unit else 1
            tolerance = Decimal(number.tolerance or 0) * size
            yield quantity, tolerance
    for text in (answer.text, *answer.accept):
        quantity = read_quantity(text)
        if quantity is not None:
            yield quantity, tolerance


def _normalized(text: str) -> str:
    """Return a text with the signs and words that `_QUANTITY` reads."""
    with_powers = _SUPERSCRIPTS.sub(
        lambda match: "^" + unicodedata.normalize("NFKC", match[0]), text
    )
    with_molar = _MOLAR.sub(r" \1mol/l", _MIDDLE_POINT.sub(".", with_powers))
    # NFKC may make signs that are in the table. So we translate before and after it.
    translated = with_molar.translate(_PLAIN_SIGNS)
    compatible = unicodedata.normalize("NFKC", translated).lower()
    plain = compatible.translate(_PLAIN_SIGNS).strip(" ;!?\n").rstrip(" .,;!?\n")
    while words_before := _WORDS_BEFORE_NUMBER.match(plain):
        plain = plain[words_before.end() :]
    for words, sign in (*_COMPARATOR_WORDS, *_SIGNS):
        plain = words.sub(sign, plain).strip()
    plain = _SPACED_THOUSANDS.sub(lambda match: match[0].replace(" ", ""), plain)
    if not any(character.isdigit() for character in plain):
        plain = " ".join(read_number_words(plain.replace("-", " ").split()))
        plain = f"1 {plain}" if plain in ("half", "a half") else plain
    plain = _FRACTION.sub(_as_divided, plain.replace("1 a half", "1 half"))
    return _MIXED_NUMBER.sub(_as_fraction, plain)


def _as_divided(fraction: re.Match[str]) -> str:
    """Return 2/3 for *2 thirds*."""
    return f"{fraction[1]}/{_FRACTIONS[fraction[2]]}"


def _as_fraction(mixed: re.Match[str]) -> str:
    """Return 3/2 for *1 1/2*."""
    whole, numerator, divisor = (int(number) for number in mixed.groups())
    return f"{whole * divisor + numerator}/{divisor}"


def _quantity(match: re.Match[str]) -> Quantity | None:
    low = _number(match)
    high = _value(match["high"]) if match["high"] else low
    unit = read_unit(match["unit"].strip()) if match["unit"] else None
    if low is None or high is None:
        return None
    if match["unit"] and unit is None:
        return None
    # In a range, a unit of the first number must be the unit of the second number too.
    if match["low_unit"] and read_unit(match["low_unit"]) != unit:
        return None
    size = unit.size if unit else Decimal(1)
    return Quantity(low * size, high * size, match["comparator"] or "", unit)


def _number(match: re.Match[str]) -> Decimal | None:
    """Return the first number of a quantity, with its sign, power and divisor.

    None if the number is too long or oddly written, if an exponent is too large, or if
    the divisor is 0.
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
    number *= _SCALES.get(match["scale"] or "", 1)
    return -number if match["sign"] == "-" else number


def _value(written: str) -> Decimal | None:
    """Return the value of a number; None if it is too long or oddly written."""
    unsigned = written.lstrip("+-")
    number = plain_number(f"0{unsigned}" if unsigned[0] in ".," else unsigned)
    is_plain = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", number) is not None
    if not is_plain or len(number) > _LONGEST_NUMBER:
        return None
    return -Decimal(number) if written.startswith("-") else Decimal(number)


Mismatch = Literal["number", "sign", "unit", "no unit"]
"""*sign*: the number is right, but not its comparator or its minus.

*no unit*: the number is right, and the unit is missing.
"""


def mismatch_of(
    typed: Quantity, right: Quantity, tolerance: Decimal = Decimal(0)
) -> Mismatch | None:
    """Return what is wrong with a typed quantity; None if it is right.

    `tolerance` is in basic units. A learner may leave out what is counted, such as
    *pairs* in *12 pairs*, but not a unit of measurement.
    """
    if typed.unit is None and right.unit is not None and not right.unit.counted:
        size = right.unit.size
        unitless = replace(
            right, low=right.low / size, high=right.high / size, unit=None
        )
        has_right_number = mismatch_of(typed, unitless, tolerance / size) is None
        return "no unit" if has_right_number else "number"
    if typed.unit is not None and not _measure_the_same(typed.unit, right.unit):
        is_short = typed.unit == DEGREE and right.unit in TEMPERATURES
        return "no unit" if is_short and typed.low == right.low else "unit"
    is_low_right = abs(typed.low - right.low) <= tolerance
    is_high_right = abs(typed.high - right.high) <= tolerance
    if typed.comparator == right.comparator and is_low_right and is_high_right:
        return None
    if is_low_right and is_high_right:
        return "sign"
    has_other_minus = typed.low == typed.high == -right.low == -right.high
    return "sign" if has_other_minus and right.low else "number"


def _measure_the_same(typed: Unit, right: Unit | None) -> bool:
    if right is None:
        return False
    if typed.counted or right.counted:
        return right.counted in inflections(typed.counted)
    return typed.dimensions == right.dimensions
