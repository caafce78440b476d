"""The log as JSON Lines: export and import, and problems in lines that others wrote."""

import io
import json
import tracemalloc

import pytest
from hypothesis import example, given, settings, strategies as st

from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.base.problems import MOST_PROBLEMS, Position
from liverdeck.base.result import Result
from liverdeck.study.reviewlog import numbered_lines
from liverdeck.study.reviewlog.entries import (
    ENTRY_KINDS,
    LATEST_MS,
    Entry,
    TypedAnswer,
)
from liverdeck.study.reviewlog.exchange import (
    LONGEST_LINE,
    LineReader,
    as_line,
    read_lines,
)
from liverdeck.study.scheduling.card_progress import Answered
from liverdeck.study.scheduling.memory import DEFAULT_PARAMETERS, MemoryModel
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.session.queue import StudyOptions
from liverdeck.study.session.session import Session, SessionContext
from tests.study.conftest import (
    DAY_MINUTES,
    GOOD_DAYS,
    GOOD_STEP,
    SCHEDULE,
    START_MS,
    histories,
    history,
    new_entry,
    new_log,
    stored_states,
    undo_of,
)

REVIEW = {
    "v": 1,
    "id": "r1",
    "kind": "review",
    "card": "heart/rate",
    "at": START_MS,
    "offset": 60,
    "rating": 3,
    "days": 4,
    "seconds": 600,
    "left": 1,
    "interval": 4,
    "typed": "70",
    "outcome": "correct",
    "reason": "exact",
    "duration": 3000,
    "revision": "abc",
    "target": "x",
    "origin": "liverdeck",
    "version": "0.1",
}
"""A line with every field."""


def line(**changes):
    """Return the line with changes. A field changed to ... is left out."""
    row = {
        name: value for name, value in (REVIEW | changes).items() if value is not ...
    }
    return json.dumps(row)


def problems_of(*lines):
    result = read_lines(lines, "log.jsonl")
    entries, problems = result.value, result.problems
    assert (len(entries) == len(lines)) == (not problems)
    return problems


def messages_of(text):
    """Return the messages about a line between two correct lines.

    Check that every problem has the position of this line.
    """
    result = read_lines([line(id="before"), text, line(id="after")], "log.jsonl")
    entries, problems = result.value, result.problems
    assert [entry.id for entry in entries] == ["before", "after"]
    assert {problem.position for problem in problems} == {Position("log.jsonl", 2)}
    assert all(problem.fix for problem in problems)
    return [problem.message for problem in problems]


# Export and import


def exported_and_imported(entry):
    text = as_line(entry)
    assert not set(text) & {"\n", "\r"}
    return read_lines([text], "log.jsonl").required()[0]


@pytest.mark.parametrize(
    "entry",
    [
        new_entry("r", answered=Answered(1, None, 60, 2, 0)),
        new_entry("r", answered=Answered(3, 1, 86_000, 1, 7)),
        new_entry(
            "r",
            answered=Answered(4, 36_500, None, 0, 36_500),
            duration_ms=0,
            origin="anki",
        ),
        new_entry(
            "c", "cram", answered=Answered(2, None, None), typed=TypedAnswer("", "", "")
        ),
        new_entry(
            "c",
            "cram",
            answered=Answered(2, None, None),
            typed=TypedAnswer("70", "retype", "spelling"),
            revision="abc",
        ),
        undo_of("u", "r"),
        new_entry("d", "redate", target="r"),
        *(
            new_entry(kind, kind)
            for kind in ENTRY_KINDS
            if kind not in ("undo", "redate", "review", "cram")
        ),
    ],
)
def test_an_entry_of_every_kind_survives_export_and_import(entry):
    assert exported_and_imported(entry) == entry


def test_a_line_has_only_the_fields_of_its_entry():
    assert json.loads(as_line(new_entry("s", "suspend"))) == {
        "v": 1,
        "id": "s",
        "kind": "suspend",
        "card": "heart/rate",
        "at": START_MS,
        "offset": 0,
        "origin": "liverdeck",
        "version": "test",
    }
    assert json.loads(as_line(read_lines([line()], "").value[0])) == REVIEW


def test_letters_are_not_escaped():
    assert "Ödem 🫀" in as_line(new_entry("r", typed=TypedAnswer("Ödem 🫀", "", "")))


@given(
    st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["correct", ""])
)
@example("one\ntwo\r\nthree\x85\u2028\u2029\x0b\x0c\x1c", "")
@example("\0", "")
@example('"\\ {}', "")
@example("\ufeff🫀\U0010ffff", "")
@example("x" * 10_000, "")
@example("\0" * 10_000, "")
def test_any_typed_answer_survives_export_and_import(text, outcome):
    entry = new_entry("r", typed=TypedAnswer(text, outcome, ""))
    assert exported_and_imported(entry) == entry


def test_line_ends_inside_texts_survive_a_file(tmp_path):
    ends = "\n|\r|\x85|\u2028|\u2029|\x0c"
    entries = [
        new_entry(f"r{n}", minute=n, typed=TypedAnswer(ends, "", "")) for n in range(3)
    ]
    path = tmp_path / "log.jsonl"
    path.write_bytes("".join(f"{as_line(entry)}\n" for entry in entries).encode())
    with path.open(encoding="utf-8") as file:
        assert read_lines(file, "") == Result(tuple(entries))
    with path.open("rb") as file:
        assert read_lines((row.decode() for row in file), "") == Result(tuple(entries))
    windows = io.StringIO(path.read_text("utf-8").replace("\n", "\r\n"), newline="")
    assert read_lines(windows, "") == Result(tuple(entries))


def test_empty_lines_are_ignored_but_counted():
    result = read_lines(["", line(), "  \t\n", "no"], "log.jsonl")
    entries, problems = result.value, result.problems
    assert len(entries) == 1
    assert [problem.position.line for problem in problems] == [4]
    assert read_lines([], "log.jsonl") == Result(())


@pytest.mark.slow
@given(histories())
def test_every_history_survives_export_and_import(entries):
    assert read_lines(map(as_line, entries), "") == Result(tuple(entries))


def test_a_huge_typed_answer_can_be_exported_and_imported(write_deck, log):
    facts = "  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}\n"
    context = SessionContext(lambda: Moment(START_MS), lambda: "r1", "test")
    session = Session(
        load_deck(write_deck(facts)).deck, log, SCHEDULE, StudyOptions(), context
    )
    shown = session.next()
    session.rate(
        shown,
        session.choices(shown)[2],
        TypedAnswer("\0" * 500_000, "wrong", "unreadable"),
    )
    written = list(log.entries())
    assert [len(entry.typed.text) for entry in written] == [10_000]
    assert read_lines(map(as_line, written), "") == Result(tuple(written))


@pytest.mark.slow
@settings(max_examples=40)
@given(histories())
def test_a_second_export_after_an_import_is_equal(entries):
    with new_log() as log, new_log() as copy:
        log.merge(entries)
        exported = [as_line(entry) for entry in log.entries()]
        assert copy.merge(read_lines(exported, "").value).added == len(entries)
        assert [as_line(entry) for entry in copy.entries()] == exported
        assert stored_states(copy) == stored_states(log)
        assert copy.merge(read_lines(exported, "").value).added == 0


@pytest.mark.slow
@settings(max_examples=40)
@given(histories(prefix="one"), histories(prefix="two"))
def test_two_machines_that_import_each_others_logs_agree(one, two):
    with new_log() as first, new_log() as second:
        first.merge(one)
        second.merge(two)
        files = [[as_line(entry) for entry in log.entries()] for log in (first, second)]
        first.merge(read_lines(files[1], "").value)
        second.merge(read_lines(files[0], "").value)
        assert stored_states(first) == stored_states(second)
        lines_of_first = set(map(as_line, first.entries()))
        assert lines_of_first == set(map(as_line, second.entries()))


# Lines that others wrote


def test_a_line_with_every_field_is_accepted():
    assert problems_of(line()) == ()


@pytest.mark.parametrize("text", [
    "no", "{", "[", "}", line()[:-1], line() + line(), line() + "x", "{'v': 1}",
    "\ufeff" + line(), "\0", "nul", "{,}", "1e", "-" * 99,
    "[" * 150_000, '{"v":' * 30_000, "9" * 150_000,
    '{"v": 1, "id": ' + "[" * 50_000 + "]" * 50_000 + "}",
    line().replace('"at": ', '"at": ' + "9" * 5000),
])  # fmt: skip
def test_text_that_is_not_json_is_a_problem(text):
    assert any(
        message.startswith(("the line is not ", "`id`"))
        for message in messages_of(text)
    )


def test_a_line_that_is_not_utf_8_is_a_problem():
    assert messages_of(line()[:-1] + "\udcff") == ["the line is not in UTF-8"]


@pytest.mark.parametrize(
    "text",
    ["1", "null", "true", '"v"', "[1]", "[]", "1e999", "NaN", "-Infinity", "9" * 4000],
)
def test_json_that_is_not_an_object_is_a_problem(text):
    assert messages_of(text) == ["the line is not a JSON object"]


@pytest.mark.parametrize(
    "version",
    [0, 2, -1, 10**30, 1.5, 1.0, "1", None, True, [1], {"v": 1}, float("nan"), ...],
)
def test_another_version_is_a_problem_with_a_fix(version):
    problems = read_lines([line(v=version)], "log.jsonl").problems
    assert len(problems) == 1
    assert "this LiverDeck reads 1" in problems[0].message
    assert problems[0].fix == "pip install --upgrade liverdeck"


@pytest.mark.parametrize("name", ["id", "kind", "card", "at", "offset", "version"])
def test_a_missing_field_is_a_problem(name):
    assert f"`{name}` is missing" in messages_of(line(**{name: ...}))


@pytest.mark.parametrize("name", ["seq", "ID", "", "id ", "\u2028", "__class__", "day"])
def test_an_unknown_field_is_a_problem(name):
    assert messages_of(line(**{name: 1})) == [f"the field {name!r} is unknown"]


OTHER_VALUES = [None, True, False, [], {}, [1], {"a": 1}, 0.5]
OTHER_VALUES += [float("nan"), float("inf"), float("-inf")]
"""Values that are neither a text nor a whole number."""
TEXTS = "id kind card version typed outcome reason revision target origin".split()
NUMBERS = {
    "at": (0, LATEST_MS),
    "offset": (-1440, 1440),
    "rating": (1, 4),
    "days": (0, 36_500),
    "seconds": (0, 34_560_000),
    "left": (0, 1000),
    "interval": (0, 36_500),
    "duration": (0, 2**40),
}


HALF_PAIRS = ["\ud83e", "a\udfff"]
"""Texts with half of a surrogate pair."""


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_another_type_or_with_half_a_character_is_a_problem(name):
    accepted = [
        value
        for value in (*OTHER_VALUES, 1, -1, 10**30, *HALF_PAIRS)
        if not any(
            f"`{name}`" in message for message in messages_of(line(**{name: value}))
        )
    ]
    assert accepted == []


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_of_another_type_or_size_is_a_problem(name):
    minimum, maximum = NUMBERS[name]
    message = f"`{name}` is not a whole number from {minimum} to {maximum}"
    values = (*OTHER_VALUES, "1", "", 3.0, 1e300, 10**30, -(10**30), 10**4000)
    accepted = [
        value for value in values if message not in messages_of(line(**{name: value}))
    ]
    assert accepted == []


@pytest.mark.parametrize(("name", "bounds"), NUMBERS.items())
def test_numbers_are_accepted_up_to_their_bounds(name, bounds):
    minimum, maximum = bounds
    assert problems_of(line(**{name: minimum}), line(**{name: maximum})) == ()
    message = f"`{name}` is not a whole number from {minimum} to {maximum}"
    for value in (minimum - 1, maximum + 1):
        assert messages_of(line(**{name: value})) == [message]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ""}, "`id` is not a text of 1 to 200 characters"),
        ({"id": "x" * 201}, "`id` is not a text of 1 to 200 characters"),
        ({"card": "x/" + "y" * 199}, "`card` is not a text of 1 to 200 characters"),
        ({"version": ""}, "`version` is not a text of 1 to 200 characters"),
        ({"card": "heart"}, "`card` is not deck/fact or deck/fact/part"),
        ({"kind": "Review"}, f"`kind` is 'Review'; it may be {', '.join(ENTRY_KINDS)}"),
        (
            {"origin": "elsewhere"},
            "`origin` is 'elsewhere'; it may be liverdeck or anki",
        ),
        ({"rating": ...}, "a review needs `rating`"),
        ({"days": ..., "seconds": ...}, "a review needs `days` or `seconds`"),
        ({"kind": "cram", "rating": ...}, "a cram needs `rating`"),
        ({"kind": "undo", "target": ...}, "an undo needs `target`"),
        ({"kind": "undo", "target": ""}, "an undo needs `target`"),
    ],
)
def test_values_that_make_no_sense_are_problems(changes, message):
    assert messages_of(line(**changes)) == [message]


def test_every_problem_of_a_line_is_reported():
    assert len(messages_of(line(id=1, kind=2, card=3, at="4", more=5))) == 5


@pytest.mark.parametrize("name", REVIEW)
def test_a_duplicate_field_is_a_problem(name):
    value = json.dumps(REVIEW[name])
    for second_value in (value, '"other"', "7"):
        assert messages_of(line()[:-1] + f', "{name}": {second_value}}}') == [
            f"the line is not JSON: it has the field {name!r} twice"
        ]


def test_a_line_is_accepted_up_to_the_longest_length():
    longest_typed = LONGEST_LINE - len(line(typed=""))
    message = f"the line is longer than {LONGEST_LINE} characters"
    assert problems_of(line(typed="x" * longest_typed)) == ()
    assert messages_of(line(typed="x" * (longest_typed + 1))) == [message]
    assert messages_of(" " * LONGEST_LINE + line()) == [message]


def test_a_problem_quotes_only_a_short_part_of_a_line():
    for text in (
        line(kind="x" * 100_000),
        line(origin=["x" * 100_000]),
        line(v="x" * 100_000),
        line(**{"x" * 100_000: 1}),
    ):
        assert all(len(message) < 1000 for message in messages_of(text))


def test_reading_stops_at_the_maximum_number_of_problems():
    endless_lines = iter(lambda: "no", None)
    result = read_lines(endless_lines, "log.jsonl")
    entries, problems = result.value, result.problems
    assert (len(entries), len(problems)) == (0, MOST_PROBLEMS)
    assert "more problems follow" in problems[-1].message


json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=5,
)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from([*REVIEW, "more"]), json_values, max_size=6))
def test_any_values_in_the_fields_are_an_entry_or_a_problem(changes):
    result = read_lines([line(**changes)], "log.jsonl")
    entries, problems = result.value, result.problems
    assert bool(entries) != bool(problems)
    assert read_lines(map(as_line, entries), "") == Result(tuple(entries))
    with new_log() as log:  # every accepted entry can be written, folded and read
        log.merge(entries)
        assert tuple(log.entries()) == entries
        assert log.rebuild() == len(entries)


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_no_line_raises_an_exception(text):
    result = read_lines([text], "log.jsonl")
    entries, problems = result.value, result.problems
    assert not entries
    assert bool(problems) == bool(text.strip())


@settings(max_examples=80)
@given(st.data())
def test_a_damaged_line_is_an_entry_or_a_problem(data):
    text = list(line())
    for _ in range(data.draw(st.integers(1, 3))):
        index = data.draw(st.integers(0, len(text) - 1))
        text[index] = data.draw(st.characters())
    result = read_lines(["".join(text)], "log.jsonl")
    entries, problems = result.value, result.problems
    assert bool(entries) != bool(problems)


def test_entries_and_problems_of_one_file_are_both_returned():
    # The command decides whether to import the correct lines.
    lines = [as_line(entry) for entry in history(50)]
    lines[20] = lines[20].replace('"rating": 3', '"rating": 5')
    result = read_lines(lines, "log.jsonl")
    entries, problems = result.value, result.problems
    assert (len(entries), [problem.position.line for problem in problems]) == (49, [21])


extreme_entries = st.builds(
    Entry,
    st.uuids().map(lambda uuid: uuid.hex),
    st.sampled_from(ENTRY_KINDS),
    st.just("heart/rate"),
    st.builds(
        Moment,
        st.sampled_from([0, 1, START_MS, LATEST_MS - 1, LATEST_MS]),
        st.sampled_from([-1440, 0, 1440]),
    ),
    st.just("test"),
    st.builds(
        Answered,
        st.sampled_from([1, 2, 3, 4]),
        st.sampled_from([0, 1, 36_500]),
        st.sampled_from([None, 0, 34_560_000]),
        st.sampled_from([0, 1000]),
        st.sampled_from([0, 36_500]),
    ),
    target=st.just("x"),
)


@pytest.mark.slow
@settings(max_examples=50)
@given(st.lists(extreme_entries, max_size=30))
def test_the_most_extreme_accepted_entries_can_be_folded(entries):
    assert read_lines(map(as_line, entries), "") == Result(tuple(entries))
    with new_log() as log:
        log.merge(entries)
        before = stored_states(log)
        log.rebuild()
        assert stored_states(log) == before
        progress = log.state_of("heart/rate").progress
        if progress is not None:
            assert 0 < progress.memory.stability <= 36_500
            assert 1 <= progress.memory.difficulty <= 10
            choices = SCHEDULE.choices("heart/rate", progress, Moment(START_MS))
            assert all(0 < choice.memory.stability <= 36_500 for choice in choices)


def test_hundreds_of_equal_answers_can_be_folded():
    for rating in (1, 2, 3, 4):
        for interval in (GOOD_DAYS, GOOD_STEP):
            answered = Answered(rating, interval.wait_days, interval.wait_seconds)
            entries = [
                new_entry(f"r{n}", minute=n * 30 * DAY_MINUTES, answered=answered)
                for n in range(300)
            ]
            with new_log() as log:
                log.merge(entries)
                assert log.state_of("heart/rate").progress.reviews == 300


def test_lines_are_read_one_by_one_and_do_not_stay_in_memory():
    text = as_line(new_entry("r"))
    reader = LineReader("log.jsonl", lambda *_: None)
    lines = ((number, text) for number in range(1, 3001))
    tracemalloc.start()
    try:
        assert sum(1 for _ in reader.entries_in(lines)) == 3000
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 200_000


class CountingStream(io.BytesIO):
    """Remembers the size of the largest piece that was read."""

    most_bytes = 0

    def readline(self, size=-1):
        piece = super().readline(size)
        self.most_bytes = max(self.most_bytes, len(piece))
        return piece


def test_only_the_beginning_of_a_long_line_is_read_into_memory():
    stream = CountingStream(b"x" * 9_000_000 + b"\nnext\n")
    lines = numbered_lines.numbered_lines(stream, "log.jsonl")
    assert [(number, len(line)) for number, line in lines] == [(1, 800_001), (2, 5)]
    assert stream.most_bytes < 1_000_000


def test_a_file_with_too_many_lines_is_refused(monkeypatch):
    monkeypatch.setattr(numbered_lines, "MOST_LINES", 3)
    read = [*numbered_lines.numbered_lines(io.BytesIO(b"\n" * 3), "log.jsonl")]
    assert [number for number, _ in read] == [1, 2, 3]
    lines = numbered_lines.numbered_lines(io.BytesIO(b"\n" * 4), "log.jsonl")
    with pytest.raises(ContentError) as refused:
        list(lines)
    assert str(refused.value).startswith("log.jsonl:4:1: it has more than 3 lines")


def weights_line(number):
    """Return a line with a set of weights; each number gives another set."""
    first, *others = DEFAULT_PARAMETERS
    model = MemoryModel([first + number / 10_000, *others])
    fields = {"weights": model.weights_hash, "model": model.name}
    return json.dumps({"v": 1, **fields, "numbers": json.loads(model.weights_text)})


def test_a_limited_number_of_sets_of_weights_is_read():
    result = read_lines(map(weights_line, range(1, 1002)), "log.jsonl")
    messages = [problem.message for problem in result.problems]
    assert messages == ["it is one more set of weights than the 1000 that are read"]
