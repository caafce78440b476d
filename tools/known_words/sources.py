"""The words of all packages together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tools.known_words.packages import DRUGBANK, ONTOLOGIES, SCOWL, UNII, WORDNET
from tools.known_words.readers import (
    drugbank_words,
    mesh_words,
    reviewed,
    scowl_sizes,
    term_counts,
    unii_words,
    wordnet_synonyms,
    wordnet_words,
)
from tools.known_words.spellings import american_spellings

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path


@dataclass(frozen=True)
class Sources:
    """The words in the packages, and the spellings of one word."""

    american: dict[str, int]
    """The smallest SCOWL size of each American word."""
    others: dict[str, int]
    """The same for each other spelling, such as a British one."""
    spellings: dict[str, str]
    """The American spelling of each other spelling that has one."""
    variants: set[str]
    """The other spellings whose American one a person has reviewed."""
    lemmas: set[str]
    """WordNet's words."""
    medical: Counter[str]
    """How many names of diseases have each word."""
    processes: Counter[str]
    """How many names of processes and parts of cells have each word."""
    headings: set[str]
    """The words of MeSH."""
    drugs: set[str]
    """The words in names of drugs."""

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The SCOWL size of each word, except those with an American spelling."""
        alone = {
            word: size
            for word, size in self.others.items()
            if word not in self.spellings
        }
        return self.american | alone


def read_sources(downloads: Path) -> Sources:
    """Read all packages. Those that are not in the folder are downloaded to it."""
    american, others = scowl_sizes(SCOWL.fetched(downloads))
    wordnet = WORDNET.fetched(downloads)
    ontologies = ONTOLOGIES.fetched(downloads)
    variants = dict(line.split() for line in reviewed("spellings.txt"))
    spellings = american_spellings(others, american, wordnet_synonyms(wordnet))
    for word in reviewed("not_spellings.txt"):
        del spellings[word]
    return Sources(
        american,
        others,
        spellings | variants,
        set(variants),
        lemmas=wordnet_words(wordnet),
        medical=term_counts(ontologies, "doid") + term_counts(ontologies, "mondo"),
        processes=term_counts(ontologies, "go"),
        headings=mesh_words(ontologies),
        drugs=drugbank_words(DRUGBANK.fetched(downloads))
        | unii_words(UNII.fetched(downloads)),
    )
