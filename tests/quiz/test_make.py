"""A quiz made from Python is checked like one from the command line."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from liverdeck import (
    PaperLook,
    PaperRequest,
    QuizJob,
    QuizRequest,
    make_quiz,
    write_format,
)
from liverdeck.base.errors import ContentError
from liverdeck.quiz import make
from liverdeck.quiz.formats.job import MOST_MINUTES, UnwritableError
from liverdeck.quiz.formats.registry import FORMATS, MODULE_OF_EXTRA
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.manifest import kept_output
from liverdeck.quiz.papers.assemble import assemble_paper

FLAWED = """\
  - id: organ
    from: pump
    ask: Which organ pumps the blood?
    answer:
      text: heart
      reject:
        all of the above: Only one of them does.
        liver: It cleans the blood.
        lung: It brings air to the blood.
"""
SOUND = FLAWED.replace("all of the above", "spleen")
REQUEST = QuizRequest(PaperRequest(1, types=("single",)), formats=("gift", "json"))


def test_a_quiz_has_the_files_of_its_formats_and_a_manifest(deck_of):
    quiz = make_quiz(deck_of(SOUND), REQUEST)
    assert sorted(quiz.files) == [
        "keys/gift.txt",
        "keys/items.json",
        "keys/quiz.json",
    ]
    manifest = json.loads(quiz.files["keys/quiz.json"])
    assert manifest["files"] == ["keys/gift.txt", "keys/items.json"]
    assert len(quiz.paper.items) == 1


def test_a_paper_with_a_flaw_that_is_an_error_is_not_made(deck_of):
    with pytest.raises(ContentError) as caught:
        make_quiz(deck_of(FLAWED), REQUEST)
    assert [problem.rule for problem in caught.value.problems] == ["catch-all"]


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_writes_a_paper_that_the_command_refuses(deck_of, name):
    deck = deck_of(FLAWED)
    paper = assemble_paper(deck, item_bank(deck), REQUEST.paper).required()
    with pytest.raises(UnwritableError, match="all of the above"):
        write_format(name, QuizJob(paper, deck))


def test_no_quiz_is_made_from_a_part_of_a_deck_or_from_repeated_ids(deck_of):
    deck = deck_of(SOUND)
    part_of_deck = replace(deck, is_whole=False)
    with_repeated_ids = replace(deck, facts=deck.facts * 2)
    for unfit_deck in (part_of_deck, with_repeated_ids):
        with pytest.raises(ContentError) as caught:
            make_quiz(unfit_deck, REQUEST)
        assert len(caught.value.problems) == 1


def test_a_time_that_anki_cannot_store_is_a_mistake_of_the_program(deck_of):
    request = replace(REQUEST, note_time_seconds=2**32)
    with pytest.raises(ValueError, match="note_time_seconds"):
        make_quiz(deck_of(SOUND), request)


@pytest.mark.parametrize("minutes", [0, -5, MOST_MINUTES + 1, True, "5", 2.5])
def test_an_impossible_time_limit_is_refused_wherever_it_is_given(deck_of, minutes):
    exam = replace(REQUEST, mode="exam", minutes=MOST_MINUTES)
    quiz = make_quiz(deck_of(SOUND), exam)
    data = json.loads(quiz.files["keys/quiz.json"])
    assert kept_output(data, "quiz.json").required().settings["minutes"] == MOST_MINUTES
    assert kept_output({**data, "minutes": minutes}, "quiz.json").problems
    with pytest.raises(ValueError, match="minutes is"):
        replace(exam, minutes=minutes)
    with pytest.raises(ValueError, match="minutes is"):
        QuizJob(quiz.paper, quiz.deck, mode="exam", minutes=minutes)


def test_a_time_limit_needs_an_exam():
    with pytest.raises(ValueError, match="the mode must be exam"):
        QuizRequest(PaperRequest(1), ("html",), minutes=5)


@pytest.mark.parametrize(
    ("look", "message"),
    [
        ({"columns": 3}, "columns is 3; it must be 1 or 2"),
        ({"columns": True}, "columns is True"),
        ({"columns": "1"}, "columns is a str"),
        ({"asks_for_number": 1}, "asks_for_number is an int"),
        ({"course": None}, "course is a NoneType"),
        ({"time_allowed": "5\x1f"}, "time_allowed has U\\+001F"),
        ({"institution": "\ud800"}, "institution has U\\+D800"),
    ],
)
def test_an_impossible_look_is_refused_wherever_it_is_given(deck_of, look, message):
    with pytest.raises((TypeError, ValueError), match=message):
        PaperLook(**look)
    data = json.loads(make_quiz(deck_of(SOUND), REQUEST).files["keys/quiz.json"])
    assert kept_output(data, "quiz.json").value
    data["look"] |= look
    assert kept_output(data, "quiz.json").problems


@pytest.mark.parametrize("name", ["seed", "title"])
def test_a_text_that_no_paper_may_have_is_refused(name):
    for text in ("a\x1f", "\ud800", "a\rb"):
        with pytest.raises(ValueError, match=f"the {name} has U"):
            PaperRequest(1, **{name: text})
    with pytest.raises(TypeError, match=f"the {name} is an int"):
        PaperRequest(1, **{name: 5})


def test_the_extras_of_formats_are_those_that_pip_installs(repository):
    text = (repository / "pyproject.toml").read_text(encoding="utf-8")
    extras = set(tomllib.loads(text)["project"]["optional-dependencies"])
    assert set(MODULE_OF_EXTRA) == extras & set(FORMATS)


def test_an_unknown_format_is_a_problem_before_anything_is_made(deck_of):
    request = QuizRequest(REQUEST.paper, formats=("gift", "moodel"))
    with pytest.raises(ContentError) as caught:
        make_quiz(deck_of(SOUND), request)
    (problem,) = caught.value.problems
    assert problem.message == "no format 'moodel'"
    assert problem.fix == "did you mean `moodle`?"


def test_a_request_that_the_deck_cannot_meet_is_a_problem(deck_of):
    request = QuizRequest(PaperRequest(50), formats=("gift",))
    with pytest.raises(ContentError, match="50"):
        make_quiz(deck_of(SOUND), request)


def test_a_quiz_is_written_again_but_not_over_what_somebody_corrected(
    deck_of, tmp_path
):
    out = tmp_path / "out"
    quiz = make_quiz(deck_of(SOUND), REQUEST)
    for _ in range(2):
        paths = quiz.write(out)
        assert [path.relative_to(out) for path in paths] == list(map(Path, quiz.files))

    gift = out / "keys" / "gift.txt"
    gift.write_bytes(gift.read_bytes() + b"\n// better so")
    (out / "keys" / "items.json").unlink()
    with pytest.raises(ContentError, match=r"gift\.txt:1:1: this file was changed"):
        quiz.write(out)
    assert gift.read_bytes().endswith(b"// better so")
    assert not (out / "keys" / "items.json").exists()

    quiz.write(str(out), force=True)
    assert gift.read_bytes() == quiz.files["keys/gift.txt"]


@pytest.mark.parametrize(
    ("name", "is_open"),
    [
        ("paper.md", True),
        ("paper-B.pdf", True),
        ("paper-all.pdf", True),
        ("answer-sheet-A.pdf", True),
        ("quiz-A.html", True),
        ("pictures/heart.png", True),
        ("key.md", False),
        ("quiz-key.html", False),
        ("paper-with-keys.md", False),
        ("paper-C.md", False),
        ("quizzes.json", False),
        ("key-pictures/heart.png", False),
        ("items.csv", False),
    ],
)
def test_only_files_for_students_are_beside_the_papers(
    deck_of, monkeypatch, name, is_open
):
    monkeypatch.setattr(make, "files_of_format", lambda *_: {name: b""})
    paper = PaperRequest(1, types=("single",), forms=2)
    files = make_quiz(deck_of(SOUND), QuizRequest(paper, formats=("gift",))).files
    assert (name in files) == is_open
    assert (f"keys/{name}" in files) != is_open
