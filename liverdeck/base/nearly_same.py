"""Whether two sets of words are nearly the same, so that two texts say one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

SHARED_IF_NEARLY_THE_SAME = 0.8
"""Two texts are nearly the same if at least this share of their words is in both."""


def are_nearly_the_same(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Whether at least `SHARED_IF_NEARLY_THE_SAME` of all words is in both sets."""
    return len(one & other) >= SHARED_IF_NEARLY_THE_SAME * len(one | other)


def have_words_of_their_own(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Whether each set has a word that the other lacks.

    Such words (*from the body*, *from the lungs*) tell two questions apart, however
    many others they share.
    """
    return not (one <= other or other <= one)
