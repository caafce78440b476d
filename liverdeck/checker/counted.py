"""The noun that a question counts: *31 pairs* is right for *How many pairs ...?*."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.known_words import ENDS_OF_OTHER_PLURALS, is_plural
from liverdeck.checker.numerals import has_digit, has_number
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.checker.languages.language import Language
    from liverdeck.facts.answer import Answer

NOUNS_FOR_NUMBERS = frozenset("pairs dozens tens scores halves folds times".split())
"""Nouns that make another number of the one before them: 12 pairs are 24."""
_LETTERS_TO_TELL = 2
"""These are the same in all forms of such a noun: *paio* and *paia*, not *dozzina*."""
_COUNTED = lazy_pattern(r"\bhow many((?: [a-z]+){1,4})")


def with_counted_noun(answer: Answer, question: str) -> Answer:
    """Return an answer that is a number with the noun of the question as an alias.

    Any other answer comes back unchanged.
    """
    counted = _COUNTED.search(question.lower())
    has_unit = answer.number is not None and answer.number.unit
    if counted is None or has_unit or not _is_number(answer.text):
        return answer
    aliases = tuple(f"{answer.text} {nouns}" for nouns in _nouns(counted[1].split()))
    return replace(answer, accept=(*answer.accept, *aliases))


def with_counted_words(answer: Answer, question: str, language: Language) -> Answer:
    """Return an answer that is a number with the words behind *wie viele* as aliases.

    No list tells which of them are nouns, but only those of the question are taken.
    Any other answer comes back unchanged.
    """
    has_unit = answer.number is not None and answer.number.unit
    if has_unit or not language.question_of_number:
        return answer
    counted = _counted_in(language).search(question)
    number = tokens_of(answer.text, language) if counted else ()
    if counted is None or len(number) != 1 or not number[0].isdigit():
        return answer
    words = counted[1].split()
    aliases = tuple(
        f"{number[0]} {' '.join(words[start:end])}"
        for start in range(_length_before_counting(words, language))
        for end in range(start + 1, len(words) + 1)
    )
    aliases += tuple(f"{number[0]} {noun}" for noun in _nouns_of(words, language))
    return replace(answer, accept=(*answer.accept, *aliases))


@lru_cache(maxsize=64)
def _counted_in(language: Language) -> re.Pattern[str]:
    words = "|".join(map(re.escape, language.question_of_number))
    return re.compile(rf"\b(?:{words})((?:\s*\b[^\W\d_]+){{1,4}})", re.IGNORECASE)


def _nouns_of(words: list[str], language: Language) -> Iterator[str]:
    """Yield *paar* and *paare* if *Rippenpaare* are counted, but no *dutzend*."""
    first = next(
        (word.lower() for word in words if word.lower() not in language.small_words), ""
    )
    counted = next(filter(first.endswith, language.nouns_for_numbers), "")
    for noun in language.nouns_for_numbers if counted else ():
        if noun[:_LETTERS_TO_TELL] == counted[:_LETTERS_TO_TELL]:
            yield noun


def _length_before_counting(words: list[str], language: Language) -> int:
    """Return how many words may come first: none behind *Paare*."""
    for index, word in enumerate(words):
        if word.lower() in language.counting_nouns:
            return index + 1
    return len(words)


def _is_number(text: str) -> bool:
    """Whether a text is a number alone, in digits or as one word."""
    return has_digit(text) if not text.isalpha() else has_number(text)


def _nouns(words: list[str]) -> Iterator[str]:
    """Yield *cervical vertebrae* and *vertebrae* of *cervical vertebrae are there*.

    Behind *pairs* nothing is yielded without it: 31 nerves are not 31 pairs of nerves.
    """
    for start, first in enumerate(words):
        for end in range(start, len(words)):
            if is_plural(words[end]) or words[end].endswith(ENDS_OF_OTHER_PLURALS):
                yield " ".join(words[start : end + 1])
        if first in NOUNS_FOR_NUMBERS:
            return
