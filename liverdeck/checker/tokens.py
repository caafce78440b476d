"""Normalizes a text into tokens that can be compared.

Case, accents, Greek letters, hyphens and number formats are made equal; the meaning is
kept. No misspelling is forgiven here. A typed text and an answer are normalized in the
same way, so they mean the same if their tokens are equal.

Digits and letters are separate tokens (IL-2, IL2 and il 2 are the same). Signs,
comparators and percent signs are tokens too, because they change the meaning.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.checker.numerals import (
    plain_number,
    read_number_words,
    read_roman_numerals,
)
from liverdeck.checker.spelling import american

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER_OR_SIGN = r"""
    [0-9]+(?:[.,][0-9]+)*       # a number: 1,000 or 0.5
    | <= | >= | [<>%^]          # a comparator, percent, "to the power of"
    | (?<![\w)])-(?=\.?[0-9])   # the minus of -5, not the hyphen of IL-2
    | (?<=[a-z0-9])\+           # the plus of Na+
"""
_WORD = r"[^\W\d_]+"
_WORD_WITH_MARKS = r"(?:[^\W\d_]|[^\x00-\x7f\s])+"
"""A word in a script whose vowels may be combining marks."""
_TOKEN = re.compile(f"{_NUMBER_OR_SIGN} | {_WORD}", re.VERBOSE)
_TOKEN_WITH_MARKS = re.compile(f"{_NUMBER_OR_SIGN} | {_WORD_WITH_MARKS}", re.VERBOSE)

_DOTTED_ABBREVIATION = re.compile(r"\b[a-z](?:\.[a-z])+\b\.?")
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?!\w)")
_FINAL_MINUS = re.compile(r"\b([a-z]{1,3}|[a-z]+[0-9]+)-(?=\s|$)")
"""The minus of *Rh-* or *CD4-*, which is read as *negative*."""
_ACCENT = re.compile("(?<=[a-zα-ωа-я])[\u0300-\u036f]+")
"""Accents of Latin, Greek and Cyrillic. In other scripts they may be vowels."""
_POWER = re.compile("(?<=[0-9])[⁺⁻]?[⁰¹²³⁴-⁹]+")
"""The superscripts after a number, as in 10⁶."""
_MICRO_BEFORE_UNIT = re.compile(r"μ(?=(?:g|m|l|s|v|mol|iu|u|gy|sv)\b)")
_GREEK_RUN = re.compile("[α-ω]+")

# fmt: off
_ASCII_REPLACEMENTS = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ħ": "h", "≤": "<=", "≥": ">=", "×": " x ", "’": "'", "‘": "'", "ʼ": "'", "´": "'",
    "`": "'", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-",
})

# Sigma comes twice, because it is written differently at the end of a word (ς).
_GREEK_NAMES = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota",
    "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma",
    "tau", "upsilon", "phi", "chi", "psi", "omega",
)
_GREEK_NAME_OF = dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", _GREEK_NAMES, strict=True))
_LONGEST_GREEK_SYMBOL = 2
"""Up to this many Greek letters together are symbols, which are replaced by names.

A longer run is a Greek word and stays.
"""

_COMPARATORS = {
    ("less", "than"): "<", ("fewer", "than"): "<", ("smaller", "than"): "<",
    ("lower", "than"): "<", ("shorter", "than"): "<", ("more", "than"): ">",
    ("greater", "than"): ">", ("larger", "than"): ">", ("bigger", "than"): ">",
    ("higher", "than"): ">", ("longer", "than"): ">", ("at", "least"): ">=",
    ("at", "most"): "<=", ("up", "to"): "<=",
}
# fmt: on
_COMPARATORS_BEFORE_NUMBER = {
    "over": ">",
    "above": ">",
    "exceeding": ">",
    "under": "<",
    "below": "<",
}
_RANGE_WORDS = ("to", "until", "through")
_HYPHEN_OR_SLASH = re.compile(r"[-–/]")
_MOST_TOKENS = 6
"""A written piece between spaces is looked for with at most this many tokens."""
_PUNCTUATION = ".,;:!?()[]\"'"
_ARTICLE_OR_LETTER = "a"
_PREPOSITIONS = frozenset("of in is as by for from to with on at".split())


@lru_cache(maxsize=65536)
def tokens_of(text: str, *, number_words_as_digits: bool = True) -> tuple[str, ...]:
    """Return the tokens of a text.

    Empty if nothing in the text can be compared, as in "?". With
    `number_words_as_digits` False, number words stay words. A misspelled *twelve* is
    not read as 12, so it has to be compared with the word.
    """
    plain = text.lower() if text.isascii() else _plain(text)
    if "'" in plain:
        plain = _POSSESSIVE.sub("", plain).replace("'", "")
    if "." in plain:
        plain = _DOTTED_ABBREVIATION.sub(lambda match: match[0].replace(".", ""), plain)
    if "-" in plain:
        plain = _FINAL_MINUS.sub(r"\1 negative", plain)
    pattern = _TOKEN if plain.isascii() else _TOKEN_WITH_MARKS
    words = pattern.findall(plain.replace("&", " and "))
    tokens = [normalized(word) for word in words]
    if number_words_as_digits:
        tokens = read_number_words(tokens)
    tokens = read_roman_numerals(tokens)
    if any(token[0].isdigit() for token in tokens):
        tokens = _with_comparators(tokens)
    return tuple(_without_articles(tokens))


def as_written(spaced_tokens: str, text: str) -> str:
    """Return tokens as a text writes them, such as *don't* for *dont*.

    The tokens are given and returned with spaces between them. A token that is not in
    the text stays unchanged.
    """
    written_by_tokens = {
        tokens_of(piece): piece.strip(_PUNCTUATION) for piece in _pieces_of(text)
    }
    tokens = tuple(spaced_tokens.split(" "))
    written = []
    start = 0
    while start < len(tokens):
        # One written piece may be several tokens, as IL-2 is.
        end = next(
            (
                end
                for end in range(min(start + _MOST_TOKENS, len(tokens)), start, -1)
                if tokens[start:end] in written_by_tokens
            ),
            start + 1,
        )
        tokens_there = tokens[start:end]
        written.append(written_by_tokens.get(tokens_there) or " ".join(tokens_there))
        start = end
    return " ".join(written)


def _pieces_of(text: str) -> Iterator[str]:
    """Yield the pieces of a text between spaces, and the parts between hyphens."""
    for piece in text.split():
        parts = _HYPHEN_OR_SLASH.split(piece)
        if len(parts) > 1:
            yield from (part for part in parts if part)
        yield piece


@lru_cache(maxsize=65536)
def normalized(word: str) -> str:
    """Return one lower-case word, number or sign as a token.

    A word gets its American spelling, a number becomes plain decimal text, and % and +
    become words. Other signs stay as they are.
    """
    if word[0].isdigit():
        return plain_number(word)
    return {"%": "percent", "+": "positive"}.get(word) or american(word)


def _plain(text: str) -> str:
    """Return a text in lower case, without accents and symbols.

    Greek symbols become their names. Powers, dashes, quotes and comparators are written
    in ASCII. Letters and vowel signs of other scripts stay.
    """
    with_powers = _POWER.sub(_ascii_power, text)
    lower = unicodedata.normalize("NFKC", with_powers).casefold()
    without_accents = _ACCENT.sub("", unicodedata.normalize("NFD", lower))
    plain = unicodedata.normalize("NFC", without_accents).translate(_ASCII_REPLACEMENTS)
    without_greek = _GREEK_RUN.sub(_greek_names, _MICRO_BEFORE_UNIT.sub("u", plain))
    return "".join(map(_plain_character, without_greek))


def _ascii_power(superscripts: re.Match[str]) -> str:
    return "^" + unicodedata.normalize("NFKC", superscripts[0])


def _greek_names(run: re.Match[str]) -> str:
    if len(run[0]) > _LONGEST_GREEK_SYMBOL:
        return run[0]
    return "".join(f" {_GREEK_NAME_OF[letter]} " for letter in run[0])


def _plain_character(character: str) -> str:
    """Return a digit of any script in ASCII, and a space for a symbol.

    ASCII characters, letters and combining marks stay.
    """
    if character < "\x80" or character.isalpha():
        return character
    category = unicodedata.category(character)
    is_combining_mark = category[0] == "M"
    if is_combining_mark:
        return character
    is_digit = category == "Nd"
    return str(unicodedata.digit(character)) if is_digit else " "


def _with_comparators(tokens: list[str]) -> list[str]:
    """Replace words such as *less than* with signs, and drop the *to* of a range."""
    result: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        next_token = tokens[index + 1] if index + 1 < len(tokens) else ""
        comparator = _COMPARATORS.get((token, next_token))
        if comparator is not None:
            result.append(comparator)
            index += 2
            continue

        is_before_number = next_token[:1].isdigit()
        is_after_number = bool(result) and result[-1][0].isdigit()
        is_between_numbers = is_before_number and is_after_number
        is_range_word = is_between_numbers and token in _RANGE_WORDS
        if is_before_number and token in _COMPARATORS_BEFORE_NUMBER:
            result.append(_COMPARATORS_BEFORE_NUMBER[token])
        elif not is_range_word:
            result.append(token)
        index += 1
    return result


def _without_articles(tokens: list[str]) -> list[str]:
    """Return the tokens without articles. If all are articles, return them all."""
    if "the" not in tokens and "an" not in tokens and "a" not in tokens:
        return tokens
    without = [
        token for index, token in enumerate(tokens) if not _is_article(tokens, index)
    ]
    return without or tokens


def _is_article(tokens: list[str], index: int) -> bool:
    token = tokens[index]
    if token != _ARTICLE_OR_LETTER:
        return token in ("the", "an")
    # In "vitamin A" and "hepatitis A virus", the "a" is a letter. Only between a
    # preposition and another word is it an article.
    is_inside = 0 < index < len(tokens) - 1
    return is_inside and tokens[index - 1] in _PREPOSITIONS
