"""The prepared facts of a deck, and the names that mean the same in it."""

import tracemalloc

import pytest

from liverdeck.quiz.items.claims import may_mean_the_same
from liverdeck.quiz.items.prepared_facts import prepared_facts

GROUPS = """\
  - id: drugs
    from: pump
    ask: Which drugs are given?
    groups:
      - {id: first, title: At first, items: [aspirin, heparin]}
      - {id: later, title: Later, items: [warfarin]}
    distractors:
      insulin: It lowers sugar.
"""


def chain(length):
    """Return facts whose answers are all synonyms: each has the next as an alias."""
    return "".join(
        f"  - id: f{number}\n"
        "    from: pump\n"
        f"    ask: What is number {number}?\n"
        f"    answer: {{text: word{number}, accept: [word{number + 1}]}}\n"
        for number in range(length)
    )


@pytest.fixture
def cards_of(deck_of):
    """Return a function that prepares all cards of facts."""

    def prepare(facts):
        prepared = prepared_facts(deck_of(facts))
        return [card for fact in prepared for card in fact.cards]

    return prepare


@pytest.fixture
def answers_of(cards_of):
    """Return a function that prepares all answers of facts."""

    def prepare(facts):
        return [answer for card in cards_of(facts) for answer in card.answers]

    return prepare


def test_names_that_other_facts_connect_mean_the_same(answers_of):
    answers = answers_of(chain(4))
    assert may_mean_the_same(answers[0], answers[3:])


def test_answers_without_a_name_in_common_do_not_mean_the_same(answers_of):
    answers = answers_of(
        "  - {id: a, from: pump, ask: Which one?, answer: liver}\n"
        "  - {id: b, from: pump, ask: What else?, answer: lung}\n"
    )
    assert not may_mean_the_same(answers[0], answers[1:])


def test_a_wrong_answer_may_mean_the_same_as_an_answer_that_has_its_name_as_alias(
    cards_of,
):
    first, second = cards_of(
        "  - id: a\n"
        "    from: pump\n"
        "    ask: Which one?\n"
        "    answer:\n"
        "      text: liver\n"
        "      reject:\n"
        "        windpipe: It is in the neck.\n"
        "  - id: b\n"
        "    from: pump\n"
        "    ask: What?\n"
        "    answer: {text: trachea, accept: [windpipe]}\n"
    )
    assert may_mean_the_same(first.rejected[0].answer, second.answers)
    assert not may_mean_the_same(first.rejected[0].answer, first.answers)


def test_a_grouped_list_is_one_card_with_the_items_of_all_groups(cards_of):
    (card,) = cards_of(GROUPS)
    texts = [answer.text.original for answer in card.answers]
    assert texts == ["aspirin", "heparin", "warfarin"]
    assert [wrong.answer.text.original for wrong in card.wrong] == ["insulin"]


def test_the_distractors_of_a_fact_are_not_wrong_answers_of_its_reverse_card(cards_of):
    forward, reverse = cards_of(
        "  - id: pump-blood\n"
        "    from: pump\n"
        "    ask: What pumps blood?\n"
        "    answer:\n"
        "      text: heart\n"
        "      reject:\n"
        "        lung: It breathes.\n"
        "    reverse: {ask: What does the heart pump?, answer: blood}\n"
        "    distractors:\n"
        "      liver: It filters.\n"
    )
    assert [wrong.answer.text.original for wrong in forward.wrong] == ["lung", "liver"]
    assert reverse.wrong == ()


def test_a_wrong_text_of_several_facts_is_prepared_once(cards_of):
    first, second = cards_of(
        "  - id: a\n"
        "    from: pump\n"
        "    ask: Which one?\n"
        "    answer: heart\n"
        "    distractors:\n"
        "      lung: It breathes.\n"
        "  - id: b\n"
        "    from: pump\n"
        "    ask: What else?\n"
        "    answer: vein\n"
        "    distractors:\n"
        "      lung: It is no vessel.\n"
    )
    assert first.wrong[0].answer is second.wrong[0].answer
    assert second.wrong[0].why == "It is no vessel."


def test_a_comparison_costs_the_same_however_many_synonyms_a_deck_has(answers_of):
    def peak_bytes(length):
        answers = answers_of(chain(length))
        may_mean_the_same(answers[0], answers[-1:])
        tracemalloc.start()
        may_mean_the_same(answers[0], answers[-1:])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert peak_bytes(800) < 2 * peak_bytes(20)
