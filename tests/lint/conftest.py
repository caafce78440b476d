"""Puts the facts of a test into a deck and lints it."""

from __future__ import annotations

import shutil

import pytest

from liverdeck.lint.run import lint_deck


@pytest.fixture
def fixtures(repository):
    return repository / "tests" / "fixtures" / "lint"


@pytest.fixture
def heart(fixtures, tmp_path):
    """Return a function that writes a deck with one fact file.

    It takes the text of the file and returns the folder of the deck.
    """

    def write(text):
        folder = tmp_path / "heart"
        folder.mkdir(exist_ok=True)
        for name in ("deck.yaml", "passages.yaml"):
            shutil.copy(fixtures / name, folder)
        (folder / "01-facts.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def lint(heart):
    """Return a function that lints the text of facts and returns the problems."""

    def run(facts):
        return lint_deck(heart(f"liverdeck: 1\ntopic: chambers\nfacts:\n{facts}"))

    return run
