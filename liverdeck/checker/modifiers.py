"""Words around an answer that change nothing (it is ...), and words that change everything (not, maybe, or)."""

from __future__ import annotations

import re

Tokens = tuple[str, ...]

_ARTICLES = ("the", "a", "an")
_FILLERS = frozenset(
    tuple(filler.split())
    for filler in (
        "answer is",
        "answer",
        "it is",
        "its",
        "it s",
        "this is",
        "that is",
        "thats",
        "they are",
        "these are",
        "is",
        "are",
        "they",
        "it",
        "i think it",
        "called",
        "i think",
        "i believe",
        "i think it is",
        "i think its",
        "my answer is",
    )
)
_LONGEST_FILLER = 4
_FILLER_STARTS = frozenset(filler[0] for filler in _FILLERS)

NEGATIONS = frozenset(
    "no not non never without neither nor isnt arent wasnt doesnt dont cannot cant absent absence lack lacks lacking "
    "excluded excludes excluding except denies denied negative free none nothing negated unlike false untrue wrong "
    "opposite".split()
)
HEDGES = frozenset(
    "maybe perhaps possibly probably either might could unsure guess".split()
)
_GIVEN_UP = frozenset(
    tuple(text.split())
    for text in (
        "idk",
        "dont know",
        "i dont know",
        "do not know",
        "i do not know",
        "no idea",
        "unknown",
        "dunno",
        "pass",
        "not sure",
        "no clue",
        "skip",
        "null",
        "nil",
        "n a",
        "na",
        "forgot",
        "i forgot",
    )
)

_ALTERNATIVES = re.compile(
    r"[/;|,=\n&]|\b(?:or|and|aka|i\.\s?e\.|alias|also (?:called|known as))\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def without_filler(tokens: Tokens) -> Tokens:
    """Return the tokens without what leads up to an answer: it is, the answer is, an article."""
    start = 0
    while (length := _filler_at(tokens, start)) and start + length < len(tokens):
        start += length
    return tokens[start:] if start else tokens


def _filler_at(tokens: Tokens, start: int) -> int:
    if start < len(tokens) and tokens[start] in _ARTICLES:
        return 1
    if start == len(tokens) or tokens[start] not in _FILLER_STARTS:
        return 0
    return max(
        (
            length
            for length in range(1, _LONGEST_FILLER + 1)
            if tokens[start : start + length] in _FILLERS
        ),
        default=0,
    )


def gives_up(tokens: Tokens) -> bool:
    """Whether the learner says that they do not know."""
    return tokens in _GIVEN_UP


def alternatives(typed: str) -> list[str]:
    """Split a text at what offers one answer beside another: or, a slash, a comma; one part where nothing does."""
    return [part for part in _ALTERNATIVES.split(typed) if part.strip()]


def without_brackets(typed: str) -> tuple[str, list[str]]:
    """Return a text without what it holds in brackets, and what they held."""
    return _BRACKETS.sub(" ", typed), _BRACKETS.findall(typed)
