"""A learner's language chooses the words."""

import pytest

from liverdeck.anki.type_ids import type_language
from liverdeck.base.words import TextStemmer
from liverdeck.catalogue.learner_words import (
    catalogue_language,
    has_catalogue,
    words_in,
)
from liverdeck.checker.languages.table import language_of


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Beyond the document"),
        ("en-GB", "Beyond the document"),
        ("de", "Über das Dokument hinaus"),
        ("de-AT", "Über das Dokument hinaus"),
        ("DE", "Über das Dokument hinaus"),
        ("fr", "Au-delà du document"),
        ("es-MX", "Más allá del documento"),
        ("nl", "Beyond the document"),
        ("den", "Beyond the document"),
    ],
)
def test_the_words_are_those_of_the_language(language, expected):
    assert words_in(language).text("Beyond the document") == expected


def test_a_message_without_translation_stays_english():
    assert words_in("de").text("Not translated: {name}", name="x") == (
        "Not translated: x"
    )


@pytest.mark.parametrize(("count", "expected"), [(0, "0 xs"), (1, "1 x"), (2, "2 xs")])
def test_a_number_chooses_singular_or_plural(count, expected):
    assert words_in("en").counted("{count} x", "{count} xs", count) == expected


def test_a_value_with_braces_is_shown_as_it_is():
    assert words_in("en").text("It is {value}", value="{1, 2}") == "It is {1, 2}"


def test_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        words_in("en").text("It is {value}")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Source:"), ("de", "Quelle:"), ("fr", "Source\N{NO-BREAK SPACE}:")],
)
def test_a_label_has_the_colon_of_the_language(language, expected):
    assert words_in(language).label("Source") == expected


def test_one_language_is_read_once():
    assert words_in("de") is words_in("de-CH")


def test_it_is_known_which_languages_have_a_catalogue():
    assert [has_catalogue(tag) for tag in ("de-CH", "en", "nl")] == [True, True, False]
    assert catalogue_language("nl") == "en"


@pytest.mark.parametrize("tag", ["de", "DE", "de-AT", "de_AT", " de "])
def test_all_parts_of_the_program_read_a_language_tag_alike(tag):
    assert language_of(tag).code == "de"
    assert TextStemmer(tag).code == "de"
    assert catalogue_language(tag) == "de"
    assert type_language(tag) == "de"
