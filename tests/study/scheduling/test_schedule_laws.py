"""Laws that hold for every card, every answer and all options."""

import itertools
import math

import pytest
from hypothesis import given, strategies as st

from liverdeck.study.scheduling.card_progress import (
    Answered,
    Progress,
    becomes_leech,
    phase_after,
)
from liverdeck.study.scheduling.fuzz import fuzz_range, shortest_days_after_pass
from liverdeck.study.scheduling.memory import (
    AGAIN,
    DEFAULT_PARAMETERS,
    EASY,
    GOOD,
    HARD,
    Memory,
    MemoryModel,
    memory_as_stored,
    round_half_up,
)
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import (
    LONGEST_INTERVAL_DAYS,
    Schedule,
    with_wait_days,
)

DAY_SECONDS = 86_400
NOON = 1_780_315_200
"""2026-06-01, 12:00 UTC."""
MODEL = MemoryModel()

steps = st.lists(st.integers(1, 5 * DAY_SECONDS), max_size=3)
options = st.fixed_dictionaries(
    {
        "retention": st.floats(0.7, 0.99),
        "learning_seconds": steps,
        "relearning_seconds": steps,
        "longest_days": st.one_of(
            st.integers(1, LONGEST_INTERVAL_DAYS), st.integers(1, 30)
        ),
        "fuzz": st.booleans(),
    }
)
gaps = st.one_of(
    st.integers(1, 3600),
    st.integers(1, 30 * DAY_SECONDS),
    st.integers(1, 2000 * DAY_SECONDS),
)
histories = st.lists(
    st.tuples(gaps, st.sampled_from([AGAIN, HARD, GOOD, EASY])), max_size=12
)
offsets = st.sampled_from([-480, 0, 60, 345, 630])


def played(schedule, history, offset=0):
    """Return the progress of a card after a history, and the present moment.

    A history is a list of (seconds until the next answer, rating).
    """
    progress, moment = None, Moment(NOON * 1000, offset)
    for seconds, rating in history:
        answer = schedule.choices("heart/rate", progress, moment)[rating - 1].answered
        progress = schedule.progress_after(progress, moment, answer)
        moment = moment.after(seconds * 1000)
    return progress, moment


def reviewed(*, days, stability=10.0, difficulty=5.0, last_seconds=None, **fields):
    """Return a card in review with an interval of `days` days.

    Without `last_seconds`, the time of its last review, the interval ends at noon.
    """
    if last_seconds is None:
        last_seconds = NOON - DAY_SECONDS * days
    defaults = {
        "phase": "review",
        "remaining_steps": 0,
        "due_seconds": None,
        "reviews": 4,
        "lapses": 0,
    }
    return Progress(
        memory=Memory(stability, difficulty),
        interval_days=days,
        due_day=Moment(last_seconds * 1000).day + days,
        last_review_seconds=last_seconds,
        **(defaults | fields),
    )


@given(options, histories, offsets)
def test_in_review_a_better_rating_gives_at_least_one_more_day(
    options, history, offset
):
    schedule = Schedule(**options)
    progress, moment = played(schedule, history, offset)
    if progress is None or progress.phase != "review":
        return
    _, hard, good, easy = (
        choice.answered.wait_days
        for choice in schedule.choices("heart/rate", progress, moment)
    )
    for shorter, longer in [(hard, good), (good, easy)]:
        are_both_longest = shorter == longer == schedule.longest_days
        assert shorter < longer or are_both_longest


@given(options, histories, offsets)
def test_the_shown_interval_is_the_one_that_is_written(options, history, offset):
    schedule = Schedule(**options)
    progress, moment = played(schedule, history, offset)
    choices = schedule.choices("heart/rate", progress, moment)
    assert choices == schedule.choices("heart/rate", progress, moment)
    assert [choice.rating for choice in choices] == [AGAIN, HARD, GOOD, EASY]
    for choice in choices:
        answer = choice.answered
        after = schedule.progress_after(progress, moment, answer)
        assert after.memory == choice.memory
        assert after.phase == phase_after(progress, answer)
        assert after.interval_days == answer.interval_days
        assert after.remaining_steps == answer.remaining_steps
        assert after.last_review_seconds == moment.seconds
        reviews_before = progress.reviews if progress else 0
        assert after.reviews == reviews_before + 1
        if answer.wait_days is None:
            assert after.due_day is None
            assert after.due_seconds == moment.seconds + answer.wait_seconds
            assert Moment(after.due_seconds * 1000, offset).day == moment.day
        else:
            assert after.due_day == moment.day + answer.wait_days
            assert after.due_seconds is None
            assert answer.wait_days >= 1


@given(options, histories, offsets)
def test_an_answer_leads_to_a_step_or_to_a_review_interval(options, history, offset):
    schedule = Schedule(**options)
    progress, moment = played(schedule, history, offset)
    for choice in schedule.choices("heart/rate", progress, moment):
        answer = choice.answered
        after = schedule.progress_after(progress, moment, answer)
        assert after.is_in_steps == answer.is_step
        if answer.is_step:
            assert answer.wait_seconds >= 1
            most_steps = max(
                schedule.learning_steps.count, schedule.relearning_steps.count
            )
            assert answer.remaining_steps <= most_steps
            assert (after.interval_days == 0) == (after.phase == "learning")
            assert with_wait_days(answer, moment) == answer
        else:
            assert answer.wait_days == answer.interval_days
            assert answer.remaining_steps == 0


@given(options, histories, offsets)
def test_no_interval_exceeds_the_maximum(options, history, offset):
    schedule = Schedule(**options)
    progress, moment = played(schedule, history, offset)
    is_in_review = progress is not None and progress.phase == "review"
    for choice in schedule.choices("heart/rate", progress, moment):
        is_lapse = is_in_review and choice.rating == AGAIN
        if not is_lapse and not choice.answered.is_step:
            assert choice.answered.wait_days <= schedule.longest_days


def test_a_lapse_without_steps_may_exceed_the_maximum_as_in_anki():
    # The real Anki offers 18 days with a maximum of 5 (tests/real/test_schedule.py).
    card = reviewed(
        days=5,
        stability=14_272.303,
        difficulty=1.0,
        last_seconds=NOON - 5000 * DAY_SECONDS,
    )
    choices = Schedule(longest_days=5, relearning_seconds=()).choices(
        "x", card, at_noon()
    )
    assert [choice.answered.wait_days for choice in choices] == [18, 5, 5, 5]
    again = Schedule(longest_days=5).choices("x", card, at_noon())[0].answered
    assert again == Answered(AGAIN, None, 600, 1, 18)


@pytest.mark.parametrize("phase", ["review", "relearning"])
@pytest.mark.parametrize("steps", [(), (600,)])
def test_no_lapse_leads_to_an_interval_that_the_log_would_refuse(phase, steps):
    weights = [*DEFAULT_PARAMETERS]
    weights[11:15] = (5.0, 0.001, 0.9, 4.0)  # for the stability after a lapse
    weights[20] = 0.1  # the decay
    schedule = Schedule(
        retention=0.7, parameters=weights, relearning_seconds=steps, fuzz=False
    )
    card = reviewed(
        days=36_500, stability=36_500.0, difficulty=1.0, phase=phase, last_seconds=NOON
    )
    again = schedule.choices("x", card, at_noon(36_500))[0].answered
    assert again.interval_days == LONGEST_INTERVAL_DAYS


def at_noon(days=0):
    return Moment((NOON + days * DAY_SECONDS) * 1000)


@given(
    st.text(), histories, st.floats(0.7, 0.99), st.integers(1, LONGEST_INTERVAL_DAYS)
)
def test_fuzz_keeps_a_review_interval_within_ankis_range(
    card, history, retention, longest
):
    schedule = Schedule(retention=retention, longest_days=longest)
    progress, moment = played(schedule, history)
    choices = schedule.choices(card, progress, moment)
    if progress is None or progress.phase != "review":
        return
    minimum = 1
    for choice in choices[1:]:
        interval = exact_interval(progress, moment, choice.rating, retention)
        shortest = shortest_days_after_pass(interval, progress.interval_days, longest)
        minimum = min(max(minimum, shortest), longest)
        lower, upper = fuzz_range(interval, minimum, longest)
        assert lower <= choice.answered.wait_days <= upper
        minimum = choice.answered.wait_days + 1


def exact_interval(progress, moment, rating, retention):
    if progress is None:
        memory = MODEL.after_review(None, rating, 0)
    else:
        days = moment.days_since(progress.last_review_seconds)
        memory = MODEL.after_review(progress.memory, rating, days)
    return MODEL.interval_days(memory.stability, retention)


@given(st.text(), histories, st.floats(0.7, 0.99))
def test_fuzz_changes_the_first_interval_but_no_step(card, history, retention):
    plain = Schedule(retention=retention, fuzz=False)
    fuzzy = Schedule(retention=retention)
    progress, moment = played(fuzzy, history)
    if progress is not None and progress.phase == "review":
        return
    before = plain.choices(card, progress, moment)
    after = fuzzy.choices(card, progress, moment)
    assert [choice.memory for choice in before] == [choice.memory for choice in after]
    good, easy = (choice.answered for choice in after[2:])
    if good.is_step:
        assert before[:3] == after[:3]
    else:
        lower, upper = fuzz_range(
            before[2].answered.wait_days, 1, LONGEST_INTERVAL_DAYS
        )
        assert lower <= good.wait_days <= upper
    # Easy is a day longer than good would be without steps.
    good_interval = exact_interval(progress, moment, GOOD, retention)
    soonest, latest = fuzz_range(good_interval, 1, LONGEST_INTERVAL_DAYS)
    easy_interval = exact_interval(progress, moment, EASY, retention)
    whole_days = max(1, round_half_up(easy_interval))
    lower, _ = fuzz_range(whole_days, soonest + 1, LONGEST_INTERVAL_DAYS)
    _, upper = fuzz_range(whole_days, latest + 1, LONGEST_INTERVAL_DAYS)
    assert lower <= easy.wait_days <= upper


def test_fuzz_depends_on_card_and_review_but_not_on_the_hour():
    def days_after_good(name="heart/1", reviews=4, moment=None):
        card = reviewed(days=10, stability=30.0, reviews=reviews)
        _, _, good, _ = Schedule().choices(name, card, moment or at_noon())
        return good.answered.wait_days

    by_card = {days_after_good(f"heart/{number}") for number in range(200)}
    assert len(by_card) >= 8
    by_review = {days_after_good(reviews=reviews) for reviews in range(200)}
    assert by_review == by_card
    hours = [Moment((NOON + hour * 3600) * 1000) for hour in range(-7, 16)]
    assert len({days_after_good(moment=hour) for hour in hours}) == 1


@pytest.mark.slow
@given(options, options, histories)
def test_a_replay_of_answers_does_not_depend_on_the_options(options, others, history):
    first, second = Schedule(**options), Schedule(**others)
    progress, replayed, moment = None, None, Moment(NOON * 1000)
    for seconds, rating in history:
        answer = first.choices("heart/rate", progress, moment)[rating - 1].answered
        progress = first.progress_after(progress, moment, answer)
        replayed = second.progress_after(replayed, moment, answer)
        assert replayed == progress
        moment = moment.after(seconds * 1000)


@pytest.mark.slow
@given(options, options, histories)
def test_options_may_change_at_any_time(options, others, history):
    progress, moment = played(Schedule(**options), history)
    changed = Schedule(**others)
    for choice in changed.choices("heart/rate", progress, moment):
        after = changed.progress_after(progress, moment, choice.answered)
        assert after.memory == choice.memory
        assert choice.answered.is_step or choice.answered.wait_days >= 1


def test_other_weights_change_only_the_memory():
    weights = (
        *DEFAULT_PARAMETERS[:4],
        *(weight * 1.1 for weight in DEFAULT_PARAMETERS[4:]),
    )
    card, answer = reviewed(days=10), Answered(GOOD, 25, None, 0, 25)
    one = Schedule().progress_after(card, at_noon(), answer)
    other = Schedule(parameters=weights).progress_after(card, at_noon(), answer)
    assert one.memory != other.memory
    assert (one.due_day, one.interval_days, one.phase) == (
        other.due_day,
        other.interval_days,
        other.phase,
    )
    assert one.due_day == at_noon().day + 25


@given(histories)
def test_the_models_memory_is_rounded_at_each_answer(history):
    memory = last_seconds = None
    moment = Moment(NOON * 1000)
    for seconds, rating in history:
        days = 0 if last_seconds is None else moment.days_since(last_seconds)
        memory = memory_as_stored(MODEL.after_review(memory, rating, days))
        last_seconds = moment.seconds
        moment = moment.after(seconds * 1000)
    progress, _ = played(Schedule(), history)
    if history:
        assert progress.memory == memory
    else:
        assert progress is None


def test_days_are_counted_as_in_anki_when_the_clocks_change():
    # Berlin, 2026-03-28 03:30 and 2026-03-29 12:00: two days began at four o'clock, in
    # less than 48 hours.
    before, after = Moment(1_774_665_000_000, 60), Moment(1_774_778_400_000, 120)
    assert after.day - before.day == 2
    card = reviewed(days=2, last_seconds=before.seconds)
    good = Schedule().choices("heart/rate", card, after)[2]
    assert good.memory == memory_as_stored(MODEL.after_review(card.memory, GOOD, 1))
    assert Schedule().progress_after(card, after, good.answered).memory == good.memory
    assert Schedule().retrievability(card, after) == MODEL.retrievability(
        card.memory, 1
    )


def test_the_first_second_of_a_day_counts_as_the_day_before():
    four = Moment((NOON - 8 * 3600) * 1000)
    assert (four.seconds_until_next_day, four.day) == (DAY_SECONDS, at_noon().day)
    card = Schedule().progress_after(None, four, Answered(EASY, 8, None, 0, 8))
    assert Schedule().choices("heart/rate", card, at_noon())[
        2
    ].memory == memory_as_stored(MODEL.after_review(card.memory, GOOD, 1))


@pytest.mark.parametrize(
    ("history", "phase", "remaining", "due", "interval", "lapses"),
    [
        # With the default steps of 1 and 10 minutes, and 10 minutes after a lapse. A
        # step is due after that many seconds.
        ([AGAIN], "learning", 2, 60, 0, 0),
        ([HARD], "learning", 2, 330, 0, 0),
        ([GOOD], "learning", 1, 600, 0, 0),
        ([EASY], "review", 0, "8 days", 8, 0),
        ([GOOD, GOOD], "review", 0, "2 days", 2, 0),
        ([GOOD, HARD], "learning", 1, 600, 0, 0),
        ([GOOD, AGAIN], "learning", 2, 60, 0, 0),
        ([EASY, AGAIN], "relearning", 1, 600, 3, 1),
        ([EASY, AGAIN, AGAIN], "relearning", 1, 600, 1, 1),
        ([EASY, AGAIN, HARD], "relearning", 1, 900, 3, 1),
        ([EASY, AGAIN, GOOD], "review", 0, "3 days", 3, 1),
        ([EASY, AGAIN, GOOD, AGAIN], "relearning", 1, 600, 1, 2),
    ],
)
def test_progress_follows_ankis_default_steps(
    history, phase, remaining, due, interval, lapses
):
    # One minute apart, so all answers of a card are on one day.
    progress, moment = played(
        Schedule(fuzz=False), [(60, rating) for rating in history]
    )
    assert progress.phase == phase
    assert progress.remaining_steps == remaining
    assert progress.interval_days == interval
    assert progress.lapses == lapses
    assert progress.reviews == len(history)
    if isinstance(due, int):
        assert progress.due_day is None
        assert progress.due_seconds == moment.seconds - 60 + due
    else:
        days = int(due.split()[0])
        assert progress.due_day == moment.day + days
        assert progress.due_seconds is None


@pytest.mark.parametrize("learning", [(), (DAY_SECONDS,), (3 * DAY_SECONDS,)])
def test_a_step_beyond_the_end_of_the_day_is_due_on_a_day(learning):
    schedule = Schedule(learning_seconds=learning, fuzz=False)
    progress, _ = played(schedule, [(60, AGAIN)])
    assert progress.phase == "learning"
    if learning:
        assert progress.due_day == at_noon().day + learning[0] // DAY_SECONDS
        assert progress.due_seconds is None
    else:
        # Without steps, FSRS sets one of 0.212 days.
        assert progress.due_day is None
        assert progress.due_seconds == NOON + 18_316


def test_a_step_late_in_the_day_is_due_the_next_day():
    answer = Answered(GOOD, None, 600, 1)
    midnight = NOON - 12 * 3600
    assert with_wait_days(answer, Moment((midnight + 4 * 3600 - 601) * 1000)) == answer
    late = Moment((midnight + 4 * 3600 - 600) * 1000)
    assert with_wait_days(answer, late) == Answered(GOOD, 1, 600, 1)
    progress = Schedule().progress_after(None, late, with_wait_days(answer, late))
    assert progress.due_day == late.day + 1
    nine_days = Answered(GOOD, 9, None, 0, 9)
    assert with_wait_days(nine_days, late) == nine_days


@pytest.mark.parametrize(
    ("before", "answer", "phase"),
    [
        (None, Answered(GOOD, None, 600, 1), "learning"),
        (None, Answered(EASY, 8, None, 0, 8), "review"),
        ("learning", Answered(GOOD, None, 600, 1), "learning"),
        ("learning", Answered(GOOD, 1, DAY_SECONDS, 1), "learning"),
        ("learning", Answered(GOOD, 2, None, 0, 2), "review"),
        ("review", Answered(AGAIN, None, 600, 1, 3), "relearning"),
        ("review", Answered(AGAIN, 3, None, 0, 3), "review"),
        ("review", Answered(GOOD, 3, None, 0, 3), "review"),
        ("relearning", Answered(HARD, None, 900, 1, 3), "relearning"),
        ("relearning", Answered(GOOD, 3, None, 0, 3), "review"),
    ],
)
def test_a_step_of_a_card_in_review_is_a_relearning_step(before, answer, phase):
    progress = None if before is None else reviewed(days=3, phase=before)
    assert phase_after(progress, answer) == phase


def test_a_leech_is_reported_at_the_eighth_lapse_and_every_fourth():
    reported = [lapses for lapses in range(30) if becomes_leech(lapses)]
    assert reported == [8, 12, 16, 20, 24, 28]
    schedule, progress, moment = Schedule(), reviewed(days=3), at_noon()
    reported = []
    for _ in range(16):
        for rating in (AGAIN, GOOD):
            choices = schedule.choices("heart/rate", progress, moment)
            answer = choices[rating - 1].answered
            progress = schedule.progress_after(progress, moment, answer)
            assert progress.is_leech == (progress.lapses >= 8)
        if becomes_leech(progress.lapses):
            reported.append(progress.lapses)
        moment = moment.after(progress.interval_days * DAY_SECONDS * 1000)
    assert progress.lapses == 16
    assert reported == [8, 12, 16]


def test_again_in_learning_or_relearning_is_not_a_lapse():
    schedule = Schedule()
    progress, _ = played(schedule, [(60, AGAIN)] * 20)
    assert progress.lapses == 0
    progress, _ = played(
        schedule, [(8 * DAY_SECONDS, EASY), (600, AGAIN), (600, AGAIN), (600, AGAIN)]
    )
    assert progress.lapses == 1


def test_retrievability_falls_from_1_to_the_desired_retention():
    card = reviewed(days=30, stability=30.0, last_seconds=NOON)
    chances = [Schedule().retrievability(card, at_noon(days)) for days in range(61)]
    assert chances[0] == 1
    assert chances[30] == pytest.approx(0.9, abs=1e-6)
    for sooner, later in itertools.pairwise(chances):
        assert sooner > later
    # The clock was set back.
    assert Schedule().retrievability(card, at_noon(-5)) == 1


@pytest.mark.parametrize("retention", [0.7, 0.9, 0.99])
@pytest.mark.parametrize("longest", [1, LONGEST_INTERVAL_DAYS])
def test_the_ends_of_the_ranges_are_accepted(retention, longest):
    schedule = Schedule(
        retention=retention,
        longest_days=longest,
        learning_seconds=(1,),
        relearning_seconds=(1,),
    )
    assert (schedule.retention, schedule.longest_days) == (retention, longest)
    assert schedule.choices("x", None, at_noon())[3].answered.wait_days >= 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"retention": 0.69}, r"^retention is 0\.69; it must be 0\.7 to 0\.99$"),
        ({"retention": 0.991}, r"^retention is 0\.991; it must be 0\.7 to 0\.99$"),
        ({"retention": 90}, r"^retention is 90; it must be 0\.7 to 0\.99$"),
        ({"retention": math.nan}, r"^retention is nan; it must be 0\.7 to 0\.99$"),
        (
            {"longest_days": 0},
            r"^the longest interval is 0; it must be 1 to 36500 days$",
        ),
        (
            {"longest_days": 36_501},
            r"^the longest interval is 36501; it must be 1 to 36500 days$",
        ),
        ({"learning_seconds": (60, 0)}, r"^a step must be at least one second$"),
        ({"relearning_seconds": (-60,)}, r"^a step must be at least one second$"),
        (
            {"learning_seconds": (365 * DAY_SECONDS + 1,)},
            r"^a step must be at most 365 days$",
        ),
        ({"relearning_seconds": (60,) * 1001}, r"^there are 1001 steps; at most 1000$"),
        (
            {"parameters": DEFAULT_PARAMETERS[:19]},
            r"^FSRS-6 has 21 weights; these are 19$",
        ),
    ],
)
def test_options_out_of_range_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        Schedule(**options)


def test_the_defaults_equal_ankis():
    schedule = Schedule()
    assert (schedule.retention, schedule.longest_days, schedule.model.parameters) == (
        0.9,
        36_500,
        DEFAULT_PARAMETERS,
    )
    assert [
        choice.answered.wait_seconds
        for choice in schedule.choices("x", None, at_noon())
    ] == [60, 330, 600, None]
