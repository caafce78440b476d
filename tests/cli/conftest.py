"""The real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from liverdeck.anki.release import release_deck
from liverdeck.facts.ledger import Ledger
from liverdeck.facts.loader import load_deck

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: {text: 70 /min, accept: [seventy]}}
  - {id: flow, from: pump, say: 'In the {{c1::vein::vessel}}.', why: It is blue.}
"""


@pytest.fixture
def liverdeck(tmp_path):
    """Return a function that runs `liverdeck` and returns (exit code, standard output, standard error)."""

    def run(*arguments, cwd=tmp_path, **options):
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | options.pop("env", {})
        done = subprocess.run(
            [sys.executable, "-m", "liverdeck", *map(str, arguments)],
            cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, **options,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture
def released(write_deck):
    """Return the folder of a small deck, released once."""
    folder = write_deck(FACTS)
    loaded = load_deck(folder)
    assert release_deck(loaded.deck, Ledger("heart"), 1_600_000_000).problems == ()
    return folder
