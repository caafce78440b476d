"""The words of a phrase: what counts as each of them, and which slip is forgiven."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.checker.known_words import irregular_form, names_of_one_substance
from liverdeck.checker.languages.word_forms import forms_of
from liverdeck.checker.modifiers import SPELLINGS_OF_SIGNS
from liverdeck.checker.spelling import inflections

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens

_IDEOGRAPHS = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7af"))
"""The first and the last character of each block of Japanese, Chinese and Korean."""
_SIDES = {"left": frozenset(("l", "lt")), "right": frozenset(("r", "rt"))}
"""Short forms of left and right."""
_SHORTEST_FORGIVEN = 4
"""In a word with fewer letters no slip is forgiven: it would be a different word."""
_LIMITS = (0.0, 0.0, 0.0, 0.0, 0.5, 0.5, 1.0, 1.8, 2.2, 2.2, 2.6, 3.2)
"""The largest slip that is forgiven; the index is the number of letters of the word."""
LIMIT_OF_LONG_WORDS = 3.5
"""The largest slip that is forgiven in a word that is too long for `_LIMITS`."""


@value_class
class Word:
    """One token of a phrase."""

    text: str
    limit: float | None
    """The largest slip that is forgiven, see docs/checker.md.

    None if no slip is forgiven: in a number, a sign, a single letter, a code, or a word
    that is too short.
    """
    forms: frozenset[str] | None = None
    """What counts as this word; None for an English word.

    The forms of an English word are made when they are first asked for.
    """
    language: Language | None = None
    """The language, if it writes some sounds in two ways."""

    @property
    def spellings(self) -> frozenset[str]:
        """What counts as this word without a slip.

        The token, its singular and plural, other names of the same substance, and a
        sign that means the word.
        """
        if self.forms is not None:
            return self.forms
        return _spellings_of(self.text, is_inexact=self.limit is not None)

    def is_spelled(self, typed: str) -> bool:
        """Whether a typed token counts as this word without a slip."""
        # It takes a while to make the forms of a word. Most begin as the word does.
        if self.forms is None and typed[0] != self.text[0]:
            return may_begin_otherwise(self.text) and typed in self.spellings
        if self.language is None or typed in self.spellings:
            return typed in self.spellings
        from liverdeck.checker.languages.reading import (  # not for English
            with_same_letters,
        )

        typed = with_same_letters(typed, self.language)
        return any(
            with_same_letters(form, self.language) == typed for form in self.spellings
        )


@lru_cache(maxsize=65536)
def words_of_phrase(tokens: Tokens, codes: frozenset[str]) -> tuple[Word, ...]:
    """Return the words of a phrase in English."""
    return tuple(word_of(token, is_code=token in codes) for token in tokens)


def _has_ideograph(token: str) -> bool:
    return not token.isascii() and any(
        first <= character <= last for character in token for first, last in _IDEOGRAPHS
    )


@lru_cache(maxsize=65536)
def word_in(language: Language, token: str, *, is_code: bool, is_last: bool) -> Word:
    """Return a token of a language without word lists, with its other forms."""
    is_exact = is_code or not token.isalpha() or len(token) < _SHORTEST_FORGIVEN
    if is_exact or _has_ideograph(token):
        return Word(token, None, frozenset((token,)))
    forms = forms_of(token, language, is_last=is_last)
    return Word(
        token, _limit_of(token), forms, language if language.same_letters else None
    )


def _limit_of(token: str) -> float:
    return _LIMITS[len(token)] if len(token) < len(_LIMITS) else LIMIT_OF_LONG_WORDS


@lru_cache(maxsize=65536)
def word_of(token: str, *, is_code: bool) -> Word:
    """Return a token of a phrase with its limit."""
    if is_code or not token.isalpha() or len(token) < _SHORTEST_FORGIVEN:
        return Word(token, None)
    if _has_ideograph(token):  # one character is a word
        return Word(token, None, frozenset((token,)))
    return Word(token, _limit_of(token))


@lru_cache(maxsize=65536)
def _spellings_of(token: str, *, is_inexact: bool) -> frozenset[str]:
    signs = SPELLINGS_OF_SIGNS.get(token, frozenset())
    if not token.isalpha() or len(token) == 1:
        return signs | {token}
    signs |= _SIDES.get(token, frozenset())
    if is_inexact:
        names = names_of_one_substance().get(token, frozenset())
        return inflections(token) | names | signs
    singular = token.removesuffix("s") if len(token) >= _SHORTEST_FORGIVEN else token
    return inflections(token) | {token + "s", singular} | signs


@lru_cache(maxsize=65536)
def may_begin_otherwise(token: str) -> bool:
    """Whether a spelling of a token may have another first letter."""
    return (
        token in SPELLINGS_OF_SIGNS
        or token in _SIDES
        or token in names_of_one_substance()
        or irregular_form(token) is not None
    )
