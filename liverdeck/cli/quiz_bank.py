"""Read a deck for a quiz, check it, and make its item bank."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.workers import Workers, usable_workers
from liverdeck.cli.decks import choose_deck, read_deck
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.report import required_or_refuse
from liverdeck.lint.run import DeckCheck, errors_of
from liverdeck.quiz.items.bank import ItemBank, make_bank
from liverdeck.quiz.items.question_words import QuestionWords, question_words_of

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.authoring.loader import Loaded
    from liverdeck.cli.quiz_options import ItemSelection
    from liverdeck.facts.deck import Deck
    from liverdeck.lint.rule_runs import RuleRuns

_FEWEST_FOR_WORKER = 500
"""A deck with fewer facts is checked in the time that a worker takes to start."""
_WORDS_JOB = 0
"""The first job of the workers; the rules follow, in which this process helps."""


@garbage_collection_paused(is_kept=True)
def load_bank(folder: Path | None, selection: ItemSelection) -> tuple[Deck, ItemBank]:
    """Return the chosen deck and its item bank.

    Refuses a deck with errors, those of lint included.
    """
    loaded = read_deck(choose_deck(folder, may_be_bundled=True), reads_ledger=False)
    deck, workers = loaded.deck, _workers_for(loaded)
    if deck is None or not workers:
        deck = required_or_refuse(replace(loaded, problems=errors_of(loaded)))
        return deck, _bank(deck, selection)
    check = DeckCheck(loaded, deck, errors_only=True)
    bank = _bank_beside_check(deck, check.runs, selection, workers)
    required_or_refuse(replace(loaded, problems=check.problems()))
    return deck, bank


def _workers_for(loaded: Loaded) -> int:
    is_large = loaded.deck is not None and len(loaded.deck.facts) >= _FEWEST_FOR_WORKER
    return usable_workers() if is_large and not loaded.problems else 0


def _bank_beside_check(
    deck: Deck, runs: RuleRuns, selection: ItemSelection, workers: int
) -> ItemBank:
    """Make the bank while workers count the words of its questions and run rules."""

    def text_of(job: int) -> str:
        if job == _WORDS_JOB:
            return question_words_of(deck).text
        return runs.text_of(job - 1)

    with Workers(workers, 1 + runs.job_count, text_of) as all_workers:
        bank = _bank(deck, selection)
        for job in all_workers.own_jobs():
            if job != _WORDS_JOB:  # the bank counts them when they are asked for
                runs.run(job - 1)
        for job, text in all_workers.texts():
            if job == _WORDS_JOB:
                bank.question_words = QuestionWords.from_text(text)
            else:
                runs.read(job - 1, text)
    return bank


def _bank(deck: Deck, selection: ItemSelection) -> ItemBank:
    return make_bank(
        deck, options=selection.options, names_document=selection.names_document
    )
