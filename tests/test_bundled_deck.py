"""What a program can check of the content of the bundled deck."""

import tomllib

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.cli.decks import BUNDLED_NAME, BUNDLED_TITLE, OWN_DECKS
from liverdeck.facts.card import cards_of
from liverdeck.lint.run import lint_deck
from liverdeck.publishing.build import build_package


@pytest.fixture
def loaded(repository):
    return load_deck(repository / "cards" / "liver-metastasis")


def test_the_bundled_deck_has_no_problem(loaded):
    assert loaded.problems == ()


def test_the_command_line_and_the_wheel_know_the_deck(loaded, repository):
    assert (loaded.deck.id, loaded.deck.title) == (BUNDLED_NAME, BUNDLED_TITLE)
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    source = f"{OWN_DECKS}/{BUNDLED_NAME}"
    assert wheel["force-include"] == {source: f"liverdeck/bundled/{BUNDLED_NAME}"}


def test_the_whole_bundled_deck_is_released(loaded, tmp_path):
    assert build_package(loaded.deck, loaded.ledger, tmp_path / "d.apkg").note_count


def test_lint_finds_nothing_in_the_bundled_deck(repository):
    problems = lint_deck(repository / "cards" / "liver-metastasis")
    assert [str(problem) for problem in problems] == []


def test_every_passage_has_facts_and_a_word_index(loaded):
    named = {passage for fact in loaded.deck.active_facts for passage in fact.passages}
    assert named == {passage.id for passage in loaded.deck.passages}
    assert all(passage.hash and passage.words for passage in loaded.deck.passages)


def test_the_deck_has_thirteen_symptoms(loaded):
    """Sweats and fever, which the document names together, count as two."""
    facts = {fact.id: fact for fact in loaded.deck.active_facts}
    assert sum(len(card.answers) for card in cards_of(facts["symptoms"])) == 13


def test_the_bundled_deck_has_more_than_a_hundred_cards(loaded):
    assert sum(len(cards_of(fact)) for fact in loaded.deck.active_facts) >= 100


def test_the_pictures_have_a_licence_and_are_on_the_back(loaded):
    pictures = [
        image for fact in loaded.deck.active_facts for image in fact.media.images
    ]
    assert len({picture.file for picture in pictures}) >= 4
    assert all(picture.licence and picture.alt for picture in pictures)
    assert {picture.side for picture in pictures} == {"back"}


def test_there_are_eleven_primary_sites_and_prostate_is_an_open_answer(loaded):
    sites = next(fact for fact in loaded.deck.facts if fact.id == "primary-sites")
    assert sum(len(card.answers) for card in cards_of(sites)) == 11
    assert "prostate" in sites.open
