"""Our schedule against 1,434 reviews that the real Anki scheduled, kept in anki_golden.jsonl (golden.py makes it).

Every interval that Anki offered for any of the four ratings, and what the answer made of the card, must come out
exactly; only stability may differ, by what `is_near` says. tests/real/test_schedule.py does the same with fresh reviews.
"""

from collections import Counter

import pytest

from tests.study.scheduling.golden import (
    RUNS,
    Review,
    is_near,
    is_same,
    read_golden,
    schedule_of,
    what_we_do,
)

HEADER, GOLDEN = read_golden()


@pytest.mark.parametrize(("config", "reviews"), GOLDEN, ids=RUNS)
def test_offers_and_cards_equal_those_of_recorded_anki(config, reviews):
    schedule, progress = schedule_of(config), {}
    for theirs in reviews:
        ours, _, progress[theirs.card] = what_we_do(
            schedule, progress.get(theirs.card), theirs
        )
        assert ours.rest == theirs.rest
        assert is_near(ours.memory, theirs.memory), f"{ours}, Anki's {theirs}"


def test_nearly_every_memory_equals_ankis_to_the_last_bit():
    same = 0
    for config, reviews in GOLDEN:
        schedule, progress = schedule_of(config), {}
        for theirs in reviews:
            ours, _, progress[theirs.card] = what_we_do(
                schedule, progress.get(theirs.card), theirs
            )
            same += is_same(ours.memory, theirs.memory)
    assert same >= 1_434 * 0.98


def test_the_golden_reviews_cover_all_options_and_phases():
    assert HEADER["columns"] == list(Review._fields)
    assert sum(len(reviews) for _, reviews in GOLDEN) == 1_434
    configs = [config for config, _ in GOLDEN]
    assert {config["anki"] for config in configs} == {HEADER["anki"]}
    assert len({config["zone"] for config in configs}) == 8
    assert {config["retention"] for config in configs} == {0.7, 0.8, 0.9, 0.95, 0.99}
    assert {config["maximum_interval"] for config in configs} == {60, 36_500}
    assert len({tuple(config["parameters"]) for config in configs}) == 8
    steps = [
        tuple(config[f"{kind}_steps"])
        for config in configs
        for kind in ("learning", "relearning")
    ]
    assert {len(each) for each in steps} == {0, 1, 2, 3}
    assert (1440, 4320) in steps
    reviews = [review for _, reviews in GOLDEN for review in reviews]
    for each, least in [("rating", 140), ("phase", 140)]:
        assert (
            min(Counter(getattr(review, each) for review in reviews).values()) >= least
        )
    assert {isinstance(review.due, int) for review in reviews} == {True, False}
    assert any(
        "learning" in review.phase and isinstance(review.due, str) for review in reviews
    )  # past the day's end
    assert any(
        review.moment.days_since(0) > 2**31 // 86_400 for review in reviews
    )  # after 2038
    assert max(review.lapses for review in reviews) >= 3


@pytest.mark.parametrize(("config", "reviews"), GOLDEN, ids=RUNS)
def test_the_golden_reviews_start_with_a_new_card_and_are_complete(config, reviews):
    numbers = {}
    for review in reviews:
        numbers.setdefault(review.card, []).append(review.reviews)
    assert sorted(numbers) == list(range(8))
    assert all(each == list(range(1, len(each) + 1)) for each in numbers.values())
    assert [review.at for review in reviews] == sorted(review.at for review in reviews)
    assert len({review.offset for review in reviews}) == (
        2 if has_daylight_saving(config["zone"]) else 1
    )


def has_daylight_saving(zone):
    return zone not in {"UTC", "Asia/Tokyo", "Asia/Kathmandu", "America/Sao_Paulo"}
