"""The fast comparison of texts misses no pair that the checker calls right."""

import pytest
from hypothesis import example, given, settings, strategies as st

from liverdeck.checker.key import answer_of, key_of
from liverdeck.checker.prepared import ways_without_spaces
from liverdeck.quiz.items.likeness import compared_text

WORDS = (
    "hypertension",
    "hypotension",
    "portal vein",
    "hepatic artery",
    "oesophagus",
    "a small incision",
    "colon",
    "MRI",
    "magnetic resonance imaging",
    "alpha-fetoprotein",
    "jaundice",
    "the bloodstream",
    "veins",
    "sonography",
)


@st.composite
def slips(draw):
    """Return one of the texts, and the same or another one with letters changed.

    Some letters are lost, added or replaced.
    """
    text, typed = draw(st.sampled_from(WORDS)), list(draw(st.sampled_from(WORDS)))
    for _ in range(draw(st.integers(0, 4))):
        index = draw(st.integers(0, len(typed) - 1))
        new_letter = draw(st.sampled_from("aehkst "))
        lost_count = draw(st.integers(0, 1))
        typed[index : index + lost_count] = new_letter if draw(st.booleans()) else ""
        typed = typed or ["x"]
    return text, "".join(typed)


@pytest.mark.slow
@settings(max_examples=250)
@given(slips())
@example(("sonography", "saanagaphy"))
@example(("hypotension", "hypatassin"))
def test_a_text_that_is_not_like_the_answer_is_never_right(pair):
    text, typed = pair
    is_the_same = ways_without_spaces(text) & ways_without_spaces(typed)
    if not is_the_same and not compared_text(typed).resembles(compared_text(text)):
        assert key_of(answer_of(text)).check(typed).outcome != "correct"


def doubled(text, letter_count):
    """Return a text in which each of the first letters is doubled."""
    return "".join(letter * 2 for letter in text[:letter_count]) + text[letter_count:]


@pytest.mark.parametrize("text", ["adrenocorticotropin", "pneumoencephalography"])
def test_texts_that_the_checker_takes_for_slips_are_alike(text):
    slipped = [doubled(text, count) for count in range(1, len(text))]
    outcomes = [key_of(answer_of(text)).check(typed).outcome for typed in slipped]
    assert {"correct", "retype"} <= set(outcomes)
    assert all(
        compared_text(typed).resembles(compared_text(text))
        for typed, outcome in zip(slipped, outcomes, strict=True)
        if outcome == "correct"
    )
