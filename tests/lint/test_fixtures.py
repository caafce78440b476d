"""Fact files whose comments say what lint finds in them: `# expect: rule, rule` on the finding's line.

In a file named after a rule, that rule's findings are compared and every error and warning; other advice is not.
"""

import re
from pathlib import Path

import pytest

from liverdeck.base.problems import Severity
from liverdeck.lint.run import RULES, lint_deck
from liverdeck.lint.switches import SWITCH_RULE

FIXTURES = Path(__file__).parent.parent / "fixtures" / "lint"
ON_ANOTHER_SUBJECT = {"ledger", "release", "unused-passage", "not-indexed", "vanished"}


def expected_in(text):
    for number, line in enumerate(text.splitlines(), 1):
        match = re.search(r"# expect(-above)?: (.+)$", line)
        if match:
            yield from (
                (number - bool(match[1]), rule.strip()) for rule in match[2].split(",")
            )


def found_in(folder, own_rule):
    for problem in lint_deck(folder):
        if problem.severity is not Severity.ADVICE or problem.rule == own_rule:
            yield problem.position.line, problem.rule


@pytest.mark.parametrize(
    "path",
    sorted(FIXTURES.glob("*/*.yaml")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_lint_finds_what_the_comments_say(heart, path):
    text = path.read_text(encoding="utf-8")
    expected = sorted(expected_in(text))
    assert bool(expected) == (path.parent.name == "bad")
    # The comments themselves must not be a part of what is judged, such as the reason of a switch.
    without = re.sub(r" +# expect.*$", "", text, flags=re.MULTILINE)
    assert sorted(found_in(heart(without), path.stem)) == expected


def test_every_rule_has_a_fixture():
    named = {path.stem for path in (FIXTURES / "bad").glob("*.yaml")}
    assert named == {rule.id for rule in RULES} - ON_ANOTHER_SUBJECT | {SWITCH_RULE}
