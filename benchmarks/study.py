"""Measure study sessions: the time of an answer, and time and memory of the review log.

    python -m benchmarks.study MEASURE FOLDER

Prints one JSON object of figures. MEASURE is one of these:

- `answers`: the time until an answer is on disk, in LiverDeck and in Anki's backend,
  and the time for an answer in py-fsrs, which stores nothing
- `replay`: the time to replay 10,000 reviews
- `due`: the time to find what is due among 100,000 cards
- `memory`: the memory of a process that opens the log of those cards

The logs of the last three stay in FOLDER for the next run.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.entries import Entry, TypedAnswer
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANSWERS, REPLAYED_REVIEWS, CARDS_IN_LARGE_LOG = 1500, 10_000, 100_000
ANSWERED_CARDS = 300
"""The number of cards that get the measured answers."""
SECONDS_BETWEEN_ANSWERS = 4000
START = Moment(1_790_000_000_000, offset_minutes=60)
DAYS_BEFORE_SEARCH = 20
"""Days between the last review of the large log and the search for due cards."""
LONGEST_WAIT_DAYS = 300
"""The longest time between two reviews of a card in the made-up histories."""
_MS_PER_HOUR, _MS_PER_DAY = 3_600_000, 86_400_000
_RATINGS = (1, 2, 3, 3, 3, 3, 4)
"""Ratings are drawn from these, so most are 3 (good)."""
_TYPED = TypedAnswer("an answer", "correct", "exact")


def answers(folder: Path) -> dict[str, float]:
    """Return the milliseconds that each program takes for an answer.

    LiverDeck and Anki compute four intervals and write a row; py-fsrs only computes.
    The figure of py-fsrs is a mean, the others are medians.
    """
    schedule, draw = Schedule(), random.Random(1)
    seconds = []
    with ReviewLog(
        _path_after_removing_database(folder / "answers.sqlite3"), schedule
    ) as log:
        for number in range(ANSWERS):
            now = START.after(number * SECONDS_BETWEEN_ANSWERS * 1000)
            rating = draw.choice(_RATINGS)
            started = time.perf_counter()
            _answer(log, schedule, number, now, rating)
            seconds.append(time.perf_counter() - started)
    return {
        "liverdeck": median(seconds) * 1000,
        "fsrs": _fsrs_seconds() * 1000,
        "anki": _anki_seconds(folder) * 1000,
    }


def _answer(
    log: ReviewLog, schedule: Schedule, number: int, now: Moment, rating: int
) -> None:
    name = f"deck/fact{number % ANSWERED_CARDS}/c1"
    state = log.state_of(name)
    choice = schedule.choices(name, state.progress, now)[rating - 1]
    entry = Entry(
        id=f"id{number}",
        kind="review",
        card=name,
        moment=now,
        version="0",
        answered=choice.answered,
        typed=_TYPED,
        duration_ms=4000,
        revision="abc",
    )
    log.add(entry, state)


def _fsrs_seconds() -> float:
    """Return the seconds that py-fsrs takes for one answer, without a log."""
    from datetime import UTC, datetime, timedelta

    import fsrs

    scheduler, draw = fsrs.Scheduler(enable_fuzzing=False), random.Random(1)
    cards = [fsrs.Card(card_id=number) for number in range(ANSWERED_CARDS)]
    now = datetime(2026, 9, 21, 12, tzinfo=UTC)
    started = time.perf_counter()
    for number in range(ANSWERS):
        index = number % ANSWERED_CARDS
        now += timedelta(seconds=SECONDS_BETWEEN_ANSWERS)
        rating = fsrs.Rating(draw.choice(_RATINGS))
        cards[index], _ = scheduler.review_card(cards[index], rating, now)
    return (time.perf_counter() - started) / ANSWERS


def _anki_seconds(folder: Path) -> float:
    """Return the median seconds that Anki's backend takes for one answer.

    An answer takes two steps: four intervals are computed, and a row is written.
    """
    from anki.collection import Collection

    collection = Collection(str(_path_after_removing_database(folder / "anki.anki2")))
    collection.set_config("fsrs", True)  # noqa: FBT003
    note_type = collection.models.by_name("Basic")
    card_ids = []
    for number in range(ANSWERED_CARDS):
        note = collection.new_note(note_type)
        note.fields = [f"question {number}", "answer"]
        collection.add_note(note, 1)
        card_ids.append(note.cards()[0].id)

    draw, seconds = random.Random(1), []
    for number in range(ANSWERS):
        started = time.perf_counter()
        card = collection.get_card(card_ids[number % ANSWERED_CARDS])
        card.start_timer()
        states = collection._backend.get_scheduling_states(card.id)  # noqa: SLF001  # as Anki's own reviewer does
        rating = draw.choice(_RATINGS) - 1
        answer = collection.sched.build_answer(card=card, states=states, rating=rating)
        collection.sched.answer_card(answer)
        seconds.append(time.perf_counter() - started)
    collection.close()
    return median(seconds)


def replay(folder: Path) -> dict[str, float]:
    """Return the milliseconds to rebuild the log's card states from 10,000 reviews.

    The figure `fsrs` is the time of py-fsrs for the same number of answers.
    """
    path = folder / "replay.sqlite3"
    if not path.exists():
        with ReviewLog(path, Schedule()) as log:
            log.merge(_history(REPLAYED_REVIEWS, cards=REPLAYED_REVIEWS // 10))
    with ReviewLog(path, Schedule()) as log:
        runs = [_seconds(log.rebuild) for _ in range(5)]
    fsrs_ms = _fsrs_seconds() * REPLAYED_REVIEWS * 1000
    return {"replay": median(runs) * 1000, "fsrs": fsrs_ms}


def due(folder: Path) -> dict[str, float]:
    """Return the milliseconds to find 200 due cards among 100,000.

    The figure `found` says how many are due in all. The figure `totals_of_day` says how
    many milliseconds it takes to count what was done on one day.
    """
    with _large_log(folder) as log:
        day = START.day + DAYS_BEFORE_SEARCH
        due_seconds = [
            _seconds(lambda: log.due("deck", day, buried_on=day, limit=200))
            for _ in range(25)
        ]
        done_seconds = [
            _seconds(lambda: log.totals_of_day("deck", START.day)) for _ in range(5)
        ]
        due_cards = len(log.due("deck", day, buried_on=day))
    return {
        "due": median(due_seconds) * 1000,
        "found": due_cards,
        "totals_of_day": median(done_seconds) * 1000,
    }


def memory(folder: Path) -> dict[str, float]:
    """Return the peak megabytes of a process that uses a log of 100,000 cards.

    It opens the log, finds what is due and adds a row.
    """
    with _large_log(folder) as log:
        now = START.after(DAYS_BEFORE_SEARCH * _MS_PER_DAY)
        day = START.day + DAYS_BEFORE_SEARCH
        name, _ = log.due("deck", day, buried_on=day, limit=200)[0]
        state = log.state_of(name)
        choice = Schedule().choices(name, state.progress, now)[2]
        entry_id = f"id{time.time_ns()}"
        log.add(Entry(entry_id, "review", name, now, "0", choice.answered), state)
    peak_kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"megabytes": peak_kilobytes / 1024}


@contextmanager
def _large_log(folder: Path) -> Iterator[ReviewLog]:
    path = folder / "large.sqlite3"
    if not path.exists():
        with ReviewLog(path, Schedule()) as log:
            log.merge(_history(CARDS_IN_LARGE_LOG, cards=CARDS_IN_LARGE_LOG))
    with ReviewLog(path, Schedule()) as log:
        yield log


def _history(reviews: int, *, cards: int) -> Iterator[Entry]:
    """Yield made-up reviews, the same number for each card, card by card."""
    schedule, draw = Schedule(), random.Random(1)
    number = 0
    for card in range(cards):
        name, progress, now = f"deck/fact{card}/c1", None, START.after(card * 100)
        for _ in range(reviews // cards):
            rating = draw.choice(_RATINGS if progress else (4,))
            choice = schedule.choices(name, progress, now)[rating - 1]
            answered = choice.answered
            yield Entry(f"id{number}", "review", name, now, "0", answered, _TYPED)

            progress = schedule.progress_after(progress, now, answered)
            days = 0 if progress.due_day is None else progress.due_day - now.day
            wait_days = min(days, LONGEST_WAIT_DAYS)
            # A card that is due on the same day is answered again after an hour.
            now = now.after(wait_days * _MS_PER_DAY or _MS_PER_HOUR)
            number += 1


def _path_after_removing_database(path: Path) -> Path:
    """Return the path of a database, after removing it and SQLite's files beside it."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return path


def _seconds(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


if __name__ == "__main__":
    measures = {"answers": answers, "replay": replay, "due": due, "memory": memory}
    print(json.dumps(measures[sys.argv[1]](Path(sys.argv[2]))))
