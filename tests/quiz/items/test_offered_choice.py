"""Choices that a question or a hint writes out."""

import pytest

from liverdeck.base.problems import Position
from liverdeck.checker.languages.table import language_of
from liverdeck.facts.answer import Answer
from liverdeck.quiz.items.offered_choice import offered_options


def offered(text, right, *, accept=(), wrong=(), language="en"):
    answer = Answer(right, Position("facts.yaml"), accept=tuple(accept))
    return offered_options(text, answer, wrong, language_of(language).or_words)


@pytest.mark.parametrize(
    ("text", "right", "options"),
    [
        ("smooth or striated?", "smooth", ("smooth", "striated")),
        ("Is ice lighter or heavier than water?", "lighter", ("lighter", "heavier")),
        (
            "Which has more mass, the proton or the electron?",
            "proton",
            ("the proton", "the electron"),
        ),
        (
            "Does the left or the right lung have two lobes?",
            "left",
            ("the left", "the right"),
        ),
        ("Are sharks fish or mammals?", "fish", ("fish", "mammals")),
    ],
)
def test_a_question_may_offer_two_answers(text, right, options):
    assert offered(text, right) == options


def test_a_wrong_answer_shows_where_an_offered_option_begins():
    ask = "Which works faster, insulin or long-acting insulin?"
    assert offered(ask, "insulin", wrong=["long-acting insulin"]) == (
        "insulin",
        "long-acting insulin",
    )


def test_a_hint_may_offer_three_answers():
    assert offered(
        "mild, moderate or severe?", "severe", wrong=["mild", "moderate"]
    ) == ("mild", "moderate", "severe")


def test_the_commas_and_brackets_of_other_scripts_end_an_answer():
    assert offered(
        "خفيف، متوسط أو شديد؟", "شديد", wrong=["خفيف", "متوسط"], language="ar"
    ) == ("خفيف", "متوسط", "شديد")
    assert offered("mild or severe [pain]?", "severe") == ("mild", "severe")


def test_the_authors_text_is_preferred_to_an_alias():
    ask = "Is it primary or secondary hypertension?"
    accept = ["secondary hypertension"]
    assert offered(ask, "secondary", accept=accept) == ("primary", "secondary")


def test_an_alias_can_be_the_offered_text():
    assert offered("up or down?", "downward", accept=["down"]) == ("up", "down")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Which organ makes bile or stores it?", "liver"),
        ("What is it called?", "aorta"),
        ("What relieves pain or fever?", "aspirin"),
        ("in a day or two", "bed rest"),
        ("", "liver"),
    ],
)
def test_other_questions_offer_no_choice(text, right):
    assert offered(text, right) == ()


@pytest.mark.parametrize(
    ("language", "text", "options"),
    [
        ("de", "links oder rechts?", ("links", "rechts")),
        ("de", "arteriell bzw. venös?", ("arteriell", "venös")),
        ("es", "plata u oro?", ("plata", "oro")),
        ("it", "destro oppure sinistro?", ("destro", "sinistro")),
        ("ru", "артерия или вена?", ("артерия", "вена")),
        ("ko", "동맥 또는 정맥?", ("동맥", "정맥")),
        ("ar", "شريان أو وريد؟", ("شريان", "وريد")),
        ("he", "עורק או וריד?", ("עורק", "וריד")),
        ("da", "venstre eller højre?", ("venstre", "højre")),
        ("sv", "ven eller artär?", ("ven", "artär")),
        ("sw", "mshipa au ateri?", ()),
        ("zh", "动脉或静脉？", ()),
    ],
)
def test_the_words_for_or_are_those_that_the_checker_knows(language, text, options):
    right = options[1] if options else "ateri"
    assert offered(text, right, language=language) == options


HEART = """\
  - id: muscle
    from: pump
    say: The muscle of the heart is {{c1::striated::smooth or striated?}}.
    blanks:
      c1:
        accept: [cross-striated]
        reject:
          smooth: That is the muscle of the gut.
          skeletal: That muscle moves bones.
          fibrous: Fibers do not contract.
  - id: side
    from: rooms
    ask: Which side pumps into the lungs, left or right?
    answer: right
"""


def test_an_offered_choice_becomes_an_item_with_these_options_alone(bank_of):
    bank = bank_of(HEART)
    item = bank["muscle.c1.single"]
    assert [option.text for option in item.options] == ["smooth", "striated"]
    assert item.stem == "The muscle of the heart is _____."
    assert item.wrong_options[0].why == "That is the muscle of the gut."
    side = bank["side.single"]
    assert [(option.text, option.is_key) for option in side.options] == [
        ("left", False),
        ("right", True),
    ]
    assert {item.type for item in bank.values()} == {"single", "truefalse"}
