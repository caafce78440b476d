"""Answers that `check --try` makes up are in the language of the deck."""

import pytest

from liverdeck.checker.key import answer_of
from liverdeck.checker.languages.table import language_of, listed_codes
from liverdeck.checker.tries import MOST_TRIES, tries_for


def all_tries(text, code):
    return tries_for([answer_of(text)], (), language_of(code))


def tries_of_sort(text, code, sort):
    return [made_up.typed for made_up in all_tries(text, code) if made_up.sort == sort]


@pytest.mark.parametrize(
    ("text", "code", "sort", "expected"),
    [
        ("Leber", "de", "words around", "das ist Leber"),
        ("Oberarm", "de", "opposite", "unterarm"),
        ("Leber", "de", "opposite", "kein Leber"),
        ("Gallenstein", "de", "plural or singular", "Gallensteine"),
        ("Öl", "de", "other spelling", "oel"),
        ("foie", "fr", "in doubt", "probablement foie"),
        ("hipoglucemia", "es", "opposite", "hiperglucemia"),
        ("肝臓", "ja", "opposite", "ない肝臓"),
        ("hígado", "es", "opposite", "no hígado"),
        ("milza", "it", "opposite", "no milza"),
    ],
)
def test_words_of_the_language_are_tried(text, code, sort, expected):
    assert expected in tries_of_sort(text, code, sort), all_tries(text, code)


@pytest.mark.parametrize("code", [*listed_codes(), "cs"])
def test_english_words_are_put_around_answers_in_english_only(code):
    texts = [made_up.typed for made_up in all_tries("colon", code)]
    assert len(texts) <= MOST_TRIES
    assert ("it is colon" in texts) == (code == "en")
    assert ("not colon" in texts) == (code == "en")
    assert ("maybe colon" in texts) == (code == "en")
