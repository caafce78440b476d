"""A key and a distractor that are opposites, such as *well* and *badly*.

A third option that says one of the two again, such as *worse than the other drug*, does
not fit beside them. The words are English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.quiz.items.distractor_choice import Distractor

_OPPOSITES = """
    best better good well / bad badly poorly worse worst
    more most / fewer fewest least less
    high higher highest / low lower lowest
    increase increased increases raised rise rises rising / decrease decreased decreases
      drop drops fall falls falling
    enlarges expands grows swells / contracts shrinks
    fast faster fastest quick quicker quickly / slow slower slowest slowly
    big bigger biggest large larger largest / small smaller smallest
    long longer longest / short shorter shortest
    strong stronger strongest strongly / weak weaker weakest weakly
    earlier earliest early sooner / late later latest
    hot hotter hottest warm warmer warmest / cold colder coldest cool cooler
    thick thicker thickest / thin thinner thinnest
    hard harder hardest / soft softer softest
    bright brighter / dark darker
    easily easy easier / difficult hardly
    often / rarely seldom
    before / after
    above / below beneath
    inside / outside
    upper / lower
    left / right
    open opens / closed closes
"""
"""Words on each side of a slash; a longer line goes on after two more spaces."""
_COMPARISONS = frozenset(("than", "as"))
_MOST_DISTRACTORS = 2
"""With more wrong options than this, a pair of opposites does not stand out."""


def only_opposite(key: str, distractors: Sequence[Distractor]) -> Distractor | None:
    """Return the opposite of a key, if no other distractor fits beside the two.

    Beside *well* and *badly*, *worse than others* does not fit. Beside *rises* and
    *falls*, *stays the same* fits. None if there is no opposite, if another distractor
    fits beside the two, or if there are more than two distractors.
    """
    if len(distractors) > _MOST_DISTRACTORS:
        return None
    for opposite in distractors:
        side_words = _words_of_opposites(key, opposite.text)
        others = [other for other in distractors if other is not opposite]
        if side_words and all(
            _repeats_side(other.text, side_words) for other in others
        ):
            return opposite
    return None


def _words_of_opposites(key: str, other: str) -> frozenset[str]:
    """Return all words of the line of `_OPPOSITES` that makes two texts opposites.

    Empty if the texts are not opposites. Opposites differ in one word only.
    """
    words, others = words_of(key), words_of(other)
    if len(words) != len(others):
        return frozenset()
    different = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    if len(different) != 1:
        return frozenset()
    word, opposite = different[0]
    for one, another in _SIDES:
        for side, other_side in ((one, another), (another, one)):
            if word in side and opposite in other_side:
                return one | another
    return frozenset()


def _repeats_side(text: str, side_words: frozenset[str]) -> bool:
    """Whether a text has a word of either side, or compares."""
    words = words_of(text)
    return not side_words.isdisjoint(words) or not _COMPARISONS.isdisjoint(words)


def _sides_of(line: str) -> tuple[frozenset[str], frozenset[str]]:
    one, other = line.split("/")
    return frozenset(one.split()), frozenset(other.split())


_SIDES = [
    _sides_of(line) for line in _OPPOSITES.replace("\n      ", " ").strip().splitlines()
]
