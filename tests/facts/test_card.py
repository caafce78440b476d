from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of


def cards(write_deck, fact):
    (fact,) = load_deck(write_deck(fact)).deck.facts
    return [
        (
            card.part,
            card.note_part,
            card.prompt,
            [answer.text for answer in card.answers],
        )
        for card in cards_of(fact)
    ]


def test_a_statement_has_a_card_for_each_blank(write_deck):
    fact = (
        "  - {id: a, from: pump, say: 'A {{c2::x::what?}} B {{c1::y}} C {{c2::x}}.'}\n"
    )
    assert cards(write_deck, fact) == [
        ("c1", "", "A x B [...] C x.", ["y"]),
        ("c2", "", "A [what?] B y C [...].", ["x"]),
    ]


def test_a_question_with_a_reverse_question_has_two_cards(write_deck):
    fact = (
        "  - {id: a, from: pump, ask: Q?, answer: x, reverse: {ask: R?, answer: y}}\n"
    )
    assert cards(write_deck, fact) == [
        ("", "", "Q?", ["x"]),
        ("reverse", "", "R?", ["y"]),
    ]


def test_a_list_is_one_card(write_deck):
    assert cards(write_deck, "  - {id: a, from: pump, ask: Q?, list: [x, y]}\n") == [
        ("", "", "Q?", ["x", "y"])
    ]


def test_each_group_is_one_card_of_its_own_note(write_deck):
    fact = """\
  - id: a
    from: pump
    ask: Q?
    groups: [{id: g, title: G, items: [x]}, {id: h, title: H, items: [y, z]}]
"""
    assert cards(write_deck, fact) == [
        ("g", "g", "Q?", ["x"]),
        ("h", "h", "Q?", ["y", "z"]),
    ]


def test_a_retired_fact_has_no_cards(write_deck):
    fact = "  - {id: a, from: pump, ask: Q?, answer: x, retired: old}\n"
    assert cards(write_deck, fact) == []
