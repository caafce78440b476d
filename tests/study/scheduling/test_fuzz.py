"""Fuzz: Anki's range of days, and the factor that depends on the card's name."""

import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from math import floor

import pytest
from hypothesis import example, given, strategies as st

from liverdeck.study.scheduling.fuzz import (
    fuzz_factor,
    fuzz_range,
    fuzzed_interval,
    shortest_days_after_pass,
)
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL_DAYS

ANY_DAYS = (1, LONGEST_INTERVAL_DAYS)


def range_by_hand(interval):
    """Return Anki's range of an interval in days, computed with fractions.

    From 2.5 days on, the fuzz is one day, and a share of the days in each of three
    bands. A half is rounded up, and never to the even number.
    """
    half = Fraction(1, 2)
    fuzz = Fraction(0) if interval < 2 + half else Fraction(1)
    for first, last, percent in [(2 + half, 7, 15), (7, 20, 10), (20, 10**9, 5)]:
        days_in_band = max(0, min(interval, last) - first)
        fuzz += Fraction(percent, 100) * days_in_band
    return floor(interval - fuzz + half), floor(interval + fuzz + half)


@pytest.mark.parametrize(
    ("interval", "lower", "upper"),
    [
        (0.2, 1, 1), (1, 1, 1), (1.5, 2, 2), (2, 2, 2), (2.49, 2, 2),  # too short
        (2.5, 2, 4), (3, 2, 4), (4, 3, 5), (5, 4, 6), (6, 4, 8), (7, 5, 9),
        (8, 6, 10), (10, 8, 12), (15, 13, 17), (17, 14, 20), (20, 17, 23),
        (21, 18, 24), (30, 27, 33), (37, 33, 41), (100, 93, 107), (365, 345, 385),
        (10_000, 9498, 10_502), (9.4, 7, 11), (9.6, 8, 12),
        (36_500, 34_673, 36_500), (99_999, 34_673, 36_500),
    ],
)  # fmt: skip
def test_the_fuzz_range_equals_ankis(interval, lower, upper):
    assert fuzz_range(interval, *ANY_DAYS) == (lower, upper)


@pytest.mark.parametrize(
    ("interval", "minimum", "maximum", "expected"),
    [
        (10, 9, 1000, (9, 12)),
        (10, 1, 11, (8, 11)),
        (10, 9, 11, (9, 11)),
        (10, 10, 10, (10, 10)),
        (100, 101, 1000, (101, 108)),
        (100, 1, 99, (92, 99)),
        (2, 2, 1000, (2, 2)),
        (2, 3, 1000, (3, 4)),
        (2, 3, 3, (3, 3)),
        (1, 3, 2, (2, 2)),  # the maximum counts, also below the minimum
        (50, 60, 40, (40, 40)),
        (0.001, 1, 1, (1, 1)),
    ],
)
def test_the_range_stays_within_minimum_and_maximum(
    interval, minimum, maximum, expected
):
    assert fuzz_range(interval, minimum, maximum) == expected


@given(st.integers(3, 30_000))
def test_the_range_adds_one_day_and_a_share_of_each_band(interval):
    assert fuzz_range(interval, *ANY_DAYS) == range_by_hand(interval)


@pytest.mark.slow
@given(st.fractions(min_value=Fraction(5, 2), max_value=30_000, max_denominator=8))
def test_a_fractional_interval_has_the_range_computed_by_hand(interval):
    lower, upper = range_by_hand(interval)
    assert fuzz_range(float(interval), *ANY_DAYS) == (max(1, lower), upper)


limits = st.tuples(
    st.floats(0, 40_000),
    st.integers(1, LONGEST_INTERVAL_DAYS),
    st.integers(1, LONGEST_INTERVAL_DAYS),
)
factors = st.floats(0, 1, exclude_max=True)


@given(limits, factors)
@example((10.0, 1, 36_500), 0.0)
@example((36_500.0, 1, 36_500), 0.999999999)
def test_a_fuzzed_interval_is_within_its_range(limits, factor):
    interval, minimum, maximum = limits
    lower, upper = fuzz_range(*limits)
    assert min(minimum, maximum) <= lower <= upper <= maximum
    assert lower <= fuzzed_interval(interval, minimum, maximum, factor) <= upper


@given(limits, factors, factors)
def test_a_higher_factor_gives_no_shorter_interval(limits, one, other):
    low, high = sorted([one, other])
    assert fuzzed_interval(*limits, low) <= fuzzed_interval(*limits, high)


@pytest.mark.parametrize(
    ("interval", "factor", "days"),
    [
        (10, 0.0, 8),
        (10, 0.199, 8),
        (10, 0.2, 9),
        (10, 0.5, 10),
        (10, 0.79, 11),
        (10, 0.8, 12),
        (10, 0.999, 12),
        (2, 0.999, 2),
    ],
)
def test_each_day_of_the_range_has_an_equal_share_of_the_factors(
    interval, factor, days
):
    assert fuzzed_interval(interval, *ANY_DAYS, factor) == days


@pytest.mark.parametrize(
    ("interval", "minimum", "maximum", "days"),
    [
        (0.1, 1, 100, 1),
        (1.49, 1, 100, 1),
        (1.5, 1, 100, 2),
        (2.5, 1, 100, 3),
        (3.5, 1, 100, 4),
        (101, 1, 100, 100),
        (5, 7, 100, 7),
    ],
)
def test_without_a_factor_the_interval_is_only_rounded(
    interval, minimum, maximum, days
):
    assert fuzzed_interval(interval, minimum, maximum, None) == days


@pytest.mark.parametrize(
    ("interval", "previous", "minimum"),
    [
        (10.5, 10, 11),  # longer: at least one day
        (50.0, 10, 11),
        (10.49, 10, 10),  # not longer: fuzz alone does not shorten it
        (8.0, 10, 10),
        (10.0, 12, 12),  # fuzz can still reach 12 from 10
        # Shorter, for example because the learner wants less retention: no limit.
        (10.0, 13, 0),
        (2.0, 2, 2),
        (2.0, 3, 0),
        (1.0, 0, 1),
        (0.2, 0, 0),
    ],
)
def test_fuzz_alone_makes_no_passed_card_due_sooner(interval, previous, minimum):
    assert (
        shortest_days_after_pass(interval, previous, LONGEST_INTERVAL_DAYS) == minimum
    )


def test_the_maximum_also_limits_the_fuzz_after_a_pass():
    assert shortest_days_after_pass(100, 93, 95) == 94
    assert shortest_days_after_pass(90, 95, 95) == 95
    assert shortest_days_after_pass(90, 96, 95) == 0


@pytest.mark.parametrize(
    ("card", "reviews", "factor"),
    [
        ("heart/rate", 0, 0.3596215265871353),
        ("heart/rate", 1, 0.5652074955720917),
        ("heart/flow#c1", 0, 0.8004185085706008),
        ("Herz/Größe", 7, 0.5277939916723496),
    ],
)
def test_the_factor_is_permanent(card, reviews, factor):
    # If these changed, an interval that was shown yesterday would be another today.
    assert fuzz_factor(card, reviews) == factor


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_the_factor_is_the_same_in_every_process(seed):
    code = (
        "from liverdeck.study.scheduling.fuzz import fuzz_factor;"
        "print([fuzz_factor('heart/rate', n) for n in range(20)])"
    )
    environment = os.environ | {"PYTHONHASHSEED": seed}
    process = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout.strip() == str(
        [fuzz_factor("heart/rate", n) for n in range(20)]
    )


@given(st.text(), st.integers(0, 10**6))
def test_a_factor_is_at_least_0_and_below_1(card, reviews):
    assert 0 <= fuzz_factor(card, reviews) < 1


def test_the_factor_depends_on_name_and_number_of_reviews():
    draws = {
        fuzz_factor(f"heart/{fact}", reviews)
        for fact in range(100)
        for reviews in range(100)
    }
    assert len(draws) == 10_000
    assert fuzz_factor("heart/1", 11) != fuzz_factor("heart/11", 1)


@pytest.mark.parametrize(
    "draws",
    [
        [(f"heart/{number}", 3) for number in range(10_000)],
        [("heart/rate", reviews) for reviews in range(10_000)],
    ],
)
@pytest.mark.parametrize(
    ("interval", "days"), [(10, range(8, 13)), (37, range(33, 42))]
)
def test_cards_are_spread_evenly_over_the_range(draws, interval, days):
    counts = Counter(
        fuzzed_interval(interval, *ANY_DAYS, fuzz_factor(card, reviews))
        for card, reviews in draws
    )
    assert set(counts) == set(days)
    expected = 10_000 / len(days)
    five_deviations = 5 * expected**0.5
    for count in counts.values():
        assert abs(count - expected) < five_deviations
