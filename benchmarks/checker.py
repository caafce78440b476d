"""Measure the checker on labelled answers: `python -m benchmarks.checker FILE.jsonl [--json]`.

Each line is an object with `class`, `expected` (accepted texts, or the items of a list), `typed`, `label` (1 right,
0 wrong, null for a probe that no figure counts), `kind` (short, number, list) and `need`. Beside the checker stand
exact match, Anki's rule (letter case and all), a similarity ratio of at least 85, and an edit distance that grows
with length. An answer that is asked for again counts as half refused, and never as accepted.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from liverdeck.checker.key import answer_of, key_of
from liverdeck.checker.lists import check_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Row = dict[str, Any]
    Judge = Callable[[Row], str]

NOISY = "confusable_general_rare"
"""Its labels are noisy: rare words that are also common misspellings."""
SIMILAR = 85
LETTERS_PER_SLIP = 4
ROUNDS = 5
"""Times that the short answers are judged; the fastest counts."""


@dataclass
class Count:
    """What became of the answers of one class."""

    label: int | None = None
    rows: int = 0
    correct: int = 0
    retype: int = 0

    def add(self, outcome: str) -> None:
        """Count one verdict."""
        self.rows += 1
        self.correct += outcome == "correct"
        self.retype += outcome == "retype"

    @property
    def errors(self) -> float:
        """Accepted wrong answers, or refused right ones, of which those in doubt are half."""
        return (
            self.rows - self.correct - self.retype / 2
            if self.label
            else float(self.correct)
        )


@dataclass
class Tally:
    """The counts of one judge, by class."""

    classes: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))

    def rate(self, label: int, without: str = "") -> float:
        """Return the share of errors, in per cent, among the rows of a label."""
        counts = [
            count
            for name, count in self.classes.items()
            if count.label == label and name != without
        ]
        return (
            100
            * sum(count.errors for count in counts)
            / max(1, sum(count.rows for count in counts))
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of *correct*."""
        right = [count for count in self.classes.values() if count.label == 1]
        missed = sum(count.errors for count in right)
        accepted = sum(count.rows for count in right) - missed
        wrongly = sum(
            count.correct for count in self.classes.values() if count.label == 0
        )
        return 2 * accepted / (2 * accepted + wrongly + missed) if accepted else 0.0

    @property
    def retypes(self) -> int:
        """Answers in doubt."""
        return sum(count.retype for count in self.classes.values())


def of_liverdeck(row: Row) -> str:
    """Judge with the checker."""
    if row["kind"] == "list":
        return check_list(row["typed"], row["expected"], need=row["need"]).outcome
    return key_of(answer_of(tuple(row["expected"]))).check(row["typed"]).outcome


def by_texts(is_same: Callable[[str, str], bool]) -> Judge:
    """Return a judge that compares texts; lists are split at commas, each item once."""

    def judge(row: Row) -> str:
        if row["kind"] != "list":
            return (
                "correct"
                if any(is_same(row["typed"], text) for text in _texts(row["expected"]))
                else "wrong"
            )
        parts = [
            part.strip() for part in re.split(r"[,;\n]", row["typed"]) if part.strip()
        ]
        found = {
            number
            for part in parts
            for number, item in enumerate(row["expected"])
            if any(is_same(part, text) for text in _texts(item))
        }
        return (
            "correct"
            if len(found) >= (row["need"] or len(row["expected"]))
            else "wrong"
        )

    return judge


def _texts(expected: str | list[str]) -> list[str]:
    return [expected] if isinstance(expected, str) else expected


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _as_anki(typed: str, right: str) -> bool:
    # Anki marks a typed answer right when, composed and trimmed, it is the expected text, letter case included.
    return (
        unicodedata.normalize("NFC", typed).strip()
        == unicodedata.normalize("NFC", right).strip()
    )


def _within_length(typed: str, right: str) -> bool:
    limit = len(right) // LETTERS_PER_SLIP
    return OSA.distance(_plain(typed), _plain(right), score_cutoff=limit) <= limit


JUDGES: dict[str, Judge] = {
    "liverdeck": of_liverdeck,
    "exact": by_texts(lambda typed, right: _plain(typed) == _plain(right)),
    "anki": by_texts(_as_anki),
    "ratio85": by_texts(
        lambda typed, right: fuzz.ratio(_plain(typed), _plain(right)) >= SIMILAR
    ),
    "distance": by_texts(_within_length),
}


def tallied(rows: Iterable[Row], judge: Judge) -> Tally:
    """Judge every row."""
    tally = Tally()
    for row in rows:
        count = tally.classes[row["class"]]
        count.label = row["label"]
        count.add(judge(row))
    return tally


def answers_per_second(rows: list[Row], judge: Judge) -> float:
    """Return how many short answers are judged in a second, warm: the best of a few rounds."""
    short = [row for row in rows if row["kind"] != "list"]
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for row in short:
            judge(row)
        best = min(best, time.perf_counter() - start)
    return len(short) / best


def main() -> None:
    """Print the tables."""
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit("usage: python -m benchmarks.checker FILE.jsonl")
    rows = [
        json.loads(line)
        for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    tallies = {name: tallied(rows, judge) for name, judge in JUDGES.items()}
    print(
        f"{'errors, %':34}{'label':>6}{'n':>6}"
        + "".join(f"{name:>11}" for name in JUDGES)
    )
    for name, count in tallies["liverdeck"].classes.items():
        label = {1: "right", 0: "wrong", None: "probe"}[count.label]
        cells = (
            100 * tally.classes[name].errors / count.rows for tally in tallies.values()
        )
        shown = (
            "".join(f"{cell:11.1f}" for cell in cells)
            if count.label is not None
            else ""
        )
        print(f"{name:34}{label:>6}{count.rows:6}{shown}")
    for title, figures in {
        "accepted wrong answers, %": [tally.rate(0) for tally in tallies.values()],
        f"  without {NOISY}": [tally.rate(0, NOISY) for tally in tallies.values()],
        "refused right answers, %": [tally.rate(1) for tally in tallies.values()],
    }.items():
        print(f"{title:46}" + "".join(f"{figure:11.2f}" for figure in figures))
    print(f"{'F1':46}" + "".join(f"{tally.f1:11.4f}" for tally in tallies.values()))
    print(
        f"{'asked again':46}"
        + "".join(f"{tally.retypes:11}" for tally in tallies.values())
    )
    print(
        f"{'short answers a second':46}"
        + "".join(
            f"{answers_per_second(rows, judge):11.0f}" for judge in JUDGES.values()
        )
    )


if __name__ == "__main__":
    main()
