"""What a fact names is looked up even if the fact itself cannot be read."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.authoring.python_deck import make_deck
from tests.quiz.formats.conftest import png

DATA_DECK = {
    "id": "heart",
    "anki_name": "Heart",
    "title": "The heart",
    "description": "A deck.",
    "language": "en",
    "document": {"title": "On the heart", "read": "2023-01-31"},
    "topics": [{"id": "chambers", "title": "Chambers"}],
}
UNREADABLE = {
    "a bad id": "{id: Bad Id, from: nowhere, ask: How?, answer: x}",
    "no id": "{from: nowhere, ask: How?, answer: x}",
    "no shape": "{id: a, from: nowhere, ask: How?}",
    "two shapes": "{id: a, from: nowhere, say: '{{c1::x}}', ask: How?, answer: x}",
    "a list of one item": "{id: a, from: nowhere, ask: How?, list: [x]}",
    "a bad blank": "{id: a, from: nowhere, say: 'The {{c1::x}'}",
    "no answer": "{id: a, from: [pump, nowhere], ask: How?, answer: {accept: [y]}}",
    "a bad media key": "{id: A, from: nowhere, ask: How?, answer: x, image: {a: b}}",
}


def messages(folder):
    return [(str(p.position.line), p.message) for p in load_deck(folder).problems]


@pytest.mark.parametrize("fact", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unread_fact_hides_no_unknown_passage(write_deck, fact):
    found = messages(write_deck(f"  - {fact}\n"))
    assert ("4", "the passage 'nowhere' is not in passages.yaml") in found
    assert len(found) > 1


def test_the_id_of_an_unread_fact_is_compared_with_the_others(write_deck):
    facts = "  - {id: a, from: pump, ask: How?, answer: x}\n  - {id: a, from: pump}\n"
    found = messages(write_deck(facts))
    assert [line for line, text in found if "'a'" in text] == ["5"]


def test_facts_without_an_id_are_not_the_same(write_deck):
    facts = "  - {from: pump, ask: How?, answer: x}\n" * 3
    found = [text for _, text in messages(write_deck(facts))]
    assert found == ["fact without `id`"] * 3


def test_the_pictures_of_an_unread_fact_are_looked_for(write_deck):
    fact = "  - {id: B, from: pump, ask: How?, answer: x, image: {file: F, alt: Two}}\n"
    folder = write_deck("".join(fact.replace("F", name) for name in ("a.png", "b.png")))
    (folder / "a.png").write_bytes(png())
    found = [text for _, text in messages(folder)]
    assert len([text for text in found if "b.png" in text]) == 1
    assert not [text for text in found if "a.png" in text]


def test_an_unread_retired_fact_may_name_a_passage_that_is_gone(write_deck):
    fact = "  - {id: B, from: nowhere, ask: How?, answer: x, retired: Too vague.}\n"
    assert not [text for _, text in messages(write_deck(fact)) if "nowhere" in text]


def test_an_unread_fact_is_not_in_the_deck(write_deck):
    facts = "  - {id: a, from: pump, ask: How?, answer: x}\n  - {id: b, from: pump}\n"
    deck = load_deck(write_deck(facts)).deck
    assert [fact.id for fact in deck.facts] == ["a"]


@pytest.mark.parametrize(
    "rest", ["list: [x]", "answer: x, list: [x, y]", "groups: []", "list: [], need: 2"]
)
def test_a_wrong_list_hides_no_wrong_order(write_deck, rest):
    fact = f"  - {{id: a, from: pump, ask: How?, {rest}, order: mixed}}\n"
    found = [text for _, text in messages(write_deck(fact))]
    assert any("'mixed'" in text for text in found)


@pytest.mark.parametrize(
    "fact",
    [
        {"id": "B", "ask": "How?", "answer": "x"},
        {"id": "a", "ask": "How?"},
        {"ask": "How?", "list": ["x"]},
    ],
)
def test_an_unread_fact_of_data_hides_no_problem(fact):
    whole = {"topic": "chambers", "from": "nowhere"} | fact
    made = make_deck(DATA_DECK, [whole], [{"id": "pump", "heading": "Pump"}])
    found = [problem.message for problem in made.problems]
    assert "the passage 'nowhere' is not among `passages`" in found
    assert len(found) > 1
