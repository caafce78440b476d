"""Learning and relearning steps: delays and remaining steps after each rating."""

import pytest
from hypothesis import given, strategies as st

from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.steps import Steps, days_crossed

MINUTE, HOUR, DAY = 60, 3600, 86_400
"""In seconds, as all delays here."""
ONE_STEP = (10 * MINUTE,)
TWO_STEPS = (MINUTE, 10 * MINUTE)
THREE_STEPS = (MINUTE, 10 * MINUTE, 100 * MINUTE)


@pytest.mark.parametrize(
    ("seconds", "remaining", "again", "hard", "good", "remaining_after_good"),
    [
        # no steps
        ((), 0, None, None, None, 0),
        ((), 3, None, None, None, 0),
        # one step: hard lasts half as long again
        (ONE_STEP, 1, 600, 900, None, 0),
        ((1,), 1, 1, 1, None, 0),
        ((45,), 1, 45, 67, None, 0),
        # two steps: hard is halfway at the first, and repeats the second
        (TWO_STEPS, 2, 60, 330, 600, 1),
        (TWO_STEPS, 1, 60, 600, None, 0),
        ((61, 600), 2, 61, 330, 600, 1),
        ((600, 60), 2, 600, 330, 60, 1),
        ((60, 60), 2, 60, 60, 60, 1),
        # three steps
        (THREE_STEPS, 3, 60, 330, 600, 2),
        (THREE_STEPS, 2, 60, 600, 6000, 1),
        (THREE_STEPS, 1, 60, 6000, None, 0),
        # a day or longer: hard adds at most a day, in whole days above one day
        ((DAY,), 1, DAY, 2 * DAY, None, 0),
        ((3 * DAY,), 1, 3 * DAY, 4 * DAY, None, 0),
        ((10 * DAY,), 1, 10 * DAY, 11 * DAY, None, 0),
        ((16 * HOUR,), 1, 16 * HOUR, DAY, None, 0),
        ((15 * HOUR,), 1, 15 * HOUR, 22 * HOUR + 30 * MINUTE, None, 0),
        ((17 * HOUR,), 1, 17 * HOUR, DAY, None, 0),
        ((23 * HOUR,), 1, 23 * HOUR, DAY, None, 0),
        ((25 * HOUR,), 1, 25 * HOUR, 2 * DAY, None, 0),
        ((DAY, 3 * DAY), 2, DAY, 2 * DAY, 3 * DAY, 1),
        ((DAY, 3 * DAY), 1, DAY, 3 * DAY, None, 0),
        ((DAY, 2 * DAY), 2, DAY, 2 * DAY, 2 * DAY, 1),  # a day and a half
        # two and a half days are rounded up, not to the even number
        ((DAY, 4 * DAY), 2, DAY, 3 * DAY, 4 * DAY, 1),
        ((10 * MINUTE, 3 * DAY), 2, 600, 2 * DAY, 3 * DAY, 1),
        ((10 * MINUTE, DAY), 2, 600, 43_500, DAY, 1),
        # only hard at the first step is rounded
        ((10 * MINUTE, 36 * HOUR), 1, 600, 36 * HOUR, None, 0),
    ],
)
def test_each_rating_has_its_delay_and_remaining_steps(
    seconds, remaining, again, hard, good, remaining_after_good
):
    steps = Steps(seconds)
    assert steps.count == len(seconds)
    assert steps.seconds_after_again() == again
    assert steps.seconds_after_hard(remaining) == hard
    assert steps.seconds_after_good(remaining) == good
    assert steps.remaining_after_good(remaining) == remaining_after_good


@pytest.mark.parametrize(
    ("remaining", "equal"),
    [(3, 2), (4, 2), (1000, 2), (0, 1), (-1, 1)],
    ids=["one too many", "two too many", "many too many", "none", "fewer than none"],
)
def test_remaining_steps_of_other_options_mean_the_nearest_step(remaining, equal):
    # When the card was last answered, the learner had more steps, or none.
    steps = Steps(TWO_STEPS)
    assert steps.seconds_after_hard(remaining) == steps.seconds_after_hard(equal)
    assert steps.seconds_after_good(remaining) == steps.seconds_after_good(equal)
    assert steps.remaining_after_good(remaining) == steps.remaining_after_good(equal)


@given(st.lists(st.integers(1, DAY), min_size=1, max_size=6).map(sorted), st.data())
def test_a_better_rating_has_no_shorter_delay(seconds, data):
    steps = Steps(tuple(seconds))
    remaining = data.draw(st.integers(1, steps.count))
    again = steps.seconds_after_again()
    hard = steps.seconds_after_hard(remaining)
    assert again <= hard
    # After good on the last step the card leaves its steps.
    good = steps.seconds_after_good(remaining) or DAY
    if steps.count > 1:
        assert hard <= good


@given(st.lists(st.integers(1, 40 * DAY), max_size=6))
def test_repeated_good_goes_through_all_steps_once(seconds):
    steps, remaining, delays = Steps(tuple(seconds)), len(seconds), []
    delay = steps.seconds_after_again()
    while delay is not None:
        delays.append(delay)
        delay = steps.seconds_after_good(remaining)
        remaining = steps.remaining_after_good(remaining)
    assert delays == seconds
    assert remaining == 0


@pytest.mark.parametrize(
    ("seconds", "seconds_until_next_day", "days"),
    [
        (600, 601, None),
        (600, 600, 1),
        (600, 599, 1),
        (600, 1, 1),
        (1, 1, 1),
        (1, DAY, None),
        (DAY - 1, DAY, None),
        (DAY, DAY, 1),
        (DAY, 1, 1),
        (DAY + 1, 1, 2),
        (DAY + 600, 600, 2),
        (DAY + 599, 600, 1),
        (3 * DAY, DAY, 3),
        (3 * DAY, 12 * HOUR, 3),
        (3 * DAY - 1, DAY, 2),
    ],
)
def test_a_step_crosses_a_day_when_the_next_one_begins(
    seconds, seconds_until_next_day, days
):
    assert days_crossed(seconds, seconds_until_next_day) == days


@given(
    st.integers(0, 4 * 10**12),
    st.sampled_from([-480, 0, 345, 630]),
    st.integers(0, 40 * DAY),
)
def test_days_crossed_are_learners_days(ms, offset, seconds):
    moment = Moment(ms, offset)
    later = moment.after(seconds * 1000)
    days = days_crossed(seconds, moment.seconds_until_next_day) or 0
    assert days == later.day - moment.day
