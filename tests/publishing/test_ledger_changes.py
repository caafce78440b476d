"""What a comparison with the ledger finds, and what the next ledger contains."""

import re
from dataclasses import replace

import pytest

from liverdeck.base.problems import Position
from liverdeck.facts.ledger import Ledger, NoteState, ReleasedNoteType
from liverdeck.publishing.ledger_changes import compare_with_ledger
from liverdeck.publishing.next_ledger import next_ledger

POSITION = Position("f.yaml", 3, 5)
TYPES = {"LiverDeck Cloze": ReleasedNoteType("schema", "look", 100)}


def cloze(fact="flow", hash_="h1", topic="beat", **numbers):
    numbers = numbers or {"c1": "atrium", "c2": "vein"}
    return NoteState(fact, "", "cloze", topic, hash_, numbers, POSITION, fact_id=fact)


def question(fact="rate", hash_="q1", **numbers):
    return NoteState(fact, "", "question", "beat", hash_, numbers, POSITION)


def released(*states, ledger=None, time=1000):
    """Return the ledger after a release of these notes at a Unix time."""
    return next_ledger(ledger or Ledger("heart"), states, TYPES, time)


def dangers(ledger, *states, types=TYPES):
    return [
        f"{danger.message}; {danger.fix}"
        for danger in compare_with_ledger(ledger, states, types).dangers
    ]


def test_before_the_first_release_everything_is_new():
    changes = compare_with_ledger(Ledger("heart"), [cloze()], TYPES)
    assert [state.fact for state in changes.new] == ["flow"]
    assert changes.note_types == ("LiverDeck Cloze",)


def test_after_a_release_nothing_is_new():
    assert not compare_with_ledger(released(cloze()), [cloze()], TYPES)


def test_only_a_changed_note_gets_a_new_time():
    first = released(cloze("a"), cloze("b"))
    second = released(cloze("a"), cloze("b", hash_="new"), ledger=first, time=2000)
    assert second.lines["a", ""].changed_seconds == 1000
    assert second.lines["b", ""].changed_seconds == 2000
    assert second.lines["b", ""].first_release == 1


def test_a_move_to_another_topic_does_not_change_the_time():
    first = released(cloze())
    changes = compare_with_ledger(first, [cloze(topic="chambers")], TYPES)
    assert [state.fact for state in changes.moved] == ["flow"]
    assert not changes.changed
    second = released(cloze(topic="chambers"), ledger=first, time=2000)
    line = second.lines["flow", ""]
    assert (line.changed_seconds, line.topic) == (1000, "chambers")


def test_a_missing_note_is_withdrawn_and_remembered():
    first = released(cloze("a"), cloze("b"))
    changes = compare_with_ledger(first, [cloze("a")], TYPES)
    assert [line.fact for line in changes.withdrawn] == ["b"]
    second = released(cloze("a"), ledger=first, time=2000)
    assert second.lines["b", ""].withdrawn == 2
    assert not compare_with_ledger(second, [cloze("a")], TYPES)


def test_dropped_and_new_blanks_are_recorded():
    first = released(cloze(c1="atrium", c2="vein"))
    second = released(
        cloze(hash_="h2", c1="atria", c3="valve"), ledger=first, time=2000
    )
    numbers = second.lines["flow", ""].numbers
    reworded = numbers["c1"]
    assert (reworded.text, reworded.since, reworded.until) == ("atria", 1, None)
    assert (numbers["c2"].text, numbers["c2"].until) == ("vein", 2)
    assert numbers["c3"].since == 2


def test_rewording_is_not_a_danger():
    with_blank = released(cloze(c1="atrium"))
    assert dangers(with_blank, cloze(hash_="h2", c1="right atrium")) == []
    with_reverse = released(question(reverse="R?"))
    assert dangers(with_reverse, question(hash_="q2", reverse="Why R?")) == []


def test_swapped_texts_are_refused():
    messages = dangers(
        released(cloze(c1="atrium", c2="vein")),
        cloze(hash_="h2", c1="vein", c2="atrium"),
    )
    assert messages[0].startswith(
        "c1 of flow now holds 'vein', which was released as c2; "
    )
    assert len(messages) == 2


def test_a_renumbered_blank_is_refused():
    assert dangers(released(cloze(c1="atrium")), cloze(hash_="h2", c2="atrium")) == [
        "c2 of flow now holds 'atrium', which was released as c1; "
        "a learner's schedule belongs to the number: "
        "put the texts back to their numbers"
    ]


def test_a_number_that_was_dropped_never_returns():
    first = released(cloze(c1="atrium", c2="vein"))
    second = released(cloze(hash_="h2", c1="atrium"), ledger=first, time=2000)
    assert dangers(second, cloze(hash_="h3", c1="atrium", c2="valve")) == [
        "c2 of flow was dropped in release 2 and is back; give the blank a new number"
    ]


def test_a_reverse_that_was_dropped_never_returns():
    first = released(question(reverse="R?"))
    second = released(question(hash_="q2"), ledger=first, time=2000)
    (danger,) = dangers(second, question(hash_="q3", reverse="S?"))
    assert "reverse of rate was dropped in release 2 and is back" in danger


def test_a_withdrawn_id_never_returns():
    second = released(cloze("a"), ledger=released(cloze("a"), cloze("b")), time=2000)
    assert dangers(second, cloze("a"), cloze("b")) == [
        "b was withdrawn in release 2 and is back; "
        "ids are never reused: give it a new one"
    ]


def test_a_note_with_a_new_id_is_refused_if_its_old_one_is_gone():
    first = released(cloze("a", hash_="h"), cloze("b", hash_="other"))
    assert dangers(first, cloze("renamed", hash_="h"), cloze("b", hash_="other")) == [
        "renamed seems to be what was released as a (''): "
        "learners would lose their progress with it; "
        "put the id back, or write `was: a` into renamed, as does: "
        "liverdeck release --moved a=renamed; "
        "if it is really new, run: liverdeck release --replaced renamed"
    ]
    both = cloze("a", hash_="h"), cloze("b", hash_="other")
    assert dangers(first, *both, cloze("copy", hash_="h")) == []
    new = cloze("new", hash_="new", topic="rooms")
    assert dangers(first, new, cloze("b", hash_="other")) == []


def test_a_fact_in_another_shape_is_a_danger():
    first = released(cloze("a"), replace(cloze("b"), shape="list"))
    messages = dangers(
        first,
        replace(cloze("a"), shape="question"),
        replace(cloze("b"), shape="groups", part="left"),
    )
    assert [message.partition(";")[0] for message in messages] == [
        "the fact 'a' was released as cloze and is now question",
        "the fact 'b' was released as list and is now groups",
    ]


@pytest.mark.parametrize(
    ("note_types", "message"),
    [
        (
            {"LiverDeck Cloze": ReleasedNoteType("other", "look", 200)},
            "its fields or templates moved",
        ),
        ({}, "its fields or templates moved"),
        (
            {"LiverDeck Cloze": ReleasedNoteType("schema", "other", 100)},
            "looks different but has no later modification time",
        ),
    ],
)
def test_a_note_type_is_frozen(note_types, message):
    assert message in dangers(released(cloze()), cloze(), types=note_types)[0]


def test_the_problem_of_a_look_names_the_file_and_the_constant_to_change(repository):
    note_types = {"LiverDeck Cloze": ReleasedNoteType("schema", "other", 100)}
    (danger,) = compare_with_ledger(released(cloze()), [cloze()], note_types).dangers
    constant = re.search("`(.+?)`", danger.fix)[1]
    assert f"\n{constant} = " in (repository / danger.position.path).read_text("utf-8")


def test_a_later_look_and_a_new_note_type_are_allowed():
    note_types = {
        "LiverDeck Cloze": ReleasedNoteType("schema", "other", 200),
        "LiverDeck Choice": ReleasedNoteType("s", "l", 1),
    }
    changes = compare_with_ledger(released(cloze()), [cloze()], note_types)
    assert changes.dangers == ()
    assert changes.note_types == ("LiverDeck Cloze", "LiverDeck Choice")


def test_a_release_must_be_later_than_the_last():
    with pytest.raises(ValueError, match="not later"):
        released(cloze(hash_="h2"), ledger=released(cloze()), time=1000)


def test_a_deck_with_a_danger_is_never_released():
    with pytest.raises(ValueError, match="released as c2"):
        released(
            cloze(hash_="h2", c1="vein", c2="atrium"),
            ledger=released(cloze()),
            time=2000,
        )


def test_an_earlier_text_of_a_number_cannot_move_to_another_number():
    ledger = None
    for time, (first, second) in enumerate([("a", "b"), ("x", "b"), ("x", "y")], 1):
        ledger = released(cloze(c1=first, c2=second), ledger=ledger, time=time)
    assert ledger.lines["flow", ""].numbers["c1"].earlier_texts == ("a",)
    (danger,) = dangers(ledger, cloze(c1="x", c2="a"))
    assert danger.startswith("c2 of flow now holds 'a', which was released as c1; ")
    assert dangers(ledger, cloze(c1="a", c2="b")) == [], (
        "a number may get its own text back"
    )


def test_a_question_and_its_reverse_cannot_be_swapped():
    ledger = released(question(ask="A", reverse="B"))
    assert [
        danger.partition(";")[0]
        for danger in dangers(ledger, question(ask="B", reverse="A"))
    ] == [
        "ask of rate now holds 'B', which was released as reverse",
        "reverse of rate now holds 'A', which was released as ask",
    ]
