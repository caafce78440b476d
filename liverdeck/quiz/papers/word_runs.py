"""Runs of word stems in texts, and which of them can be compared with names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.quiz.items.question_words import Run

_MOST_WORDS = 8
"""A longer name is not compared, because hardly any item repeats it word for word."""
_FEWEST_LETTERS = 2
"""A shorter name is not compared: one letter may be in a text by accident."""
_FEWEST_LETTERS_OF_FAMILY, _SHARE_OF_FAMILY = 5, 2 / 3
FEWEST_WORDS_OF_PART = 2
"""An option gives away a name if it is a part of the name and has this many words."""
_MOST_WORDS_IN_ANY_ORDER = 4


def are_one_family(words: Sequence[str]) -> bool:
    """Whether words begin with the same letters.

    These must be at least five, and two thirds of the shortest word.
    """
    common_count = 0
    for letters in zip(*words, strict=False):
        if len(set(letters)) > 1:
            break
        common_count += 1
    fewest = max(_FEWEST_LETTERS_OF_FAMILY, _SHARE_OF_FAMILY * min(map(len, words)))
    return common_count >= fewest


def is_comparable(name: Run) -> bool:
    """Whether a name has the right length to be recognized in a text."""
    if not 0 < len(name) <= _MOST_WORDS:
        return False
    return sum(map(len, name)) >= _FEWEST_LETTERS


def large_parts(name: Run) -> Iterator[Run]:
    """Yield the runs that are at least half of a name, but not the whole name."""
    fewest = max(FEWEST_WORDS_OF_PART, (len(name) + 1) // 2)
    return (run for run in runs_of(name) if fewest <= len(run) < len(name))


def is_short_phrase(run: Run) -> bool:
    """Whether a run is so short that a stem may say its words in another order.

    An example is *dark urine*: the stem may say *turn the urine dark*.
    """
    return FEWEST_WORDS_OF_PART <= len(run) <= _MOST_WORDS_IN_ANY_ORDER


def runs_of(word_stems: Run) -> Iterator[Run]:
    """Yield every run of word stems that is not longer than a compared name."""
    for start in range(len(word_stems)):
        last_end = min(start + _MOST_WORDS, len(word_stems))
        for end in range(start + 1, last_end + 1):
            yield word_stems[start:end]
