"""Reads the units of a language behind numbers, and the words in front of numbers.

*37 degrés* is read as 37 °, and *environ 5 litres* as 5 L. Only the words that the file
of a language lists become a unit, and only behind a number.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.languages.language import Language


def amount_in(text: str, language: Language) -> str:
    """Return a text with decimal points and with the symbols of units.

    A text in a language without unit words only gets decimal points, if it has any.
    """
    if not language.units or not any(map(str.isdigit, text)):
        return language.with_decimal_points(text)
    plain = unicodedata.normalize("NFC", language.with_decimal_points(text))
    front, unit, second = _patterns(language)
    if words := front.match(_without_accents(plain)):
        plain = plain[words.end() :]
    with_symbols = _replaced(unit, " ", plain, language)
    return _replaced(second, "/", with_symbols, language)


def _replaced(unit: re.Pattern[str], sign: str, text: str, language: Language) -> str:
    """Return a text with the symbol in place of each unit, behind a sign."""
    parts = []
    end = 0
    for word in unit.finditer(_without_accents(text)):
        parts += [text[end : word.start()], sign, language.units[_key(word[1])]]
        end = word.end()
    return "".join((*parts, text[end:]))


def unit_in(unit: str, language: Language) -> str:
    """Return a unit that an author declares, with the symbol for a word."""
    return amount_in(f"1 {unit}", language)[2:].strip() if unit else unit


def unit_key(word: str) -> str:
    """Return a unit word as it is looked up: in lower case, without accents."""
    return _key(_without_accents(unicodedata.normalize("NFC", word)))


def _key(word: str) -> str:
    return " ".join(word.lower().split())


def _without_accents(text: str) -> str:
    """Return a text of the same length, with each letter without its mark."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


@lru_cache(maxsize=64)
def _patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of words in front of a number, and of units.

    The first unit stands behind a number, the second behind a slash or *per*.
    """
    fillers = {r"[\s'’-]+".join(map(re.escape, words)) for words in language.fillers}
    around = {_spaced(words) for words in language.words_for_about}
    front = rf"\s*(?:(?:{_any_of(fillers | around)})\b\.?\s*)+(?=[0-9.])"
    unit = rf"(?<=[0-9])\s*({_any_of(map(_spaced, language.units))})(?![\w^²³])"
    per = rf"(?:\b(?:{_any_of(map(re.escape, language.words_for_per))})\b|/)['’]?"
    second = rf"(?<=[\w%°])\s*{per}\s*({_any_of(map(_spaced, language.units))})(?!\w)"
    return tuple(re.compile(one, re.IGNORECASE) for one in (front, unit, second))


def _spaced(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+")


def _any_of(patterns: Iterable[str]) -> str:
    """Return a pattern for any of several patterns; longer ones come first."""
    return "|".join(sorted(patterns, key=lambda one: (-len(one), one)))
