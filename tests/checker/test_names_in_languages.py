"""Names without their noun in other languages: *Radialis* for *Arteria radialis*."""

import pytest

import liverdeck
from liverdeck.base.problems import Position
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.terms import Terms
from liverdeck.facts.answer import Answer


def outcome_in_deck(typed, right, others, code):
    terms = Terms([right, *others], language_of(code))
    return liverdeck.check(typed, right, terms=terms).outcome


@pytest.mark.parametrize(
    ("code", "typed", "right", "other"),
    [
        ("de", "Radialis", "Arteria radialis", "Nervus radialis"),
        ("es", "radial", "arteria radial", "nervio radial"),
        ("pl", "szyjna", "tętnica szyjna", "żyła szyjna"),
    ],
)
def test_a_name_that_two_answers_share_is_asked_for_with_its_noun(
    code, typed, right, other
):
    assert outcome_in_deck(typed, right, [], code) == "correct"
    assert outcome_in_deck(typed, right, [other], code) == "retype"


def test_the_answer_to_another_card_is_wrong():
    assert outcome_in_deck("radial", "arteria radial", ["radial"], "es") == "wrong"


@pytest.mark.parametrize(
    ("code", "typed", "right"),
    [
        ("es", "radial", "arteria radial"),
        ("de", "Parkinson-Krankheit", "Morbus Parkinson"),
        ("pl", "łokciowa i promieniowa", "kość promieniowa i łokciowa"),
        ("es", "sulfato magnesio", "sulfato de magnesio"),
    ],
)
def test_no_other_form_of_a_strict_answer_is_right(code, typed, right):
    answer = Answer(right, Position(""))
    strict = Answer(right, Position(""), strict=True)
    assert liverdeck.check(typed, answer, language=code).outcome == "correct"
    assert liverdeck.check(typed, strict, language=code).outcome == "wrong"


def test_the_sentence_does_not_say_which_noun_is_missing():
    verdict = liverdeck.check("liso", "músculo liso", language="es")
    assert verdict.outcome == "retype"
    assert liverdeck.feedback(verdict) == (
        "*liso* may be several things. Type the whole name."
    )


def test_an_item_of_a_list_may_lack_its_noun():
    items = ["arteria radial", "arteria cubital"]
    verdict = liverdeck.check_list("la cubital, la radial", items, language="es")
    assert verdict.outcome == "correct"


@pytest.mark.parametrize("other", ["Treponema pertenue", "Toxoplasma pallidum"])
def test_an_initial_that_two_answers_share_is_asked_for_as_a_word(other):
    shared = outcome_in_deck("t. pallidum", "Treponema pallidum", [other], "de")
    assert shared == ("correct" if other.endswith("pertenue") else "retype")
