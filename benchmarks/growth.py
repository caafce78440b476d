"""Measure how a command's time and memory for a fact grow with the deck.

    python -m benchmarks.growth [FACTS ...]

Without numbers, the decks have 1,000, 10,000 and 30,000 facts. Each command runs once
in a process of its own, without the cache. The table has its CPU seconds and its peak
memory, and how many times as much a fact costs as in the smallest deck. For that, the
cost of `liverdeck --version` (to start Python and import LiverDeck) is subtracted.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.decks import release, write_deck
from benchmarks.processes import cost_of, python
from liverdeck.study.reviewlog.errors import HOME_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES = (1000, 10_000, 30_000)
GOAL = 1.5
"""A fact may cost at most this many times what it costs in the smallest deck."""
_DOCUMENT = "document.txt"


def growth_deck(folder: Path, facts: int) -> Path:
    """Write a released deck, and beside it a document to index; return the deck."""
    deck = folder / str(facts)
    write_deck(deck, facts)
    release(deck)
    sections = [
        f"Section {number}\n\n{'A sentence about blood and bone. ' * 8}\n\n\n"
        for number in range(facts // 6)
    ]
    (folder / f"{facts}-{_DOCUMENT}").write_text("".join(sections), encoding="utf-8")
    return deck


def commands(deck: Path, output: Path) -> Mapping[str, tuple[object, ...]]:
    """Return the arguments of the commands to measure, by name.

    They write to the folder `output`. `index` changes the deck: it must be the last.
    """
    document = deck.parent / f"{deck.name}-{_DOCUMENT}"
    deck_options = ("-d", deck, "--no-cache")
    return {
        "build": ("build", *deck_options, "--frozen", "-o", output / "own.apkg"),
        "lint": ("lint", *deck_options),
        "quiz": ("quiz", *deck_options, "--items", 20, "-o", output / "quiz"),
        "preview": ("preview", *deck_options, "-o", output / "page.html"),
        "study": ("study", *deck_options, "--cram"),
        "index": ("index", *deck_options, "--drop", document),
    }


def main() -> None:
    """Print a row for each command and size."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    with tempfile.TemporaryDirectory() as temporary_folder:
        folder = Path(temporary_folder)
        os.environ[HOME_VARIABLE] = str(folder / "home")
        start_seconds, start_megabytes = cost_of(python("-m", "liverdeck", "--version"))
        first_costs: dict[str, tuple[float, float]] = {}
        for facts in sizes:
            deck, output = growth_deck(folder, facts), folder / f"{facts}-output"
            output.mkdir()
            for name, arguments in commands(deck, output).items():
                command = python("-m", "liverdeck", *arguments)
                exit_codes = (0, 1) if name == "lint" else (0,)
                seconds, megabytes = cost_of(command, exit_codes)
                seconds_per_fact = (seconds - start_seconds) / facts
                megabytes_per_fact = (megabytes - start_megabytes) / facts
                first_seconds, first_megabytes = first_costs.setdefault(
                    name, (seconds_per_fact, megabytes_per_fact)
                )
                time_ratio = seconds_per_fact / first_seconds
                memory_ratio = megabytes_per_fact / first_megabytes
                is_met = max(time_ratio, memory_ratio) <= GOAL
                result = "met" if is_met else "MISSED"
                print(
                    f"{name:<8} {facts:>6,} facts {seconds:7.2f} s {megabytes:5.0f} MB"
                    f"   per fact: time {time_ratio:.2f}, memory {memory_ratio:.2f}"
                    f"   {result}",
                    flush=True,
                )
            shutil.rmtree(output)


if __name__ == "__main__":
    main()
