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
from functools import cache, partial

import pytest

from benchmarks.growth import GOAL, commands, growth_deck
from liverdeck.cli.main import cli

SIZES = FEW, MORE, MANY = 60, 120, 300
"""Numbers of facts of three decks.

Two decks are subtracted, so that the cost of a command without any fact cancels out.
"""
NAMES = ("build", "lint", "quiz", "preview", "study", "index")


@pytest.fixture(scope="module")
def costs_of(tmp_path_factory):
    """Return a function that measures a command once on decks of three sizes.

    It returns the calls and the bytes of the three, which all tests compare.
    """
    folder = tmp_path_factory.mktemp("growth")
    for facts in SIZES:
        growth_deck(folder / "made", facts)

    @cache
    def measured(name):
        shutil.copytree(folder / "made", folder / name)  # `index` changes its deck
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LIVERDECK_HOME", str(folder / f"{name}-home"))
            runs = [partial(run, patch, folder / name, name, facts) for facts in SIZES]
            costs = [cost_in(run_on_deck) for run_on_deck in runs]
        calls, most_bytes = zip(*costs, strict=True)
        return {"calls": calls, "bytes": most_bytes}

    return measured


def run(patch, decks, name, facts):
    """Run a command on a deck of a size, in this process."""
    patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    output = decks / f"output-{facts}"
    output.mkdir(exist_ok=True)
    arguments = commands(decks / str(facts), output)[name]
    with pytest.raises(SystemExit) as ended:
        cli([str(argument) for argument in arguments])
    assert ended.value.code in ((0, 1) if name == "lint" else (0,))


def cost_in(run):
    """Return how many functions are called, and how many bytes are in use at most.

    Functions of C count too. The bytes are those of Python's objects.
    """
    run()  # imports what the command needs, and fills its caches
    profile = cProfile.Profile(subcalls=False)
    profile.runcall(run)
    gc.collect()
    tracemalloc.start()
    try:
        run()
        return (
            sum(function.callcount for function in profile.getstats()),
            tracemalloc.get_traced_memory()[1],
        )
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("cost", ["calls", "bytes"])
@pytest.mark.parametrize("name", NAMES)
def test_a_fact_of_a_larger_deck_costs_no_more(costs_of, name, cost):
    few, more, many = costs_of(name)[cost]
    of_small_deck = (more - few) / (MORE - FEW)
    of_large_deck = (many - more) / (MANY - MORE)
    assert of_large_deck <= GOAL * of_small_deck
