"""The learner's day, with values that can be checked on a calendar and a clock."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from liverdeck.cli.home import local_moment
from liverdeck.study.scheduling.moments import Moment, date_of, day_of, local_time_text

HOUR_SECONDS, DAY_SECONDS = 3600, 86_400
# The offsets of all present time zones, also the half hour of Lord Howe.
offsets = st.integers(-12 * 4, 14 * 4).map(lambda quarter: 15 * quarter)
moments = st.builds(Moment, st.integers(-(10**12), 5 * 10**12), offsets)


def moment_at(wall_time, offset):
    """Return the moment when a clock `offset` minutes east of UTC shows `wall_time`."""
    shown = datetime.fromisoformat(wall_time).replace(tzinfo=UTC)
    return Moment((int(shown.timestamp()) - offset * 60) * 1000, offset)


@pytest.mark.parametrize(
    ("wall_time", "offset", "day"),
    [
        ("2026-03-01 03:59:59", 0, "2026-02-28"),
        ("2026-03-01 04:00:00", 0, "2026-03-01"),
        ("2026-03-01 23:59:59", 0, "2026-03-01"),
        ("2026-03-02 00:00:00", 0, "2026-03-01"),
        ("2026-03-02 03:59:59", 0, "2026-03-01"),
        ("2026-03-01 03:59:59", -480, "2026-02-28"),  # Los Angeles
        ("2026-03-01 04:00:00", -480, "2026-03-01"),
        ("2026-03-01 03:59:59", 60, "2026-02-28"),  # Berlin
        ("2026-03-01 04:00:00", 60, "2026-03-01"),
        ("2026-03-01 03:59:59", 345, "2026-02-28"),  # Kathmandu
        ("2026-03-01 04:00:00", 345, "2026-03-01"),
        ("2026-03-01 03:59:59", 840, "2026-02-28"),  # Kiritimati, still February in UTC
        ("2026-03-01 04:00:00", 840, "2026-03-01"),
        ("2026-03-01 04:00:00", -660, "2026-03-01"),  # Niue
        ("2028-02-29 12:00:00", 0, "2028-02-29"),
        ("2028-03-01 03:00:00", 0, "2028-02-29"),
        ("2026-01-01 03:00:00", 540, "2025-12-31"),
        # After the last second that 32 bits can hold.
        ("2038-01-19 04:00:00", 0, "2038-01-19"),
        ("1970-01-01 03:59:59", 0, "1969-12-31"),
        ("1969-12-31 04:00:00", 0, "1969-12-31"),
        ("1969-12-31 03:59:59", 0, "1969-12-30"),
    ],
)
def test_the_day_changes_at_four_in_the_morning(wall_time, offset, day):
    assert date_of(moment_at(wall_time, offset).day).isoformat() == day


@given(moments)
def test_the_time_of_a_moment_has_the_same_milliseconds(moment):
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment.ms)
    zone = timezone(timedelta(minutes=moment.offset_minutes))
    assert Moment.of(time.astimezone(zone)) == moment
    just_before = time.astimezone(zone) - timedelta(microseconds=1)
    assert Moment.of(just_before).ms == moment.ms - 1


@given(st.integers(0, 5 * 10**12))
def test_the_local_moment_of_a_time_has_its_milliseconds(ms):
    assert local_moment(ms).ms == ms


def test_milliseconds_are_cut_off_and_not_rounded():
    four = moment_at("2026-03-01 04:00:00", 0)
    assert Moment(four.ms - 1).seconds == four.seconds - 1
    assert Moment(four.ms + 999).seconds == four.seconds
    assert Moment(four.ms - 1).day == four.day - 1
    assert Moment(-1).seconds == -1
    assert Moment(-1000).seconds == -1
    assert Moment(-1001).seconds == -2


@pytest.mark.parametrize(
    ("wall_time", "offset", "remaining_seconds"),
    [
        ("2026-03-01 04:00:00", 0, DAY_SECONDS),
        ("2026-03-01 04:00:01", 0, DAY_SECONDS - 1),
        ("2026-03-01 03:59:59", 0, 1),
        ("2026-03-01 00:00:00", 0, 4 * HOUR_SECONDS),
        ("2026-03-01 00:00:00", 345, 4 * HOUR_SECONDS),
        ("2026-03-01 16:00:00", -480, 12 * HOUR_SECONDS),
        ("1969-12-31 16:00:00", -480, 12 * HOUR_SECONDS),
    ],
)
def test_a_moment_knows_the_seconds_until_the_next_day(
    wall_time, offset, remaining_seconds
):
    moment = moment_at(wall_time, offset)
    assert moment.seconds_until_next_day == remaining_seconds
    assert moment.next_day_seconds == moment.seconds + remaining_seconds


@pytest.mark.parametrize(
    ("wall_time", "offset", "remaining_hours"),
    [
        # Berlin, 2026-03-29: 03:00:00 follows 01:59:59. So at one o'clock the day
        # really ends in two hours, not in three.
        ("2026-03-29 01:00:00", 60, 3),
        ("2026-03-29 03:00:00", 120, 1),
        ("2026-03-29 04:00:00", 120, 24),
        # Berlin, 2026-10-25: 02:00:00 follows 02:59:59. So at one o'clock the day
        # really ends in four hours, not in three.
        ("2026-10-25 01:00:00", 120, 3),
        ("2026-10-25 02:00:00", 120, 2),
        ("2026-10-25 02:00:00", 60, 2),
        ("2026-10-25 04:00:00", 60, 24),
        # Los Angeles, 2026-03-08
        ("2026-03-08 01:00:00", -480, 3),
        ("2026-03-08 03:00:00", -420, 1),
        # Lord Howe, 2026-04-05: 01:30:00 follows 01:59:59.
        ("2026-04-05 01:45:00", 660, 2.25),
        ("2026-04-05 01:45:00", 630, 2.25),
        ("2026-04-05 04:00:00", 630, 24),
    ],
)
def test_when_clocks_change_the_day_ends_at_four_by_the_present_offset(
    wall_time, offset, remaining_hours
):
    # As in Anki: the hours until four on the clock, an hour too many or too few.
    assert (
        moment_at(wall_time, offset).seconds_until_next_day
        == remaining_hours * HOUR_SECONDS
    )


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        (("2026-03-28 12:00:00", 60), ("2026-03-29 01:00:00", 60), 0),
        (("2026-03-28 12:00:00", 60), ("2026-03-29 03:59:59", 120), 0),
        (("2026-03-28 12:00:00", 60), ("2026-03-29 04:00:00", 120), 1),
        (("2026-03-28 12:00:00", 60), ("2026-04-04 12:00:00", 120), 7),
        (("2026-10-24 12:00:00", 120), ("2026-10-25 03:59:59", 60), 0),
        (("2026-10-24 12:00:00", 120), ("2026-10-25 04:00:00", 60), 1),
        (("2026-03-29 03:30:00", 120), ("2026-03-29 12:00:00", 120), 1),
        (("2026-10-25 03:30:00", 60), ("2026-10-25 12:00:00", 60), 1),
        # These are spans of 24 hours, not calendar days. If an hour is lost, the last
        # hour of a day counts for the next day. If an hour is gained, the first hour of
        # a day counts for the day before.
        (("2026-03-28 03:30:00", 60), ("2026-03-29 12:00:00", 120), 1),
        (("2026-03-28 02:59:59", 60), ("2026-03-29 12:00:00", 120), 2),
        (("2026-10-24 04:30:00", 120), ("2026-10-25 12:00:00", 60), 2),
        (("2026-10-24 05:00:01", 120), ("2026-10-25 12:00:00", 60), 1),
    ],
)
def test_days_are_counted_across_a_change_of_the_clocks(before, after, days):
    assert moment_at(*after).days_since(moment_at(*before).seconds) == days


@pytest.mark.parametrize(
    ("before", "days"),
    [
        ("2026-03-10 12:00:00", 0),
        ("2026-03-10 11:59:59", 0),
        ("2026-03-10 04:00:01", 0),
        # As in Anki, the first second of a day counts for the day before.
        ("2026-03-10 04:00:00", 1),
        ("2026-03-10 03:59:59", 1),
        ("2026-03-09 23:00:00", 1),
        ("2026-03-09 04:00:01", 1),
        ("2026-03-09 03:59:59", 2),
        ("2026-03-03 12:00:00", 7),
        ("2025-03-10 12:00:00", 365),
        ("2026-03-10 12:00:01", 0),
        ("2026-03-11 03:59:59", 0),
        ("2026-03-11 04:00:00", 0),
        ("2026-03-20 12:00:00", 0),
        ("2027-03-10 12:00:00", 0),
        ("1969-07-20 20:17:00", 20_687),
    ],
)
@pytest.mark.parametrize("offset", [0, 60, -480, 345])
def test_days_since_counts_past_days_and_is_0_for_the_future(before, days, offset):
    assert (
        moment_at("2026-03-10 12:00:00", offset).days_since(
            moment_at(before, offset).seconds
        )
        == days
    )


@given(moments)
def test_a_day_ends_when_the_next_one_begins(moment):
    assert 1 <= moment.seconds_until_next_day <= DAY_SECONDS
    end = Moment(moment.next_day_seconds * 1000, moment.offset_minutes)
    assert Moment(end.ms - 1, moment.offset_minutes).day == moment.day
    assert end.day == moment.day + 1
    assert end.seconds_until_next_day == DAY_SECONDS
    assert local_time_text(end).endswith(" 04:00")


@given(moments, moments)
def test_days_since_counts_changes_of_the_day(one, other):
    earlier, later = sorted([one.ms, other.ms])
    before, now = Moment(earlier, one.offset_minutes), Moment(later, one.offset_minutes)
    is_first_second = before.seconds_until_next_day == DAY_SECONDS
    # As in Anki, the first second of a day counts for the day before.
    extra_days = 1 if is_first_second else 0
    assert now.days_since(before.seconds) == now.day - before.day + extra_days
    days_to_the_future = extra_days if now.seconds == before.seconds else 0
    assert before.days_since(now.seconds) == days_to_the_future


@given(moments, st.integers(-(10**10), 10**10))
def test_a_shifted_moment_keeps_its_offset(moment, milliseconds):
    assert moment.after(milliseconds) == Moment(
        moment.ms + milliseconds, moment.offset_minutes
    )


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (0, "1970-01-01"),
        (-1, "1969-12-31"),
        (20_458, "2026-01-05"),
        (24_855, "2038-01-19"),
        (-719_162, "0001-01-01"),
    ],
)
def test_days_are_counted_from_1970(day, text):
    assert date_of(day).isoformat() == text
    assert day_of(date.fromisoformat(text)) == day


@given(st.dates())
def test_day_and_date_convert_both_ways(calendar_date):
    assert date_of(day_of(calendar_date)) == calendar_date


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (Moment(1_795_788_305_999, 0), "2026-11-27 14:05"),
        (Moment(1_795_788_305_999, 345), "2026-11-27 19:50"),
        (Moment(1_795_788_305_999, -900), "2026-11-26 23:05"),
        (Moment(-1, 0), "1969-12-31 23:59"),
    ],
)
def test_local_time_is_shown_as_on_the_learners_clock(moment, text):
    assert local_time_text(moment) == text


def test_the_learners_date_changes_at_four_in_the_morning():
    three_at_night = Moment(1_764_471_600_000, 0)  # 2025-11-30 03:00 UTC
    assert str(three_at_night.learner_date) == "2025-11-29"
    an_hour_later = Moment(1_764_475_200_000, 0)
    assert str(an_hour_later.learner_date) == "2025-11-30"
