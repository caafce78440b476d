import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of, prompt_for


def fact_of(write_deck, body):
    loaded = load_deck(write_deck(f"  - id: a\n    from: pump\n{body}"))
    assert loaded.problems == ()
    (fact,) = loaded.deck.facts
    return fact


def test_the_card_of_a_blank_hides_the_gaps_of_this_blank_only(write_deck):
    fact = fact_of(
        write_deck, "    say: '{{c3::x::one}}, {{c1::y}}, {{c3::x}}, {{c2::z::two}}'\n"
    )
    assert [(card.part, card.prompt) for card in cards_of(fact)] == [
        ("c1", "x, [...], x, z"),
        ("c2", "x, y, x, [two]"),
        ("c3", "[one], y, [...], z"),
    ]
    assert [prompt_for(fact.shape, number) for number in (1, 2, 3)] == [
        card.prompt for card in cards_of(fact)
    ]


def test_a_prompt_is_plain_text_without_escapes(write_deck):
    fact = fact_of(write_deck, "    say: 'AST <40 & {{c1::<b>::a&b}} \"1:40\"'\n")
    (card,) = cards_of(fact)
    assert card.prompt == 'AST <40 & [a&b] "1:40"'
    assert card.answers[0].text == "<b>"


def test_the_card_of_a_blank_has_its_keys_under_blanks(write_deck):
    fact = fact_of(
        write_deck,
        """\
    say: '{{c1::x}} {{c2::y}}'
    blanks:
      c2: {accept: [why], strict: true}
""",
    )
    one, two = (card.answers[0] for card in cards_of(fact))
    assert (one.accept, one.strict) == ((), False)
    assert (two.text, two.accept, two.strict) == ("y", ("why",), True)


STATEMENT = "    say: '{{c1::x}}'\n"
TWO_QUESTIONS = """\
    ask: Q?
    answer: x
    reverse: {ask: R?, answer: y}
"""
LIST = "    ask: Q?\n    list: [x, y]\n"
GROUPS = """\
    ask: Q?
    groups: [{id: g, title: G, items: [x]}, {id: h, title: H, items: [y, z]}]
"""


def test_only_cards_of_lists_and_groups_are_list_cards(write_deck):
    def are_lists(body):
        return [card.is_list for card in cards_of(fact_of(write_deck, body))]

    assert are_lists(STATEMENT) == [False]
    assert are_lists(TWO_QUESTIONS) == [False, False]
    assert are_lists(LIST) == [True]
    assert are_lists(GROUPS) == [True, True]


@pytest.mark.parametrize(
    ("order", "ordered"),
    [("", False), ("    order: any\n", False), ("    order: fixed\n", True)],
)
def test_a_list_card_says_whether_the_order_counts(write_deck, order, ordered):
    list_fact = f"    ask: Q?\n    list: [z, a, m]\n{order}"
    (card,) = cards_of(fact_of(write_deck, list_fact))
    assert [answer.text for answer in card.answers] == ["z", "a", "m"]
    assert (card.ordered, card.heading) == (ordered, None)

    group = "{id: z, title: T, items: [b, a]}"
    group_fact = f"    ask: Q?\n    groups: [{group}]\n{order}"
    (card,) = cards_of(fact_of(write_deck, group_fact))
    assert (card.part, card.note_part) == ("z", "z")
    assert (card.ordered, card.heading) == (ordered, "T")


def test_no_two_cards_of_a_fact_have_the_same_part(write_deck):
    fact = fact_of(
        write_deck,
        """\
    ask: Q?
    groups: [{id: g, title: T, items: [x]}, {id: h, title: T, items: [y]}]
""",
    )
    parts = [card.part for card in cards_of(fact)]
    assert len(set(parts)) == len(parts)
    assert all(card.fact is fact for card in cards_of(fact))


@pytest.mark.parametrize(
    "shape",
    [
        "say: '{{c1::x}}'",
        "ask: Q?\n    answer: x",
        "ask: Q?\n    list: [x, y]",
        "ask: Q?\n    groups: [{id: g, title: G, items: [x]}]",
    ],
)
def test_a_retired_fact_of_any_shape_stays_but_has_no_cards(write_deck, shape):
    folder = write_deck(f"  - id: a\n    from: pump\n    {shape}\n    retired: wrong\n")
    deck = load_deck(folder).deck
    assert [fact.id for fact in deck.facts] == ["a"]
    assert deck.active_facts == ()
    assert cards_of(deck.facts[0]) == ()
