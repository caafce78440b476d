"""The bundled deck, as far as a program can judge it."""

import pytest

from liverdeck.anki.build import build_package
from liverdeck.facts.cards import cards_of
from liverdeck.facts.loader import load_deck


@pytest.fixture
def loaded(repository):
    return load_deck(repository / "cards" / "liver-metastasis")


def test_it_has_no_problem(loaded):
    assert loaded.problems == ()


def test_it_is_released_whole(loaded, tmp_path):
    assert build_package(loaded.deck, loaded.ledger, tmp_path / "d.apkg").problems == ()


def test_every_fact_says_why_and_every_answer_what_it_is(loaded):
    for fact in loaded.deck.taught:
        assert fact.why, fact.id
        for card in cards_of(fact):
            assert all(answer.kind for answer in card.answers), fact.id


def test_every_passage_has_a_fact(loaded):
    used = {passage for fact in loaded.deck.taught for passage in fact.passages}
    assert used == {passage.id for passage in loaded.deck.passages}


def test_no_answer_stands_in_its_own_question(loaded):
    for fact in loaded.deck.taught:
        for card in cards_of(fact):
            shown = card.prompt.lower().replace("primary or secondary", "")
            for answer in card.answers:
                assert answer.text.lower() not in shown, f"{fact.id}: {answer.text}"


def test_the_symptoms_are_all_twelve(loaded):
    symptoms = next(fact for fact in loaded.deck.facts if fact.id == "symptoms")
    assert sum(len(card.answers) for card in cards_of(symptoms)) == 12
