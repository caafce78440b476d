"""A result gives its value, or raises all its problems."""

import pytest

from liverdeck import ContentError, Position, Problem, Result, Severity

ERROR = Problem(Position("a.yaml", 2), "wrong", "fix it")
WARNING = Problem(Position("a.yaml", 1), "odd", severity=Severity.WARNING)


@pytest.mark.parametrize("value", ["text", "", 0, ()])
@pytest.mark.parametrize("problems", [(), (WARNING,)])
def test_a_value_without_errors_is_returned_even_if_it_is_empty(value, problems):
    assert Result(value, problems).required() == value


@pytest.mark.parametrize(
    "result",
    [
        Result("a part", (WARNING, ERROR)),
        Result(None, (WARNING, ERROR)),
        Result(None, (WARNING,)),
        Result(None),
    ],
)
def test_a_missing_or_incomplete_value_raises_all_problems_in_their_order(result):
    with pytest.raises(ContentError) as raised:
        result.required()
    assert raised.value.problems == result.problems


def test_equal_results_have_the_same_hash():
    assert {Result(1, (ERROR,)), Result(1, (ERROR,))} == {Result(1, (ERROR,))}
    assert Result(1) != Result(1, (WARNING,))
