import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.catalogue.learner_words import words_in
from liverdeck.facts.card import cards_of
from liverdeck.facts.card_texts import (
    answer_hints,
    filled_pieces,
    items_text,
    list_answers,
    other_answers_or_titles,
    question_with_gaps,
    question_with_other_answers,
    question_without_answers,
    questions_of,
)

STATEMENT = "    say: 'A {{c3::x::what?}}, {{c1::y}} and {{c3::x}}.'\n"
TWO_QUESTIONS = "    ask: Q?\n    answer: x\n    reverse: {ask: R?, answer: y}\n"
LIST = "    ask: Q?\n    list: [x, y]\n"
GROUPS = """\
    ask: Q?
    groups: [{id: g, title: G, items: [x]}, {id: h, title: H, items: [y, z]}]
"""


def fact_of(write_deck, body):
    loaded = load_deck(write_deck(f"  - id: a\n    from: pump\n{body}"))
    (fact,) = loaded.deck.facts
    return fact


def for_each_card(function, write_deck, body):
    return [function(card) for card in cards_of(fact_of(write_deck, body))]


def words_for_each_card(function, write_deck, body):
    return [text.split() for text in for_each_card(function, write_deck, body)]


def test_the_pieces_of_a_statement_have_its_answers_or_a_replacement(write_deck):
    cloze = fact_of(write_deck, STATEMENT).shape
    assert "".join(filled_pieces(cloze)) == "A x, y and x."
    assert "".join(filled_pieces(cloze, 3, "z")) == "A z, y and z."


def test_a_question_with_gaps_has_no_hints(write_deck):
    def question(card):
        return question_with_gaps(card, "___")

    statement = ["A x, ___ and x.", "A ___, y and ___."]
    assert for_each_card(question, write_deck, STATEMENT) == statement
    assert for_each_card(question, write_deck, TWO_QUESTIONS) == ["Q?", "R?"]
    assert for_each_card(question, write_deck, LIST) == ["Q?"]
    assert for_each_card(question, write_deck, GROUPS) == ["Q?", "Q?"]


def test_a_question_shows_the_answers_of_other_blanks_only(write_deck):
    def words(body):
        return words_for_each_card(question_with_other_answers, write_deck, body)

    assert words(STATEMENT) == ["A x , and x .".split(), "A , y and .".split()]
    assert words(TWO_QUESTIONS) == [["Q?"], ["R?"]]
    assert words(LIST) == [["Q?"]]
    assert words(GROUPS) == [["Q?"], ["Q?"]]


def test_a_question_without_answers_keeps_the_hint_of_its_blank(write_deck):
    def words(body):
        return words_for_each_card(question_without_answers, write_deck, body)

    assert words(STATEMENT) == ["A , and .".split(), "A , and . what?".split()]
    assert words(TWO_QUESTIONS) == [["Q?"], ["R?"]]
    assert words(LIST) == [["Q?"]]
    assert words(GROUPS) == [["Q?"], ["Q?"]]


def test_other_blanks_and_titles_may_give_an_answer_away(write_deck):
    def texts(body):
        return for_each_card(other_answers_or_titles, write_deck, body)

    assert texts(STATEMENT) == [["x"], ["y"]]
    assert texts(TWO_QUESTIONS) == [[], []]
    assert texts(LIST) == [[]]
    assert texts(GROUPS) == [["G", "H"], ["G", "H"]]


def test_the_questions_of_a_fact_are_those_that_the_author_wrote(write_deck):
    def questions(body):
        return questions_of(fact_of(write_deck, body))

    assert questions(STATEMENT) == ()
    assert questions("    ask: Q?\n    answer: x\n") == ("Q?",)
    assert questions(TWO_QUESTIONS) == ("Q?", "R?")
    assert questions(LIST) == ("Q?",)
    assert questions(GROUPS) == ("Q?",)


def test_only_lists_have_list_answers(write_deck):
    def texts(body):
        return [item.text for item in list_answers(fact_of(write_deck, body).shape)]

    assert texts(STATEMENT) == []
    assert texts(TWO_QUESTIONS) == []
    assert texts(LIST) == ["x", "y"]
    assert texts(GROUPS) == ["x", "y", "z"]


def english_items_text(card):
    return items_text(card, words_in("en"))


def test_the_text_for_a_list_says_the_number_of_items_and_if_order_counts(write_deck):
    assert for_each_card(english_items_text, write_deck, LIST) == ["2 items"]
    assert for_each_card(english_items_text, write_deck, GROUPS) == [
        "1 item",
        "2 items",
    ]
    in_order = GROUPS + "    order: fixed\n"
    assert for_each_card(english_items_text, write_deck, in_order) == [
        "1 item",
        "2 items, in order",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    say: 'A {{c1::vein::tube}}'\n", [()]),
        ("    ask: Q?\n    answer: {text: x, hint: one}\n", [("one",)]),
        ("    ask: Q?\n    list: [{text: x, hint: two}, y]\n", [("two",)]),
    ],
)
def test_a_hint_that_the_prompt_shows_is_not_repeated(write_deck, body, expected):
    assert for_each_card(answer_hints, write_deck, body) == expected
