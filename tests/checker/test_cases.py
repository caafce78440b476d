"""Typed answers with the verdict that a fair examiner would give; written by us, none taken from the labelled rows."""

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
FILES = ("spelling", "slips", "affixes", "phrases", "codes_and_numbers", "guards")
NOWHERE = Position("")


def _read(name):
    return yaml.load((CASES / f"{name}.yaml").read_text(), yaml.BaseLoader)  # noqa: S506  # every value a text


def _answers():
    for name in FILES:
        for entry in _read(name):
            for outcome in ("correct", "retype", "wrong"):
                for typed, reason in entry.get(outcome, {}).items():
                    yield pytest.param(
                        entry,
                        typed,
                        outcome,
                        reason,
                        id=f"{name}-{entry['answer'][0]}-{typed}",
                    )


def _verdicts(name):
    for entry in _read(name):
        for typed, expected in entry["verdicts"].items():
            yield pytest.param(entry, typed, expected, id=repr(typed))


def _key(entry):
    shown, *others = entry["answer"]
    reject = tuple(
        WrongAnswer(text, why, NOWHERE) for text, why in entry.get("reject", {}).items()
    )
    answer = Answer(shown, NOWHERE, accept=tuple(others), reject=reject)
    return Key(answer, open_texts=tuple(entry.get("open", ())))


@pytest.mark.parametrize(("entry", "typed", "outcome", "reason"), list(_answers()))
def test_one_answer(entry, typed, outcome, reason):
    verdict = _key(entry).check(typed)
    assert (verdict.outcome, verdict.reason) == (outcome, reason), liverdeck.feedback(
        verdict
    )


@pytest.mark.parametrize(("entry", "typed", "expected"), list(_verdicts("lists")))
def test_a_list(entry, typed, expected):
    need = int(entry["need"]) if "need" in entry else None
    verdict = check_list(
        typed, entry["items"], need=need, ordered=entry.get("ordered") == "true"
    )
    assert f"{verdict.outcome} {len(verdict.matched)}" == expected, liverdeck.feedback(
        verdict
    )


@pytest.mark.parametrize(("entry", "typed", "expected"), list(_verdicts("choices")))
def test_a_choice(entry, typed, expected):
    if "options" in entry:
        verdict = check_choice(typed, entry["options"], int(entry["right"]))
    else:
        verdict = check_true_false(typed, right=entry["statement"] == "true")
    assert verdict.outcome == expected, liverdeck.feedback(verdict)


def test_there_are_many_cases():
    assert len([*_answers(), *_verdicts("lists"), *_verdicts("choices")]) >= 400
