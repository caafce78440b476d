"""Lint of decks that were made in Python."""

from liverdeck.authoring.loader import load_deck
from liverdeck.authoring.python_deck import make_deck
from liverdeck.lint.run import lint_deck

DECK = {
    "id": "heart",
    "anki_name": "Heart",
    "title": "The heart",
    "description": "What it does",
    "document": {"title": "Heart book", "read": "2026-01-02"},
    "topics": [{"id": "beat", "title": "The beat"}],
}
PASSAGE = {"id": "p1", "heading": "The beat", "hash": "x", "words": "heart beats rest"}
FACT = {
    "id": "rate",
    "topic": "beat",
    "from": "p1",
    "ask": "What does the heart do at rest?",
    "answer": "it sleeps",
}


def findings(*facts, passages=(PASSAGE,)):
    deck = make_deck(DECK, facts, passages).value
    return {(str(problem.position), problem.rule) for problem in lint_deck(deck)}


def test_a_rule_has_a_finding_in_a_deck_from_data():
    assert ("facts[0] (rate)", "grounding") in findings(FACT)


def test_a_deck_from_data_needs_no_ledger():
    rules = {rule for _, rule in findings(FACT | {"answer": "it beats"})}
    assert "ledger" not in rules


def test_the_bundled_deck_has_no_findings_as_a_folder_or_a_deck(repository):
    folder = repository / "cards" / "liver-metastasis"
    assert lint_deck(str(folder)) == lint_deck(folder) == ()
    assert lint_deck(load_deck(folder).required()) == ()


def test_rules_for_a_whole_deck_wait_until_every_fact_can_be_read():
    fact = FACT | {"answer": {"text": "it beats", "kind": "activity"}}
    assert ("facts[0] (rate)", "lonely-kind") in findings(fact)
    assert ("facts[0] (rate)", "lonely-kind") not in findings(fact, FACT | {"id": "B"})


def test_a_finding_has_the_index_of_its_fact_beside_facts_that_cannot_be_read():
    assert ("facts[2] (rate)", "grounding") in findings(7, FACT | {"id": "B"}, FACT)
    deck = make_deck(DECK, [7, FACT | {"id": "B"}, FACT], [PASSAGE]).value
    assert {problem.position.data_index for problem in lint_deck(deck)} == {2}


def test_a_finding_about_the_whole_deck_names_no_file():
    values = {"language": "ja", "title": "The \u200bheart"}
    deck = make_deck(DECK | values, [FACT], [PASSAGE]).value
    found = {problem.rule: problem for problem in lint_deck(deck)}
    for rule in ("checker-language", "learner-language", "hidden-character"):
        assert str(found[rule].position) == "deck"
        assert ".yaml" not in str(found[rule])
