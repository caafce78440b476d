"""True retention compared with Anki's statistics over the same reviews."""

from random import Random

import pytest

from liverdeck.cli.home import current_moment
from liverdeck.study.reviewlog.entries import Entry
from liverdeck.study.scheduling.moments import SECONDS_A_DAY, Moment
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.statistics.figures import PERIODS
from liverdeck.study.statistics.statistics import _retention
from liverdeck.study.statistics.tally import tally

DAY_MS = SECONDS_A_DAY * 1000
REVIEW_TYPES = {None: 0, "learning": 0, "review": 1, "relearning": 2}
"""Anki's type of a review, by the phase of the card before it."""
PERIOD_NAMES = {
    "today": "today",
    "week": "7 days",
    "month": "30 days",
    "year": "year",
    "all_time": "all",
}


def reviews_of(random, card_count, now):
    """Study some cards for 400 days, often a few days late.

    Yields each entry with the phase and the interval that its card had before.
    """
    schedule = Schedule()
    for card in range(card_count):
        progress = None
        ms = now.ms - random.randrange(400) * DAY_MS
        while ms <= now.ms:
            moment = Moment(ms, now.offset_minutes)
            rating = random.choice([1, 2, 3, 3, 3, 4])
            choices = schedule.choices(str(card), progress, moment)
            answered = choices[rating - 1].answered
            entry_id = f"{ms:015}{card:05}"
            entry = Entry(
                entry_id, "review", f"heart/f{card}", moment, "test", answered
            )
            yield entry, (progress.phase if progress else None, _interval(progress))
            progress = schedule.progress_after(progress, moment, answered)
            if progress.due_seconds is not None:
                ms = progress.due_seconds * 1000 + random.randrange(1, 600_000)
            else:
                days = progress.due_day - moment.day + random.choice([0, 0, 0, 1, 5])
                ms += max(1, days) * DAY_MS
                if days > 1:
                    ms -= random.randrange(3600) * 1000


def _interval(progress):
    """Return the interval as Anki logs it: days, or seconds of a step as negative."""
    if progress is None:
        return 0
    return progress.interval_days if progress.phase == "review" else -600


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_true_retention_is_the_same_as_in_anki(anki, seed):
    now = current_moment()
    reviews = list(reviews_of(Random(seed), 150, now))  # noqa: S311
    used_ids = set()
    for entry, (phase, last_interval) in reviews:
        log_id = entry.moment.ms
        while log_id in used_ids:
            log_id += 1
        used_ids.add(log_id)
        row = (
            log_id,
            int(entry.card[7:]) + 1,
            -1,
            entry.answered.rating,
            1,
            last_interval,
            2500,
            1000,
            REVIEW_TYPES[phase],
        )
        anki.col.db.execute("insert into revlog values (?,?,?,?,?,?,?,?,?)", *row)
    theirs = anki.col._backend.graphs(search="", days=0).true_retention
    ours = {
        retention.period: retention
        for retention in _retention(
            tally(entry for entry, _ in reviews).retention_reviews, now.day
        )
    }
    assert len(ours) == len(PERIODS)
    for period, name in PERIOD_NAMES.items():
        young, mature = ours[name].young, ours[name].mature
        counts = getattr(theirs, period)
        assert young.passed == counts.young_passed, name
        assert young.reviews - young.passed == counts.young_failed, name
        assert mature.passed == counts.mature_passed, name
        assert mature.reviews - mature.passed == counts.mature_failed, name
    assert ours["all"].mature.reviews > 50
