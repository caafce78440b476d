"""Fact files with comments that name the findings of lint.

The comment is `# expect: rule, rule`, on the line of the finding. A file is named after
a rule. The findings of this rule, all errors and all warnings are compared with the
comments. Advice of other rules is not compared.
"""

import re
from pathlib import Path

import pytest

from liverdeck.base.problems import Severity
from liverdeck.lint.run import RULES, lint_deck
from liverdeck.lint.switches import SWITCH_RULE

FIXTURES = Path(__file__).parent.parent / "fixtures" / "lint"
WITHOUT_FIXTURE = {
    "checker-language",
    "ledger",
    "not-indexed",
    "release",
    "unused-passage",
    "vanished",
    "learner-language",
}
"""Rules about something other than a fact file."""


def expected_in(text):
    for number, line in enumerate(text.splitlines(), 1):
        match = re.search(r"# expect(-above)?: (.+)$", line)
        if match is None:
            continue
        line_of_finding = number - 1 if match[1] else number
        for rule in match[2].split(","):
            yield line_of_finding, rule.strip()


def found_in(folder, rule_of_file):
    for problem in lint_deck(folder):
        if problem.severity is not Severity.ADVICE or problem.rule == rule_of_file:
            yield problem.position.line, problem.rule


@pytest.mark.parametrize(
    "path",
    sorted(FIXTURES.glob("*/*.yaml")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_lint_finds_the_problems_that_the_comments_name(heart, path):
    text = path.read_text(encoding="utf-8")
    expected = sorted(expected_in(text))
    assert bool(expected) == (path.parent.name == "bad")
    # Otherwise a comment could become part of the reason of a switch.
    without_comments = re.sub(r" +# expect.*$", "", text, flags=re.MULTILINE)
    assert sorted(found_in(heart(without_comments), path.stem)) == expected


def test_every_rule_has_a_fixture():
    rules_with_fixture = {path.stem for path in (FIXTURES / "bad").glob("*.yaml")}
    rules = {rule.id for rule in RULES} | {SWITCH_RULE}
    assert rules_with_fixture == rules - WITHOUT_FIXTURE
