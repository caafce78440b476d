"""How much two sets have in common."""

import pytest
from hypothesis import given, strategies as st

from liverdeck.base.nearly_same import are_nearly_the_same, share_in_both

SETS = st.frozensets(st.sampled_from("abcdefghij"))


@given(SETS, SETS)
def test_the_share_is_the_intersection_divided_by_the_union(one, other):
    union = one | other
    expected = len(one & other) / len(union) if union else 1
    assert share_in_both(one, other) == share_in_both(other, one) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("abcd", "abcde", True), ("abc", "abcd", False), ("", "", True), ("", "a", False)],
)
def test_sets_that_share_four_of_five_words_are_nearly_the_same(one, other, same):
    assert are_nearly_the_same(set(one), set(other)) == same
