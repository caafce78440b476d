"""Measure reading one YAML file of about a megabyte, with and without positions.

    python -m benchmarks.reading ROUNDS

Prints the size in bytes, the seconds of PyYAML (without positions) and of LiverDeck
(with positions), and how many times as long PyYAML takes. All are medians.
"""

from __future__ import annotations

import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import yaml

from benchmarks.decks import fact_file
from liverdeck.authoring.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

FACTS = 1680
"""A file with this many facts has about a megabyte."""


def _seconds(read: Callable[[], object]) -> float:
    started = time.perf_counter()
    read()
    return time.perf_counter() - started


def main() -> None:
    """Read with PyYAML and LiverDeck in turns, for the rounds of the command line."""
    text = fact_file(FACTS)
    rounds = [
        (
            _seconds(lambda: yaml.load(text, yaml.CSafeLoader)),
            _seconds(lambda: read_yaml(text, "facts.yaml")),
        )
        for _ in range(int(sys.argv[1]))
    ]
    peer, own = (median(seconds) for seconds in zip(*rounds, strict=True))
    ratio = median(theirs / ours for theirs, ours in rounds)
    print(len(text.encode()), peer, own, ratio)


if __name__ == "__main__":
    main()
