"""Grades of answers that a learner types."""

import pytest

from liverdeck import DeckChecker
from liverdeck.base.characters import DASHES
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.terms import Terms
from liverdeck.quiz.flaws.deck_words import words_of_deck
from liverdeck.quiz.flaws.item_flaws import flaws_of
from liverdeck.quiz.grading import Graded, grade, right_answer
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.paper_forms import asked_outside_paper
from liverdeck.quiz.papers.paper_request import PaperRequest
from tests.conftest import DECK

FACTS = """\
  - id: vessel
    from: pump
    ask: Which vessel comes from the lungs?
    answer:
      text: pulmonary vein
      reject:
        pulmonary artery: It leads to them.
        aorta: It leads to the body.
  - id: rate
    from: pump
    ask: How often does it beat in a minute?
    answer: {number: 70, unit: /min, tolerance: 10}
  - id: flow
    from: pump
    say: Blood enters by the {{c1::vein::vessel}}.
    blanks:
      c1:
        reject:
          artery: It leaves there.
  - id: rooms
    from: rooms
    ask: Which rooms are there?
    grouping: document
    groups:
      - {id: left, title: Bright blood, items: [left atrium, left ventricle]}
      - {id: right, title: Dark blood, items: [right atrium, right ventricle]}
  - id: steps
    from: rooms
    ask: Which three things happen?
    order: fixed
    list: [it fills, it closes, it empties]
    distractors:
      it sings: It does not.
      it sleeps: Never.
"""


def test_a_checker_instead_of_its_terms_is_refused(deck_of):
    deck = deck_of(FACTS)
    with pytest.raises(TypeError, match=r"DeckChecker; .*`DeckChecker\(deck\).terms`"):
        grade(item_bank(deck)[0], "x", DeckChecker(deck))


@pytest.fixture
def asked(bank_of):
    """Return a function that asks an item, found by its id, in the bank's order."""
    bank = bank_of(FACTS)
    return lambda item_id: asked_outside_paper(bank[item_id])


@pytest.mark.parametrize(
    ("language", "typed", "points"),
    [
        ("de", "A, B und C", 3),
        ("fr", "a, b et c", 3),
        ("es", "A, B y C", 3),
        ("it", "A, B ed C", 3),
        ("pl", "a, b i c", 3),
        ("ja", "AとBとC", 3),
        ("de", "a, b and c", 3),
        ("it", "A, B e C", 3),
        ("it", "a, b, c, e", 2),  # E is an option
        ("it", "A, B, C, E", 2),
    ],
)
def test_the_word_for_and_is_no_letter_in_any_language(asked, language, typed, points):
    terms = Terms((), language_of(language))
    graded = grade(asked("steps.multiple"), typed, terms)
    assert (graded.points, graded.is_in_doubt) == (points, False)


@pytest.mark.parametrize(
    ("item", "typed", "points", "feedback"),
    [
        ("vessel.single", "a", 1, ""),
        ("vessel.single", "(A)", 1, ""),
        ("vessel.single", "1", 1, ""),
        ("vessel.single", "Pulmonary vein", 1, ""),
        ("vessel.single", "pulmonry vein", 1, ""),
        ("vessel.single", "b", 0, "It leads to them."),
        ("vessel.single", "the aorta", 0, "It leads to the body."),
        ("vessel.single", "", 0, ""),
        ("flow.c1.truefalse.true", "true", 1, ""),
        ("flow.c1.truefalse.true", "F", 0, ""),
        ("steps.multiple", "ABC", 3, ""),
        ("steps.multiple", "a, b and c", 3, ""),
        ("steps.multiple", "AB", 2, ""),
        ("steps.multiple", "ABCD", 2, "D (*it sings*): It does not."),
        (
            "steps.multiple",
            "D E",
            0,
            "D (*it sings*): It does not. E (*it sleeps*): Never.",
        ),
        (
            "steps.multiple",
            "ABCDE",
            1,
            "D (*it sings*): It does not. E (*it sleeps*): Never.",
        ),
        ("steps.ordering", "ABC", 1, ""),
        ("steps.ordering", "A C B", 0, ""),
        ("steps.ordering", "AB", 0, ""),
        ("rate.numeric", "65", 1, None),
        ("rate.numeric", "81 /min", 0, None),
        ("vessel.short", "pulmonry vein", 1, None),
        ("vessel.short", "aorta", 0, None),
        ("rooms.list", "left atrium, right atrium", 2, None),
        ("steps.list", "it fills; it closes; it empties", 3, None),
    ],
)
def test_an_answer_gets_its_points(asked, item, typed, points, feedback):
    graded = grade(asked(item), typed)
    assert (graded.points, graded.is_in_doubt) == (points, False)
    if feedback is not None:
        assert sorted(graded.feedback.split()) == sorted(feedback.split())


def test_a_matching_gives_a_point_for_each_pair(asked):
    matching = asked("rooms.matching")
    letter_of_match = dict(zip(matching.item.matches, "AB", strict=True))
    letters = [letter_of_match[pair.match] for pair in matching.item.pairs]
    assert grade(matching, " ".join(letters)).points == 4

    numbered = [f"{number}{letter}" for number, letter in enumerate(letters, 1)]
    assert grade(matching, " ".join(reversed(numbered))).points == 4
    assert grade(matching, numbered[0]).points == 1

    for sign in (*DASHES, ":", "：", ")", "）", "=", ". "):
        typed = [f"{number}{sign}{letter}" for number, letter in enumerate(letters, 1)]
        assert grade(matching, " ".join(reversed(typed))).points == 4, sign


@pytest.mark.parametrize(
    ("item", "typed", "message"),
    [
        ("vessel.single", "who knows", "Type one letter, A to C."),
        ("vessel.single", "A B", "Type one letter, A to C."),
        ("vessel.single", "z", "Type one letter, A to C."),
        ("steps.multiple", "Z", "Type letters, A to E."),
        ("steps.ordering", "17", "Type letters, A to C."),
        ("rooms.matching", "?", "Type letters, A to B."),
        ("flow.c1.truefalse.true", "perhaps", "Type true or false."),
    ],
)
def test_an_unreadable_answer_is_in_doubt(asked, item, typed, message):
    graded = grade(asked(item), typed)
    assert graded.is_in_doubt
    assert graded.feedback == message


def test_half_of_an_answer_in_words_gets_no_points(asked):
    assert grade(asked("vessel.short"), "pulmonary").points == 0


@pytest.mark.parametrize("typed", ["", " ", "\t \n", "\u3000"])
def test_an_empty_answer_gets_no_points_and_is_not_in_doubt(bank_of, typed):
    bank = bank_of(FACTS)
    assert {item.type for item in bank.values()} >= {"single", "truefalse", "list"}
    for item in bank.values():
        assert grade(item, typed) == Graded(0.0, "", is_in_doubt=False), item.id


@pytest.mark.parametrize(
    ("typed", "points", "feedback"),
    [
        (
            "it closes; it fills; it empties",
            2,
            "The order is not right; it is *it fills*, *it closes*, *it empties*.",
        ),
        ("it fills; it closes", 2, "Missing: *it empties*."),
        (
            "it fills; it closes; it empties; it sings",
            2,
            "Not in the list: *it sings*.",
        ),
        ("it fills; it closes; it empties", 3, ""),
    ],
)
def test_the_feedback_on_a_list_does_not_repeat_the_points(
    asked, typed, points, feedback
):
    assert grade(asked("steps.list"), typed) == Graded(points, feedback)


def test_points_are_always_floats(bank_of):
    for item in bank_of(FACTS).values():
        for typed in ("", "A", "AB", "1A", "?", "true", "70", "it fills", "aorta"):
            assert type(grade(item, typed).points) is float, (item.id, typed)


@pytest.mark.parametrize("typed", [None, 3, b"A", ["A"]])
def test_a_typed_answer_that_is_not_a_text_is_a_type_error(bank_of, typed):
    for item in bank_of(FACTS).values():
        with pytest.raises(TypeError, match=r"the typed answer is an? .*; it must be"):
            grade(item, typed)


def test_a_value_that_is_not_an_item_is_a_type_error():
    with pytest.raises(TypeError, match="it must be an Item"):
        grade("vessel.single", "A")


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("5.4", 1),
        ("5.4. ", 1),
        ("10/2.", 1),
        ("5.4 million cells", 1),
        ("5400000 cells", 1),
        ("6", 0),
        ("5 mg", 0),
    ],
)
def test_a_number_without_its_unit_is_in_the_unit_of_the_stem(bank_of, typed, points):
    bank = bank_of(
        "  - id: cells\n    from: pump\n    ask: How many are there?\n"
        "    answer: {number: 5, unit: million cells, tolerance: 0.5}\n"
    )
    (item,) = [
        item for item_id, item in bank.items() if item_id.startswith("cells.numeric")
    ]
    graded = grade(item, typed)
    assert (graded.points, graded.is_in_doubt) == (points, False)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "א", "🫀", "1" * 5000, "a" * 5000, "A\nB", "99Z", "-1", "é"],
)
def test_no_typed_text_raises_an_error(bank_of, typed):
    for item in bank_of(FACTS).values():
        graded = grade(asked_outside_paper(item), typed)
        assert 0 <= graded.points <= item.points


@pytest.mark.parametrize(
    ("item_id", "typed", "points"),
    [
        ("vessel.single", "pulmonary vein", 1),
        ("rooms.matching", "1a 2b", 2),
        ("steps.ordering", "a b c", 1),
        ("rate.numeric", "75", 1),
        ("flow.c1.fill", "a vein", 1),
    ],
)
def test_an_item_without_a_form_is_graded_in_its_own_order(
    bank_of, item_id, typed, points
):
    bank = bank_of(FACTS)
    item = next(item for name, item in bank.items() if name.startswith(item_id))
    graded = grade(item, typed)
    assert (graded.points, graded.is_in_doubt) == (points, False)


def test_the_right_answer_to_every_item_of_every_form_gets_all_points(deck_of):
    deck = deck_of(FACTS)
    bank = item_bank(deck)
    types = set()
    for item_type in {item.type for item in bank}:
        request = PaperRequest(1, "a", forms=3, types=[item_type])
        for form in assemble_paper(deck, bank, request).required().forms:
            for asked in form.asked:
                types.add(asked.item.type)
                graded = grade(asked, right_answer(asked))
                assert (graded.points, graded.is_in_doubt) == (asked.item.points, False)
    assert types == {item.type for item in bank}


@pytest.mark.parametrize(
    ("typed", "says_true"),
    [
        ("A", True),
        ("(a)", True),
        ("1", True),
        ("B", False),
        ("b.", False),
        ("2", False),
        ("option B", False),
        ("t", True),
        ("f", False),
        ("not true", False),
    ],
)
def test_a_true_false_item_takes_the_letters_of_its_options(bank_of, typed, says_true):
    items = [item for item in bank_of(FACTS).values() if item.type == "truefalse"]
    assert {item.truth for item in items} == {True, False}
    for item in items:
        assert [option.text for option in item.options] == ["True", "False"]
        graded = grade(item, typed)
        assert (graded.points, graded.is_in_doubt) == (says_true is item.truth, False)


@pytest.mark.parametrize("typed", ["C", "3", "A B", "A or B", "perhaps", "the"])
def test_an_answer_neither_true_nor_false_is_in_doubt_with_a_hint(asked, typed):
    graded = grade(asked("flow.c1.truefalse.true"), typed)
    assert graded == Graded(0, "Type true or false.", is_in_doubt=True)


@pytest.mark.parametrize("typed", ["?", "???", "-", "\u2014", "...", " ! ", "\uff1f"])
def test_punctuation_does_not_answer_any_item(bank_of, typed):
    for item in bank_of(FACTS).values():
        graded = grade(item, typed)
        assert (graded.points, graded.is_in_doubt) == (0, True), item.id
        assert graded.feedback.startswith("Type "), item.id
        assert graded.verdict is None, item.id
        for answer in item.answers:
            assert answer.text not in graded.feedback


def test_punctuation_can_be_a_right_or_a_rejected_answer(bank_of):
    bank = bank_of(
        "  - id: mark\n    from: pump\n    ask: Which sign is for thousandths?\n"
        "    answer:\n      text: '‰'\n"
        "      reject:\n        '%': It is for hundredths.\n"
    )
    item = bank["mark.short"]
    assert grade(item, "‰").points == 1
    rejected = grade(item, "%")
    assert (rejected.points, rejected.is_in_doubt) == (0, False)
    assert "It is for hundredths." in rejected.feedback
    assert grade(item, ";").is_in_doubt


def test_a_noun_that_the_stem_names_may_be_left_out(bank_of):
    item = bank_of(
        "  - id: nerve\n    from: pump\n    ask: Which nerve is it?\n"
        "    answer: axillary nerve\n"
    )["nerve.short"]
    assert [grade(item, typed).points for typed in ("the axillary", "vagus")] == [1, 0]


@pytest.mark.parametrize("typed", ["dunno", "idk", "I don't know.", "no idea"])
def test_a_learner_who_gives_up_gets_no_points_and_reads_the_answer(bank_of, typed):
    bank = bank_of(FACTS)
    for item in bank.values():
        graded = grade(item, typed)
        assert (graded.points, graded.is_in_doubt) == (0, False), item.id
        assert graded.feedback.startswith("No answer. The answer is *"), item.id
    assert "*A: pulmonary vein*" in grade(bank["vessel.single"], typed).feedback
    assert "*True*" in grade(bank["flow.c1.truefalse.true"], typed).feedback
    ordering = grade(bank["steps.ordering"], typed).feedback
    assert "*it fills → it closes → it empties*" in ordering


def test_an_option_with_the_text_nothing_can_be_chosen(bank_of):
    bank = bank_of(
        "  - id: left\n    from: pump\n    ask: What is left?\n"
        "    answer:\n      text: a drop\n"
        "      reject:\n        nothing: It is some.\n        all: It is less.\n"
    )
    graded = grade(bank["left.single"], "nothing")
    assert graded == Graded(0, "It is some.")


@pytest.mark.parametrize("typed", ["Vogel", "der Vogel", "Vögel", "die Vögel"])
def test_an_option_is_chosen_in_the_language_of_the_deck(deck_of, typed):
    facts = """\
  - id: tier
    from: pump
    ask: Was sitzt auf dem Ast?
    answer:
      text: Vogel
      reject:
        Vögel: Das sind mehrere.
        Katze: Sie liegt darunter.
"""
    deck = deck_of(facts, deck=DECK.replace("language: en", "language: de"))
    item = next(item for item in item_bank(deck) if item.id == "tier.single")
    rules = [flaw.rule for flaw in flaws_of(item, words_of_deck(deck))]
    assert "same-option" not in rules
    graded = grade(item, typed, DeckChecker(deck).terms)
    assert not graded.is_in_doubt
    assert graded.points == float(typed.endswith("Vogel"))
