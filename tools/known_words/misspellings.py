"""Finds misspellings among the words of the sources: not all of them are clean."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from liverdeck.checker.nearest_words import without_one_letter
from liverdeck.checker.spelling import TOO_FAR, slip

if TYPE_CHECKING:
    from tools.known_words.sources import Sources

SLIP_OF_MISSPELLING = 1.0
"""A doubtful word is a misspelling of a sure one if the slip costs at most this."""
SLIP_OF_OTHER_LETTER = 0.8
"""The same if a letter is replaced: two real words often differ by a consonant."""
SHORTEST_MISSPELLING = 5
"""A doubtful word with fewer letters is kept: short words are often near each other."""
SURE_SIZE = 50
"""Words up to this SCOWL size are sure to be words."""
DOUBTFUL_SIZE = 70
"""Words from this SCOWL size on are doubtful if no other source has them."""
LONG_NAME = 7
"""Only names of drugs with at least this many letters may be misspellings."""
TIMES_RARER = 8
"""A word is in at least this many times as many terms as its misspelling."""
MOST_SURE_TERMS = 10
"""A word of the ontologies alone is doubtful if at most this many terms have it."""


def misspelled_words(sources: Sources, words: set[str]) -> set[str]:
    """Return the misspellings among these words and the names of drugs."""
    english = {word for word, size in sources.american.items() if size <= SURE_SIZE}
    terms = sources.medical + sources.processes
    sure = english | sources.headings
    sure |= {word for word, count in terms.items() if count > MOST_SURE_TERMS}
    doubtful = {
        word
        for word in words - sure
        if word not in sources.lemmas
        and sources.sizes.get(word, DOUBTFUL_SIZE) >= DOUBTFUL_SIZE
    }
    doubtful |= set(sources.others) - set(sources.spellings) - sure
    names = sources.drugs - sure - sources.lemmas
    long_names = {word for word in names if len(word) >= LONG_NAME}
    return _misspellings(doubtful, sure, terms) | _misspellings(
        long_names, english, Counter()
    )


def _misspellings(doubtful: set[str], sure: set[str], terms: Counter[str]) -> set[str]:
    """Return the doubtful words that are a slip away from a sure one.

    `terms` says how many terms have each word. A word of the ontologies counts as a
    misspelling only of a word that far more terms have.
    """
    by_remainder: dict[str, list[str]] = {}
    for word in sure:
        for remainder in _remainders(word):
            by_remainder.setdefault(remainder, []).append(word)

    def is_misspelling_of(word: str, other: str) -> bool:
        is_plural = word in (f"{other}s", f"{other}es") or other == f"{word}s"
        is_rarer = terms[other] >= TIMES_RARER * terms[word]
        has_other_letter = len(word) == len(other)
        limit = SLIP_OF_OTHER_LETTER if has_other_letter else SLIP_OF_MISSPELLING
        return is_rarer and not is_plural and slip(word, other, limit) < TOO_FAR

    def is_misspelling(word: str) -> bool:
        return any(
            is_misspelling_of(word, other)
            for remainder in _remainders(word)
            for other in by_remainder.get(remainder, ())
        )

    return {
        word
        for word in doubtful
        if len(word) >= SHORTEST_MISSPELLING and is_misspelling(word)
    }


def _remainders(word: str) -> set[str]:
    """Return a word, and the word without any one of its letters.

    Two words that are one letter apart have one of these in common.
    """
    return {word, *without_one_letter(word)}
