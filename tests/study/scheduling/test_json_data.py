"""Schedules and progress that a program stores as JSON by itself."""

import inspect
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from liverdeck.study.scheduling.json_data import (
    progress_from_json,
    progress_to_json,
    schedule_from_json,
    schedule_to_json,
)
from liverdeck.study.scheduling.moments import Moment, date_of
from liverdeck.study.scheduling.schedule import Schedule

START = Moment(1_700_000_000_000, 60)


def test_reviews_can_be_scheduled_with_json_in_between():
    schedule = Schedule(fuzz=False)
    moment, progress, stored = START, None, "null"
    for rating in (3, 3, 4, 1, 3, 2):
        data = json.loads(stored)
        read = None if data is None else progress_from_json(data)
        assert read == progress
        progress = schedule.after("heart/rate", read, moment, rating)
        stored = json.dumps(progress_to_json(progress))
        moment = moment.after(5 * 86_400_000)
    assert (progress.reviews, progress.lapses) == (6, 1)


@pytest.mark.parametrize("rating", [0, 5, -1, 2.5, 3.0, True, "3", None, [3]])
def test_a_rating_other_than_1_to_4_is_a_value_error(rating):
    with pytest.raises(ValueError, match="it must be 1, 2, 3 or 4"):
        Schedule().after("heart/rate", None, START, rating)


PROGRESS = progress_to_json(Schedule().after("heart/rate", None, START, 4))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"phase": "asleep"}, "'phase' is impossible"),
        ({"stability": 0.0}, "'stability' is impossible"),
        ({"stability": True}, "'stability' is impossible"),
        ({"difficulty": 11}, "'difficulty' is impossible"),
        ({"reviews": "1"}, "'reviews' is impossible"),
        ({"lapses": True}, "'lapses' is impossible"),
        ({"due_day": None, "due_seconds": None}, "'due_day' is impossible"),
        ({"interval_days": 36_501, "reviews": -1}, r"'interval_days' is.*'reviews' is"),
        ({"mood": 1}, "'mood' is unknown"),
    ],
)
def test_impossible_progress_is_a_value_error(change, message):
    with pytest.raises(ValueError, match=message):
        progress_from_json(PROGRESS | change)


STORED = """{
 "phase": "review", "stability": 8.2956, "difficulty": 1.0, "interval_days": 9,
 "remaining_steps": 0, "due_day": 19684, "due_seconds": null,
 "last_review_seconds": 1700000000, "reviews": 1, "lapses": 0
}"""
"""Progress as programs have stored it. Every later version must read it too."""


def test_stored_progress_of_earlier_versions_is_still_read():
    data = json.loads(STORED)
    assert progress_to_json(progress_from_json(data)) == data


def test_missing_values_are_all_named():
    with pytest.raises(
        ValueError, match=r"'due_day' is missing.*'stability' is missing"
    ):
        progress_from_json({"phase": "review"})


def test_whole_numbers_may_stand_for_decimals():
    assert progress_from_json(PROGRESS | {"difficulty": 5}).memory.difficulty == 5.0


def test_every_option_of_a_schedule_is_in_its_json():
    names = set(inspect.signature(Schedule).parameters)
    assert set(schedule_to_json(Schedule())) == names
    with pytest.raises(ValueError, match="not the options") as raised:
        schedule_from_json(dict.fromkeys(names, object()))
    assert all(f"'{name}' is <object" in str(raised.value) for name in names)


def test_a_schedule_survives_json():
    schedule = Schedule(retention=0.8, learning_seconds=(), longest_days=99, fuzz=False)
    data = json.loads(json.dumps(schedule_to_json(schedule)))
    again = schedule_from_json(data)
    assert schedule_to_json(again) == data
    assert again.choices("a", None, START) == schedule.choices("a", None, START)
    assert schedule_to_json(schedule_from_json({})) == schedule_to_json(Schedule())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"retention": 0.5}, "retention is 0.5; it must be 0.7 to 0.99"),
        ({"retention": "0.9"}, "'retention' is '0.9'"),
        ({"learning_seconds": [60.5]}, r"'learning_seconds' is \[60.5\]"),
        ({"learning_seconds": [0]}, "a step must be at least one second"),
        ({"parameters": [1.0]}, "FSRS-6 has 21 weights"),
        ({"fuzz": 1, "mood": 2}, "'mood' is unknown, 'fuzz' is 1"),
    ],
)
def test_impossible_options_are_a_value_error(data, message):
    with pytest.raises(ValueError, match=message):
        schedule_from_json(data)


def test_a_moment_is_made_from_a_time_with_an_offset():
    time = datetime(2026, 11, 28, 12, 0, 0, 500_000, timezone(timedelta(hours=-3.5)))
    assert Moment.of(time) == Moment(int(time.timestamp() * 1000), -210)
    assert Moment.of(datetime(1970, 1, 1, tzinfo=UTC)) == Moment(0, 0)
    with pytest.raises(ValueError, match=r"has no UTC offset; use .astimezone\(\)"):
        Moment.of(datetime(2026, 1, 1))  # noqa: DTZ001  # that is the fault


def test_progress_says_when_the_card_is_due():
    schedule = Schedule(fuzz=False)
    step = schedule.after("heart/rate", None, START, 3)
    assert not step.is_due(START.after(599_999))
    assert step.is_due(START.after(600_000))
    assert step.due_date(offset_minutes=60) == date_of(START.day)
    review = schedule.after("heart/rate", None, START, 4)
    days = review.interval_days
    the_day_before = START.after((days - 1) * 86_400_000)
    assert not review.is_due(the_day_before)
    assert review.is_due(the_day_before.after(86_400_000))
    assert review.due_date() == date_of(START.day + days)


@pytest.mark.parametrize("data", [None, [], [1], "{}", 7, True])
@pytest.mark.parametrize("read", [progress_from_json, schedule_from_json])
def test_json_that_is_not_a_map_is_a_value_error(read, data):
    name = type(data).__name__
    with pytest.raises(ValueError, match=rf"^not the .*: it is a {name}, not a dict$"):
        read(data)


def test_keys_of_any_type_are_named():
    with pytest.raises(ValueError, match="1 is unknown, 'note' is unknown"):
        progress_from_json({**PROGRESS, "note": "x", 1: 2})


@pytest.mark.parametrize(
    "call",
    [
        lambda schedule, now: schedule.after("heart/rate", None, now, 3),
        lambda schedule, now: schedule.choices("heart/rate", None, now),
        lambda schedule, now: schedule.retrievability(
            progress_from_json(PROGRESS), now
        ),
        lambda _, now: progress_from_json(PROGRESS).is_due(now),
    ],
)
@pytest.mark.parametrize("now", [datetime.now(UTC), None, 1_700_000_000, "today"])
def test_a_time_that_is_not_a_moment_is_a_type_error(call, now):
    with pytest.raises(TypeError, match=r"it must be a Moment, such as Moment\.of"):
        call(Schedule(), now)


@pytest.mark.parametrize("time", [None, 1_700_000_000, "2026-11-28", START])
def test_a_moment_is_made_of_a_datetime_only(time):
    with pytest.raises(TypeError, match="not a datetime"):
        Moment.of(time)


@pytest.mark.parametrize("progress", [None, {}, PROGRESS, 3])
def test_only_progress_has_a_chance_of_recall(progress):
    with pytest.raises(TypeError, match="it must be a Progress"):
        Schedule().retrievability(progress, START)


@pytest.mark.parametrize("progress", [{}, PROGRESS, 3, "null"])
def test_the_progress_of_a_review_is_progress_or_none(progress):
    with pytest.raises(TypeError, match="it must be a Progress, or None for a new"):
        Schedule().after("heart/rate", progress, START, 3)


@pytest.mark.parametrize("card", [None, 3, ("heart", "rate")])
def test_a_card_is_named_by_a_str(card):
    with pytest.raises(TypeError, match="it must be its name, a str"):
        Schedule().after(card, None, START, 3)


@pytest.mark.parametrize(
    "numbers", [(1.5e12,), (None,), ("1",), (True,), (START,), (1, 60.0), (1, None)]
)
def test_a_moment_has_whole_numbers_only(numbers):
    with pytest.raises(TypeError, match="both must be an int"):
        Moment(*numbers)
