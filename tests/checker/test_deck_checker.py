"""Other answers of the deck are compared before a slip is forgiven."""

import pytest

import liverdeck
from liverdeck.authoring.loader import load_deck
from liverdeck.base.problems import Position
from liverdeck.checker.asked_noun import answer_to
from liverdeck.checker.terms import Terms
from liverdeck.facts.answer import Answer, WrongAnswer
from liverdeck.facts.card import cards_of

ANSWERS = Terms(["ano", "año", "sarcoidosis", "sarcomatosis", "vein", "cephalic vein"])


@pytest.mark.parametrize(
    ("typed", "answer", "outcome", "reason"),
    [
        ("ano", "año", "wrong", "confusable"),
        ("año", "año", "correct", "exact"),
        ("sarcomatosi", "sarcoidosis", "wrong", "nearer"),
        ("sarcoidosi", "sarcoidosis", "correct", "typo"),
        ("veins", "vein", "correct", "spelling"),
        ("cephalic veins", "cephalic vein", "correct", "spelling"),
    ],
)
def test_another_answer_of_the_deck_is_not_a_slip(typed, answer, outcome, reason):
    verdict = liverdeck.check(typed, answer, terms=ANSWERS)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_the_initial_of_a_genus_is_not_enough_for_two_species_of_a_deck():
    answers = ["Escherichia coli", "Entamoeba coli", "Vibrio cholerae"]
    terms = Terms(answers)
    outcomes = [
        liverdeck.check(typed, answer, terms=terms).outcome
        for typed in ("E. coli", "V. cholerae")
        for answer in answers
    ]
    assert outcomes == ["retype", "retype", "wrong", "wrong", "wrong", "correct"]


def test_accents_count_if_the_spelling_counts():
    answer = Answer("año", Position(""), strict=True)
    assert liverdeck.check("ano", answer).outcome == "wrong"
    assert liverdeck.check("Año", answer).outcome == "correct"


def test_the_answer_of_a_fact_that_asks_nearly_the_same_is_asked_for_again(write_deck):
    facts = "".join(
        f"  - {{id: {name}, from: pump, ask: {question}, answer: {answer}}}\n"
        for name, question, answer in (
            ("one", "Which muscle bends the elbow?", "biceps brachii"),
            ("two", "Which muscle bends the elbow?", "brachialis"),
            ("three", "Which muscle opens the hand?", "interosseus"),
        )
    )
    deck = load_deck(write_deck(facts)).deck
    checker = liverdeck.DeckChecker(deck)
    cards = {fact.id: next(iter(cards_of(fact))) for fact in deck.active_facts}
    verdict = checker.check(cards["one"], "brachialis")
    assert (verdict.outcome, verdict.reason) == ("retype", "other")
    assert "nearly the same" in liverdeck.feedback(verdict)
    assert "biceps" not in liverdeck.feedback(verdict)
    assert checker.check(cards["three"], "brachialis").outcome == "wrong"


def test_questions_that_differ_in_one_word_are_different_questions(write_deck):
    facts = "".join(
        f"  - {{id: {name}, from: pump, ask: {question}, answer: {answer}}}\n"
        for name, question, answer in (
            (
                "body",
                "Which chamber of the heart takes blood from the body?",
                "right atrium",
            ),
            (
                "lungs",
                "Which chamber of the heart takes blood from the lungs?",
                "left atrium",
            ),
        )
    )
    deck = load_deck(write_deck(facts)).deck
    checker = liverdeck.DeckChecker(deck)
    card = next(iter(cards_of(deck.active_facts[0])))
    assert checker.check(card, "left atrium").outcome == "wrong"


@pytest.mark.parametrize("typed", [None, 7, b"liver", ["liver"]])
@pytest.mark.parametrize(
    "judge",
    [
        lambda typed: liverdeck.check(typed, "liver"),
        lambda typed: liverdeck.check_list(typed, ["liver", "lung"]),
        lambda typed: liverdeck.check_choice(typed, ["liver", "lung"], 0),
        lambda typed: liverdeck.check_true_false(typed, right=True),
    ],
)
def test_a_typed_answer_that_is_not_a_text_is_a_type_error(judge, typed):
    with pytest.raises(TypeError, match=r"typed answer is an? .*; it must be a str"):
        judge(typed)


@pytest.mark.parametrize(
    ("question", "answer", "typed", "outcome"),
    [
        ("How many pairs of spinal nerves are there?", "31", "31 pairs", "correct"),
        (
            "How many pairs of spinal nerves are there?",
            "31",
            "thirty-one pairs",
            "correct",
        ),
        (
            "How many pairs of spinal nerves are there?",
            "31",
            "31 pairs of spinal nerves",
            "correct",
        ),
        ("How many pairs of spinal nerves are there?", "31", "31 nerves", "wrong"),
        ("How many pairs of spinal nerves are there?", "31", "13 pairs", "wrong"),
        ("How many pairs of spinal nerves are there?", "31", "62", "wrong"),
        ("How many cervical vertebrae are there?", "7", "seven vertebrae", "correct"),
        (
            "How many cervical vertebrae are there?",
            "7",
            "7 cervical vertebrae",
            "correct",
        ),
        ("How many cervical vertebrae are there?", "7", "7", "correct"),
        ("How many cervical vertebrae are there?", "7", "7 pairs", "wrong"),
        ("How many cervical vertebrae are there?", "7", "7 ribs", "retype"),
        ("How many lobes has the left lung?", "two", "2 lobes", "correct"),
        ("How many lobes has the left lung?", "two", "3 lobes", "wrong"),
        ("How many teeth has an adult?", "32", "32 teeth", "correct"),
        ("In how many weeks does it heal?", "6", "6 weeks", "correct"),
        ("How long is the ureter?", "25", "25 lobes", "retype"),
    ],
)
def test_the_noun_of_the_question_may_follow_a_number(
    write_deck, question, answer, typed, outcome
):
    fact = f"  - {{id: one, from: pump, ask: {question!r}, answer: '{answer}'}}\n"
    deck = load_deck(write_deck(fact)).deck
    card = next(iter(cards_of(deck.active_facts[0])))
    checker = liverdeck.DeckChecker(deck)
    assert checker.check(card, typed).outcome == outcome
    assert f"{outcome}, " in checker.trace(card, typed)[-1]


def test_a_slip_beside_a_noun_is_compared_with_the_other_answers():
    terms = Terms(["semitendinosus", "semimembranosus", "pronator teres", "pronator"])
    for typed, outcome in (
        ("semitendinosis muscle", "correct"),
        ("semimembranosis muscle", "wrong"),
    ):
        verdict = liverdeck.check(typed, "semitendinosus", terms=terms)
        assert verdict.outcome == outcome, liverdeck.feedback(verdict)


def test_a_rejected_text_is_rejected_beside_a_noun():
    reject = (WrongAnswer("palmaris", "It is in the forearm", Position("")),)
    answer = Answer("plantaris", Position(""), reject=reject)
    verdict = liverdeck.check("palmoris muscle", answer)
    assert verdict.outcome == "wrong", liverdeck.feedback(verdict)


@pytest.mark.parametrize(
    ("question", "answer", "typed", "outcome"),
    [
        ("Which nerve supplies the deltoid?", "axillary nerve", "axillary", "correct"),
        ("Which nerve supplies it?", "axillary nerve", "the axillary", "correct"),
        ("Which nerve supplies it?", "axillary nerve", "axilary", "correct"),
        ("Which nerve supplies it?", "axillary nerve", "vagus", "wrong"),
        ("Which nerve supplies it?", "axillary nerve", "axillary artery", "wrong"),
        ("Which nerve supplies it?", "axillary nerve", "not the axillary", "wrong"),
        ("Which cranial nerve moves the face?", "facial nerve", "facial", "correct"),
        ("Which cranial nerve moves the face?", "facial nerve", "fascial", "wrong"),
        ("What nerve is cut?", "musculocutaneous nerve", "musculocutaneous", "correct"),
        ("Which lobe sees?", "occipital lobe", "occipital", "correct"),
        ("Which lobe of the brain sees?", "Occipital lobe", "the occipital", "correct"),
        ("Which lobe sees?", "occipital lobe", "parietal", "wrong"),
        ("Which lobe sees?", "occipital lobe", "temporal", "wrong"),
        ("Which lung lobe is it?", "right middle lobe", "right middle", "correct"),
        ("Which lung lobe is it?", "right middle lobe", "left middle", "wrong"),
        ("Which lung lobe is it?", "right middle lobe", "middle", "wrong"),
        ("Which cells make glucagon?", "alpha cells", "alpha", "correct"),
        ("Which cells make glucagon?", "alpha cells", "α", "correct"),
        ("Which cells make glucagon?", "alpha cells", "beta", "wrong"),
        ("What cells make acid?", "parietal cells", "parietal", "correct"),
        ("What cells make acid?", "parietal cells", "chief", "wrong"),
        ("Which arteries supply it?", "renal arteries", "renal", "correct"),
        ("Name the vein of the arm.", "cephalic vein", "cephalic", "correct"),
        ("Which anemia is it?", "aplastic anemia", "aplastic", "correct"),
        ("Which anemia is it?", "aplastic anemia", "anemia", "wrong"),
        # The question does not name the noun, or offers several.
        ("What supplies the deltoid?", "axillary nerve", "axillary", "wrong"),
        ("What is beside the nerve?", "femoral artery", "femoral", "wrong"),
        ("Is it which artery or nerve?", "femoral artery", "femoral", "wrong"),
        # Another noun is not left out.
        ("Which cells make antibodies?", "plasma cells", "plasma", "wrong"),
        ("Which hormone is it?", "growth hormone", "growth", "wrong"),
        ("Which hormone is it?", "thyroid stimulating hormone", "thyroid", "wrong"),
        ("Which failure is it?", "heart failure", "heart", "wrong"),
        ("Which cancer is it?", "lung cancer", "lung", "wrong"),
        ("Which duct is it?", "bile duct", "bile", "wrong"),
        ("Which disease is it?", "animal disease", "animal", "wrong"),
        ("Which nerve is it?", "nerve", "which", "wrong"),
    ],
)
def test_a_noun_that_the_question_names_may_be_left_out(
    write_deck, question, answer, typed, outcome
):
    fact = f"  - {{id: one, from: pump, ask: {question!r}, answer: {answer}}}\n"
    deck = load_deck(write_deck(fact)).deck
    card = next(iter(cards_of(deck.active_facts[0])))
    verdict = liverdeck.DeckChecker(deck).check(card, typed)
    assert verdict.outcome == outcome, liverdeck.feedback(verdict)


@pytest.mark.parametrize(
    ("others", "reject", "open_texts", "outcome"),
    [
        ([], {}, (), "correct"),
        (["tibial artery"], {}, (), "correct"),
        (["femoral artery"], {}, (), "wrong"),
        (["femoral"], {}, (), "wrong"),
        ([], {"femoral": "Which of the two?"}, (), "wrong"),
        ([], {}, ("femoral",), "retype"),
    ],
)
def test_a_noun_of_the_question_is_needed_if_another_answer_has_the_same_name(
    others, reject, open_texts, outcome
):
    wrong = tuple(WrongAnswer(text, why, Position("")) for text, why in reject.items())
    answer = Answer("femoral nerve", Position(""), reject=wrong)
    terms = Terms(["femoral nerve", "femoral nerves", *others])
    question = "Which nerve runs in front of the thigh?"
    prepared = answer_to(question, answer, open_texts, terms)
    verdict = liverdeck.check("femoral", prepared, open=open_texts, terms=terms)
    assert verdict.outcome == outcome


def test_a_noun_of_the_question_is_needed_where_the_spelling_counts():
    answer = Answer("femoral nerve", Position(""), strict=True)
    assert answer_to("Which nerve is it?", answer, (), Terms([])) is answer


@pytest.mark.parametrize(
    ("code", "question", "right", "typed", "outcome"),
    [
        ("de", "Wie viele Chromosomen hat es?", "46", "46 Chromosomen", "correct"),
        ("de", "Wie viele Chromosomen hat es?", "46", "46 Menschen", "retype"),
        ("de", "Wie viele Chromosomen hat es?", "46", "47 Chromosomen", "wrong"),
        ("de", "Wie viele Paare Hirnnerven?", "12", "12 Paare Hirnnerven", "correct"),
        ("de", "Wie viele Paare Hirnnerven?", "12", "12 Hirnnerven", "wrong"),
        ("de", "Wie viele Rippenpaare gibt es?", "zwölf", "12 Paare", "correct"),
        ("de", "Wie viele Rippenpaare gibt es?", "12", "12 Dutzend", "retype"),
        ("de", "Wie viele Chromosomen hat ein Paar?", "2", "2 Paare", "retype"),
        ("es", "¿Cuántos pares craneales hay?", "12", "doce pares", "correct"),
        ("pt", "Número de pares cranianos", "12", "doze pares", "correct"),
        ("pl", "Ile par żeber jest?", "12", "dwanaście par", "correct"),
        ("it", "Quante paia di nervi?", "12", "12 paia", "correct"),
        ("nl", "Hoeveel paren zijn er?", "12", "twaalf paar", "correct"),
        ("fr", "Combien de vertèbres y a-t-il ?", "vingt", "20 vertèbres", "correct"),
        ("fr", "Combien d'os a l'homme ?", "206", "206 os", "correct"),
        ("es", "¿Cuántas vértebras hay?", "33", "33 vértebras", "correct"),
        ("it", "Quante vertebre ci sono?", "33", "33 vertebre", "correct"),
        ("pt", "Quantos ossos há?", "206", "206 ossos", "correct"),
        ("nl", "Hoeveel botten zijn er?", "206", "206 botten", "correct"),
        ("pl", "Ile chromosomów ma?", "46", "46 chromosomów", "correct"),
        ("pl", "Ile chromosomów ma?", "46", "46 godzin", "wrong"),
    ],
)
def test_a_question_in_another_language_names_what_it_counts(
    code, question, right, typed, outcome
):
    deck = liverdeck.make_deck(
        {
            "id": "counted",
            "title": "T",
            "language": code,
            "anki_name": "T",
            "description": "D",
            "document": {"title": "T", "read": "2026-01-01"},
            "topics": [{"id": "t", "title": "T"}],
        },
        [{"id": "a", "topic": "t", "from": "p", "ask": question, "answer": right}],
    ).value
    assert deck is not None
    (card,) = cards_of(deck.facts[0])
    checker = liverdeck.DeckChecker(deck)
    assert checker.check(card, typed).outcome == outcome
