import pytest
from hypothesis import given, strategies as st

from liverdeck.authoring.document import split_document
from liverdeck.authoring.passages_file import read_passages
from liverdeck.authoring.word_index import (
    alike_pairs,
    compare_document,
    passages_text,
)
from liverdeck.base.nearly_same import share_in_both

DOCUMENT = """\
The heart

What it does

The heart moves blood.
It rests between two beats.

  • left side
  • right side

How fast it beats

At rest, about 70 times a minute.


Valves keep the blood from flowing back. There are four.

It has a wall: three layers.
"""


def read_back(text):
    return read_passages(text.encode(), "passages.yaml").required()


def changes_of(text, old=()):
    """Compare a document with the passages of its old word index."""
    return compare_document(old, split_document(text), "passages.yaml")


def test_a_document_is_split_at_headings_and_at_several_empty_lines():
    excerpts = split_document(DOCUMENT)
    assert [(excerpt.heading, excerpt.text) for excerpt in excerpts] == [
        (
            "What it does",
            "The heart moves blood.\nIt rests between two beats.\n"
            "• left side\n• right side",
        ),
        ("How fast it beats", "At rest, about 70 times a minute."),
        (
            "",
            "Valves keep the blood from flowing back. There are four.\n"
            "It has a wall: three layers.",
        ),
    ]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# One\nText.\n## Two\nMore.", ["One", "Two"]),
        ("# One\n\ntext here.\n\n## Two!\n\nmore.", ["One", "Two!"]),
        ("Is this one?\n\nYes, it is.", ["Is this one?"]),
        ("Not one:\n\n- a\n\n1. b\n\n2) c", [""]),
        ("x" * 81 + "\n\ntext.", [""]),
        ("Only headings\n\nAnd another", ["Only headings"]),
        ("Title\n\nHeading\n\nText.", ["Heading"]),
        ("Signs\n\nNausea\n\nFever\n\nCure\n\nNone is known.", ["Signs", "Cure"]),
        (
            "It spreads to the liver.[1]\n\n(See Figure 2.)\n\n\u201cSo it is.\u201d",
            [""],
        ),
        ("", []),
        ("\n\n\n", []),
        ("A sentence.\r\n\r\n\r\nAnother one.", ["", ""]),
        ("肝脏\n\n它很大。\n\n它产生胆汁！\n\n心脏\n\n它泵血。", ["肝脏", "心脏"]),
        ("جگر\n\nیہ بڑا ہے۔\n\nدل\n\nیہ خون چلاتا ہے۔", ["جگر", "دل"]),
    ],
)
def test_a_document_has_these_headings(text, headings):
    assert [excerpt.heading for excerpt in split_document(text)] == headings


def test_new_passages_have_ids_from_their_headings():
    changes = changes_of(DOCUMENT)
    assert [passage.id for passage in changes.passages] == [
        "what-it-does",
        "how-fast-it-beats",
        "valves-keep-the-blood",
    ]
    assert changes.new == changes.passages
    assert {"moves", "side"} <= changes.passages[0].words
    assert "70" not in changes.passages[0].words


def test_equal_headings_make_different_ids():
    changes = changes_of("Same\n\none.\n\nSame\n\ntwo.\n\n!?\n\nthree.")
    assert [passage.id for passage in changes.passages][:2] == ["same", "same-2"]


def test_a_written_word_index_finds_all_passages_again():
    first = changes_of(DOCUMENT)
    passages = read_back(passages_text(first.passages))
    again = changes_of(DOCUMENT, passages)
    assert not again
    assert passages_text(again.passages) == passages_text(first.passages)


def test_ids_and_headings_of_the_author_are_kept():
    text = (
        passages_text(changes_of(DOCUMENT).passages)
        .replace("valves-keep-the-blood", "valves")
        .replace("Valves keep the blood ...", "It''s 1: #2 ''valves''")
    )
    again = changes_of(DOCUMENT, read_back(text))
    assert [(passage.id, passage.heading) for passage in again.passages][2] == (
        "valves",
        "It's 1: #2 'valves'",
    )


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("about 70 times", "about 75 times", ["how-fast-it-beats"]),
        ("There are four.", "There are not four.", ["valves-keep-the-blood"]),
        ("How fast it beats\n", "The rate of its beats\n", []),
        ("It rests between two beats.", "It rests\n   between two beats.", []),
        ("moves blood", "pumps blood", ["what-it-does"]),
    ],
)
def test_a_changed_passage_is_found_and_named(old, new, changed):
    assert old in DOCUMENT
    changes = changes_of(DOCUMENT.replace(old, new), changes_of(DOCUMENT).passages)
    assert [before.id for before, _ in changes.changed] == changed
    assert (changes.new, changes.missing) == ((), ())


def test_passages_in_another_order_are_not_changed():
    first, heading, after_heading = DOCUMENT.partition("How fast it beats\n")
    second, empty_lines, third = after_heading.partition("\n\n\n")
    reordered = f"{heading}{second}{empty_lines}{first}\n\n{third}"
    changes = changes_of(reordered, changes_of(DOCUMENT).passages)
    assert not changes
    assert [passage.id for passage in changes.passages] == [
        "how-fast-it-beats",
        "what-it-does",
        "valves-keep-the-blood",
    ]


def test_new_and_gone_passages_are_named():
    changes = changes_of("Lungs\n\nThey breathe.", changes_of(DOCUMENT).passages)
    assert [passage.id for passage in changes.new] == ["lungs"]
    assert len(changes.missing) == 3
    assert changes.changed == ()


def test_a_passage_written_by_hand_is_found_by_its_heading():
    by_hand = read_back(
        "liverdeck: 1\npassages:\n  - {id: rate, heading: how fast it beats?}\n"
    )
    changes = changes_of(DOCUMENT, by_hand)
    assert changes.passages[1].id == "rate"
    assert changes.passages[1].hash
    assert (changes.changed, changes.missing) == ((), ())


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(lines, max_size=12).map("\n\n".join))
def test_any_indexed_text_is_read_back_and_found_again(text):
    passages = changes_of(text).passages
    if passages:
        back = read_back(passages_text(passages))
        assert [passage.words for passage in back] == [
            passage.words for passage in passages
        ]
        again = changes_of(text, back)
        assert (again.new, again.missing) == ((), ())


def test_a_passage_written_by_hand_stays_if_it_is_not_in_the_document():
    by_hand = read_back(
        "liverdeck: 1\npassages:\n  - {id: tips, heading: Our own tips}\n"
    )
    changes = changes_of(DOCUMENT, by_hand)
    assert [passage.id for passage in changes.passages][-1] == "tips"
    assert changes.missing == ()
    assert read_back(passages_text(changes.passages))[-1].hash is None


word_sets = st.lists(st.frozensets(st.sampled_from("abcdefghijkl")), max_size=8)


@given(word_sets, word_sets)
def test_all_pairs_are_found_that_share_two_words_in_five(first_sets, second_sets):
    expected = {}
    for first_index, first in enumerate(first_sets):
        for second_index, second in enumerate(second_sets):
            share = share_in_both(first, second)
            if first and second and share >= 0.4:
                expected[first_index, second_index] = share
    found = {
        (first_index, second_index): likeness
        for first_index, second_index, likeness in alike_pairs(first_sets, second_sets)
    }
    assert found == expected
