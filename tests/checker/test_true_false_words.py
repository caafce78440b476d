"""True and false in the language of the deck, and in English."""

from __future__ import annotations

import pytest

from liverdeck.checker.choices import check_true_false

TRUE = {
    "de": ["wahr", "Richtig", "stimmt", "Ja", "es ist wahr"],
    "fr": ["vrai", "Oui"],
    "es": ["verdadero", "sí", "si"],
    "it": ["vero", "sì"],
    "pt": ["verdadeiro", "sim"],
    "nl": ["waar", "juist"],
    "ru": ["верно", "Да"],
    "ar": ["صحيح"],
    "he": ["נכון"],
    "ja": ["正しい", "はい"],
    "ko": ["참"],
    "zh": ["对", "正确"],
    "en": ["true", "T", "yes", "correct"],
}
FALSE = {
    "de": ["falsch", "nicht wahr", "Nein", "unwahr", "nicht richtig"],
    "fr": ["faux", "non"],
    "es": ["falso", "no"],
    "it": ["falso", "non vero"],
    "pt": ["falso", "não"],
    "nl": ["onwaar", "niet waar"],
    "ru": ["неверно", "нет", "не верно"],
    "ar": ["خطأ"],
    "he": ["לא נכון", "שגוי"],
    "ja": ["誤り", "いいえ"],
    "ko": ["거짓"],
    "zh": ["错", "不对"],
    "en": ["false", "F", "not true", "untrue"],
}


@pytest.mark.parametrize(
    ("language", "typed", "meaning"),
    [
        (language, typed, meaning)
        for meaning, words in ((True, TRUE), (False, FALSE))
        for language, texts in words.items()
        for typed in texts
    ],
)
def test_words_of_the_language_are_read_as_true_or_false(language, typed, meaning):
    for right in (True, False):
        verdict = check_true_false(typed, right=right, language=language)
        assert verdict.outcome == ("correct" if meaning is right else "wrong"), verdict


@pytest.mark.parametrize("language", [*TRUE, "pl"])
def test_english_words_are_read_in_every_language(language):
    assert check_true_false("true", right=True, language=language).outcome == "correct"
    assert check_true_false("False", right=True, language=language).outcome == "wrong"


@pytest.mark.parametrize("typed", ["vielleicht", "wahr oder falsch", "w oder f"])
def test_other_texts_are_asked_for_again(typed):
    assert check_true_false(typed, right=True, language="de").outcome == "retype"


@pytest.mark.parametrize("typed", ["", "?", " "])
def test_an_empty_answer_has_the_reason_empty(typed):
    assert check_true_false(typed, right=True, language="de").reason == "empty"
