"""The id, passages and pictures of a fact are checked even if it cannot be read."""

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


def lines_and_messages(folder):
    return [
        (problem.position.line, problem.message)
        for problem in load_deck(folder).problems
    ]


@pytest.mark.parametrize("fact", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unknown_passage_of_an_unread_fact_is_reported(write_deck, fact):
    reported = lines_and_messages(write_deck(f"  - {fact}\n"))
    assert (4, "the passage 'nowhere' is not in passages.yaml") in reported
    assert len(reported) > 1


def test_the_id_of_an_unread_fact_is_compared_with_the_others(write_deck):
    facts = "  - {id: a, from: pump, ask: How?, answer: x}\n  - {id: a, from: pump}\n"
    reported = lines_and_messages(write_deck(facts))
    assert [line for line, message in reported if "'a'" in message] == [5]


def test_facts_without_an_id_do_not_count_as_repeated(write_deck):
    facts = "  - {from: pump, ask: How?, answer: x}\n" * 3
    reported = [message for _, message in lines_and_messages(write_deck(facts))]
    assert reported == ["fact without `id`"] * 3


def test_the_pictures_of_an_unread_fact_are_looked_for(write_deck):
    facts = [
        f"  - {{id: B, from: pump, ask: How?, answer: x, image: {{file: {name}, "
        "alt: Two}}\n"
        for name in ("there.png", "missing.png")
    ]
    folder = write_deck("".join(facts))
    (folder / "there.png").write_bytes(png())
    reported = [message for _, message in lines_and_messages(folder)]
    assert len([message for message in reported if "missing.png" in message]) == 1
    assert not [message for message in reported if "there.png" in message]


def test_an_unread_retired_fact_may_name_a_passage_that_is_gone(write_deck):
    fact = "  - {id: B, from: nowhere, ask: How?, answer: x, retired: Too vague.}\n"
    reported = [message for _, message in lines_and_messages(write_deck(fact))]
    assert not [message for message in reported if "nowhere" in message]


def test_an_unread_fact_is_not_in_the_deck(write_deck):
    facts = "  - {id: a, from: pump, ask: How?, answer: x}\n  - {id: b, from: pump}\n"
    deck = load_deck(write_deck(facts)).deck
    assert [fact.id for fact in deck.facts] == ["a"]


@pytest.mark.parametrize(
    "keys", ["list: [x]", "answer: x, list: [x, y]", "groups: []", "list: [], need: 2"]
)
def test_a_wrong_order_is_reported_beside_a_wrong_list(write_deck, keys):
    fact = f"  - {{id: a, from: pump, ask: How?, {keys}, order: mixed}}\n"
    reported = [message for _, message in lines_and_messages(write_deck(fact))]
    assert any("'mixed'" in message for message in reported)


@pytest.mark.parametrize(
    "fact",
    [
        {"id": "B", "ask": "How?", "answer": "x"},
        {"id": "a", "ask": "How?"},
        {"ask": "How?", "list": ["x"]},
    ],
)
def test_all_problems_of_an_unread_fact_in_data_are_reported(fact):
    data = {"topic": "chambers", "from": "nowhere"} | fact
    made = make_deck(DATA_DECK, [data], [{"id": "pump", "heading": "Pump"}])
    reported = [problem.message for problem in made.problems]
    assert "the passage 'nowhere' is not among `passages`" in reported
    assert len(reported) > 1
