"""A text as comparable tokens: case, accents, Greek letters, hyphens and number formats levelled, meaning kept.

Nothing here forgives a misspelling. What is levelled is levelled on both sides, so two texts with equal tokens say the
same thing. Digits stay apart from letters (IL-2, IL2 and il 2 are one thing), and signs, comparators and percent signs
are tokens of their own, since they change the meaning.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from liverdeck.checker.numerals import (
    plain_number,
    read_number_words,
    read_roman_numerals,
)
from liverdeck.checker.spelling import american

_TOKEN = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*|<=|>=|[<>%^]|(?<![\w)])-(?=\.?[0-9])|(?<=[a-z0-9])\+|[^\W\d_]+"
)
_TOKEN_WITH_MARKS = re.compile(
    _TOKEN.pattern.removesuffix(r"[^\W\d_]+") + r"(?:[^\W\d_]|[^\x00-\x7f\s])+"
)
_DOTTED = re.compile(r"\b[a-z](?:\.[a-z])+\b\.?")
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?!\w)")
_NEGATIVE = re.compile(r"\b([a-z]{1,3}|[a-z]+[0-9]+)-(?=\s|$)")
_ACCENT = re.compile("(?<=[a-zα-ωа-я])[\u0300-\u036f]+")
_POWER = re.compile("(?<=[0-9])[⁺⁻]?[⁰¹²³⁴-⁹]+")
_MICRO = re.compile(r"μ(?=(?:g|m|l|s|v|mol|iu|u|gy|sv)\b)")
_GREEK_RUN = re.compile("[α-ω]+")

# fmt: off
_PLAIN = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ħ": "h", "≤": "<=", "≥": ">=", "×": " x ", "’": "'", "‘": "'", "ʼ": "'", "´": "'",
    "`": "'", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-",
})

_GREEK_NAMES = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota",
    "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma",
    "tau", "upsilon", "phi", "chi", "psi", "omega",
)
_GREEK_LETTERS = dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", _GREEK_NAMES, strict=True))
_LONGEST_GREEK_SYMBOL = 2
"""Letters; a longer run is a Greek word."""

_COMPARATORS = {
    ("less", "than"): "<", ("fewer", "than"): "<", ("smaller", "than"): "<",
    ("lower", "than"): "<", ("shorter", "than"): "<", ("more", "than"): ">",
    ("greater", "than"): ">", ("larger", "than"): ">", ("bigger", "than"): ">",
    ("higher", "than"): ">", ("longer", "than"): ">", ("at", "least"): ">=",
    ("at", "most"): "<=", ("up", "to"): "<=",
}
# fmt: on
_COMPARATORS_BEFORE_A_NUMBER = {
    "over": ">",
    "above": ">",
    "exceeding": ">",
    "under": "<",
    "below": "<",
}
_A = "a"
_AROUND = ".,;:!?()[]\"'"
_BETWEEN_NUMBERS = ("to", "until", "through")
_BEFORE_AN_ARTICLE = frozenset("of in is as by for from to with on at".split())


@lru_cache(maxsize=2**16)
def tokens_of(text: str, *, numbers: bool = True) -> tuple[str, ...]:
    """Return a text's tokens; empty where it holds no letter, no digit and no sign of comparison.

    Without `numbers`, number words stay words (and may then be misspelt).
    """
    plain = text.lower() if text.isascii() else _plain(text)
    if "'" in plain:
        plain = _POSSESSIVE.sub("", plain).replace("'", "")
    if "." in plain:
        plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), plain)
    if "-" in plain:
        plain = _NEGATIVE.sub(r"\1 negative", plain)
    words = (_TOKEN if plain.isascii() else _TOKEN_WITH_MARKS).findall(
        plain.replace("&", " and ")
    )
    tokens = [canonical(word) for word in words]
    if numbers:
        tokens = read_number_words(tokens)
    tokens = read_roman_numerals(tokens)
    if any(token[0].isdigit() for token in tokens):
        tokens = _with_comparators(tokens)
    return tuple(_without_articles(tokens))


def as_written(words: str, text: str) -> str:
    """Return words that were read from a text as they are written there: *dont* as *don't*; else as they are."""
    written = {
        token: piece.strip(_AROUND)
        for piece in text.split()
        for token in tokens_of(piece)
    }
    return " ".join(written.get(word, word) for word in words.split(" "))


@lru_cache(maxsize=65536)
def canonical(word: str) -> str:
    """Return one lower-case word in American spelling, a number as plain decimal text, a sign as its word."""
    if word[0].isdigit():
        return plain_number(word)
    return {"%": "percent", "+": "positive"}.get(word) or american(word)


def _plain(text: str) -> str:
    text = _POWER.sub(lambda match: "^" + unicodedata.normalize("NFKC", match[0]), text)
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    text = unicodedata.normalize("NFC", _ACCENT.sub("", text)).translate(_PLAIN)
    text = _GREEK_RUN.sub(_greek, _MICRO.sub("u", text))
    return "".join(map(_kept, text))


def _greek(run: re.Match[str]) -> str:
    if len(run[0]) > _LONGEST_GREEK_SYMBOL:
        return run[0]
    return "".join(f" {_GREEK_LETTERS[letter]} " for letter in run[0])


def _kept(character: str) -> str:
    if character < "\x80" or character.isalpha():
        return character
    category = unicodedata.category(character)
    if category[0] == "M":
        return character
    return str(unicodedata.digit(character)) if category == "Nd" else " "


def _with_comparators(tokens: list[str]) -> list[str]:
    found: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        comparator = _COMPARATORS.get((token, following))
        is_before_number = following[:1].isdigit()
        if comparator is not None:
            found.append(comparator)
            place += 2
            continue
        if is_before_number and token in _COMPARATORS_BEFORE_A_NUMBER:
            found.append(_COMPARATORS_BEFORE_A_NUMBER[token])
        elif not (
            is_before_number
            and found
            and found[-1][0].isdigit()
            and token in _BETWEEN_NUMBERS
        ):
            found.append(token)
        place += 1
    return found


def _without_articles(tokens: list[str]) -> list[str]:
    # "vitamin A" and "hepatitis A virus" keep their letter: only an "a" behind a preposition is an article for sure.
    if "the" not in tokens and "an" not in tokens and "a" not in tokens:
        return tokens
    kept = [
        token
        for place, token in enumerate(tokens)
        if not (
            token in ("the", "an")
            or (
                token == _A
                and 0 < place < len(tokens) - 1
                and tokens[place - 1] in _BEFORE_AN_ARTICLE
            )
        )
    ]
    return kept or tokens
