"""What rises or falls, however it is said: *rise in heart rate*, *heart rate rises*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.modifiers import WORDS_FOR_DOWN, WORDS_FOR_UP

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

_CHANGES = {
    "↑": (
        "↑ increase increases increased increasing raise raises raised elevated",
        "increase increases increased increasing rises rising raised elevated",
        "increase rise elevation",
    ),
    "↓": (
        "↓ decrease decreases decreased decreasing reduce reduces reduced lowered",
        "decrease decreases decreased decreasing falls falling drops reduced lowered",
        "decrease reduction fall drop",
    ),
}
"""What stands before what changes, behind it, and before an *in* or *of*."""
_BEFORE, _BEHIND, _BEFORE_IN = (
    {word: sign for sign, words in _CHANGES.items() for word in words[index].split()}
    for index in range(3)
)
WORDS_OF_CHANGES = WORDS_FOR_UP.union(WORDS_FOR_DOWN, _BEFORE, _BEHIND, _BEFORE_IN)
_ONLY_IN = ("rise", "fall", "drop")
"""*Drop of blood* is no change."""
_GOES: dict[Tokens, str] = {
    ("goes", "up"): "↑",
    ("go", "up"): "↑",
    ("goes", "down"): "↓",
    ("go", "down"): "↓",
}


def change_in(tokens: Tokens) -> tuple[str, Tokens]:
    """Return ↑ and *heart rate* for *heart rate increases*, *rise in heart rate* ...

    Both are empty if a text says no change, or several.
    """
    if len(tokens) < 2 or sum(map(WORDS_OF_CHANGES.__contains__, tokens)) != 1:  # noqa: PLR2004
        return "", ()
    is_noun = tokens[1] == "in" or (tokens[1] == "of" and tokens[0] not in _ONLY_IN)
    if is_noun and tokens[0] in _BEFORE_IN and len(tokens) > 2:  # noqa: PLR2004
        return _BEFORE_IN[tokens[0]], tokens[2:]
    if tokens[0] in _BEFORE:
        return _BEFORE[tokens[0]], tokens[1:]
    if tokens[-2:] in _GOES:
        return _GOES[tokens[-2:]], tokens[:-2]
    if tokens[-1] in _BEHIND:
        return _BEHIND[tokens[-1]], in_front_of_last(tokens)
    return "", ()


def in_front_of_last(tokens: Tokens) -> Tokens:
    """Return *TSH* for *TSH raised* and for *TSH is raised*."""
    return tokens[:-2] if tokens[-2:-1] in (("is",), ("are",)) else tokens[:-1]
