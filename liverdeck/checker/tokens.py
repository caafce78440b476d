"""Normalizes a text into tokens that can be compared.

Case, accents, Greek letters, hyphens and number formats are made equal; the meaning is
kept. No misspelling is forgiven here. A typed text and an answer are normalized in the
same way, so they mean the same if their tokens are equal.

Digits and letters are separate tokens (IL-2, IL2 and il 2 are the same). Signs,
comparators and percent signs are tokens too, because they change the meaning.
"""

from __future__ import annotations

import re
from functools import lru_cache

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.languages.language import ENGLISH, Language
from liverdeck.checker.numerals import (
    DECIMAL_WITHOUT_ZERO,
    DIGITS,
    WORDS_READ_AS_NUMBERS,
    plain_decimal,
    read_number_words,
    read_ordinals,
    read_roman_numerals,
)
from liverdeck.checker.plain_text import plain_text
from liverdeck.checker.signs import (
    COMPARATORS,
    COMPARATORS_BEFORE_NUMBER,
    SINGLE_SIGN,
    TICK,
    WORD_WITH_MARKS,
    WORDS_OF_SIGNS,
)
from liverdeck.checker.spelling import american

_NUMBER_OR_SIGN = rf"""
    {DIGITS}                    # a number: 1,000 or 0.5
    | {DECIMAL_WITHOUT_ZERO}
    | {SINGLE_SIGN}
"""
_WORD = r"[^\W\d_]+"
_TOKEN = lazy_pattern(f"{_NUMBER_OR_SIGN} | {_WORD}", re.VERBOSE)
_TOKEN_WITH_MARKS = lazy_pattern(f"{_NUMBER_OR_SIGN} | {WORD_WITH_MARKS}", re.VERBOSE)

_COMPARATORS = {tuple(phrase.split()): sign for phrase, sign in COMPARATORS.items()}
_STARTS_OF_COMPARATORS = frozenset(words[0] for words in _COMPARATORS)
_LONGEST_COMPARATOR = max(map(len, _COMPARATORS))
_VERBS_BEFORE_NOT = (
    "is are was were does do did has have had would should could must need".split()
)
_CONTRACTIONS = {
    **{f"{verb}nt": (verb, "not") for verb in _VERBS_BEFORE_NOT},
    "cant": ("cannot",),
    "wont": ("will", "not"),
    "aint": ("is", "not"),
    "theyre": ("they", "are"),
    "thats": ("that", "is"),
    "theres": ("there", "is"),
    "vit": ("vitamin",),
    "staph": ("staphylococcus",),
    "strep": ("streptococcus",),
    "wk": ("week",),
    "wks": ("weeks",),
    "yr": ("year",),
    "yrs": ("years",),
    **dict.fromkeys(("yeah", "yep", "yup"), ("yes",)),
    **dict.fromkeys(("nope", "nah"), ("no",)),
    "cn": ("cranial", "nerve"),
    "ekg": ("ecg",),
}
"""Short forms of words, and the words."""
_HEPATITIS, _KINDS_OF_HEPATITIS = "hep", frozenset("abcdeg")
CHANGED_WORDS = frozenset(("can", _HEPATITIS, *_CONTRACTIONS, *WORDS_READ_AS_NUMBERS))
"""Words that may become other tokens than their American spelling."""
_RATIO = lazy_pattern(r"\bratio\b")
_BETWEEN_SIDES = lazy_pattern(r"(?<=[^\W\d_])\s*[/:]\s*(?=[^\W\d_])")
"""The sign in *AST/ALT ratio*, which means *to*."""
_RANGE_WORDS = ("to", "until", "through")
ARTICLE_OR_LETTER = "a"
"""In *vitamin A* it is a letter."""
ABBREVIATED_ARTERY = "a."
"""The token of the *a.* of *a. brachialis*, which is no article."""
_LATIN_ABBREVIATION = lazy_pattern(r"\ba(?=\.\s*[a-z]{2,}(?:[ai]s|us|a|[oe]ns|or)\b)")
"""The *a.* of *a. brachialis*, an artery. In *a. liver* it numbers an item."""
_PREPOSITIONS = frozenset("of in is as by for from to with on at".split())


@lru_cache(maxsize=65536)
def tokens_of(
    text: str, language: Language = ENGLISH, *, number_words_as_digits: bool = True
) -> tuple[str, ...]:
    """Return the tokens of a text in a language.

    Empty if nothing in the text can be compared, as in "?". With
    `number_words_as_digits` False, number words stay words. A misspelled *twelve* is
    not read as 12, so it has to be compared with the word.
    """
    if language is not ENGLISH:
        from liverdeck.checker.languages.reading import read_tokens

        return read_tokens(text, language)
    words_alone = tokens_of_words_alone(text)
    if words_alone:
        return words_alone
    plain = plain_text(text)
    if "ratio" in plain and _RATIO.search(plain):
        plain = _BETWEEN_SIDES.sub(" to ", plain)
    pattern = _TOKEN if plain.isascii() else _TOKEN_WITH_MARKS
    plain = plain.replace("&", " and ")
    words = pattern.findall(plain)
    if "a." in plain and _LATIN_ABBREVIATION.search(plain):
        words = [_abbreviated(found, plain) for found in pattern.finditer(plain)]
    tokens = [normalized(word) for word in words]
    tokens = _with_whole_words(tokens)
    if number_words_as_digits:
        tokens = read_ordinals(read_number_words(tokens))
    tokens = read_roman_numerals(tokens)
    if any(token[0].isdigit() for token in tokens):
        tokens = _with_comparators(tokens)
    if TICK in tokens and len(tokens) > 1:
        tokens = [token for token in tokens if token != TICK]
    return tuple(_without_articles(tokens))


def _abbreviated(found: re.Match[str], plain: str) -> str:
    """Return *a.* for the *a* of an abbreviation, and other words unchanged."""
    is_short = _LATIN_ABBREVIATION.match(plain, found.start()) is not None
    return ABBREVIATED_ARTERY if is_short else found[0]


def tokens_of_words_alone(text: str) -> tuple[str, ...]:
    """Return the tokens of a text that is words in ASCII and nothing else.

    Most texts of a deck are. Only the spelling of their words is to be changed. Returns
    no tokens for any other text.
    """
    is_plain = text.isascii() and text[1:].islower()  # no capital inside: no marker
    if not is_plain or not text.replace(" ", "").isalpha():
        return ()
    tokens = list(map(normalized, text.lower().split()))
    if not CHANGED_WORDS.isdisjoint(tokens):
        return ()
    return tuple(_without_articles(tokens))


def tokens_of_words(words: list[str]) -> tuple[str, ...]:
    """Return the tokens of words in small letters that are read one by one."""
    return tuple(_without_articles(list(map(normalized, words))))


def _with_whole_words(tokens: list[str]) -> list[str]:
    """Replace contractions such as *doesn't* with their words."""
    if "can" in tokens and "not" in tokens:
        tokens = " ".join(tokens).replace("can not", "cannot").split(" ")
    if _HEPATITIS in tokens:
        tokens = _with_hepatitis(tokens)
    if _CONTRACTIONS.keys().isdisjoint(tokens):
        return tokens
    return [part for token in tokens for part in _CONTRACTIONS.get(token, (token,))]


def _with_hepatitis(tokens: list[str]) -> list[str]:
    """Replace the *hep* of *hep B*."""
    following = [*tokens[1:], ""]
    return [
        "hepatitis" if token == _HEPATITIS and after in _KINDS_OF_HEPATITIS else token
        for token, after in zip(tokens, following, strict=True)
    ]


@lru_cache(maxsize=65536)
def normalized(word: str) -> str:
    """Return one lower-case word, number or sign as a token.

    A word gets its American spelling, a number becomes plain decimal text, and some
    signs, such as % and +, become words. Other signs stay as they are.
    """
    if word[0].isdigit() or word[0] == ".":
        return plain_decimal(word)
    return WORDS_OF_SIGNS.get(word) or american(word)


def _with_comparators(tokens: list[str]) -> list[str]:
    """Replace words such as *less than* with signs, and drop the *to* of a range."""
    result: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        next_token = tokens[index + 1] if index + 1 < len(tokens) else ""
        if length := _length_of_comparator(tokens, index):
            result.append(_COMPARATORS[tuple(tokens[index : index + length])])
            index += length
            continue

        is_before_number = next_token[:1].isdigit()
        is_after_number = bool(result) and result[-1][0].isdigit()
        is_between_numbers = is_before_number and is_after_number
        is_range_word = is_between_numbers and token in _RANGE_WORDS
        if is_before_number and token in COMPARATORS_BEFORE_NUMBER:
            result.append(COMPARATORS_BEFORE_NUMBER[token])
        elif not is_range_word:
            result.append(token)
        index += 1
    return result


def _length_of_comparator(tokens: list[str], start: int) -> int:
    """Return how many tokens the comparator at an index has; 0 if there is none."""
    if tokens[start] not in _STARTS_OF_COMPARATORS:
        return 0
    for length in range(_LONGEST_COMPARATOR, 1, -1):
        if tuple(tokens[start : start + length]) in _COMPARATORS:
            return length
    return 0


def _without_articles(tokens: list[str]) -> list[str]:
    """Return the tokens without articles. If all are articles, return them all."""
    if ENGLISH.articles.isdisjoint(tokens):
        return tokens
    without = [
        token for index, token in enumerate(tokens) if not _is_article(tokens, index)
    ]
    return without or tokens


def _is_article(tokens: list[str], index: int) -> bool:
    token = tokens[index]
    if token != ARTICLE_OR_LETTER:
        return token in ENGLISH.articles
    # In "vitamin A" and "hepatitis A virus", the "a" is a letter. Only between a
    # preposition and another word is it an article.
    is_inside = 0 < index < len(tokens) - 1
    return is_inside and tokens[index - 1] in _PREPOSITIONS
