"""The share that two sets have in common, and whether two texts are nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

SHARED_IF_NEARLY_THE_SAME = 0.8
"""Two texts are nearly the same if at least this share of their words is in both."""


def share_in_both(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return the share of all elements that is in both sets, from 0 to 1.

    It is 1 for two empty sets. Mathematicians call it the Jaccard index.
    """
    common = len(one & other)
    # The set of all elements is not made, to save time: quizzes compare very many
    # pairs.
    all_count = len(one) + len(other) - common
    return common / all_count if all_count else 1.0


def are_nearly_the_same(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Whether at least `SHARED_IF_NEARLY_THE_SAME` of all words is in both sets."""
    return share_in_both(one, other) >= SHARED_IF_NEARLY_THE_SAME


def have_words_of_their_own(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Whether each set has a word that the other does not have.

    Such words tell two questions apart (*from the body*, *from the lungs*), even if the
    questions share all other words.
    """
    return not (one <= other or other <= one)
