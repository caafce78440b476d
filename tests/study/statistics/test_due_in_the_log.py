"""The log, where SQL finds what is due, agrees with the states and the statistics."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from liverdeck.authoring.loader import load_deck
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.statistics.figures import Due
from liverdeck.study.statistics.statistics import FORECAST_DAYS, statistics_of
from tests.study.conftest import SCHEDULE, fresh_path, histories

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}
  - {id: flow, from: pump, say: 'From the {{c1::vein::vessel}}.'}
"""


@pytest.fixture
def deck(write_deck):
    return load_deck(write_deck(FACTS)).deck


def days_to_ask_about(states):
    """Return the days on which something changes, and the days beside them.

    If nothing changes, return any three days.
    """
    days = {state.buried_day for state in states}
    days |= {state.progress.due_day for state in states if state.progress}
    days.discard(None)
    if not days:
        days = {20_000}
    return sorted({day + shift for day in days for shift in (-1, 0, 1)})


def noon_of(day):
    return Moment((day * 24 + 12) * 3_600_000)


@pytest.mark.slow
@given(entries=histories(max_size=14), data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_log_and_the_statistics_have_the_same_due_cards(deck, entries, data):
    with ReviewLog(fresh_path(), SCHEDULE) as log:
        log.merge(entries)
        states = log.states("heart")
        now = noon_of(data.draw(st.sampled_from(days_to_ask_about(states.values()))))
        reviews = [card for card, _ in log.due("heart", now.day, buried_on=now.day)]
        steps = [card for card, _ in log.cards_in_steps("heart", now.day)]
        next_due = log.next_due("heart", now.day)
    figures = statistics_of(deck, entries, states, SCHEDULE, now)

    assert Due(len(reviews), len(steps), figures.due.put_off) == figures.due
    later = [
        (day.day, day.reviews)
        for day in figures.forecast
        if day.day > now.day and day.reviews
    ]
    if next_due is not None and next_due[0] < now.day + FORECAST_DAYS:
        assert later[0] == next_due
    else:
        assert later == []

    may_be_shown = {
        card: state.progress
        for card, state in states.items()
        if state.progress is not None and not state.is_put_off_on(now.day)
    }
    assert set(reviews) == {
        card
        for card, progress in may_be_shown.items()
        if progress.due_seconds is None and progress.is_due(now)
    }
    assert set(steps) == {
        card
        for card, progress in may_be_shown.items()
        if progress.due_seconds is not None
    }
