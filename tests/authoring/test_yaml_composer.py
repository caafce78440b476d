"""The composer finds the same facts as the event reader, or does not read the file."""

import pytest
from hypothesis import given, settings, strategies as st

from benchmarks.both_readers import (
    DAMAGE,
    OTHER_SHAPES,
    damaged_files,
    read_both_ways,
)
from benchmarks.decks import fact_file
from liverdeck.authoring.yaml_composer import composed

FILE = fact_file(6) + "".join(f"  {line}\n" for line in OTHER_SHAPES.splitlines())


def test_a_clean_file_is_read_by_the_composer_alone():
    composed_facts, from_events, was_alone = read_both_ways(FILE.encode())
    assert was_alone
    assert composed_facts == from_events
    assert len(from_events.value) == 9


def test_both_readers_read_the_same_from_damaged_files():
    composer_was_alone = []
    for data in damaged_files(150):
        composed_facts, from_events, was_alone = read_both_ways(data)
        assert composed_facts == from_events, data.decode()
        composer_was_alone.append(was_alone)
    assert set(composer_was_alone) == {True, False}


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(FILE)), st.sampled_from(DAMAGE) | st.text(max_size=3)
        ),
        min_size=1,
        max_size=3,
    )
)
def test_both_readers_read_the_same_after_insertions_anywhere(insertions):
    text = FILE
    for index, inserted in insertions:
        text = text[:index] + inserted + text[index:]
    composed_facts, from_events, _ = read_both_ways(text.encode("utf-8", "replace"))
    assert composed_facts == from_events


@pytest.mark.parametrize(
    "text",
    [
        *("&x a: b", "a: &x b", "a: *x", "a: !t b", "a: ! b", "a: [!t b]", "- !!x"),
        *("a: {b: *x}", "a: {b:*x}", 'a: {"b":&x c}', "? &x a", "--- &x\na: b"),
        *("%YAML 1.2\n---\na: b", "a: b\n--- \nc: d", "a: b\n<<: c", "a: b #c", ""),
        *("a: \u2028&x b", 'a: "\x07"', "a: 'b", "a: b: c", "- a\nb"),
        *(r'a: "\x07"', r'- {a: [b, "\u2028"]}', r'"\x07": a'),
    ],
)
def test_a_text_that_may_have_a_problem_is_not_composed(text):
    assert composed(text) is None


@pytest.mark.parametrize(
    "text", ["a: H&E", "a: x & y * z", "a: Stop!", "# c\na: b#c", "a: 100%"]
)
def test_a_text_with_a_sign_inside_is_composed(text):
    assert composed(text) is not None
