"""Reads the parts of a written quantity: comparator, number, range and unit.

The module has many patterns, so it is imported only for a text with a number.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.modifiers import FILLERS, FINAL_FILLERS
from liverdeck.checker.numerals import DIGITS, FRACTIONS, SCALES, read_number_words
from liverdeck.checker.signs import (
    APPROXIMATELY_BEFORE_NUMBER,
    ASCII_OF_SIGN,
    COMPARATORS,
    COMPARATORS_BEFORE_NUMBER,
    CURRENCIES,
    HIDDEN,
    LIKE_DEGREE,
    MICRO,
    MIDDLE_POINT,
    SUPERSCRIPTS,
    as_power,
)
from liverdeck.checker.units import MEGA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.languages.language import Tokens


def _any_of(phrases: Iterable[Tokens]) -> str:
    """Return a pattern for any of several phrases; longer ones come first."""
    return "|".join(sorted(map(" ".join, phrases), key=len, reverse=True))


_NUMBER = rf"(?:{DIGITS}|[.,][0-9]+)"
_QUANTITY = lazy_pattern(
    rf"""
    =?\s*+
    (?P<comparator><=|>=|<|>)?\s*+
    (?P<sign>[+-])?\s*+
    (?P<low>{_NUMBER})
    (?:
        \s*+(?:x|\*)\s*+10\s*+\^?\s*+(?P<power_of_ten>[+-]?[0-9]{{1,3}})   # 2 x 10^6
        | \s*+\^\s*+(?P<exponent>[+-]?[0-9]{{1,3}})                        # 10^6
    )?
    (?:\s*+/\s*+(?P<divisor>[0-9]{{1,9}})(?![0-9]))?                     # 1/2
    (?:\s*+(?P<scale>{"|".join(SCALES)})\b)?  # 1.5 million
    (?:
        \s*+(?P<low_unit>[a-z%°]*)
        \s*+(?:-|to|until|and)\s*+(?P<high>[+-]?{_NUMBER})              # 5 cm to 10 cm
    )?
    \s*+(?P<unit>[^0-9\s].*)?
    """,
    re.VERBOSE,
)
_ANY_FRACTION = "|".join(FRACTIONS)
_COMPARATOR = lazy_pattern(
    rf"(?<!or )\b(?:{'|'.join((*COMPARATORS, *COMPARATORS_BEFORE_NUMBER))})\b"
)
_SIGNS = (
    (lazy_pattern(r"=>|>\s*/?\s*="), ">="),
    (lazy_pattern(r"=<|<\s*/?\s*="), "<="),
    (lazy_pattern(r"\b(?:minus|negative)\s+(?=[0-9.])"), "-"),
    (lazy_pattern(r"\bmin(?:imum)?\b\.?\s*(?=[0-9.])"), ">= "),
    (lazy_pattern(r"\bmax(?:imum)?\b\.?\s*(?=[0-9.])"), "<= "),
    (
        lazy_pattern(r"^(.*[0-9].*?)\s*(?:\bor (?:more|greater|higher|above)$|\+$)"),
        r">= \1",
    ),
    (lazy_pattern(r"^(.*[0-9].*?)\s*\bor (?:less|fewer|lower|below)$"), r"<= \1"),
    (lazy_pattern(r"(?<=[0-9])e(?=[+-]?[0-9])"), " x 10^"),
    (lazy_pattern(rf"([{''.join(CURRENCIES)}])\s*([0-9][0-9.,]*)"), r"\2 \1"),
    (lazy_pattern(rf"\b(?:1|one|an?)[ -](?=(?:{_ANY_FRACTION})\b)"), "1 "),
)
"""Other ways to write signs, and the way that `_QUANTITY` reads."""
_FRACTION = lazy_pattern(rf"\b([0-9]+)[ -]({_ANY_FRACTION})\b")
_MIXED_NUMBER = lazy_pattern(r"\b([0-9]{1,6})\s+([0-9]{1,6})\s*/\s*([0-9]{1,6})\b")
_MICRO_SIGN = "µ"
"""Unicode's own sign for the prefix, which is not the Greek letter."""
MOLAR = lazy_pattern(rf"(?<=[0-9])\s*([m{MICRO}{_MICRO_SIGN}unp]?)M\b")
"""M is molar, and m is meter: here the case counts."""
_INTERJECTIONS = frozenset((word,) for word in ("oh", "er", "ok", "so", "um", "hm"))
"""In front of a number, one may be a slip of *pH* or of a unit."""
_WORDS_BEFORE_NUMBER = lazy_pattern(
    r"(?!at (?:least|most)\b)"
    rf"(?:(?:{_any_of(FILLERS - _INTERJECTIONS)}|the|between|ph of|ph|"
    rf"{'|'.join(APPROXIMATELY_BEFORE_NUMBER)})"
    r"\b[.,:]?|~)\s*"
)
_WORDS_BEHIND_NUMBER = lazy_pattern(rf"[\s,]+(?:{_any_of(FINAL_FILLERS)})$")
_SPACED_THOUSANDS = lazy_pattern(r"(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_SUPERSCRIPTS = lazy_pattern(SUPERSCRIPTS)
_PLAIN_SIGNS = str.maketrans(
    ASCII_OF_SIGN
    | {"·": " ", MICRO: "u", _MICRO_SIGN: "u", "½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
)


def match_of(text: str) -> re.Match[str] | None:
    """Return the match of `_QUANTITY` with a text; None if that is not a quantity."""
    return _QUANTITY.fullmatch(_normalized(text))


def _normalized(text: str) -> str:
    """Return a text with the signs and words that `_QUANTITY` reads."""
    with_degree = LIKE_DEGREE.sub("°", HIDDEN.sub("", text))
    with_powers = _SUPERSCRIPTS.sub(as_power, with_degree)
    with_mega = MEGA.sub("mega", MIDDLE_POINT.sub(".", with_powers))
    with_molar = MOLAR.sub(r" \1mol/l", with_mega)
    # NFKC may make signs that are in the table. So we translate before and after it.
    translated = with_molar.translate(_PLAIN_SIGNS)
    compatible = unicodedata.normalize("NFKC", translated).lower()
    plain = compatible.translate(_PLAIN_SIGNS).strip(" ;!?\n").rstrip(" .,;!?\n")
    plain = _WORDS_BEHIND_NUMBER.sub("", plain.replace("'", ""))
    while words_before := _WORDS_BEFORE_NUMBER.match(plain):
        plain = plain[words_before.end() :]
    plain = _COMPARATOR.sub(_as_sign, plain).strip()
    for words, sign in _SIGNS:
        plain = words.sub(sign, plain).strip()
    plain = _SPACED_THOUSANDS.sub(lambda match: match[0].replace(" ", ""), plain)
    if not any(character.isdigit() for character in plain):
        plain = " ".join(read_number_words(plain.replace("-", " ").split()))
        plain = f"1 {plain}" if plain in ("half", "a half") else plain
    plain = _FRACTION.sub(_as_divided, plain.replace("1 a half", "1 half"))
    return _MIXED_NUMBER.sub(_as_fraction, plain)


def _as_sign(comparator: re.Match[str]) -> str:
    """Return < for *less than*."""
    words = comparator[0]
    return f" {COMPARATORS.get(words) or COMPARATORS_BEFORE_NUMBER[words]} "


def _as_divided(fraction: re.Match[str]) -> str:
    """Return 2/3 for *2 thirds*."""
    return f"{fraction[1]}/{FRACTIONS[fraction[2]]}"


def _as_fraction(mixed: re.Match[str]) -> str:
    """Return 3/2 for *1 1/2*."""
    whole, numerator, divisor = (int(number) for number in mixed.groups())
    return f"{whole * divisor + numerator}/{divisor}"
