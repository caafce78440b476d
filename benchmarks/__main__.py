"""Measure LiverDeck beside what a user would write: `python -m benchmarks [--quick]`, from the checkout's root.

Prints a table of ratios and which goals are met. It always ends with 0: a busy machine is no fault of the code.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.processes import (
    Runs,
    in_turns,
    output_of,
    python,
    seconds_until,
    times_faster,
    times_memory,
)

SAFE, C, OWN = "yaml.safe_load + genanki", "CSafeLoader + genanki", "liverdeck build"
FEW, MANY = 2500, 10_000


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure and, if there is one, its goal."""

    what: str
    figure: float
    detail: str
    goal: float | None = None
    wish: float | None = None
    at_most: bool = False
    """The figure is to be small."""
    unit: str = "x"

    def meets(self, limit: float | None) -> bool:
        """Whether the figure is as good as the limit."""
        return limit is not None and (
            self.figure <= limit if self.at_most else self.figure >= limit
        )

    def __str__(self) -> str:
        sign = "<=" if self.at_most else ">="
        goal = "" if self.goal is None else f"{sign} {self.goal:g}{self.unit}"
        verdict = (
            "" if self.goal is None else "met" if self.meets(self.goal) else "MISSED"
        )
        if self.meets(self.wish):
            verdict = "met, and the wish"
        return f"{self.what:<66} {self.figure:>7.2f}{self.unit:<2} {goal:<9} {verdict:<18} {self.detail}"


def main() -> None:
    """Make the decks, measure, print."""
    quick = "--quick" in sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder  # genanki leaves a database behind at every build
        bench = Bench(Path(folder), quick=quick)
        print(
            f"Python {sys.version.split()[0]}; runs in turns, medians; {'quick' if quick else 'full'}\n"
        )
        for row in bench.rows():
            print(row, flush=True)
            bench.done.append(row)
    goals = [row for row in bench.done if row.goal is not None]
    missed = [row.what for row in goals if not row.meets(row.goal)]
    print(
        f"\n{len(goals) - len(missed)} of {len(goals)} goals met"
        + "".join(f"\n  missed: {what}" for what in missed)
    )


class Bench:
    """The decks in a folder, and what is measured on them."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        """Measure in an existing empty folder; `quick` leaves out the large deck's many rounds."""
        self.folder = folder
        self.sizes = (100, 1000) if quick else (100, 1000, MANY)
        self.rounds = 3 if quick else 7
        self.few_rounds = 1 if quick else 3
        self.done: list[Row] = []

    def deck(self, facts: int, *options: str) -> Path:
        """Return a deck, made at the first call."""
        path = self.folder / f"{facts}{''.join(options)}"
        if not path.exists():
            output_of(python("-m", "benchmarks.decks", path, facts, *options))
        return path

    def rows(self):  # noqa: ANN201  # a generator of rows
        """Yield every row as soon as it is measured."""
        for facts in self.sizes:
            yield from self.builds(facts)
        for facts in self.sizes:
            yield from self.builds(facts, "--release")
        yield from self.builds(self.sizes[-1], "--one-file")
        yield self.reading()
        yield from self.lint()
        yield from self.quizzes()
        yield from self.study()
        yield self.help()

    def builds(self, facts: int, *options: str):  # noqa: ANN201
        """Compare whole builds of one deck, from YAML to a package."""
        deck = self.deck(facts, *options)
        mode = "--frozen" if "--release" in options else "--new"
        mine, theirs = self.folder / "own.apkg", self.folder / "peer.apkg"
        peer = python("-m", "benchmarks.peers.yaml_genanki", deck, theirs)
        runs = in_turns(
            {
                SAFE: peer,
                C: [*peer, "--c"],
                OWN: python("-m", "liverdeck", "build", "-d", deck, "-o", mine, mode),
            },
            self.few_rounds if facts >= MANY else self.rounds,
        )
        output_of(python("-m", "benchmarks.same", mine, theirs))
        state = f"in one file, {mode}" if "--one-file" in options else mode
        seconds = {name: f"{each.typical:.2f} s" for name, each in runs.items()}
        detail = f"{seconds[SAFE]}, {seconds[C]}, {seconds[OWN]}"
        goals = ((6, 9), (1.8, 2.8)) if facts == MANY else ((None, None), (None, None))
        for name, (goal, wish) in zip((SAFE, C), goals, strict=True):
            figure = times_faster(runs, name, OWN)
            yield Row(
                f"{facts:,} facts, {state}, against {name}", figure, detail, goal, wish
            )
        if facts == self.sizes[-1]:
            yield from self.memory(runs, state)
            size = mine.stat().st_size / theirs.stat().st_size
            detail = f"{mine.stat().st_size / 1e6:.2f} MB of {theirs.stat().st_size / 1e6:.2f} MB"
            yield Row(
                f"size of the package, {facts:,} facts, {state}",
                size,
                detail,
                0.3,
                at_most=True,
            )

    def memory(self, runs: dict[str, Runs], state: str):  # noqa: ANN201
        """Compare the peaks of the whole processes."""
        for name in (SAFE, C):
            detail = f"{max(runs[OWN].megabytes):.0f} MB of {max(runs[name].megabytes):.0f} MB"
            yield Row(
                f"peak memory, {state}, against {name}",
                times_memory(runs, name, OWN),
                detail,
                0.6,
                at_most=True,
            )

    def reading(self) -> Row:
        """Compare reading one file of a megabyte."""
        size, peer, own, figure = map(
            float,
            output_of(python("-m", "benchmarks.reading", 3 * self.rounds)).split(),
        )
        detail = f"{peer * 1000:.0f} ms, {own * 1000:.0f} ms for {size / 1e6:.2f} MB"
        return Row(
            "reading with positions, against yaml.load(CSafeLoader)", figure, detail, 2
        )

    def lint(self):  # noqa: ANN201
        """Measure how lint grows with the deck."""
        sizes = (250, 1000) if self.few_rounds == 1 else (FEW, MANY)
        commands = {
            str(size): python(
                "-m", "liverdeck", "lint", "-d", self.deck(size, "--release")
            )
            for size in sizes
        }
        runs = in_turns(commands, self.few_rounds)
        few, many = (runs[str(size)].typical for size in sizes)
        if sizes[1] == MANY:
            yield Row(f"lint of {MANY:,} facts", many, "", 3, at_most=True, unit="s")
        yield Row(
            f"lint, {sizes[1]:,} facts against {sizes[0]:,}",
            many / few,
            f"{many:.2f} s, {few:.2f} s",
            5,
            at_most=True,
        )

    def quizzes(self):  # noqa: ANN201
        """Measure how fast items come from a deck, and how that grows with it."""
        sizes = (200, 800) if self.few_rounds == 1 else (800, 3200)
        seconds = {}
        for facts in sizes:
            runs = [
                tuple(
                    map(
                        float,
                        output_of(
                            python(
                                "-m",
                                "benchmarks.quizzes",
                                self.deck(facts, "--release"),
                                MANY,
                            )
                        ).split(),
                    )
                )
                for _ in range(self.few_rounds)
            ]
            items, made, checked = (
                median(column) for column in zip(*runs, strict=True)
            )
            seconds[facts] = made / items
            if items == MANY:
                detail = f"and {checked:.2f} s to hold them against every flaw"
                yield Row(
                    f"{MANY:,} items with distractors, each proven wrong",
                    made,
                    detail,
                    3,
                    at_most=True,
                    unit="s",
                )
        few, many = seconds.values()
        detail = f"{many * 1e6:.0f} us, {few * 1e6:.0f} us an item"
        yield Row(
            f"an item, of {sizes[1]:,} facts against of {sizes[0]:,}",
            many / few,
            detail,
            1.25,
            at_most=True,
        )

    def study(self):  # noqa: ANN201
        """Measure one answer, the whole log, a hundred thousand cards, and the way to the first question."""
        figures = [self.studied("answers") for _ in range(self.few_rounds)]
        own, anki, model = (
            median(each[name] for each in figures)
            for name in ("answer", "anki", "fsrs")
        )
        detail = f"Anki's backend {anki:.2f} ms, py-fsrs without a log {model:.3f} ms"
        yield Row(
            "an answer: four intervals, and the row on disk",
            own,
            detail,
            2,
            at_most=True,
            unit="ms",
        )
        yield Row(
            "the same against Anki's backend",
            own / anki,
            f"{own:.2f} ms of {anki:.2f} ms",
            at_most=True,
        )
        figures = [self.studied("replay") for _ in range(self.few_rounds)]
        own, model = (
            median(each[name] for each in figures) for name in ("replay", "fsrs")
        )
        detail = f"py-fsrs alone {model:.0f} ms"
        yield Row(
            "replay of 10,000 reviews into a new index",
            own,
            detail,
            250,
            at_most=True,
            unit="ms",
        )
        due, held = self.studied("due")["due"], self.studied("memory")["megabytes"]
        yield Row(
            "what is due among 100,000 cards", due, "", 5, at_most=True, unit="ms"
        )
        yield Row(
            "memory of a process at a log of 100,000 cards",
            held,
            "",
            150,
            at_most=True,
            unit="MB",
        )
        yield self.first_question()

    def studied(self, what: str) -> dict[str, float]:
        """Return the figures of one measure of `benchmarks.study`, in a process of its own."""
        figures: dict[str, float] = json.loads(
            output_of(python("-m", "benchmarks.study", what, self.folder))
        )
        return figures

    def first_question(self) -> Row:
        """Measure from the command to the bundled deck's first question, beside an interpreter that does nothing."""
        command = python("-m", "liverdeck", "study", "-d", "cards/liver-metastasis")
        home = os.environ | {
            "LIVERDECK_HOME": str(self.folder / "home"),
            "PYTHONPYCACHEPREFIX": str(self.folder),
        }
        home.pop(
            "PYTHONDONTWRITEBYTECODE", None
        )  # an installed package has its bytecode
        own = (
            median(
                seconds_until(command, b"malignant", home)
                for _ in range(3 * self.rounds)
            )
            * 1000
        )
        bare = (
            median(
                seconds_until(python("-c", "print('?')"), b"?", home)
                for _ in range(3 * self.rounds)
            )
            * 1000
        )
        detail = f"python -c print {bare:.0f} ms"
        return Row(
            "from the command to the first question",
            own,
            detail,
            150,
            at_most=True,
            unit="ms",
        )

    def help(self) -> Row:
        """Compare `--help` with an interpreter that does nothing."""
        commands = {
            "help": python("-m", "liverdeck", "--help"),
            "pass": python("-c", "pass"),
        }
        runs = in_turns(commands, 3 * self.rounds)
        figure = times_faster(runs, "help", "pass")
        detail = f"{runs['help'].typical * 1000:.0f} ms, {runs['pass'].typical * 1000:.0f} ms"
        return Row(
            "liverdeck --help, against python -c pass", figure, detail, 5, at_most=True
        )


if __name__ == "__main__":
    main()
