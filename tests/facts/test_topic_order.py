"""The number of a topic stays, and a new topic gets a number between two others."""

import pytest
from hypothesis import given, strategies as st

from liverdeck.facts.topic_order import topic_numbers


@pytest.mark.parametrize(
    ("topics", "released", "expected"),
    [
        ("a b c", {}, {"a": 10, "b": 20, "c": 30}),
        ("a b c", {"a": 10, "b": 20}, {"a": 10, "b": 20, "c": 30}),
        ("x a b", {"a": 10, "b": 20}, {"x": 5, "a": 10, "b": 20}),
        ("a x b", {"a": 10, "b": 20}, {"a": 10, "x": 15, "b": 20}),
        ("a x y b", {"a": 10, "b": 20}, {"a": 10, "x": 15, "y": 17, "b": 20}),
        ("a x b", {"a": 10, "b": 11}, {"a": 10, "x": 10, "b": 11}),
        ("b a", {"a": 10, "b": 20}, {"a": 10, "b": 20}),
        ("b a x", {"a": 10, "b": 20}, {"a": 10, "b": 20, "x": 30}),
        ("a", {"a": 10, "gone": 20}, {"a": 10, "gone": 20}),
        ("a x", {"a": 10, "gone": 20}, {"a": 10, "gone": 20, "x": 30}),
        ("a x", {"a": 10, "gone": 23}, {"a": 10, "gone": 23, "x": 30}),
        ("a x", {"a": 999_999_999}, {"a": 999_999_999, "x": 999_999_999}),
        ("a x", {"a": 999_999_991}, {"a": 999_999_991, "x": 999_999_999}),
    ],
)
def test_a_topic_gets_a_number_that_keeps_the_order(topics, released, expected):
    assert topic_numbers(topics.split(), released) == expected


ids = st.lists(st.sampled_from("abcdefghij"), unique=True)


@given(st.lists(ids, max_size=5))
def test_the_number_of_a_topic_never_changes(releases):
    released = {}
    for topics in releases:
        numbers = topic_numbers(topics, released)
        assert released.items() <= numbers.items()
        assert set(topics) <= set(numbers)
        released = numbers


@given(ids, ids)
def test_if_topics_are_only_added_all_stay_in_order(topics, added):
    released = topic_numbers(topics)
    new = [topic for topic in added if topic not in topics]
    middle = len(new) // 2
    before, after = new[:middle], new[middle:]
    all_topics = [*before, *topics, *after]
    numbers = topic_numbers(all_topics, released)
    assert sorted(all_topics, key=lambda topic: numbers[topic]) == all_topics
