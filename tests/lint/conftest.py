"""A deck around the facts of a test."""

from __future__ import annotations

import shutil

import pytest

from liverdeck.lint.run import lint_deck


@pytest.fixture
def fixtures(repository):
    return repository / "tests" / "fixtures" / "lint"


@pytest.fixture
def heart(fixtures, tmp_path):
    """Return a function that writes a deck with the text of one fact file and returns its folder."""

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
    """Return a function that lints facts and returns the problems; lines count from the first fact."""

    def run(facts):
        return lint_deck(heart(f"liverdeck: 1\ntopic: chambers\nfacts:\n{facts}"))

    return run
