import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of, prompt_for


def fact_of(write_deck, body):
    loaded = load_deck(write_deck(f"  - id: a\n    from: pump\n{body}"))
    assert loaded.problems == ()
    (fact,) = loaded.deck.facts
    return fact


def test_a_blank_card_hides_every_place_of_its_number_and_shows_the_others(write_deck):
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


def test_a_prompt_is_plain_text_that_nothing_escapes(write_deck):
    fact = fact_of(write_deck, "    say: 'AST <40 & {{c1::<b>::a&b}} \"1:40\"'\n")
    (card,) = cards_of(fact)
    assert card.prompt == 'AST <40 & [a&b] "1:40"'
    assert card.answers[0].text == "<b>"


def test_a_blank_card_carries_what_blanks_adds(write_deck):
    fact = fact_of(
        write_deck,
        "    say: '{{c1::x}} {{c2::y}}'\n    blanks:\n      c2: {accept: [why], strict: true}\n",
    )
    one, two = (card.answers[0] for card in cards_of(fact))
    assert (one.accept, one.strict) == ((), False)
    assert (two.text, two.accept, two.strict) == ("y", ("why",), True)


def test_only_what_asks_for_several_items_is_a_list_card(write_deck):
    bodies = {
        "    say: '{{c1::x}}'\n": [False],
        "    ask: Q?\n    answer: x\n    reverse: {ask: R?, answer: y}\n": [
            False,
            False,
        ],
        "    ask: Q?\n    list: [x, y]\n": [True],
        "    ask: Q?\n    groups: [{id: g, title: G, items: [x]}, {id: h, title: H, items: [y, z]}]\n": [
            True,
            True,
        ],
    }
    for body, expected in bodies.items():
        assert [
            card.is_list for card in cards_of(fact_of(write_deck, body))
        ] == expected, body


@pytest.mark.parametrize(
    ("order", "ordered"),
    [("", False), ("    order: any\n", False), ("    order: fixed\n", True)],
)
def test_list_cards_know_whether_order_counts_and_keep_the_authors(
    write_deck, order, ordered
):
    (whole,) = cards_of(
        fact_of(write_deck, f"    ask: Q?\n    list: [z, a, m]\n{order}")
    )
    assert (
        [answer.text for answer in whole.answers],
        whole.ordered,
        whole.heading,
    ) == (["z", "a", "m"], ordered, None)
    groups = cards_of(
        fact_of(
            write_deck,
            f"    ask: Q?\n    groups: [{{id: z, title: T, items: [b, a]}}]\n{order}",
        )
    )
    assert [(card.part, card.note, card.heading, card.ordered) for card in groups] == [
        ("z", "z", "T", ordered)
    ]


def test_every_card_of_a_fact_has_a_part_of_its_own(write_deck):
    fact = fact_of(
        write_deck,
        "    ask: Q?\n    groups: [{id: g, title: T, items: [x]}, {id: h, title: T, items: [y]}]\n",
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
def test_a_retired_fact_of_any_shape_has_no_card_but_stays_a_fact(write_deck, shape):
    folder = write_deck(f"  - id: a\n    from: pump\n    {shape}\n    retired: wrong\n")
    deck = load_deck(folder).deck
    assert [fact.id for fact in deck.facts] == ["a"]
    assert deck.active_facts == ()
    assert cards_of(deck.facts[0]) == ()
