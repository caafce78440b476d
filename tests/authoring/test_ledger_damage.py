import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from liverdeck.authoring.ledger_file import _check as check_of
from liverdeck.authoring.ledger_file import parse_ledger, read_ledger, write_ledger
from liverdeck.base.problems import Position
from liverdeck.facts.ledger import (
    Ledger,
    LedgerLine,
    NoteState,
    NumberHistory,
    ReleasedNoteType,
)
from liverdeck.publishing.ledger_changes import next_ledger

LEDGER = Ledger(
    "heart",
    (1000, 2000),
    {"LiverDeck Cloze": ReleasedNoteType("s", "l", 1)},
    {
        ("flow", ""): LedgerLine("flow", "", "cloze", "beat", "h1", 1, 2000, {"c1": NumberHistory('<é> "1:40" \\ \u2028', 1, 2, ("x", "é"))}),
        ("rooms", "left"): LedgerLine("rooms", "left", "groups", "chambers", "h2", 1, 1000),
        ("rooms", "right"): LedgerLine("rooms", "right", "groups", "chambers", "h3", 1, 1000, {}, 2),
    },
)  # fmt: skip
TEXT = write_ledger(LEDGER)
HEADER, *NOTES = [line + "\n" for line in TEXT.split("\n")[:-1]]


def complaints(text, deck="heart"):
    ledger, problems = parse_ledger(text, "deck.lock", deck)
    assert ledger is None
    assert problems
    return [str(problem) for problem in problems]


def forged(line, **values):
    """Return a line with other values and a check that fits them, as a program could write it."""
    data = {**json.loads(line), **values}
    data.pop("check")
    return (
        json.dumps(
            {**data, "check": check_of(data)}, ensure_ascii=False, separators=(",", ":")
        )
        + "\n"
    )


def test_a_ledger_on_disk_reads_back(tmp_path):
    (tmp_path / "deck.lock").write_text(TEXT, encoding="utf-8", newline="")
    assert read_ledger(tmp_path / "deck.lock", "heart") == (LEDGER, [])


def test_a_ledger_without_a_release_reads_back():
    assert parse_ledger(write_ledger(Ledger("heart")), "deck.lock", "heart") == (
        Ledger("heart"),
        [],
    )


def test_writing_what_was_read_gives_the_same_bytes():
    ledger, _ = parse_ledger(TEXT, "deck.lock", "heart")
    assert write_ledger(ledger) == TEXT


def test_the_order_of_entries_in_memory_does_not_matter():
    backwards = Ledger(
        LEDGER.deck,
        LEDGER.releases,
        LEDGER.note_types,
        dict(reversed(LEDGER.lines.items())),
    )
    assert write_ledger(backwards) == TEXT


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
states = st.builds(
    NoteState,
    st.sampled_from("abc"),
    st.sampled_from(["", "g"]),
    st.just("cloze"),
    st.sampled_from(["t", "u"]),
    words,
    st.dictionaries(st.sampled_from(["c1", "c2"]), words, max_size=2),
    st.just(Position("f.yaml")),
)
decks = st.lists(states, max_size=4, unique_by=lambda state: state.name)


@settings(max_examples=200)
@given(st.lists(decks, max_size=4))
def test_whatever_releases_made_reads_back(releases):
    ledger = Ledger("heart")
    for time, deck in enumerate(releases, 1):
        try:
            ledger = next_ledger(
                ledger, deck, {"T": ReleasedNoteType("s", "l", 1)}, time
            )
        except ValueError:  # a danger, which is never released
            continue
        assert parse_ledger(write_ledger(ledger), "deck.lock", "heart") == (ledger, [])


@pytest.mark.parametrize("line", [1, 2, 3, 4])
def test_a_line_edited_by_hand_is_named_by_its_line(line):
    lines = [HEADER, *NOTES]
    lines[line - 1] = lines[line - 1].replace('{"', '{"x":1,"', 1)
    if line == 1:  # what the header says then decides about all the rest
        assert complaints("".join(lines))[0].startswith(
            "deck.lock:1:1: this line was edited by hand; restore"
        )
    else:
        assert [found.partition("; ")[0] for found in complaints("".join(lines))] == [
            f"deck.lock:{line}:1: this line was edited by hand"
        ]


def test_every_damaged_line_is_named():
    text = (
        HEADER + "junk\n" + NOTES[1] + NOTES[1] + NOTES[2].replace("h3", "h4") + "cut"
    )
    assert [found.partition("; ")[0] for found in complaints(text)] == [
        "deck.lock:6:1: the file breaks off in the middle of a line",
        "deck.lock:2:1: not a line of a ledger",
        "deck.lock:4:1: not sorted by fact and part, or repeated",
        "deck.lock:5:1: this line was edited by hand",
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEADER + NOTES[1] + NOTES[0], 3, "not sorted"),
        (HEADER + NOTES[0] + NOTES[0], 3, "not sorted"),
        (HEADER + HEADER, 2, "not a note of a ledger"),
        (NOTES[0], 1, "not the header of a ledger"),
        (HEADER + "\n" + NOTES[0], 2, "not a line of a ledger"),
        (HEADER + NOTES[0][:-1], 2, "breaks off"),
        (HEADER + NOTES[0] + NOTES[1][:20], 3, "breaks off"),
        (HEADER[:20], 1, "not a line of a ledger"),
        (HEADER + '"text"\n', 2, "not a line of a ledger"),
        (HEADER + "null\n", 2, "not a line of a ledger"),
        (HEADER + "9" * 5000 + "\n", 2, "not a line of a ledger"),
        (HEADER + '{"fact":"\\udc80","check":"00000000"}\n', 2, "not a line of a ledger"),
        (HEADER + '{"a":' * 50_000 + "\n", 2, "not a line of a ledger"),
        (HEADER + "\0\n", 2, "not a line of a ledger"),
        (HEADER + "<<<<<<< ours\n" + NOTES[0] + "=======\n" + NOTES[1] + ">>>>>>> theirs\n", 2, "conflict markers"),
        (HEADER.replace('"ledger":1', '"ledger":2'), 1, "written by a newer liverdeck; pip install --upgrade"),
        (HEADER.replace('"ledger":1', '"ledger":10'), 1, "written by a newer liverdeck"),
    ],
)  # fmt: skip
def test_damage_is_named_by_its_line(text, line, words):
    assert any(
        each.startswith(f"deck.lock:{line}:1: ") and words in each
        for each in complaints(text)
    )


def test_garbage_bytes_are_a_problem_of_the_file(tmp_path):
    path = tmp_path / "deck.lock"
    path.write_bytes(HEADER.encode() + b"\xff\xfe\x00")
    ledger, (problem,) = read_ledger(path, "heart")
    assert ledger is None
    assert str(problem).startswith(f"{path}:2:1: byte 0xff is not UTF-8; ")


@settings(max_examples=100)
@given(st.text(max_size=30))
def test_any_text_is_no_ledger_and_no_crash(text):
    assert complaints(text)
    assert complaints(HEADER + "{" + text + "\n")


WRONG = [None, True, -1, 99, 1.5, 1e999, "x", "", [], [1], {}, {"a": 1}]


def test_a_line_with_a_fitting_check_is_read_like_any_other():
    assert parse_ledger(
        forged(HEADER) + "".join(map(forged, NOTES)), "deck.lock", "heart"
    ) == (LEDGER, [])


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("deck", WRONG),
        ("releases", [None, True, 1, "", "12", {}, {"1": 2}, [None], ["x"], ["1000"], [1.5], [1e999], [[1]], [0], [-1], [2, 1], [1, 1]]),
        ("note_types", [None, True, 1, "x", [], [1], {"a": None}, {"a": {}}, {"a": {"schema": "s", "look": "l", "mod": "1"}},
                        {"a": {"schema": 1, "look": "l", "mod": 1}}, {"a": {"schema": "s", "look": "l", "mod": 1, "x": 1}}]),
    ],
    ids=["deck", "releases", "note_types"],
)  # fmt: skip
def test_a_header_with_a_wrong_value_under_a_fitting_check_is_refused(key, values):
    taken = []
    for value in values:
        try:
            ledger, problems = parse_ledger(
                forged(HEADER, **{key: value}), "deck.lock", "heart"
            )
        except Exception as error:  # noqa: BLE001  # so that one crash does not hide the others
            taken.append((value, error))
        else:
            if ledger is not None or [
                problem.position.line for problem in problems
            ] != [1]:
                taken.append((value, ledger))
    assert taken == []


@pytest.mark.parametrize(
    "key",
    [
        "fact",
        "part",
        "shape",
        "topic",
        "hash",
        "first",
        "changed",
        "numbers",
        "withdrawn",
        "unknown",
    ],
)
def test_a_note_with_a_wrong_type_under_a_fitting_check_is_refused(key):
    is_text = key in ("fact", "part", "shape", "topic", "hash")
    wrong = [
        value
        for value in WRONG
        if not (is_text and isinstance(value, str))
        and not (key == "numbers" and value == {})
    ]
    if key == "withdrawn":
        wrong.remove(None)
    taken = []
    for value in wrong:
        if key == "first" and value is True:  # JSON's true equals 1
            continue
        try:
            ledger, problems = parse_ledger(
                HEADER + NOTES[0] + forged(NOTES[1], **{key: value}),
                "deck.lock",
                "heart",
            )
        except Exception as error:  # noqa: BLE001
            taken.append((value, error))
        else:
            if ledger is not None or [
                problem.position.line for problem in problems
            ] != [3]:
                taken.append((value, ledger))
    assert taken == []


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        [1],
        {"text": "x"},
        {"text": 5, "in": 1},
        {"text": "x", "in": "1"},
        {"text": "x", "in": 1, "out": "2"},
        {"text": "x", "in": 1, "was": "y"},
        {"text": "x", "in": 1, "was": [1]},
    ],
)
def test_the_memory_of_a_number_with_a_wrong_type_is_refused(value):
    assert complaints(HEADER + forged(NOTES[0], numbers={"c1": value}))[0].startswith(
        "deck.lock:2:1: "
    )


@settings(max_examples=500)
@given(
    st.integers(0, len(TEXT) - 1),
    st.sampled_from(["delete", "insert", "replace", "swap"]),
    st.characters(exclude_categories=["Cs"]),
)
@example(0, "insert", "\ufeff")
@example(len(HEADER) - 1, "delete", "x")
@example(len(HEADER), "insert", "\n")
def test_one_changed_character_is_refused_or_changes_nothing(place, how, char):
    end = place if how == "insert" else place + 1
    middle = {"delete": "", "swap": TEXT[place + 1 : place + 2] + TEXT[place]}.get(
        how, char
    )
    if how == "swap":
        end += 1
    ledger, problems = parse_ledger(
        TEXT[:place] + middle + TEXT[end:], "deck.lock", "heart"
    )
    assert ledger == LEDGER if not problems else ledger is None
