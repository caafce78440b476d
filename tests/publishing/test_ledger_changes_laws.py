from dataclasses import replace

import pytest

from liverdeck.base.problems import Position
from liverdeck.facts.ledger import Ledger, NoteState, ReleasedNoteType
from liverdeck.publishing.ledger_changes import compare_with_ledger, next_ledger

AT = Position("01-first.yaml", 7, 5)
TYPES = {
    "LiverDeck Cloze": ReleasedNoteType("schema", "look", 100),
    "LiverDeck Question": ReleasedNoteType("s2", "l2", 100),
}


def note(fact, part="", shape="cloze", topic="beat", hash_="h", **numbers):
    return NoteState(fact, part, shape, topic, f"{hash_} of {fact}/{part}", numbers, AT)


def release(*decks, types=TYPES):
    """Return the ledger after releasing these decks at 1000, 2000 ..."""
    ledger = Ledger("heart")
    for number, deck in enumerate(decks, 1):
        ledger = next_ledger(ledger, deck, types, number * 1000)
    return ledger


def dangers(ledger, *states, types=TYPES):
    return [
        str(danger) for danger in compare_with_ledger(ledger, states, types).dangers
    ]


def test_each_note_is_of_one_kind_of_change():
    ledger = release(
        [note("same"), note("edited"), note("moved"), note("both"), note("gone")]
    )
    now = [
        note("same"),
        note("edited", hash_="h2"),
        note("moved", topic="rooms"),
        note("both", hash_="h2", topic="rooms"),
        note("fresh"),
    ]
    changes = compare_with_ledger(ledger, now, TYPES)
    assert changes
    assert [state.fact for state in changes.new] == ["fresh"]
    assert [state.fact for state in changes.changed] == ["edited", "both"]
    assert [state.fact for state in changes.moved] == ["moved"]
    assert [entry.fact for entry in changes.withdrawn] == ["gone"]
    assert changes.dangers == ()


def test_a_release_leaves_nothing_to_release():
    before = [note("a", c1="x"), note("b", topic="t")]
    after = [note("a", hash_="h2", c1="y", c2="z"), note("b", topic="u"), note("c")]
    ledger = release(before, after)
    assert not compare_with_ledger(ledger, after, TYPES)
    assert release(before, after).releases == (1000, 2000)


def test_only_a_change_of_content_moves_the_time_of_a_note():
    first = [note("same"), note("edited"), note("moved"), note("gone")]
    second = [
        note("same"),
        note("edited", hash_="h2"),
        note("moved", topic="rooms"),
        note("fresh"),
    ]
    entries = release(first, second, second).lines
    assert {
        fact: (entry.first, entry.changed, entry.withdrawn)
        for (fact, _), entry in entries.items()
    } == {
        "same": (1, 1000, None),
        "edited": (1, 2000, None),
        "moved": (1, 1000, None),
        "gone": (1, 1000, 2),
        "fresh": (2, 2000, None),
    }
    assert entries["moved", ""].topic == "rooms"


def test_advance_leaves_the_ledger_it_was_given():
    ledger = release([note("a", c1="x")])
    before = repr(ledger)
    next_ledger(ledger, [note("b")], TYPES, 2000)
    assert repr(ledger) == before


def test_a_dropped_number_remembers_the_release_that_dropped_it_for_ever():
    full, less, other = (
        note("a", c1="x", c2="y"),
        note("a", hash_="h2", c1="x"),
        note("a", hash_="h3", c1="x", c3="z"),
    )
    numbers = release([full], [less], [other], [other]).lines["a", ""].numbers
    assert {
        name: (number.text, number.since, number.until)
        for name, number in numbers.items()
    } == {
        "c1": ("x", 1, None),
        "c2": ("y", 1, 2),
        "c3": ("z", 3, None),
    }


@pytest.mark.parametrize("text", ["y", "anything else"])
def test_a_dropped_number_never_returns_with_its_old_text_or_another(text):
    ledger = release([note("a", c1="x", c2="y")], [note("a", hash_="h2", c1="x")])
    (danger,) = dangers(ledger, note("a", hash_="h3", c1="x", c2=text))
    assert (
        danger
        == "01-first.yaml:7:5: c2 of a was dropped in release 2 and is back; give the blank a new number"
    )


def test_a_new_number_does_not_take_over_a_dropped_ones_text():
    ledger = release([note("a", c1="x", c2="y")], [note("a", hash_="h2", c1="x")])
    (danger,) = dangers(ledger, note("a", hash_="h3", c1="x", c3="y"))
    assert "c3 of a now holds 'y', which was released as c2" in danger


def test_both_of_two_swapped_blanks_are_named():
    ledger = release([note("a", c1="x", c2="y", c3="z")])
    found = dangers(ledger, note("a", hash_="h2", c1="y", c2="x", c3="z"))
    assert len(found) == 2
    assert "c1 of a now holds 'y', which was released as c2" in found[0]
    assert "c2 of a now holds 'x', which was released as c1" in found[1]


@pytest.mark.parametrize(
    "now",
    [
        {"c1": "x!", "c2": "y"},
        {"c1": "y?", "c2": "x?"},
        {"c1": "x"},
        {"c1": "x", "c2": "y", "c3": "z"},
        {"c2": "y", "c1": "x"},
        {"c1": "X", "c2": "Y"},
    ],
)
def test_rewording_dropping_and_adding_are_no_danger(now):
    assert (
        dangers(release([note("a", c1="x", c2="y")]), note("a", hash_="h2", **now))
        == []
    )


def test_two_blanks_that_always_held_one_text_may_stay():
    both = note("a", c1="x", c2="x")
    assert dangers(release([both]), both) == []
    assert dangers(release([both]), replace(both, hash="h2")) == []


def test_texts_of_other_notes_are_no_danger():
    assert (
        dangers(
            release([note("a", c1="x"), note("b", c1="y")]),
            note("a", hash_="h2", c1="y"),
            note("b", hash_="h2", c1="x"),
        )
        == []
    )


def test_a_reverse_may_be_reworded_and_dropped_but_never_returns():
    with_it, without = (
        note("q", shape="question", reverse="R?"),
        note("q", shape="question", hash_="h2"),
    )
    assert (
        dangers(
            release([with_it]), note("q", shape="question", hash_="h2", reverse="S?")
        )
        == []
    )
    assert dangers(release([with_it]), without) == []
    (danger,) = dangers(
        release([with_it], [without]),
        note("q", shape="question", hash_="h3", reverse="R?"),
    )
    assert (
        danger
        == "01-first.yaml:7:5: reverse of q was dropped in release 2 and is back; write the other side as a fact of its own"
    )


def test_a_reverse_may_come_later():
    assert (
        dangers(
            release([note("q", shape="question")]),
            note("q", shape="question", hash_="h2", reverse="R?"),
        )
        == []
    )


def test_a_withdrawn_note_never_returns_even_unchanged():
    ledger = release(
        [note("a"), note("b", "left", "groups"), note("b", "right", "groups")],
        [note("b", "left", "groups")],
    )
    found = dangers(
        ledger, note("a"), note("b", "left", "groups"), note("b", "right", "groups")
    )
    assert [line.split(": ")[1].partition(";")[0] for line in found] == [
        "a was withdrawn in release 2 and is back",
        "b/right was withdrawn in release 2 and is back",
    ]


def test_a_group_may_come_and_another_go():
    ledger = release([note("b", "left", "groups"), note("b", "right", "groups")])
    changes = compare_with_ledger(
        ledger, [note("b", "left", "groups"), note("b", "top", "groups")], TYPES
    )
    assert [state.part for state in changes.new] == ["top"]
    assert [entry.part for entry in changes.withdrawn] == ["right"]
    assert changes.dangers == ()


@pytest.mark.parametrize(
    ("was", "now"),
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
def test_a_changed_shape_is_one_danger_also_after_it_was_withdrawn(was, now):
    for ledger in (release(was), release(was, [])):
        (danger,) = dangers(ledger, *now)
        assert (
            f"the fact 'a' was released as {was[0].shape} and is now {now[0].shape}; write it under a new id"
            in danger
        )
        with pytest.raises(ValueError, match="was released as"):
            next_ledger(ledger, now, TYPES, 9000)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            ReleasedNoteType("moved", "look", 100),
            "its fields or templates moved; its schema is frozen",
        ),
        (ReleasedNoteType("moved", "look", 200), "its fields or templates moved"),
        (ReleasedNoteType("moved", "new", 200), "its fields or templates moved"),
        (
            ReleasedNoteType("schema", "new", 100),
            "looks different but has no later modification time; raise its `mod`",
        ),
        (
            ReleasedNoteType("schema", "new", 99),
            "looks different but has no later modification time",
        ),
    ],
)
def test_a_frozen_note_type_that_moved_is_refused(kind, words):
    ledger = release([note("a")])
    now = {**TYPES, "LiverDeck Cloze": kind}
    (danger,) = dangers(ledger, note("a"), types=now)
    assert words in danger
    with pytest.raises(ValueError, match="LiverDeck Cloze"):
        next_ledger(ledger, [note("a")], now, 2000)


def test_a_new_look_with_a_later_time_is_released_and_becomes_the_old_one():
    now = {**TYPES, "LiverDeck Cloze": ReleasedNoteType("schema", "new", 101)}
    ledger = release([note("a")])
    changes = compare_with_ledger(ledger, [note("a")], now)
    assert changes.note_types == ("LiverDeck Cloze",)
    assert bool(changes)
    assert not compare_with_ledger(
        next_ledger(ledger, [note("a")], now, 2000), [note("a")], now
    )


@pytest.mark.parametrize("time", [2000, 1999, 1000, 0, -1])
def test_a_release_is_later_than_the_last(time):
    ledger = release([note("a")], [note("a")])
    with pytest.raises(ValueError, match="not later than the last one at 2000"):
        next_ledger(ledger, [note("a")], TYPES, time)
    assert next_ledger(ledger, [note("a")], TYPES, 2001).releases == (1000, 2000, 2001)
