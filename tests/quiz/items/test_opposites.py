"""Questions with two opposite answers: two options, or a third that is like them."""

import pytest

from liverdeck.quiz.papers.option_choice import ready_to_ask

FACT = """\
  - id: way
    from: pump
    ask: According to the document, in which way does it go?
    answer:
      text: {}
      reject:
        {}: No.
        {}: No.
"""


def options_of(bank_of, *texts):
    item = bank_of(FACT.format(*texts))["way.single"]
    return {option.text for option in item.options}


@pytest.mark.parametrize(
    ("key", "opposite", "third"),
    [
        ("well", "badly", "worse than with aspirin"),
        ("badly", "well", "better than before"),
        ("more", "less", "much less"),
        ("it rises", "it falls", "it falls twice as far"),
        ("faster", "slower", "as fast as sound"),
        ("high pressure", "low pressure", "very high pressure"),
        ("after meals", "before meals", "long before breakfast"),
        ("they become larger", "they become smaller", "smaller than a pea"),
        ("on the left", "on the right", "on the far right"),
        ("rarely", "often", "more often than snow"),
    ],
)
def test_a_third_option_that_repeats_one_of_two_opposites_is_left_out(
    bank_of, key, opposite, third
):
    assert options_of(bank_of, key, opposite, third) == {key, opposite}


@pytest.mark.parametrize(
    ("key", "opposite", "third"),
    [
        ("it rises", "it falls", "it stays the same"),
        ("left", "right", "both sides"),
        ("well", "badly", "only at first"),
        ("primary", "secondary", "better than both"),
        ("high pressure", "low tide", "higher ground"),
    ],
)
def test_a_third_option_of_another_meaning_stays(bank_of, key, opposite, third):
    assert options_of(bank_of, key, opposite, third) == {key, opposite, third}


def test_with_more_distractors_all_are_offered(bank_of):
    facts = (
        FACT.format("well", "badly", "worse than others") + "        only now: No.\n"
    )
    assert len(bank_of(facts)["way.single"].options) == 4


def test_two_opposite_options_are_shuffled(bank_of):
    item = bank_of(FACT.format("it rises", "it falls", "it falls further"))[
        "way.single"
    ]
    assert not ready_to_ask(item, "1", "shuffled").keeps_order
