"""Make decks for measurements, with any number of facts in realistic shapes.

    python -m benchmarks.decks FOLDER FACTS [--release] [--one-file]

The same number of facts gives the same deck on every machine. The mixture of shapes,
the lengths and the share of facts with aliases and rejected answers are those of the
bundled deck. A fact has about 600 bytes.
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

FACTS_PER_FILE = 500
"""Each file is a topic, as in the bundled deck."""
FACTS_PER_PASSAGE = 6
RELEASE_SECONDS = 1_700_000_000

_COMMON = """
    the a an of in to and is are with for from by when that which during after before
    often rarely most patients doctors blood tissue organ cells wall side upper lower
    small large early late acute chronic normal raised reduced pressure flow signs pain
    fever test image treatment risk cause growth loss supply vessel muscle nerve bone
    skin shows causes carries blocks feeds drains supports covers protects divides
    crosses reaches leaves enters
""".split()
_LAST_WORDS = _COMMON[12:]
"""Words at the end of an answer: all common words but the first twelve."""
_STEMS = """
    cardi hepat nephr gastr neur derm oste arthr my angi aden cyst enter col pulmon
    trache lapar phleb hem lymph cerebr splen pancreat thyr adren ovari uter prostat
    retin fémor
""".split()
_MIDDLES = "o oid oli oma ora ina ene alo era ico ula ema iva osta odo ari".split()
_ENDINGS = """
    itis osis ectomy oma gram scopy pathy plasty algia emia genesis lysis stenosis
    trophy rrhea megaly tomy cele ptosis sclerosis
""".split()
_PREFIXES = ["", "hyper", "peri"]
_VOCABULARY = [
    f"{prefix}{stem}{middle}{ending}"
    for stem in _STEMS
    for middle in _MIDDLES[::4]  # all of them would make 28,800 terms
    for ending in _ENDINGS
    for prefix in _PREFIXES
]
"""Some 7,000 invented terms, as in a thick textbook, in a random order.

`_Writer.term` takes the first ones much more often than the last.
"""
random.Random(1).shuffle(_VOCABULARY)
_ANSWER_KINDS = [
    "organ",
    "test",
    "symptom",
    "vessel",
    "drug",
    "disease",
    "part of the body",
]

_DECK = """\
liverdeck: 1
id: measured
anki_name: Measured
title: A deck to measure with
language: en
description: Made by benchmarks/decks.py.
document: {title: A long document, read: 2026-11-23}
"""
_TAUGHT_LINES = re.compile(r"(?:ask|say|text|answer|- )(?:: >-\n)?.*")
"""Matches what must be in the passage: values of these keys, and items of a list.

A value may begin on the line after `>-`.
"""
_WORDS = re.compile(r"[^\W\d_]{2,}")
"""Words of two letters or more."""


class _Writer:
    """Writes facts as YAML, and remembers the words that must be in their passage."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.words: set[str] = set()
        """The words of the passage; the caller may replace the set for the next one."""

    def term(self) -> str:
        """Return a term. A few terms are frequent, and most are rare."""
        index = int(len(_VOCABULARY) * self.draw.random() ** 1.5)
        return _VOCABULARY[index]

    def terms(self, least: int, most: int) -> list[str]:
        """Return from `least` to `most` different terms."""
        count = self.draw.randint(least, most)
        terms: dict[str, None] = {}
        while len(terms) < count:
            terms[self.term()] = None
        return list(terms)

    def common_words(self, count: int) -> str:
        """Return common words in which every fifth word is a term."""
        words = [
            self.term() if index % 5 == 2 else self.draw.choice(_COMMON)  # noqa: PLR2004
            for index in range(count)
        ]
        return " ".join(words)

    def sentence(self, least: int, most: int) -> str:
        """Return a sentence of `least` to `most` words, without a full stop."""
        return self.common_words(self.draw.randint(least, most)).capitalize()

    def answer(self, indent: str) -> str:
        """Return an answer with aliases. Two in three have rejected answers."""
        lines = [f"text: {self.term()} {self.draw.choice(_LAST_WORDS)}"]
        aliases = [f"{term} {self.draw.choice(_COMMON)}" for term in self.terms(2, 4)]
        lines.append(f"accept: [{', '.join(aliases)}]")
        lines.append(f"kind: {self.draw.choice(_ANSWER_KINDS)}")
        if self.draw.random() < 2 / 3:
            lines.append("reject:")
            lines += [f"  {term}: {self.sentence(6, 10)}." for term in self.terms(1, 2)]
        return "".join(f"{indent}{line}\n" for line in lines)

    def blank(self, number: int) -> str:
        # The text of the answer is in the statement, so we leave out the line `text:`.
        _, other_lines = self.answer(" " * 8).split("\n", 1)
        return f"      c{number}:\n{other_lines}"

    def statement(self) -> str:
        numbers = range(1, self.draw.randint(2, 3))
        pieces = []
        for number in numbers:
            words = self.common_words(6)
            text, hint = self.term(), f"which {self.term()}?"
            pieces.append(f"{words} {{{{c{number}::{text}::{hint}}}}}")
        say = f"{self.sentence(4, 7)} {' '.join(pieces)}\n      {self.common_words(5)}."
        blanks = "".join(map(self.blank, numbers))
        return f"    say: >-\n      {say}\n    blanks:\n{blanks}"

    def question(self) -> str:
        text = f"    ask: {self.sentence(7, 12)}?\n    answer:\n{self.answer(' ' * 6)}"
        if self.draw.random() < 1 / 4:
            ask = self.sentence(6, 9)
            text += f"    reverse:\n      ask: {ask}?\n      answer: {self.term()}\n"
        return text

    def enumeration(self) -> str:
        items = "".join(self.item(" " * 6, term) for term in self.terms(3, 5))
        return f"    ask: {self.sentence(6, 10)}?\n    list:\n{items}"

    def item(self, indent: str, term: str) -> str:
        text = f"{term} {self.draw.choice(_LAST_WORDS)}"
        if self.draw.random() < 1 / 2:
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
            self.statement,
            self.question,
            self.enumeration,
            self.groups,
        ]
        shape = self.draw.choices(shapes, weights=[37, 40, 20, 3])[0]
        text = f"  - id: fact-{number}\n    from: {passage}\n{shape()}"
        taught = " ".join(_TAUGHT_LINES.findall(text))
        self.words.update(_WORDS.findall(taught.lower()))
        if self.draw.random() < 0.9:  # noqa: PLR2004
            text += f"    why: {self.sentence(9, 16)}.\n"
        if self.draw.random() < 0.08:  # noqa: PLR2004
            note = f"{self.sentence(12, 16)} < {self.common_words(8)} & more."
            text += f"    note: >-\n      {note}\n"
        return text + "\n"


def fact_file(facts: int, *, first: int = 0, topic: str = "t0") -> str:
    """Return the text of a fact file, whose first fact has the number `first`."""
    writer = _Writer(first)
    numbers = range(first, first + facts)
    texts = [writer.fact(number, _passage_of(number)) for number in numbers]
    return _file(topic, "".join(texts))


def write_deck(
    folder: Path, facts: int, *, facts_per_file: int = FACTS_PER_FILE
) -> None:
    """Write a deck of `facts` facts with its word index into a new folder.

    Each file has `facts_per_file` facts (the last one may have fewer) and is a topic.
    """
    folder.mkdir(parents=True)
    passages: dict[str, set[str]] = {}
    for first in range(0, facts, facts_per_file):
        writer = _Writer(first)
        texts = []
        for number in range(first, min(first + facts_per_file, facts)):
            writer.words = passages.setdefault(_passage_of(number), set())
            texts.append(writer.fact(number, _passage_of(number)))
        topic = first // facts_per_file
        text = _file(f"t{topic}", "".join(texts))
        (folder / f"{topic:04}.yaml").write_text(text, encoding="utf-8")

    topics = (facts - 1) // facts_per_file + 1
    (folder / "passages.yaml").write_text(_passages_text(passages), encoding="utf-8")
    (folder / "deck.yaml").write_text(_deck_text(topics), encoding="utf-8")


def release(folder: Path) -> None:
    """Release a deck: write its ledger."""
    from liverdeck import Ledger, load_deck, release_deck

    loaded = load_deck(folder)
    if loaded.deck is None or loaded.problems:
        raise SystemExit("\n".join(map(str, loaded.problems[:20])))
    release_deck(loaded.deck, Ledger(loaded.deck.id), RELEASE_SECONDS)


def _passage_of(number: int) -> str:
    return f"p-{number // FACTS_PER_PASSAGE}"


def _file(topic: str, facts: str) -> str:
    return f"liverdeck: 1\ntopic: {topic}\nfacts:\n{facts}"


def _passages_text(passages: dict[str, set[str]]) -> str:
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


def _deck_text(topics: int) -> str:
    lines = [
        f"  - {{id: t{number}, title: Chapter {number}}}\n" for number in range(topics)
    ]
    return _DECK + "topics:\n" + "".join(lines)


def main() -> None:
    """Write the deck that the command line describes."""
    folder, facts = Path(sys.argv[1]), int(sys.argv[2])
    facts_per_file = facts if "--one-file" in sys.argv else FACTS_PER_FILE
    write_deck(folder, facts, facts_per_file=facts_per_file)
    if "--release" in sys.argv:
        release(folder)


if __name__ == "__main__":
    main()
