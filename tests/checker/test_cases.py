"""Typed answers with the verdict that a fair examiner would give.

We wrote them all ourselves; none is from the labelled rows of the benchmark.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import liverdeck
from liverdeck.base.problems import Position
from liverdeck.checker.choices import check_choice, check_true_false
from liverdeck.checker.key import Key
from liverdeck.checker.lists import check_list
from liverdeck.facts.answer import Answer, WrongAnswer

CASES = Path(__file__).parent / "cases"
FILES = (
    "spelling",
    "slips",
    "slips_by_kind",
    "affixes",
    "brackets",
    "phrases",
    "codes_and_numbers",
    "quantities",
    "parts",
    "three_parts",
    "contractions",
    "guards",
    "signs",
    "polarity",
    "student_writing",
    "eponyms",
    "names_of_things",
    "species",
    "short_codes",
    "around_answers",
    "repeated_question",
    "class_nouns",
    "word_order",
    "changes",
)
NOWHERE = Position("")


def _read(name):
    text = (CASES / f"{name}.yaml").read_text()
    return yaml.load(text, yaml.CBaseLoader)  # noqa: S506  # makes every value a text


def _answers(name):
    """Yield the right answers, each with the verdict on every text typed for it."""
    for entry in _read(name):
        expected = {
            typed: (outcome, reason)
            for outcome in ("correct", "retype", "wrong")
            for typed, reason in entry.get(outcome, {}).items()
        }
        yield entry, expected


def _verdicts(name):
    for entry in _read(name):
        for typed, expected in entry["verdicts"].items():
            yield pytest.param(entry, typed, expected, id=repr(typed))


def _key(entry):
    shown, *others = entry["answer"]
    reject = tuple(
        WrongAnswer(text, why, NOWHERE) for text, why in entry.get("reject", {}).items()
    )
    answer = Answer(
        shown,
        NOWHERE,
        accept=tuple(others),
        reject=reject,
        strict=entry.get("strict") == "true",
    )
    return Key(answer, open_texts=tuple(entry.get("open", ())))


@pytest.mark.parametrize("name", FILES)
def test_answers_get_fair_verdicts(name):
    unfair = []
    for entry, expected in _answers(name):
        key = _key(entry)
        for typed, (outcome, reason) in expected.items():
            made = key.check(typed)
            feedback = liverdeck.feedback(made)
            if (made.outcome, made.reason) != (outcome, reason):
                unfair.append((entry["answer"][0], typed, outcome, made, feedback))
    assert unfair == []


@pytest.mark.parametrize(
    ("entry", "typed", "expected"), [*_verdicts("lists"), *_verdicts("more_lists")]
)
def test_a_list_gets_a_fair_verdict(entry, typed, expected):
    need = int(entry["need"]) if "need" in entry else None
    verdict = check_list(
        typed, entry["items"], need=need, ordered=entry.get("ordered") == "true"
    )
    feedback = liverdeck.feedback(verdict)
    assert f"{verdict.outcome} {len(verdict.matched)}" == expected, feedback


@pytest.mark.parametrize(
    ("typed", "right", "rejected"),
    [
        ("a febrile", "febrile", ""),
        ("a symptomatic", "symptomatic", ""),
        ("a vascular", "vascular", ""),
        ("a cellular", "cellular", ""),
        ("a typical", "typical", ""),
        ("a symmetric", "symmetric", ""),
        ("cote", "coté", "cote"),
        ("pate", "pâté", "pate"),
        ("5 MM", "5 mm", ""),
        ("8 Mg", "8 mg", ""),
    ],
)
def test_an_item_gets_no_better_verdict_in_a_list_than_alone(typed, right, rejected):
    reject = (WrongAnswer(rejected, "Another word", NOWHERE),) if rejected else ()
    item = Answer(right, NOWHERE, reject=reject)
    assert Key(item).check(typed).outcome != "correct"
    assert check_list(f"{typed}, rib", [item, "rib"]).matched == ("rib",)


@pytest.mark.parametrize(("entry", "typed", "expected"), list(_verdicts("choices")))
def test_a_choice_gets_a_fair_verdict(entry, typed, expected):
    if "options" in entry:
        verdict = check_choice(typed, entry["options"], int(entry["right"]))
    else:
        verdict = check_true_false(typed, right=entry["statement"] == "true")
    assert verdict.outcome == expected, liverdeck.feedback(verdict)


def test_there_are_at_least_400_cases():
    texts = [
        typed for name in FILES for _, expected in _answers(name) for typed in expected
    ]
    assert len([*texts, *_verdicts("lists"), *_verdicts("choices")]) >= 400
