"""Reads ordinals in other languages: *5. Rippe*, *1re côte*, *VII. Hirnnerv*."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.checker.numerals import ORDINAL, has_digit

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens

_WITH_POINT = re.compile(r"[0-9]\.\s")
_ROMAN = re.compile(r"\b[IVX]+\b")


def with_ordinals(plain: str, language: Language) -> str:
    """Return *5 th rippe* for *5. rippe*, and *2 mal* for *2x*."""
    ordinal, times = _number_patterns(language)
    plain = ordinal.sub(rf"\1 {ORDINAL} ", plain)
    return times.sub(f" {language.word_for_times} ", plain)


@lru_cache(maxsize=64)
def _number_patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    ends = "|".join(map(re.escape, language.ends_of_ordinals))
    ordinal = rf"(?<![\w.])([0-9]+)(?:{ends})(?=\s+[^\W\d]{{3}})"
    return re.compile(ordinal), re.compile(r"(?<=[0-9])\s*[x×](?![\w.])(?!\s*[0-9])")


def other_way_of_ordinal(text: str, tokens: Tokens) -> Tokens:
    """Return the tokens of an author's text with or without the sign of an ordinal.

    The point of *5. Rippe* may be left out, and *VII. Hirnnerv* typed as *7. Hirnnerv*.
    But *3e mois* is not *3 mois*. Empty without such a number.
    """
    if ORDINAL in tokens and _WITH_POINT.search(text):
        return tuple(token for token in tokens if token != ORDINAL)
    if has_digit(text) or not _ROMAN.search(text):
        return ()
    with_sign = ((token, ORDINAL) if has_digit(token) else (token,) for token in tokens)
    return tuple(chain.from_iterable(with_sign))
