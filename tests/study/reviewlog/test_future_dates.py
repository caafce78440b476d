"""An entry dated in the future gets another date by a further entry, a redate."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings, strategies as st

from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.fold import effective_entries, fold
from liverdeck.study.reviewlog.future_dates import (
    MOST_AHEAD_MS,
    ClockReading,
    WrongClockError,
    moment_after,
)
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.moments import Moment
from tests.study.conftest import (
    AGAIN_STEP,
    DAY_MINUTES,
    MINUTE_MS,
    SCHEDULE,
    START_MS,
    TODAY,
    assert_states_are_right,
    fresh_path,
    history,
    new_entry,
    stored_states,
    undo_of,
)

YEAR = 365 * DAY_MINUTES
NUMBERS = count()


def redate_of(name, target, card="heart/rate", *, minute=0):
    return new_entry(name, "redate", card, minute=minute, target=target)


def reading(minute=0, *, is_trusted=False, prefix="new"):
    """Return what the clock shows some minutes after the start."""
    return ClockReading(
        Moment(START_MS + minute * MINUTE_MS),
        lambda: f"{prefix}{next(NUMBERS):06}",
        "test",
        is_trusted=is_trusted,
    )


def folded(*entries):
    return fold(entries, SCHEDULE)


def effective_ids(*entries):
    return [entry.id for entry in effective_entries(entries)]


def due_days(log):
    return {
        card: state.progress and (state.progress.due_day, state.progress.due_seconds)
        for card, state in stored_states(log).items()
    }


# What a redate means

AHEAD = new_entry("r2", minute=YEAR)
"""An answer dated a year ahead, with an interval of four days."""


def test_a_redated_answer_counts_at_the_time_of_the_redate():
    first = new_entry("r1", minute=0)
    state = folded(first, AHEAD, redate_of("d", "r2", minute=4 * DAY_MINUTES))
    on_time = folded(
        first, replace(AHEAD, moment=Moment(START_MS + 4 * DAY_MINUTES * MINUTE_MS))
    )
    assert state.progress == on_time.progress
    assert state.progress.due_day == TODAY + 8
    assert state.reviewed_day == TODAY + 4


def test_a_redated_answer_comes_before_answers_after_the_redate():
    later = new_entry("a", answered=AGAIN_STEP, minute=5 * DAY_MINUTES)
    ahead = new_entry("b", minute=YEAR)
    redate = redate_of("d", "b", minute=4 * DAY_MINUTES)
    assert effective_ids(later, ahead) == ["a", "b"]
    assert effective_ids(later, ahead, redate) == ["b", "a"]
    assert folded(later, ahead, redate).progress.due_seconds is not None


def test_the_earliest_of_several_redates_counts():
    redates = [
        redate_of(f"d{day}", "r2", minute=day * DAY_MINUTES) for day in (7, 3, 5)
    ]
    one = folded(AHEAD, redates[1])
    assert folded(AHEAD, *redates).progress == one.progress


def test_a_redate_never_moves_an_entry_to_a_later_time():
    entry = new_entry("r2", minute=0)
    redate = redate_of("d", "r2", minute=9 * DAY_MINUTES)
    assert folded(entry, redate).progress == folded(entry).progress


def test_an_undone_redate_does_not_count():
    redate = redate_of("d", "r2", minute=DAY_MINUTES)
    undo = undo_of("u", "d", minute=DAY_MINUTES + 1)
    assert folded(AHEAD, redate, undo).progress == folded(AHEAD).progress
    assert folded(AHEAD, redate).progress != folded(AHEAD).progress


def test_a_redate_dates_an_entry_of_its_own_card_only(log):
    log.merge([AHEAD, redate_of("d", "r2", card="heart/flow", minute=1)])
    assert log.state_of("heart/rate").progress.due_day == TODAY + 365 + 4
    assert log.redate_ahead(reading(is_trusted=True)) == 1


@pytest.mark.parametrize("kind", ["forget", "suspend", "bury", "undo"])
def test_every_kind_of_entry_can_be_redated(log, kind):
    log.merge([*history(30), new_entry("x", kind, minute=YEAR, target="none")])
    assert log.redate_ahead(reading(60)) == 1
    assert log.state_of("heart/rate").latest_ms <= START_MS + 60 * MINUTE_MS
    assert log.redate_ahead(reading(60)) == 0


# Redating


def test_a_new_entry_has_the_present_time():
    now = Moment(START_MS)
    assert moment_after(START_MS - 5, now) == now
    assert moment_after(START_MS + 5, now) == Moment(START_MS + 6)
    assert moment_after(START_MS + YEAR * MINUTE_MS, now) == now


def test_entries_ahead_of_the_clock_are_redated_once(log):
    log.merge([*history(30), AHEAD])
    assert log.redate_ahead(reading(60)) == 1
    assert log.redate_ahead(reading(60)) == 0
    assert log.redate_ahead(reading(90)) == 0
    assert log.state_of("heart/rate").progress.due_day == TODAY + 4
    assert_states_are_right(log)


def test_redated_entries_keep_their_order_and_come_before_what_is_new(log):
    ahead = [
        new_entry("c", minute=YEAR, answered=AGAIN_STEP),
        new_entry("a", minute=YEAR + 1),
        new_entry("b", minute=YEAR + 2),
    ]
    log.merge([*history(40), *ahead])
    assert log.redate_ahead(reading(60)) == 3
    log.add(new_entry("new", minute=60), log.state_of("heart/rate"))
    of_rate = [
        entry for entry in log.effective_entries("heart") if entry.card == "heart/rate"
    ]
    assert [entry.id for entry in of_rate] == ["c", "a", "b", "new"]
    assert log.state_of("heart/rate").latest_id == "new"


@pytest.mark.parametrize(("more_ms", "redated"), [(0, 0), (1, 1)])
def test_a_clock_that_differs_by_a_minute_is_not_wrong(log, more_ms, redated):
    entry = replace(
        AHEAD, moment=Moment(START_MS + 60 * MINUTE_MS + MOST_AHEAD_MS + more_ms)
    )
    log.merge([*history(30), entry])
    assert log.redate_ahead(reading(60)) == redated


@pytest.mark.parametrize("offset_minutes", [-1440, -720, 0, 840, 1440])
def test_an_entry_ahead_is_found_whatever_its_offset(log, offset_minutes):
    moment = Moment(START_MS + 62 * MINUTE_MS, offset_minutes)
    log.merge([*history(30), replace(AHEAD, moment=moment)])
    assert log.redate_ahead(reading(60)) == 1


def test_if_one_entry_in_ten_is_ahead_the_clock_is_trusted(log):
    log.merge(history(90))
    log.merge(
        new_entry(f"x{number}", card=f"heart/x{number}", minute=YEAR)
        for number in range(10)
    )
    assert log.redate_ahead(reading(100)) == 10


def test_if_more_than_one_entry_in_ten_is_ahead_the_clock_is_refused(log):
    log.merge(history(89))
    log.merge(
        new_entry(f"x{number}", card=f"heart/x{number}", minute=YEAR)
        for number in range(10)
    )
    before = list(log.entries())
    with pytest.raises(WrongClockError) as refused:
        log.redate_ahead(reading(100))
    message = str(refused.value)
    assert "10 of 99 entries are dated after now, which is 2023-11-15 09:40" in message
    assert "add --clock-is-right" in message
    assert list(log.entries()) == before
    assert log.redate_ahead(reading(100, is_trusted=True)) == 10


def test_a_redated_review_does_not_count_against_the_limit_of_any_day(log):
    log.merge([*history(30), new_entry("x", card="heart/x", minute=YEAR)])
    on_its_day = TODAY + 365
    assert log.totals_of_day("heart", on_its_day).new == 1
    log.redate_ahead(reading(60))
    assert log.totals_of_day("heart", on_its_day).facts == frozenset()
    assert "heart/x" not in log.totals_of_day("heart", TODAY).facts


def test_a_redate_survives_export_and_import(log):
    log.merge([*history(30), AHEAD])
    log.redate_ahead(reading(60))
    *_, redate = log.entries()
    assert redate.kind == "redate"
    assert read_lines([as_line(redate)], "").required() == (redate,)


def test_a_redate_without_a_target_is_a_problem():
    line = as_line(redate_of("d", "r2")).replace(', "target": "r2"', "")
    (problem,) = read_lines([line], "log.jsonl").problems
    assert problem.message == "a redate needs `target`"


def test_a_merge_redates_entries_that_are_ahead(log):
    merged = log.merge([*history(30), AHEAD], reading(60))
    assert (merged.added, merged.redated) == (31, 1)
    assert log.state_of("heart/rate").progress.due_day == TODAY + 4


def test_a_merge_is_refused_if_too_many_entries_are_ahead(log):
    with pytest.raises(WrongClockError):
        log.merge(history(30), reading(-DAY_MINUTES))
    assert list(log.entries()) == []


# Two machines, one with a wrong clock

AHEAD_MINUTES = st.sampled_from(
    [-3 * DAY_MINUTES, -5, 0, 5, 45 * DAY_MINUTES, 3 * YEAR]
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["study", "study", "redate", "import", "undo"]),
        st.sampled_from([0, 1]),
        st.integers(0, 3 * DAY_MINUTES),
        st.sampled_from([1, 2, 3, 4]),
        st.sampled_from(["heart/rate", "heart/flow/c1", "lung/lobes"]),
    ),
    max_size=14,
)


class Machine:
    """A log with a clock of its own."""

    def __init__(self, name, ahead):
        self.name, self.ahead = name, ahead
        self.log = ReviewLog(fresh_path(), SCHEDULE)

    def reading(self, minute):
        return reading(minute + self.ahead, is_trusted=True, prefix=self.name)

    def study(self, minute, rating, card):
        self.log.redate_ahead(self.reading(minute))
        now = self.reading(minute).moment
        state = self.log.state_of(card)
        choice = SCHEDULE.choices(card, state.progress, now)[rating - 1]
        name = f"{self.name}{next(NUMBERS):06}"
        entry = new_entry(name, card=card, answered=choice.answered)
        self.log.add(replace(entry, moment=now), state)

    def undo(self):
        last = self.log.latest_undoable("heart")
        if last is not None:
            name = f"{self.name}{next(NUMBERS):06}"
            entry = replace(undo_of(name, last.id, last.card), moment=last.moment)
            self.log.add(entry, self.log.state_of(last.card))

    def import_from(self, other, minute):
        lines = map(as_line, other.log.entries())
        entries = read_lines(lines, "").required()
        self.log.merge(entries, self.reading(minute))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(steps, AHEAD_MINUTES)
def test_two_machines_that_merge_after_a_wrong_clock_agree(steps, ahead):
    machines = [Machine("a", 0), Machine("b", ahead)]
    minute = 0
    for action, number, wait, rating, card in steps:
        minute += wait
        machine, other = machines[number], machines[1 - number]
        if action == "study":
            machine.study(minute, rating, card)
        elif action == "redate":
            machine.log.redate_ahead(machine.reading(minute))
        elif action == "undo":
            machine.undo()
        else:
            machine.import_from(other, minute)

    for machine in machines:
        machine.ahead = 0  # the clock is set right
    one, two = machines
    one.import_from(two, minute)
    two.import_from(one, minute)
    assert stored_states(one.log) == stored_states(two.log)
    assert due_days(one.log) == due_days(two.log)
    latest_ms = START_MS + minute * MINUTE_MS
    for state in stored_states(one.log).values():
        assert state.latest_ms <= latest_ms + MOST_AHEAD_MS
    assert_states_are_right(one.log)
    for machine in machines:
        machine.log.close()
