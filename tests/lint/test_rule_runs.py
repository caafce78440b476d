"""Several processes, each with some of the rules, find what one process finds."""

import os
import shutil
import signal

import pytest

from liverdeck import load_deck
from liverdeck.lint import rule_runs, run
from liverdeck.lint.run import RULES, lint_loaded


@pytest.fixture
def loaded(fixtures, tmp_path, monkeypatch):
    """Return a deck with problems of most rules; it is large enough for workers."""
    monkeypatch.setattr(run, "FEWEST_FACTS_FOR_WORKERS", 0)
    for path in (fixtures / "deck.yaml", fixtures / "passages.yaml"):
        shutil.copy(path, tmp_path)
    for path in fixtures.glob("bad/*.yaml"):
        if path.stem not in {"yaml", "format", "id", "shape", "blanks", "reference"}:
            shutil.copy(path, tmp_path)
    return load_deck(tmp_path)


@pytest.mark.parametrize("errors_only", [False, True])
def test_workers_find_the_same_problems(loaded, errors_only):
    expected = lint_loaded(loaded, errors_only=errors_only)
    assert len({problem.rule for problem in expected}) > (3 if errors_only else 15)
    assert lint_loaded(loaded, errors_only=errors_only, workers=2) == expected


def test_a_killed_worker_hides_no_problem(loaded, monkeypatch):
    expected, parent_process, find = (
        lint_loaded(loaded),
        os.getpid(),
        rule_runs._problems_of,
    )

    def killed(rule, context):
        if os.getpid() != parent_process and rule is not RULES[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return find(rule, context)

    monkeypatch.setattr(rule_runs, "_problems_of", killed)
    assert lint_loaded(loaded, workers=2) == expected


def test_a_small_deck_has_no_workers(loaded, monkeypatch):
    monkeypatch.setattr(run, "FEWEST_FACTS_FOR_WORKERS", 10_000)
    monkeypatch.delattr(os, "fork")
    assert lint_loaded(loaded, workers=2) == lint_loaded(loaded)
