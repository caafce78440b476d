"""Opposites and other forms of words in a language without word lists."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.checker.spelling import TOO_FAR, slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.checker.languages.language import Language

_SHORTEST_AFFIX_INSIDE = 4
"""A shorter part of a word turns its meaning round only at its beginning."""
_SHORTEST_STEM = 4
_SHORTEST_SIDE = 3
"""The stem of an adjective in front of a noun, such as the Polish *lewa*."""
_LONGEST_END_OF_ORGAN = 2
_LONGEST_SHORT_AFFIX = 2
_LONG_END = 3
_SHORTEST_LONG_WORD = 6
"""*Bluten* is no plural of *Blut*, and *Blutungen* is one of *Blutung*."""
_SHORTEST_WITH_UMLAUT = 6
"""*Stärke* is no plural of *stark*."""
_LAST_VOWEL = re.compile("(?<![aeiou])(au|[aou])([^aeiouy]+)$")
_LAST_UMLAUT = re.compile("(?<![aeiou])(aeu|ae|oe|ue)([^aeiouy]+)$")
_UMLAUTS = {"a": "ae", "o": "oe", "u": "ue", "au": "aeu"}
_VOWELS = {umlaut: vowel for vowel, umlaut in _UMLAUTS.items()}


def is_turned_round(typed: str, right: str, cost: float, language: Language) -> bool:
    """Whether another word than the right one was meant, such as its opposite.

    `cost` is the cost of the slip between the two words. Some of the opposites that are
    tried are no words, so none of them is to be shown.
    """
    if _is_disease_of(typed, right, language) or _is_disease_of(right, typed, language):
        return True
    others = chain(
        _opposites_of(right, typed, language), _look_alikes_of(right, typed, language)
    )
    return any(slip(typed, other, TOO_FAR - 1) < cost for other in others)


def has_opposite_beginning(word: str, beginning: str, language: Language) -> bool:
    """Whether the opposite of a word has the same beginning: *hyp* of *hypertonie*."""
    opposites = _opposites_of(word, beginning, language)
    return any(opposite.startswith(beginning) for opposite in opposites)


def _is_disease_of(disease: str, organ: str, language: Language) -> bool:
    """Whether one word is the other with an end such as the *ite* of *polmonite*."""
    if len(disease) <= len(organ):
        return False
    for suffix in language.suffixes_of_diseases:
        stem = disease.removesuffix(suffix)
        end = organ.removeprefix(stem)
        if (
            _SHORTEST_STEM <= len(stem) < len(disease)
            and organ.startswith(stem)
            and len(end) <= _LONGEST_END_OF_ORGAN
            and not _lacks_a_letter(end, suffix)
        ):
            return True
    return False


def _lacks_a_letter(end: str, suffix: str) -> bool:
    """Whether an end of two letters is a suffix with a slip: *hematom* has no organ."""
    return len(end) == _LONGEST_END_OF_ORGAN and any(
        end == suffix[:index] + suffix[index + 1 :] for index in range(len(suffix))
    )


def is_other_number(typed: str, right: str, language: Language) -> bool:
    """Whether a typed word is the plural of the right one, or the singular of it."""
    pairs = language.plurals + language.plurals_of_long_words
    return typed in set(_with_other_ends(right, pairs, 0))


@lru_cache(maxsize=65536)
def forms_of(word: str, language: Language, *, is_last: bool) -> frozenset[str]:
    """Return a word with its other forms, which count as the same word.

    These are the singular and the plural, and other endings of an adjective. Some of
    them are no words. `is_last` says whether the word is the last one of its text.
    """
    plurals = _with_other_ends(word, language.plurals, _SHORTEST_STEM)
    long_plurals = _with_other_ends(
        word, language.plurals_of_long_words, _SHORTEST_LONG_WORD
    )
    changed = _with_umlaut(word, language.umlaut_plurals)
    adjectives = _adjectives(word, language, is_last=is_last)
    return frozenset((word, *plurals, *long_plurals, *changed, *adjectives))


def _with_other_ends(
    word: str, pairs: Iterable[tuple[str, str]], shortest: int
) -> Iterator[str]:
    """Yield the plurals and the singulars; a singular has at least `shortest` letters.

    In `pairs` are the ends of singulars and of their plurals.
    """
    for singular, plural in pairs:
        if word.endswith(singular) and len(word) >= shortest:
            yield word.removesuffix(singular) + plural
        if word.endswith(plural):
            other = word.removesuffix(plural) + singular
            if len(other) >= shortest:
                yield other


def _with_umlaut(word: str, ends: Iterable[str]) -> Iterator[str]:
    """Yield *brueche* for *bruch*, and the other way round."""
    for end in ends:
        vowel = _LAST_VOWEL.search(word)
        if vowel and len(word) >= _SHORTEST_WITH_UMLAUT:
            yield f"{word[: vowel.start()]}{_UMLAUTS[vowel[1]]}{vowel[2]}{end}"
        stem = word.removesuffix(end)
        umlaut = _LAST_UMLAUT.search(stem)
        if stem != word and umlaut and len(stem) > _SHORTEST_WITH_UMLAUT:
            yield f"{stem[: umlaut.start()]}{_VOWELS[umlaut[1]]}{umlaut[2]}"


def _adjectives(word: str, language: Language, *, is_last: bool) -> Iterator[str]:
    """Yield the word with the other endings of an adjective.

    The last word may be a noun. It counts as an adjective only if it looks like one.
    """
    suffixes = language.adjective_suffixes
    for pair in language.adjectives:
        for end, other_end in (pair, pair[::-1]):
            stem = word.removesuffix(end)
            other = stem + other_end
            # A long end, as in *acuut*, has letters of the word itself.
            shortest = _SHORTEST_STEM if is_last else _SHORTEST_SIDE
            if len(end) >= _LONG_END:
                shortest = 0
            if word.endswith(end) and len(stem) >= shortest:
                texts = (word, stem, other)
                if not is_last or any(text.endswith(suffixes) for text in texts):
                    yield other


def _opposites_of(word: str, typed: str, language: Language) -> Iterator[str]:
    """Yield the opposites of a word that may have been typed.

    A prefix of one or two letters was meant only if letters are in front of the word:
    *haematoom* is not *ahematoom*.
    """
    for pair in language.opposites:
        for affix, other in (pair, pair[::-1]):
            if not affix:
                if len(word) >= _SHORTEST_STEM and (
                    len(other) > _LONGEST_SHORT_AFFIX
                    or typed.startswith(other[:1])
                    or typed.endswith(word)
                ):
                    yield other + word
                continue
            start = word.find(affix)
            is_inside = start > 0 and len(affix) >= _SHORTEST_AFFIX_INSIDE
            stem_length = len(word) - len(affix)
            if (not start or is_inside) and stem_length >= _SHORTEST_STEM - 1:
                yield word[:start] + other + word[start + len(affix) :]


def _look_alikes_of(word: str, typed: str, language: Language) -> Iterator[str]:
    """Yield *mitose* for *meiose*, and *arthritis* for *arthrose*.

    The end of another disease was meant only if it was typed: *hematomen* is no
    *hematose*.
    """
    for pair in language.look_alikes:
        for part, other in (pair, pair[::-1]):
            if part in word:
                yield word.replace(part, other, 1)
    for suffix in language.suffixes_of_diseases:
        stem = word.removesuffix(suffix)
        if _SHORTEST_STEM <= len(stem) < len(word):
            typed_end = typed[len(stem) - 1 :]
            yield from (
                stem + other
                for other in language.suffixes_of_diseases
                if other[:2] in typed_end
            )
