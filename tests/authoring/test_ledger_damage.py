import json

import pytest
from hypothesis import example, given, settings, strategies as st

from liverdeck.authoring.ledger_file import parse_ledger, read_ledger
from liverdeck.authoring.ledger_text import checksum, ledger_text
from liverdeck.base.problems import Position
from liverdeck.base.result import Result
from liverdeck.facts.ledger import (
    Ledger,
    LedgerLine,
    NoteState,
    NumberHistory,
    ReleasedNoteType,
)
from liverdeck.publishing.next_ledger import next_ledger

LEDGER = Ledger(
    "heart",
    (1000, 2000),
    {"LiverDeck Cloze": ReleasedNoteType("s", "l", 1)},
    {
        line.name: line
        for line in (
            LedgerLine(
                "flow",
                "",
                "cloze",
                "beat",
                "h1",
                1,
                2000,
                {"c1": NumberHistory('<é> "1:40" \\ \u2028', 1, 2, ("x", "é"))},
            ),
            LedgerLine("rooms", "left", "groups", "chambers", "h2", 1, 1000),
            LedgerLine("rooms", "right", "groups", "chambers", "h3", 1, 1000, {}, 2),
        )
    },
    language="de",
    topics={"beat": 20, "chambers": 10},
)
TEXT = ledger_text(LEDGER)
HEADER, *NOTES = [line + "\n" for line in TEXT.split("\n")[:-1]]


def problem_texts(text):
    result = parse_ledger(text, "deck.lock", "heart")
    assert result.value is None
    assert result.problems
    return [str(problem) for problem in result.problems]


def messages(text):
    """Return the problems of a ledger without their fixes."""
    return [problem_text.partition("; ")[0] for problem_text in problem_texts(text)]


def forged(line, **values):
    """Return a line with other values and the right checksum.

    A program could write such a line.
    """
    data = {**json.loads(line), **values}
    data.pop("check")
    data["check"] = checksum(data)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def test_a_ledger_on_disk_is_read_back(tmp_path):
    (tmp_path / "deck.lock").write_text(TEXT, encoding="utf-8", newline="")
    assert read_ledger(tmp_path / "deck.lock", "heart") == Result(LEDGER)


def test_a_ledger_without_a_release_is_read_back():
    assert parse_ledger(ledger_text(Ledger("heart")), "deck.lock", "heart") == Result(
        Ledger("heart")
    )


def test_a_ledger_that_was_read_is_written_with_the_same_text():
    ledger = parse_ledger(TEXT, "deck.lock", "heart").value
    assert ledger_text(ledger) == TEXT


def test_the_order_of_lines_in_memory_does_not_matter():
    backwards = Ledger(
        LEDGER.deck,
        LEDGER.releases,
        LEDGER.note_types,
        dict(reversed(LEDGER.lines.items())),
        language=LEDGER.language,
        topics=dict(reversed(LEDGER.topics.items())),
    )
    assert ledger_text(backwards) == TEXT


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


@pytest.mark.slow
@settings(max_examples=80)
@given(st.lists(decks, max_size=4))
def test_the_ledger_of_any_releases_is_read_back(releases):
    ledger = Ledger("heart")
    for time, deck in enumerate(releases, 1):
        try:
            ledger = next_ledger(
                ledger, deck, {"T": ReleasedNoteType("s", "l", 1)}, time
            )
        except ValueError:  # a change that harms progress is never released
            continue
        assert parse_ledger(ledger_text(ledger), "deck.lock", "heart") == Result(ledger)


@pytest.mark.parametrize("line", [1, 2, 3, 4])
def test_a_line_edited_by_hand_is_named_by_its_number(line):
    lines = [HEADER, *NOTES]
    lines[line - 1] = lines[line - 1].replace('{"', '{"x":1,"', 1)
    text = "".join(lines)
    message = f"deck.lock:{line}:1: this line was edited by hand"
    if line == 1:  # without a header the other lines are not read
        assert problem_texts(text)[0].startswith(f"{message}; restore")
    else:
        assert messages(text) == [message]


def test_every_damaged_line_is_named():
    text = (
        HEADER + "junk\n" + NOTES[1] + NOTES[1] + NOTES[2].replace("h3", "h4") + "cut"
    )
    assert messages(text) == [
        "deck.lock:6:1: the file breaks off in the middle of a line",
        "deck.lock:2:1: not a line of a ledger",
        "deck.lock:4:1: not sorted by fact and part, or repeated",
        "deck.lock:5:1: this line was edited by hand",
    ]


SURROGATE = '{"fact":"\\udc80","check":"00000000"}\n'
CONFLICT = f"<<<<<<< ours\n{NOTES[0]}=======\n{NOTES[1]}>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
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
        (HEADER + SURROGATE, 2, "not a line of a ledger"),
        (HEADER + '{"a":' * 50_000 + "\n", 2, "not a line of a ledger"),
        (HEADER + "\0\n", 2, "not a line of a ledger"),
        (HEADER + CONFLICT, 2, "conflict markers"),
        (
            HEADER.replace('"ledger":1', '"ledger":2'),
            1,
            "written by a newer liverdeck; pip install --upgrade",
        ),
        (
            HEADER.replace('"ledger":1', '"ledger":10'),
            1,
            "written by a newer liverdeck",
        ),
    ],
)
def test_damage_is_named_by_its_line(text, line, message):
    assert any(
        problem_text.startswith(f"deck.lock:{line}:1: ") and message in problem_text
        for problem_text in problem_texts(text)
    )


def test_bytes_that_are_not_utf8_are_a_problem_of_the_file(tmp_path):
    path = tmp_path / "deck.lock"
    path.write_bytes(HEADER.encode() + b"\xff\xfe\x00")
    result = read_ledger(path, "heart")
    ledger, (problem,) = result.value, result.problems
    assert ledger is None
    assert str(problem).startswith(f"{path}:2:1: byte 0xff is not UTF-8; ")


@pytest.mark.slow
@settings(max_examples=50)
@given(st.text(max_size=30))
def test_a_random_text_is_refused_without_a_crash(text):
    assert problem_texts(text)
    assert problem_texts(HEADER + "{" + text + "\n")


WRONG_VALUES = [None, True, -1, 99, 1.5, 1e999, "x", "", [], [1], {}, {"a": 1}]


def test_a_forged_line_with_the_right_checksum_is_read():
    assert parse_ledger(
        forged(HEADER) + "".join(map(forged, NOTES)), "deck.lock", "heart"
    ) == Result(LEDGER)


WRONG_RELEASES = [
    *[None, True, 1, "", "12", {}, {"1": 2}],
    *[[None], ["x"], ["1000"], [1.5], [1e999], [[1]], [0], [-1], [2, 1], [1, 1]],
    [2**32],
]
WRONG_TOPICS = [
    *[None, True, 1, "x", [], [1], {"a": None}, {"a": "1"}, {"a": True}],
    *[{"a": -1}, {"a": 10**9}, {"A": 10}, {"": 10}, {"a::b": 10}],
]
WRONG_NOTE_TYPES = [
    *[None, True, 1, "x", [], [1], {"a": None}, {"a": {}}],
    {"a": {"schema": "s", "look": "l", "mod": "1"}},
    {"a": {"schema": 1, "look": "l", "mod": 1}},
    {"a": {"schema": "s", "look": "l", "mod": 1, "x": 1}},
]


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("deck", WRONG_VALUES),
        ("releases", WRONG_RELEASES),
        ("note_types", WRONG_NOTE_TYPES),
        ("language", [None, True, 1, [], {}]),
        ("topics", WRONG_TOPICS),
    ],
    ids=["deck", "releases", "note_types", "language", "topics"],
)
def test_a_forged_header_with_a_wrong_value_is_refused(key, values):
    accepted = []
    for value in values:
        try:
            result = parse_ledger(forged(HEADER, **{key: value}), "deck.lock", "heart")
            ledger, problems = result.value, result.problems
        except Exception as error:  # noqa: BLE001  # so that one crash does not hide the others
            accepted.append((value, error))
        else:
            lines = [problem.position.line for problem in problems]
            if ledger is not None or lines != [1]:
                accepted.append((value, ledger))
    assert accepted == []


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
def test_a_forged_note_with_a_wrong_type_is_refused(key):
    accepted = []
    for value in WRONG_VALUES:
        if is_allowed(key, value):
            continue
        try:
            result = parse_ledger(
                HEADER + NOTES[0] + forged(NOTES[1], **{key: value}),
                "deck.lock",
                "heart",
            )
            ledger, problems = result.value, result.problems
        except Exception as error:  # noqa: BLE001
            accepted.append((value, error))
        else:
            lines = [problem.position.line for problem in problems]
            if ledger is not None or lines != [3]:
                accepted.append((value, ledger))
    assert accepted == []


def is_allowed(key, value):
    """Whether a key of a note may have one of the `WRONG_VALUES`."""
    if key in ("fact", "part", "shape", "topic", "hash"):
        return isinstance(value, str)
    if key == "numbers":
        return value == {}
    if key == "withdrawn":
        return value is None
    # JSON's true equals 1.
    return key == "first" and value is True


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
def test_a_number_with_a_wrong_type_is_refused(value):
    forged_note = forged(NOTES[0], numbers={"c1": value})
    assert problem_texts(HEADER + forged_note)[0].startswith("deck.lock:2:1: ")


@pytest.mark.slow
@settings(max_examples=200)
@given(
    st.integers(0, len(TEXT) - 1),
    st.sampled_from(["delete", "insert", "replace", "swap"]),
    st.characters(exclude_categories=["Cs"]),
)
@example(0, "insert", "\ufeff")
@example(len(HEADER) - 1, "delete", "x")
@example(len(HEADER), "insert", "\n")
def test_one_changed_character_is_refused_or_harmless(index, edit, char):
    before, after = TEXT[:index], TEXT[index:]
    edited = {
        "delete": before + after[1:],
        "insert": before + char + after,
        "replace": before + char + after[1:],
        "swap": before + after[1:2] + after[0] + after[2:],
    }
    result = parse_ledger(edited[edit], "deck.lock", "heart")
    if result.problems:
        assert result.value is None
    else:
        assert result.value == LEDGER
