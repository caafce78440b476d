"""True retention against Anki's own: the same reviews in its log, and the table that its statistics make of them."""

from collections import Counter
from random import Random

import pytest

from liverdeck.cli.home import current_moment
from liverdeck.study.reviewlog.entries import Entry
from liverdeck.study.scheduling.moments import SECONDS_A_DAY, Moment
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.statistics.figures import PERIODS
from liverdeck.study.statistics.statistics import _retention
from liverdeck.study.statistics.tally import tally

LEARNING, REVIEW, RELEARNING = 0, 1, 2
"""Anki's kinds of reviews."""
OURS = {
    "today": "today",
    "week": "7 days",
    "month": "30 days",
    "year": "year",
    "all_time": "all",
}


def reviews_of(chance, cards, now):
    """Study some cards for 400 days as they become due, often a few days late; yield them as Anki keeps them, and ours."""
    schedule = Schedule()
    for card in range(cards):
        progress, at = None, now.ms - chance.randrange(400) * SECONDS_A_DAY * 1000
        while at <= now.ms:
            moment = Moment(at, now.offset_minutes)
            rating = chance.choice([1, 2, 3, 3, 3, 4])
            given = schedule.choices(str(card), progress, moment)[rating - 1].given
            entry = Entry(
                f"{at:015}{card:05}", "review", f"heart/f{card}", moment, "test", given
            )
            yield entry, (progress.phase if progress else None, _kept(progress))
            progress = schedule.progress_after(progress, moment, given)
            if progress.due_seconds is not None:
                at = progress.due_seconds * 1000 + chance.randrange(1, 600_000)
            else:
                wait = progress.due_day - moment.day + chance.choice([0, 0, 0, 1, 5])
                at += max(1, wait) * SECONDS_A_DAY * 1000 - (
                    chance.randrange(3600) * 1000 if wait > 1 else 0
                )


def _kept(progress):
    """The interval before, as Anki logs it: days of a review, negative seconds of a step."""
    if progress is None:
        return 0
    return progress.interval_days if progress.phase == "review" else -600


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_ankis(anki, seed):
    now = current_moment()
    done = list(reviews_of(Random(seed), 150, now))  # noqa: S311
    ids = Counter()
    for entry, (phase, last_interval) in done:
        kind = {
            None: LEARNING,
            "learning": LEARNING,
            "review": REVIEW,
            "relearning": RELEARNING,
        }[phase]
        ids[entry.moment.ms] += 1
        row = (
            entry.moment.ms + ids[entry.moment.ms] - 1,
            int(entry.card[7:]) + 1,
            -1,
            entry.answered.rating,
            1,
            last_interval,
            2500,
            1000,
            kind,
        )
        anki.col.db.execute(
            "insert or replace into revlog values (?,?,?,?,?,?,?,?,?)", *row
        )
    theirs = anki.col._backend.graphs(search="", days=0).true_retention
    ours = {
        each.period: each
        for each in _retention(tally(entry for entry, _ in done).probes, now.day)
    }
    assert len(ours) == len(PERIODS)
    for period, name in OURS.items():
        found, stats = ours[name], getattr(theirs, period)
        assert (found.young.passed, found.young.reviews) == (
            stats.young_passed,
            stats.young_passed + stats.young_failed,
        ), name
        assert (found.mature.passed, found.mature.reviews) == (
            stats.mature_passed,
            stats.mature_passed + stats.mature_failed,
        ), name
    assert ours["all"].mature.reviews > 50
