"""Plays review histories in the real Anki and records what Anki did.

python tests/real/anki_histories.py --cards 60 --zone Europe/Berlin -o OUT.jsonl

Our scheduler is compared with the record. Anki reads the clock of libfaketime, which
this script sets to a whole second before each answer. ANKI_TEST_MODE turns Anki's fuzz
off. It also shifts Anki's clock between 02:00 and 04:00, so no review may be in these
hours.

The first line written is the configuration of the collection. Each further line is a
review: the card before it, the offer for each rating, and the card and the log entry
after it. `cutoff` is the end of Anki's day. From 2038-01-19 on, the `due` of a card in
queue 1 is the Unix time wrapped to a signed 32-bit number, as Anki stores it.

`offered` and `revlog` are null if Anki panicked. Then the card is unchanged. Without
fuzz, Anki cannot offer Easy for a card in (re)learning whose interval for Good has
reached the maximum.
"""

import argparse
import heapq
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager
from datetime import UTC, date, datetime, time as clock_time, timedelta, timezone
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

MINUTE_SECONDS, HOUR_SECONDS = 60, 3600
MIDNIGHT, NOON = clock_time(0), clock_time(12)
END_SECONDS = datetime(2091, 1, 1, tzinfo=UTC).timestamp()
"""Unix time at which random histories end."""
EACH = "--each"
"""The only argument of a process that reads lists of arguments, and runs them all."""
LEARNING = 1
"""The queue in which `due` is a Unix time. In the other queues it is a day."""


def main(arguments):
    options = read_options(arguments)
    if "FAKETIME_TIMESTAMP_FILE" not in os.environ:
        return run_with_clock(arguments, options)
    learner = Learner(ZoneInfo(options.zone), Random(options.seed))  # noqa: S311
    start = int(datetime.combine(options.start, NOON, learner.zone).timestamp())
    if options.histories:
        rows = sorted(read_rows(options.histories), key=lambda row: row["at"])
        first_seconds = min([start, *(row["at"] for row in rows)])
        cards = {row["card"] for row in rows}
        clocked_anki = ClockedAnki(options, first_seconds, cards)
        reviews = (
            clocked_anki.answer(row["card"], row["at"], row["rating"]) for row in rows
        )
    else:
        clocked_anki = ClockedAnki(options, start, range(options.cards))
        reviews = random_reviews(clocked_anki, learner, options.start, options.cards)
    with Path(options.output).open("w", encoding="utf-8") as output:
        output.writelines(
            json.dumps(line) + "\n"
            for line in chain([{"config": clocked_anki.config}], reviews)
        )
    return 0


def record(*arguments):
    """Run this script with arguments (without -o). Return configuration and reviews."""
    return record_each([arguments])[0]


def record_each(runs):
    """Return what `record` returns for each of these lists of arguments.

    One process imports Anki, which takes as long as a run, and forks for each of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        outputs = [Path(folder, f"{number}.jsonl") for number in range(len(runs))]
        lines = [
            [*map(str, arguments), "-o", str(output)]
            for arguments, output in zip(runs, outputs, strict=True)
        ]
        with clocked_environment("UTC") as environment:
            subprocess.run(
                [sys.executable, __file__, EACH],
                input=json.dumps(lines),
                text=True,
                env=environment,
                check=True,
            )
        records = [read_rows(output) for output in outputs]
    return [(first["config"], reviews) for first, *reviews in records]


def run_each(lines):
    """Run this script with each list of arguments, in a fork of this process."""
    import anki.collection  # noqa: F401  # the forks have it

    for arguments in lines:
        child = os.fork()
        if child == 0:
            os.environ["TZ"] = read_options(arguments).zone
            time.tzset()
            status = 1
            try:
                status = main(arguments)
            except BaseException:  # noqa: BLE001  # the parent must not go on as two
                traceback.print_exc()
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        if status:
            return 1
    return 0


def read_options(arguments):
    def steps(text):
        return [float(step) for step in text.split(",") if step.strip()]

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cards", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1, help="of the random histories")
    parser.add_argument("--zone", default="UTC")
    parser.add_argument(
        "--start",
        type=date.fromisoformat,
        default=date(2026, 1, 5),
        help="the collection's first day",
    )
    parser.add_argument("--retention", type=float, default=0.9)
    parser.add_argument(
        "--learning-steps",
        type=steps,
        default=[1.0, 10.0],
        help="in minutes; '' for none",
    )
    parser.add_argument(
        "--relearning-steps", type=steps, default=[10.0], help="in minutes; '' for none"
    )
    parser.add_argument("--maximum-interval", type=int, default=36500)
    parser.add_argument(
        "--param-seed",
        type=int,
        help="moves each of the 21 default parameters by up to 10 %%",
    )
    parser.add_argument(
        "--histories",
        help="a JSONL file of {card, at, rating} to replay instead of random reviews",
    )
    parser.add_argument("-o", "--output", required=True)
    return parser.parse_args(arguments)


def run_with_clock(arguments, options):
    """Run this script again as a process whose clock is a file."""
    with clocked_environment(options.zone) as environment:
        return subprocess.run(
            [sys.executable, __file__, *arguments], env=environment, check=False
        ).returncode


@contextmanager
def clocked_environment(zone):
    """Yield the environment of a process whose clock is a file, until that ends."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
    if library is None:
        raise FileNotFoundError("libfaketime.so.1 is missing: apt install faketime")
    memory = Path("/dev/shm")  # noqa: S108  # the files are temporary
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        clock = Path(folder, "clock")
        clock.write_text(f"{1_700_000_000}\n")
        environment = os.environ | {
            "LD_PRELOAD": str(library),
            "TZ": zone,
            "ANKI_TEST_MODE": "1",
        }
        environment |= {"FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
        environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
        # Some panics are expected; to describe one takes as long as all answers.
        environment["RUST_BACKTRACE"] = "0"
        # Unix seconds: local time would be ambiguous when the clocks go back.
        environment["FAKETIME_FMT"] = "%s"
        yield environment


def read_rows(path):
    return [
        json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()
    ]


def parameters_for(seed):
    """Return the parameters of FSRS; with a seed, each is changed by up to 10 %."""
    from fsrs.scheduler import (
        DEFAULT_PARAMETERS,
        LOWER_BOUNDS_PARAMETERS,
        UPPER_BOUNDS_PARAMETERS,
    )

    if seed is None:
        return list(DEFAULT_PARAMETERS)
    random = Random(seed)  # noqa: S311
    bounds = zip(
        DEFAULT_PARAMETERS,
        LOWER_BOUNDS_PARAMETERS,
        UPPER_BOUNDS_PARAMETERS,
        strict=True,
    )
    return [
        min(max(round(value * random.uniform(0.9, 1.1), 4), low), high)
        for value, low, high in bounds
    ]


class ClockedAnki:
    """A collection in the real Anki. Its clock moves only when it is set."""

    def __init__(self, options, start, cards):
        from anki.collection import Collection

        self.folder = Path(os.environ["FAKETIME_TIMESTAMP_FILE"]).parent
        self.clock = os.open(self.folder / "clock", os.O_WRONLY)
        self.set_clock(start)
        self.offset = time.localtime().tm_gmtoff
        self.col = Collection(self.new_path())
        self.config = self.configure(options)
        created = timezone(-timedelta(minutes=self.config["creation_offset"]))
        self.first_day = datetime.fromtimestamp(self.col.crt, created).date()
        self.cards = {card: self.add_card(str(card)) for card in sorted(cards)}
        self.stored_cards = {
            card: self.read_card(anki_card.id, start)
            for card, anki_card in self.cards.items()
        }
        self.last_log_id = 0

    def configure(self, options):
        parameters = parameters_for(options.param_seed)
        self.col.set_config("fsrs", True)  # noqa: FBT003
        self.col.set_config("loadBalancerEnabled", False)  # noqa: FBT003
        preset = self.col.decks.config_dict_for_deck_id(1)
        preset.update(fsrsParams6=parameters, desiredRetention=options.retention)
        preset["new"].update(delays=options.learning_steps, bury=False)
        preset["rev"].update(maxIvl=options.maximum_interval, bury=False)
        preset["lapse"].update(
            delays=options.relearning_steps, leechFails=9999, leechAction=1
        )
        self.col.decks.update_config(preset)
        return {
            "zone": options.zone,
            "retention": options.retention,
            "learning_steps": options.learning_steps,
            "relearning_steps": options.relearning_steps,
            "maximum_interval": options.maximum_interval,
            "parameters": parameters,
            "anki": version("anki"),
            "crt": self.col.crt,
            "creation_offset": self.col.get_config("creationOffset"),
        }

    def set_clock(self, seconds):
        os.pwrite(self.clock, b"%010d\n" % seconds, 0)
        if time.time() != seconds:
            raise RuntimeError(f"the clock shows {time.time()} instead of {seconds}")

    def add_card(self, front):
        note = self.col.new_note(self.col.models.by_name("Basic"))
        note["Front"] = front
        self.col.add_note(note, 1)
        return note.cards()[0]

    def answer(self, card, seconds, rating):
        """Answer a card at a Unix time; return the review as a line of the record."""
        self.set_clock(seconds)
        self.follow_offset()
        anki_card = self.cards[card]
        day = self.col.sched._timing_today()
        review = {
            "card": card,
            "at": seconds,
            "rating": rating,
            "day": self.date(day.days_elapsed),
        }
        review |= {"cutoff": day.next_day_at, "before": self.stored_cards[card]}
        try:
            states = self.col._backend.get_scheduling_states(anki_card.id)
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            self.recover()
            return review | {
                "offered": None,
                "after": self.stored_cards[card],
                "revlog": None,
            }
        anki_card.start_timer()
        self.col.sched.answer_card(
            self.col.sched.build_answer(
                card=anki_card, states=states, rating=rating - 1
            )
        )
        self.stored_cards[card] = self.read_card(anki_card.id, seconds)
        offered = [
            offer(state.normal)
            for state in (states.again, states.hard, states.good, states.easy)
        ]
        return review | {
            "offered": offered,
            "after": self.stored_cards[card],
            "revlog": self.read_log(anki_card.id, seconds),
        }

    def follow_offset(self):
        """If the clocks have changed, make Anki compute the end of its day again.

        Without this, Anki would do so only after a restart.
        """
        offset = time.localtime().tm_gmtoff
        if offset == self.offset:
            return
        self.offset = offset
        preferences = self.col.get_preferences()
        for hour in (5, 4):
            preferences.scheduling.rollover = hour
            self.col.set_preferences(preferences)

    def recover(self):
        """Open a copy of the collection.

        After a panic, the backend cannot be used any more, but keeps its file locked.
        """
        from anki.collection import Collection

        old, new = self.col.path, self.new_path()
        for ending in ("", "-wal"):
            shutil.copy(old + ending, new + ending)
        self.col = Collection(new)

    def new_path(self):
        """Return where no collection is yet."""
        return str(self.folder / f"{len(list(self.folder.iterdir()))}.anki2")

    def date(self, number):
        """Return a day as a date; `number` counts from the collection's first day."""
        return (self.first_day + timedelta(days=number)).isoformat()

    def read_card(self, identity, seconds):
        names = ("type", "queue", "due", "ivl", "left", "reps", "lapses")
        query = f"select mod, data, {','.join(names)} from cards where id = ?"  # noqa: S608
        changed, data, *row = self.col.db.first(query, identity)
        if changed != seconds:
            raise RuntimeError(f"Anki's clock showed {changed} instead of {seconds}")
        card, stored = dict(zip(names, row, strict=True)), json.loads(data or "{}")
        is_day = card["type"] > 0 and card["queue"] != LEARNING
        card["due_day"] = self.date(card["due"]) if is_day else None
        return card | {name: stored.get(name) for name in ("s", "d", "lrt")}

    def read_log(self, identity, seconds):
        names = ("ease", "ivl", "lastIvl", "factor", "type")
        query = (
            f"select id, cid, {','.join(names)} from revlog order by id desc limit 1"  # noqa: S608
        )
        number, card, *row = self.col.db.first(query)
        if card != identity or number // 1000 != seconds or number <= self.last_log_id:
            raise RuntimeError(
                f"Anki logged review {number} of card {card},"
                f" not one of {identity} at {seconds}"
            )
        self.last_log_id = number
        return dict(zip(names, row, strict=True))


def offer(state):
    """Return the result of a button in plain values.

    A relearning card has both a step and an interval in days.
    """
    kind = state.WhichOneof("kind")
    review = step = None
    match kind:
        case "learning":
            step = state.learning
        case "review":
            review = state.review
        case "relearning":
            review, step = state.relearning.review, state.relearning.learning
    offered = {
        "kind": kind,
        "days": review and review.scheduled_days,
        "lapses": review and review.lapses,
    }
    offered |= {
        "seconds": step and step.scheduled_secs,
        "remaining": step and step.remaining_steps,
    }
    memory = (review or step).memory_state
    # Nine digits can hold any 32-bit number exactly.
    return offered | {
        "s": float(f"{memory.stability:.9g}"),
        "d": float(f"{memory.difficulty:.9g}"),
    }


class Learner:
    """A learner who studies at any hour, more often near rollover and midnight."""

    def __init__(self, zone, random):
        self.zone, self.random = zone, random

    def rate(self):
        return self.random.choices((1, 2, 3, 4), (15, 12, 58, 15))[0]

    def next_review(self, seconds, stored):
        """Return when a card is reviewed after an answer at `seconds`.

        `stored` is the card after the answer. The next review is usually when the card
        is due, or up to 5 days later.
        """
        random = self.random
        drawn = random.random()
        if stored["queue"] == LEARNING:
            due = stored["due"] % 2**32  # Anki stores it as a signed 32-bit number
            if drawn < 0.03:
                later_day = self.day_of(due) + timedelta(days=random.randint(1, 5))
                return self.moment(later_day)
            early = seconds + 1 + int((due - seconds) * random.random())
            if drawn < 0.11:
                return self.avoid_shifted_hours(early)
            return self.avoid_shifted_hours(
                due + random.randint(0, 20 * MINUTE_SECONDS)
            )
        later_seconds = seconds + random.randint(HOUR_SECONDS, 6 * HOUR_SECONDS)
        soon = self.avoid_shifted_hours(later_seconds)
        due = date.fromisoformat(stored["due_day"])
        if drawn < 0.04:
            return soon
        if drawn < 0.08:
            today = self.day_of(seconds)
            return max(soon, self.moment(today + (due - today) * random.random()))
        return self.moment(
            due + timedelta(days=random.choice((0, 0, 0, 1, 2, 3, 4, 5)))
        )

    def day_of(self, seconds):
        wall = datetime.fromtimestamp(seconds, self.zone).replace(tzinfo=None)
        return (wall - timedelta(hours=4)).date()

    def moment(self, day):
        """Return a random time of a day of Anki, which ends at 04:00.

        In three cases of ten, it is soon after the beginning of the day, near midnight
        or soon before two o'clock, after which this script reviews nothing.
        """
        spans_hours = ((4.05, 5), (23.7, 24.3), (25, 25.95), (4.05, 25.95))
        low, high = self.random.choices(spans_hours, (10, 10, 10, 70))[0]
        seconds = int(self.random.uniform(low, high) * HOUR_SECONDS)
        wall = datetime.combine(day, MIDNIGHT) + timedelta(seconds=seconds)
        local = wall.replace(tzinfo=self.zone, fold=self.random.randint(0, 1))
        return self.avoid_shifted_hours(int(local.timestamp()))

    def avoid_shifted_hours(self, seconds):
        """Return this time or, if Anki's clock is shifted then, one soon after it."""
        wall = datetime.fromtimestamp(seconds, self.zone)
        if not (2, 0) <= (wall.hour, wall.minute) < (4, 2):
            return seconds
        after_rollover = wall.replace(hour=4, minute=3, second=0, fold=0)
        return int(after_rollover.timestamp()) + self.random.randrange(HOUR_SECONDS)


def random_reviews(clocked_anki, learner, start, cards):
    """Yield random reviews of a number of cards, 8 to 16 of each card."""
    remaining = [learner.random.randint(8, 16) for _ in range(cards)]
    waiting = [
        (learner.moment(start + timedelta(days=learner.random.randint(1, 4))), card)
        for card in range(cards)
    ]
    heapq.heapify(waiting)
    last = 0
    while waiting:
        seconds, card = heapq.heappop(waiting)
        if seconds <= last:
            heapq.heappush(waiting, (learner.avoid_shifted_hours(last + 1), card))
            continue
        last = seconds
        remaining[card] -= 1
        review = clocked_anki.answer(card, seconds, learner.rate())
        yield review
        if not remaining[card] or not review["offered"]:
            continue
        stored = clocked_anki.stored_cards[card]
        next_seconds = learner.next_review(seconds, stored)
        if next_seconds < END_SECONDS:
            heapq.heappush(waiting, (next_seconds, card))


if __name__ == "__main__":
    if sys.argv[1:] == [EACH]:
        sys.exit(run_each(json.load(sys.stdin)))
    sys.exit(main(sys.argv[1:]))
