import pytest

from liverdeck.anki.note_contents import (
    ordinal_of,
    ordinal_of_number,
    published_texts_by_number,
    shape_of_note,
    texts_by_number,
)
from liverdeck.anki.note_types import deck_note_types, note_type, note_type_of
from liverdeck.anki.notes import render_notes
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of
from liverdeck.facts.shapes import SHAPE_NAMES

FACTS = """\
  - {id: flow, from: pump, say: 'A {{c2::a < b::what?}}, {{c1::y: z}} B.'}
  - {id: rate, from: pump, ask: How fast & far?, answer: x}
  - id: both
    from: pump
    ask: Q?
    answer: x
    reverse: {ask: R?, answer: y}
  - {id: valves, from: pump, ask: Which?, list: [x, y]}
  - id: rooms
    from: pump
    ask: Which?
    groups: [{id: g, title: G, items: [x]}, {id: h, title: H, items: [y]}]
"""
TEXTS_BY_NUMBER = {
    "flow": {"c1": "y: z", "c2": "a < b"},
    "rate": {"ask": "How fast & far?"},
    "both": {"ask": "Q?", "reverse": "R?"},
    "valves": {},
    "rooms": {},
}


@pytest.fixture
def notes(write_deck):
    loaded = load_deck(write_deck(FACTS))
    assert loaded.problems == ()
    return render_notes(loaded.deck)


def test_every_shape_is_in_the_example(notes):
    assert {note.fact.shape.name for note in notes} == set(SHAPE_NAMES)


def test_the_shape_of_a_fact_is_known_from_its_note(notes):
    for note in notes:
        assert shape_of_note(note.note_type, note.part) == note.fact.shape.name


def test_numbered_texts_are_the_same_when_read_from_the_note(notes):
    for note in notes:
        values = dict(zip(note.note_type.fields, note.fields, strict=True))
        shape = note.fact.shape
        expected = TEXTS_BY_NUMBER[note.fact.id]
        assert texts_by_number(shape) == expected
        assert published_texts_by_number(shape.name, values) == expected


def test_a_number_has_the_ordinal_of_its_card(notes):
    for note in notes:
        numbers = TEXTS_BY_NUMBER[note.fact.id]
        ordinals = tuple(sorted(map(ordinal_of_number, numbers))) or (0,)
        cards = [card for card in cards_of(note.fact) if card.note_part == note.part]
        assert ordinals == note.ordinals == tuple(sorted(map(ordinal_of, cards)))


@pytest.mark.parametrize("number", ["", "spot", "c", "cx"])
def test_an_unknown_number_is_refused(number):
    with pytest.raises(ValueError, match="invalid literal"):
        ordinal_of_number(number)


def test_the_note_types_of_a_deck_are_those_of_all_shapes():
    types = {note_type_of(name, "fr") for name in SHAPE_NAMES}
    assert types == set(deck_note_types("fr"))


def test_a_multiple_choice_note_has_no_shape():
    with pytest.raises(ValueError, match=r"LiverDeck Choice \(en\)"):
        shape_of_note(note_type("Choice", "en"), "choice-sba")
