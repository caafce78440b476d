"""Items whose key does not stand out by a word of its question."""

import pytest

VALVES = """\
  - id: parts
    from: rooms
    ask: Which parts belong to the wall of the heart?
    list: [heart muscle, epicardium, endocardium]
    distractors:
      cornea: It belongs to the eye.
      dermis: It belongs to the skin.
      renal cortex: It belongs to the kidney.
"""
PRESSURE = """\
  - id: rise
    from: pump
    ask: Why does the pressure rise in some people when they stand up?
    answer:
      text: sensors of pressure are too keen
      reject:
        the legs are too long: Long legs lower it.
        the vessels are too wide: Wide vessels lower it.
        the blood is too thin: Thin blood flows faster.
        the shoes are too tight: They press the toes.
        the brain needs less pressure: It needs the same.
"""


def texts(item):
    return {option.text for option in item.options}


def test_no_item_of_a_list_stands_out_by_a_word_of_the_question(bank_of):
    bank = bank_of(VALVES)
    keys = {item.keys[0].text for item in bank.values() if item.type == "single"}
    assert set(bank["parts.multiple"].right_texts) == keys
    assert keys == {"epicardium", "endocardium"}


def test_a_word_of_the_question_is_not_a_cue_if_a_wrong_option_has_it(bank_of):
    facts = VALVES.replace("cornea", "wall of the heart sac")
    keys = {item.keys[0].text for item in bank_of(facts).values() if item.options}
    assert "heart muscle" in keys


def test_a_list_whose_items_all_stand_out_keeps_its_items(bank_of):
    facts = VALVES.replace("epicardium, endocardium", "heart valves")
    singles = [item for item in bank_of(facts).values() if item.type == "single"]
    assert len(singles) == 2


@pytest.mark.parametrize("seed", list("12345678"))
def test_the_wrong_option_that_hides_a_cue_is_always_shown(deck_of, seed):
    from liverdeck.quiz.items.bank import item_bank
    from liverdeck.quiz.papers.option_choice import ready_to_ask

    bank = {item.id: item for item in item_bank(deck_of(PRESSURE))}
    asked = ready_to_ask(bank["rise.single"], seed, "shuffled")
    assert "the brain needs less pressure" in texts(asked)
    assert len(asked.options) == 4


def test_the_rationale_of_an_item_about_a_part_of_a_list_has_the_whole_list(bank_of):
    facts = VALVES + "    why: All of them are layers.\n"
    bank = bank_of(facts)
    whole = "The whole list: heart muscle, epicardium, endocardium. All of them"
    singles = [item for item in bank.values() if item.type == "single"]
    assert singles
    assert all(item.rationale.startswith(whole) for item in singles)
    assert bank["parts.list"].rationale == "All of them are layers."


def test_the_rationale_of_an_item_that_asks_for_a_whole_list_does_not_repeat_it(
    bank_of,
):
    facts = VALVES.replace("Which parts", "Which three parts")
    assert bank_of(facts)["parts.multiple"].rationale == ""


def test_list_items_with_commas_are_separated_by_semicolons(bank_of):
    facts = VALVES.replace("[heart muscle,", "['muscle, striped',")
    single = next(item for item in bank_of(facts).values() if item.type == "single")
    assert single.rationale == (
        "The whole list: muscle, striped; epicardium; endocardium."
    )
