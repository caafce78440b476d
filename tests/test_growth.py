"""A fact of a large deck costs no more than one of a small deck.

Calls of functions and bytes of memory are counted, not seconds: so the tests give the
same result on a busy machine. `python -m benchmarks.growth` measures large decks.
"""

import cProfile
import gc
import io
import shutil
import sys
import tracemalloc

import pytest

from benchmarks.growth import GOAL, commands, growth_deck
from liverdeck.cli.main import cli

FEW, MORE, MANY = 60, 120, 300
"""Numbers of facts of three decks.

What a command costs without any fact cancels out in the difference of two decks.
"""
NAMES = ("build", "lint", "quiz", "preview", "study", "index")


@pytest.fixture(scope="module")
def made_decks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("decks")
    for facts in (FEW, MORE, MANY):
        growth_deck(folder, facts)
    return folder


@pytest.fixture
def run(made_decks, tmp_path, monkeypatch):
    """Return a function that runs a command on a deck of a size, in this process."""
    monkeypatch.setenv("LIVERDECK_HOME", str(tmp_path / "home"))
    decks = tmp_path / "decks"  # a copy, since `index` changes them
    shutil.copytree(made_decks, decks)

    def run_on(name, facts):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        output = tmp_path / f"{name}-{facts}"
        output.mkdir(exist_ok=True)
        arguments = commands(decks / str(facts), output)[name]
        with pytest.raises(SystemExit) as ended:
            cli([str(argument) for argument in arguments])
        assert ended.value.code in ((0, 1) if name == "lint" else (0,))

    return run_on


def calls_in(run):
    """Return how many functions of Python and of C are called."""
    profile = cProfile.Profile(subcalls=False)
    profile.runcall(run)
    return sum(function.callcount for function in profile.getstats())


def bytes_in(run):
    """Return the most bytes that Python's objects take at one moment."""
    gc.collect()
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("cost_in", [calls_in, bytes_in], ids=["calls", "bytes"])
@pytest.mark.parametrize("name", NAMES)
def test_a_fact_of_a_larger_deck_costs_no_more(run, name, cost_in):
    costs = []
    for facts in (FEW, MORE, MANY):
        run(name, facts)  # imports what the command needs, and fills tables to be kept
        costs.append(cost_in(lambda facts=facts: run(name, facts)))
    few, more, many = costs
    of_small_deck = (more - few) / (MORE - FEW)
    of_large_deck = (many - more) / (MANY - MORE)
    assert of_large_deck <= GOAL * of_small_deck
