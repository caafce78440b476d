"""The bundled deck, as far as a program can judge it."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of
from liverdeck.lint.run import lint_deck
from liverdeck.publishing.build import build_package


@pytest.fixture
def loaded(repository):
    return load_deck(repository / "cards" / "liver-metastasis")


def test_it_has_no_problem(loaded):
    assert loaded.problems == ()


def test_it_is_released_whole(loaded, tmp_path):
    assert build_package(loaded.deck, loaded.ledger, tmp_path / "d.apkg").problems == ()


def test_lint_has_nothing_to_say(repository):
    assert [
        str(problem) for problem in lint_deck(repository / "cards" / "liver-metastasis")
    ] == []


def test_every_passage_has_facts_and_its_words_in_the_concordance(loaded):
    used = {passage for fact in loaded.deck.active_facts for passage in fact.passages}
    assert used == {passage.id for passage in loaded.deck.passages}
    assert all(passage.hash and passage.words for passage in loaded.deck.passages)


def test_the_symptoms_are_all_twelve(loaded):
    symptoms = next(fact for fact in loaded.deck.facts if fact.id == "symptoms")
    assert sum(len(card.answers) for card in cards_of(symptoms)) == 12


def test_the_primary_sites_are_all_eleven_and_prostate_is_left_open(loaded):
    sites = next(fact for fact in loaded.deck.facts if fact.id == "primary-sites")
    assert sum(len(card.answers) for card in cards_of(sites)) == 11
    assert "prostate" in sites.open
