"""Our schedule compared with the real Anki: four offers, and the card after a review.

With Debian's faketime, Anki plays several years in a second (anki_histories.py). The
histories are random, but the same in every run. tests/study/scheduling/test_schedule.py
replays histories that were recorded from an Anki that is known to agree.
"""

import shlex
from pathlib import Path

import pytest

from liverdeck.study.scheduling.memory import Memory, memory_as_stored
from liverdeck.study.scheduling.moments import date_of
from tests.conftest import need_program
from tests.real.anki_histories import record, record_each
from tests.study.scheduling.golden import (
    is_near,
    is_same,
    review_by_anki,
    review_by_schedule,
    schedule_of,
)

NO_STEPS = "--learning-steps '' --relearning-steps ''"
THREE_STEPS = "--learning-steps 5,30,720 --relearning-steps 10,60"
DAY_STEPS = "--learning-steps 10,1440,4320 --relearning-steps 1440"
RUNS = [
    "--zone America/Los_Angeles --start 2026-03-05",
    "--zone America/Los_Angeles --start 2026-10-29 --retention 0.95"
    f" {THREE_STEPS} --param-seed 11",
    "--zone Europe/Berlin --start 2026-03-26 --retention 0.8"
    f" {NO_STEPS} --param-seed 12",
    f"--zone Europe/Berlin --start 2026-10-22 {DAY_STEPS} --maximum-interval 90",
    f"--zone Asia/Tokyo {THREE_STEPS} --maximum-interval 60",
    "--zone Asia/Tokyo --retention 0.7 --learning-steps 20 --relearning-steps ''",
    f"--zone UTC --retention 0.99 {NO_STEPS}",
    "--zone UTC --retention 0.85 --param-seed 13",
    "--zone Australia/Lord_Howe --start 2026-04-02 --retention 0.92"
    f" {DAY_STEPS} --param-seed 14",
    f"--zone Australia/Lord_Howe --start 2026-10-01 {NO_STEPS} --maximum-interval 30",
]
CARDS, REVIEWS = 60, 450
"""Cards and minimum number of reviews per run. A card has 8 to 16 reviews."""


@pytest.fixture(scope="module", autouse=True)
def faketime():
    """Skip the tests if Debian's library is missing, or fail if all tests must run."""
    if not any(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")):
        need_program("libfaketime.so.1", "apt-get install faketime")


@pytest.fixture(scope="module")
def records():
    """Return configuration and reviews of each run."""
    arguments = [
        (*shlex.split(run), "--cards", CARDS, "--seed", 1000 + number)
        for number, run in enumerate(RUNS)
    ]
    return dict(zip(RUNS, record_each(arguments), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS, ids=RUNS)
def test_offers_and_cards_equal_those_of_the_real_anki(records, run):
    config, reviews = records[run]
    schedule, progress = schedule_of(config), {}
    same_count = compared_count = 0
    for review in reviews:
        before = progress.get(review["card"])
        theirs = review_by_anki(config, review)
        # Without fuzz, Anki fails if the interval for good has reached the maximum,
        # because that for easy must be longer.
        if theirs is None:
            continue
        ours, choices, progress[theirs.card] = review_by_schedule(
            schedule, before, theirs
        )
        assert ours.all_but_memory == theirs.all_but_memory
        assert date_of(theirs.moment.day).isoformat() == review["day"]
        assert is_near(ours.memory, theirs.memory), f"{ours}, Anki's {theirs}"
        for choice, offer in zip(choices, review["offered"], strict=True):
            assert is_near(
                choice.memory, memory_as_stored(Memory(offer["s"], offer["d"]))
            ), f"{choice}, Anki's {offer}"
        answered = choices[theirs.rating - 1].answered
        logged_interval = answered.wait_days
        if logged_interval is None:
            logged_interval = -answered.wait_seconds
        assert review["revlog"]["ivl"] == logged_interval
        if is_same(ours.memory, theirs.memory):
            same_count += 1
        compared_count += 1
    assert compared_count >= REVIEWS
    assert same_count >= compared_count * 0.95


def test_only_the_interval_after_a_lapse_without_steps_exceeds_the_maximum(tmp_path):
    """As in Anki: states/review.rs rounds that interval without limiting it."""
    day_seconds, first_noon = 86_400, 1_780_315_200
    histories = tmp_path / "histories.jsonl"
    ratings_by_day = [
        (0, 4),
        (60, 4),
        (460, 4),
        (1960, 4),
        (4960, 4),
        (9960, 1),
        (10_160, 4),
    ]
    rows = [
        f'{{"card": 0, "at": {first_noon + day * day_seconds}, "rating": {rating}}}\n'
        for day, rating in ratings_by_day
    ]
    histories.write_text("".join(rows), encoding="utf-8")
    config, reviews = record(
        *shlex.split(NO_STEPS), "--maximum-interval", 5, "--histories", histories
    )
    schedule, progress = schedule_of(config), None
    for theirs in (review_by_anki(config, review) for review in reviews):
        ours, _, progress = review_by_schedule(schedule, progress, theirs)
        assert ours.all_but_memory == theirs.all_but_memory
        assert ours.interval_days <= 5 or ours.rating == 1
    lapse = reviews[-2]
    assert lapse["offered"][0]["days"] == 18
