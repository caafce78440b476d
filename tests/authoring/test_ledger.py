import json

import pytest
from hypothesis import given, settings, strategies as st

from liverdeck.authoring.ledger_file import parse_ledger
from liverdeck.authoring.ledger_text import ledger_text
from liverdeck.base.result import Result
from liverdeck.facts.ledger import Ledger, LedgerLine, NumberHistory, ReleasedNoteType

ids = st.text("abc-1", min_size=1, max_size=6)
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)


@st.composite
def ledgers(draw):
    releases = tuple(
        sorted(draw(st.sets(st.integers(1, 2**32 - 1), min_size=1, max_size=4)))
    )
    release = st.integers(1, len(releases))
    number = st.builds(NumberHistory, any_text, release, st.none() | release)
    number_names = st.sampled_from(["c1", "c2", "c99", "ask", "reverse"])
    line = st.builds(
        LedgerLine,
        fact=ids,
        part=ids | st.just(""),
        shape=st.sampled_from(["cloze", "list"]),
        topic=ids,
        hash=ids,
        first_release=release,
        changed_seconds=st.sampled_from(releases),
        numbers=st.dictionaries(number_names, number, max_size=3),
        withdrawn=st.none() | release,
    )
    lines = {line.name: line for line in draw(st.lists(line, max_size=4))}
    note_type = st.builds(ReleasedNoteType, ids, ids, st.integers(0, 2**33))
    note_types = draw(st.dictionaries(ids, note_type, max_size=2))
    topics = draw(st.dictionaries(ids, st.integers(0, 999_999_999), max_size=3))
    language = draw(st.sampled_from(["", "en", "de"]))
    return Ledger(
        "heart", releases, note_types, lines, language=language, topics=topics
    )


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
TEXT = ledger_text(LEDGER)


def problem_texts(text, deck="heart"):
    result = parse_ledger(text, "deck.lock", deck)
    assert result.value is None
    return [str(problem) for problem in result.problems]


@pytest.mark.slow
@given(ledgers())
def test_a_written_ledger_is_read_back(ledger):
    assert parse_ledger(ledger_text(ledger), "deck.lock", "heart") == Result(ledger)


def test_notes_are_lines_sorted_by_fact_and_part():
    header, *lines = [json.loads(line) for line in TEXT.splitlines()]
    assert header["releases"] == [1000, 2000]
    assert [(line["fact"], line["part"]) for line in lines] == [
        ("flow", ""),
        ("rooms", "left"),
    ]


def test_a_line_that_was_edited_by_hand_is_named():
    edited = TEXT.replace('"c2":{"text":"é"', '"c2":{"text":"e"')
    (problem_text,) = problem_texts(edited)
    assert problem_text.startswith(
        "deck.lock:2:1: this line was edited by hand; restore the file"
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
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
def test_a_file_that_no_release_wrote_is_refused(text, line, message):
    assert any(
        problem_text.startswith(f"deck.lock:{line}:1: ") and message in problem_text
        for problem_text in problem_texts(text)
    )


def test_the_ledger_of_another_deck_is_refused():
    problem_text = problem_texts(TEXT, deck="lung")[0]
    assert "the ledger of the deck 'heart', not of 'lung'" in problem_text


def test_a_ledger_with_windows_line_ends_is_read():
    assert parse_ledger(TEXT.replace("\n", "\r\n"), "deck.lock", "heart") == Result(
        LEDGER
    )


@pytest.mark.slow
@settings(max_examples=400)
@given(
    st.integers(0, len(TEXT) - 1),
    st.sampled_from(["delete", "insert", "replace"]),
    st.characters(exclude_categories=["Cs"]),
)
def test_every_edit_of_a_character_is_noticed(index, edit, char):
    before, after = TEXT[:index], TEXT[index:]
    edited = {
        "delete": before + after[1:],
        "insert": before + char + after,
        "replace": before + char + after[1:],
    }
    result = parse_ledger(edited[edit], "deck.lock", "heart")
    assert result.problems or result.value == LEDGER
