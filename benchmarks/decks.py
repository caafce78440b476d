"""Decks to measure with: any number of facts in realistic shapes, the same for the same number on every machine.

`python -m benchmarks.decks FOLDER FACTS [--release] [--one-file]` writes one. The mixture, the lengths and the share of
facts with accepted and rejected answers are those of the bundled deck, about 600 bytes a fact.
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
FACTS_OF_A_PASSAGE = 6
"""One file a topic, as in the bundled deck."""
RELEASED = 1_700_000_000
"""Unix time of the release."""

_COMMON = """the a an of in to and is are with for from by when that which during after before often rarely most
patients doctors blood tissue organ cells wall side upper lower small large early late acute chronic normal raised
reduced pressure flow signs pain fever test image treatment risk cause growth loss supply vessel muscle nerve bone skin
shows causes carries blocks feeds drains supports covers protects divides crosses reaches leaves enters""".split()
_FIRST = """cardi hepat nephr gastr neur derm oste arthr my angi aden cyst enter col pulmon trache lapar phleb hem lymph
cerebr splen pancreat thyr adren ovari uter prostat retin rétin""".split()
_MIDDLE = "o oid oli oma ora ina ene alo era ico ula ema iva osta odo ari".split()
_LAST = """itis osis ectomy oma gram scopy pathy plasty algia emia genesis lysis stenosis trophy rrhea megaly tomy cele
ptosis sclerosis""".split()
_PREFIX = ["", "hyper", "peri"]
_VOCABULARY = [
    f"{p}{a}{b}{c}"
    for a in _FIRST
    for b in _MIDDLE[::4]
    for c in _LAST
    for p in _PREFIX
]
"""Invented terms, some 7,000, as a thick textbook has; the first are much more frequent than the last."""
random.Random(1).shuffle(_VOCABULARY)
_KINDS = ["organ", "test", "symptom", "vessel", "drug", "disease", "part of the body"]


_STATES = re.compile(r"(?:ask|say|text|answer|- )(?:: >-\n)?.*")
_STATED = re.compile(r"[^\W\d_]{2,}")


class _Writer:
    """Writes facts with words of their own, and remembers the words of each passage."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words: set[str] = set()

    def term(self) -> str:
        """Return a term, a few of them often and most of them hardly ever."""
        return _VOCABULARY[int(len(_VOCABULARY) * self.chance.random() ** 1.5)]

    def terms(self, least: int, most: int) -> list[str]:
        """Return that many different terms."""
        wanted = self.chance.randint(least, most)
        found: dict[str, None] = {}
        while len(found) < wanted:
            found[self.term()] = None
        return list(found)

    def words_of(self, count: int) -> str:
        """Return everyday words with a term in every fifth place."""
        return " ".join(
            self.term() if n % 5 == 2 else self.chance.choice(_COMMON)  # noqa: PLR2004
            for n in range(count)
        )

    def sentence(self, least: int, most: int) -> str:
        return self.words_of(self.chance.randint(least, most)).capitalize()

    def answer(self, indent: str) -> str:
        """Return an answer with what else is right and, for two in three, what is wrong."""
        text = f"{self.term()} {self.chance.choice(_COMMON[12:])}"
        others = ", ".join(
            f"{term} {self.chance.choice(_COMMON)}" for term in self.terms(2, 4)
        )
        lines = [
            f"text: {text}",
            f"accept: [{others}]",
            f"kind: {self.chance.choice(_KINDS)}",
        ]
        if self.chance.random() < 2 / 3:
            lines.append("reject:")
            lines += [f"  {term}: {self.sentence(6, 10)}." for term in self.terms(1, 2)]
        return "".join(f"{indent}{line}\n" for line in lines)

    def blank(self, number: int) -> str:
        rest = self.answer(" " * 8).split("\n", 1)[
            1
        ]  # a blank's text stands in the statement
        return f"      c{number}:\n{rest}"

    def cloze(self) -> str:
        blanks = range(1, self.chance.randint(2, 3))
        pieces = [
            f"{self.words_of(6)} {{{{c{n}::{self.term()}::which {self.term()}?}}}}"
            for n in blanks
        ]
        say = f"{self.sentence(4, 7)} {' '.join(pieces)}\n      {self.words_of(5)}."
        return f"    say: >-\n      {say}\n    blanks:\n" + "".join(
            map(self.blank, blanks)
        )

    def question(self) -> str:
        text = f"    ask: {self.sentence(7, 12)}?\n    answer:\n{self.answer(' ' * 6)}"
        if self.chance.random() < 1 / 4:
            text += f"    reverse:\n      ask: {self.sentence(6, 9)}?\n      answer: {self.term()}\n"
        return text

    def enumeration(self) -> str:
        items = "".join(self.item("      ", term) for term in self.terms(3, 5))
        return f"    ask: {self.sentence(6, 10)}?\n    list:\n{items}"

    def item(self, indent: str, term: str) -> str:
        text = f"{term} {self.chance.choice(_COMMON[12:])}"
        if self.chance.random() < 1 / 2:
            return f"{indent}- {text}\n"
        return f"{indent}- text: {text}\n{indent}  accept: [{', '.join(self.terms(2, 2))}]\n"

    def groups(self) -> str:
        text = f"    ask: {self.sentence(6, 10)}?\n    groups:\n"
        for name in ("first", "second"):
            items = "".join(self.item("          ", term) for term in self.terms(3, 3))
            text += f"      - id: {name}\n        title: {self.sentence(2, 3)}\n        items:\n{items}"
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
        self.words.update(_STATED.findall(" ".join(_STATES.findall(text)).lower()))
        if self.chance.random() < 0.9:  # noqa: PLR2004
            text += f"    why: {self.sentence(9, 16)}.\n"
        if self.chance.random() < 0.08:  # noqa: PLR2004
            text += f"    note: >-\n      {self.sentence(12, 16)} < {self.words_of(8)} & more.\n"
        return text + "\n"


def fact_file(facts: int, *, first: int = 0, topic: str = "t0") -> str:
    """Return one fact file by itself."""
    writer = _Writer(first)
    return _file(
        topic,
        "".join(writer.fact(n, _passage_of(n)) for n in range(first, first + facts)),
    )


def write_deck(folder: Path, facts: int, *, in_a_file: int = FACTS_IN_A_FILE) -> None:
    """Write a deck of so many facts, a file and a topic each `in_a_file`, with its concordance, into a new folder."""
    folder.mkdir(parents=True)
    passages: dict[str, set[str]] = {}
    for first in range(0, facts, in_a_file):
        writer = _Writer(first)
        texts = []
        for number in range(first, min(first + in_a_file, facts)):
            writer.words = passages.setdefault(_passage_of(number), set())
            texts.append(writer.fact(number, _passage_of(number)))
        chapter = first // in_a_file
        (folder / f"{chapter:04}.yaml").write_text(
            _file(f"t{chapter}", "".join(texts)), encoding="utf-8"
        )
    (folder / "passages.yaml").write_text(_passages(passages), encoding="utf-8")
    (folder / "deck.yaml").write_text(
        _deck((facts - 1) // in_a_file + 1), encoding="utf-8"
    )


def release(folder: Path) -> None:
    """Give a deck the ledger of a release."""
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
            f"  - id: {passage}\n    heading: '{heading}'\n    hash: '{digest}'\n    words: >-\n      {text}\n"
        )
    return "liverdeck: 1\npassages:\n" + "".join(entries)


def _deck(chapters: int) -> str:
    topics = "".join(f"  - {{id: t{n}, title: Chapter {n}}}\n" for n in range(chapters))
    return (
        "liverdeck: 1\nid: measured\nanki_name: Measured\ntitle: A deck to measure with\nlanguage: en\n"
        "description: Made by benchmarks/decks.py.\ndocument: {title: A long document, read: 2026-11-23}\n"
        f"topics:\n{topics}"
    )


if __name__ == "__main__":
    wanted = int(sys.argv[2])
    write_deck(
        Path(sys.argv[1]),
        wanted,
        in_a_file=wanted if "--one-file" in sys.argv else FACTS_IN_A_FILE,
    )
    if "--release" in sys.argv:
        release(Path(sys.argv[1]))
