"""Whether two answers may mean the same, by the names that all facts give them."""

import tracemalloc

import pytest

from liverdeck.facts.card import cards_of
from liverdeck.quiz.items.claims import Claims


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
def claims_of(deck_of):
    """Return a function from facts to their claims, and their answers in order."""

    def make(facts):
        deck = deck_of(facts)
        answers = [
            answer
            for fact in deck.facts
            for card in cards_of(fact)
            for answer in card.answers
        ]
        return Claims(deck), answers

    return make


def test_names_that_other_facts_connect_mean_the_same(claims_of):
    claims, answers = claims_of(chain(4))
    assert claims.may_mean_the_same(answers[0], answers[3:])


def test_answers_without_a_name_in_common_do_not_mean_the_same(claims_of):
    claims, answers = claims_of(
        "  - {id: a, from: pump, ask: Which one?, answer: liver}\n"
        "  - {id: b, from: pump, ask: What else?, answer: lung}\n"
    )
    assert not claims.may_mean_the_same(answers[0], answers[1:])


def test_a_comparison_costs_the_same_however_many_synonyms_a_deck_has(claims_of):
    def peak_bytes(length):
        claims, answers = claims_of(chain(length))
        claims.may_mean_the_same(answers[0], answers[-1:])  # fill the caches
        tracemalloc.start()
        claims.may_mean_the_same(answers[0], answers[-1:])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert peak_bytes(800) < 2 * peak_bytes(20)
