"""Words around an answer.

Some change nothing (*it is*), others change the meaning (*not*, *maybe*, *or*).
"""

from __future__ import annotations

import re

Tokens = tuple[str, ...]

_ARTICLES = ("the", "a", "an")
_FILLERS = frozenset(
    tuple(filler.split())
    for filler in (
        "answer, answer is, my answer is, it, it is, it s, its, is, this is, that is, "
        "thats, they, they are, are, these are, called, i think, i think it, "
        "i think it is, i think its, i believe"
    ).split(", ")
)
_LONGEST_FILLER = 4
"""How many words the longest filler has."""
_FILLER_STARTS = frozenset(filler[0] for filler in _FILLERS)

NEGATIONS = frozenset(
    """
    no not non never without neither nor isnt arent wasnt doesnt dont cannot cant absent
    absence lack lacks lacking excluded excludes excluding except denies denied negative
    free none nothing negated unlike false untrue wrong opposite
    """.split()
)
"""Words that turn the meaning of an answer into its opposite."""
HEDGES = frozenset(
    "maybe perhaps possibly probably either might could unsure guess".split()
)
_WAYS_TO_GIVE_UP = frozenset(
    tuple(text.split())
    for text in (
        "idk, dont know, i dont know, do not know, i do not know, no idea, unknown, "
        "dunno, pass, not sure, no clue, skip, null, nil, n a, na, forgot, i forgot"
    ).split(", ")
)

_SEPARATOR = re.compile(
    r"[/;|,=\n&]|\b(?:or|and|aka|i\.\s?e\.|alias|also (?:called|known as))\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def without_filler(tokens: Tokens) -> Tokens:
    """Return the tokens without fillers and articles in front of the answer.

    A filler or article stays if no token comes after it.
    """
    start = 0
    while (length := _filler_length(tokens, start)) and start + length < len(tokens):
        start += length
    return tokens[start:] if start else tokens


def _filler_length(tokens: Tokens, start: int) -> int:
    """Return how many tokens the filler or article at an index has; 0 if there is none.

    Of several fillers, the longest one counts.
    """
    if start == len(tokens):
        return 0
    if tokens[start] in _ARTICLES:
        return 1
    if tokens[start] not in _FILLER_STARTS:
        return 0
    for length in range(_LONGEST_FILLER, 0, -1):
        if tokens[start : start + length] in _FILLERS:
            return length
    return 0


def without_hedges(tokens: Tokens) -> Tokens:
    """Return the tokens without *maybe*, *perhaps* and the like."""
    return tuple(token for token in tokens if token not in HEDGES)


def gives_up(tokens: Tokens) -> bool:
    """Whether the learner says that they do not know, or wants to skip the question."""
    return tokens in _WAYS_TO_GIVE_UP


def alternatives(typed: str) -> list[str]:
    """Split a text at the words and signs that offer another answer.

    These are *or*, *and*, a slash, a comma and the like. A text without such a
    separator comes back whole. Empty texts are left out.
    """
    return [text for text in _SEPARATOR.split(typed) if text.strip()]


def split_at_brackets(text: str) -> tuple[str, list[str]]:
    """Return the text outside of all brackets, and each text in brackets.

    If brackets are inside brackets, only the inner ones are found.
    """
    return _BRACKETS.sub(" ", text), _BRACKETS.findall(text)
