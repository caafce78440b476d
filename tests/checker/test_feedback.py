"""The sentence that helps a learner, and the comparison letter by letter."""

import re
from pathlib import Path
from typing import get_args

import pytest

import liverdeck
from liverdeck.base.problems import Position
from liverdeck.checker.key import Key, answer_of
from liverdeck.checker.letter_diff import as_html, as_terminal_text, letter_diff
from liverdeck.checker.reasons import REASONS
from liverdeck.checker.verdict import Reason
from liverdeck.checker.written import as_written
from liverdeck.facts.answer import Answer, WrongAnswer

NOWHERE = Position("")
LIVER = Answer(
    "liver",
    NOWHERE,
    accept=("hepar",),
    reject=(WrongAnswer("spleen", "It lies on the left", NOWHERE),),
)


@pytest.mark.parametrize(
    ("typed", "items", "sentence"),
    [
        (
            "marrow bone, rib",
            ["bone marrow", "rib"],
            "Check the order of the words in *marrow bone* and type it again.",
        ),
        (
            "a febrile, rib",
            ["febrile", "rib"],
            "Not clear: *a febrile*. Check letters, capitals",
        ),
        ("5, 6 mm", ["5 kg", "6 mm"], "Type *5* again with the unit."),
        (
            "femrr, bone",
            ["femur", "bone"],
            "Not written as in the list: *femrr*. Check each letter",
        ),
        ("CT, bone", ["computed tomography", "bone"], "Write *CT* out in full."),
        ("maybe liver, bone", ["liver", "bone"], "Please decide on *maybe liver*."),
        ("liver ★, bone", ["liver", "bone"], "Type *liver ★* in words."),
        (
            "big liver, bone",
            ["liver", "bone"],
            "Too many words: *big liver*. Type each item alone",
        ),
    ],
)
def test_an_item_that_is_asked_for_again_gets_a_true_sentence(typed, items, sentence):
    assert sentence in liverdeck.feedback(liverdeck.check_list(typed, items))


@pytest.mark.parametrize(
    ("typed", "answer", "sentence"),
    [
        ("Liver", LIVER, "Correct."),
        ("hepar", LIVER, "Correct; the deck says *liver*."),
        ("spleen", LIVER, "Not *spleen*: It lies on the left. The answer is *liver*."),
        ("jaundise", "jaundice", "Correct, but spelled *jaundice*."),
        ("oedema", "edema", "Correct; the deck writes *edema*."),
        (
            "Hypotension",
            "hypertension",
            "Careful: *Hypotension* is not *hypertension*. The answer is",
        ),
        (
            "don't resect",
            "resect",
            "*don't* changes the meaning. The answer is *resect*.",
        ),
        (
            "maybe liver",
            "liver",
            "Please decide: type the answer without *maybe*.",
        ),
        ("6 mm", "5 mm", "That is not the right value. The answer is *5 mm*."),
        (
            "5",
            "5 mm",
            "The number is right. Type it again with its unit; its case counts.",
        ),
        ("5 cm", "5 m", "Check the number and its unit. The answer is *5 m*."),
        ("5 kg", "5 mm", "Check the number and its unit. The answer is *5 mm*."),
        (
            "vein",
            "portal vein",
            "That is only part of it: *portal* is missing. "
            "The answer is *portal vein*.",
        ),
        (
            "big portal vein",
            "portal vein",
            "That is more than the answer, which is *portal vein*.",
        ),
        (
            "hypotention",
            "hypertension",
            "Careful: *hypotension* is not *hypertension*. The answer is",
        ),
        (
            "liver or lung",
            "liver",
            "Give one answer only. The right one is *liver*.",
        ),
        ("idk", "liver", "No answer. The answer is *liver*."),
        (
            "ileum",
            "ilium",
            "Close, but *ileum* is a different word. The answer is *ilium*.",
        ),
    ],
)
def test_the_sentence_names_what_decided_the_verdict(typed, answer, sentence):
    assert liverdeck.feedback(liverdeck.check(typed, answer)).startswith(sentence)


@pytest.mark.parametrize(
    ("typed", "answer", "sentence"),
    [
        ("decrease", "increase", "*decrease* is not *increase*"),
        ("meningioma", "meningitis", "*meningioma* is not *meningitis*"),
        ("colectomy", "colostomy", "*colectomy* is not *colostomy*"),
        ("infrarenal", "suprarenal", "*infrarenal* is not *suprarenal*"),
        ("PaO2", "PaCO2", "*PaO2* is not written as"),
        ("G-", "G+", "*G-* changes the meaning"),
        ("5 days", "5th day", "not the right value"),
    ],
)
def test_a_sentence_shows_no_word_that_nobody_typed(typed, answer, sentence):
    assert sentence in liverdeck.feedback(liverdeck.check(typed, answer))


@pytest.mark.parametrize("typed", ["maybe portal vein", "portell vein", "PV"])
def test_a_retype_does_not_give_the_answer_away(typed):
    verdict = liverdeck.check(typed, "portal vein")
    assert verdict.outcome == "retype"
    assert "portal vein" not in liverdeck.feedback(verdict).replace(typed, "")


def test_a_sentence_shortens_a_very_long_answer():
    assert len(liverdeck.feedback(liverdeck.check("liver " * 200, LIVER))) < 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("lung, colon", "Correct."),
        ("lung", "1 of 2. Missing: *colon*."),
        ("lung, knee", "1 of 2. Not in the list: *knee*. Missing: *colon*."),
        ("", "No answer. The answer is *lung*, *colon*."),
        ("lungg, colon", "Correct, but spelled *lung*."),
    ],
)
def test_a_list_sentence_names_missing_and_wrong_items(typed, sentence):
    verdict = liverdeck.check_list(typed, ["lung", "colon"])
    assert liverdeck.feedback(verdict) == sentence


def test_a_list_sentence_shows_the_right_order():
    verdict = liverdeck.check_list("b, a, c", ["a", "b", "c"], ordered=True)
    assert "The order is not right; it is *a*, *b*, *c*." in liverdeck.feedback(verdict)


def test_a_list_sentence_counts_no_more_items_than_are_needed():
    verdict = liverdeck.check_list(
        "hip, knee, foot, tibia", ["hip", "knee", "foot"], need=2
    )
    assert liverdeck.feedback(verdict).startswith("2 of 2. Not in the list: *tibia*.")


def test_an_open_item_is_not_called_a_misspelling():
    verdict = liverdeck.check_list("hip, elbow", ["hip", "knee"], open=("elbow",))
    feedback = liverdeck.feedback(verdict)
    assert "The document leaves open whether *elbow* is right." in feedback
    assert "spelling" not in feedback


@pytest.mark.parametrize(
    ("typed", "answer", "html"),
    [
        ("liver", "liver", "liver"),
        ("Livér", "liver", "Livér"),
        ("livr", "liver", "liv<ins>e</ins>r"),
        ("liiver", "liver", "l<del>i</del>iver"),
        ("lievr", "liver", "li<mark>ev</mark>r"),
        ("<b>", "b", "<del>&lt;</del>b<del>&gt;</del>"),
        ("", "b", "<ins>b</ins>"),
    ],
)
def test_the_typed_text_shows_which_letters_differ(typed, answer, html):
    assert as_html(letter_diff(typed, answer)) == html


def test_the_terminal_shows_no_control_characters():
    assert as_terminal_text(letter_diff("li\x1b[2Jver", "liver")).count("\x1b[2J") == 0


def test_the_letters_are_compared_with_the_nearest_accepted_text():
    assert as_html(liverdeck.check("hepa", LIVER).diff) == "hepa<ins>r</ins>"


def test_a_trace_has_a_line_for_each_rule_that_ran():
    lines = Key(answer_of(("hypertension", "high blood pressure"))).trace(
        "it is Hypotension"
    )
    assert lines[0] == "read as: hypotension"
    assert "equal: does not apply" in lines
    assert lines[-2:] == [
        "  hypotension for hypertension: slip 1.7, at most 3.5, objection: opposite "
        "(hypotension)",
        "slips: wrong, opposite (a prefix or suffix makes it another word)",
    ]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("liver", "liver"),
        ("livr", "liver"),
        ("lver", "liver"),
        ("lung", "liver"),
        ("maybe liver", "liver"),
        ("not liver", "liver"),
        ("colon cancer", "cancer of the colon"),
        ("6 mm", "5 mm"),
        ("", "liver"),
        ("ultra sound", "ultrasound"),
    ],
)
def test_a_trace_ends_with_the_verdict(typed, answer):
    key = Key(answer_of(answer))
    verdict = key.check(typed)
    assert f": {verdict.outcome}, {verdict.reason} (" in key.trace(typed)[-1]


def test_the_table_of_reasons_has_each_reason():
    assert set(REASONS) == set(get_args(Reason))


def test_the_manual_has_the_outcomes_of_each_reason():
    manual = (Path(__file__).parents[2] / "docs" / "checker.md").read_text()
    rows = re.findall(r"^\| `([a-z]+)` \| ([a-z; ]+) \|", manual, re.MULTILINE)
    outcomes = {
        (reason, outcome) for reason, text in rows for outcome in text.split("; ")
    }
    missing = {
        (reason, outcome)
        for reason, row in REASONS.items()
        for outcome in row.sentences
        if (reason, outcome) not in outcomes
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("tokens", "text", "written"),
    [
        ("il 2", "IL-2", "IL-2"),
        ("2", "factor-2", "2"),
        ("ca 19 9", "not CA 19-9", "CA 19-9"),
        ("not", "I don't", "don't"),
        ("positive", "Na+/K+", "positive"),
        ("liver", "lung", "liver"),
    ],
)
def test_tokens_are_shown_as_they_were_written(tokens, text, written):
    assert as_written(tokens, text) == written


def test_a_long_text_is_cut_without_a_space_before_the_dots():
    typed = "x" * 58 + " longer"
    sentence = liverdeck.feedback(liverdeck.check_list(typed, ["liver", "bone"]))
    assert "x…*" in sentence
