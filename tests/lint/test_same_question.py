"""Lint and the checker agree on which questions ask nearly the same."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.checker.deck_checker import DeckChecker
from liverdeck.facts.card import cards_of
from liverdeck.lint.run import lint_deck

TEN_WORDS = "Which large vessel brings dark blood back into heart muscle"


@pytest.mark.parametrize(
    ("added_words", "is_the_same"),
    [
        ("", True),
        ("daily", True),
        ("daily at rest", False),
        ("every single day at home", False),
    ],
)
def test_a_question_with_few_added_words_is_nearly_the_same(
    heart, added_words, is_the_same
):
    folder = heart(
        "liverdeck: 1\ntopic: chambers\nfacts:\n"
        f"  - {{id: one, from: heart, ask: {TEN_WORDS}?, answer: portal vein}}\n"
        f"  - {{id: two, from: heart, ask: {TEN_WORDS} {added_words}?, "
        "answer: pulmonalis}\n"
    )
    deck = load_deck(folder).required()
    first_fact, _ = deck.active_facts
    (card,) = cards_of(first_fact)
    verdict = DeckChecker(deck).check(card, "pulmonalis")
    assert (verdict.outcome == "retype") is is_the_same
    rules = {problem.rule for problem in lint_deck(folder)}
    assert ("same-question" in rules) is is_the_same
