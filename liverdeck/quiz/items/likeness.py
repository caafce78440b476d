"""Whether two answers of a deck might mean the same.

The checker decides, but it is slow, and most pairs of texts in a deck are quite
different. So a fast comparison goes first. It leaves out the words that two texts have
in common. If the other words share hardly any pairs of letters, the texts differ. In
some cases only the checker can tell, for example if a text has numbers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.checker.key import key_of
from liverdeck.checker.prepared import is_initials, ways_without_spaces
from liverdeck.checker.spelling import TOO_FAR, slip
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
_ALIKE_SHARE = 0.15
"""Two texts are alike if they have a larger share of their letter pairs in common.

Two random texts share about 0.05.
"""
_ALIKE_SHARE_IN_LONG_TEXTS = 0.25
"""The same limit for long texts, because endings such as -itis make many of them alike.

A misspelled word keeps a larger share of its letter pairs.
"""
_FEWEST_PAIRS_OF_LONG_TEXT = 10
"""A text is long if it has this many different letter pairs or more."""
_LONGEST_INITIALS = 8
"""A word with more characters is not compared with the initials of a text."""
_DIGIT = re.compile(r"\d")
_LARGEST_SLIP = 4.8
"""If a slip costs more, the two words are different.

The checker's own limit is 4.5. This limit is higher, because the words are compared
without an s at the end.
"""
_LARGEST_SLIP_WITHOUT_SPACES = 2.0
"""If a slip costs more, two texts that are compared without spaces are different.

The checker's own limit is lower.
"""


@value_class
class ComparedText:
    """A text that is prepared for comparison."""

    text: str
    tokens: tuple[str, ...]
    words: frozenset[str]
    """The tokens without light words; each token without any s at its end."""
    joined: str
    """The tokens without articles, joined without spaces."""
    has_digits: bool

    def resembles(self, other: ComparedText) -> bool:
        """Whether only the checker can tell if the two texts mean the same.

        If False, the texts mean different things.
        """
        if self.has_digits or other.has_digits:
            return True
        own_words = self.words - other.words
        other_words = other.words - self.words
        if not own_words or not other_words:
            # One text has all words of the other.
            return True
        are_alike = _share_many_letter_pairs(own_words, other_words)
        if are_alike and _may_be_slips(own_words, other_words):
            return True
        return (
            self._may_differ_only_in_spaces(other)
            or self._may_be_initials_of(other)
            or other._may_be_initials_of(self)
        )

    def _may_differ_only_in_spaces(self, other: ComparedText) -> bool:
        """Whether the two texts are nearly equal without spaces.

        They must begin with the same letter and have different numbers of tokens.
        """
        if len(self.tokens) == len(other.tokens) or self.joined[:1] != other.joined[:1]:
            return False
        return slip(self.joined, other.joined, _LARGEST_SLIP_WITHOUT_SPACES) < TOO_FAR

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


def _share_many_letter_pairs(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sets of words have a large share of their letter pairs in common."""
    first, second = _letter_pairs(words), _letter_pairs(others)
    common = len(first & second)
    in_either = len(first) + len(second) - common
    are_long = min(len(first), len(second)) >= _FEWEST_PAIRS_OF_LONG_TEXT
    share = _ALIKE_SHARE_IN_LONG_TEXTS if are_long else _ALIKE_SHARE
    return common > share * in_either


@lru_cache(maxsize=2**15)
def _letter_pairs(words: frozenset[str]) -> frozenset[str]:
    """Return all pairs of neighboring letters; a space goes before each word."""
    pairs: set[str] = set()
    for word in words:
        pairs.update(map("".join, pairwise(f" {word}")))
    return frozenset(pairs)


def _may_be_slips(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether each word of the smaller set may be a slip of a word of the larger."""
    fewer, more = sorted((words, others), key=len)
    return all(
        any(slip(word, other, _LARGEST_SLIP) < TOO_FAR for other in more)
        for word in fewer
    )


def normalized_names(answer: Answer) -> frozenset[str]:
    """Return an answer's text and aliases, normalized.

    Two answers with a normalized name in common mean the same.
    """
    return _normalized_names(answer.text, answer.accept)


@lru_cache(maxsize=2**15)
def _normalized_names(text: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(ways_without_spaces, (text, *aliases)))


def is_certainly_wrong(answer: Answer, right: Sequence[Answer], fact: Fact) -> bool:
    """Whether an answer is certainly wrong for a fact.

    `right` has the right answers. False if the document leaves the answer open, if the
    answer is vaguer than a right one, or if it may mean the same as a right one.
    """
    if any(one_contains_other(text, answer.text) for text in fact.open):
        return False
    for right_answer in right:
        names = (right_answer.text, *right_answer.accept)
        if any(_is_vaguer(answer.text, name) for name in names):
            return False
    return not any(
        _may_be_right(answer, right_answer, fact.open) for right_answer in right
    )


def one_contains_other(one: str, other: str) -> bool:
    """Whether all words of one text are in the other.

    Light words do not count. False if one of the texts has no words that count.
    """
    first, second = compared_text(one).words, compared_text(other).words
    return bool(first and second) and (first <= second or second <= first)


def _is_vaguer(text: str, name: str) -> bool:
    """Whether a text says less than a name: "bowel" may mean "large bowel"."""
    words = compared_text(text).words
    return bool(words) and words < compared_text(name).words


@lru_cache(maxsize=2**15)
def _may_be_right(answer: Answer, right: Answer, open_texts: tuple[str, ...]) -> bool:
    """Whether an answer may mean the same as a right one.

    That is so if they have a normalized name in common, or if the checker judges the
    answer's text or an alias of it as other than wrong.
    """
    if normalized_names(answer) & normalized_names(right):
        return True
    right_text = compared_text(right.text)
    names_to_check = []
    if _resembles_any(answer.text, (right.text, *right.accept)):
        names_to_check.append(answer.text)
    names_to_check += [
        alias for alias in answer.accept if compared_text(alias).resembles(right_text)
    ]
    if not names_to_check:
        return False
    key = key_of(right, open_texts)
    return any(key.check(name).outcome != "wrong" for name in names_to_check)


def _resembles_any(text: str, others: Iterable[str]) -> bool:
    compared = compared_text(text)
    return any(compared.resembles(compared_text(other)) for other in others)
