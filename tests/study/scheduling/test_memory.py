"""FSRS-6 in 32 bits, compared with py-fsrs, which computes in 64 bits; and its laws."""

import math
import struct
from datetime import UTC, datetime, timedelta
from random import Random

import fsrs
import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import example, given, settings, strategies as st

from liverdeck.study.scheduling.memory import (
    AGAIN,
    DEFAULT_PARAMETERS,
    EASY,
    GOOD,
    HARD,
    MAXIMUM_STABILITY,
    Memory,
    MemoryModel,
    memory_as_stored,
    round_half_up,
    to_float32,
)

MODEL = MemoryModel()
START = datetime(2026, 1, 5, 12, tzinfo=UTC)
ratings = st.sampled_from([AGAIN, HARD, GOOD, EASY])
gaps = st.one_of(st.just(0), st.integers(0, 30), st.integers(0, 2000))
histories = st.lists(st.tuples(ratings, gaps), min_size=1, max_size=15)
memories = st.builds(Memory, st.floats(0.001, 36_500), st.floats(1, 10))


def parameters_near_the_defaults(seed):
    chance = Random(seed)  # noqa: S311
    limits = zip(
        DEFAULT_PARAMETERS,
        LOWER_BOUNDS_PARAMETERS,
        UPPER_BOUNDS_PARAMETERS,
        strict=True,
    )
    return tuple(
        min(max(weight * chance.uniform(0.8, 1.25), low), high)
        for weight, low, high in limits
    )


parameters = st.one_of(
    st.just(DEFAULT_PARAMETERS), st.integers(0, 10**6).map(parameters_near_the_defaults)
)


def our_memories_and_py_fsrs_cards(weights, history):
    """Yield our memory and py-fsrs's card after each review.

    py-fsrs computes in 64 bits and does not round.
    """
    model = MemoryModel(weights)
    scheduler = fsrs.Scheduler(weights, enable_fuzzing=False)
    memory, card, now = None, fsrs.Card(card_id=1, due=START), START
    for rating, days in history:
        now += timedelta(days=days if memory else 0)
        memory = model.after_review(memory, rating, days)
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), now)
        if card.stability > MAXIMUM_STABILITY:  # py-fsrs has no limit
            return
        yield memory, card


@pytest.mark.slow
@settings(max_examples=150)
@given(parameters, histories)
@example(
    DEFAULT_PARAMETERS,
    [(GOOD, 0), (GOOD, 2), (GOOD, 10), (AGAIN, 40), (HARD, 0), (EASY, 1)],
)
@example(DEFAULT_PARAMETERS, [(EASY, 0)] * 15)
@example(DEFAULT_PARAMETERS, [(AGAIN, 0)] * 15)
@example(DEFAULT_PARAMETERS, [(AGAIN, 2000)] * 15)
def test_py_fsrs_computes_the_same_memory(weights, history):
    for ours, theirs in our_memories_and_py_fsrs_cards(weights, history):
        assert ours.stability == pytest.approx(theirs.stability, rel=1e-4)
        assert ours.difficulty == pytest.approx(theirs.difficulty, rel=1e-4)


@given(parameters, histories, st.integers(0, 5000))
def test_py_fsrs_computes_the_same_retrievability(weights, history, days):
    for ours, theirs in our_memories_and_py_fsrs_cards(weights, history):
        then = theirs.last_review + timedelta(days=days)
        chance = fsrs.Scheduler(weights).get_card_retrievability(theirs, then)
        assert MemoryModel(weights).retrievability(ours, days) == pytest.approx(
            chance, rel=1e-4
        )


@pytest.mark.parametrize("retention", [0.7, 0.8, 0.9, 0.95, 0.99])
@given(parameters, st.floats(1, 3000))
def test_py_fsrs_computes_the_same_interval(retention, weights, stability):
    scheduler = fsrs.Scheduler(
        weights,
        desired_retention=retention,
        enable_fuzzing=False,
        maximum_interval=10**6,
    )
    whole_days = scheduler._next_interval(stability=stability)  # at least one
    days = MemoryModel(weights).interval_days(stability, retention)
    # Near a half day, py-fsrs may round to the other side.
    is_near_half = abs(days - whole_days) == pytest.approx(0.5, abs=0.5e-4 * days)
    assert whole_days == max(1, round(days)) or is_near_half


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty"),
    # The first four weights, and 6.4133 - e^(0.8334 (rating - 1)) + 1, at least 1
    [
        (AGAIN, 0.212, 6.4133),
        (HARD, 1.2931, 5.1122),
        (GOOD, 2.3065, 2.1181),
        (EASY, 8.2956, 1),
    ],
)
def test_the_first_answer_sets_the_initial_memory(rating, stability, difficulty):
    memory = MODEL.after_review(None, rating, 0)
    assert memory.stability == to_float32(stability)
    assert memory.difficulty == pytest.approx(difficulty, abs=1e-4)


@given(memories, ratings, st.integers(0, 40_000))
def test_a_memory_stays_within_its_limits_and_32_bits(memory, rating, days):
    after = MODEL.after_review(memory, rating, days)
    assert 0.001 <= after.stability <= 36_500
    assert 1 <= after.difficulty <= 10
    assert after.stability in {to_float32(after.stability), 0.001}
    assert after.difficulty == to_float32(after.difficulty)


@given(memories, st.integers(0, 5000))
def test_a_better_answer_gives_a_better_memory(memory, days):
    again, hard, good, easy = (
        MODEL.after_review(memory, rating, days) for rating in (AGAIN, HARD, GOOD, EASY)
    )
    assert again.stability <= hard.stability <= good.stability <= easy.stability
    assert again.difficulty >= hard.difficulty >= good.difficulty >= easy.difficulty
    # No recall lowers stability.
    assert hard.stability >= to_float32(memory.stability)


@given(memories, st.integers(0, 5000), st.integers(0, 5000))
def test_retrievability_falls_over_time(memory, one, other):
    sooner, later = sorted([one, other])
    assert (
        1
        >= MODEL.retrievability(memory, sooner)
        >= MODEL.retrievability(memory, later)
        > 0
    )
    assert MODEL.retrievability(memory, 0) == 1


@given(parameters, st.floats(0.5, 30_000), st.floats(1, 10))
def test_stability_is_the_days_until_retrievability_is_0_9(
    weights, stability, difficulty
):
    model = MemoryModel(weights)
    assert model.interval_days(stability, 0.9) == pytest.approx(stability, rel=1e-4)
    assert model.retrievability(
        Memory(stability, difficulty), stability
    ) == pytest.approx(0.9, rel=1e-4)


@given(parameters, st.floats(0.5, 30_000), st.floats(0.7, 0.99))
def test_retrievability_after_the_interval_is_the_desired_retention(
    weights, stability, retention
):
    model = MemoryModel(weights)
    days = model.interval_days(stability, retention)
    assert model.retrievability(Memory(stability, 5), days) == pytest.approx(
        retention, rel=1e-4
    )


def test_on_the_same_day_only_again_lowers_stability():
    memory = Memory(10.0, 5.0)
    assert MODEL.after_review(memory, AGAIN, 0).stability < 10
    assert MODEL.after_review(memory, HARD, 0).stability == 10
    assert MODEL.after_review(memory, GOOD, 0).stability == 10
    assert MODEL.after_review(memory, EASY, 0).stability > 10


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        0.9,
        1.0,
        -0.2,
        0.0658,
        36_500.0,
        1e-30,
        16_777_217.0,
        3.4e38,
        math.pi,
        1e-46,
        math.inf,
    ],
)
def test_to_float32_gives_the_nearest_32_bit_number(value):
    assert struct.pack("<f", to_float32(value)) == struct.pack("<f", value)
    assert to_float32(to_float32(value)) == to_float32(value)


@given(st.floats(-3e38, 3e38))
def test_to_float32_is_within_half_a_bit(value):
    assert to_float32(value) == struct.unpack("<f", struct.pack("<f", value))[0]
    assert abs(to_float32(value) - value) <= max(abs(value) * 2**-24, 2**-150)


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (0, 0),
        (0.49, 0),
        (0.5, 1),
        (1.4999, 1),
        (1.5, 2),
        (2.5, 3),
        (3.5, 4),
        (36_499.5, 36_500),
    ],
)
def test_halves_are_rounded_up(value, whole):
    assert round_half_up(value) == whole


@pytest.mark.parametrize(
    ("memory", "stored"),
    [
        (Memory(to_float32(8.2956), 1.0), Memory(8.2956, 1.0)),
        (Memory(2.306549, 2.118104), Memory(2.3065, 2.118)),
        (Memory(2.306551, 2.118504), Memory(2.3066, 2.119)),
        (Memory(0.001, 10.0), Memory(0.001, 10.0)),
        (Memory(0.00014, 1.0004), Memory(0.0001, 1.0)),
        # The nearest 32-bit number. At this size they are 1/8192 apart.
        (Memory(1234.56785, 9.9996), Memory(1234.5677, 10.0)),
        (Memory(36_500.0, 9.9994), Memory(36_500.0, 9.999)),
    ],
)
def test_a_memory_is_stored_with_four_and_three_decimals(memory, stored):
    assert memory_as_stored(memory) == stored


@pytest.mark.slow
@given(memories)
def test_storing_changes_a_memory_by_half_a_decimal_at_most(memory):
    stored = memory_as_stored(memory)
    assert abs(stored.stability - memory.stability) <= 0.00005 + memory.stability * 2e-7
    assert abs(stored.difficulty - memory.difficulty) <= 0.0005 + 2e-6
    if stored.stability < 1000:  # above, 32 bits hold fewer than four decimals
        assert memory_as_stored(stored) == stored


@pytest.mark.parametrize(
    "weights",
    [
        (),
        DEFAULT_PARAMETERS[:20],
        DEFAULT_PARAMETERS[:19],  # FSRS-5
        DEFAULT_PARAMETERS[:17],  # FSRS-4.5
        (*DEFAULT_PARAMETERS, 0.1),
    ],
)
def test_any_number_but_21_weights_is_refused(weights):
    with pytest.raises(
        ValueError, match=f"FSRS-6 has 21 weights; these are {len(weights)}"
    ):
        MemoryModel(weights)


def test_all_weights_out_of_range_are_refused_in_one_message():
    wrong = (150, *DEFAULT_PARAMETERS[1:5], math.nan, *DEFAULT_PARAMETERS[6:20], 0.05)
    message = (
        r"^weight 0 is 150; it must be 0\.001 to 100\.0; weight 5 is nan; .*; "
        r"weight 20 is 0\.05; .* 0\.1 to 0\.8$"
    )
    with pytest.raises(ValueError, match=message):
        MemoryModel(wrong)


def test_the_ranges_of_the_weights_equal_those_of_py_fsrs():
    bounds = zip(
        fsrs.scheduler.LOWER_BOUNDS_PARAMETERS,
        fsrs.scheduler.UPPER_BOUNDS_PARAMETERS,
        strict=True,
    )
    for index, (minimum, maximum) in enumerate(bounds):
        weights = list(DEFAULT_PARAMETERS)
        for weight in (minimum, maximum):
            weights[index] = weight
            MemoryModel(weights)
        for weight in (math.nextafter(minimum, -1), math.nextafter(maximum, 1000)):
            weights[index] = weight
            with pytest.raises(ValueError, match=f"^weight {index} is "):
                MemoryModel(weights)


def test_the_weights_are_stored_as_given():
    assert MemoryModel(list(DEFAULT_PARAMETERS)).parameters == DEFAULT_PARAMETERS
    assert DEFAULT_PARAMETERS == fsrs.scheduler.DEFAULT_PARAMETERS
