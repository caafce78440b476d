"""A deck in Greek letters, and a quiz of it, with a made-up catalogue."""

from dataclasses import replace

import pytest

from liverdeck.anki.note_types import note_type
from liverdeck.authoring.loader import load_deck
from liverdeck.catalogue import learner_words
from liverdeck.catalogue.learner_words import Words
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.items.worded import worded
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.paper_forms import make_paper_forms
from liverdeck.quiz.papers.paper_request import PaperRequest
from liverdeck.quiz.papers.wording import words_of
from tests.catalogue.greek import DECK, FACTS, PASSAGES, Brackets, with_media


@pytest.fixture
def brackets(monkeypatch):
    """Put every message of the program between brackets."""
    monkeypatch.setattr(
        learner_words, "_words_of", lambda language: Words(language, Brackets())
    )
    note_type.cache_clear()
    yield
    note_type.cache_clear()


@pytest.fixture
def folder(write_deck):
    return with_media(write_deck(FACTS, deck=DECK, passages=PASSAGES))


@pytest.fixture
def job(folder, brackets):  # noqa: ARG001  # items have words of the program too
    return quiz_of(folder)


def quiz_of(folder):
    """Return a quiz of every item, although some give away the answer to others."""
    deck = load_deck(folder).required()
    bank = item_bank(deck)
    request = PaperRequest(1, "1", repeat_facts=True)
    paper = assemble_paper(deck, bank, request).required()
    forms = make_paper_forms([worded(item, words_of(paper)) for item in bank], "1", 2)
    items = tuple(asked.item for asked in forms[0].asked)
    return QuizJob(replace(paper, items=items, forms=forms), deck, bank)
