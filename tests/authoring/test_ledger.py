import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liverdeck.authoring.ledger_file import parse_ledger, write_ledger
from liverdeck.facts.ledger import Ledger, LedgerLine, NumberHistory, ReleasedNoteType

ids = st.text("abc-1", min_size=1, max_size=6)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)


@st.composite
def ledgers(draw):
    releases = tuple(
        sorted(draw(st.sets(st.integers(1, 2**32), min_size=1, max_size=4)))
    )
    release = st.integers(1, len(releases))
    number = st.builds(NumberHistory, anything, release, st.none() | release)
    entry = st.builds(
        LedgerLine, ids, ids | st.just(""), st.sampled_from(["cloze", "list"]), ids, ids, release,
        st.sampled_from(releases), st.dictionaries(st.sampled_from(["c1", "c2", "c99", "ask", "reverse"]), number, max_size=3), st.none() | release,
    )  # fmt: skip
    entries = {entry.name: entry for entry in draw(st.lists(entry, max_size=4))}
    types = draw(
        st.dictionaries(
            ids,
            st.builds(ReleasedNoteType, ids, ids, st.integers(0, 2**33)),
            max_size=2,
        )
    )
    return Ledger("heart", releases, types, entries)


LEDGER = Ledger(
    "heart",
    (1000, 2000),
    {"LiverDeck Cloze": ReleasedNoteType("s", "l", 1)},
    {
        ("flow", ""): LedgerLine(
            "flow",
            "",
            "cloze",
            "beat",
            "h1",
            1,
            2000,
            {"c1": NumberHistory("atrium", 1, 2), "c2": NumberHistory("é", 1)},
        ),
        ("rooms", "left"): LedgerLine(
            "rooms", "left", "groups", "chambers", "h2", 2, 2000, {}, 2
        ),
    },
)
TEXT = write_ledger(LEDGER)


def complaints(text, deck="heart"):
    ledger, problems = parse_ledger(text, "deck.lock", deck)
    assert ledger is None
    return [str(problem) for problem in problems]


@given(ledgers())
def test_what_is_written_reads_back(ledger):
    assert parse_ledger(write_ledger(ledger), "deck.lock", "heart") == (ledger, [])


def test_notes_are_lines_sorted_by_fact_and_part():
    header, *lines = [json.loads(line) for line in TEXT.splitlines()]
    assert header["releases"] == [1000, 2000]
    assert [(line["fact"], line["part"]) for line in lines] == [
        ("flow", ""),
        ("rooms", "left"),
    ]


def test_a_line_edited_by_hand_is_named():
    (complaint,) = complaints(TEXT.replace('"c2":{"text":"é"', '"c2":{"text":"e"'))
    assert complaint.startswith(
        "deck.lock:2:1: this line was edited by hand; restore the file"
    )


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("<<<<<<< HEAD\n" + TEXT, 1, "conflict markers"),
        (TEXT + "=======\n" + TEXT + ">>>>>>> theirs\n", 4, "conflict markers"),
        (TEXT.replace('"ledger":1', '"ledger":2'), 1, "newer liverdeck"),
        (TEXT[:-10], 3, "breaks off"),
        (TEXT.rstrip("\n"), 3, "breaks off"),
        ("", 1, "not a line of a ledger"),
        ("[]\n", 1, "not a line of a ledger"),
        ("{}\n", 1, "edited by hand"),
        ('{"a":"\\ud800","check":"x"}\n', 1, "not a line of a ledger"),
        ("[" * 100_000 + "\n", 1, "not a line of a ledger"),
        (TEXT + TEXT.splitlines()[1] + "\n", 4, "not sorted"),
        (TEXT + "\n", 4, "not a line of a ledger"),
    ],
)
def test_what_a_release_did_not_write_is_refused(text, place, words):
    assert any(
        line.startswith(f"deck.lock:{place}:1: ") and words in line
        for line in complaints(text)
    )


def test_another_decks_ledger_is_refused():
    assert (
        "the ledger of the deck 'heart', not of 'lung'"
        in complaints(TEXT, deck="lung")[0]
    )


def test_a_ledger_with_windows_line_ends_is_the_same():
    assert parse_ledger(TEXT.replace("\n", "\r\n"), "deck.lock", "heart") == (
        LEDGER,
        [],
    )


@settings(max_examples=400)
@given(
    st.integers(0, len(TEXT) - 1),
    st.sampled_from(["delete", "insert", "replace"]),
    st.characters(exclude_categories=["Cs"]),
)
def test_no_edit_of_a_character_goes_unnoticed(place, what, char):
    end = place if what == "insert" else place + 1
    edited = TEXT[:place] + ("" if what == "delete" else char) + TEXT[end:]
    ledger, problems = parse_ledger(edited, "deck.lock", "heart")
    assert problems or ledger == LEDGER
