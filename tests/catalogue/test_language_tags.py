"""The language that a language tag names."""

import pytest

from liverdeck.anki.type_ids import type_language
from liverdeck.base.words import TextStemmer
from liverdeck.catalogue.learner_words import catalogue_language
from liverdeck.checker.languages.table import language_of


@pytest.mark.parametrize("tag", ["de", "DE", "de-AT", "de_AT", " de "])
def test_all_parts_of_the_program_read_a_language_tag_alike(tag):
    assert language_of(tag).code == "de"
    assert TextStemmer(tag).code == "de"
    assert catalogue_language(tag) == "de"
    assert type_language(tag) == "de"
