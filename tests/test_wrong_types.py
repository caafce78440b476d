"""Each public function names a value of the wrong type, and says what it needs."""

import pytest

import liverdeck
from liverdeck import DeckChecker, PaperRequest, QuizRequest, Result, StudyOptions
from liverdeck.study.session.queue import MOST_A_DAY, MOST_DAYS_AHEAD

DECK = {
    "id": "heart",
    "anki_name": "Heart",
    "title": "The heart",
    "description": "A deck for tests.",
    "document": {"title": "On the heart", "read": "2023-01-31"},
    "topics": [{"id": "pump", "title": "The pump"}],
}
FACT = {
    "id": "organ",
    "topic": "pump",
    "from": "p1",
    "ask": "Which organ pumps blood?",
    "answer": "heart",
}
REQUEST = QuizRequest(PaperRequest(items=1), ["json"])
TAKES_A_DECK = {
    "build_package": lambda deck, path: liverdeck.build_package(deck, None, path),
    "release_deck": lambda deck, _: liverdeck.release_deck(deck, None, 1_700_000_000),
    "lint_deck": lambda deck, _: liverdeck.lint_deck(deck),
    "item_bank": lambda deck, _: liverdeck.item_bank(deck),
    "make_quiz": lambda deck, _: liverdeck.make_quiz(deck, REQUEST),
    "DeckChecker": lambda deck, _: DeckChecker(deck),
}


@pytest.fixture
def deck_result():
    result = liverdeck.make_deck(DECK, [FACT])
    assert isinstance(result, Result)
    return result


@pytest.mark.parametrize("name", TAKES_A_DECK)
def test_a_result_is_not_a_deck(name, deck_result, tmp_path):
    with pytest.raises(TypeError) as raised:
        TAKES_A_DECK[name](deck_result, tmp_path / "heart.apkg")
    assert str(raised.value) == (
        "the deck is a Result; it must be a Deck: its `required()` returns the value or"
        " raises the problems"
    )


@pytest.mark.parametrize("name", TAKES_A_DECK)
def test_none_is_not_a_deck(name, tmp_path):
    with pytest.raises(TypeError) as raised:
        TAKES_A_DECK[name](None, tmp_path / "heart.apkg")
    assert str(raised.value) == "the deck is a NoneType; it must be a Deck"


def test_a_paper_request_is_not_a_quiz_request(deck_result):
    with pytest.raises(TypeError) as raised:
        liverdeck.make_quiz(deck_result.required(), PaperRequest(items=1))
    assert str(raised.value) == (
        "the request is a PaperRequest; it must be a QuizRequest:"
        " QuizRequest(paper, formats)"
    )


def test_a_number_is_not_a_seed():
    with pytest.raises(TypeError) as raised:
        PaperRequest(items=1, seed=7)
    assert str(raised.value) == "the seed is an int; it must be a str: write 7 as '7'"


@pytest.mark.parametrize(
    ("name", "most"),
    [("new", MOST_A_DAY), ("reviews", MOST_A_DAY), ("ahead_days", MOST_DAYS_AHEAD)],
)
def test_a_session_has_the_bounds_of_the_command(name, most):
    assert getattr(StudyOptions(**{name: most}), name) == most
    for number in (-1, most + 1, 10**19):
        with pytest.raises(ValueError, match=f"{name} is {number}; it must be 0 to"):
            StudyOptions(**{name: number})
    with pytest.raises(TypeError, match=f"the {name} is a str; it must be an int"):
        StudyOptions(**{name: "3"})


def test_none_is_not_a_document():
    with pytest.raises(TypeError) as raised:
        liverdeck.index_document(None)
    assert str(raised.value) == "the document is a NoneType; it must be a str"
