"""Laws that hold for every answer and every typed text."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import assume, example, given, strategies as st

import liverdeck
from liverdeck.checker import spelling
from liverdeck.checker.affixes import look_alikes, may_be_look_alike
from liverdeck.checker.letter_diff import as_html, letter_diff
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.typed import LONGEST_TYPED

ANSWERS = (
    "liver", "colon", "stomach", "jaundice", "hepatocellular carcinoma",
    "computed tomography (CT)", "AFP", "IL-2", "loss of appetite", "5 mm", "> 10 %",
    "yellow skin", "type II diabetes", "Crohn's disease", "not resectable",
    "alpha-fetoprotein", "cancer of the colon", "CD4", "unresectable", "oesophagus",
    "no symptoms",
)  # fmt: skip
answers = st.sampled_from(ANSWERS)
anything = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="aeinot -,()/0123456789.<>%+'αβé\u0301\u202e\x00ıİß", max_size=60),
)


@given(answers, st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_is_forgiven(answer, cased):
    assume(tokens_of(cased(answer)) == tokens_of(answer) or "'" not in answer)
    verdict = liverdeck.check(cased(answer), answer)
    # 5 MM may be megameters.
    is_asked_for_unit = verdict.reason == "unit" and verdict.outcome == "retype"
    assert verdict.outcome == "correct" or is_asked_for_unit


@given(
    answers,
    st.text(alphabet=" \t\n", max_size=4),
    st.text(alphabet=" \t\n.!", max_size=4),
)
def test_spaces_around_are_forgiven(answer, before, after):
    assert liverdeck.check(f"{before}{answer}{after}", answer).outcome == "correct"


@given(answers, st.integers(0, 30), st.sampled_from("\u0301\u0300\u0308\u0302"))
def test_accents_are_forgiven(answer, number, accent):
    letter_indexes = [
        index
        for index, character in enumerate(answer)
        if character.isalpha() and character.isascii()
    ]
    assume(letter_indexes)
    end = letter_indexes[number % len(letter_indexes)] + 1
    accented = unicodedata.normalize("NFC", answer[:end] + accent + answer[end:])
    assert liverdeck.check(accented, answer).outcome == "correct"


@given(st.text(min_size=1, max_size=40))
@example("a")
@example("not")
@example("the")
@example("maybe")
@example("i don't know")
@example("A or B")
@example("(a) b")
@example("12 or 13")
def test_every_readable_answer_is_right_for_itself(answer):
    assume(tokens_of(answer))
    assert liverdeck.check(answer, answer).outcome == "correct"


@given(
    answers,
    st.sampled_from(
        ["not {}", "it is not {}", "{} not", "no {}", "never {}", "without {}"]
    ),
)
def test_a_negation_is_never_right(answer, sentence):
    assert liverdeck.check(sentence.format(answer), answer).outcome != "correct"


@pytest.mark.slow
@given(
    st.lists(answers, min_size=2, max_size=4, unique=True), st.one_of(answers, anything)
)
def test_the_order_of_the_accepted_texts_does_not_matter(accepted, typed):
    verdicts = {
        liverdeck.check(typed, (accepted[0], *order)).outcome
        for order in itertools.permutations(accepted[1:])
    }
    assert len(verdicts) == 1


@given(anything, st.one_of(answers, anything))
@example("9" * 500, "5 mm")
@example("1/0 mm", "5 mm")
@example("1/00", "5 mm")
@example("0^0", "5 mm")
@example("0^-3", "5 mm")
@example("1e999999", "5")
@example("(" * 200, "computed tomography (CT)")
@example("\u0301" * 300, "liver")
@example("," * 300, "a, b")
@example("\ud800", "liver")
@example("İ", "liver")
@example("1. ?", "liver")
@example("(1) ...", "a, b")
def test_no_typed_text_raises_an_exception(typed, answer):
    assume(answer.strip())
    verdict = liverdeck.check(typed, answer)
    assert liverdeck.feedback(verdict)
    assert as_html(verdict.diff).count("<script") == 0
    assert liverdeck.feedback(liverdeck.check_list(typed, [answer, "lung"]))
    assert liverdeck.feedback(liverdeck.check_choice(typed, [answer, "lung"], 0))
    assert liverdeck.feedback(liverdeck.check_true_false(typed, right=True))


@pytest.mark.parametrize(
    "typed",
    [
        "a" * LONGEST_TYPED,
        "liver " * (LONGEST_TYPED // 6),
        "(" * LONGEST_TYPED,
        "9" * LONGEST_TYPED,
        "," * LONGEST_TYPED,
    ],
)
def test_a_text_of_the_greatest_length_is_read(typed):
    assert liverdeck.check(typed, "liver").outcome != "correct"
    assert liverdeck.check_list(typed, ["liver", "lung"]).outcome != "correct"


def test_a_longer_text_is_refused_without_being_read():
    verdict = liverdeck.check("liver" + " " * LONGEST_TYPED, "liver")
    assert (verdict.outcome, verdict.reason) == ("wrong", "unreadable")


def test_the_work_grows_no_faster_than_the_length(monkeypatch):
    calls = []

    def counting_slip(*arguments):
        calls.append(arguments)
        return spelling.slip(*arguments)

    monkeypatch.setattr("liverdeck.checker.alignment.slip", counting_slip)
    counts = []
    for length in (100, 1000):
        calls.clear()
        liverdeck.check("livver " * length, ("the liver " * 3).strip())
        counts.append(len(calls))
    assert counts[1] <= 10 * max(counts[0], 1)


@given(anything, answers)
def test_the_pieces_of_a_diff_make_up_the_typed_text(typed, answer):
    pieces = letter_diff(typed, answer)
    typed_pieces = [piece.text for piece in pieces if piece.kind != "missing"]
    assert "".join(typed_pieces) == unicodedata.normalize("NFC", typed.strip())


@given(st.text(alphabet="<>&\"'ab", max_size=20))
def test_the_html_of_a_diff_is_escaped(typed):
    text = as_html(letter_diff(typed, "ab"))
    for tag in ("del", "ins", "mark"):
        text = text.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in text
    assert ">" not in text


words = st.text(alphabet="abehicksz", max_size=12)


@given(words, words, st.sampled_from([0.5, 1.0, 1.8, 2.6, 3.5]))
def test_a_limit_does_not_change_a_slip_below_it(typed, meant, limit):
    cost = spelling.slip(typed, meant, spelling.TOO_FAR - 1)
    expected = cost if cost <= limit else spelling.TOO_FAR
    assert spelling.slip(typed, meant, limit) == expected


@pytest.mark.parametrize(
    "word",
    "hypertension unfit legal ureter myosin lipase atypical peritoneum fit".split(),
)
def test_every_look_alike_passes_the_quick_test(word):
    assert look_alikes(word)
    for look_alike in look_alikes(word):
        assert may_be_look_alike(look_alike.word, word), look_alike.word
