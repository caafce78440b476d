"""Reviews that the real Anki scheduled, and the same reviews by LiverDeck's schedule.

`anki_golden.jsonl` has Anki's reviews.

python -m tests.study.scheduling.golden

writes that file again in a few seconds. The real Anki of this environment plays `RUNS`
under Debian's faketime (tests/real/anki_histories.py).

The first line names the version of Anki and the columns. Then each configuration is
followed by all reviews of its first eight cards. Reviews for which Anki could offer
nothing are left out.
"""

import json
import shlex
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from liverdeck.study.scheduling.card_progress import phase_after
from liverdeck.study.scheduling.memory import Memory, to_float32
from liverdeck.study.scheduling.moments import Moment, date_of
from liverdeck.study.scheduling.schedule import Schedule

GOLDEN = Path(__file__).with_name("anki_golden.jsonl")
CARDS = 8
THREE_STEPS = "--learning-steps 5,30,720 --relearning-steps 10,60"
NO_STEPS = "--learning-steps '' --relearning-steps ''"
RUNS = (
    "--zone America/Los_Angeles --start 2026-03-05",
    "--zone America/Los_Angeles --start 2026-10-29 --retention 0.8"
    f" {THREE_STEPS} --param-seed 2",
    f"--zone America/Los_Angeles --retention 0.95 {NO_STEPS}",
    f"--zone America/New_York --start 2026-03-05 {NO_STEPS} --maximum-interval 60",
    "--zone America/New_York --start 2026-10-29 --retention 0.8",
    f"--zone America/New_York --retention 0.95 {THREE_STEPS} --param-seed 3",
    "--zone America/Sao_Paulo --learning-steps 1440,4320 --relearning-steps 1440",
    f"--zone Asia/Kathmandu --retention 0.7 {NO_STEPS} --param-seed 4",
    f"--zone Asia/Tokyo {THREE_STEPS} --param-seed 5 --maximum-interval 60",
    f"--zone Asia/Tokyo --retention 0.8 {NO_STEPS}",
    "--zone Australia/Lord_Howe --start 2026-04-02 --retention 0.95"
    " --maximum-interval 60",
    "--zone Australia/Lord_Howe --start 2026-10-01 --retention 0.8"
    f" {THREE_STEPS} --param-seed 6",
    "--zone Europe/Berlin --start 2026-03-26 --param-seed 7",
    f"--zone Europe/Berlin --start 2026-10-22 --retention 0.95 {NO_STEPS}",
    "--zone UTC --retention 0.99 --learning-steps 15 --relearning-steps ''",
    f"--zone UTC --retention 0.95 {THREE_STEPS} --param-seed 8",
)
PHASES = {1: "learning", 2: "review", 3: "relearning"}
"""Phases by the number that Anki gives the type of a card."""


class Review(NamedTuple):
    """A review and the card after it."""

    card: int
    unix_seconds: int
    offset_minutes: int
    """Minutes east of UTC."""
    rating: int
    seconds_until_next_day: int
    offered: str
    """What the four ratings would do.

    `600s/1` is a step with 1 remaining. `+3d` after it is the interval that follows.
    `8d` is a review interval.
    """
    phase: str
    remaining_steps: int
    due: int | str
    """Unix time of the end of the step in seconds, or the date of the due day."""
    interval_days: int
    reviews: int
    lapses: int
    stability: float
    difficulty: float

    @property
    def moment(self):
        return Moment(self.unix_seconds * 1000, self.offset_minutes)

    @property
    def memory(self):
        return Memory(self.stability, self.difficulty)

    @property
    def all_but_memory(self):
        """Everything but the memory, which may differ in the last bit."""
        return self._replace(stability=None, difficulty=None)


def offered_text(phase, days, seconds, remaining_steps):
    step = f"{seconds}s/{remaining_steps}"
    texts = {
        "learning": step,
        "review": f"{days}d",
        "relearning": f"{step}+{days}d",
    }
    return texts[phase]


def review_by_anki(config, review):
    """Return a review from a record of tests/real/anki_histories.py.

    The result is None if Anki could offer nothing.
    """
    if review["offered"] is None:
        return None
    seconds, after = review["at"], review["after"]
    offset = datetime.fromtimestamp(seconds, ZoneInfo(config["zone"])).utcoffset()
    offers = [
        (offer["kind"], offer["days"], offer["seconds"], offer["remaining"])
        for offer in review["offered"]
    ]
    return Review(
        card=review["card"],
        unix_seconds=seconds,
        offset_minutes=int(offset.total_seconds()) // 60,
        rating=review["rating"],
        seconds_until_next_day=review["cutoff"] - seconds,
        offered=" ".join(offered_text(*offer) for offer in offers),
        phase=PHASES[after["type"]],
        remaining_steps=after["left"],
        # Anki stores a time in signed 32 bits, so one after 2038 is negative.
        due=after["due_day"] or after["due"] % 2**32,
        interval_days=after["ivl"],
        reviews=after["reps"],
        lapses=after["lapses"],
        stability=after["s"],
        difficulty=after["d"],
    )


def review_by_schedule(schedule, progress, review):
    """Return a review as our schedule does it, our four choices, and our progress."""
    moment = review.moment
    choices = schedule.choices(str(review.card), progress, moment)
    offers = [
        offered_text(
            phase_after(progress, choice.answered),
            choice.answered.interval_days,
            choice.answered.wait_seconds,
            choice.answered.remaining_steps,
        )
        for choice in choices
    ]
    after = schedule.progress_after(
        progress, moment, choices[review.rating - 1].answered
    )
    due = after.due_seconds
    if after.due_day is not None:
        due = date_of(after.due_day).isoformat()
    ours = Review(
        card=review.card,
        unix_seconds=review.unix_seconds,
        offset_minutes=review.offset_minutes,
        rating=review.rating,
        seconds_until_next_day=moment.seconds_until_next_day,
        offered=" ".join(offers),
        phase=after.phase,
        remaining_steps=after.remaining_steps,
        due=due,
        interval_days=after.interval_days,
        reviews=after.reviews,
        lapses=after.lapses,
        stability=after.memory.stability,
        difficulty=after.memory.difficulty,
    )
    return ours, choices, after


def schedule_of(config):
    """Return our schedule with the options of a recording, without fuzz."""
    return Schedule(
        retention=config["retention"],
        learning_seconds=[round(60 * minutes) for minutes in config["learning_steps"]],
        relearning_seconds=[
            round(60 * minutes) for minutes in config["relearning_steps"]
        ],
        longest_days=config["maximum_interval"],
        parameters=config["parameters"],
        fuzz=False,
    )


def is_near(ours, theirs):
    """Whether two memories differ only because of different C libraries.

    The exp and pow of two C libraries differ in the last bit of a 32-bit number in one
    of 2,000 reviews. Sometimes this changes the fourth decimal, to which Anki rounds a
    stability. Then the next review starts with a difference of 0.0001. For a stability
    of ten days this is 1e-5 of the stability. In 61,500 reviews the largest difference
    was 9.2e-6 of the stability, and difficulty never differed.
    """
    allowed = max(0.0001, 1e-5 * theirs.stability) + 1e-9
    return (
        abs(ours.stability - theirs.stability) <= allowed
        and abs(ours.difficulty - theirs.difficulty) <= 0.001
    )


def is_same(ours, theirs):
    """Whether two memories are the same to the last bit of single precision."""
    return (
        to_float32(ours.stability) == to_float32(theirs.stability)
        and ours.difficulty == theirs.difficulty
    )


def read_golden():
    """Return the header, and a list with the configuration and reviews of each run."""
    header, *lines = map(json.loads, GOLDEN.read_text(encoding="utf-8").splitlines())
    runs = []
    for line in lines:
        if isinstance(line, dict):
            reviews = []
            runs.append((line, reviews))
        else:
            reviews.append(Review(*line))
    return header, runs


def main():
    from tests.real.anki_histories import record

    lines = []
    for seed, run in enumerate(RUNS):
        config, reviews = record(
            *shlex.split(run), "--cards", CARDS, "--seed", 100 + seed
        )
        lines.append(config)
        for review in reviews:
            by_anki = review_by_anki(config, review)
            if by_anki is not None:
                lines.append(by_anki)
    header = {
        "anki": config["anki"],
        "made by": "python -m tests.study.scheduling.golden",
        "columns": Review._fields,
    }
    text = "\n".join(
        json.dumps(line, separators=(",", ":")) for line in [header, *lines]
    )
    GOLDEN.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
