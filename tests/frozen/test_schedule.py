"""Replayed logs give every card the recorded state, to the last digit.

`data/schedule-log.jsonl` has invented histories of cards of the bundled deck, in lines
as `liverdeck log export` writes them. `recorded_lines` invents them only while
recording, and reads them from the file for a comparison.
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
RECORDS = os.environ.get("LIVERDECK_RECORD") == "1"
CARDS = 64
DECK = "liver-metastasis"
BEGIN = 1_640_000_000_000
"""2021-12-20, 11:33 UTC, in milliseconds."""
HOUR, DAY = 3_600_000, 86_400_000
NOW = Moment(1_709_290_500_000, 60)
"""2024-03-01, 11:55 in Rome."""
OFFSETS = (0, 60, 120, -300, -240, 330, 345, 765, -210, 840, -660)
"""Minutes east of UTC."""
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
    """An invented learner of one card, who collects the lines of a log."""

    def __init__(self, number, name):
        self.chance = random.Random(f"history {number}").random  # noqa: S311
        self.number, self.name, self.lines = number, name, []
        self.ms = BEGIN + int(self.chance() * 90 * DAY)
        self.offset = OFFSETS[number % len(OFFSETS)]
        self.schedule = Schedule(retention=RETENTIONS[number % len(RETENTIONS)])
        self.progress = None

    def draw(self, *weights):
        """Return a number from 0, drawn by weights."""
        remaining = self.chance() * sum(weights)
        for index, weight in enumerate(weights):
            remaining -= weight
            if remaining < 0:
                return index
        return len(weights) - 1

    def write(self, kind, **more):
        row = {
            "v": 1,
            "id": f"c{self.number:02}-{len(self.lines):03}",
            "kind": kind,
            "card": self.name,
            "at": self.ms,
            "offset": self.offset,
            **more,
        }
        origin = "anki" if kind == "review" and self.draw(12, 1) else "liverdeck"
        row |= {"origin": origin, "version": "0.1.0"}
        self.lines.append(row)
        return row["id"]

    def wait(self):
        """Move time on: as scheduled, too early, too late, or to the start of a day."""
        progress = self.progress
        if progress is None:
            self.ms += int(self.chance() * 3 * DAY)
        elif progress.due_seconds is not None:
            self.ms = max(self.ms + 1, progress.due_seconds * 1000)
            self.ms += (0, 1, 20_000, 5 * HOUR, 2 * DAY)[self.draw(4, 2, 4, 1, 1)]
        else:
            late = (0, 0, 1, 5, 60, -1)[self.draw(8, 4, 3, 2, 1, 2)]
            day = max(progress.due_day + late, (self.ms + self.offset * 60_000) // DAY)
            hour = (4, 3.9997, 12.37, 23.99, 8.5)[self.draw(3, 2, 3, 2, 3)]
            due_ms = int(day * DAY + hour * HOUR) - self.offset * 60_000
            self.ms = max(self.ms + 1, due_ms)
        if not self.draw(1, 9):
            self.offset += (60, -60, 330)[self.draw(1, 1, 1)]
            self.offset = max(-720, min(840, self.offset))

    def review(self):
        moment = Moment(self.ms, self.offset)
        weights = (3, 2, 9, 2) if self.number % 7 else (6, 2, 5, 1)
        rating = self.draw(*weights) + 1
        choice = self.schedule.choices(self.name, self.progress, moment)[rating - 1]
        given = choice.answered
        numbers = {
            "days": given.wait_days,
            "seconds": given.wait_seconds,
            "left": given.remaining_steps or None,
            "interval": given.interval_days or None,
        }
        numbers = {key: value for key, value in numbers.items() if value is not None}
        typed = (
            {},
            {"typed": "ein Wort", "outcome": "wrong", "reason": "wrong"},
            {"typed": "livr", "outcome": "correct", "reason": "typo"},
            {"typed": "not sure?", "outcome": "wrong", "reason": "hedged"},
        )[self.draw(5, 2, 2, 1)]
        took = int(self.chance() * 60_000)
        more = numbers | typed | {"duration": took, "revision": f"r{self.number}"}
        named = self.write("review", rating=rating, **more)
        before, self.progress = (
            self.progress,
            self.schedule.progress_after(self.progress, moment, given),
        )
        if not self.draw(1, 11):
            self.ms += 1500
            self.write("undo", target=named)
            self.progress = before

    def live(self):
        for _ in range(4 + self.draw(*[1] * 18)):
            self.wait()
            if self.ms > NOW.ms - 2 * DAY:
                break
            kind = ("review", "cram", "bury", "suspend", "forget")[
                self.draw(30, 2, 1, 1, 0.5)
            ]
            if kind == "review":
                self.review()
            elif kind == "cram":
                self.write("cram", rating=self.draw(1, 0, 1) * 1 + 1)
            else:
                self.write(kind)
            if kind == "forget":
                self.progress = None
            if kind == "suspend" and self.draw(1, 2):
                self.ms += 3 * DAY
                self.write("resume")
        return self.lines


def recorded_lines():
    if RECORDS:
        learners = [Learner(*numbered) for numbered in enumerate(card_names())]
        rows = [row for learner in learners for row in learner.live()]
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
    """Return a home folder whose log has all the invented lines, and its command."""
    folder = tmp_path / "learner"

    def run(*arguments, **options):
        env = {"LIVERDECK_HOME": str(folder)}
        code, out, err = command(*arguments, env=env, **options)
        assert code == 0, err
        return out

    result = json.loads(run("log", "import", "-", "--json", stdin=lines.encode()))
    count = lines.count("\n")
    cards = len({json.loads(line)["card"] for line in lines.splitlines()})
    assert result == {"added": count, "known": 0, "cards": cards}
    return folder, run


def log_file(folder):
    (path,) = folder.glob("*.sqlite3")
    return path


def state_of(record):
    """Return the state of a card as plain values, numbers with all their digits."""
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


def choice_of(choice):
    given, memory = choice.answered, choice.memory
    return [
        given.rating,
        given.wait_days,
        given.wait_seconds,
        given.remaining_steps,
        given.interval_days,
        repr(memory.stability),
        repr(memory.difficulty),
    ]


def stop_the_clock(monkeypatch):
    """Make NOW the present moment for every module of the program."""
    zone = dt.timezone(dt.timedelta(minutes=NOW.offset_minutes))
    fixed = dt.datetime.fromtimestamp(NOW.ms / 1000, dt.UTC)

    class Still(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(fixed.timestamp(), tz or zone)

        def astimezone(self, tz=None):
            return dt.datetime.astimezone(self, tz or zone)

    changed = 0
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "liverdeck":
            for attribute, value in list(vars(module).items()):
                if value is dt.datetime:
                    monkeypatch.setattr(module, attribute, Still)
                    changed += 1
    assert changed


def test_every_card_has_the_recorded_state(home, frozen):
    with ReviewLog(log_file(home[0]), Schedule()) as log:
        records = log.states(DECK)
        rows = {name: state_of(record) for name, record in sorted(records.items())}
        assert {name: state_of(log.state_of(name)) for name in rows} == rows
    named = {name: json.dumps(row) for name, row in rows.items()}
    frozen("schedule-cards", [[name, json.loads(row)] for name, row in named.items()])


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_next_four_intervals_are_as_before(home, frozen, name):
    schedule = Schedule(**SCHEDULES[name])
    with ReviewLog(log_file(home[0]), Schedule()) as log:
        records = log.states(DECK)
    rows = []
    for card, record in sorted(records.items()):
        chance = record.progress and schedule.retrievability(record.progress, NOW)
        choices = schedule.choices(card, record.progress, NOW)
        rows.append([card, repr(chance), *map(choice_of, choices)])
    new = schedule.choices(f"{DECK}/new-card", None, NOW)
    rows.append(["a new card", "", *map(choice_of, new)])
    frozen(f"schedule-next-{name.replace(' ', '-')}", rows)


def test_every_step_of_a_replay_is_as_before(lines, frozen):
    """The answers of each card are replayed with other retentions and weights."""
    weights = """
        0.4 1.1 3.1 12.2 7.0 0.57 2.1 0.01 1.5 0.15 1.0
        1.9 0.11 0.3 2.2 0.24 2.9 0.5 0.1 0.08 0.2
    """
    parameters = tuple(map(float, weights.split()))
    schedules = (
        Schedule(retention=0.85),
        Schedule(parameters=parameters, longest_days=400),
    )
    rows = [json.loads(line) for line in lines.splitlines()]
    hashes = {}
    for number, schedule in enumerate(schedules):
        progress, steps = {}, {}
        for row in rows:
            if row["kind"] != "review":
                continue
            card, moment = row["card"], Moment(row["at"], row["offset"])
            choices = schedule.choices(card, progress.get(card), moment)
            given = choices[row["rating"] - 1].answered
            progress[card] = after = schedule.progress_after(
                progress.get(card), moment, given
            )
            steps.setdefault(card, []).append(
                [
                    [choice_of(choice) for choice in choices],
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
        for card, entry in steps.items():
            digest = hashlib.sha256(json.dumps(entry).encode()).hexdigest()[:16]
            hashes.setdefault(card, []).append([len(entry), digest, *entry[-1][1:]])
        assert len(steps) > CARDS // 2, number
    frozen(
        "schedule-replay", [[card, *entry] for card, entry in sorted(hashes.items())]
    )


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
    mixed = "".join(f"{line}\n" for line in reversed(lines.splitlines()))
    env = {"LIVERDECK_HOME": str(other)}
    code, _, _ = command("log", "import", "-", stdin=mixed.encode(), env=env)
    assert code == 0
    states = []
    for folder in (home[0], other):
        with ReviewLog(log_file(folder), Schedule()) as log:
            records = log.states(DECK)
        states.append({name: state_of(record) for name, record in records.items()})
    assert states[0] == states[1]


@pytest.mark.parametrize("retention", ["0.9", "0.75"])
def test_the_statistics_of_a_fixed_moment_are_as_before(
    home, frozen, monkeypatch, retention
):
    _, run = home
    arguments = ("stats", "-d", BUNDLED, "--json", "--retention", retention)
    run(*arguments)
    stop_the_clock(monkeypatch)
    result = json.loads(run(*arguments))
    assert result["date"] == "2024-03-01"
    result["days"] = [day for day in result["days"] if day["reviews"] or day["crammed"]]
    frozen(f"schedule-statistics-{retention}", result)


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.ms, self.offset = NOW.ms, NOW.offset_minutes

    def __call__(self):
        return Moment(self.ms, self.offset)


def studied(session, clock, draw, most_cards):
    """Answer up to `most_cards` cards, and return what was shown and what happened."""
    result = []
    for _ in range(most_cards):
        shown = session.next()
        if shown is None:
            result.append(["nothing", session.next_step_in(), session.next_due()])
            break
        clock.ms += 2000 + int(draw() * 70_000)
        act = draw()
        if act < 0.05:
            session.skip(shown)
            result.append(["skip", shown.name])
        elif act < 0.08:
            session.put_off(shown, for_good=act < 0.06)
            result.append(["put off", shown.name])
        elif act < 0.13 and session.can_undo:
            undone = session.undo()
            result.append(["undo", undone.card, undone.kind])
        else:
            result.append(answered(session, shown, draw))
    remaining = session.remaining()
    counts = (remaining.new, remaining.steps, remaining.reviews)
    result.append(["left", *counts, session.saved])
    return result


def answered(session, shown, draw):
    """Type an answer and rate it. Now and then the rating is against the verdict."""
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
        choice_of(choice)[1:5],
        rated.wait_seconds,
        rated.is_new_leech,
    ]


def test_all_sessions_are_as_before(tmp_path, frozen, command):
    deck = load_deck(BUNDLED).deck
    clock = Clock()
    draw = random.Random("sittings").random  # noqa: S311
    env = {"LIVERDECK_HOME": str(tmp_path / "sitting")}
    path = Path(command("log", "path", env=env)[1].strip())
    ids = iter(range(1_000_000))
    tools = SessionContext(clock, lambda: f"s{next(ids):05}", "0.1.0")
    schedule = Schedule(retention=0.88)
    result = []
    with ReviewLog(path, schedule) as log:
        for number in range(22):
            wishes = StudyOptions(
                new=6, reviews=15, ahead=number % 9 == 8, cram=number == 13
            )
            topics = ("imaging",) if number % 10 == 5 else ()
            session = Session(deck, log, schedule, wishes, tools, topics=topics)
            result.append([number, clock().day, *studied(session, clock, draw, 14)])
            clock.ms += int(draw() * 1.8 * DAY)
            clock.offset = 120 if 8 < number < 16 else 60
        records = log.states(DECK)
        states = [[name, state_of(entry)] for name, entry in sorted(records.items())]
    frozen("schedule-sittings", result)
    frozen("schedule-sittings-cards", states)
    code, out, _ = command("log", "export", env=env)
    assert code == 0
    frozen(
        "schedule-sittings-log", [json.loads(line) for line in out.splitlines()][::9]
    )
    digest = hashlib.sha256(out.encode()).hexdigest()
    frozen("schedule-sittings-log-hash", {"lines": out.count("\n"), "sha256": digest})
