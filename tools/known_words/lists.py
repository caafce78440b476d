"""Chooses the words of the checker's lists from those of the sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.checker.known_words import has_plural_ending
from tools.known_words.misspellings import misspelled_words
from tools.known_words.packages import WORDNET
from tools.known_words.readers import (
    COMMON_SIZE,
    FEWEST_TERMS,
    RAREST_SIZE,
    SHORTEST,
    reviewed,
)
from tools.known_words.spellings import follows_a_rule, irregular_plurals

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.known_words.sources import Sources

LONGEST = 22
"""Words with more letters are left out."""
LONGEST_RARE = {70: 9, 80: 9, 95: 7}
"""Rare words with more letters than this are left out, by SCOWL size.

Short rare words matter more, because a slip easily turns one into another. The lists
also have to stay small.
"""
EVERYDAY_SIZE, GENERAL_SIZE = 20, 35
"""Words up to the first SCOWL size are never medical, up to the second one seldom."""
FEWEST_MEDICAL_TERMS = 3
"""A general word is medical if at least this many terms of the ontologies have it."""


@dataclass(frozen=True)
class WordLists:
    """The words of the lists, each in alphabetical order."""

    common: list[str]
    medical: list[str]
    drugs: list[str]
    rare: list[str]
    british: list[str]
    """Each entry is a British or variant spelling and the American one."""
    plurals: list[str]
    """Each entry is an irregular plural and its singular."""
    names: list[str]
    """Each entry is two names of one substance."""

    def beginning_with(self, letter: str) -> list[list[str]]:
        """Return the words that begin with a letter, list by list."""
        return [
            [word for word in words if word[0] == letter]
            for words in (self.common, self.medical, self.drugs, self.rare)
        ]


def word_lists(sources: Sources, downloads: Path) -> WordLists:
    """Make the lists from the words of the sources, and from the plurals of WordNet."""
    known, drugs, rare = _correct_words(sources)
    kept_known = _kept(known, LONGEST)
    kept_drugs = _kept(drugs, LONGEST)
    kept_rare = _kept(rare, LONGEST_RARE[80], known)
    medical = kept_known & _medical_words(sources)
    listed = frozenset(kept_known | kept_drugs | kept_rare)
    singulars = irregular_plurals(WORDNET.fetched(downloads))
    plurals = {singular: plural for plural, singular in singulars.items()}
    other_forms = plurals | singulars
    return WordLists(
        common=sorted(kept_known - medical),
        medical=sorted(medical),
        drugs=sorted(kept_drugs),
        rare=sorted(kept_rare),
        british=[
            f"{variant} {spelling}"
            for variant, spelling in sorted(sources.spellings.items())
            if not follows_a_rule(variant, spelling, listed)
        ],
        plurals=[f"{form} {other}" for form, other in sorted(other_forms.items())],
        names=sorted(reviewed("drug_names.txt")),
    )


def _correct_words(sources: Sources) -> tuple[set[str], set[str], set[str]]:
    """Return known words, drugs and rare words, without misspellings.

    No word is in two of these sets: a word that several sources have is known, or else
    a drug, or else rare.
    """
    known, rare = _known_words(sources), _rare_words(sources)
    misspelled = reviewed("misspelt.txt") | sources.variants
    misspelled |= misspelled_words(sources, known | rare)
    everyday_names = (sources.drugs & sources.lemmas) - sources.variants
    known = (known - misspelled) | reviewed("added.txt") | everyday_names
    drugs = sources.drugs - known - misspelled
    return known, drugs, rare - known - drugs - misspelled


def _known_words(sources: Sources) -> set[str]:
    """Return the words that one good source or two sources have."""
    sizes = sources.sizes
    known = {word for word, size in sizes.items() if size <= COMMON_SIZE}
    for terms in (sources.medical, sources.processes):
        known |= {word for word, count in terms.items() if count >= FEWEST_TERMS}
    lemmas = sources.lemmas
    known |= {word for word in lemmas if sizes.get(word, RAREST_SIZE) < RAREST_SIZE}
    return known | (sources.headings - (sources.drugs - lemmas))


def _rare_words(sources: Sources) -> set[str]:
    """Return the words that any source of words has, except long rare ones."""
    short_enough = {
        word
        for word, size in sources.sizes.items()
        if len(word) <= LONGEST_RARE.get(size, LONGEST)
    }
    return short_enough | sources.medical.keys() | sources.lemmas


def _medical_words(sources: Sources) -> set[str]:
    terms = sources.medical + sources.processes
    return {
        word
        for word in sources.headings | reviewed("added.txt") | terms.keys()
        if _is_medical(sources.sizes.get(word), terms[word])
    }


def _is_medical(size: int | None, term_count: int) -> bool:
    """Whether a word of medical sources is more than a word of everyday English."""
    if size is not None and size <= EVERYDAY_SIZE:
        return False
    return size is None or size > GENERAL_SIZE or term_count >= FEWEST_MEDICAL_TERMS


def _kept(words: Iterable[str], longest: int, more: Iterable[str] = ()) -> set[str]:
    """Return the words of `SHORTEST` to `longest` letters.

    Leaves out plurals of these words and of `more` words.
    """
    candidates = {word for word in words if SHORTEST <= len(word) <= longest}
    singulars = candidates | set(more)
    return {word for word in candidates if not _is_plural(word, singulars)}


def _is_plural(word: str, singulars: set[str]) -> bool:
    # The sources have the plurals of names too, such as henrys; in the lists, these
    # would only be misspelled plurals of other words.
    has_ending = has_plural_ending(word) or word.endswith("ys")
    return has_ending and word[:-1] in singulars
