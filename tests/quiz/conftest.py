"""Decks written in the test, their items, and papers made of them."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.paper_request import PaperRequest


@pytest.fixture
def deck_of(write_deck):
    """Return a function that makes a valid deck from the text of its facts."""

    def load(facts, **files):
        loaded = load_deck(write_deck(facts, **files))
        assert [str(problem) for problem in loaded.problems] == []
        return loaded.deck

    return load


@pytest.fixture
def bank_of(deck_of):
    """Return a function that makes the items of facts; it returns them by id."""

    def make(facts, *, options=4, **files):
        bank = item_bank(deck_of(facts, **files), options=options)
        return {item.id: item for item in bank}

    return make


@pytest.fixture
def paper_of(deck_of):
    """Return a function that makes a job from the text of facts.

    The paper has as many items as possible, and a fact may have several of them.
    """

    def make(facts, *, items=None, seed="1", forms=1, **job):
        deck = deck_of(facts)
        bank = item_bank(deck)
        wanted = items or largest_paper(deck, bank, seed)
        request = PaperRequest(wanted, seed, forms, repeat_facts=True)
        paper = assemble_paper(deck, bank, request).required()
        return QuizJob(paper, deck, **job)

    return make


def largest_paper(deck, bank, seed):
    """Return how many items a paper of this seed can have."""
    request = PaperRequest(10_000, seed, repeat_facts=True, may_be_fewer=True)
    return len(assemble_paper(deck, bank, request).required().items)
