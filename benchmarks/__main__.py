"""Compare LiverDeck with the script that a user would write.

    python -m benchmarks [--quick] [--tools BIN]

Run it from the root of the checkout. It prints a table of figures and says which goals
are met. The exit code is 0 even if goals are missed, because the machine may be busy.
A program that we compare with (a script, Anki, py-fsrs) is called a peer. BIN is the
folder with the tools of `benchmarks.tools`; without it, these tools are left out.
*Seconds* are the time that a user waits; *CPU seconds* are the CPU time of all
processes of a command.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.processes import (
    Runs,
    cpu_ratio,
    in_turns,
    memory_ratio,
    output_of,
    python,
    seconds_until,
    speed_ratio,
)
from benchmarks.tools import OWN, tool_runs
from liverdeck.cli.user_folders import CACHE_VARIABLE
from liverdeck.study.reviewlog.errors import HOME_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

SAFE = "yaml.safe_load + genanki"
C_LOADER = "CSafeLoader + genanki"
REMEMBERED = "liverdeck build"
"""A second build, which finds every file in the cache."""
COLD = "liverdeck build, empty cache"
CHANGED = "liverdeck build, one file changed"
FEW, MANY = 2500, 10_000
"""Numbers of facts of the decks for a full run of lint.

`MANY` is also the number of quiz items that are measured.
"""
FEWEST_FOR_ITEMS = 4000
"""Facts of the smaller deck for quiz items: enough for `MANY` items."""
FIRST_QUESTION = b"malignant"
"""A word in the first question of the bundled deck."""
SCRIPT_GOALS = {SAFE: (6, 9), C_LOADER: (1.8, 2.8)}
"""The goal and the wish for `liverdeck build`: how many times as fast as the script."""
REBUILD_GOALS = {"empty cache": (1.3, 1.7), "one file changed": (4, 6)}
"""Goal and wish for a build with the cache, compared with `C_LOADER`."""


@dataclass(frozen=True)
class Row:
    """A line of the table: a figure and, if there are any, its goal and its wish."""

    name: str
    figure: float
    detail: str
    goal: float | None = None
    wish: float | None = None
    """A limit that is harder to meet than the goal, and that may be missed."""
    at_most: bool = False
    """Whether a small figure is good, so that goal and wish are upper limits."""
    unit: str = "x"

    def meets(self, limit: float | None) -> bool:
        """Whether there is a limit and the figure is at least as good."""
        if limit is None:
            return False
        return self.figure <= limit if self.at_most else self.figure >= limit

    def __str__(self) -> str:
        goal = result = ""
        if self.goal is not None:
            goal = f"{'<=' if self.at_most else '>='} {self.goal:g}{self.unit}"
            result = "met" if self.meets(self.goal) else "MISSED"
        if self.meets(self.wish):
            result = "met, and the wish"
        figure = f"{self.figure:>7.2f}{self.unit:<2}"
        return f"{self.name:<66} {figure} {goal:<9} {result:<18} {self.detail}"


def main() -> None:
    """Make the decks, measure, and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="half a minute in all")
    parser.add_argument("--tools", type=Path, metavar="BIN", help="folder of tools")
    arguments = parser.parse_args()
    quick = arguments.quick
    version = sys.version.split()[0]
    extent = "quick" if quick else "full"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder  # genanki leaves a database behind at every build
        os.environ[CACHE_VARIABLE] = str(Path(folder) / "cache")
        bench = Bench(Path(folder), arguments.tools, quick=quick)
        print(f"Python {version}; runs in turns, medians; {extent}\n")
        rows = []
        for row in bench.rows():
            print(row, flush=True)
            rows.append(row)
    goals = [row for row in rows if row.goal is not None]
    missed = [row.name for row in goals if not row.meets(row.goal)]
    print(f"\n{len(goals) - len(missed)} of {len(goals)} goals met")
    for name in missed:
        print(f"  missed: {name}")


class Bench:
    """The decks in a folder, and the measurements on them."""

    def __init__(self, folder: Path, tools: Path | None, *, quick: bool) -> None:
        """Measure in an empty folder. `quick` leaves out the large decks."""
        self.folder = folder
        self.tools = tools
        self.quick = quick
        self.sizes = (100, 1000) if quick else (100, 1000, MANY)
        self.rounds = 3 if quick else 7
        self.slow_rounds = 1 if quick else 3
        """The number of rounds of the slow measurements."""

    def deck(self, facts: int, *options: str) -> Path:
        """Return the folder of a deck with this many facts; make it if it is missing.

        The options are those of `benchmarks.decks`.
        """
        path = self.folder / f"{facts}{''.join(options)}"
        if not path.exists():
            output_of(python("-m", "benchmarks.decks", path, facts, *options))
        return path

    def rows(self) -> Iterator[Row]:
        """Yield every row as soon as it is measured."""
        for facts in self.sizes:
            yield from self.builds(facts)
        for facts in self.sizes:
            yield from self.builds(facts, "--release")
        yield from self.builds(self.sizes[-1], "--one-file")
        yield self.reading()
        yield from self.against_tools()
        yield from self.lint()
        yield from self.compared_with_build()
        yield from self.quizzes()
        yield from self.answers()
        yield from self.typed_answers()
        yield from self.logs()
        yield from self.first_question()
        yield self.help()

    def builds(self, facts: int, *options: str) -> Iterator[Row]:
        """Compare whole builds of one deck, from YAML to a package."""
        deck = self.deck(facts, *options)
        mode = "--frozen" if "--release" in options else "--new"
        setup = f"in one file, {mode}" if "--one-file" in options else mode
        package, peer_package = self.folder / "own.apkg", self.folder / "peer.apkg"
        peer = python("-m", "benchmarks.peers.yaml_genanki", deck, peer_package)
        own = python("-m", "liverdeck", "build", "-d", deck, "-o", package, mode)
        output_of(own)  # fills the cache
        commands = {
            SAFE: peer,
            C_LOADER: [*peer, "--c"],
            OWN: [*own, "--no-cache"],
            REMEMBERED: own,
            COLD: python("-m", "benchmarks.rebuild", "cold", *own[3:]),
            CHANGED: python("-m", "benchmarks.rebuild", "changed", *own[3:]),
        }
        runs = in_turns(commands, self.slow_rounds if facts >= MANY else self.rounds)
        output_of(python("-m", "benchmarks.same", package, peer_package))

        detail = ", ".join(f"{runs[name].median_seconds:.2f} s" for name in commands)
        for name in (SAFE, C_LOADER):
            # Only the largest deck has goals.
            goal, wish = SCRIPT_GOALS[name] if facts == MANY else (None, None)
            title = f"{facts:,} facts, {setup}, against {name}"
            own_detail = f"{detail}; {cpu_ratio(runs, name, OWN):.2f} in CPU"
            yield Row(title, speed_ratio(runs, name, OWN), own_detail, goal, wish)
        for state, name in (
            ("empty cache", COLD),
            ("one file changed", CHANGED),
            ("remembered", REMEMBERED),
        ):
            title = f"{facts:,} facts, {setup}, {state}, against {C_LOADER}"
            goal, wish = None, None
            if facts == MANY:
                goal, wish = REBUILD_GOALS.get(state, (None, None))
            ratio = speed_ratio(runs, C_LOADER, name)
            yield Row(title, ratio, detail, goal, wish)
        if facts == self.sizes[-1]:
            yield from self.memory(runs, setup)
            yield self.size(package, peer_package, f"{facts:,} facts, {setup}")

    def memory(self, runs: dict[str, Runs], setup: str) -> Iterator[Row]:
        """Compare the peak memory of the whole processes."""
        own_megabytes = max(runs[OWN].megabytes)
        for name in (SAFE, C_LOADER):
            detail = f"{own_megabytes:.0f} MB of {max(runs[name].megabytes):.0f} MB"
            title = f"peak memory, {setup}, against {name}"
            ratio = memory_ratio(runs, name, OWN)
            yield Row(title, ratio, detail, 0.6, at_most=True)

    def size(self, package: Path, peer_package: Path, setup: str) -> Row:
        """Compare the sizes of two packages."""
        own, peer = package.stat().st_size, peer_package.stat().st_size
        detail = f"{own / 1e6:.2f} MB of {peer / 1e6:.2f} MB"
        return Row(
            f"size of the package, {setup}", own / peer, detail, 0.3, at_most=True
        )

    def reading(self) -> Row:
        """Compare our time to read a file of one megabyte with that of PyYAML."""
        command = python("-m", "benchmarks.reading", 3 * self.rounds)
        size, peer, own, ratio = map(float, output_of(command).split())
        detail = f"{peer * 1000:.0f} ms, {own * 1000:.0f} ms for {size / 1e6:.2f} MB"
        title = "reading with positions, against yaml.load(CSafeLoader)"
        return Row(title, ratio, detail, 2)

    def lint(self) -> Iterator[Row]:
        """Measure how the time for lint grows with the deck."""
        few, many = (250, 1000) if self.quick else (FEW, MANY)
        lint = python("-m", "liverdeck", "lint", "--no-cache", "-d")
        commands = {
            str(facts): [*lint, str(self.deck(facts, "--release"))]
            for facts in (few, many)
        }
        runs = in_turns(commands, self.slow_rounds)
        few_seconds = runs[str(few)].median_seconds
        many_seconds = runs[str(many)].median_seconds
        if many == MANY:
            title = f"lint of {MANY:,} facts"
            yield Row(title, many_seconds, "", 3, at_most=True, unit="s")
        detail = f"{many_seconds:.2f} s, {few_seconds:.2f} s"
        title = f"lint, {many:,} facts against {few:,}"
        yield Row(title, many_seconds / few_seconds, detail, 5, at_most=True)

    def against_tools(self) -> Iterator[Row]:
        """Compare with published tools, each on the same facts in its own format."""
        if self.tools is None:
            return
        runs = tool_runs(self.tools, self.sizes[-1], self.slow_rounds)
        for name in runs:
            if name == OWN:
                continue
            theirs = max(runs[name].megabytes)
            ours = max(runs[OWN].megabytes)
            cpu = f"{cpu_ratio(runs, name, OWN):.1f} in CPU"
            detail = f"{cpu}; {theirs:.0f} MB, ours {ours:.0f} MB"
            title = f"{self.sizes[-1]:,} facts of three texts, against {name}"
            yield Row(title, speed_ratio(runs, name, OWN), detail, 3)

    def compared_with_build(self) -> Iterator[Row]:
        """Compare a quiz of 20 items, and lint, with the build of the same deck."""
        facts = self.sizes[-1]
        options = ("-d", self.deck(facts, "--release"), "--no-cache")
        output = ("--items", 20, "--force", "-o", self.folder / "quiz")
        package = ("--frozen", "-o", self.folder / "own.apkg")
        commands = {
            OWN: python("-m", "liverdeck", "build", *options, *package),
            "quiz": python("-m", "liverdeck", "quiz", *options, *output),
            "lint": python("-m", "liverdeck", "lint", *options),
        }
        runs = in_turns(commands, self.slow_rounds)
        for name, goal in (("quiz", 2), ("lint", 3)):
            ratio = speed_ratio(runs, name, OWN)
            cpu = f"{cpu_ratio(runs, name, OWN):.1f} in CPU"
            title = f"{name} of {facts:,} facts over the deck's build"
            yield Row(title, ratio, cpu, goal, at_most=True)

    def quizzes(self) -> Iterator[Row]:
        """Measure the time to make items, and whether the time for one grows."""
        few, many = (200, 800) if self.quick else (FEWEST_FOR_ITEMS, MANY)
        seconds_per_item = {}
        for facts in (few, many):
            items, made_seconds, checked_seconds = self.measured_quiz(facts)
            seconds_per_item[facts] = made_seconds / items
            if items == MANY:
                detail = f"and {checked_seconds:.2f} s to check them for every flaw"
                title = f"{MANY:,} items with distractors, each proven wrong"
                yield Row(title, made_seconds, detail, 3, at_most=True, unit="s")
        few_seconds, many_seconds = seconds_per_item[few], seconds_per_item[many]
        detail = f"{many_seconds * 1e6:.0f} us, {few_seconds * 1e6:.0f} us an item"
        title = f"time for an item, with {many:,} facts against {few:,}"
        yield Row(title, many_seconds / few_seconds, detail, 1.25, at_most=True)

    def measured_quiz(self, facts: int) -> tuple[float, float, float]:
        """Return the number of items, and the seconds to make and to check them."""
        deck = self.deck(facts, "--release")
        command = python("-m", "benchmarks.quizzes", deck, MANY)
        rows = [
            tuple(map(float, output_of(command).split()))
            for _ in range(self.slow_rounds)
        ]
        items, made_seconds, checked_seconds = map(median, zip(*rows, strict=True))
        return items, made_seconds, checked_seconds

    def answers(self) -> Iterator[Row]:
        """Measure one answer in study, and compare it with one in Anki's backend."""
        figures = [self.study_figures("answers") for _ in range(self.slow_rounds)]
        own_ms = median(figure["liverdeck"] for figure in figures)
        anki_ms = median(figure["anki"] for figure in figures)
        fsrs_ms = median(figure["fsrs"] for figure in figures)
        detail = (
            f"Anki's backend {anki_ms:.2f} ms, py-fsrs without a log {fsrs_ms:.3f} ms"
        )
        title = "an answer: four intervals, and the row on disk"
        yield Row(title, own_ms, detail, 2, at_most=True, unit="ms")
        detail = f"{own_ms:.2f} ms of {anki_ms:.2f} ms"
        title = "the same against Anki's backend"
        yield Row(title, own_ms / anki_ms, detail, at_most=True)

    def typed_answers(self) -> Iterator[Row]:
        """Measure how many typed answers are judged in a second."""
        deck = self.deck(self.sizes[0])
        command = python("-m", "benchmarks.typed_answers", deck, self.rounds)
        figures = json.loads(output_of(command))
        ratio = f"rapidfuzz's ratio {figures['ratio'] / 1000:.0f}k"
        detail = f"{ratio}; {figures['new'] / 1000:.1f}k if nobody typed them before"
        title = "typed answers in a second, all distinct"
        yield Row(title, figures["distinct"] / 1000, detail, 36, 45, unit="k")
        detail = f"{ratio}; {figures['class_again'] / 1000:.0f}k by the same keys"
        title = "typed answers in a second, of a class"
        yield Row(title, figures["class"] / 1000, detail, 500, 1000, unit="k")

    def logs(self) -> Iterator[Row]:
        """Measure a replay of the review log, and a log of a hundred thousand cards."""
        figures = [self.study_figures("replay") for _ in range(self.slow_rounds)]
        own_ms = median(figure["replay"] for figure in figures)
        fsrs_ms = median(figure["fsrs"] for figure in figures)
        title = "replay of 10,000 reviews into a new index"
        detail = f"py-fsrs alone {fsrs_ms:.0f} ms"
        yield Row(title, own_ms, detail, 250, at_most=True, unit="ms")

        due_ms = self.study_figures("due")["due"]
        title = "finding what is due among 100,000 cards"
        yield Row(title, due_ms, "", 5, at_most=True, unit="ms")
        megabytes = self.study_figures("memory")["megabytes"]
        title = "memory of a process with a log of 100,000 cards"
        yield Row(title, megabytes, "", 150, at_most=True, unit="MB")

    def study_figures(self, measure: str) -> dict[str, float]:
        """Run a measure of `benchmarks.study` in a process and return its figures."""
        command = python("-m", "benchmarks.study", measure, self.folder)
        figures: dict[str, float] = json.loads(output_of(command))
        return figures

    def first_question(self) -> Iterator[Row]:
        """Measure the time from the command to the bundled deck's first question.

        The detail has the time of an interpreter that prints one character.
        """
        environment = os.environ | {
            HOME_VARIABLE: str(self.folder / "home"),
            "PYTHONPYCACHEPREFIX": str(self.folder),
        }
        # An installed package has compiled bytecode, so Python may write some here.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def ms_until(command: list[str], text: bytes) -> float:
            rounds = range(3 * self.rounds)
            return 1000 * median(
                seconds_until(command, text, environment) for _ in rounds
            )

        study = python("-m", "liverdeck", "study", "-d", "cards/liver-metastasis")
        bare_ms = ms_until(python("-c", "print('?')"), b"?")
        detail = f"python -c print {bare_ms:.0f} ms"
        title = "from the command to the first question"
        for name, command in (
            (f"{title}, --no-cache", [*study, "--no-cache"]),
            (f"{title}, remembered", study),
        ):
            own_ms = ms_until(command, FIRST_QUESTION)
            yield Row(name, own_ms, detail, 150, at_most=True, unit="ms")

    def help(self) -> Row:
        """Compare `--help` with an interpreter that does nothing."""
        commands = {
            "help": python("-m", "liverdeck", "--help"),
            "pass": python("-c", "pass"),
        }
        runs = in_turns(commands, 3 * self.rounds)
        help_ms = runs["help"].median_seconds * 1000
        pass_ms = runs["pass"].median_seconds * 1000
        title = "liverdeck --help, against python -c pass"
        detail = f"{help_ms:.0f} ms, {pass_ms:.0f} ms"
        ratio = speed_ratio(runs, "help", "pass")
        return Row(title, ratio, detail, 5, at_most=True)


if __name__ == "__main__":
    main()
