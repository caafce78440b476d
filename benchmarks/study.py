"""Study, measured: `python -m benchmarks.study WHAT FOLDER` prints one JSON object of figures.

WHAT is `answers` (an answer until it is on disk, beside py-fsrs alone and Anki's backend), `replay` (10,000 reviews),
`due` (100,000 cards) or `memory` (a process that opens those). FOLDER keeps the logs between runs.
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
    from collections.abc import Iterator

ANSWERS, REPLAYED, CARDS = 1500, 10_000, 100_000
MORNING = Moment(1_790_000_000_000, 60)
_RATINGS = (1, 2, 3, 3, 3, 3, 4)


def answers(folder: Path) -> dict[str, float]:
    """Return medians in milliseconds of one answer: intervals for the keys, and the row on disk; and of the peers."""
    schedule, chance, seconds = Schedule(), random.Random(1), []
    with ReviewLog(_fresh(folder / "answers.sqlite3"), schedule) as log:
        for number in range(ANSWERS):
            name = f"deck/fact{number % 300}/c1"
            now = MORNING.after(number * 4_000_000)
            started = time.perf_counter()
            record = log.state_of(name)
            choice = schedule.choices(name, record.progress, now)[
                chance.choice(_RATINGS) - 1
            ]
            typed = TypedAnswer("an answer", "correct", "exact")
            log.add(
                Entry(
                    f"id{number}",
                    "review",
                    name,
                    now,
                    "0",
                    choice.answered,
                    typed,
                    4000,
                    "abc",
                ),
                record,
            )
            seconds.append(time.perf_counter() - started)
    return {
        "answer": median(seconds) * 1000,
        "fsrs": _fsrs_alone() * 1000,
        "anki": _anki(folder) * 1000,
    }


def _fsrs_alone() -> float:
    """Return the seconds that py-fsrs takes for one answer, without a log."""
    from datetime import UTC, datetime, timedelta

    import fsrs

    scheduler, chance = fsrs.Scheduler(enable_fuzzing=False), random.Random(1)
    cards = [fsrs.Card(card_id=number) for number in range(300)]
    now = datetime(2026, 9, 21, 12, tzinfo=UTC)
    started = time.perf_counter()
    for number in range(ANSWERS):
        place = number % 300
        now += timedelta(seconds=4000)
        cards[place], _ = scheduler.review_card(
            cards[place], fsrs.Rating(chance.choice(_RATINGS)), now
        )
    return (time.perf_counter() - started) / ANSWERS


def _anki(folder: Path) -> float:
    """Return the median seconds that Anki's backend takes for one answer: its intervals for the keys, and the row."""
    from anki.collection import Collection

    for old in folder.glob("anki.anki2*"):
        old.unlink()
    collection, chance, seconds = (
        Collection(str(folder / "anki.anki2")),
        random.Random(1),
        [],
    )
    collection.set_config("fsrs", True)  # noqa: FBT003
    note_type = collection.models.by_name("Basic")
    ids = []
    for number in range(300):
        note = collection.new_note(note_type)
        note.fields = [f"question {number}", "answer"]
        collection.add_note(note, 1)
        ids.append(note.cards()[0].id)
    for number in range(ANSWERS):
        started = time.perf_counter()
        card = collection.get_card(ids[number % 300])
        card.start_timer()
        states = collection._backend.get_scheduling_states(card.id)  # noqa: SLF001  # as Anki's own reviewer
        rating = chance.choice(_RATINGS)
        collection.sched.answer_card(
            collection.sched.build_answer(card=card, states=states, rating=rating - 1)
        )
        seconds.append(time.perf_counter() - started)
    collection.close()
    return median(seconds)


def replay(folder: Path) -> dict[str, float]:
    """Return the milliseconds to make the index anew from 10,000 reviews, and those of py-fsrs for as many answers."""
    path = folder / "replay.sqlite3"
    if not path.exists():
        with ReviewLog(path, Schedule()) as log:
            log.merge(_history(REPLAYED, cards=REPLAYED // 10))
    with ReviewLog(path, Schedule()) as log:
        runs = [_timed(log.rebuild) for _ in range(5)]
    return {"replay": median(runs) * 1000, "fsrs": _fsrs_alone() * REPLAYED * 1000}


def due(folder: Path) -> dict[str, float]:
    """Return the milliseconds to find what is due among 100,000 cards: 200 of them, and what was done today."""
    with _large_log(folder) as log:
        day = MORNING.day + 20
        runs = [
            _timed(lambda: log.due("deck", day, put_off_on=day, most=200))
            for _ in range(25)
        ]
        done = [_timed(lambda: log.done_on("deck", MORNING.day)) for _ in range(5)]
        found = len(log.due("deck", day, put_off_on=day))
    return {"due": median(runs) * 1000, "found": found, "done_on": median(done) * 1000}


def memory(folder: Path) -> dict[str, float]:
    """Return the megabytes that a process holds at most which opens 100,000 cards, finds what is due and adds a row."""
    with _large_log(folder) as log:
        day = MORNING.day + 20
        name, _ = log.due("deck", day, put_off_on=day, most=200)[0]
        schedule, record, now = (
            Schedule(),
            log.state_of(name),
            MORNING.after(20 * 86_400_000),
        )
        choice = schedule.choices(name, record.progress, now)[2]
        log.add(
            Entry(f"id{time.time_ns()}", "review", name, now, "0", choice.answered),
            record,
        )
    return {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


@contextmanager
def _large_log(folder: Path) -> Iterator[ReviewLog]:
    path = folder / "large.sqlite3"
    if not path.exists():
        with ReviewLog(path, Schedule()) as log:
            log.merge(_history(CARDS, cards=CARDS))
    with ReviewLog(path, Schedule()) as log:
        yield log


def _history(reviews: int, *, cards: int) -> Iterator[Entry]:
    schedule, chance = Schedule(), random.Random(1)
    number = 0
    for card in range(cards):
        name, progress, now = f"deck/fact{card}/c1", None, MORNING.after(card * 100)
        for _ in range(reviews // cards):
            choice = schedule.choices(name, progress, now)[
                chance.choice(_RATINGS if progress else (4,)) - 1
            ]
            yield Entry(
                f"id{number}",
                "review",
                name,
                now,
                "0",
                choice.answered,
                TypedAnswer("an answer", "correct", "exact"),
            )
            progress = schedule.progress_after(progress, now, choice.answered)
            days = 0 if progress.due_day is None else progress.due_day - now.day
            now = now.after(min(days, 300) * 86_400_000 or 3_600_000)
            number += 1


def _fresh(path: Path) -> Path:
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return path


def _timed(job) -> float:  # noqa: ANN001  # anything that can be called
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


if __name__ == "__main__":
    measures = {"answers": answers, "replay": replay, "due": due, "memory": memory}
    print(json.dumps(measures[sys.argv[1]](Path(sys.argv[2]))))
