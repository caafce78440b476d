"""Rules about words that are in another order or too many, and the last rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.prepared import tokens_around
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Outcome, Verdict

_ARTICLE = "a"
_MOST_EXTRA_WORDS = 1
"""A right answer with up to this many extra words is *retype*; with more, *wrong*."""


def shuffled_or_extra(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The words of an answer in another order, or with others around, are in doubt."""
    bare = typed.bare
    for phrase in right.right_phrases:
        if len(bare) > 1 and sorted(bare) == sorted(phrase.tokens):
            return right.verdict("retype", "order", typed)
        extra = tokens_around(phrase, bare)
        markers = [token for token in extra or () if _is_marker(token, typed)]
        if markers:
            return right.verdict("wrong", "marker", typed, " ".join(markers))
        if extra is not None:
            is_doubtful = len(extra) <= _MOST_EXTRA_WORDS
            outcome: Outcome = "retype" if is_doubtful else "wrong"
            return right.verdict(outcome, "extra", typed, " ".join(extra))
    return None


def _is_marker(token: str, typed: Typed) -> bool:
    """Whether a token is a digit, a letter or the like, which names another thing.

    An *a* in front of a word is an article, and *one* is not the digit 1.
    """
    if token[0].isdigit():
        return token in tokens_of(typed.text, number_words_as_digits=False)
    if token == _ARTICLE and typed.bare[-1] != _ARTICLE:
        return False
    return len(token) == 1 and token.isalpha()


def nothing_near(right: RightAnswer, typed: Typed) -> Verdict:
    """Any other text is wrong."""
    return right.verdict("wrong", "wrong", typed)
