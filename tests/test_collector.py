"""No function of the library switches the garbage collector of the process off."""

import gc

import pytest

from liverdeck import (
    Ledger,
    build_package,
    item_bank,
    lint_deck,
    load_deck,
)
from liverdeck.anki.exported import read_export


@pytest.fixture
def no_collector_pause(monkeypatch):
    """Fail if anything switches the collector off."""

    def refuse():
        raise AssertionError("the collector was switched off")

    monkeypatch.setattr(gc, "disable", refuse)


@pytest.mark.usefixtures("no_collector_pause")
def test_no_library_function_pauses_the_collector(write_deck, tmp_path):
    folder = write_deck("  - {id: rate, from: pump, ask: How fast?, answer: slow}\n")
    deck = load_deck(folder).deck
    lint_deck(folder)
    item_bank(deck)
    package = tmp_path / "d.apkg"
    build_package(deck, Ledger("heart"), package, now_seconds=1000)
    read_export(package)
