"""Read a deck for a quiz, check it, and make its item bank."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.workers import Workers, usable_workers
from liverdeck.cli.decks import choose_deck, read_deck
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.report import required_or_refuse
from liverdeck.lint.run import FEWEST_FACTS_FOR_WORKERS, DeckCheck, errors_of
from liverdeck.quiz.items.bank import ItemBank, make_bank
from liverdeck.quiz.items.question_words import QuestionWords, question_words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from liverdeck.authoring.loader import Loaded
    from liverdeck.cli.quiz_options import ItemSelection
    from liverdeck.facts.deck import Deck


def load_bank(folder: Path | None, selection: ItemSelection) -> tuple[Deck, ItemBank]:
    """Return the chosen deck and its item bank.

    Refuses a deck with errors, those of lint included.
    """
    with checked_bank(folder, selection) as deck_and_bank:
        return deck_and_bank


@contextmanager
def checked_bank(
    folder: Path | None, selection: ItemSelection
) -> Iterator[tuple[Deck, ItemBank]]:
    """Give a block the chosen deck and its item bank, and refuse a deck with errors.

    Workers check a large deck while the block runs, so the block must not write, print
    or refuse anything. After the block, this process helps the workers.
    """
    with garbage_collection_paused(is_kept=True):
        path = choose_deck(folder, may_be_bundled=True)
        loaded = read_deck(path, reads_ledger=False)
        deck, workers = loaded.deck, _workers_for(loaded)
        if deck is None or not workers:
            deck = required_or_refuse(replace(loaded, problems=errors_of(loaded)))
            yield deck, _bank(deck, selection)
            return
        bank = _bank_beside_words(deck, selection)
        check = DeckCheck(loaded, deck, errors_only=True)
        with check.runs.beside(workers):
            yield deck, bank
        required_or_refuse(replace(loaded, problems=check.problems()))


def _workers_for(loaded: Loaded) -> int:
    if loaded.deck is None or loaded.problems:
        return 0
    is_large = len(loaded.deck.facts) >= FEWEST_FACTS_FOR_WORKERS
    return usable_workers() if is_large else 0


def _bank_beside_words(deck: Deck, selection: ItemSelection) -> ItemBank:
    """Make the bank while a worker counts the words of its questions."""
    with Workers(1, 1, lambda _: question_words_of(deck).text) as worker:
        bank = _bank(deck, selection)
        for _, text in worker.texts():
            bank.question_words = QuestionWords.from_text(text)
    return bank


def _bank(deck: Deck, selection: ItemSelection) -> ItemBank:
    return make_bank(
        deck, options=selection.options, names_document=selection.names_document
    )
