"""Reads the units of a language behind numbers, and the words in front of numbers.

*37 degrés* is read as 37 °, and *environ 5 litres* as 5 L. Only the words that the file
of a language lists become a unit, and only behind a number.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from liverdeck.checker.languages.language import Language


_COUNTED = re.compile(r"([0-9]+) ([^\W\d_]+)")
_MOST_PIECES = 12
"""A text with more pieces between spaces is no number."""
_LETTERS_TO_TELL = 3
_MOST_WORDS_OF_NUMBER = 4
"""Such as *quatre-vingt-dix sept*."""


class _Patterns(NamedTuple):
    """What is replaced around numbers, in this order."""

    comparator: re.Pattern[str]
    range: re.Pattern[str]
    ratio: re.Pattern[str]
    between: re.Pattern[str]
    unit: re.Pattern[str]
    beats: re.Pattern[str]
    per: re.Pattern[str]


@lru_cache(maxsize=8)  # two rules in turn ask it of one text, which may be long
def amount_in(text: str, language: Language) -> str:
    """Return a text with decimal points and with signs for words around numbers.

    A text in a language without unit words only gets decimal points, if it has any.
    """
    if not language.units:
        return language.with_decimal_points(text)
    text = _without_words_around(text, language)
    if not any(map(str.isdigit, text)):
        if fraction := language.fractions.get(unit_key(text.strip(" .!?"), language)):
            return fraction
        text = _with_number_in_front(text, language)
        if not any(map(str.isdigit, text)):
            return text
    plain = unicodedata.normalize("NFC", language.with_decimal_points(text))
    read = _patterns(language)
    if words := read.comparator.match(_without_accents(plain, language)):
        plain = f"{language.comparators[_key(words[1])]} {plain[words.end() :]}"
    for pattern, sign_for in (
        (read.range, lambda _: "-"),
        (read.ratio, lambda _: "/"),
        (read.between, lambda words: f"{words[1]}-"),
        (read.unit, lambda word: f" {_symbol(word, language)}"),
        (read.beats, lambda _: ""),
        (read.per, lambda word: f"/{_symbol(word, language)}"),
    ):
        plain = _replaced(pattern, sign_for, plain, language)
    return plain


def _without_words_around(text: str, language: Language) -> str:
    """Return *12 Paare* for *es sind etwa 12 Paare, glaube ich*."""
    from liverdeck.checker.languages.reading import words_in  # not for English

    pieces = text.split()
    if not 1 < len(pieces) <= _MOST_PIECES:
        return text
    if not language.may_have_words_around(
        (*words_in(pieces[0], language)[:1], *words_in(pieces[-1], language)[-1:])
    ):
        return text
    tokens = [tuple(words_in(piece, language)) for piece in pieces]
    start, end = 0, len(pieces)
    for index in range(len(pieces) - 1, 0, -1):
        if not start and language.is_about(sum(tokens[:index], ())):
            start = index
        if index > start and language.is_final_filler(sum(tokens[index:], ())):
            end = index
    return " ".join(pieces[start:end]) if end - start < len(pieces) else text


def _with_number_in_front(text: str, language: Language) -> str:
    """Return *3 Tage* for *drei Tage*, and 12 for *zwölf*.

    A number word in front of anything but a unit is no amount: the text comes back
    unchanged.
    """
    for number, rest in _numbers_in_front(text, language):
        with_digits = f"{number} {rest}".rstrip()
        unit = _patterns(language).unit.search(_without_accents(with_digits, language))
        if unit or not rest:
            return with_digits
    return text


def number_of_things(text: str, language: Language) -> tuple[str, str]:
    """Return *12* and *Paare* for *zwölf Paare*; both are empty for other texts."""
    if unit_key(text, language) in language.fractions:
        return "", ""
    counted = _COUNTED.fullmatch(text.strip())
    ways = _numbers_in_front(text, language)
    if counted:
        ways = iter([(counted[1], counted[2])])
    return next((way for way in ways if way[1].isalpha()), ("", ""))


def number_of_counted(text: str, language: Language) -> str:
    """Return *12* for *zwölf Paare*, if the noun only says that things are counted.

    Empty for any other text.
    """
    from liverdeck.checker.languages.reading import words_in  # not for English

    number, noun = number_of_things(text.rstrip(" .!?"), language)
    counting = language.counting_nouns - language.nouns_for_numbers
    is_counted = number and counting.issuperset(words_in(noun, language))
    return number if is_counted else ""


def _numbers_in_front(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the digits for number words in front, and the rest of the text."""
    from liverdeck.checker.languages.hundreds import with_hundreds  # not for English
    from liverdeck.checker.languages.reading import level

    words = text.split()
    first = level(words[0], language).strip() if words else ""
    if not first.startswith(_beginnings_of_numbers(language)):
        return
    for end in range(min(len(words), _MOST_WORDS_OF_NUMBER), 0, -1):
        number = level(" ".join(words[:end]), language).strip().replace("-", " ")
        digits = language.words.get(number) or with_hundreds(number, language)
        if digits.isdigit():
            yield digits, " ".join(words[end:])


@lru_cache(maxsize=64)
def _beginnings_of_numbers(language: Language) -> tuple[str, ...]:
    """Return the first letters of number words: a few are enough to tell most."""
    numbers = [word for word, digits in language.words.items() if digits.isdigit()]
    return tuple({word[:_LETTERS_TO_TELL] for word in (*numbers, *language.hundreds)})


def _symbol(word: re.Match[str], language: Language) -> str:
    return language.units[_key(word[1])]


def _replaced(
    pattern: re.Pattern[str],
    sign_for: Callable[[re.Match[str]], str],
    text: str,
    language: Language,
) -> str:
    """Return a text with a sign in place of each match; accents may be left out."""
    parts = []
    end = 0
    for word in pattern.finditer(_without_accents(text, language)):
        parts += [text[end : word.start()], sign_for(word)]
        end = word.end()
    return "".join((*parts, text[end:]))


def unit_in(unit: str, language: Language) -> str:
    """Return a unit that an author declares, with the symbol for a word."""
    return amount_in(f"1 {unit}", language)[2:].strip() if unit else unit


def unit_key(word: str, language: Language) -> str:
    """Return a unit word as it is looked up: in lower case, without accents.

    The language says which letters keep theirs: an *año* is no *ano*.
    """
    return _key(_without_accents(unicodedata.normalize("NFC", word), language))


def _key(word: str) -> str:
    return " ".join(word.lower().split())


def _without_accents(text: str, language: Language) -> str:
    """Return a text of the same length, without the accents that may be left out."""
    if text.isascii() or not language.ignores_accents:
        return text
    own = language.own_letters + language.own_letters.upper()
    return "".join(
        letter if letter in own else unicodedata.normalize("NFD", letter)[0]
        for letter in text
    )


@lru_cache(maxsize=64)
def _patterns(language: Language) -> _Patterns:
    def any_of(words: Iterable[str]) -> str:
        return _any_of(map(_spaced, words))

    units = any_of(language.units)
    per = rf"(?:\b(?:{any_of(language.words_for_per)})\b|/)['’]?"
    ratio = any_of(language.words_for_ratio) or r"\b\B"
    between_two = any_of((*language.and_words, *language.words_for_to))
    in_a_minute = (*language.words_for_beats, *language.words_for_breaths)
    to, between = any_of(language.words_for_to), any_of(language.words_for_between)
    patterns = (
        rf"\s*({any_of(language.comparators)})\s+(?=[0-9.])",
        rf"(?<=[0-9])\s*\b(?:{to})\s+(?=[0-9])",
        rf"(?<=[0-9])\s*\b(?:{ratio})\s+(?=[0-9])",
        rf"\b(?:{between})\s+([0-9.]+)\s+(?:{between_two})\s+(?=[0-9])",
        rf"(?<=[0-9])\s*({units})(?![\w^²³])",
        rf"(?<=[0-9])\s*(?:{any_of(in_a_minute)})(?=\s*{per})",
        rf"(?<=[\w%°])\s*{per}\s*({units})(?!\w)",
    )
    return _Patterns(*(re.compile(one, re.IGNORECASE) for one in patterns))


def count_other_things(one: str, other: str, language: Language) -> bool:
    """Whether one text counts breaths and the other one heartbeats."""
    counted = {_is_of_breaths(text, language) for text in (one, other)}
    return counted == {True, False}


def _is_of_breaths(text: str, language: Language) -> bool | None:
    """Whether a text counts breaths, and no heartbeats; None if it counts neither."""
    words = set(_without_accents(text, language).lower().replace("/", " ").split())
    if not words.isdisjoint(language.words_for_breaths):
        return True
    return None if words.isdisjoint(language.words_for_beats) else False


def _spaced(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+")


def _any_of(patterns: Iterable[str]) -> str:
    """Return a pattern for any of several patterns; longer ones come first."""
    return "|".join(sorted(patterns, key=lambda one: (-len(one), one)))
