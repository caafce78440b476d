"""The rules: their examples, their manual, and how their findings are listed."""

import re
import textwrap

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.base.names import ID_CHARACTERS
from liverdeck.base.problems import READING_RULES
from liverdeck.lint.manual import split_docstring
from liverdeck.lint.rules.agreement import comparable_text
from liverdeck.lint.run import RULES, lint_deck
from liverdeck.lint.switches import SWITCH_RULE

EXAMPLES = {rule.id: split_docstring(rule.text) for rule in RULES}
WITHOUT_EXAMPLES = {
    "checker-language",
    "ledger",
    "not-indexed",
    "release",
    "unused-passage",
    "vanished",
    "learner-language",
}
"""Rules that are not about fact files; see test_grounding.py and cli/test_lint.py."""


def rules_of(problems):
    return [problem.rule for problem in problems]


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.id not in WITHOUT_EXAMPLES],
    ids=lambda rule: rule.id,
)
def test_the_bad_example_breaks_the_rule_and_the_good_one_does_not(lint, rule):
    _, bad, good = EXAMPLES[rule.id]
    problems = lint(textwrap.indent(bad, "  "))
    assert rule.id in rules_of(problems)
    severities = {problem.severity for problem in problems if problem.rule == rule.id}
    assert severities == {rule.severity}
    assert rule.id not in rules_of(lint(textwrap.indent(good, "  ")))


@pytest.mark.parametrize(("end", "is_reported"), [("", True), (".", False)])
def test_a_command_ends_with_a_full_stop(lint, end, is_reported):
    fact = f"  - {{id: vessels, from: heart, ask: Name a vessel{end}, answer: vein}}\n"
    assert ("question-mark" in rules_of(lint(fact))) is is_reported


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_explains_itself(rule):
    explanation, bad, good = EXAMPLES[rule.id]
    first, *_ = explanation.split("\n")
    assert first[-1] in ".:"
    assert bool(bad) == bool(good) == (rule.id not in WITHOUT_EXAMPLES)
    assert re.fullmatch(r"[a-z-]+", rule.id)


@pytest.mark.parametrize(
    ("language", "ask"),
    [
        ("ru", "Портальная кровь течет в сосуде: артерия или вена?"),
        ("es", "¿De qué es este vaso, plata u vena?"),
        ("sv", "Vad leder blodet dit, artär eller vena?"),
    ],
)
def test_an_answer_that_a_question_offers_is_not_leaked(heart, language, ask):
    answer = "вена" if language == "ru" else "vena"
    facts = f"  - id: a\n    from: pump\n    ask: '{ask}'\n    answer: {answer}\n"
    folder = heart(f"liverdeck: 1\ntopic: chambers\nfacts:\n{facts}")
    deck = folder / "deck.yaml"
    text = deck.read_text(encoding="utf-8")
    deck.write_text(text.replace(": en", f": {language}"), encoding="utf-8")
    rules = {problem.rule for problem in lint_deck(folder)}
    assert "checker-language" in rules
    assert "leaked-by-stem" not in rules


def test_the_manual_says_what_an_id_consists_of():
    assert ID_CHARACTERS in EXAMPLES["id"][0]


def test_no_two_rules_have_the_same_id():
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert SWITCH_RULE not in ids


def test_every_rule_of_reading_a_deck_is_explained():
    assert set(READING_RULES) <= {rule.id for rule in RULES}


def test_the_fix_for_a_missing_kind_of_a_number_says_what_it_measures(lint):
    problems = lint(
        "  - id: rate\n    from: heart\n    ask: How fast does it beat?\n"
        "    answer: {number: 70, unit: a minute}\n"
    )
    (problem,) = (problem for problem in problems if problem.rule == "missing-kind")
    assert problem.fix.startswith("say what it measures, as in `kind: rate`")


@pytest.mark.slow
def test_the_last_of_many_findings_gives_the_number_of_the_others(lint):
    facts = "".join(
        f"  - {{id: f{number}, from: heart, ask: 'How many are {number}?', "
        "answer: blood}\n"
        for number in range(1100)
    )
    problems = [problem for problem in lint(facts) if problem.rule == "missing-kind"]
    assert len(problems) == 1001
    assert problems[-1].message == "100 more findings of this rule, up to here"


BROKEN = {
    "01-facts.yaml": """\
liverdeck: 2
topic: Nowhere
facts:
  - id: a b
    from: []
    ask: ''
    say: '{{c1::x'
  - {}
""",
    "deck.yaml": """\
liverdeck: 1
id: heart
anki_name: Heart
title: H
description: D
language: '1'
document: {title: D, read: 2023-01-31}
topics: [{id: a, title: A}, {id: a, title: A}]
""",
    "passages.yaml": """\
liverdeck: 1
passages:
  - {id: a, heading: A, hash: b}
  - {id: a, heading: A, words: [x]}
""",
    "deck.lock": "{}\n",
    "x.yml": "",
}


def test_lint_reports_all_that_the_loader_finds(heart):
    folder = heart("liverdeck: 1\ntopic: chambers\nfacts: []\n")
    for name, text in BROKEN.items():
        (folder / name).write_text(text)
    found_by_loader = {problem.message for problem in load_deck(folder).problems}
    assert len(found_by_loader) > 10
    assert found_by_loader <= {problem.message for problem in lint_deck(folder)}


@pytest.mark.parametrize(
    ("number", "is_reported"),
    [
        ("number: 5, unit: 10^9/L", True),
        ("number: 5, unit: x 10^9/L", False),
        ("number: 5, unit: times a day", False),
        ("number: 5", False),
        (f"number: 5, unit: {'long ' * 40}", True),
    ],
)
def test_a_number_that_the_checker_cannot_read_is_reported(lint, number, is_reported):
    problems = lint(
        "  - id: count\n    from: heart\n    ask: How many?\n"
        f"    answer: {{{number}}}\n"
    )
    assert ("not-right-itself" in rules_of(problems)) is is_reported


@pytest.mark.parametrize(
    ("deck", "count"),
    [
        ("language: en", 0),
        ("language: de-AT", 0),
        ("language: nl", 1),
        ("language: nl\nlearner_language: en", 0),
        ("language: en\nlearner_language: nl", 1),
    ],
)
def test_a_language_without_catalogue_is_named_once(write_deck, deck, count):
    facts = (
        "  - {id: a, from: pump, ask: Name it., answer: x}\n"
        "  - {id: b, from: rooms, ask: Name that., answer: y}\n"
    )
    folder = write_deck(facts)
    path = folder / "deck.yaml"
    path.write_text(path.read_text().replace("language: en", deck, 1))
    paths = [
        problem.position.path
        for problem in lint_deck(folder)
        if problem.rule == "learner-language"
    ]
    assert paths == [str(path)] * count


@pytest.mark.parametrize(
    ("tag", "is_reported"),
    [("en", False), ("en-GB", False), ("de", True), ("fi", True)],
)
def test_lint_reports_a_language_that_the_checker_does_not_know(
    heart, tag, is_reported
):
    folder = heart(
        "liverdeck: 1\ntopic: chambers\nfacts:\n"
        "  - {id: vessels, from: heart, ask: Was?, answer: vein}\n"
    )
    deck_file = folder / "deck.yaml"
    text = deck_file.read_text(encoding="utf-8")
    deck_file.write_text(text.replace("language: en", f"language: {tag}"))
    assert ("checker-language" in rules_of(lint_deck(folder))) is is_reported


@pytest.mark.parametrize(
    ("language", "one", "other", "count"),
    [
        ("en", "lobule", "lobules", 0),
        ("de", "Rippe", "Rippen", 0),  # a plural of German
        ("de", "Nerven", "Narven", 2),
        ("de", "Tumour", "Tumor", 2),  # one word in English, two in German
        ("fr", "canal", "canals", 0),
    ],
)
def test_look_alikes_are_found_by_the_plurals_of_the_decks_language(
    write_deck, language, one, other, count
):
    folder = write_deck(
        f"  - {{id: one, from: pump, ask: What is a?, answer: {one}}}\n"
        f"  - {{id: other, from: pump, ask: What is b?, answer: {other}}}\n"
    )
    path = folder / "deck.yaml"
    text = path.read_text().replace("language: en", f"language: {language}", 1)
    path.write_text(text)
    rules = [problem.rule for problem in lint_deck(folder)]
    assert rules.count("look-alike") == count


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Crohn’s disease", "crohn's disease"),
        ("x‑ray", "X ray"),
        ("−5", "-5"),
        ("肝脏？", "肝脏"),
        ("القلب، الكبد", "القلب, الكبد"),
    ],
)
def test_answers_that_differ_only_in_their_signs_are_the_same_in_any_script(
    text, other
):
    assert comparable_text(text) == comparable_text(other)
