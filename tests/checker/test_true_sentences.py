"""No sentence says more than the checker knows, and none gives the answer away."""

import pytest

import liverdeck
from liverdeck.base.problems import Position
from liverdeck.checker.key import Key
from liverdeck.facts.answer import Answer

NOWHERE = Position("")


def sentence(typed, right, language="en"):
    return liverdeck.feedback(liverdeck.check(typed, right, language=language))


def sentence_on_list(typed, items, language="en", **options):
    verdict = liverdeck.check_list(typed, items, language=language, **options)
    return f"{verdict.outcome}: {liverdeck.feedback(verdict)}"


@pytest.mark.parametrize(
    ("language", "right", "typed"),
    [
        ("de", "Leber", "Leder"),
        ("fr", "foie", "foi"),
        ("it", "fegato", "legato"),
        ("es", "bazo", "brazo"),
        ("nl", "milt", "mild"),
        ("pt", "baço", "braço"),
        ("nl", "hart", "harten"),
    ],
)
def test_a_word_that_may_be_right_is_not_called_misspelled(language, right, typed):
    said = sentence(typed, right, language)
    assert said == (
        f"*{typed}* is not written as in the answer. If it is a slip, type it again."
    )


@pytest.mark.parametrize(
    ("right", "typed", "said"),
    [
        ("7.0 mmol/L or 126 mg/dL", "17 mmol/L", "That is not the right value."),
        ("7.0 mmol/L or 126 mg/dL", "7.0 mg/dL", "Check the number and its unit."),
        ("3 days or 72 hours", "4 days", "That is not the right value."),
        ("5 mg", "5 g", "Check the number and its unit."),
        ("12", "12 pairs", "Check the number and its unit."),
        ("8", "8 mm", "Check the number and its unit."),
    ],
)
def test_a_unit_is_only_blamed_if_it_is_wrong(right, typed, said):
    text, *accepted = right.split(" or ")
    answer = Answer(text, NOWHERE, accept=tuple(accepted))
    assert sentence(typed, answer).startswith(said)


@pytest.mark.parametrize(
    ("language", "right", "typed"),
    [
        ("nl", "hematoom", "hematom"),
        ("fr", "hématome", "hématom"),
        ("it", "ematoma", "ematma"),
        ("it", "lipoma", "lipma"),
        ("fr", "lipome", "lipom"),
    ],
)
def test_a_slip_is_not_called_another_disease(language, right, typed):
    verdict = liverdeck.check(typed, right, language=language)
    assert (verdict.outcome, verdict.reason) == ("retype", "misspelt")


@pytest.mark.parametrize(
    ("language", "right", "typed"),
    [
        ("fr", "hématome", "hématose"),
        ("it", "polmonite", "polmone"),
        ("nl", "artritis", "artrose"),
        ("fr", "réversible", "irréversible"),
        ("nl", "schildklier", "bijschildklier"),
        ("de", "Hypertonie", "Hypotonnie"),
    ],
)
def test_another_disease_or_the_opposite_is_wrong(language, right, typed):
    verdict = liverdeck.check(typed, right, language=language)
    assert verdict.outcome == "wrong"
    assert "means something else" not in liverdeck.feedback(verdict)


GAVE_UP = [
    ("en", "I'm not sure"),
    ("en", "i am unsure"),
    ("en", "not so certain"),
    ("en", "I am not sure at all"),
    ("de", "Ich bin nicht sicher"),
    ("de", "nicht ganz sicher"),
    ("fr", "je ne suis pas sûre"),
    ("es", "no estoy segura"),
    ("it", "non sono sicuro"),
    ("pt", "não tenho a certeza"),
    ("nl", "ik weet het niet zeker"),
    ("pl", "nie jestem pewna"),
    ("ru", "я не уверен"),
    ("sv", "jag är inte säker"),
    ("ja", "自信がない"),
    ("zh", "不确定"),
    ("ko", "잘 모르겠어요"),
    ("he", "לא בטוחה"),
    ("ar", "لست متأكدا"),
]


@pytest.mark.parametrize(("language", "typed"), GAVE_UP)
def test_the_words_not_sure_are_no_answer(language, typed):
    assert liverdeck.check(typed, "colon", language=language).reason == "empty"


@pytest.mark.parametrize(
    ("language", "typed", "doubt"),
    [
        ("en", "kidney, I'm not sure", "I'm not sure"),
        ("en", "not certain but kidney", "not certain but"),
        ("en", "not sure if it is the kidney", "not sure if"),
        ("en", "it could be the kidney", "could be"),
        ("en", "very likely kidney", "very likely"),
        ("en", "not a clue, kidney", "not a clue"),
        ("en", "kidney but not sure", "but not sure"),
        ("de", "kidney, aber nicht sicher", "aber nicht sicher"),
        ("es", "tal vez kidney", "tal vez"),
        ("ja", "kidneyでしょう", "でしょう"),
        ("en", "kidney, I don't know", "I don't know"),
        ("es", "no sé si es kidney", "no sé si"),
        ("nl", "weet niet of het kidney is", "weet niet of"),
        ("de", "ich bin nicht sicher, aber kidney", "ich bin nicht sicher, aber"),
        ("pt", "talvez seja kidney", "talvez seja"),
        ("de", "nicht sicher, kidney", "nicht sicher"),
        ("de", "könnte der kidney sein", "könnte … sein"),
        ("fr", "je ne suis pas sûr, kidney", "je ne suis pas sûr"),
        ("fr", "ça pourrait être kidney", "ça pourrait être"),
        ("es", "no estoy seguro pero kidney", "no estoy seguro pero"),
        ("it", "può essere kidney", "può essere"),
        ("pt", "não tenho certeza, kidney", "não tenho certeza"),
        ("nl", "ik weet het niet zeker, kidney", "ik weet het niet zeker"),
        ("nl", "zou kidney kunnen zijn", "zou … kunnen zijn"),
        ("pl", "nie jestem pewien, kidney", "nie jestem pewien"),
        ("he", "אולי kidney", "אולי"),
        ("ar", "ربما kidney", "ربما"),
        ("zh", "可能是kidney", "可能是"),
        ("ja", "kidneyかもしれない", "かもしれない"),
        ("ja", "kidneyかもしれません", "かもしれません"),
    ],
)
def test_an_answer_with_words_of_doubt_is_asked_for_without_them(
    language, typed, doubt
):
    said = sentence(typed, "kidney", language)
    assert said == f"Please decide: type the answer without *{doubt}*."


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "could be kidney, could be lung"),
        ("en", "not sure, kidney or lung"),
        ("en", "maybe kidney or lung"),
        ("de", "nicht sicher, kidney oder lung"),
        ("fr", "pourrait être kidney, pourrait être lung"),
        ("nl", "misschien kidney of lung"),
    ],
)
def test_two_guesses_are_refused_as_more_than_one_answer(language, typed):
    said = sentence(typed, "kidney", language)
    assert said == "Give one answer only. The right one is *kidney*."


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("de", "kidney, oder?"),
        ("nl", "kidney, toch?"),
        ("pt", "kidney, né?"),
    ],
)
def test_a_short_question_after_an_answer_is_no_second_answer(language, typed):
    assert liverdeck.check(typed, "kidney", language=language).outcome == "correct"


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "not the lung but the kidney"),
        ("en", "kidney, not the lung"),
        ("en", "kidney (lung)"),
        ("de", "nicht lung, sondern kidney"),
        ("fr", "kidney, pas lung"),
    ],
)
def test_the_sentence_on_a_contrast_does_not_say_which_word_is_right(language, typed):
    verdict = liverdeck.check(typed, "kidney", language=language)
    said = liverdeck.feedback(verdict)
    assert verdict.outcome == "retype"
    assert "kidney" not in said
    assert "lung" not in said


@pytest.mark.parametrize(
    ("typed", "right"),
    [("no appetite", "loss of appetite"), ("without weight", "loss of weight")],
)
def test_a_negation_in_place_of_a_word_is_not_said_to_change_the_meaning(typed, right):
    assert sentence(typed, right) == f"No; the answer is *{right}*."


@pytest.mark.parametrize(
    ("language", "right", "typed"),
    [
        ("pt", "a insulina inibe o glucagon", "o glucagon inibe a insulina"),
        ("pt", "o rim filtra o sangue", "filtra o sangue o rim"),
        ("de", "Glukagon hemmt Insulin", "hemmt Insulin Glukagon"),
        ("fr", "insuline inhibe glucagon", "le glucagon inhibe l'insuline"),
        ("es", "la insulina inhibe el glucagón", "el glucagón inhibe la insulina"),
    ],
)
def test_an_order_of_words_that_may_change_who_does_what_is_wrong(
    language, right, typed
):
    assert liverdeck.check(typed, right, language=language).outcome == "wrong"


@pytest.mark.parametrize(
    ("typed", "items", "said"),
    [
        (
            "CT",
            ["computed tomography", "ultrasound"],
            "wrong: 0 of 2. Not written as in the list: *CT* → *computed tomography*. "
            "Missing: *ultrasound*.",
        ),
        (
            "ECG, knee",
            ["electrocardiogram", "radiograph"],
            "wrong: 0 of 2. Not in the list: *knee*. Not written as in the list: "
            "*ECG* → *electrocardiogram*. Missing: *radiograph*.",
        ),
        (
            "femrr, knee",
            ["femur", "bone"],
            "wrong: 0 of 2. Not in the list: *knee*. Not written as in the list: "
            "*femrr* → *femur*. Missing: *bone*.",
        ),
        (
            "MRI scan, ultrasound",
            ["magnetic resonance imaging", "ultrasound"],
            "retype: 1 of 2 so far. Write *MRI scan* out in full.",
        ),
        ("lung, colon, not sure", ["lung", "colon"], "correct: Correct."),
        ("lung, dunno", ["lung", "colon"], "partial: 1 of 2. Missing: *colon*."),
        ("lung and/or colon", ["lung", "colon"], "correct: Correct."),
        (
            "lung colon skin",
            ["lung", "colon"],
            "retype: 0 of 2 so far. Too many words: *lung colon skin*. "
            "Type each item alone, with commas between them.",
        ),
        (
            "lung or colon",
            ["lung", "colon"],
            "retype: 0 of 2 so far. Too many words: *lung or colon*. "
            "Type each item alone, with commas between them.",
        ),
        (
            "lung colon skin, knee",
            ["lung", "colon", "heart"],
            "wrong: 0 of 3. Not in the list: *knee*. Not counted, as commas are "
            "missing: *lung colon skin*. Missing: *heart*.",
        ),
        (
            "sweeting, hip",
            [("sweats", "sweating"), "hip"],
            "correct: Correct, but spelled *sweating*.",
        ),
        (
            "lung not colon",
            ["lung", "colon"],
            "wrong: 0 of 2. Not in the list: *lung not colon*. "
            "Missing: *lung*, *colon*.",
        ),
    ],
)
def test_a_typed_item_in_doubt_is_not_said_to_be_missing(typed, items, said):
    assert sentence_on_list(typed, items) == said


def test_without_an_answer_the_items_to_choose_from_are_named_as_missing():
    said = sentence_on_list("idk", ["hip", "knee"], need=1)
    assert said == "wrong: Missing: 1 of: *hip*, *knee*."


def test_an_open_item_is_named_in_a_list_that_is_wrong():
    said = sentence_on_list("elbow, nose", ["hip", "knee"], open=("elbow",))
    assert "The document leaves open whether *elbow* is right." in said
    assert "Try" not in said
    assert "→" not in said


@pytest.mark.parametrize(
    ("language", "right", "typed", "outcome"),
    [
        ("de", "Computertomographie", "CT", "retype"),
        ("de", "Magnetresonanztomographie", "MRT", "retype"),
        ("fr", "électrocardiogramme", "ECG", "retype"),
        ("fr", "électrocardiogramme", "EEG", "wrong"),
        ("en", "ultrasound", "US", "retype"),
        ("en", "ultrasound", "UA", "wrong"),
        ("en", "alphafetoprotein", "ALT", "wrong"),
        ("en", "femur", "FM", "wrong"),
    ],
)
def test_a_short_form_of_one_long_word_is_to_be_written_out(
    language, right, typed, outcome
):
    assert liverdeck.check(typed, right, language=language).outcome == outcome


@pytest.mark.parametrize(
    ("typed", "right", "said"),
    [
        ("liver, I think", "liver", "Correct."),
        ("oedema", "edema", "Correct; the deck writes *edema*."),
        (
            "blood pressure",
            ("hypertension", "high blood pressure"),
            "That is only part of it: *high* is missing. "
            "The answer is *high blood pressure*.",
        ),
        (
            "nemesis",
            ("vomiting", "emesis"),
            "Close, but *nemesis* is a different word. The answer is *emesis*.",
        ),
        ("na", "Na+", "No; the answer is *Na+*."),
        (
            "not painless",
            ("no pain", "painless"),
            "*not* changes the meaning. The answer is *no pain*.",
        ),
        (
            "50%",
            "more than 50%",
            "Only the sign, or a word for it, is missing or not right. "
            "The answer is *more than 50%*.",
        ),
    ],
)
def test_a_sentence_is_true_of_what_was_typed(typed, right, said):
    assert sentence(typed, right) == said


def test_another_word_is_not_called_a_misspelling_of_a_strict_answer():
    key = Key(Answer("ileum", NOWHERE, strict=True))
    assert key.check("ilium").reason == "confusable"
    assert key.check("illeum").reason == "typo"
