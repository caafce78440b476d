"""Reads a text in a language other than English: letters, words and numbers.

No word of English is looked up here. A typed text and an answer are read in the same
way, so they mean the same if their tokens are equal. A *levelled* text has the letters
and signs in which texts are compared, but no word of it is replaced yet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.characters import ACCENTS
from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.languages.hundreds import with_hundreds
from liverdeck.checker.languages.ordinals import with_ordinals
from liverdeck.checker.numerals import (
    DECIMAL_WITHOUT_ZERO,
    plain_decimal,
    read_roman_numerals,
)
from liverdeck.checker.plain_text import with_plain_signs
from liverdeck.checker.signs import SINGLE_SIGN, WORD_WITH_MARKS, WORDS_OF_SIGNS

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens

_TOKEN = lazy_pattern(
    rf"""
    [0-9]+(?:\.[0-9]+)*         # a number
    | {DECIMAL_WITHOUT_ZERO}
    | {SINGLE_SIGN}
    | {WORD_WITH_MARKS}
    """,
    re.VERBOSE,
)
_POINT_BEFORE_NAME = lazy_pattern(r"\.\s*[^\W\d_]{4}")
_APOSTROPHE_BEHIND_VOWEL = lazy_pattern(r"(?<=[aeiou])'(?!\w)")
"""An accent as people type it in Italian: *citta'*."""
_TWO_POINTS = "\u0308"
_SHORTEST_WITH_SAME_LETTERS = 5
_NEVER = lazy_pattern("(?!)")
_KATAKANA = lazy_pattern("[\u30a1-\u30f6]")
_KANA_DISTANCE = ord("ァ") - ord("ぁ")


def words_in(text: str, language: Language) -> list[str]:
    """Return the words of a text after levelling, none of them replaced."""
    return _TOKEN.findall(level(text, language))


@lru_cache(maxsize=65536)
def read_tokens(text: str, language: Language) -> Tokens:
    """Return the tokens of a text; empty if nothing in it can be compared."""
    plain = level(text, language)
    plain = with_hundreds(plain, language)
    if language.words or language.denials:
        replaced = language.denials | language.words
        plain = _word_pattern(language).sub(
            lambda word: replaced[word[0].replace("-", " ")], plain
        )
    if language.ends_of_ordinals:
        plain = with_ordinals(plain, language)
    joint = language.and_words[0] if language.and_words else "and"
    plain = plain.replace("&", f" {joint} ")
    found = [_word(match, plain, language) for match in _TOKEN.finditer(plain)]
    tokens = read_roman_numerals(
        [_token(word) for word in found], language.words_before_numeral
    )
    tokens[1:-1] = [
        joint if token in language.and_words else token for token in tokens[1:-1]
    ]
    return language.without_articles(tuple(tokens))


def _word(found: re.Match[str], plain: str, language: Language) -> str:
    """Return a word of a text; *a.* for the letter of *a. radial*, if it is an article.

    With its point it is short for a noun, such as *arteria* or *nervus*. So is the *e*
    of *e. coli* where that is the whole word for *and*, unlike *u.* in German.
    """
    word = found[0]
    is_letter = len(word) == 1 and (
        word in language.articles
        or (word in language.and_words and len(language.and_words[0]) == 1)
    )
    if is_letter and _POINT_BEFORE_NAME.match(plain, found.end()):
        return f"{word}."
    return word


def _token(word: str) -> str:
    if word[0].isdigit() or word[0] == ".":
        return plain_decimal(word)
    return WORDS_OF_SIGNS.get(word, word)


@lru_cache(maxsize=64)
def _word_pattern(language: Language) -> re.Pattern[str]:
    """Return the pattern of words with a token of their own, the longest first."""
    words = sorted(language.denials | language.words, key=len, reverse=True)
    any_word = "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in words)
    edges = (r"\b", r"\b") if language.has_word_edges else ("", "")
    return re.compile(f"{edges[0]}(?:{any_word}){edges[1]}")


def level(text: str, language: Language) -> str:
    """Return a text levelled: in lower case, with plain signs, as the language says.

    Accents are left out if the language ignores them, and so are articles that are
    elided or joined. In a
    language without spaces, fillers are left out too.
    """
    lower = unicodedata.normalize("NFC", text).lower()
    for letter, spelled in language.other_spellings.items():
        lower = lower.replace(letter, spelled)
    plain = with_plain_signs(language.with_decimal_points(lower))
    if language.ignores_accents and not plain.isascii():
        apart = unicodedata.normalize("NFD", plain)
        plain = unicodedata.normalize("NFC", ignored_accents(language).sub("", apart))
    if language.folds_kana:
        plain = _KATAKANA.sub(lambda kana: chr(ord(kana[0]) - _KANA_DISTANCE), plain)
    for article in language.elided_articles:
        is_end = article.startswith("'")
        plain = re.sub(rf"\B{article}\b" if is_end else rf"\b{article}'", " ", plain)
    if language.joined_article:
        plain = _joined_article(language).sub("", plain)
    plain = _APOSTROPHE_BEHIND_VOWEL.sub("", plain).replace("'", " ")
    return plain if language.has_word_edges else _without_filler(plain, language)


@lru_cache(maxsize=64)
def _joined_article(language: Language) -> re.Pattern[str]:
    """Return the pattern of an article in front of at least two letters."""
    return re.compile(rf"\b{language.joined_article}(?=\w{{2}})")


@lru_cache(maxsize=64)
def ignored_accents(language: Language) -> re.Pattern[str]:
    """Return the pattern of the accents that a language ignores, in letters apart.

    The text is in lower case and in the form NFD. An accent of a letter of its own,
    such as ñ, is not ignored.
    """
    if not language.ignores_accents:
        return _NEVER
    own = (unicodedata.normalize("NFD", letter) for letter in language.own_letters)
    kept = "".join(f"(?!(?<={letter[0]}){letter[1:]})" for letter in own)
    return re.compile(f"{kept}[{ACCENTS}]")


def _without_filler(plain: str, language: Language) -> str:
    """Return a text of a language without spaces without fillers around it."""
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", plain)
    for prefix in language.prefixes:
        if bare.startswith(prefix) and len(bare) > len(prefix):
            return bare[len(prefix) :]
    for suffix in language.suffixes:
        if bare.endswith(suffix) and len(bare) > len(suffix):
            return bare[: -len(suffix)]
    return plain


@lru_cache(maxsize=65536)
def with_same_letters(word: str, language: Language) -> str:
    """Return a long word with one way to write its sounds: *kalzium* for *calcium*.

    A short one, as the *C* of *Vitamin C*, comes back unchanged, and so does the end.
    """
    if not language.same_letters or len(word) < _SHORTEST_WITH_SAME_LETTERS:
        return word
    letters = _same_letters(language)
    return letters.sub(lambda found: language.same_letters[found[0]], word)


@lru_cache(maxsize=64)
def _same_letters(language: Language) -> re.Pattern[str]:
    # An *ae* in front may be a prefix: *aefferent* is not *efferent*.
    longest_first = sorted(language.same_letters, key=len, reverse=True)
    longest_first = [
        rf"(?<=\w){letters}" if letters[0] == "a" else letters
        for letters in longest_first
    ]
    return re.compile(rf"(?:{'|'.join(longest_first)})(?=\w)")


def accents_agree(typed: str, right: str, language: Language) -> bool:
    """Whether a typed text has no accent that the right one does not have.

    Accents may be left out: all of a word, or some but not on its last letter, because
    *côte* is not *côté*.
    """
    if not language.ignores_accents or typed.isascii():
        return True
    typed_words, right_words = _letters_of(typed), _letters_of(right)
    if len(typed_words) != len(right_words):
        return True
    return all(
        _word_agrees(one, other)
        or (language.has_two_accents and _has_other_accent(one, other))
        for one, other in zip(typed_words, right_words, strict=True)
    )


def _letters_of(text: str) -> list[str]:
    """Return the runs of letters, without those behind a number, as in *3ème*.

    Two points only part two vowels: *aiguë* is also written *aigüe*.
    """
    lower = unicodedata.normalize("NFD", text.lower()).replace(_TWO_POINTS, "")
    composed = unicodedata.normalize("NFC", lower)
    return re.findall(r"(?<![^\W_])[^\W\d_]+", composed)


def _word_agrees(typed: str, right: str) -> bool:
    if typed == right or not any(map(_has_mark, typed)):
        return True
    if len(typed) != len(right):
        return not _has_other_end(typed, right)
    differing = [one for one, other in zip(typed, right, strict=True) if one != other]
    if _base(typed[-1]) != _base(right[-1]):
        differing.pop()  # another form: *insulinę* for *insulina*
    has_other_accent = typed[-1] != right[-1] and _base(typed[-1]) == _base(right[-1])
    return not has_other_accent and not any(map(_has_mark, differing))


def _has_mark(letter: str) -> bool:
    """Whether a letter has an accent or a stroke, or is two in one: *ł*, *æ*."""
    return letter in "łæœ" or len(unicodedata.normalize("NFD", letter)) > 1


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _has_other_accent(typed: str, right: str) -> bool:
    """Whether accents differ in kind, but not in place, and not at the end."""
    return (
        len(typed) == len(right)
        and typed[-1] == right[-1]
        and all(
            one == other or (_has_mark(one) and _has_mark(other))
            for one, other in zip(typed, right, strict=True)
        )
    )


def _has_other_end(typed: str, right: str) -> bool:
    """Whether a plural has an accent that its singular lacks: *côtés* and *côte*."""
    end = min(len(typed), len(right)) - 1
    is_same_word = [*map(_base, typed[:end])] == [*map(_base, right[:end])]
    return is_same_word and _has_mark(typed[end]) and _base(typed[end]) == right[end]
