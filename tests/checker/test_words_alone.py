"""Texts of plain words alone are read in a shorter way, with the same result."""

from pathlib import Path

import liverdeck
from liverdeck.checker import prepared, tokens
from liverdeck.facts.card import cards_of

CARDS = Path(__file__).parents[2] / "cards" / "liver-metastasis"
TEXTS = (
    "the head of the pancreas",
    "of the colon",
    "wall of the wall of the colon",
    "it is the oesophagus",
    "the",
    "a",
    "vitamin a",
    "hepatitis a virus",
    "stage iv of cancer",
    "type i collagen",
    "twenty five of them",
    "can not swallow",
    "hep b",
    "staph aureus",
    "Crohn disease",
    "hepatitisB",
    "less than five",
    "does not rise",
    "parkinson disease",
    "tumours  of  the liver",
    "soft-tissue organs",
    "a biopsy of the type i cells",
    "type via the blood",
    "stage-iiib disease",
    "x-linked",
    "it can spare healthy cells",
    "it can not-spare",
    "rh-",
    "-itis",
    "groop i",
    "the one-sided growth factor",
    "grade and stage",
    "growth factor v",
)


def texts_of_the_bundled_deck():
    deck = liverdeck.load_deck(CARDS).deck
    return [
        text
        for fact in deck.active_facts
        for card in cards_of(fact)
        for answer in card.answers
        for text in (*answer.right_texts, *(wrong.text for wrong in answer.reject))
    ]


def phrases(text):
    tokens.tokens_of.cache_clear()
    return [
        (phrase.text, phrase.tokens, phrase.codes)
        for phrase in prepared.phrases_of(text)
    ]


def test_the_shorter_way_changes_nothing(monkeypatch):
    texts = [*TEXTS, *texts_of_the_bundled_deck()]
    short = [phrases(text) for text in texts]
    assert sum(bool(tokens.tokens_of_words_alone(text)) for text in texts) > 500
    monkeypatch.setattr(tokens, "tokens_of_words_alone", lambda _: ())
    monkeypatch.setattr(prepared, "words_alone", lambda _: [])
    assert short == [phrases(text) for text in texts]


def test_a_form_of_a_word_that_begins_with_other_letters_is_found():
    for right, typed in (
        ("edema", "oedemata"),
        ("adrenaline", "epinephrine"),
        ("left", "lt"),
        ("raised", "↑"),
    ):
        phrase = prepared.phrases_of(f"{right} one")[0]
        assert phrase.word(0).is_spelled(typed) == (typed in phrase.word(0).spellings)
