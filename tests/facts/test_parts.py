import pytest
from hypothesis import given, strategies as st

from liverdeck.facts.parts import (
    HIGHEST_BLANK_NUMBER,
    blank_number,
    blank_part,
    choice_part,
    is_blank_part,
    may_name_group,
)


@given(st.integers(0, 10**30))
def test_a_number_is_a_blank_up_to_the_highest(number):
    part = blank_part(number)
    assert is_blank_part(part) == (1 <= number <= HIGHEST_BLANK_NUMBER)
    assert blank_number(part) == number
    assert not may_name_group(part)


@pytest.mark.parametrize(
    "text", ["", "c", "1", "c01", "C1", "c-1", "c1 ", "c\u0661", "cc1"]
)
def test_other_texts_name_no_blank(text):
    assert not is_blank_part(text)


def test_a_blank_of_very_many_digits_is_refused_at_once():
    assert not is_blank_part("c" + "9" * 5000)


@pytest.mark.parametrize("group_id", ["reverse", "choice", choice_part("c1.sba"), "c0"])
def test_a_group_has_no_id_of_another_card(group_id):
    assert not may_name_group(group_id)


@pytest.mark.parametrize("group_id", ["c", "c1-", "choices", "reverses", "colon"])
def test_a_group_has_any_other_id(group_id):
    assert may_name_group(group_id)
