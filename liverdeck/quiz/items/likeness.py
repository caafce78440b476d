"""Whether two answers of a deck might be taken for each other.

The checker has the last word, but it is slow on texts that are nothing alike, and a deck has many of those. Where two
texts differ in words with hardly a pair of letters in common, no rule of the checker takes one for the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from liverdeck.checker.key import key_of
from liverdeck.checker.prepared import is_initials, letters_of
from liverdeck.checker.spelling import FAR, slip
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.fact import Fact

_LIGHT = frozenset(
    "a an the of in on at by to for from with and or not no is are be it its".split()
)
_ARTICLES = ("a", "an", "the")
_ALIKE = 0.15
"""Share of pairs of letters in common from which two texts are compared in earnest; two random ones have some 0.05."""
_ALIKE_IN_LONG_WORDS = 0.25
"""Likewise in long words, where hyper- and -itis make all alike; a misspelt one keeps far more."""
_LONG = 10
_LONGEST_INITIALS = 8
_DIGIT = re.compile(r"\d")
_FARTHEST = 4.8
"""The slip from which the checker never takes one word for another is 4.5; here words have lost their plural s."""
_BY_SPACES = 2.0
"""More than the slip that it forgives where words are written together."""


@dataclass(frozen=True, slots=True)
class ComparedText:
    """One text, prepared for comparison."""

    text: str
    tokens: tuple[str, ...]
    words: frozenset[str]
    """Its tokens that carry weight, without a plural s."""
    joined: str
    """Its tokens without articles and without the spaces between them."""
    has_digits: bool

    def resembles(self, other: ComparedText) -> bool:
        """Whether the checker has to be asked about the two: they are alike where they differ."""
        if self.has_digits or other.has_digits:
            return True
        mine, theirs = self.words - other.words, other.words - self.words
        if not mine or not theirs:
            return True
        if _share_letters(mine, theirs) and _are_slips(mine, theirs):
            return True
        return (
            self.is_spaced_like(other)
            or self.may_stand_for(other)
            or other.may_stand_for(self)
        )

    def is_spaced_like(self, other: ComparedText) -> bool:
        """Whether the two are nearly the same with their spaces left out, from the first letter on."""
        if len(self.tokens) == len(other.tokens) or self.joined[:1] != other.joined[:1]:
            return False
        return slip(self.joined, other.joined, _BY_SPACES) < FAR

    def may_stand_for(self, other: ComparedText) -> bool:
        """Whether it may be the other's initials."""
        is_short = len(self.tokens) == 1 and len(self.text) <= _LONGEST_INITIALS
        return (
            is_short and len(other.tokens) > 1 and is_initials(self.text, other.tokens)
        )


@lru_cache(maxsize=2**16)
def compared_text(text: str) -> ComparedText:
    """Return a text prepared for comparison."""
    tokens = tokens_of(text)
    words = frozenset(token.rstrip("s") for token in tokens if token not in _LIGHT)
    joined = "".join(token for token in tokens if token not in _ARTICLES)
    return ComparedText(text, tokens, words, joined, _DIGIT.search(text) is not None)


def _share_letters(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    one, two = _pairs_of(mine), _pairs_of(theirs)
    common = len(one & two)
    least = _ALIKE_IN_LONG_WORDS if min(len(one), len(two)) >= _LONG else _ALIKE
    return common > least * (len(one) + len(two) - common)


def _are_slips(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    fewer, more = sorted((mine, theirs), key=len)
    return all(
        any(slip(word, other, _FARTHEST) < FAR for other in more) for word in fewer
    )


@lru_cache(maxsize=2**15)
def _pairs_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset(
        pair for word in words for pair in map("".join, pairwise(f" {word}"))
    )


def normalized_forms(answer: Answer) -> frozenset[str]:
    """Return every way to say an answer, levelled; two answers with one in common mean the same."""
    return _levels(answer.text, answer.accept)


@lru_cache(maxsize=2**15)
def _levels(text: str, also: tuple[str, ...]) -> frozenset[str]:
    return frozenset(level for each in (text, *also) for level in letters_of(each))


def is_wrong(answer: Answer, right: Sequence[Answer], fact: Fact) -> bool:
    """Whether an answer is wrong for a fact, by whichever of its names, and none that the document leaves open."""
    if any(nested(text, answer.text) for text in fact.open):
        return False
    if any(
        _is_vaguer(answer.text, name)
        for each in right
        for name in (each.text, *each.accept)
    ):
        return False
    return not any(_may_be(answer, each, fact.open) for each in right)


def nested(one: str, other: str) -> bool:
    """Whether one text consists of words of the other."""
    first, second = compared_text(one).words, compared_text(other).words
    return bool(first and second) and (first <= second or second <= first)


def _is_vaguer(text: str, name: str) -> bool:
    # "bowel" says less than "large bowel", and so it may be meant.
    words = compared_text(text).words
    return bool(words) and words < compared_text(name).words


@lru_cache(maxsize=2**15)
def _may_be(answer: Answer, right: Answer, open_texts: tuple[str, ...]) -> bool:
    if normalized_forms(answer) & normalized_forms(right):
        return True
    named = compared_text(answer.text)
    suspects = [answer.text] if _any_like(named, (right.text, *right.accept)) else []
    suspects += [
        text
        for text in answer.accept
        if compared_text(text).resembles(compared_text(right.text))
    ]
    if not suspects:
        return False
    key = key_of(right, open_texts)
    return any(key.check(text).outcome != "wrong" for text in suspects)


def _any_like(reading: ComparedText, texts: Iterable[str]) -> bool:
    return any(reading.resembles(compared_text(text)) for text in texts)
