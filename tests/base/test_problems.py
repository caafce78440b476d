"""A position names a place in a file or in data, and a problem names its rule."""

import json

import pytest

from liverdeck.base.problems import (
    NO_LINE,
    READING_RULES,
    Position,
    Problem,
    ReadingRule,
    RuleId,
    part_of_data,
)


def position_in_data(name, index, data_id=None):
    return Position(part_of_data(name, index, data_id), NO_LINE, NO_LINE)


def test_a_position_in_data_has_index_and_id():
    position = position_in_data("facts", 12, "rate")
    assert str(position) == "facts[12] (rate)"
    assert (position.data_index, position.data_id) == (12, "rate")
    without_id = position_in_data("facts", 0)
    assert (without_id.data_index, without_id.data_id) == (0, None)


@pytest.mark.parametrize(
    "position",
    [Position("facts[1] (rate)", 3, 4), Position("deck", NO_LINE, NO_LINE)],
)
def test_a_position_outside_of_data_has_no_index_and_no_id(position):
    assert (position.data_index, position.data_id) == (None, None)


def test_positions_in_data_are_sorted_by_index():
    positions = [position_in_data("facts", index) for index in (11, 2, 10, 0, 1)]
    positions.sort(key=lambda position: position.sort_key)
    assert [position.data_index for position in positions] == [0, 1, 2, 10, 11]


@pytest.mark.parametrize("rule", [*READING_RULES, RuleId("grounding")])
def test_the_rule_of_a_problem_is_a_str(rule):
    assert type(Problem(Position("a"), "wrong", rule=rule).rule) is str
    assert json.loads(json.dumps({"rule": rule})) == {"rule": str(rule)}


def test_all_reading_rules_are_listed():
    rule_ids = {value for name, value in vars(ReadingRule).items() if name.isupper()}
    assert set(READING_RULES) == rule_ids
