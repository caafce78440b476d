"""Rules about words and signs around an answer that may change its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.modifiers import (
    HEDGES,
    NEGATIONS,
    alternatives,
    split_at_brackets,
    without_filler,
    without_hedges,
)
from liverdeck.checker.prepared import is_initials, reversed_at_of
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.modifiers import Tokens
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Verdict


def negated(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A negation that the answer does not have makes it wrong."""
    negations = [token for token in _added_tokens(right, typed) if token in NEGATIONS]
    if negations and len(typed.bare) > 1:
        return right.verdict("wrong", "negated", typed, negations[0])
    return None


def hedged(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A right answer with *maybe* is asked for again without it."""
    hedges = [token for token in _added_tokens(right, typed) if token in HEDGES]
    if not hedges:
        return None
    unhedged = without_filler(without_hedges(typed.bare))
    if unhedged in right.by_tokens or reversed_at_of(unhedged) in right.by_tokens:
        return right.verdict("retype", "hedged", typed, hedges[0])
    return None


def _added_tokens(right: RightAnswer, typed: Typed) -> Tokens:
    """Return the typed tokens that no right answer has."""
    return tuple(token for token in typed.bare if token not in right.right_tokens)


def brackets(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Beside a right answer, brackets may hold another one or its initials."""
    outside, in_brackets = split_at_brackets(typed.text)
    phrase = right.equal_phrase(tokens_of(outside)) if in_brackets else None
    if phrase is None:
        return None
    for text in in_brackets:
        is_right = right.equal_phrase(tokens_of(text)) is not None
        if not is_right and not is_initials(text, phrase.tokens):
            return right.verdict("retype", "extra", typed, text)
    return right.correct(typed, phrase)


def several_answers(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Several answers are right only if each of them is."""
    texts = alternatives(typed.text)
    if len(texts) < 2:  # noqa: PLR2004
        return None
    are_right = [
        right.equal_phrase(without_hedges(tokens) or tokens) is not None
        for tokens in map(tokens_of, texts)
    ]
    if all(are_right):
        return right.verdict("correct", "alias", typed)
    if any(are_right):
        return right.verdict("wrong", "hedged", typed)
    return None
