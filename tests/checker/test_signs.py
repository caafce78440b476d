"""Signs that look alike mean the same wherever a text is read."""

import pytest

from liverdeck import check, check_list, feedback
from liverdeck.authoring.document import split_document
from liverdeck.base.characters import (
    APOSTROPHES,
    BULLETS,
    CLOSING_BRACKETS,
    CLOSING_MARKS,
    COMMAS,
    DASHES,
    OPENING_BRACKETS,
    QUESTION_MARKS,
    SEMICOLONS,
)
from liverdeck.base.phrases import ends_sentence
from liverdeck.base.problems import Position
from liverdeck.base.words import words_of
from liverdeck.checker.signs import ASCII_OF_SIGN
from liverdeck.facts.answer import Answer, WrongAnswer
from liverdeck.lint.rules.agreement import comparable_text
from liverdeck.quiz.formats.typed_spellings import other_spellings

ITEMS = ["fever", "cough", "pain"]
NOWHERE = Position("")
PARAGRAPH = (
    "The signs of an infection are these, in most of the patients who have one. " * 2
)


def is_right(typed, *answers):
    return check(typed, *answers).outcome == "correct"


def test_the_checker_writes_each_dash_and_apostrophe_in_ascii():
    assert {ASCII_OF_SIGN[sign] for sign in DASHES[1:]} == {"-"}
    assert {ASCII_OF_SIGN[sign] for sign in APOSTROPHES[1:]} == {"'"}


@pytest.mark.parametrize("dash", DASHES)
def test_each_dash_is_read_as_a_minus_or_a_hyphen(dash):
    assert is_right(f"HBsAg{dash}", "HBsAg negative")
    assert is_right(f"HBsAg ({dash})", "HBsAg (-)")
    assert is_right(f"{dash}5 mV", "-5 mV")
    assert not is_right(f"{dash}5 mV", "5 mV")
    assert is_right(f"left{dash}sided", "left sided")
    assert comparable_text(f"left{dash}sided") == comparable_text("left sided")
    assert comparable_text(f"{dash}5 mV") == comparable_text("-5 mV")
    assert {"-5 mV", "−5 mV"} <= {f"{dash}5 mV", *other_spellings(f"{dash}5 mV", "en")}
    assert {"x-y", "x y"} <= {f"x{dash}y", *other_spellings(f"x{dash}y", "en")}


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_each_apostrophe_is_read_as_an_apostrophe(apostrophe):
    disease = f"Parkinson{apostrophe}s disease"
    assert is_right(disease, "Parkinson's disease")
    assert is_right("Parkinson", disease)
    assert words_of(f"the heart{apostrophe}s wall") == ["the", "heart", "wall"]


HIDDEN = "\u00ad\u034f\u061c\u180e\u200b\u200e\u202a\u2060\u2066\ufe00"


@pytest.mark.parametrize("hidden", HIDDEN)
def test_an_invisible_character_changes_nothing(hidden):
    for word in ("anemia", "theca", "12000 mm"):
        texts = [
            f"{word[:index]}{hidden}{word[index:]}" for index in range(1, len(word))
        ]
        assert [text for text in texts if not is_right(text, word)] == []
    assert words_of(f"an{hidden}emia") == ["anemia"]


@pytest.mark.parametrize("bullet", BULLETS)
def test_each_bullet_begins_an_item(bullet):
    typed = "\n".join(f"{bullet} {item}" for item in ITEMS)
    assert check_list(typed, ITEMS).outcome == "correct"
    blocks = f"{bullet} fever", f"{bullet} cough", PARAGRAPH
    (excerpt,) = split_document("\n\n".join(("Signs", PARAGRAPH, *blocks)))
    assert excerpt.heading == "Signs"


@pytest.mark.parametrize("dash", DASHES)
def test_each_dash_separates_items_and_makes_an_arrow(dash):
    assert check_list(f" {dash} ".join(ITEMS), ITEMS).outcome == "correct"
    arrows = f" {dash}> ".join(ITEMS)
    assert check_list(arrows, ITEMS, ordered=True).outcome == "correct"


@pytest.mark.parametrize("sign", COMMAS + SEMICOLONS)
def test_each_comma_and_semicolon_separates_items_and_ends_no_heading(sign):
    assert check_list(f"{sign} ".join(ITEMS), ITEMS).outcome == "correct"
    assert check(f"water{sign} sodium", "sodium and water").outcome == "correct"
    assert check(f"spleen{sign} liver", "liver").outcome == "wrong"
    (excerpt,) = split_document(f"A line{sign}\n\n{PARAGRAPH}")
    assert excerpt.heading == ""


@pytest.mark.parametrize(
    ("opening", "closing"), [*zip(OPENING_BRACKETS, CLOSING_BRACKETS, strict=True)]
)
@pytest.mark.parametrize("mark", QUESTION_MARKS)
def test_each_pair_of_brackets_is_read_as_brackets(opening, closing, mark):
    assert check(f"HBsAg {opening}-{closing}", "HBsAg negative").outcome == "correct"
    assert check(f"kidney{opening}s{closing}", "kidneys").outcome == "correct"
    assert check(f"{opening}a{closing}febrile", "febrile").reason == "negated"
    assert check(f"liver {opening}lung{mark}{closing}", "liver").reason == "hedged"


@pytest.mark.parametrize("closing", CLOSING_BRACKETS)
@pytest.mark.parametrize("sign", ["", *COMMAS, *SEMICOLONS])
def test_each_bracket_ends_the_number_of_an_item(closing, sign):
    numbered = (f"{number}{closing} {item}" for number, item in enumerate(ITEMS, 1))
    assert check_list(f"{sign} ".join(numbered), ITEMS).outcome == "correct"


@pytest.mark.parametrize("mark", CLOSING_MARKS)
def test_each_closing_mark_may_follow_the_end_of_a_sentence(mark):
    assert ends_sentence(f"It ends.{mark}")
    line = f"It is no heading.{mark}"
    (excerpt,) = split_document(f"{line}\n\n{PARAGRAPH}")
    assert excerpt.heading == ""


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("It is blue", "It is blue."),
        ("It is blue.", "It is blue."),
        ("It is “blue.”", "It is “blue.”"),
        ("它是蓝色的。", "它是蓝色的。"),
    ],
)
def test_a_reason_ends_with_one_mark(why, sentence):
    answer = Answer("vein", NOWHERE, reject=(WrongAnswer("aorta", why, NOWHERE),))
    assert f"*aorta*: {sentence} The answer" in feedback(check("aorta", answer))
