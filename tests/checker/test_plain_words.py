"""Texts that are only plain words are read faster, but not otherwise."""

import re

import pytest

from liverdeck.checker.known_words import names_of_one_substance
from liverdeck.checker.prepared import phrases_of, ways_without_spaces, without_spaces
from liverdeck.checker.separators import (
    _STRONG_SEPARATOR,
    WEAK_SEPARATORS,
    WORDS_BETWEEN_ITEMS,
    may_be_split,
)
from liverdeck.checker.words_alone import LEFT_OUT

TEXTS = [
    "liver",
    "Liver",
    "left liver",
    "left-sided liver",
    "left  liver",
    "left\tliver",
    "tumour of the liver",
    "vitamin a",
    "anaemia and haemoglobin",
    "two livers",
    "not liver",
    "liver plus spleen",
    "pott disease",
    "fémur",
    "ALT",
    "",
    " ",
    *LEFT_OUT,
    *(f"left {word}" for word in LEFT_OUT),
]


def test_the_ways_to_say_a_text_are_its_phrases_without_spaces():
    assert [
        (text, ways_without_spaces(text))
        for text in TEXTS
        if ways_without_spaces(text)
        != {without_spaces(phrase.tokens) for phrase in phrases_of(text)}
    ] == []


def test_another_name_of_a_substance_is_a_way_too():
    name, others = next(iter(names_of_one_substance().items()))
    assert len(others) > 1
    assert ways_without_spaces(f"low {name}") == {f"low{other}" for other in others}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("liver", False),
        ("left liver", False),
        ("sandy band", False),
        ("liver and spleen", True),
        ("and", True),
        ("then liver", True),
        ("liver finally", True),
        ("liver, spleen", True),
        ("liver And spleen", False),
        ("fémur and liver", True),
    ],
)
def test_words_between_items_may_split_a_text(text, expected):
    assert may_be_split(text) == expected


def test_the_words_that_split_plain_words_are_those_of_the_separators():
    separators = (_STRONG_SEPARATOR, *WEAK_SEPARATORS)
    sources = " ".join(separator.pattern for separator in separators)
    words = re.findall("[a-z]{2,}", sources.replace(r"\b", " "))
    assert {
        word
        for word in words
        if any(separator.search(f" {word} ") for separator in separators)
    } == WORDS_BETWEEN_ITEMS
