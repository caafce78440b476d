"""The type checker refuses mistakes that no other check finds."""

import pytest

WRONG = """\
from liverdeck.base.problems import Position, Problem, ProblemList, ReadingRule
from liverdeck.base.values import value_class


@value_class
class Vessel:
    name: str


vessel = Vessel("aorta")
vessel.name = "vein"  # a value never changes
Vessel(5)  # a wrong type
problem = Problem(Position("a"), "wrong", rule="shapes")  # a mistyped rule
ProblemList("a").add(problem.position, "wrong", "fix it", "shape")  # not the enum
ProblemList("a", ReadingRule.SHAPES)  # no such rule
"""


@pytest.mark.slow
def test_mypy_refuses_a_changed_value_and_a_mistyped_rule(mypy, tmp_path, repository):
    path = tmp_path / "wrong.py"
    path.write_text(WRONG)
    run = mypy("--strict", "--no-error-summary", path, cwd=repository)
    lines = [int(line.split(":")[1]) for line in run.stdout.splitlines()]
    wrong_lines = [
        number for number, line in enumerate(WRONG.splitlines(), 1) if "  # " in line
    ]
    assert sorted(set(lines)) == wrong_lines, run.stdout
