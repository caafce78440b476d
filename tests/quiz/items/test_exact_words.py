"""Which typed answers must be judged by meaning, so that no platform should do it."""

import pytest

import liverdeck
from liverdeck.base.problems import Position
from liverdeck.base.words import TextStemmer
from liverdeck.facts.answer import Answer, Number
from liverdeck.quiz.items.exact_words import why_judged_by_meaning

ENGLISH = TextStemmer("en")


def answer(text, *accept, kind=None, number=None):
    return Answer(text, Position("x"), accept, kind=kind, number=number)


def judged_by_meaning(answer, *, opens=(), stem="Which?", stemmer=ENGLISH):
    return bool(why_judged_by_meaning(answer, opens, stem, stemmer))


@pytest.mark.parametrize(
    "right",
    [
        answer("insulin"),
        answer("a biopsy", "tissue sample"),
        answer("the spleen", "lien", kind="organ"),
        answer("pulmonary vein", "lung vein", kind="vessel"),
        answer("echoes", "echo", "the echo", "echos", "an echo", "the echoes"),
        answer("70 /min", number=Number("70", "/min")),
        answer("a few hours, often more", number=Number("5", "h")),
    ],
)
def test_a_term_a_name_or_a_number_may_be_compared(right):
    assert not judged_by_meaning(right)


@pytest.mark.parametrize(
    "right",
    [
        answer("slow growing tumor", "tumor that grows slowly"),
        answer("pulmonary vein"),
        answer("drugs", "medicines", "chemicals", "pills", "cytostatics"),
        answer("through incision", "incision"),
        answer("a cure", "cure", kind="aim of treatment"),
        answer("bloodstream", "blood", kind="route of a drug"),
        answer("in it"),
    ],
)
def test_an_answer_with_many_wordings_is_judged_by_meaning(right):
    assert judged_by_meaning(right)


def test_the_long_form_of_an_abbreviation_has_one_wording():
    long_form = answer("magnetic resonance imaging")
    assert not judged_by_meaning(long_form, stem="What does MRI stand for?")
    assert not judged_by_meaning(long_form, stem="What does the M-R-I in it mean?")
    assert judged_by_meaning(long_form, stem="What does CT stand for?")
    assert judged_by_meaning(long_form, stem="Which test needs a magnet?")


@pytest.mark.parametrize(
    ("text", "abbreviations"),
    [
        ("shortness of breath", ("SOB", "SB")),
        ("ligament of the head of the femur", ("LHF",)),
        ("tongue and lip", ("TAL", "TL")),
    ],
)
def test_the_checker_and_the_quizzes_agree_on_initials(text, abbreviations):
    for abbreviation in abbreviations:
        stem = f"What does {abbreviation} mean?"
        assert not judged_by_meaning(answer(text), stem=stem)
        assert liverdeck.check(abbreviation, text).reason == "abbreviation"
        assert liverdeck.check(f"{text} ({abbreviation})", text).outcome == "correct"
    assert judged_by_meaning(answer(text), stem="What does HLF mean?")


def test_an_answer_beside_open_ones_is_judged_by_meaning():
    assert judged_by_meaning(answer("shoulder"), opens=("back",))
    assert not judged_by_meaning(answer("5", number=Number("5")), opens=("6",))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Leber", False),
        ("de", "durch einen kleinen Schnitt", True),
        ("ja", "肝臓", False),
        ("ja", "小さな切り口から体内に入れる", True),
    ],
)
def test_in_other_languages_the_length_decides(language, text, expected):
    right = answer(text, "x")
    assert judged_by_meaning(right, stemmer=TextStemmer(language)) is expected
