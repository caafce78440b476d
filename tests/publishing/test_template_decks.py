"""In a deck that a program made from a table, only moved facts are refused."""

import pytest

from liverdeck import make_deck
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import deck_state
from liverdeck.publishing.release import plan_release
from tests.publishing.template_decks import TEMPLATES, TemplateDeck

HEAD = {
    "id": "words",
    "anki_name": "Words",
    "title": "Words",
    "description": "Made from a table.",
    "document": {"title": "A table", "read": "2026-11-28"},
    "topics": [{"id": "nouns", "title": "Nouns"}],
}
KEYS = {"topic": "nouns", "from": "table"}


def deck_of(facts):
    data = [{"id": name, **KEYS, **fact} for name, fact in facts.items()]
    return make_deck(HEAD, data).required()


@pytest.fixture(params=TEMPLATES)
def template(request):
    return request.param


@pytest.fixture
def refused_facts():
    """Return a function that names the refused facts of a deck's second version."""

    def names(deck, facts):
        released = plan_release(deck_of(deck.facts), Ledger("words"), 1_600_000_000)
        changes = deck_state(deck_of(facts), released.ledger).changes
        return sorted(danger.message.split()[0] for danger in changes.dangers)

    return names


@pytest.mark.parametrize(
    ("fact_count", "edit_counts"),
    [
        (30, (3, 1, 1)),
        pytest.param(300, (15, 6, 6), marks=pytest.mark.slow),
        pytest.param(1000, (50, 20, 20), marks=pytest.mark.slow),
    ],
)
def test_normal_edits_are_not_refused(refused_facts, template, fact_count, edit_counts):
    reworded, removed, added = edit_counts
    deck = TemplateDeck(template, fact_count)
    assert refused_facts(deck, deck.edit_normally(reworded, removed, added)) == []


def test_exchanged_ids_are_refused(refused_facts, template):
    deck = TemplateDeck(template, 300)
    assert len(refused_facts(deck, deck.exchange(5))) == 10


def test_changed_ids_are_refused(refused_facts, template):
    deck = TemplateDeck(template, 300)
    names = refused_facts(deck, deck.rename(5))
    assert names == [f"other{index}" for index in range(5)]


def test_other_questions_under_old_ids_are_refused(refused_facts, template):
    deck = TemplateDeck(template, 300)
    assert len(refused_facts(deck, deck.replace(5))) == 5
