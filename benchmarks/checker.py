"""Measure the checker on labelled answers.

    python -m benchmarks.checker FILE.jsonl

Each line is an object with `class`, `expected` (accepted texts, or the items of a
list), `typed`, `label` (1 right, 0 wrong, null for a probe that no figure counts),
`kind` (short, number, list) and `need` (how many items of a list are enough; null for
all). The tables compare the checker with exact match, with Anki's rule (which compares
letter case too), with a similarity ratio of at least 85, and with an edit distance
whose limit grows with length. If the checker asks for an answer again, a right answer
counts as half refused, and a wrong one as refused.
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
"""A class with unreliable labels: rare words that are also common misspellings."""
SIMILAR = 85
"""From this ratio of rapidfuzz on, two texts count as similar."""
LETTERS_PER_SLIP = 4
"""The edit distance allows one edit for this many letters of the right answer."""
ROUNDS = 5
"""The number of times that each short answer is judged. The fastest round counts."""
LABELS = {1: "right", 0: "wrong", None: "probe"}


@dataclass
class Count:
    """How many answers of one class got which outcome."""

    label: int | None = None
    """1 if the answers are right, 0 if they are wrong, None for probes."""
    rows: int = 0
    correct: int = 0
    retype: int = 0

    def add(self, outcome: str) -> None:
        """Count one outcome."""
        self.rows += 1
        if outcome == "correct":
            self.correct += 1
        elif outcome == "retype":
            self.retype += 1

    @property
    def errors(self) -> float:
        """The number of refused right answers, or of accepted other answers.

        A right answer that is asked for again counts half.
        """
        if self.label:
            return self.rows - self.correct - self.retype / 2
        return float(self.correct)


@dataclass
class Tally:
    """The counts of one judge, by class."""

    classes: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))

    def error_percent(self, label: int, without: str = "") -> float:
        """Return the percentage of errors in the classes of a label.

        The class named `without` is left out.
        """
        counts = [
            count
            for name, count in self.classes.items()
            if count.label == label and name != without
        ]
        errors = sum(count.errors for count in counts)
        rows = sum(count.rows for count in counts)
        return 100 * errors / max(1, rows)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of the outcome *correct*."""
        right = [count for count in self.classes.values() if count.label == 1]
        wrong = [count for count in self.classes.values() if count.label == 0]
        refused_right = sum(count.errors for count in right)
        accepted_right = sum(count.rows for count in right) - refused_right
        accepted_wrong = sum(count.correct for count in wrong)
        if not accepted_right:
            return 0.0
        errors = accepted_wrong + refused_right
        return 2 * accepted_right / (2 * accepted_right + errors)

    @property
    def retypes(self) -> int:
        """How many answers are asked for again."""
        return sum(count.retype for count in self.classes.values())


def by_liverdeck(row: Row) -> str:
    """Judge an answer with the checker; return its outcome."""
    if row["kind"] == "list":
        return check_list(row["typed"], row["expected"], need=row["need"]).outcome
    return key_of(answer_of(tuple(row["expected"]))).check(row["typed"]).outcome


def by_texts(is_same: Callable[[str, str], bool]) -> Judge:
    """Return a judge that compares texts. It splits lists at commas."""

    def is_right(row: Row) -> bool:
        if row["kind"] != "list":
            return _is_named(row["expected"], row["typed"], is_same)
        typed_items = [item.strip() for item in re.split(r"[,;\n]", row["typed"])]
        named_items = [
            item
            for item in row["expected"]
            if any(_is_named(item, typed, is_same) for typed in typed_items if typed)
        ]
        return len(named_items) >= (row["need"] or len(row["expected"]))

    return lambda row: "correct" if is_right(row) else "wrong"


def _is_named(
    expected: str | list[str], typed: str, is_same: Callable[[str, str], bool]
) -> bool:
    texts = [expected] if isinstance(expected, str) else expected
    return any(is_same(typed, text) for text in texts)


def _plain(text: str) -> str:
    """Return a text without letter case and with single spaces."""
    return " ".join(text.casefold().split())


def _is_same_to_anki(typed: str, right: str) -> bool:
    # Anki composes and trims both texts, and then compares letter case too.
    composed = unicodedata.normalize("NFC", typed).strip()
    return composed == unicodedata.normalize("NFC", right).strip()


def _is_near(typed: str, right: str) -> bool:
    limit = len(right) // LETTERS_PER_SLIP
    return OSA.distance(_plain(typed), _plain(right), score_cutoff=limit) <= limit


def by_liverdeck_again(row: Row) -> str:
    """Judge an answer that is no list, even if its verdict was kept."""
    return key_of(answer_of(tuple(row["expected"]))).judged(row["typed"]).outcome


JUDGES: dict[str, Judge] = {
    "liverdeck": by_liverdeck,
    "exact": by_texts(lambda typed, right: _plain(typed) == _plain(right)),
    "anki": by_texts(_is_same_to_anki),
    "ratio85": by_texts(
        lambda typed, right: fuzz.ratio(_plain(typed), _plain(right)) >= SIMILAR
    ),
    "distance": by_texts(_is_near),
}


def tallied(rows: Iterable[Row], judge: Judge) -> Tally:
    """Judge every row, and count the outcomes."""
    tally = Tally()
    for row in rows:
        count = tally.classes[row["class"]]
        count.label = row["label"]
        count.add(judge(row))
    return tally


def answers_per_second(rows: list[Row], judge: Judge) -> float:
    """Return how many answers are judged in a second of the fastest round.

    Lists are left out.
    """
    short = [row for row in rows if row["kind"] != "list"]
    best_seconds = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for row in short:
            judge(row)
        best_seconds = min(best_seconds, time.perf_counter() - start)
    return len(short) / best_seconds


def main() -> None:
    """Print the tables."""
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit("usage: python -m benchmarks.checker FILE.jsonl")
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    tallies = {name: tallied(rows, judge) for name, judge in JUDGES.items()}
    _print_classes(tallies)

    columns = list(tallies.values())
    figures = {
        "accepted wrong answers, %": [tally.error_percent(0) for tally in columns],
        f"  without {NOISY}": [tally.error_percent(0, NOISY) for tally in columns],
        "refused right answers, %": [tally.error_percent(1) for tally in columns],
    }
    for title, cells in figures.items():
        _print_row(title, cells, ".2f")
    _print_row("F1", [tally.f1 for tally in columns], ".4f")
    _print_row("asked again", [tally.retypes for tally in columns], "")
    first_time = JUDGES | {"liverdeck": by_liverdeck_again}
    speeds = [answers_per_second(rows, judge) for judge in first_time.values()]
    _print_row("short answers a second", speeds, ".0f")
    kept = answers_per_second(rows, by_liverdeck)
    _print_row("  the same ones again, with kept verdicts", [kept], ".0f")


def _print_classes(tallies: dict[str, Tally]) -> None:
    names = "".join(f"{name:>11}" for name in JUDGES)
    print(f"{'errors, %':34}{'label':>6}{'n':>6}{names}")
    for name, count in tallies["liverdeck"].classes.items():
        cells = ""
        if count.label is not None:
            for tally in tallies.values():
                cells += f"{100 * tally.classes[name].errors / count.rows:11.1f}"
        print(f"{name:34}{LABELS[count.label]:>6}{count.rows:6}{cells}")


def _print_row(title: str, figures: Iterable[float], number_format: str) -> None:
    cells = "".join(f"{figure:11{number_format}}" for figure in figures)
    print(f"{title:46}{cells}")


if __name__ == "__main__":
    main()
