import pytest
from hypothesis import given, strategies as st

from liverdeck.base.phrases import ends_question, ends_sentence, sentences_of
from liverdeck.base.words import (
    TextStemmer,
    indefinite_article,
    words_of,
)

ENGLISH = TextStemmer("en")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The liver's own cells", ["the", "liver", "own", "cells"]),
        ("moth-eaten, high-frequency", ["moth", "eaten", "high", "frequency"]),
        ("a titre of 1:40, 2.5 mg", ["a", "titre", "of", "1:40", "2.5", "mg"]),
        ("It ended. 40 came; 2, 3.", ["it", "ended", "40", "came", "2", "3"]),
        ("\u03b1-Fetoprotein (AFP)", ["\u03b1", "fetoprotein", "afp"]),
        ("ﬁbrosis CA19-9 [18F]FDG T1", ["fibrosis", "ca19", "9", "18f", "fdg", "t1"]),
        ("you\u2019ve the patient\u2019s", ["you", "ve", "the", "patient"]),
        ("…", []),
    ],
)
def test_a_text_is_split_into_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        *("a liver", "an organ", "a urea test", "an ulcer", "an upper lobe"),
        *("a unilateral pain", "an unintended loss", "an unimpaired eye", "a uterus"),
        *("a Eustachian tube", "an eye", "a one-sided pain", "an hour", "a hair"),
        *("an X-ray", "an MRI", "a UTI", "a T cell", "an 8-hour fast", "a 10"),
    ],
)
def test_the_article_fits_the_sound_of_the_next_word(text):
    article, _, word = text.partition(" ")
    assert indefinite_article(word) == article


@pytest.mark.parametrize(
    ("text", "is_sentence"),
    [
        ("What is a vein?", True),
        ("Name two organs.", True),
        ("He asked: “Why?”", True),
        ("Τι είναι το ήπαρ;", True),
        ("ما هو الكبد؟", True),
        ("肝臓とは何ですか。", True),
        ("Name two organs", False),
        ("a vein,", False),
        ("", False),
    ],
)
def test_a_sentence_ends_with_a_mark_of_its_script(text, is_sentence):
    assert ends_sentence(text) is is_sentence


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        ("Why?", True),
        ("“Why?” ", True),
        ("ما هو الكبد؟", True),
        ("什么是肝脏？", True),
        ("肝臓とは何ですか。", False),
        ("Name two organs: ", False),
    ],
)
def test_a_question_ends_with_a_question_mark_of_its_script(text, is_question):
    assert ends_question(text) is is_question


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("swell", "swelling"),
        ("biopsy", "biopsies"),
        ("metastasis", "metastases"),
        ("diagnosis", "diagnoses"),
        ("ovary", "ovaries"),
        ("elevate", "elevated"),
        ("vaccine", "vaccines"),
        ("diseases", "disease"),
    ],
)
def test_inflected_forms_have_the_same_stem(one, other):
    assert ENGLISH.stem(one) == ENGLISH.stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hypertension", "hypotension"),
        ("ileum", "ilium"),
        ("primary", "secondary"),
        ("liver", "lung"),
        ("systole", "diastole"),
    ],
)
def test_different_words_have_different_stems(one, other):
    assert ENGLISH.stem(one) != ENGLISH.stem(other)


def test_function_words_are_not_content_words():
    question = "Which of the two organs may it come from?"
    assert ENGLISH.content_words(question) == ["organs"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "leber", "lebern"),
        ("fr", "tumeur", "tumeurs"),
        ("en-GB", "cell", "cells"),
        ("EN", "cell", "cells"),
    ],
)
def test_other_languages_have_their_own_stems(language, one, other):
    stemmer = TextStemmer(language)
    assert stemmer.stem(one) == stemmer.stem(other)


def test_a_language_without_a_stemmer_compares_words_as_they_are():
    stemmer = TextStemmer("ja")
    assert stemmer.stem("cells") == "cells"
    assert stemmer.content_words("肝臓 abc 40") == ["40"]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It grows.", "It hurts!", "Does it?", "(Yes.)"],
        ["It is ca. 3 mm, i.e. small.", "“So it is.”"],
        ["Es drückt.", "Über der Leber.", "Ähnlich."],
        ["Tiene fiebre.", "¿Qué le duele?", "¡El hígado!"],
        ["ما هو؟", "الكبد."],
        [""],
        ["It weighs approx. ____ g."],
    ],
)
def test_sentences_are_found(sentences):
    assert sentences_of(" ".join(sentences)) == sentences


@given(st.text(alphabet="aB.?! ¿ü1"))
def test_the_sentences_are_the_whole_text(text):
    assert " ".join(sentences_of(text)) == text


@given(st.text())
def test_a_text_made_of_the_words_has_the_same_words(text):
    words = words_of(text)
    assert words_of(" ".join(words)) == words
