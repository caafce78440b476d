"""The changes are the same if notes that are exactly as released are left out."""

import pytest

from liverdeck import Ledger, load_deck, release_deck
from liverdeck.anki.note_types import note_types_to_record
from liverdeck.anki.notes import render_notes
from liverdeck.publishing.build import compared_notes, deck_state
from liverdeck.publishing.ledger_changes import compare_with_ledger

FACTS = """\
  - id: flow
    from: pump
    say: Blood leaves by the {{c1::aorta}} and comes back by the {{c2::veins}}.
  - {id: rate, from: pump, ask: How fast?, answer: 70, reverse: {ask: '70?', answer: x}}
  - {id: rooms, from: rooms, ask: Which?, list: [left, right], tags: [chamber]}
  - id: valves
    from: rooms
    ask: Which valves?
    groups:
      - {id: left, title: Left, items: [mitral, aortic]}
      - {id: right, title: Right, items: [tricuspid, pulmonary]}
"""
EDITS = {
    "nothing": (),
    "a text": (("70, rev", "60, rev"),),
    "a blank": (("::aorta}}", "::left ventricle}}"),),
    "two blanks change places": (("c1::", "c3::"), ("c2::", "c1::"), ("c3::", "c2::")),
    "a tag": (("[chamber]", "[room]"),),
    "the source": (("id: rooms, from: rooms", "id: rooms, from: pump"),),
    "an id": (("id: rate", "id: pulse"),),
    "an id of a group": (("id: right, title", "id: other, title"),),
    "the shape": (("list: [left, right]", "answer: left"),),
    "a blank removed": (("{{c2::veins}}", "veins"),),
    "a reverse removed": ((", reverse: {ask: '70?', answer: x}", ""),),
    "a fact retired": (
        ("  - {id: rate, from: pump", "  - {retired: x, id: rate, from: pump"),
    ),
}


@pytest.fixture
def released(write_deck):
    folder = write_deck(FACTS)
    deck = load_deck(folder).required()
    release_deck(deck, Ledger(deck.id), 1_700_000_000)
    return folder


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("sends_labels", [False, True])
def test_leaving_out_unchanged_notes_gives_the_same_changes(
    released, edit, sends_labels
):
    (path,) = released.glob("0*.yaml")
    text = path.read_text()
    for before, after in EDITS[edit]:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text)
    loaded = load_deck(released)
    deck, ledger = loaded.required(), loaded.ledger
    states = [note.state() for note in render_notes(deck, ledger.topics)]
    changes_of_all_notes = compare_with_ledger(
        ledger, states, note_types_to_record("en"), sends_labels=sends_labels
    )
    state = deck_state(deck, ledger, sends_labels=sends_labels)
    assert state.changes == changes_of_all_notes
    unchanged, others = compared_notes(state.notes, ledger)
    assert len(unchanged) + len(others) == len(state.notes)
    assert bool(others) == (edit not in ("nothing", "a fact retired"))


def test_in_a_deck_with_a_note_twice_no_note_is_left_out(released):
    loaded = load_deck(released)
    notes = deck_state(loaded.required(), loaded.ledger).notes
    unchanged, _ = compared_notes((*notes, notes[0]), loaded.ledger)
    assert unchanged == set()
