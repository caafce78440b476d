"""Make decks for measurements, with any number of facts in realistic shapes.

    python -m benchmarks.decks FOLDER FACTS [--release] [--one-file]

The same number gives the same deck on every machine. The mixture of shapes, the lengths
and the share of facts with accepted and rejected answers are those of the bundled deck:
about 600 bytes a fact.
"""

from __future__ import annotations

import hashlib
import random
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FACTS_IN_A_FILE = 500
"""Each file is a topic, as in the bundled deck."""
FACTS_OF_A_PASSAGE = 6
RELEASED = 1_700_000_000
"""Unix time of the release."""

_COMMON = """
    the a an of in to and is are with for from by when that which during after before
    often rarely most patients doctors blood tissue organ cells wall side upper lower
    small large early late acute chronic normal raised reduced pressure flow signs pain
    fever test image treatment risk cause growth loss supply vessel muscle nerve bone
    skin shows causes carries blocks feeds drains supports covers protects divides
    crosses reaches leaves enters
""".split()
_NOUNS_AND_VERBS = _COMMON[12:]
_FIRST = """
    cardi hepat nephr gastr neur derm oste arthr my angi aden cyst enter col pulmon
    trache lapar phleb hem lymph cerebr splen pancreat thyr adren ovari uter prostat
    retin rétin
""".split()
_MIDDLE = "o oid oli oma ora ina ene alo era ico ula ema iva osta odo ari".split()
_LAST = """
    itis osis ectomy oma gram scopy pathy plasty algia emia genesis lysis stenosis
    trophy rrhea megaly tomy cele ptosis sclerosis
""".split()
_PREFIX = ["", "hyper", "peri"]
_VOCABULARY = [
    f"{prefix}{first}{middle}{last}"
    for first in _FIRST
    for middle in _MIDDLE[::4]
    for last in _LAST
    for prefix in _PREFIX
]
"""Some 7,000 invented terms, as in a thick textbook.

The first ones are much more frequent than the last.
"""
random.Random(1).shuffle(_VOCABULARY)
_KINDS = ["organ", "test", "symptom", "vessel", "drug", "disease", "part of the body"]

_DECK = """\
liverdeck: 1
id: measured
anki_name: Measured
title: A deck to measure with
language: en
description: Made by benchmarks/decks.py.
document: {title: A long document, read: 2026-11-23}
"""
_STATEMENTS = re.compile(r"(?:ask|say|text|answer|- )(?:: >-\n)?.*")
_WORDS = re.compile(r"[^\W\d_]{2,}")


class _Writer:
    """Writes facts, and remembers the words of each passage."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words: set[str] = set()

    def term(self) -> str:
        """Return a term. A few come often, and most of them hardly ever."""
        index = int(len(_VOCABULARY) * self.chance.random() ** 1.5)
        return _VOCABULARY[index]

    def terms(self, least: int, most: int) -> list[str]:
        """Return from `least` to `most` different terms."""
        count = self.chance.randint(least, most)
        terms: dict[str, None] = {}
        while len(terms) < count:
            terms[self.term()] = None
        return list(terms)

    def words_of(self, count: int) -> str:
        """Return everyday words. Every fifth word is a term."""
        words = [
            self.term() if index % 5 == 2 else self.chance.choice(_COMMON)  # noqa: PLR2004
            for index in range(count)
        ]
        return " ".join(words)

    def sentence(self, least: int, most: int) -> str:
        return self.words_of(self.chance.randint(least, most)).capitalize()

    def answer(self, indent: str) -> str:
        """Return an answer with aliases; two in three have rejected answers."""
        lines = [f"text: {self.term()} {self.chance.choice(_NOUNS_AND_VERBS)}"]
        aliases = [f"{term} {self.chance.choice(_COMMON)}" for term in self.terms(2, 4)]
        lines.append(f"accept: [{', '.join(aliases)}]")
        lines.append(f"kind: {self.chance.choice(_KINDS)}")
        if self.chance.random() < 2 / 3:
            lines.append("reject:")
            lines += [f"  {term}: {self.sentence(6, 10)}." for term in self.terms(1, 2)]
        return "".join(f"{indent}{line}\n" for line in lines)

    def blank(self, number: int) -> str:
        # The statement holds the text of a blank.
        _, rest = self.answer(" " * 8).split("\n", 1)
        return f"      c{number}:\n{rest}"

    def cloze(self) -> str:
        numbers = range(1, self.chance.randint(2, 3))
        pieces = [
            f"{self.words_of(6)} {{{{c{number}::{self.term()}::which {self.term()}?}}}}"
            for number in numbers
        ]
        say = f"{self.sentence(4, 7)} {' '.join(pieces)}\n      {self.words_of(5)}."
        blanks = "".join(map(self.blank, numbers))
        return f"    say: >-\n      {say}\n    blanks:\n{blanks}"

    def question(self) -> str:
        text = f"    ask: {self.sentence(7, 12)}?\n    answer:\n{self.answer(' ' * 6)}"
        if self.chance.random() < 1 / 4:
            ask = self.sentence(6, 9)
            text += f"    reverse:\n      ask: {ask}?\n      answer: {self.term()}\n"
        return text

    def enumeration(self) -> str:
        items = "".join(self.item(" " * 6, term) for term in self.terms(3, 5))
        return f"    ask: {self.sentence(6, 10)}?\n    list:\n{items}"

    def item(self, indent: str, term: str) -> str:
        text = f"{term} {self.chance.choice(_NOUNS_AND_VERBS)}"
        if self.chance.random() < 1 / 2:
            return f"{indent}- {text}\n"
        aliases = ", ".join(self.terms(2, 2))
        return f"{indent}- text: {text}\n{indent}  accept: [{aliases}]\n"

    def groups(self) -> str:
        text = f"    ask: {self.sentence(6, 10)}?\n    groups:\n"
        for name in ("first", "second"):
            items = "".join(self.item(" " * 10, term) for term in self.terms(3, 3))
            text += f"      - id: {name}\n        title: {self.sentence(2, 3)}\n"
            text += f"        items:\n{items}"
        return text

    def fact(self, number: int, passage: str) -> str:
        shapes: list[Callable[[], str]] = [
            self.cloze,
            self.question,
            self.enumeration,
            self.groups,
        ]
        shape = self.chance.choices(shapes, weights=[37, 40, 20, 3])[0]
        text = f"  - id: fact-{number}\n    from: {passage}\n{shape()}"
        statements = " ".join(_STATEMENTS.findall(text))
        self.words.update(_WORDS.findall(statements.lower()))
        if self.chance.random() < 0.9:  # noqa: PLR2004
            text += f"    why: {self.sentence(9, 16)}.\n"
        if self.chance.random() < 0.08:  # noqa: PLR2004
            note = f"{self.sentence(12, 16)} < {self.words_of(8)} & more."
            text += f"    note: >-\n      {note}\n"
        return text + "\n"


def fact_file(facts: int, *, first: int = 0, topic: str = "t0") -> str:
    """Return one fact file without a deck."""
    writer = _Writer(first)
    numbers = range(first, first + facts)
    texts = [writer.fact(number, _passage_of(number)) for number in numbers]
    return _file(topic, "".join(texts))


def write_deck(folder: Path, facts: int, *, in_a_file: int = FACTS_IN_A_FILE) -> None:
    """Write a deck of `facts` facts with its word index into a new folder.

    Every `in_a_file` facts are a file and a topic.
    """
    folder.mkdir(parents=True)
    passages: dict[str, set[str]] = {}
    for first in range(0, facts, in_a_file):
        writer = _Writer(first)
        texts = []
        for number in range(first, min(first + in_a_file, facts)):
            writer.words = passages.setdefault(_passage_of(number), set())
            texts.append(writer.fact(number, _passage_of(number)))
        chapter = first // in_a_file
        text = _file(f"t{chapter}", "".join(texts))
        (folder / f"{chapter:04}.yaml").write_text(text, encoding="utf-8")

    chapters = (facts - 1) // in_a_file + 1
    (folder / "passages.yaml").write_text(_passages(passages), encoding="utf-8")
    (folder / "deck.yaml").write_text(_deck(chapters), encoding="utf-8")


def release(folder: Path) -> None:
    """Release a deck: write its ledger."""
    from liverdeck import Ledger, load_deck, release_deck

    loaded = load_deck(folder)
    if loaded.deck is None or loaded.problems:
        raise SystemExit("\n".join(map(str, loaded.problems[:20])))
    done = release_deck(loaded.deck, Ledger(loaded.deck.id), RELEASED)
    if done.problems:
        raise SystemExit("\n".join(map(str, done.problems)))


def _passage_of(number: int) -> str:
    return f"p-{number // FACTS_OF_A_PASSAGE}"


def _file(topic: str, facts: str) -> str:
    return f"liverdeck: 1\ntopic: {topic}\nfacts:\n{facts}"


def _passages(passages: dict[str, set[str]]) -> str:
    entries = []
    for passage, words in passages.items():
        text = " ".join(sorted(words))
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        heading = f"Chapter {passage[2:]}, {min(words)}"
        entries.append(
            f"  - id: {passage}\n    heading: '{heading}'\n    hash: '{digest}'\n"
            f"    words: >-\n      {text}\n"
        )
    return "liverdeck: 1\npassages:\n" + "".join(entries)


def _deck(chapters: int) -> str:
    topics = [
        f"  - {{id: t{number}, title: Chapter {number}}}\n"
        for number in range(chapters)
    ]
    return _DECK + "topics:\n" + "".join(topics)


def main() -> None:
    """Write the deck that the command line describes."""
    folder, facts = Path(sys.argv[1]), int(sys.argv[2])
    in_a_file = facts if "--one-file" in sys.argv else FACTS_IN_A_FILE
    write_deck(folder, facts, in_a_file=in_a_file)
    if "--release" in sys.argv:
        release(folder)


if __name__ == "__main__":
    main()
