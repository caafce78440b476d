"""Which answers learners can type, and which blanks they can fill."""

import pytest

from liverdeck.base.problems import Position
from liverdeck.base.words import TextStemmer
from liverdeck.facts.answer import Answer, Number
from liverdeck.quiz.items.item import GAP
from liverdeck.quiz.items.question_sorts import asks_for_action, term_defined_by
from liverdeck.quiz.items.typed_keys import (
    has_negation,
    is_compound,
    why_no_blank,
    why_no_short_answer,
    why_not_typed,
)

ENGLISH = TextStemmer("en")


def answer(text, **more):
    return Answer(text, Position("facts.yaml"), **more)


@pytest.mark.parametrize(
    "text",
    [
        "insulin",
        "the neck of the femur",
        "islets of Langerhans",
        "Treaty of Versailles",
        "acute myeloid leukemia",
        "head and neck",
        "hand, foot and mouth disease",
        "vitamin B12",
        "non-Hodgkin lymphoma",
        "by mouth",
        "through a small incision",
        "carbon dioxide",
    ],
)
def test_terms_and_names_can_be_typed(text):
    assert why_not_typed(answer(text), ENGLISH) == ""


WORDINGS = [f"success of {noun}" for noun in "abcdefghijklmnopqrstuvwxyzàáâãä"]


def test_an_answer_with_a_long_list_of_wordings_is_not_typed():
    few = answer("success", accept=tuple(WORDINGS[:29]))
    many = answer("success", accept=tuple(WORDINGS[:30]))
    assert why_not_typed(few, ENGLISH) == ""
    assert "more than 30 wordings" in why_not_typed(many, ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "it pumps blood through the lungs",
        "because warm air rises",
        "to relieve pain",
        "whether the bone is broken",
        "a muscle that bends the arm",
        "they lose heat",
        "the speed of the reaction in water",
        "some plants need shade",
        "another organ",
        "years",
        "for years",
        "within a few hours",
        "after several months",
        "for life",
        "blood and lymph",
        "sweats or chills",
        "age, weight and height",
        "a long strip of land between two large bodies of water",
    ],
)
def test_clauses_definitions_and_several_things_cannot_be_typed(text):
    assert why_not_typed(answer(text), ENGLISH)


@pytest.mark.parametrize(
    ("language", "ask", "text", "can_be_typed"),
    [
        ("en", "How long can the virus live outside the body?", "until spring", False),
        ("en", "A ship leaves port. For how long is it at sea?", "all winter", False),
        ("en", "According to the guide, how may the bark feel?", "rough", False),
        ("en", "How often does the comet return?", "once in a lifetime", False),
        ("en", "How is the ore heated?", "in a furnace", False),
        ("en", "How is a young swan called?", "cygnet", True),
        ("en", "How many moons does Mars have?", "two", True),
        ("en", "How long does it boil?", "3 minutes", True),
        ("en", "How does the price change?", "from 5 to 4 euros", True),
        ("en", "Which law says how gases expand?", "Charles's law", True),
        ("en", "A cook wants to know how warm it is. What helps?", "thermometer", True),
        ("de", "Wie lange lebt der Pilz im Boden?", "bis zum Frost", False),
        ("de", "Wie heißt das Junge der Katze?", "Kätzchen", True),
        ("fr", "Pendant combien de temps vit la reine ?", "plusieurs étés", False),
        ("fr", "Comment s’appelle le petit du chat ?", "chaton", True),
        ("es", "¿Con qué frecuencia florece?", "cada primavera", False),
        ("es", "¿Cómo se llama la cría del gato?", "gatito", True),
    ],
)
def test_only_some_answers_to_a_how_question_can_be_typed(
    language, ask, text, can_be_typed
):
    why = why_no_short_answer(ask, answer(text), TextStemmer(language))
    assert (not why) == can_be_typed


def test_a_number_can_always_be_typed():
    number = answer("4 to 6 weeks after it", number=Number("4"))
    assert why_not_typed(number, ENGLISH) == ""


@pytest.mark.parametrize("text", ["1/2", "120/80", "70/min", "5 mg/dl", "6 or more"])
def test_a_slash_or_an_or_in_a_number_does_not_make_it_several_things(text):
    assert why_not_typed(answer(text), ENGLISH) == ""


def test_a_kind_says_that_an_answer_is_not_a_term():
    assert why_not_typed(answer("low oxygen", kind="reason for a symptom"), ENGLISH)
    assert not why_not_typed(answer("low oxygen", kind="finding"), ENGLISH)


@pytest.mark.parametrize(
    ("language", "text", "can_be_typed"),
    [
        ("de", "Herzmuskel", True),
        (
            "de",
            "ein Muskel, der zwischen Brust und Bauch weit gespannt ist",
            False,
        ),
        ("ja", "心臓", True),
        ("ja", "胸と腹のあいだにあって呼吸のときに上下に動く大きな筋肉", False),
    ],
)
def test_in_other_languages_the_length_decides(language, text, can_be_typed):
    assert (not why_not_typed(answer(text), TextStemmer(language))) == can_be_typed


@pytest.mark.parametrize(
    ("statement", "text", "hint"),
    [
        (f"The main pigment of bile is {GAP}.", "bilirubin", None),
        (f"The drug of choice is {GAP}.", "an antibiotic", None),
        (f"Blood leaves the heart by the {GAP}.", "aorta", "vessel"),
        (f"The {GAP} carries bile.", "common bile duct", None),
        (f"Wine is made from {GAP}.", "grapes", None),
        (f"The capital of France is {GAP}.", "Paris", None),
        (f"Compared with the lungs, the {GAP} is small.", "heart", None),
        (f"Water can be split into oxygen and {GAP}.", "hydrogen", None),
    ],
)
def test_nouns_can_be_filled_in(statement, text, hint):
    assert why_no_blank(answer(text, hint=hint), statement, ENGLISH) == ""


@pytest.mark.parametrize(
    ("statement", "text", "hint", "why"),
    [
        (f"The skin becomes {GAP}.", "pale", None, "adjective"),
        (f"Cast iron is {GAP}.", "brittle", None, "adjective"),
        (f"The {GAP} artery supplies the kidney.", "renal", None, "adjective"),
        (f"The reaction is {GAP}.", "exothermic", None, "adjective"),
        (f"Drugs leave the kidneys {GAP}.", "unharmed", "in what state?", ""),
        (
            f"Polar bears look {GAP}, but are dark.",
            "white",
            None,
            "adjective",
        ),
        (f"Cold makes the vessels {GAP}.", "constrict", None, "verb"),
        (f"In the light, the pupil will {GAP}.", "close", None, "verb"),
        (f"The price makes demand {GAP}.", "fall", "do what?", "verb"),
        (f"The lung fills {GAP}.", "half of the chest", "how much of it?", "asks how"),
        (f"At first, the tumor causes {GAP}.", "no pain", None, "negation"),
        (f"The surface is {GAP}.", "not smooth", None, "negation"),
        (f"The lung on the image looks like {GAP}.", "ground glass", None, "compares"),
        (f"The book likens the cell to a {GAP}.", "factory", None, "compares"),
        (f"Its shape is that of a {GAP}.", "seahorse", "comparison", "compares"),
    ],
)
def test_adjectives_verbs_negations_and_similes_are_not_blanks(
    statement, text, hint, why
):
    reason = why_no_blank(answer(text, hint=hint), statement, ENGLISH)
    assert why in reason
    # Nothing shows that "unharmed" is not a noun: its kind must say so.
    assert bool(reason) == bool(why)


def test_a_kind_says_that_a_blank_describes():
    described = answer("unharmed", kind="state of a cell")
    aim = answer("a cure", kind="aim of treatment")
    assert "aim of treatment" in why_no_blank(aim, f"It is {GAP}.", ENGLISH)
    sort = answer("soft organs", kind="sort of organ")
    assert "sort of organ" in why_no_blank(sort, f"It shows {GAP}.", ENGLISH)
    assert "state of a cell" in why_no_blank(
        described, f"It leaves them {GAP}.", ENGLISH
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "keine Schmerzen"), ("fr", "sans fièvre"), ("es", "ningún síntoma")],
)
def test_negations_are_known_in_several_languages(language, text):
    reason = why_no_blank(answer(text), f"x {GAP}.", TextStemmer(language))
    assert "negation" in reason


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("sweats and fever", True),
        ("swollen or bloated abdomen", True),
        ("size, location and number", True),
        ("salt/sugar", True),
        ("head and neck", False),
        ("ear, nose and throat", False),
        ("Andes", False),
        ("organ of balance", False),
        ("1/2", True),
    ],
)
def test_a_text_that_names_several_things_is_compound(text, several):
    assert is_compound(text) == several


@pytest.mark.parametrize(
    ("ask", "term"),
    [
        ("What is a biopsy?", "biopsy"),
        ("What is dyspnea?", "dyspnea"),
        ("What is meant by inflation?", "inflation"),
        ("What does osmosis mean?", "osmosis"),
        ("What does the term half-life mean?", "half-life"),
        ("What is the largest organ?", None),
        ("What is in the stomach?", None),
        ("What is needed?", None),
        ("What does insulin do?", None),
        ("Who was Hippocrates?", None),
        ("What is the body's largest gland?", None),
    ],
)
def test_a_question_for_the_meaning_of_a_term_is_known(ask, term):
    assert term_defined_by(ask) == term


@pytest.mark.parametrize(
    ("ask", "is_for_action"),
    [
        ("What should a driver do at a red light?", True),
        ("What does insulin do?", True),
        ("What happens when water freezes?", True),
        ("What do the kidneys filter?", False),
        ("Which doctor should they see?", False),
    ],
)
def test_a_question_for_an_action_is_known(ask, is_for_action):
    assert asks_for_action(ask) == is_for_action


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "no fever"),
        ("en", "cannot be felt"),
        ("en", "doesn't move"),
        ("de", "weder heiß noch rot"),
        ("de", "keinerlei Schmerz"),
        ("de-AT", "niemand"),
        ("es", "jamás"),
        ("es", "nadie"),
        ("fr", "tous sauf un"),
        ("it", "nulla"),
        ("nl", "geen koorts"),
        ("pt-BR", "sem febre"),
        ("ru", "без боли"),
    ],
)
def test_a_negation_is_recognized_in_every_language_that_the_checker_knows(
    language, text
):
    stemmer = TextStemmer(language)
    assert has_negation(f"x {text}.", stemmer)
    assert why_no_blank(answer(text), f"x {GAP}.", stemmer)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "free thyroxine"),
        ("en", "a Gram negative rod"),
        ("en", "non-Hodgkin lymphoma"),
        ("de", "Das Herz schlägt noch."),
        ("fr", "Le point de McBurney est à droite."),
        ("pt", "O ducto termina no duodeno."),
        ("it", "Il fegato è a destra."),
        ("ru", "Печень справа."),
        ("sw", "ini"),
    ],
)
def test_other_words_are_not_negations(language, text):
    assert not has_negation(text, TextStemmer(language))
