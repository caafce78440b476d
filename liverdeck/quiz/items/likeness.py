"""Compares two texts fast, before the checker does.

The checker decides whether two texts mean the same, but it is slow, and most pairs of
texts in a deck are quite different. So a fast comparison comes first. It ignores the
words that both texts have. If the other words share few pairs of letters, the texts
count as different. In some cases only the checker can tell, for example if a text has
numbers.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from liverdeck.base.nearly_same import share_in_both
from liverdeck.base.values import caching_class
from liverdeck.checker.alignment import DOUBTFUL_ABOVE_LIMIT, LIMIT_OF_JOINED
from liverdeck.checker.initials import LONGEST_CODE, is_initials
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.numerals import has_digit
from liverdeck.checker.phrase_words import LIMIT_OF_LONG_WORDS
from liverdeck.checker.spelling import TOO_FAR, slip
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIGHT_WORDS = ENGLISH.articles | frozenset(
    "of in on at by to for from with and or not no is are be it its".split()
)
"""Words that are left out when the words of two texts are compared."""
_ALIKE_FRACTION = 0.15
"""Two texts are alike if more than this fraction of their letter pairs is in both.

Two random texts share about 0.05.
"""
_ALIKE_FRACTION_OF_LONG_TEXTS = 0.2
"""What `_ALIKE_FRACTION` is for long texts.

It is higher, because endings such as -itis make many long texts alike. A misspelled
word keeps more than this fraction of its letter pairs.
"""
_FEWEST_PAIRS_OF_LONG_TEXT = 10
"""A text is long if it has this many different letter pairs or more."""
_MARGIN_FOR_ENDINGS = 0.3
"""What a slip may cost above the limit, as words are compared without a last s."""
_LARGEST_SLIP = LIMIT_OF_LONG_WORDS + DOUBTFUL_ABOVE_LIMIT + _MARGIN_FOR_ENDINGS
"""If a slip costs more, the two words are different.

It is more than the largest slip that can be in doubt in the checker.
"""
_LARGEST_SLIP_WITHOUT_SPACES = LIMIT_OF_JOINED + DOUBTFUL_ABOVE_LIMIT
"""If a slip costs more, two texts that are compared without spaces are different."""


@caching_class
class ComparedText:
    """A text that is prepared for comparison."""

    original: str
    """The text as it was given."""
    tokens: tuple[str, ...]
    words: frozenset[str]
    """The tokens that are not light words, each without any s at its end."""

    @cached_property
    def has_digits(self) -> bool:
        """Whether the text has a digit."""
        return has_digit(self.original)

    @cached_property
    def joined(self) -> str:
        """The tokens without articles, joined without spaces."""
        return "".join(token for token in self.tokens if token not in ENGLISH.articles)

    @cached_property
    def letter_pairs(self) -> frozenset[str]:
        """The letter pairs of the words."""
        return _letter_pairs(self.words)

    def is_vaguer_than(self, other: ComparedText) -> bool:
        """Whether another text has all words of this one, and more.

        "Bowel" is vaguer than "large bowel". Light words do not count. False if this
        text has no words that count.
        """
        return bool(self.words) and self.words < other.words

    def contains_or_is_in(self, other: ComparedText) -> bool:
        """Whether all words of one of the two texts are in the other.

        Light words do not count. False if one of the texts has no words that count.
        """
        first, second = self.words, other.words
        return bool(first and second) and (first <= second or second <= first)

    def says(self, other: ComparedText) -> bool:
        """Whether the tokens of another text follow each other somewhere in this one.

        False if the other text has no tokens.
        """
        run = other.tokens
        if not run:
            return False
        last_start = len(self.tokens) - len(run)
        return any(
            self.tokens[start : start + len(run)] == run
            for start in range(last_start + 1)
        )

    def resembles(self, other: ComparedText) -> bool:
        """Whether only the checker can tell if the two texts mean the same.

        If False, the checker does not call one text *correct* for the other. In rare
        cases, such as many slips in one word, the checker would still be in doubt.
        """
        if self.has_digits or other.has_digits:
            return True
        if self.words <= other.words or other.words <= self.words:
            return True
        return (
            self._may_be_initials_of(other)
            or other._may_be_initials_of(self)
            or self._may_differ_only_in_spaces(other)
            or self._may_have_slips_of(other)
        )

    def _may_be_initials_of(self, other: ComparedText) -> bool:
        if len(self.tokens) != 1 or len(self.original) > LONGEST_CODE:
            return False
        return len(other.tokens) > 1 and is_initials(self.original, other.tokens)

    def _may_differ_only_in_spaces(self, other: ComparedText) -> bool:
        """Whether the two texts are nearly equal without spaces.

        The texts must begin with the same letter and have different numbers of tokens.
        """
        if len(self.tokens) == len(other.tokens) or self.joined[:1] != other.joined[:1]:
            return False
        return slip(self.joined, other.joined, _LARGEST_SLIP_WITHOUT_SPACES) < TOO_FAR

    def _may_have_slips_of(self, other: ComparedText) -> bool:
        """Whether words that only one text has may be slips of words of the other."""
        common = self.words & other.words
        if not common:
            # A text keeps these letter pairs for the next comparison.
            pairs, other_pairs = self.letter_pairs, other.letter_pairs
            words, other_words = self.words, other.words
        else:
            words, other_words = self.words - common, other.words - common
            pairs, other_pairs = _letter_pairs(words), _letter_pairs(other_words)
        return _share_enough(pairs, other_pairs) and _may_be_slips(words, other_words)


def compared_text(text: str) -> ComparedText:
    """Return a text prepared for comparison."""
    tokens = tokens_of(text)
    words = frozenset(
        token.rstrip("s") for token in tokens if token not in _LIGHT_WORDS
    )
    return ComparedText(text, tokens, words)


def _share_enough(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two sets have a large enough fraction of their letter pairs in common."""
    are_long = min(len(first), len(second)) >= _FEWEST_PAIRS_OF_LONG_TEXT
    least_fraction = _ALIKE_FRACTION_OF_LONG_TEXTS if are_long else _ALIKE_FRACTION
    return share_in_both(first, second) > least_fraction


def _letter_pairs(words: Iterable[str]) -> frozenset[str]:
    """Return all pairs of neighboring letters, with a space before each word.

    The word "bile" has the pairs " b", "bi", "il" and "le".
    """
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
