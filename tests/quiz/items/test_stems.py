"""How the stems of items read."""

import pytest

from liverdeck.quiz.items import stems
from liverdeck.quiz.items.document_mention import (
    according_to_document,
    without_document,
)
from liverdeck.quiz.items.list_stems import one_of_these, some_of_these
from liverdeck.quiz.items.stems import asks_what_may_be_true


@pytest.mark.parametrize(
    ("ask", "stem"),
    [
        ("Which organs does it spread to?", "Which of these organs does it spread to?"),
        ("Which planets are made of gas?", "Which of these planets is made of gas?"),
        ("Which drugs have this effect?", "Which of these drugs has this effect?"),
        ("Which organs produce bile?", "Which of these organs produces bile?"),
        (
            "Which vessels carry blood away?",
            "Which of these vessels carries blood away?",
        ),
        (
            "From which countries did they come?",
            "From which of these countries did they come?",
        ),
        ("What causes a stroke?", "Which of these causes a stroke?"),
        ("What may cause a cough?", "Which of these may cause a cough?"),
        (
            "What are the causes of gout?",
            "Which of these is one of the causes of gout?",
        ),
        ("Name the signs of shock.", "Which of these is one of the signs of shock?"),
        ("What signs does shock have?", "Which of these signs does shock have?"),
        (
            "Which bacteria live in the gut?",
            "Which of these bacteria lives in the gut?",
        ),
        ("Which two organs make hormones?", None),
        ("Which thirteen muscles move the eyes?", None),
        ("Which rooms are there?", None),
        ("Which virus can be seen?", None),
        ("For what sort of patients is it made?", None),
        ("Who lives where?", None),
        ("Where does it spread?", None),
        ("Welche Organe liegen im Bauch?", None),
    ],
)
def test_a_question_for_a_list_is_asked_for_one_of_its_items(ask, stem):
    assert one_of_these(ask) == stem


@pytest.mark.parametrize(
    ("ask", "for_one", "for_several"),
    [
        (
            "Which early signs of frost does the text name?",
            "Which of these does the text name as an early sign of frost?",
            "Which of these does the text name as early signs of frost?",
        ),
        (
            "Which side effects does the leaflet list?",
            "Which of these does the leaflet list as a side effect?",
            "Which of these does the leaflet list as side effects?",
        ),
        (
            "What risk factors for gout did Smith describe?",
            "Which of these did Smith describe as a risk factor for gout?",
            "Which of these did Smith describe as risk factors for gout?",
        ),
        (
            "Which uses does the book give for salt?",
            "Which of these does the book give as a use for salt?",
            "Which of these does the book give as uses for salt?",
        ),
        (
            "Which properties of the ore are mentioned in the report?",
            "Which of these is mentioned in the report as a property of the ore?",
            "Which of these are mentioned in the report as properties of the ore?",
        ),
        (
            "Which complications of measles are known?",
            "Which of these is a known complication of measles?",
            "Which of these are known complications of measles?",
        ),
        (
            "Which causes of stroke are there?",
            "Which of these is a cause of stroke?",
            "Which of these are causes of stroke?",
        ),
        (
            "Which symptoms of scurvy occur?",
            "Which of these is a symptom of scurvy?",
            "Which of these are symptoms of scurvy?",
        ),
        (
            "Which consequences are common after a fall?",
            "Which of these is a common consequence after a fall?",
            "Which of these are common consequences after a fall?",
        ),
        (
            "Which unusual signs of gout does the book list?",
            "Which of these does the book list as an unusual sign of gout?",
            "Which of these does the book list as unusual signs of gout?",
        ),
        (
            "Which towns on the Rhine does the guide mention?",
            "Which of these does the guide mention as a town on the Rhine?",
            "Which of these does the guide mention as towns on the Rhine?",
        ),
        # The question asks for more than the noun, so that options may have it.
        (
            "Which signs of shock go away?",
            None,
            "Which of these signs of shock go away?",
        ),
        (
            "Which towns does the guide mention?",
            "Which of these towns does the guide mention?",
            "Which of these towns does the guide mention?",
        ),
        (
            "Which symptoms does aspirin relieve?",
            "Which of these symptoms does aspirin relieve?",
            "Which of these symptoms does aspirin relieve?",
        ),
        (
            "Which two signs of frost does the text name?",
            None,
            "Which two signs of frost does the text name?",
        ),
    ],
)
def test_no_stem_says_that_all_its_options_are_what_it_asks_for(
    ask, for_one, for_several
):
    assert one_of_these(ask) == for_one
    assert some_of_these(ask) == for_several


@pytest.mark.parametrize(
    ("ask", "stem"),
    [
        ("Which planets are made of gas?", "Which of these planets are made of gas?"),
        ("Which two organs make hormones?", "Which two organs make hormones?"),
        ("Which diagnosis is meant?", "Which diagnosis is meant?"),
        ("Who lives where?", "Who lives where?"),
    ],
)
def test_a_question_for_several_stays_in_the_plural(ask, stem):
    assert some_of_these(ask) == stem


@pytest.mark.parametrize(
    ("stem", "with_mention"),
    [
        ("Which test is best?", "According to the document, which test is best?"),
        (
            "Outside the town, where do they live?",
            "According to the document, outside the town, where do they live?",
        ),
        ("CT is a form of what?", "According to the document, CT is a form of what?"),
        (
            "Newton found which law?",
            "According to the document: Newton found which law?",
        ),
        (
            "A man of 60 coughs blood. What does he have?",
            "A man of 60 coughs blood. According to the document, what does he have?",
        ),
        ("Which test does the document name?", "Which test does the document name?"),
    ],
)
def test_a_stem_says_that_only_the_document_counts(stem, with_mention):
    assert according_to_document(stem, "en") == with_mention


@pytest.mark.parametrize(
    ("stem", "language", "with_mention"),
    [
        ("Welches Organ?", "de", "Laut dem Dokument: Welches Organ?"),
        (
            "Eine Frau hat Fieber. Über welche Vene fließt das Blut?",
            "de",
            "Eine Frau hat Fieber. Laut dem Dokument: Über welche Vene fließt das "
            "Blut?",
        ),
        (
            "Un hombre tiene fiebre. ¿Qué órgano está enfermo?",
            "es",
            "Un hombre tiene fiebre. Según el documento: ¿Qué órgano está enfermo?",
        ),
        (
            "Un homme a de la fièvre. À quoi pensez-vous ?",
            "fr",
            "Un homme a de la fièvre. D'après le document: À quoi pensez-vous ?",
        ),
    ],
)
def test_a_stem_in_another_language_mentions_the_document_in_it(
    stem, language, with_mention
):
    assert according_to_document(stem, language) == with_mention


def test_a_stem_in_a_language_without_a_phrase_stays_as_it_is():
    assert according_to_document("どの臓器ですか。", "ja") == "どの臓器ですか。"


@pytest.mark.parametrize(
    ("stem", "without"),
    [
        ("According to the document, which test is best?", "Which test is best?"),
        (
            "In the trial that the document describes, who won?",
            "In the trial, who won?",
        ),
        (
            "Which three towns does the document name as ports?",
            "Which three towns are ports?",
        ),
        (
            "Which seven towns does the document name as ports?",
            "Which seven towns are ports?",
        ),
        (
            "Which of these does the document list as an old port?",
            "Which of these is an old port?",
        ),
        (
            "Which of these does the document list as old ports?",
            "Which of these are old ports?",
        ),
        (
            "Which of these does the document report as a side effect?",
            "Which of these is a side effect?",
        ),
        (
            "Which of these does the document state as aims?",
            "Which of these are aims?",
        ),
        (
            "Which three rivers does the document count as border rivers?",
            "Which three rivers are border rivers?",
        ),
        ("How old is the bridge that the document cites?", "How old is the bridge?"),
        (
            "How long was the trial that the document reports on?",
            "How long was the trial that the document reports on?",
        ),
        ("The document says that rain is {_____}.", "Rain is {_____}."),
        (
            "Which river does the document call the longest?",
            "Which river is the longest?",
        ),
        (
            "Where does the document place the pain?",
            "Where does the document place the pain?",
        ),
        ("Which documents does a driver need?", "Which documents does a driver need?"),
    ],
)
def test_a_stem_leaves_out_the_document_if_it_is_not_needed(stem, without):
    assert without_document(stem) == without


@pytest.mark.parametrize(
    ("ask", "language", "may_be_so"),
    [
        ("What is the most likely diagnosis?", "en", False),
        ("Which germ is the most common cause?", "en", False),
        ("What is one of the most common causes?", "en", True),
        ("What is a likely diagnosis?", "en", True),
        ("Which organ makes bile?", "en", False),
        ("Welche Diagnose ist am wahrscheinlichsten?", "de", False),
        ("Welches Organ bildet die Galle?", "de", False),
        ("Welches Zeichen kann auftreten?", "de", True),
        ("Quel organe produit la bile ?", "fr", False),
        ("Quel signe peut apparaître ?", "fr", True),
        ("¿Qué órgano produce la bilis?", "es", False),
        ("¿Qué signo puede aparecer?", "es", True),
        ("Który narząd wytwarza żółć?", "pl", None),
    ],
)
def test_a_question_for_what_may_be_the_case_is_recognized(ask, language, may_be_so):
    assert asks_what_may_be_true(ask, language) is may_be_so


OPEN = """\
  - id: host
    from: pump
    ask: Which animals carry it?
    list: [dogs, cats]
    open: [foxes]
    distractors:
      pigs: Never.
      cows: Never.
  - id: sign
    from: pump
    ask: What does the document call the first sign?
    answer: a murmur
"""


def test_facts_with_open_answers_ask_for_what_the_document_says(bank_of):
    stems = {name: item.stem for name, item in bank_of(OPEN).items()}
    assert stems["host.list"] == (
        "According to the document, which animals carry it? Name both."
    )
    assert stems["host.multiple"].startswith("According to the document, which of")


def test_without_the_document_open_questions_still_name_it(deck_of):
    from liverdeck.quiz.items.bank import item_bank

    deck = deck_of(OPEN)
    stems = [item.stem for item in item_bank(deck, names_document=False)]
    assert "What is the first sign?" in stems
    assert (
        sum(stem.startswith("According to the document") for stem in stems)
        == len(stems) - 1
    )


def test_a_language_has_words_for_may_and_for_the_best_of_all():
    assert stems._MAY_BE.keys() == stems._BEST_OF_ALL.keys()
