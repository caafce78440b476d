import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverdeck.authoring.document import split_document
from liverdeck.authoring.fields import ProblemReport
from liverdeck.authoring.passages_file import read_passages
from liverdeck.authoring.word_index import compare_document, write_passages
from liverdeck.authoring.yaml_reader import read_yaml

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
    root, problems = read_yaml(text, "passages.yaml")
    assert problems == []
    report = ProblemReport("passages.yaml")
    passages = read_passages(root, report)
    assert report.problems.found == []
    return passages


def indexed(text, old=()):
    return compare_document(old, split_document(text), "passages.yaml")


def test_a_document_is_split_at_its_headings_and_where_one_was_lost():
    assert [(each.heading, each.text) for each in split_document(DOCUMENT)] == [
        (
            "What it does",
            "The heart moves blood.\nIt rests between two beats.\n• left side\n• right side",
        ),
        ("How fast it beats", "At rest, about 70 times a minute."),
        (
            "",
            "Valves keep the blood from flowing back. There are four.\nIt has a wall: three layers.",
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
    ],
)
def test_what_is_a_heading(text, headings):
    assert [each.heading for each in split_document(text)] == headings


def test_a_draft_has_ids_from_its_headings():
    found = indexed(DOCUMENT)
    assert [passage.id for passage in found.passages] == [
        "what-it-does",
        "how-fast-it-beats",
        "valves-keep-the-blood",
    ]
    assert found.new == found.passages
    assert {"moves", "70", "side"} & found.passages[0].words == {"moves", "side"}


def test_ids_are_told_apart():
    assert [
        passage.id
        for passage in indexed("Same\n\none.\n\nSame\n\ntwo.\n\n!?\n\nthree.").passages
    ][:2] == [
        "same",
        "same-2",
    ]


def test_the_written_concordance_reads_back_and_finds_everything_again():
    first = indexed(DOCUMENT)
    passages = read_back(write_passages(first.passages))
    again = indexed(DOCUMENT, passages)
    assert not again
    assert write_passages(again.passages) == write_passages(first.passages)


def test_ids_and_headings_of_the_author_are_kept():
    text = (
        write_passages(indexed(DOCUMENT).passages)
        .replace("valves-keep-the-blood", "valves")
        .replace("Valves keep the blood ...", "It''s 1: #2 ''valves''")
    )
    again = indexed(DOCUMENT, read_back(text))
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
def test_a_changed_passage_is_found_again_and_named(old, new, changed):
    assert old in DOCUMENT
    found = indexed(DOCUMENT.replace(old, new), indexed(DOCUMENT).passages)
    assert [before.id for before, _ in found.changed] == changed
    assert (found.new, found.gone) == ((), ())


def test_passages_that_changed_places_are_none_that_changed():
    first, second, third = (
        DOCUMENT.partition("How fast it beats")[0],
        "How fast it beats\n\nAt rest, about 70 times a minute.\n\n\n",
        "Valves keep the blood from flowing back. There are four.\n\nIt has a wall: three layers.\n",
    )
    found = indexed(f"{second}{first}\n\n{third}", indexed(DOCUMENT).passages)
    assert not found
    assert [passage.id for passage in found.passages] == [
        "how-fast-it-beats",
        "what-it-does",
        "valves-keep-the-blood",
    ]


def test_new_and_gone():
    found = indexed("Lungs\n\nThey breathe.", indexed(DOCUMENT).passages)
    assert ([each.id for each in found.new], len(found.gone), found.changed) == (
        ["lungs"],
        3,
        (),
    )


def test_a_passage_written_by_hand_is_found_by_its_heading():
    by_hand = read_back(
        "liverdeck: 1\npassages:\n  - {id: rate, heading: how fast it beats?}\n"
    )
    found = indexed(DOCUMENT, by_hand)
    assert found.passages[1].id == "rate"
    assert found.passages[1].hash
    assert (found.changed, found.gone) == ((), ())


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(lines, max_size=12).map("\n\n".join))
def test_whatever_is_indexed_reads_back_and_is_found_again(text):
    passages = indexed(text).passages
    if passages:
        back = read_back(write_passages(passages))
        assert [each.words for each in back] == [each.words for each in passages]
        again = indexed(text, back)
        assert (again.new, again.gone) == ((), ())


def test_a_passage_written_by_hand_that_is_not_in_the_document_stays():
    by_hand = read_back(
        "liverdeck: 1\npassages:\n  - {id: tips, heading: Our own tips}\n"
    )
    found = indexed(DOCUMENT, by_hand)
    assert [passage.id for passage in found.passages][-1] == "tips"
    assert found.gone == ()
    assert read_back(write_passages(found.passages))[-1].hash is None
