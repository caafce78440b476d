"""Data with which the script of the quiz page reads texts as the checker does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.characters import (
    CLOSING_BRACKETS,
    OPENING_BRACKETS,
    SEMICOLONS,
)
from liverdeck.checker.languages.language import DECIMAL_COMMA, ENGLISH, THOUSANDS
from liverdeck.checker.languages.reading import ignored_accents
from liverdeck.checker.modifiers import FILLERS
from liverdeck.checker.plain_text import (
    ACCENT,
    MEANINGLESS_SIGNS,
    MINUS_OF_CODE,
    VOWEL_POINT,
)
from liverdeck.checker.quantity_text import MOLAR
from liverdeck.checker.separators import commas_of
from liverdeck.checker.signs import (
    ARROWS_TO_THE_RIGHT,
    ASCII_OF_SIGN,
    CURRENCIES,
    HIDDEN,
    MEANING_OF_SIGN,
    POWER,
    SIGNS_BY_MEANING,
    TICK,
)
from liverdeck.checker.units import UNITS_WITH_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.languages.language import Language

_NEVER = "(?!)"
"""A pattern that matches nothing."""


def signs_of(language: Language) -> dict[str, object]:
    """Return the checker's patterns and signs, by their names in quiz_texts.js."""
    accents = ACCENT if language is ENGLISH else ignored_accents(language)
    has_comma = language.has_decimal_comma
    return {
        "thousands": THOUSANDS.pattern if has_comma else _NEVER,
        "decimalComma": DECIMAL_COMMA.pattern if has_comma else _NEVER,
        "written": _written_signs() | language.other_spellings,
        "power": POWER.pattern,
        "mega": _mega_pattern(),
        "molar": MOLAR.pattern,
        "minusOfCode": MINUS_OF_CODE.pattern,
        "currencies": list(CURRENCIES.values()),
        "opening": re.escape(OPENING_BRACKETS),
        "closing": re.escape(CLOSING_BRACKETS),
        "commas": commas_of(language),
        "semicolons": SEMICOLONS,
        "hidden": HIDDEN.pattern,
        "accentsMayBeLeftOut": language.ignores_accents and language is not ENGLISH,
        "genders": [sorted(articles) for articles in language.genders],
        "hasTwoAccents": language.has_two_accents,
        "accents": f"{VOWEL_POINT.pattern}|{accents.pattern}",
    }


def _written_signs() -> dict[str, str]:
    """Return the text that replaces each sign.

    A space replaces signs that are left out: the degree, as in *37 °C*, ticks, which
    mean nothing, and the arrows of a sequence.
    """
    left_out = [*MEANINGLESS_SIGNS, *ARROWS_TO_THE_RIGHT]
    left_out += [*SIGNS_BY_MEANING["degree"], *SIGNS_BY_MEANING[TICK]]
    nothing = dict.fromkeys(left_out, " ")
    return ASCII_OF_SIGN | MEANING_OF_SIGN | nothing


def _mega_pattern() -> str:
    """Return the pattern of the M of a unit, without flags, which JavaScript lacks."""
    units = "|".join(
        "".join(f"[{letter}{letter.upper()}]" for letter in unit)
        for unit in UNITS_WITH_PREFIX
    )
    return rf"(?<=[0-9\s/]|^)M(?=(?:{units})(?![a-zA-Z])(?!\s[hH][gG]))"


def words_left_out(language: Language) -> dict[str, list[str]]:
    """Return the words that are left out of an answer, longer ones first.

    An article of one letter may also name a type, as in *hepatitis A*, so it is left
    out only at the start.
    """
    fillers = FILLERS if language is ENGLISH else language.fillers
    articles = set(language.articles)
    one_letter_articles = {article for article in articles if len(article) == 1}
    at_start = {" ".join(filler) for filler in fillers}
    at_start |= one_letter_articles | set(language.elided_articles)
    return {
        "articles": _longest_first(articles - one_letter_articles),
        "inFront": _longest_first(at_start),
    }


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(texts, key=lambda text: (-len(text), text))
