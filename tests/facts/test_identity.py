"""A fact that got another id keeps what learners know it by: its oldest id."""

import pytest

from liverdeck.anki.notes import guid_of, render_notes
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_by_name
from liverdeck.quiz.items.bank import make_bank

FACT = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}
"""
BLANKS = "  - {id: way, from: pump, say: 'By {{c1::vein}} to {{c2::atrium}}.'}\n"
GROUPS = """\
  - id: rooms
    from: rooms
    ask: Which chambers?
    groups:
      - {id: left, title: Left, items: [left atrium]}
      - {id: right, title: Right, items: [right atrium]}
"""
FACTS = FACT + BLANKS + GROUPS


def facts_with_other_ids(was):
    """Return the facts with ids like `new-rate`; `{0}` in `was` is the old id."""
    facts = FACTS
    for name in ("rate", "way", "rooms"):
        old = was.format(name)
        facts = facts.replace(f"{{id: {name},", f"{{id: new-{name}, was: {old},")
        facts = facts.replace(f"id: {name}\n", f"id: new-{name}\n    was: {old}\n")
    return facts


@pytest.mark.parametrize("was", ["{0}", "[{0}]", "[{0}, {0}-2]", "[{0}, new-{0}]"])
def test_another_id_of_a_fact_changes_nothing_that_learners_have(write_deck, was):
    before = load_deck(write_deck(FACTS)).deck
    loaded = load_deck(write_deck(facts_with_other_ids(was)))
    assert loaded.problems == ()
    after = loaded.deck
    assert [fact.id for fact in after.facts] == ["new-rate", "new-way", "new-rooms"]

    assert list(cards_by_name(after)) == list(cards_by_name(before))
    old_notes, new_notes = render_notes(before), render_notes(after)
    assert [note.guid for note in new_notes] == [note.guid for note in old_notes]
    assert [note.fields for note in new_notes] == [note.fields for note in old_notes]
    assert [note.name for note in new_notes] == [note.name for note in old_notes]
    assert new_notes[0].guid == guid_of("heart", "rate", "")
    old_items, new_items = list(make_bank(before)), list(make_bank(after))
    assert [item.id for item in new_items] == [item.id for item in old_items]
    assert [item.id_in_fact for item in new_items] == [
        item.id_in_fact for item in old_items
    ]
    assert [item.options for item in new_items] == [item.options for item in old_items]
    assert [item.pairs for item in new_items] == [item.pairs for item in old_items]


@pytest.mark.parametrize("was", ["left", "[left]", "[left, middle]"])
def test_another_id_of_a_group_changes_nothing_that_learners_have(write_deck, was):
    before = load_deck(write_deck(FACTS)).deck
    facts = FACTS.replace("{id: left,", f"{{id: new-left, was: {was},")
    loaded = load_deck(write_deck(facts))
    assert loaded.problems == ()
    after = loaded.deck
    assert list(cards_by_name(after)) == list(cards_by_name(before))
    old_notes, new_notes = render_notes(before), render_notes(after)
    assert [note.guid for note in new_notes] == [note.guid for note in old_notes]
    assert [note.fields for note in new_notes] == [note.fields for note in old_notes]
    old_items, new_items = list(make_bank(before)), list(make_bank(after))
    assert [item.id for item in new_items] == [item.id for item in old_items]
    assert [item.pairs for item in new_items] == [item.pairs for item in old_items]


def test_two_facts_with_the_same_oldest_id_are_a_problem(write_deck):
    folder = write_deck(
        "  - {id: one, from: pump, ask: Which?, answer: a}\n"
        "  - {id: two, was: one, from: pump, ask: What?, answer: b}\n"
        "  - {id: three, was: [one, two], from: pump, ask: Who?, answer: c}\n"
    )
    problems = load_deck(folder).problems
    assert [problem.position.line for problem in problems] == [5, 6]
    assert "'two' has the oldest id 'one'" in problems[0].message
    assert "'three' has the oldest id 'one'" in problems[1].message


def test_two_facts_may_exchange_their_ids(write_deck):
    folder = write_deck(
        "  - {id: one, was: two, from: pump, ask: Which?, answer: a}\n"
        "  - {id: two, was: one, from: pump, ask: What?, answer: b}\n"
    )
    loaded = load_deck(folder)
    assert loaded.problems == ()
    assert list(cards_by_name(loaded.deck)) == ["heart/two", "heart/one"]
