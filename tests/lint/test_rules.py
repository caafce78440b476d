"""Every rule's own examples: the bad one breaks it, the good one does not."""

import re
import textwrap

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.lint.manual import manual, parts_of
from liverdeck.lint.run import RULES, lint_deck
from liverdeck.lint.switches import SWITCH_RULE

EXAMPLES = {rule.id: parts_of(rule.text) for rule in RULES}
WITHOUT_EXAMPLES = {"ledger", "release", "unused-passage", "not-indexed", "vanished"}
"""What they speak of stands in no fact file; see test_grounding.py and tests/cli/test_lint.py."""


def broken(problems):
    return [problem.rule for problem in problems]


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.id not in WITHOUT_EXAMPLES],
    ids=lambda rule: rule.id,
)
def test_the_bad_example_breaks_the_rule_and_the_good_one_does_not(lint, rule):
    _, bad, good = EXAMPLES[rule.id]
    found = lint(textwrap.indent(bad, "  "))
    assert rule.id in broken(found)
    assert {problem.severity for problem in found if problem.rule == rule.id} == {
        rule.severity
    }
    assert rule.id not in broken(lint(textwrap.indent(good, "  ")))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_explains_itself(rule):
    explanation, bad, good = EXAMPLES[rule.id]
    first, *_ = explanation.split("\n")
    assert first[-1] in ".:"
    assert bool(bad) == bool(good) == (rule.id not in WITHOUT_EXAMPLES)
    assert re.fullmatch(r"[a-z-]+", rule.id)


def test_ids_are_given_once():
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert SWITCH_RULE not in ids


def test_the_page_of_rules_is_current(repository):
    page = (repository / "docs" / "lint-rules.md").read_text(encoding="utf-8")
    assert page == manual(RULES), "run: liverdeck lint --rules > docs/lint-rules.md"


def test_whatever_the_loader_finds_belongs_to_a_rule(repository):
    known = {rule.id for rule in RULES}
    for path in (repository / "liverdeck" / "facts").glob("*.py"):
        assert (
            set(
                re.findall(
                    r'rule(?:: str)?="([^"]+)"', path.read_text(encoding="utf-8")
                )
            )
            <= known
        )


def test_findings_of_one_rule_are_cut_short_and_say_so(lint):
    facts = "".join(
        f"  - {{id: f{n}, from: heart, ask: 'How many are {n}?', answer: blood}}\n"
        for n in range(1100)
    )
    kinds = [problem for problem in lint(facts) if problem.rule == "missing-kind"]
    assert len(kinds) == 1001
    assert kinds[-1].what == "100 more findings of this rule, up to here"


BROKEN = {
    "01-facts.yaml": "liverdeck: 2\ntopic: Nowhere\nfacts:\n  - id: a b\n    from: []\n    ask: ''\n    say: '{{c1::x'\n  - {}\n",
    "deck.yaml": "liverdeck: 1\nid: heart\nanki_name: Heart\ntitle: H\ndescription: D\nlanguage: '1'\n"
    "document: {title: D, read: 2023-01-31}\ntopics: [{id: a, title: A}, {id: a, title: A}]\n",
    "passages.yaml": "liverdeck: 1\npassages:\n  - {id: a, heading: A, hash: b}\n  - {id: a, heading: A, words: [x]}\n",
    "deck.lock": "{}\n",
    "x.yml": "",
}


def test_nothing_the_loader_finds_is_lost(heart):
    folder = heart("liverdeck: 1\ntopic: chambers\nfacts: []\n")
    for name, text in BROKEN.items():
        (folder / name).write_text(text)
    found = {problem.what for problem in load_deck(folder).problems}
    assert len(found) > 10
    assert found <= {problem.what for problem in lint_deck(folder)}
