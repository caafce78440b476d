"""Reads number words above a hundred in other languages: *doscientos seis* is 206."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.languages.language import Language


def with_hundreds(plain: str, language: Language) -> str:
    """Return a levelled text with digits for number words from a hundred to 999."""
    if not language.hundreds:
        return plain
    return _pattern(language).sub(lambda found: _digits(found, language), plain)


def _digits(found: re.Match[str], language: Language) -> str:
    rest = language.words[found[2].replace("-", " ")] if found[2] else "0"
    return str(language.hundreds[found[1].replace("-", " ")] + int(rest))


@lru_cache(maxsize=64)
def _pattern(language: Language) -> re.Pattern[str]:
    """Return the pattern of a hundred and what may follow, also in the same word."""
    below = [word for word, digits in language.words.items() if digits.isdigit()]
    joints = _any_of(language.and_words)
    return re.compile(
        rf"\b({_any_of(language.hundreds)})"
        rf"(?:[ -]?(?:(?:{joints})[ -]?)?({_any_of(below)}))?\b"
    )


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in longest_first)
