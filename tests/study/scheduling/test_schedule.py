"""Our schedule compared with 1,434 reviews that the real Anki scheduled.

golden.py records them in anki_golden.jsonl. Every interval that Anki offered for a
rating, and the card after the answer, must be equal. Only stability may differ, and no
more than `is_near` allows. tests/real/test_schedule.py does the same with new reviews.
"""

from collections import Counter

import pytest

from tests.study.scheduling.golden import (
    RUNS,
    Review,
    is_near,
    is_same,
    read_golden,
    review_by_schedule,
    schedule_of,
)

HEADER, GOLDEN = read_golden()


@pytest.mark.parametrize(("config", "reviews"), GOLDEN, ids=RUNS)
def test_offers_and_cards_equal_those_of_recorded_anki(config, reviews):
    schedule, progress = schedule_of(config), {}
    for theirs in reviews:
        ours, _, progress[theirs.card] = review_by_schedule(
            schedule, progress.get(theirs.card), theirs
        )
        assert ours.all_but_memory == theirs.all_but_memory
        assert is_near(ours.memory, theirs.memory), f"{ours}, Anki's {theirs}"


def test_nearly_every_memory_equals_ankis_to_the_last_bit():
    same_count = 0
    for config, reviews in GOLDEN:
        schedule, progress = schedule_of(config), {}
        for theirs in reviews:
            ours, _, progress[theirs.card] = review_by_schedule(
                schedule, progress.get(theirs.card), theirs
            )
            if is_same(ours.memory, theirs.memory):
                same_count += 1
    assert same_count >= 1_434 * 0.98


def test_the_golden_reviews_cover_all_options_and_phases():
    assert HEADER["columns"] == list(Review._fields)
    assert sum(len(reviews) for _, reviews in GOLDEN) == 1_434
    configs = [config for config, _ in GOLDEN]
    assert {config["anki"] for config in configs} == {HEADER["anki"]}
    assert len({config["zone"] for config in configs}) == 8
    assert {config["retention"] for config in configs} == {0.7, 0.8, 0.9, 0.95, 0.99}
    assert {config["maximum_interval"] for config in configs} == {60, 36_500}
    assert len({tuple(config["parameters"]) for config in configs}) == 8
    steps = [tuple(config["learning_steps"]) for config in configs]
    steps += [tuple(config["relearning_steps"]) for config in configs]
    assert {len(delays) for delays in steps} == {0, 1, 2, 3}
    a_day, three_days = 1440, 4320  # minutes
    assert (a_day, three_days) in steps
    reviews = [review for _, reviews in GOLDEN for review in reviews]
    for column in ("rating", "phase"):
        counts = Counter(getattr(review, column) for review in reviews)
        assert min(counts.values()) >= 140
    assert {isinstance(review.due, int) for review in reviews} == {True, False}
    steps_beyond_the_day = [
        review
        for review in reviews
        if "learning" in review.phase and isinstance(review.due, str)
    ]
    assert steps_beyond_the_day
    last_day_in_32_bits = 2**31 // 86_400  # in 2038
    assert any(review.moment.days_since(0) > last_day_in_32_bits for review in reviews)
    assert max(review.lapses for review in reviews) >= 3


@pytest.mark.parametrize(("config", "reviews"), GOLDEN, ids=RUNS)
def test_the_golden_reviews_start_with_a_new_card_and_are_complete(config, reviews):
    numbers = {}
    for review in reviews:
        numbers.setdefault(review.card, []).append(review.reviews)
    assert sorted(numbers) == list(range(8))
    for card_numbers in numbers.values():
        assert card_numbers == list(range(1, len(card_numbers) + 1))
    times = [review.unix_seconds for review in reviews]
    assert times == sorted(times)
    offset_count = 2 if has_daylight_saving(config["zone"]) else 1
    assert len({review.offset_minutes for review in reviews}) == offset_count


def has_daylight_saving(zone):
    return zone not in {"UTC", "Asia/Tokyo", "Asia/Kathmandu", "America/Sao_Paulo"}
