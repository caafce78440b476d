"""Rules about changes and dangers that hold over several releases."""

from dataclasses import replace

import pytest

from liverdeck.base.problems import Position
from liverdeck.facts.ledger import Ledger, NoteState, ReleasedNoteType
from liverdeck.publishing.ledger_changes import compare_with_ledger
from liverdeck.publishing.next_ledger import next_ledger

POSITION = Position("01-first.yaml", 7, 5)
TYPES = {
    "LiverDeck Cloze": ReleasedNoteType("schema", "look", 100),
    "LiverDeck Question": ReleasedNoteType("s2", "l2", 100),
}


def note(fact, part="", shape="cloze", topic="beat", hash_="h", **numbers):
    full_hash = f"{hash_} of {fact}/{part}"
    return NoteState(fact, part, shape, topic, full_hash, numbers, POSITION)


def release(*decks, types=TYPES):
    """Return the ledger after releases of these decks at 1000 seconds, 2000 ..."""
    ledger = Ledger("heart")
    for number, deck in enumerate(decks, 1):
        ledger = next_ledger(ledger, deck, types, number * 1000)
    return ledger


def dangers(ledger, *states, types=TYPES):
    return [
        str(danger) for danger in compare_with_ledger(ledger, states, types).dangers
    ]


def test_a_note_is_in_one_tuple_of_changes_only():
    ledger = release(
        [note("same"), note("edited"), note("moved"), note("both"), note("gone")]
    )
    now = [
        note("same"),
        note("edited", hash_="h2"),
        note("moved", topic="rooms"),
        note("both", hash_="h2", topic="rooms"),
        note("fresh", topic="rooms"),
    ]
    changes = compare_with_ledger(ledger, now, TYPES)
    assert changes
    assert [state.fact for state in changes.new] == ["fresh"]
    assert [state.fact for state in changes.changed] == ["edited", "both"]
    assert [state.fact for state in changes.moved] == ["moved"]
    assert [line.fact for line in changes.withdrawn] == ["gone"]
    assert changes.dangers == ()


def test_nothing_is_left_to_release_after_a_release():
    before = [note("a", c1="x"), note("b", topic="t")]
    after = [note("a", hash_="h2", c1="y", c2="z"), note("b", topic="u"), note("c")]
    ledger = release(before, after)
    assert not compare_with_ledger(ledger, after, TYPES)
    assert release(before, after).releases == (1000, 2000)


def test_only_a_change_of_content_changes_the_time_of_a_note():
    first = [note("same"), note("edited"), note("moved"), note("gone")]
    second = [
        note("same"),
        note("edited", hash_="h2"),
        note("moved", topic="rooms"),
        note("fresh", topic="rooms"),
    ]
    lines = release(first, second, second).lines
    assert {
        fact: (line.first_release, line.changed_seconds, line.withdrawn)
        for (fact, _), line in lines.items()
    } == {
        "same": (1, 1000, None),
        "edited": (1, 2000, None),
        "moved": (1, 1000, None),
        "gone": (1, 1000, 2),
        "fresh": (2, 2000, None),
    }
    assert lines["moved", ""].topic == "rooms"


def test_next_ledger_does_not_change_its_argument():
    ledger = release([note("a", c1="x")])
    before = repr(ledger)
    next_ledger(ledger, [note("b", topic="rooms")], TYPES, 2000)
    assert repr(ledger) == before


def test_a_dropped_number_keeps_the_release_that_dropped_it():
    two_blanks = note("a", c1="x", c2="y")
    one_blank = note("a", hash_="h2", c1="x")
    new_blank = note("a", hash_="h3", c1="x", c3="z")
    ledger = release([two_blanks], [one_blank], [new_blank], [new_blank])
    numbers = ledger.lines["a", ""].numbers
    assert {
        name: (number.text, number.since, number.until)
        for name, number in numbers.items()
    } == {
        "c1": ("x", 1, None),
        "c2": ("y", 1, 2),
        "c3": ("z", 3, None),
    }


@pytest.mark.parametrize("text", ["y", "anything else"])
def test_a_dropped_number_never_returns_with_any_text(text):
    ledger = release([note("a", c1="x", c2="y")], [note("a", hash_="h2", c1="x")])
    (danger,) = dangers(ledger, note("a", hash_="h3", c1="x", c2=text))
    assert danger == (
        "01-first.yaml:7:5: c2 of a was dropped in release 2 and is back; "
        "give the blank a new number"
    )


def test_a_new_number_cannot_have_the_text_of_a_dropped_one():
    ledger = release([note("a", c1="x", c2="y")], [note("a", hash_="h2", c1="x")])
    (danger,) = dangers(ledger, note("a", hash_="h3", c1="x", c3="y"))
    assert "c3 of a now holds 'y', which was released as c2" in danger


def test_both_swapped_blanks_are_named():
    ledger = release([note("a", c1="x", c2="y", c3="z")])
    first, second = dangers(ledger, note("a", hash_="h2", c1="y", c2="x", c3="z"))
    assert "c1 of a now holds 'y', which was released as c2" in first
    assert "c2 of a now holds 'x', which was released as c1" in second


@pytest.mark.parametrize(
    ("now", "count"),
    [
        ({"c1": "Portal vein", "c2": "the liver"}, 1),
        ({"c1": "portal vein.", "c2": "Liver"}, 2),
        ({"c2": "Liver"}, 1),
        ({"c1": "liver", "c2": "Liver"}, 0),
        # `Changes.reworded` names these two.
        ({"c1": "the liver", "c2": "a portal vein"}, 0),
    ],
)
def test_blanks_that_change_places_in_another_spelling_are_refused(now, count):
    ledger = release([note("a", c1="liver", c2="portal vein")])
    messages = dangers(ledger, note("a", hash_="h2", **now))
    assert len(messages) == count
    assert all("put the texts back to their numbers" in text for text in messages)


@pytest.mark.parametrize(
    "now",
    [
        {"c1": "x!", "c2": "y"},
        {"c1": "x"},
        {"c1": "x", "c2": "y", "c3": "z"},
        {"c2": "y", "c1": "x"},
        {"c1": "X", "c2": "Y"},
    ],
)
def test_rewording_dropping_and_adding_are_not_dangers(now):
    ledger = release([note("a", c1="x", c2="y")])
    assert dangers(ledger, note("a", hash_="h2", **now)) == []


def test_two_blanks_that_always_had_the_same_text_may_stay():
    both = note("a", c1="x", c2="x")
    assert dangers(release([both]), both) == []
    assert dangers(release([both]), replace(both, hash="h2")) == []


def test_texts_of_other_notes_are_not_a_danger():
    ledger = release([note("a", c1="x"), note("b", c1="y")])
    exchanged = note("a", hash_="h2", c1="y"), note("b", hash_="h2", c1="x")
    assert dangers(ledger, *exchanged) == []


def test_a_reverse_may_be_reworded_and_dropped_but_never_returns():
    with_reverse = note("q", shape="question", reverse="R?")
    reworded = note("q", shape="question", hash_="h2", reverse="S?")
    without = note("q", shape="question", hash_="h2")
    returned = note("q", shape="question", hash_="h3", reverse="R?")
    assert dangers(release([with_reverse]), reworded) == []
    assert dangers(release([with_reverse]), without) == []
    (danger,) = dangers(release([with_reverse], [without]), returned)
    assert danger == (
        "01-first.yaml:7:5: reverse of q was dropped in release 2 and is back; "
        "write the other side as a fact of its own"
    )


def test_a_reverse_may_be_added_later():
    ledger = release([note("q", shape="question")])
    with_reverse = note("q", shape="question", hash_="h2", reverse="R?")
    assert dangers(ledger, with_reverse) == []


def test_a_withdrawn_note_never_returns_even_unchanged():
    ledger = release(
        [note("a"), note("b", "left", "groups"), note("b", "right", "groups")],
        [note("b", "left", "groups")],
    )
    messages = dangers(
        ledger, note("a"), note("b", "left", "groups"), note("b", "right", "groups")
    )
    assert [message.split(": ")[1].partition(";")[0] for message in messages] == [
        "a was withdrawn in release 2 and is back",
        "b/right was withdrawn in release 2 and is back",
    ]


def test_groups_may_be_added_and_removed():
    ledger = release([note("b", "left", "groups"), note("b", "right", "groups")])
    now = [note("b", "left", "groups"), note("b", "top", "groups")]
    decided_names = [state.name_in_file for state in now]
    changes = compare_with_ledger(ledger, now, TYPES, decided_names)
    assert [state.part for state in changes.new] == ["top"]
    assert [line.part for line in changes.withdrawn] == ["right"]
    assert changes.dangers == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([note("a")], [note("a", shape="question")]),
        ([note("a", shape="question")], [note("a", shape="list")]),
        (
            [note("a", shape="list")],
            [note("a", "g", "groups"), note("a", "h", "groups")],
        ),
        ([note("a", "g", "groups")], [note("a", shape="list")]),
    ],
)
def test_a_changed_shape_is_one_danger_even_after_withdrawal(before, after):
    message = (
        f"the fact 'a' was released as {before[0].shape} "
        f"and is now {after[0].shape}; write it under a new id"
    )
    for ledger in (release(before), release(before, [])):
        (danger,) = dangers(ledger, *after)
        assert message in danger
        with pytest.raises(ValueError, match="was released as"):
            next_ledger(ledger, after, TYPES, 9000)


@pytest.mark.parametrize(
    ("note_type", "message"),
    [
        (
            ReleasedNoteType("moved", "look", 100),
            "its fields or templates moved; its schema is frozen",
        ),
        (ReleasedNoteType("moved", "look", 200), "its fields or templates moved"),
        (ReleasedNoteType("moved", "new", 200), "its fields or templates moved"),
        (
            ReleasedNoteType("schema", "new", 100),
            "looks different but has no later modification time; raise `LOOK",
        ),
        (
            ReleasedNoteType("schema", "new", 99),
            "looks different but has no later modification time",
        ),
    ],
)
def test_a_forbidden_change_of_a_note_type_is_refused(note_type, message):
    ledger = release([note("a")])
    note_types = {**TYPES, "LiverDeck Cloze": note_type}
    (danger,) = dangers(ledger, note("a"), types=note_types)
    assert message in danger
    with pytest.raises(ValueError, match="LiverDeck Cloze"):
        next_ledger(ledger, [note("a")], note_types, 2000)


def test_a_new_look_with_a_later_time_is_released():
    note_types = {**TYPES, "LiverDeck Cloze": ReleasedNoteType("schema", "new", 101)}
    notes = [note("a")]
    ledger = release(notes)
    changes = compare_with_ledger(ledger, notes, note_types)
    assert changes.note_types == ("LiverDeck Cloze",)
    assert bool(changes)
    ledger = next_ledger(ledger, notes, note_types, 2000)
    assert not compare_with_ledger(ledger, notes, note_types)


@pytest.mark.parametrize("time", [2000, 1999, 1000, 0, -1])
def test_a_release_that_is_not_later_than_the_last_is_refused(time):
    ledger = release([note("a")], [note("a")])
    with pytest.raises(ValueError, match="not later than the last one at 2000"):
        next_ledger(ledger, [note("a")], TYPES, time)
    assert next_ledger(ledger, [note("a")], TYPES, 2001).releases == (1000, 2000, 2001)
