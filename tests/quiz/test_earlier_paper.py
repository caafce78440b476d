"""The paper of an earlier quiz, which a program grades later."""

import json
from pathlib import Path

import pytest

from liverdeck import (
    PaperRequest,
    QuizRequest,
    grade,
    load_deck,
    load_paper,
    make_quiz,
    right_answer,
)

BUNDLED_DECK = Path(__file__).parents[2] / "cards" / "liver-metastasis"


@pytest.fixture(scope="module")
def deck():
    return load_deck(BUNDLED_DECK).required()


@pytest.fixture(scope="module")
def made(deck):
    return make_quiz(
        deck, QuizRequest(PaperRequest(items=6, seed="june", forms=2), ("json",))
    )


@pytest.fixture
def path(made, tmp_path):
    made.write(tmp_path / "june")
    return tmp_path / "june" / "keys" / "quiz.json"


def test_an_earlier_paper_is_the_paper_that_was_written(deck, made, path):
    paper = load_paper(str(path), deck).required()
    for form, written in zip(paper.forms, made.paper.forms, strict=True):
        for asked, written_asked in zip(form.asked, written.asked, strict=True):
            assert asked.item.stem == written_asked.item.stem
            assert asked.options == written_asked.options
            right = right_answer(written_asked)
            assert grade(asked, right).points == written_asked.item.points


def test_an_earlier_paper_of_another_deck_is_a_problem(deck, path):
    data = json.loads(path.read_text())
    path.write_text(json.dumps(data | {"deck": "other"}))
    (problem,) = load_paper(path, deck).problems
    assert problem.message == "this is a quiz of the deck 'other'"
    assert problem.position.path == str(path)


@pytest.mark.parametrize("content", ["", "[]", '{"quiz": 2}', "\0", "[" * 5000])
def test_a_file_that_is_no_manifest_is_a_problem(deck, tmp_path, content):
    path = tmp_path / "quiz.json"
    path.write_text(content)
    result = load_paper(path, deck)
    assert result.value is None
    assert len(result.problems) == 1
