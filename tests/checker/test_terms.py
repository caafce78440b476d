"""Only the answers of a deck that may matter for a typed text are prepared."""

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import liverdeck
from liverdeck.checker import alignment
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.prepared import (
    Phrase,
    phrases_of,
)
from liverdeck.checker.terms import Terms
from liverdeck.checker.tokens import normalized
from liverdeck.checker.words_alone import may_have_phrase_of, words_alone
from liverdeck.facts.card import cards_of

CARDS = Path(__file__).parents[2] / "cards" / "liver-metastasis"
WORDS = (
    "the a an of in it is at from because due to liver Liver colon's oedema two "
    "kidneys first can not cannot isn't cn vit hep b ratio less than AFP + 5 1/2 β "
    "(CT) type Rh- T-cell -a a- -ve disease syndrome Crohn's n. ulnaris and or "
    "thats week 20th a. via Leydig cells henle loop of"
).split()


def texts_of_the_bundled_deck():
    deck = liverdeck.load_deck(CARDS).deck
    return {
        text
        for fact in deck.active_facts
        for card in cards_of(fact)
        for answer in card.answers
        for text in answer.right_texts
    }


def missed_lengths(text):
    """Return the numbers of tokens that `may_have_phrase_of` misses in a text."""
    words = words_alone(text)
    lengths = {len(phrase.tokens) for phrase in phrases_of(text)}
    return [
        count for count in lengths if words and not may_have_phrase_of(count, words)
    ]


def missed_tokens(text):
    """Return the words that are no tokens of a text, and the tokens that are no words.

    Articles are left out.
    """
    tokens = {token for phrase in phrases_of(text) for token in phrase.tokens}
    words = set(map(normalized, words_alone(text)))
    return (words ^ tokens) - ENGLISH.articles if words else set()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.sampled_from(" -"))
def test_words_alone_have_all_lengths_and_tokens_of_a_text(words, joint):
    text = joint.join(words)
    assert missed_lengths(text) == []
    assert missed_tokens(text) == set()


def test_most_answers_of_a_deck_are_words_alone():
    texts = texts_of_the_bundled_deck()
    assert [text for text in texts if missed_lengths(text) or missed_tokens(text)] == []
    alone = [words for words in map(words_alone, texts) if words]
    assert len(alone) > 0.9 * len(texts)
    assert sum(may_have_phrase_of(1, words) for words in alone) < len(alone) / 3


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("right", "lobe"), "left lobe"),
        (("feet",), "foot"),
        (("acetaminophen",), "paracetamol"),
        (("fosfatase",), "phosphatase"),
        (("neumonia",), "pneumonia"),
        (("enquier",), "inquire"),
        (("raised", "tsh"), "↑ TSH"),
        (("rt", "lobe"), "right lobe"),
        (("hepatic", "viens"), "hepatic veins"),
        (("tecneek",), "technique"),
    ],
)
def test_no_slip_costs_less_than_the_estimated_least_cost(typed, answer):
    for phrase in phrases_of(answer):
        if len(phrase.tokens) == len(typed):
            cost = alignment.align(typed, phrase).cost
            assert alignment.least_cost(typed, phrase) <= cost


letters = st.text(alphabet="aehiknoprs", min_size=4, max_size=9)


@given(letters, letters)
def test_no_slip_in_one_word_costs_less_than_the_estimated_least_cost(typed, right):
    phrase = Phrase(right, (right,))
    cost = alignment.align((typed,), phrase).cost
    assert alignment.least_cost((typed,), phrase) <= cost


def test_the_nearest_other_answer_is_found_up_to_the_cost_of_the_slip():
    terms = Terms(["portal vein", "partal vein", "hepatic vein", "splenic artery"])
    typed, right = ("portel", "vein"), phrases_of("hepatic vein")
    near = terms.nearest_other(typed, right, 1.0)
    assert near.phrase.text == "portal vein"
    assert not terms.nearest_other(("kortal", "rein"), right, 0.5).fits
