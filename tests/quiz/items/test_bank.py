"""The item bank makes an item when it is first asked for."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.items.bank import make_bank
from liverdeck.quiz.items.item_types import ItemType


@pytest.fixture(scope="module")
def bundled(request):
    return load_deck(request.config.rootpath / "cards" / "liver-metastasis").deck


def candidates_with_items(bank):
    """Return the candidates whose items were made."""
    return [candidate for candidate in bank.candidates if "items" in vars(candidate)]


def test_a_new_bank_has_made_no_item_and_has_a_candidate_for_each(bundled):
    bank = make_bank(bundled)
    candidates = bank.candidates
    assert candidates_with_items(bank) == []
    for candidate in candidates:
        for item in candidate.items:
            assert item.type is candidate.type
            assert item.topic == candidate.topic
            assert item.difficulty == candidate.difficulty
            assert item.facts[0] == candidate.facts[0]
            assert set(item.facts) <= set(candidate.facts)
            asks_for_term = item.id_in_fact == "term.short"
            assert item.base_id == candidate.base_id or asks_for_term


def test_asking_about_one_fact_makes_only_items_that_may_be_about_it(bundled):
    bank = make_bank(bundled)
    items = bank.items_about("afp")
    assert {item.type for item in items} >= {ItemType.SINGLE}
    assert all("afp" in candidate.facts for candidate in candidates_with_items(bank))
    assert items == [item for item in make_bank(bundled) if "afp" in item.facts]


RENAMED = """\
  - {id: tube, was: [duct, pipe], from: pump, ask: What carries bile?, answer: vein}
"""


def test_a_candidate_and_its_items_have_the_oldest_id_of_the_fact(deck_of):
    bank = make_bank(deck_of(RENAMED))
    (candidate,) = [
        candidate for candidate in bank.candidates if candidate.type is ItemType.SHORT
    ]
    (item,) = candidate.items
    assert candidate.base_id == item.base_id == "duct.short"
