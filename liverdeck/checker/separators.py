"""Where a typed list may be split into items."""

from __future__ import annotations

import re
from functools import lru_cache

from liverdeck.base.characters import (
    BULLETS,
    CLOSING_BRACKETS,
    COMMAS,
    DASHES,
    OPENING_BRACKETS,
    SEMICOLONS,
)
from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.languages.language import ENGLISH, Language
from liverdeck.checker.signs import ARROWS_TO_THE_RIGHT

_OPENING, _CLOSING = map(re.escape, (OPENING_BRACKETS, CLOSING_BRACKETS))
_NUMBER = rf"[{_OPENING}]?[0-9]{{1,2}}[.{_CLOSING}]"
"""The number of an item, such as "1." or "(2)"."""
_BEFORE_NUMBER = rf"(?:^|(?<=[\s{COMMAS}{SEMICOLONS}]))"
_NUMBER_OF_ITEM = lazy_pattern(rf"{_BEFORE_NUMBER}{_NUMBER}(?=\s|[^\W\d])")
_NUMBER_IN_FRONT = lazy_pattern(rf"^\s*{_NUMBER}\s+(?=\D)")
_BULLET = lazy_pattern(rf"^[^\S\n]*[{BULLETS}]\s+", re.MULTILINE)
_LETTER_OF_ITEM = lazy_pattern(
    rf"{_BEFORE_NUMBER}[{_OPENING}]?[a-h][.{_CLOSING}](?=\s)", re.IGNORECASE
)
"""The letter in front of an item, such as "a." or "(b)"."""
_AROUND_ITEM = lazy_pattern(r"^[ ,]*(?:\.+(?![0-9])[ ,]*)*|(?<![ .,])[ .,]+$")
_MIDDLE_DOTS = "・･"
"""The signs between words of Japanese that are also signs inside a name."""
_FEWEST_LETTERS = 2
"""With fewer letters in front of items, a letter may itself be an item."""
_DASH_OR_ARROW = (
    rf"(?:\s[{DASHES}•>]\s)"
    # A match begins only at the first of several spaces or dashes. If it could begin
    # at each of them, very many would take long.
    rf"|(?:(?<!\s)\s++)?(?:(?<![{DASHES}=])[{DASHES}=]++>|[{ARROWS_TO_THE_RIGHT}])\s*"
)
_WORDS_OF_ORDER = ("then", "finally", "lastly")
_STRONG_SEPARATOR = lazy_pattern(
    rf"[{SEMICOLONS}\n\r\t|]+|{_DASH_OR_ARROW}|(?:[{COMMAS}]\s*+|(?<!\s)\s++)?"
    rf"\b(?:and\s+)?(?:{'|'.join(_WORDS_OF_ORDER)})\b\s*"
)
"""A separator that is never inside an item."""
WEAK_SEPARATORS = (
    lazy_pattern(rf"[{COMMAS}](?:\s*and\b)?|\s&\s|\s\+\s|\band/or\b"),
    lazy_pattern(r"\band\b|[&+]"),
    lazy_pattern(r"/|\\"),
)
"""Separators that may also be inside an item, the strongest first."""
WORDS_BETWEEN_ITEMS = frozenset(("and", *_WORDS_OF_ORDER))
"""The words in the separators of English."""
_STRONG_ELSEWHERE = lazy_pattern(rf"[{SEMICOLONS}\n\r\t|]+|{_DASH_OR_ARROW}")
"""The same without words of English."""
_BETWEEN_PARTS = lazy_pattern(
    rf"[{COMMAS}{SEMICOLONS}](?:\s*and\b)?|\s[&+]\s|\band\b", re.IGNORECASE
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻА-ЯЁ]"
_COMMA_BETWEEN_DIGITS = r"(?<=\d),(?=\d)"
"""It belongs to a number in most languages."""


def commas_of(language: Language) -> str:
    """Return the signs that separate as a comma does, for a regular expression."""
    return COMMAS if language is ENGLISH else f"{COMMAS}{_MIDDLE_DOTS}"


@lru_cache(maxsize=64)
def weak_separators(language: Language) -> tuple[re.Pattern[str], ...]:
    """Return the separators of a language that may also be inside an item.

    The strongest come first.
    """
    if language is ENGLISH:
        return WEAK_SEPARATORS
    words = _joining_words(language)
    joint = rf"\b{words}\b" if language.has_word_edges else words
    comma = f"[{commas_of(language)}]"
    return (
        re.compile(rf"{comma}(?:\s*{joint})?|\s&\s|\s\+\s|·", re.IGNORECASE),
        re.compile(rf"{joint}|[&+]", re.IGNORECASE),
        re.compile(r"/|\\"),
    )


def _joining_words(language: Language) -> str:
    """Return a pattern for the words for *and*; one that never matches without any.

    A capital letter alone is a name, such as the E of *epatite E*, unless the words
    around it are in capitals too.
    """
    letters = "|".join(word for word in language.and_words if len(word) == 1)
    words = [re.escape(word) for word in language.and_words if len(word) > 1]
    if letters:
        words += [rf"(?-i:{letters}|(?<={_CAPITAL}{_CAPITAL}\s)(?:{letters.upper()})"]
        words[-1] += rf"(?=\s{_CAPITAL}{_CAPITAL}))"
    return f"(?:{'|'.join(words)})" if words else "(?!)"


@lru_cache(maxsize=64)
def joints_of(language: Language) -> re.Pattern[str]:
    """Return the pattern of a word for *and* between two words of a language."""
    return re.compile(rf"(?<=\w\s){_joining_words(language)}(?=\s+\w)", re.IGNORECASE)


def may_be_split(text: str, language: Language = ENGLISH) -> bool:
    """Whether a text may be read as several items, or as an item with its number."""
    if language is ENGLISH and text.isascii() and text.replace(" ", "").isalpha():
        return not WORDS_BETWEEN_ITEMS.isdisjoint(text.split())
    separators = weak_separators(language)
    patterns = (_STRONG_SEPARATOR, *separators, _NUMBER_OF_ITEM, _BULLET)
    inside_a_list = f" {text} "
    return any(
        pattern.search(inside_a_list) for pattern in (*patterns, _LETTER_OF_ITEM)
    )


def split_at_strong(typed: str, language: Language = ENGLISH) -> list[str]:
    """Split a typed list at numbers, letters and bullets, lines and strong signs."""
    in_lines = _BULLET.sub("\n", _NUMBER_OF_ITEM.sub("\n", typed))
    if len(_LETTER_OF_ITEM.findall(in_lines)) >= _FEWEST_LETTERS:
        in_lines = _LETTER_OF_ITEM.sub("\n", in_lines)
    separator = _STRONG_SEPARATOR if language is ENGLISH else _STRONG_ELSEWHERE
    return separator.split(in_lines)


def without_number_in_front(text: str) -> str:
    """Return a text without the number of an item in front: *liver* for *1. liver*."""
    return _NUMBER_IN_FRONT.sub("", text, count=1)


def parts_of(text: str, language: Language = ENGLISH) -> list[str]:
    """Split a text at *and*, plus signs between spaces, commas and semicolons."""
    if language is ENGLISH:
        return [part for part in _BETWEEN_PARTS.split(text) if part.strip()]
    return [part for part in _between_parts_in(language).split(text) if part.strip()]


@lru_cache(maxsize=64)
def _between_parts_in(language: Language) -> re.Pattern[str]:
    words = _joining_words(language)
    joint = rf"(?<=\s){words}(?=\s)" if language.has_word_edges else words
    signs = f"{commas_of(language)}{SEMICOLONS}"
    comma = rf"(?!{_COMMA_BETWEEN_DIGITS})[{signs}](?:\s*{joint})?"
    return re.compile(rf"{comma}|\s[&+]\s|{joint}", re.IGNORECASE)


def parts_at_signs(text: str, language: Language = ENGLISH) -> list[str]:
    """Split a text as `split_at_strong` does, and each piece as `parts_of` does."""
    pieces = split_at_strong(text, language)
    return [part for piece in pieces for part in parts_of(piece, language)]


def stripped_item(text: str) -> str:
    """Return a text without spaces and punctuation around it; .5 keeps its point."""
    return _AROUND_ITEM.sub("", text)


def spans_between(text: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return start and end of each piece between separators, without empty pieces."""
    borders = [0]
    for match in separator.finditer(text):
        borders += match.span()
    borders.append(len(text))
    return [
        (start, end)
        for start, end in zip(borders[::2], borders[1::2], strict=True)
        if stripped_item(text[start:end])
    ]
