"""Replayed logs give every card the recorded state, to the last digit.

`data/schedule-log.jsonl` has made-up reviews of cards of the bundled deck, in lines as
`liverdeck log export` writes them. `recorded_lines` makes them up only while recording.
Otherwise it reads them from the file.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import random
import sys
from pathlib import Path

import pytest

from liverdeck import (
    Moment,
    ReviewLog,
    Schedule,
    Session,
    SessionContext,
    StudyOptions,
    TypedAnswer,
    cards_of,
    load_deck,
)

LINES = Path(__file__).parent / "data" / "schedule-log.jsonl"
BUNDLED = Path(__file__).parents[2] / "cards" / "liver-metastasis"
IS_RECORDING = os.environ.get("LIVERDECK_RECORD") == "1"
CARDS = 64
DECK = "liver-metastasis"
START_MS = 1_640_000_000_000
"""2021-12-20, 11:33 UTC."""
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
NOW = Moment(1_709_290_500_000, 60)
"""2024-03-01, 11:55 in Rome."""
OFFSETS = (0, 60, 120, -300, -240, 330, 345, 765, -210, 840, -660)
"""How many minutes the clocks of the learners are ahead of UTC."""
RETENTIONS = (0.7, 0.83, 0.9, 0.97)
SCHEDULES = {
    "default": {},
    "without chance": {"fuzz": False},
    "0.8": {"retention": 0.8},
    "0.97 and 30 days": {"retention": 0.97, "longest_days": 30},
    "no steps": {"learning_seconds": (), "relearning_seconds": (), "fuzz": False},
    "long steps": {
        "learning_seconds": (60, 7200, 86_400),
        "relearning_seconds": (600, 30_000),
    },
}


def card_names():
    deck = load_deck(BUNDLED).deck
    names = [
        "/".join(filter(None, (DECK, card.fact.id, card.part)))
        for fact in deck.active_facts
        for card in cards_of(fact)
    ]
    return names[:CARDS]


class Learner:
    """A made-up learner of one card, who collects the lines of a log."""

    def __init__(self, number, name):
        self.draw = random.Random(f"history {number}").random  # noqa: S311
        self.number, self.name, self.lines = number, name, []
        self.ms = START_MS + int(self.draw() * 90 * DAY_MS)
        self.offset = OFFSETS[number % len(OFFSETS)]
        self.schedule = Schedule(retention=RETENTIONS[number % len(RETENTIONS)])
        self.progress = None

    def draw_index(self, *weights):
        """Return the index of a weight. A larger weight is drawn more often."""
        remaining = self.draw() * sum(weights)
        for index, weight in enumerate(weights):
            remaining -= weight
            if remaining < 0:
                return index
        return len(weights) - 1

    def write(self, kind, **more):
        """Add a line to the log, and return its id."""
        row = {
            "v": 1,
            "id": f"c{self.number:02}-{len(self.lines):03}",
            "kind": kind,
            "card": self.name,
            "at": self.ms,
            "offset": self.offset,
            **more,
        }
        origin = "anki" if kind == "review" and self.draw_index(12, 1) else "liverdeck"
        row |= {"origin": origin, "version": "0.1.0"}
        self.lines.append(row)
        return row["id"]

    def wait(self):
        """Move the clock to when the card is due, or some time before or after that.

        Sometimes the distance from UTC changes too.
        """
        progress = self.progress
        if progress is None:
            self.ms += int(self.draw() * 3 * DAY_MS)
        elif progress.due_seconds is not None:
            self.ms = max(self.ms + 1, progress.due_seconds * 1000)
            late_ms = (0, 1, 20_000, 5 * HOUR_MS, 2 * DAY_MS)
            self.ms += late_ms[self.draw_index(4, 2, 4, 1, 1)]
        else:
            late_days = (0, 0, 1, 5, 60, -1)[self.draw_index(8, 4, 3, 2, 1, 2)]
            today = (self.ms + self.offset * 60_000) // DAY_MS
            day = max(progress.due_day + late_days, today)
            # A learner's day begins at four.
            hour = (4, 3.9997, 12.37, 23.99, 8.5)[self.draw_index(3, 2, 3, 2, 3)]
            due_ms = int(day * DAY_MS + hour * HOUR_MS) - self.offset * 60_000
            self.ms = max(self.ms + 1, due_ms)
        if not self.draw_index(1, 9):
            self.offset += (60, -60, 330)[self.draw_index(1, 1, 1)]
            self.offset = max(-720, min(840, self.offset))

    def review(self):
        moment = Moment(self.ms, self.offset)
        weights = (3, 2, 9, 2) if self.number % 7 else (6, 2, 5, 1)
        rating = self.draw_index(*weights) + 1
        choice = self.schedule.choices(self.name, self.progress, moment)[rating - 1]
        answered = choice.answered
        intervals = {
            "days": answered.wait_days,
            "seconds": answered.wait_seconds,
            "left": answered.remaining_steps or None,
            "interval": answered.interval_days or None,
        }
        intervals = {
            key: value for key, value in intervals.items() if value is not None
        }
        typed = (
            {},
            {"typed": "ein Wort", "outcome": "wrong", "reason": "wrong"},
            {"typed": "livr", "outcome": "correct", "reason": "typo"},
            {"typed": "not sure?", "outcome": "wrong", "reason": "hedged"},
        )[self.draw_index(5, 2, 2, 1)]
        duration = int(self.draw() * 60_000)
        more = intervals | typed | {"duration": duration, "revision": f"r{self.number}"}
        review_id = self.write("review", rating=rating, **more)
        before = self.progress
        self.progress = self.schedule.progress_after(before, moment, answered)
        if not self.draw_index(1, 11):
            self.ms += 1500
            self.write("undo", target=review_id)
            self.progress = before

    def invent_history(self):
        """Write 4 to 21 entries, besides undo and resume. Stop early before `NOW`."""
        for _ in range(4 + self.draw_index(*[1] * 18)):
            self.wait()
            if self.ms > NOW.ms - 2 * DAY_MS:
                break
            kind = ("review", "cram", "bury", "suspend", "forget")[
                self.draw_index(30, 2, 1, 1, 0.5)
            ]
            if kind == "review":
                self.review()
            elif kind == "cram":
                self.write("cram", rating=self.draw_index(1, 0, 1) + 1)  # again or good
            else:
                self.write(kind)
            if kind == "forget":
                self.progress = None
            if kind == "suspend" and self.draw_index(1, 2):
                self.ms += 3 * DAY_MS
                self.write("resume")
        return self.lines


def recorded_lines():
    if IS_RECORDING:
        learners = [Learner(*numbered) for numbered in enumerate(card_names())]
        rows = [row for learner in learners for row in learner.invent_history()]
        rows.sort(key=lambda row: row["at"])
        text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        LINES.parent.mkdir(exist_ok=True)
        LINES.write_text(text, encoding="utf-8", newline="\n")
    return LINES.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def lines():
    return recorded_lines()


@pytest.fixture
def home(command, lines, tmp_path):
    """Return a home folder whose log has all lines, and a function to run commands."""
    folder = tmp_path / "learner"

    def run(*arguments, **options):
        env = {"LIVERDECK_HOME": str(folder)}
        code, out, err = command(*arguments, env=env, **options)
        assert code == 0, err
        return out

    counts = json.loads(run("log", "import", "-", "--json", stdin=lines.encode()))
    cards = len({json.loads(line)["card"] for line in lines.splitlines()})
    assert counts == {"added": lines.count("\n"), "known": 0, "cards": cards}
    return folder, run


def log_file(folder):
    (path,) = folder.glob("*.sqlite3")
    return path


def state_values(record):
    """Return the state of a card as JSON values. Memory has all its digits."""
    values = {
        "suspended": record.is_suspended,
        "buried": record.buried_day,
        "introduced": record.introduced_day,
        "reviewed": record.reviewed_day,
        "latest": record.latest_ms,
        "revision": record.revision,
    }
    progress = record.progress
    if progress is not None:
        values |= {
            "phase": progress.phase,
            "due_day": progress.due_day,
            "due_at": progress.due_seconds,
            "interval": progress.interval_days,
            "left": progress.remaining_steps,
            "last": progress.last_review_seconds,
            "reviews": progress.reviews,
            "lapses": progress.lapses,
            "stability": repr(progress.memory.stability),
            "difficulty": repr(progress.memory.difficulty),
        }
    return values


def choice_values(choice):
    answered, memory = choice.answered, choice.memory
    return [
        answered.rating,
        answered.wait_days,
        answered.wait_seconds,
        answered.remaining_steps,
        answered.interval_days,
        repr(memory.stability),
        repr(memory.difficulty),
    ]


def stop_the_clock(monkeypatch):
    """Make `NOW` the present moment for every module of the program."""
    zone = dt.timezone(dt.timedelta(minutes=NOW.offset_minutes))
    fixed = dt.datetime.fromtimestamp(NOW.ms / 1000, dt.UTC)

    class StoppedClock(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(fixed.timestamp(), tz or zone)

        def astimezone(self, tz=None):
            return dt.datetime.astimezone(self, tz or zone)

    changed = 0
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] != "liverdeck":
            continue
        for attribute, value in list(vars(module).items()):
            if value is dt.datetime:
                monkeypatch.setattr(module, attribute, StoppedClock)
                changed += 1
    assert changed


def test_every_card_has_the_recorded_state(home, frozen):
    with ReviewLog(log_file(home[0]), Schedule()) as log:
        records = log.states(DECK)
        rows = {name: state_values(record) for name, record in sorted(records.items())}
        assert {name: state_values(log.state_of(name)) for name in rows} == rows
    frozen("schedule-cards", [[name, row] for name, row in rows.items()])


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_next_four_intervals_are_as_before(home, frozen, name):
    schedule = Schedule(**SCHEDULES[name])
    with ReviewLog(log_file(home[0]), Schedule()) as log:
        records = log.states(DECK)
    rows = []
    for card, record in sorted(records.items()):
        progress = record.progress
        retrievability = progress and schedule.retrievability(progress, NOW)
        choices = schedule.choices(card, progress, NOW)
        rows.append([card, repr(retrievability), *map(choice_values, choices)])
    new = schedule.choices(f"{DECK}/new-card", None, NOW)
    rows.append(["a new card", "", *map(choice_values, new)])
    frozen(f"schedule-next-{name.replace(' ', '-')}", rows)


def test_every_step_of_a_replay_is_as_before(lines, frozen):
    """The answers of each card are replayed with another retention or other weights."""
    weights = """
        0.4 1.1 3.1 12.2 7.0 0.57 2.1 0.01 1.5 0.15 1.0
        1.9 0.11 0.3 2.2 0.24 2.9 0.5 0.1 0.08 0.2
    """
    parameters = tuple(map(float, weights.split()))
    schedules = (
        Schedule(retention=0.85),
        Schedule(parameters=parameters, longest_days=400),
    )
    entries = [json.loads(line) for line in lines.splitlines()]
    rows_by_card = {}
    for number, schedule in enumerate(schedules):
        progress, steps = {}, {}
        for entry in entries:
            if entry["kind"] != "review":
                continue
            card, moment = entry["card"], Moment(entry["at"], entry["offset"])
            before = progress.get(card)
            choices = schedule.choices(card, before, moment)
            answered = choices[entry["rating"] - 1].answered
            after = schedule.progress_after(before, moment, answered)
            progress[card] = after
            steps.setdefault(card, []).append(
                [
                    [choice_values(choice) for choice in choices],
                    after.phase,
                    after.due_day,
                    after.due_seconds,
                    repr(after.memory.stability),
                    repr(after.memory.difficulty),
                    moment.day,
                    moment.next_day_seconds,
                    moment.seconds_until_next_day,
                ]
            )
        for card, steps_of_card in steps.items():
            digest = hashlib.sha256(json.dumps(steps_of_card).encode()).hexdigest()[:16]
            _, *last_step = steps_of_card[-1]
            row = [len(steps_of_card), digest, *last_step]
            rows_by_card.setdefault(card, []).append(row)
        assert len(steps) > CARDS // 2, number
    summary = [[card, *rows] for card, rows in sorted(rows_by_card.items())]
    frozen("schedule-replay", summary)


def test_imported_lines_are_exported_unchanged(home, lines, tmp_path):
    folder, run = home
    assert run("log", "export") == lines
    run("log", "export", "-o", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == lines
    again = json.loads(run("log", "import", tmp_path / "out.jsonl", "--json"))
    assert again == {"added": 0, "known": lines.count("\n"), "cards": 0}
    assert log_file(folder).is_file()


def test_an_import_in_another_order_leads_to_the_same_states(
    home, command, lines, tmp_path
):
    other = tmp_path / "other"
    backwards = "".join(f"{line}\n" for line in reversed(lines.splitlines()))
    env = {"LIVERDECK_HOME": str(other)}
    code, _, _ = command("log", "import", "-", stdin=backwards.encode(), env=env)
    assert code == 0
    states = []
    for folder in (home[0], other):
        with ReviewLog(log_file(folder), Schedule()) as log:
            records = log.states(DECK)
        states.append({name: state_values(record) for name, record in records.items()})
    assert states[0] == states[1]


@pytest.mark.parametrize("retention", ["0.9", "0.75"])
def test_the_statistics_of_a_fixed_moment_are_as_before(
    home, frozen, monkeypatch, retention
):
    _, run = home
    arguments = ("stats", "-d", BUNDLED, "--json", "--retention", retention)
    run(*arguments)  # loads the modules whose clock is stopped
    stop_the_clock(monkeypatch)
    statistics = json.loads(run(*arguments))
    assert statistics["date"] == "2024-03-01"
    days = statistics["days"]
    statistics["days"] = [day for day in days if day["reviews"] or day["crammed"]]
    frozen(f"schedule-statistics-{retention}", statistics)


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.ms, self.offset = NOW.ms, NOW.offset_minutes

    def __call__(self):
        return Moment(self.ms, self.offset)


def events_of_session(session, clock, draw, most_cards):
    """Study up to `most_cards` cards, and return a row for each thing that happened.

    `draw` gives a random number from 0 to 1, which decides what to do with a card.
    """
    rows = []
    for _ in range(most_cards):
        shown = session.next()
        if shown is None:
            rows.append(["nothing", session.next_step_in_seconds(), session.next_due()])
            break
        clock.ms += 2000 + int(draw() * 70_000)
        number = draw()
        if number < 0.05:
            session.skip(shown)
            rows.append(["skip", shown.name])
        elif number < 0.08:
            session.put_off(shown, is_suspension=number < 0.06)
            rows.append(["put off", shown.name])
        elif number < 0.13 and session.can_undo:
            undone = session.undo()
            rows.append(["undo", undone.card, undone.kind])
        else:
            rows.append(answer_and_rate(session, shown, draw))
    remaining = session.remaining()
    counts = (remaining.new, remaining.steps, remaining.reviews)
    rows.append(["left", *counts, session.answered_count])
    return rows


def answer_and_rate(session, shown, draw):
    """Type an answer and rate it. One rating in ten contradicts the verdict."""
    right = ", ".join(answer.text for answer in shown.card.answers)
    text = right if draw() < 0.7 else right[: len(right) // 2]
    verdict = session.judge(shown, text)
    is_right = (verdict.outcome == "correct") is not (draw() < 0.1)
    rating = (2 + int(draw() * 3)) if is_right else 1
    choice = session.choices(shown)[rating - 1]
    rated = session.rate(
        shown, choice, TypedAnswer(text, verdict.outcome, verdict.reason)
    )
    return [
        shown.name,
        rating,
        verdict.outcome,
        verdict.reason,
        choice_values(choice)[1:5],
        rated.wait_seconds,
        rated.must_warn_of_leech,
    ]


@pytest.mark.slow
def test_all_sessions_are_as_before(tmp_path, frozen, command):
    deck = load_deck(BUNDLED).deck
    clock = Clock()
    draw = random.Random("sittings").random  # noqa: S311
    env = {"LIVERDECK_HOME": str(tmp_path / "sitting")}
    path = Path(command("log", "path", env=env)[1].strip())
    ids = iter(range(1_000_000))
    context = SessionContext(clock, lambda: f"s{next(ids):05}", "0.1.0")
    schedule = Schedule(retention=0.88)
    rows = []
    with ReviewLog(path, schedule) as log:
        for number in range(22):
            options = StudyOptions(
                new=6, reviews=15, ahead_days=number % 9 == 8, cram=number == 13
            )
            topics = ("imaging",) if number % 10 == 5 else ()
            session = Session(deck, log, schedule, options, context, topics=topics)
            rows.append(
                [number, clock().day, *events_of_session(session, clock, draw, 14)]
            )
            clock.ms += int(draw() * 1.8 * DAY_MS)
            clock.offset = 120 if 8 < number < 16 else 60
        records = log.states(DECK)
        states = [
            [name, state_values(entry)] for name, entry in sorted(records.items())
        ]
    frozen("schedule-sittings", rows)
    frozen("schedule-sittings-cards", states)
    code, out, _ = command("log", "export", env=env)
    assert code == 0
    every_ninth_line = out.splitlines()[::9]
    frozen("schedule-sittings-log", [json.loads(line) for line in every_ninth_line])
    digest = hashlib.sha256(out.encode()).hexdigest()
    frozen("schedule-sittings-log-hash", {"lines": out.count("\n"), "sha256": digest})
