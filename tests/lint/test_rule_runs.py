"""Workers that check some of the rules find what one process finds."""

import os
import shutil
import signal

import pytest

from liverdeck import load_deck
from liverdeck.base.problems import errors_in
from liverdeck.lint import rule_runs, run
from liverdeck.lint.run import RULES, errors_of, lint_loaded


@pytest.fixture
def loaded(fixtures, tmp_path, monkeypatch):
    """Return a deck with problems of most rules, which counts as large."""
    monkeypatch.setattr(run, "FEWEST_FACTS_FOR_WORKERS", 0)
    for path in (fixtures / "deck.yaml", fixtures / "passages.yaml"):
        shutil.copy(path, tmp_path)
    for path in fixtures.glob("bad/*.yaml"):
        if path.stem not in {"yaml", "format", "id", "shape", "blanks", "reference"}:
            shutil.copy(path, tmp_path)
    return load_deck(tmp_path)


def test_workers_find_the_same(loaded):
    expected = lint_loaded(loaded)
    assert len({problem.rule for problem in expected}) > 15
    assert lint_loaded(loaded, workers=2) == expected


def test_a_check_for_errors_finds_the_errors(loaded):
    errors = errors_of(loaded)
    assert len({problem.rule for problem in errors}) > 3
    assert list(errors) == errors_in(lint_loaded(loaded))


def test_a_killed_worker_hides_nothing(loaded, monkeypatch):
    expected, here, find = lint_loaded(loaded), os.getpid(), rule_runs._problems_of

    def killed(rule, context):
        if os.getpid() != here and rule is not RULES[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return find(rule, context)

    monkeypatch.setattr(rule_runs, "_problems_of", killed)
    assert lint_loaded(loaded, workers=2) == expected


def test_a_small_deck_has_no_workers(loaded, monkeypatch):
    monkeypatch.setattr(run, "FEWEST_FACTS_FOR_WORKERS", 10_000)
    monkeypatch.delattr(os, "fork")
    assert lint_loaded(loaded, workers=2) == lint_loaded(loaded)
