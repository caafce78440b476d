"""The word index of a document, made for a deck that a program makes."""

import json

import pytest

from liverdeck.authoring.python_deck import make_deck
from liverdeck.authoring.python_index import index_document
from liverdeck.lint.run import lint_deck

DOCUMENT = """\
The beat

A heart at rest beats seventy times in a minute.

# The valves

The mitral valve has two leaflets. It closes when the chamber contracts.
"""
DECK = {
    "id": "heart",
    "anki_name": "Heart",
    "title": "The heart",
    "description": "What it does",
    "document": {"title": "Heart book", "read": "2026-01-02"},
    "topics": [{"id": "valves", "title": "Valves"}],
}


def fact(answer, passage="the-valves"):
    return {
        "id": "left",
        "topic": "valves",
        "from": passage,
        "ask": "Which valve is on the left?",
        "answer": answer,
    }


def test_each_passage_has_its_words():
    beat, valves = index_document(DOCUMENT).required()
    assert (beat["id"], beat["heading"]) == ("the-beat", "The beat")
    assert (valves["id"], valves["heading"]) == ("the-valves", "The valves")
    assert "seventy" in beat["words"].split()
    assert "seventy" not in valves["words"].split()


@pytest.mark.parametrize(
    ("answer", "passage", "is_grounded"),
    [
        ("mitral valve", "the-valves", True),
        ("aortic valve", "the-valves", False),
        ("mitral valve", "the-beat", False),
    ],
)
def test_lint_finds_answers_that_are_not_in_the_passages(answer, passage, is_grounded):
    passages = json.loads(json.dumps(index_document(DOCUMENT).required()))
    deck = make_deck(DECK, [fact(answer, passage)], passages).required()
    rules = [problem.rule for problem in lint_deck(deck)]
    assert ("grounding" not in rules) is is_grounded
    assert "not-indexed" not in rules


def test_passages_keep_their_ids_and_headings_in_a_later_version():
    first = [dict(passage) for passage in index_document(DOCUMENT).required()]
    first[1] |= {"id": "p2", "heading": "Valves of the heart"}
    later = DOCUMENT.replace("two leaflets", "two leaflets or three")
    _, valves = index_document(later, first).required()
    assert (valves["id"], valves["heading"]) == ("p2", "Valves of the heart")
    assert "three" in valves["words"].split()


def test_a_passage_written_by_hand_stays():
    by_hand = {"id": "appendix", "heading": "Appendix"}
    assert index_document(DOCUMENT, [by_hand]).required()[-1] == by_hand


@pytest.mark.parametrize("text", ["", " \n", "Heading"])
def test_a_document_without_a_passage_is_a_problem(text):
    (problem,) = index_document(text).problems
    assert str(problem) == (
        "document: this document has no passage; give a plain text with sentences"
    )


@pytest.mark.parametrize("earlier", [None, {}, [7], [{"id": "P"}]])
def test_wrong_passages_are_problems(earlier):
    result = index_document(DOCUMENT, earlier)
    assert result.value is None
    assert str(result.problems[0]).startswith("passages")


@pytest.mark.parametrize("text", [None, b"The heart beats.", 7])
def test_a_document_that_is_not_a_text_is_a_type_error(text):
    with pytest.raises(TypeError, match="it must be a str"):
        index_document(text)


def test_the_fix_for_a_passage_without_words_names_index_document():
    deck = make_deck(DECK, [fact("x", "p")], [{"id": "p", "heading": "P"}]).required()
    (advice,) = [
        problem for problem in lint_deck(deck) if problem.rule == "not-indexed"
    ]
    assert str(advice) == (
        "passages[0] (p): the facts from 'p' cannot be checked: the word index does not"
        " have its words; take the passages that `index_document` returns"
    )
