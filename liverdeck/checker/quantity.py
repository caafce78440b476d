"""Numbers with their units: 0.5 g is 500 mg, 5-10 cm is 5 to 10 cm, and nothing near is near enough."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from liverdeck.checker.numerals import plain_number, read_number_words
from liverdeck.checker.spelling import inflections
from liverdeck.checker.units import Unit, read_unit

_NUMBER = r"(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)"
_QUANTITY = re.compile(
    rf"=?\s*(?P<comparator><=|>=|<|>)?\s*(?P<sign>[+-])?\s*(?P<low>{_NUMBER})"
    r"(?:\s*(?:x|\*)\s*10\s*\^?\s*(?P<power>[+-]?[0-9]{1,3})|\s*\^\s*(?P<exponent>[+-]?[0-9]{1,3}))?"
    r"(?:\s*/\s*(?P<divisor>[0-9]{1,9})(?![0-9]))?"
    rf"(?:\s*(?P<low_unit>[a-z%°]*)\s*(?:-|to|until|and)\s*(?P<high>[+-]?{_NUMBER}))?"
    r"\s*(?P<unit>[^0-9\s].*)?"
)
_COMPARATOR_WORDS = tuple(
    (re.compile(rf"\b(?:{words})\b"), sign)
    for words, sign in (
        (
            r"(?:less|fewer|smaller|lower|shorter) than or equal to|at most|up to|(?:no|not) more than|maximum of",
            " <= ",
        ),
        (
            r"(?:more|greater|larger|bigger|higher|longer) than or equal to|at least|(?:no|not) less than|minimum of",
            " >= ",
        ),
        (r"(?:less|fewer|smaller|lower|shorter) than|under|below", " < "),
        (
            r"(?:more|greater|larger|bigger|higher|longer) than|over|above|exceeding",
            " > ",
        ),
    )
)
_BEFORE = re.compile(
    r"(?:(?:the )?answer is|it is|it's|its|they are|there are|between|from"
    r"|about|approximately|approx\.?|circa|ca\.?|around|roughly|~)\s*"
)
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_SUPERSCRIPTS = re.compile("⁻?[⁰¹²³⁴-⁹]+")
_PLAIN = str.maketrans(
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
_LONGEST = 120
"""Characters; a longer text is no quantity."""
_LARGEST_POWER = 60
_MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range of numbers, in basic units, with its comparator and unit."""

    low: Decimal
    high: Decimal
    comparator: str
    unit: Unit | None


def read_quantity(text: str) -> Quantity | None:
    """Read a text that is a quantity and nothing else: *> 5 mm*, *twelve pairs*, *5-10 %*; None where it is not."""
    if len(text) > _LONGEST:
        return None
    match = _QUANTITY.fullmatch(_levelled(text))
    return None if match is None else _quantity(match)


def _levelled(text: str) -> str:
    marked = _SUPERSCRIPTS.sub(
        lambda match: "^" + unicodedata.normalize("NFKC", match[0]), text
    )
    plain = (
        unicodedata.normalize("NFKC", marked.translate(_PLAIN))
        .lower()
        .translate(_PLAIN)
        .strip(" .;,!?\n")
    )
    plain = _BEFORE.sub("", plain) if _BEFORE.match(plain) else plain
    for words, sign in _COMPARATOR_WORDS:
        plain = words.sub(sign, plain).strip()
    plain = _THOUSANDS.sub(lambda match: match[0].replace(" ", ""), plain)
    if not any(character.isdigit() for character in plain):
        plain = " ".join(read_number_words(plain.replace("-", " ").split()))
    return plain


def _quantity(match: re.Match[str]) -> Quantity | None:
    low = _value(match["low"])
    high = _value(match["high"]) if match["high"] else None
    power = int(match["power"] or 0)
    exponent = int(match["exponent"] or 1)
    if (
        low is None
        or abs(power) > _LARGEST_POWER
        or abs(exponent) > _LARGEST_POWER
        or match["divisor"] == "0"
    ):
        return None
    low = low**exponent * Decimal(10) ** power / int(match["divisor"] or 1)
    if match["sign"] == "-":
        low = -low
    unit = read_unit(match["unit"].strip()) if match["unit"] else None
    if (match["unit"] and unit is None) or (match["high"] and high is None):
        return None
    if match["low_unit"] and read_unit(match["low_unit"]) != unit:
        return None
    size = unit.size if unit else Decimal(1)
    return Quantity(
        low * size,
        (low if high is None else high) * size,
        match["comparator"] or "",
        unit,
    )


def _value(written: str) -> Decimal | None:
    digits = written.lstrip("+-")
    number = plain_number(f"0{digits}" if digits[0] in ".," else digits)
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", number) or len(number) > _MOST_DIGITS:
        return None
    return -Decimal(number) if written.startswith("-") else Decimal(number)


Mismatch = Literal["", "number", "unit", "no unit"]


def agreement(
    typed: Quantity, right: Quantity, tolerance: Decimal = Decimal(0)
) -> Mismatch:
    """Return what the typed quantity gets wrong of the right one, or "" where it says the same.

    `tolerance` is in basic units. What is counted (12 pairs) may be left out; a unit of measurement may not.
    """
    if typed.unit is None and right.unit is not None and not right.unit.counted:
        size = right.unit.size
        bare = replace(right, low=right.low / size, high=right.high / size, unit=None)
        return "number" if agreement(typed, bare, tolerance / size) else "no unit"
    if typed.unit is not None and (
        right.unit is None or not _measure_the_same(typed.unit, right.unit)
    ):
        return "unit"
    is_same = (
        typed.comparator == right.comparator
        and abs(typed.low - right.low) <= tolerance
        and abs(typed.high - right.high) <= tolerance
    )
    return "" if is_same else "number"


def _measure_the_same(typed: Unit, right: Unit) -> bool:
    if typed.counted or right.counted:
        return right.counted in inflections(typed.counted)
    return typed.kinds == right.kinds
