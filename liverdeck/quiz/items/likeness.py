"""Whether two answers of a deck might mean the same.

The checker decides, but it is slow, and most pairs of texts in a deck are quite
different. So a fast comparison goes first: where two texts differ, do their words have
pairs of letters in common? If they have hardly any, no rule of the checker takes one
text for the other.
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

_LIGHT_WORDS = frozenset(
    "a an the of in on at by to for from with and or not no is are be it its".split()
)
"""Words that are left out of a comparison."""
_ARTICLES = ("a", "an", "the")
_ALIKE = 0.15
"""Two texts with a larger share of common letter pairs go to the checker.

Two random texts share about 0.05 of their letter pairs.
"""
_ALIKE_IN_LONG_TEXTS = 0.25
"""The same share for long texts, where endings such as -itis make many words alike.

A misspelled word keeps many more of its letter pairs.
"""
_LONG_TEXT = 10
"""How many different letter pairs make a text long."""
_LONGEST_INITIALS = 8
"""The most letters that initials have."""
_DIGIT = re.compile(r"\d")
_LARGEST_SLIP = 4.8
"""The largest slip with which two words may still be taken for each other.

The checker's own limit is 4.5. It is higher here because the words have lost their
plural s.
"""
_LARGEST_SLIP_OF_SPACES = 2.0
"""More than the slip that the checker forgives if words are written together."""


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text that is prepared for comparison."""

    text: str
    tokens: tuple[str, ...]
    words: frozenset[str]
    """Its tokens without light words and without a plural s."""
    joined: str
    """Its tokens without articles, joined without spaces."""
    has_digits: bool

    def resembles(self, other: ComparedText) -> bool:
        """Whether the checker has to decide: the texts are alike where they differ."""
        if self.has_digits or other.has_digits:
            return True
        only_here = self.words - other.words
        only_there = other.words - self.words
        if not only_here or not only_there:
            return True
        if _share_letter_pairs(only_here, only_there) and _may_be_slips(
            only_here, only_there
        ):
            return True
        return (
            self._differs_in_spaces(other)
            or self._may_be_initials_of(other)
            or other._may_be_initials_of(self)
        )

    def _differs_in_spaces(self, other: ComparedText) -> bool:
        """Whether the two are nearly equal without spaces and begin with one letter."""
        if len(self.tokens) == len(other.tokens) or self.joined[:1] != other.joined[:1]:
            return False
        return slip(self.joined, other.joined, _LARGEST_SLIP_OF_SPACES) < FAR

    def _may_be_initials_of(self, other: ComparedText) -> bool:
        if len(self.tokens) != 1 or len(self.text) > _LONGEST_INITIALS:
            return False
        return len(other.tokens) > 1 and is_initials(self.text, other.tokens)


@lru_cache(maxsize=2**16)
def compared_text(text: str) -> ComparedText:
    """Return a text prepared for comparison."""
    tokens = tokens_of(text)
    words = frozenset(
        token.rstrip("s") for token in tokens if token not in _LIGHT_WORDS
    )
    joined = "".join(token for token in tokens if token not in _ARTICLES)
    return ComparedText(text, tokens, words, joined, _DIGIT.search(text) is not None)


def _share_letter_pairs(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether enough letter pairs are common to the words of two texts."""
    first, second = _letter_pairs(words), _letter_pairs(others)
    common = len(first & second)
    in_either = len(first) + len(second) - common
    are_long = min(len(first), len(second)) >= _LONG_TEXT
    share = _ALIKE_IN_LONG_TEXTS if are_long else _ALIKE
    return common > share * in_either


@lru_cache(maxsize=2**15)
def _letter_pairs(words: frozenset[str]) -> frozenset[str]:
    """Return all pairs of letters in a row; a space goes before each word."""
    return frozenset(
        pair for word in words for pair in map("".join, pairwise(f" {word}"))
    )


def _may_be_slips(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether each word of the smaller set is near to some word of the larger one."""
    fewer, more = sorted((words, others), key=len)
    return all(
        any(slip(word, other, _LARGEST_SLIP) < FAR for other in more) for word in fewer
    )


def normalized_forms(answer: Answer) -> frozenset[str]:
    """Return every way to say an answer, normalized.

    Two answers with a form in common mean the same.
    """
    return _normalized_forms(answer.text, answer.accept)


@lru_cache(maxsize=2**15)
def _normalized_forms(text: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(letters_of, (text, *aliases)))


def is_wrong(answer: Answer, right: Sequence[Answer], fact: Fact) -> bool:
    """Whether an answer is certainly wrong for a fact, by each of its names.

    An answer that the document leaves open is not certainly wrong.
    """
    if any(nested(text, answer.text) for text in fact.open):
        return False
    for right_answer in right:
        names = (right_answer.text, *right_answer.accept)
        if any(_is_vaguer(answer.text, name) for name in names):
            return False
    return not any(_may_be(answer, right_answer, fact.open) for right_answer in right)


def nested(one: str, other: str) -> bool:
    """Whether all words of one text are words of the other."""
    first, second = compared_text(one).words, compared_text(other).words
    return bool(first and second) and (first <= second or second <= first)


def _is_vaguer(text: str, name: str) -> bool:
    """Whether a text says less than a name: "bowel" may mean "large bowel"."""
    words = compared_text(text).words
    return bool(words) and words < compared_text(name).words


@lru_cache(maxsize=2**15)
def _may_be(answer: Answer, right: Answer, open_texts: tuple[str, ...]) -> bool:
    """Whether an answer may be right, as the checker sees it."""
    if normalized_forms(answer) & normalized_forms(right):
        return True
    right_text = compared_text(right.text)
    suspects = []
    if _resembles_any(answer.text, (right.text, *right.accept)):
        suspects.append(answer.text)
    suspects += [
        alias for alias in answer.accept if compared_text(alias).resembles(right_text)
    ]
    if not suspects:
        return False
    key = key_of(right, open_texts)
    return any(key.check(text).outcome != "wrong" for text in suspects)


def _resembles_any(text: str, others: Iterable[str]) -> bool:
    compared = compared_text(text)
    return any(compared.resembles(compared_text(other)) for other in others)
