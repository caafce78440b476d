"""The log and an export have each memory model once, and a replay needs no more."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.exchange import as_line, as_lines, read_lines
from liverdeck.study.reviewlog.fold import fold
from liverdeck.study.reviewlog.repair import repair
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.reviewlog.rows import entry_row
from liverdeck.study.reviewlog.schema import MIGRATIONS
from liverdeck.study.reviewlog.storage import connect
from liverdeck.study.scheduling.memory import (
    DEFAULT_MODEL,
    DEFAULT_PARAMETERS,
    MemoryModel,
    model_from,
)
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Schedule
from tests.study.conftest import (
    DAY_MINUTES,
    MINUTE_MS,
    SCHEDULE,
    START_MS,
    fresh_path,
    histories,
    history,
    new_entry,
    stored_states,
)

FAST = MemoryModel((*DEFAULT_PARAMETERS[:2], 3.5, *DEFAULT_PARAMETERS[3:]))
SLOW = MemoryModel((0.5, *DEFAULT_PARAMETERS[1:]))
TWO_MODELS = (
    new_entry("a", model=FAST, retention=0.8),
    new_entry("b", minute=9 * DAY_MINUTES, model=SLOW),
)
"""A first review with other weights than the second one."""


def states_of(path, schedule=SCHEDULE):
    with ReviewLog(path, schedule) as log:
        log.rebuild()
        return stored_states(log)


def weights_in(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT hash, model, numbers FROM weights").fetchall()


# In the log


def test_a_set_of_weights_is_kept_once(log, log_path):
    log.merge(new_entry(f"r{n}", minute=n, model=FAST) for n in range(9))
    (row,) = weights_in(log_path)
    assert row == (FAST.weights_hash, "FSRS-6", json.dumps(list(FAST.parameters)))


def test_an_entry_without_an_answer_has_no_model(log, log_path):
    log.merge([new_entry("s", "suspend")])
    assert weights_in(log_path) == []


def test_the_log_returns_model_and_retention(log, open_log):
    log.merge(TWO_MODELS)
    assert list(open_log().entries()) == list(TWO_MODELS)


def test_every_answer_counts_with_its_own_weights(log):
    log.merge(TWO_MODELS)
    plain = [replace(entry, model=DEFAULT_MODEL) for entry in TWO_MODELS]
    state = log.state_of("heart/rate")
    assert state == fold(TWO_MODELS, SCHEDULE)
    assert state.progress.memory != fold(plain, SCHEDULE).progress.memory


def test_the_weights_of_the_schedule_do_not_change_earlier_answers(log, log_path):
    log.merge(TWO_MODELS)
    other = Schedule(retention=0.7, parameters=SLOW.parameters)
    assert states_of(log_path, other) == states_of(log_path)


def test_lost_or_changed_weights_are_reported_as_damage(log, log_path):
    log.merge(TWO_MODELS)
    log.close()
    for damage in ("DELETE FROM weights", "UPDATE weights SET numbers = '[1]'"):
        with closing(sqlite3.connect(log_path)) as connection:
            connection.execute(damage)
            connection.commit()
        with (
            ReviewLog(log_path, SCHEDULE) as opened,
            pytest.raises(LogError, match=r"damaged: weights.*log repair"),
        ):
            list(opened.entries())


def test_entries_of_an_older_log_count_with_the_default_weights(log_path):
    reviews = history(30)
    with closing(connect(log_path, MIGRATIONS[:1])) as connection:
        info = connection.execute("PRAGMA table_info(entries)").fetchall()
        count = len(info) - 1
        insert = f"INSERT INTO entries VALUES ({'?,' * count} NULL)"  # noqa: S608
        connection.executemany(insert, [entry_row(entry)[:count] for entry in reviews])
    with ReviewLog(log_path, Schedule(parameters=SLOW.parameters)) as log:
        assert list(log.entries()) == reviews
        assert log.state_of("heart/f01") == fold(
            [entry for entry in reviews if entry.card == "heart/f01"], SCHEDULE
        )
    assert log_path.with_name(f"log-before-{len(MIGRATIONS)}.sqlite3").exists()


# In exported lines


def test_weights_are_exported_once_before_the_first_answer_with_them():
    entries = [
        new_entry("a"),
        new_entry("b", minute=1, model=FAST),
        new_entry("c", minute=2, model=FAST),
    ]
    lines = [json.loads(line) for line in as_lines(entries)]
    assert [line.get("id") for line in lines] == ["a", None, "b", "c"]
    assert lines[1] == {
        "v": 1,
        "weights": FAST.weights_hash,
        "model": "FSRS-6",
        "numbers": list(FAST.parameters),
    }


def test_an_export_has_all_that_a_replay_needs(log):
    log.merge(TWO_MODELS)
    entries = read_lines(as_lines(log.entries()), "log.jsonl").required()
    assert entries == TWO_MODELS
    with ReviewLog(fresh_path(), SCHEDULE) as copy:
        copy.merge(entries)
        assert stored_states(copy) == stored_states(log)


models = st.sampled_from([DEFAULT_MODEL, FAST, SLOW])
retentions = st.sampled_from([0.7, 0.9, 0.99])


@st.composite
def histories_with_models(draw, prefix):
    entries = []
    for entry in draw(histories(prefix=prefix)):
        if entry.answered:
            entries.append(
                replace(entry, model=draw(models), retention=draw(retentions))
            )
        else:
            entries.append(entry)
    return entries


@pytest.mark.slow
@given(histories_with_models("l"), histories_with_models("r"))
def test_two_machines_with_different_weights_merge_to_the_same_states(left, right):
    schedules = Schedule(parameters=FAST.parameters), Schedule(retention=0.8)
    with (
        ReviewLog(fresh_path(), schedules[0]) as one,
        ReviewLog(fresh_path(), schedules[1]) as other,
    ):
        one.merge(left)
        other.merge(right)
        exported = list(as_lines(one.entries())), list(as_lines(other.entries()))
        one.merge(read_lines(exported[1], "").required())
        other.merge(read_lines(exported[0], "").required())
        assert stored_states(one) == stored_states(other)


WEIGHTS_LINE = json.loads(next(iter(as_lines([new_entry("a", model=FAST)]))))
ANSWER = json.loads(as_line(new_entry("a", model=FAST)))
WRONG_WEIGHTS = [
    (
        WEIGHTS_LINE | {"numbers": [1.0] * 20},
        "the weights cannot be used: FSRS-6 has 21",
    ),
    (WEIGHTS_LINE | {"numbers": [9e9] * 21}, "the weights cannot be used: weight 0 is"),
    (WEIGHTS_LINE | {"numbers": "1, 2"}, "the weights are not a list of numbers"),
    (
        WEIGHTS_LINE | {"numbers": [True] * 21},
        "the weights are not a list of numbers",
    ),
    (WEIGHTS_LINE | {"numbers": list(SLOW.parameters)}, "is not the hash of these"),
    (WEIGHTS_LINE | {"weights": "x"}, "is not the hash of these weights"),
    (WEIGHTS_LINE | {"model": "FSRS-9"}, "the memory model 'FSRS-9' is unknown"),
    (WEIGHTS_LINE | {"model": 6}, "`model` is not a text"),
    (WEIGHTS_LINE | {"id": "a"}, "the field 'id' is unknown"),
]


@pytest.mark.parametrize(("line", "message"), WRONG_WEIGHTS)
def test_a_wrong_line_with_weights_is_a_problem(line, message):
    result = read_lines([json.dumps(line)], "log.jsonl")
    (problem,) = result.problems
    assert result.value == ()
    assert message in problem.message
    assert str(problem.position) == "log.jsonl:1:1"


WRONG_ANSWERS = [
    ({"weights": "0" * 32}, "no line before this one has its `weights`"),
    ({"weights": 7}, "`weights` is not a text of 1 to 200 characters"),
    ({"model": "FSRS-7"}, "`model` is not FSRS-6, which has these `weights`"),
    ({"retention": 0.69}, "`retention` is not a number with decimals from 0.7 to 0.99"),
    (
        {"retention": "0.9"},
        "`retention` is not a number with decimals from 0.7 to 0.99",
    ),
]


@pytest.mark.parametrize(("fields", "message"), WRONG_ANSWERS)
def test_a_wrong_model_of_an_answer_is_a_problem(fields, message):
    lines = [json.dumps(WEIGHTS_LINE), json.dumps(ANSWER | fields)]
    result = read_lines(lines, "log.jsonl")
    (problem,) = result.problems
    assert result.value == ()
    assert message in problem.message
    assert str(problem.position) == "log.jsonl:2:1"


# Repair


def test_a_repair_keeps_the_weights(log, log_path):
    log.merge(TWO_MODELS)
    before = stored_states(log)
    log.close()
    data = log_path.read_bytes()
    # SQLite cannot read the file any more, so each page is read on its own.
    log_path.write_bytes(bytes(100) + data[100:])
    repaired = repair(
        log_path,
        SCHEDULE,
        Moment(START_MS + 10 * DAY_MINUTES * MINUTE_MS),
    )
    assert repaired.from_file == 2
    with ReviewLog(log_path, SCHEDULE) as opened:
        assert [entry.model for entry in opened.entries()] == [FAST, SLOW]
        assert stored_states(opened) == before


def test_a_repair_saves_answers_whose_weights_are_lost(log, log_path):
    log.merge(TWO_MODELS)
    log.close()
    text = SLOW.weights_text.encode()
    data = log_path.read_bytes()
    log_path.write_bytes(bytes(100) + data[100:].replace(text, bytes(len(text))))
    repaired = repair(
        log_path, SCHEDULE, Moment(START_MS + 10 * DAY_MINUTES * MINUTE_MS)
    )
    assert repaired.from_file == 2
    with ReviewLog(log_path, SCHEDULE) as opened:
        assert [entry.model for entry in opened.entries()] == [FAST, DEFAULT_MODEL]


# The model


def test_a_model_is_known_by_its_name_and_its_weights():
    assert MemoryModel(list(FAST.parameters)) == FAST
    assert len({FAST, MemoryModel(FAST.parameters), SLOW}) == 2
    assert FAST.weights_hash != SLOW.weights_hash
    assert model_from(FAST.name, FAST.weights_text) == FAST


def test_the_hash_of_the_default_weights_never_changes():
    """Entries that name no weights have these."""
    assert DEFAULT_MODEL.weights_hash == "004d3168cc7c2f04abc3f70f3bb0071b"
