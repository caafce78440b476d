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
def test_only_a_number_from_1_to_the_highest_names_a_blank(number):
    part = blank_part(number)
    assert is_blank_part(part) == (1 <= number <= HIGHEST_BLANK_NUMBER)
    assert blank_number(part) == number
    assert not may_name_group(part)


@pytest.mark.parametrize(
    "text", ["", "c", "1", "c01", "C1", "c-1", "c1 ", "c\u0661", "cc1"]
)
def test_other_texts_name_no_blank(text):
    assert not is_blank_part(text)


def test_a_blank_number_of_very_many_digits_is_no_error():
    assert not is_blank_part("c" + "9" * 5000)


@pytest.mark.parametrize("group_id", ["reverse", "choice", choice_part("c1.sba"), "c0"])
def test_a_group_cannot_have_the_part_of_another_card_as_its_id(group_id):
    assert not may_name_group(group_id)


@pytest.mark.parametrize("group_id", ["c", "c1-", "choices", "reverses", "colon"])
def test_a_group_may_have_any_other_id(group_id):
    assert may_name_group(group_id)
