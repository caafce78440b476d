"""Gives the real Anki and our log the same answers, and transfers progress both ways.

python tests/real/anki_carrying.py --zone Asia/Tokyo --start 2027-05-10 -o RESULT.json

The clock and the options are those of anki_histories.py. The result is written as one
JSON object; test_carry.py says what it should be.
"""

import heapq
import json
import os
import sys
import time
from datetime import date, datetime, time as clock_time, timedelta, timezone
from functools import partial
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from anki.collection import Collection, ExportAnkiPackageOptions
from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

from liverdeck.anki.exported import read_export
from liverdeck.anki.notes import guid_and_ordinal_of
from liverdeck.authoring.loader import load_deck
from liverdeck.cli.carry import import_context
from liverdeck.facts.card import card_name, cards_of
from liverdeck.publishing.build import build_package
from liverdeck.study.reviewlog.entries import Entry
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.moments import Moment, date_of
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.transfer.from_anki import import_reviews
from liverdeck.study.transfer.to_anki import progress_for_anki
from tests.real import anki_histories
from tests.real.anki_histories import (
    LEARNING,
    MINUTE_SECONDS,
    ClockedAnki,
    Learner,
    offer,
    read_options,
)

DECK = Path(__file__).parents[2] / "cards" / "liver-metastasis"
STUDIED_CARDS = 80
"""Cards with progress at the end. One more is studied, but forgotten at the end."""
DAYS = 90
"""How many days the learner studies before progress is transferred to Anki."""
DAYS_IN_ANKI = 21
"""How many days the learner then studies in Anki alone."""
ANSWER_SECONDS = 4
"""Seconds that every answer takes."""
EXPORT_FILES = ("new.apkg", "legacy.apkg", "new.colpkg", "legacy.colpkg")
ANKI_TYPES = {"learning": 1, "review": 2, "relearning": 3}
REVIEW = 2
"""Anki's number of the type of a card in review, and of its queue."""
LATEST_DAY = 1_000_000_000
"""Anki reads a larger `due` as a Unix time.

See original_due in rslib's restore_queue_from_type.
"""


def main(arguments):
    options = read_options(arguments)
    if "FAKETIME_TIMESTAMP_FILE" not in os.environ:
        # anki_histories starts this script again, with the clock set.
        anki_histories.__file__ = __file__
        return anki_histories.run_with_clock(arguments, options)
    Path(options.output).write_text(
        json.dumps(DoubleStudy(options).result), encoding="utf-8"
    )
    return 0


def clock_folder():
    """Return the folder of the clock, a temporary one, in memory where possible."""
    return Path(os.environ["FAKETIME_TIMESTAMP_FILE"]).parent


class LearnerAnki(ClockedAnki):
    """A learner's collection in the real Anki. Its clock moves only when it is set."""

    def __init__(self, options, name, time_seconds):
        self.folder = clock_folder()
        self.clock = os.open(os.environ["FAKETIME_TIMESTAMP_FILE"], os.O_WRONLY)
        self.set_clock(time_seconds)
        self.offset = time.localtime().tm_gmtoff
        self.col = Collection(str(self.folder / f"{name}.anki2"))
        self.config = self.configure(options)
        created = timezone(-timedelta(minutes=self.config["creation_offset"]))
        self.first_day = datetime.fromtimestamp(self.col.crt, created).date()
        # Anki's first window calls this. Once a day, it brings back buried cards.
        self.col.sched.deck_due_tree()
        self.cards = {}
        self.stored_cards = {}
        self.last_log_id = 0

    def import_package(self, path, names, *, with_scheduling):
        """Import a package; `with_scheduling` says whether progress is imported too.

        Returns the counts of notes, as `Anki` in conftest does.
        """
        options = ImportAnkiPackageOptions(with_scheduling=with_scheduling)
        log = self.col.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(path), options=options)
        ).log
        query = "select n.guid, c.ord, c.id from cards c join notes n on n.id = c.nid"
        for guid, ordinal, card_id in self.col.db.execute(query):
            card = self.cards[names[guid, ordinal]] = self.col.get_card(card_id)
            card.start_timer = partial(start_timer, card)
        self.stored_cards = dict.fromkeys(self.cards) | self.stored_cards
        return [
            len(log.new),
            len(log.updated),
            len(log.duplicate),
            len(log.conflicting),
        ]

    def view(self, name):
        """Return what Anki stores about a card; a due day is a date."""
        query = (
            "select type, queue, due, ivl, left, reps, lapses, data from cards"
            " where id = ?"
        )
        card_type, queue, due, ivl, left, reps, lapses, data = self.col.db.first(
            query, self.cards[name].id
        )
        stored = json.loads(data or "{}")
        is_day = card_type > 0 and queue != LEARNING and due < LATEST_DAY
        return {
            "type": card_type,
            "queue": queue,
            "due": self.date(due) if is_day else due,
            "ivl": ivl,
            "left": left,
            "reps": reps,
            "lapses": lapses,
            "s": stored.get("s"),
            "d": stored.get("d"),
            "last": stored.get("lrt") if card_type else None,
        }

    def views(self):
        return {name: self.view(name) for name in self.cards}

    def offers(self):
        """Return what every rating would do to every card now."""
        offers = {}
        for name, card in self.cards.items():
            states = self.col._backend.get_scheduling_states(card.id)
            offers[name] = [
                offer(state.normal)
                for state in (states.again, states.hard, states.good, states.easy)
            ]
        return offers

    def log(self):
        """Return the rows of the review log.

        A row has time, card, ease, ivl, lastIvl, factor, duration and type.
        """
        query = (
            "select id, cid, ease, ivl, lastIvl, factor, time, type from revlog"
            " order by id"
        )
        names = {card.id: name for name, card in self.cards.items()}
        return [
            [number, names[card], *rest]
            for number, card, *rest in self.col.db.execute(query)
        ]

    def snapshot(self):
        """Return what the tests compare; `new` names the new cards in their order."""
        names = {card.id: name for name, card in self.cards.items()}
        query = "select id from cards where type = 0 order by due, ord"
        new = [names[card_id] for card_id in self.col.db.list(query)]
        return {
            "cards": self.views(),
            "offers": self.offers(),
            "log": self.log(),
            "new": new,
        }

    def check(self):
        """Run Anki's check of the database.

        Returns whether it found no problem, its report, and whether no card changed.
        """
        before = self.views()
        report, is_sound = self.col.fix_integrity()
        return [is_sound, report, self.views() == before]

    def cram(self, name, time_seconds, *, reschedule):
        """Answer a card with *good* in a filtered deck."""
        self.set_clock(time_seconds)
        card = self.cards[name]
        deck = self.col.sched.get_or_create_filtered_deck(0)
        deck.name, deck.config.reschedule = f"Cram {time_seconds}", reschedule
        del deck.config.search_terms[1:]
        deck.config.search_terms[0].search = f"cid:{card.id}"
        deck_id = self.col.sched.add_or_update_filtered_deck(deck).id
        states = self.col._backend.get_scheduling_states(card.id)
        card.start_timer()
        self.col.sched.answer_card(
            self.col.sched.build_answer(card=card, states=states, rating=2)
        )
        self.col.sched.empty_filtered_deck(deck_id)
        self.col.decks.remove([deck_id])

    def forget(self, name, time_seconds, *, reset_counts):
        self.set_clock(time_seconds)
        self.follow_offset()
        self.col.sched.schedule_cards_as_new(
            [self.cards[name].id], restore_position=True, reset_counts=reset_counts
        )

    def export(self, name):
        """Let Anki export the collection, and return what our reader reads."""
        path = self.folder / name
        is_legacy = name.startswith("legacy")
        if path.suffix == ".colpkg":
            self.col.export_collection_package(
                str(path), include_media=True, legacy=is_legacy
            )
            self.col.reopen()
        else:
            options = ExportAnkiPackageOptions(
                with_scheduling=True, with_media=True, legacy=is_legacy
            )
            self.col.export_anki_package(
                out_path=str(path), options=options, limit=None
            )
        return read_export(path).required()


def start_timer(card):
    card.timer_started = time.time() - ANSWER_SECONDS


class TerminalLog:
    """The log of a learner who studies in the terminal."""

    def __init__(self, name, schedule, zone):
        self.log = ReviewLog(clock_folder() / f"{name}.sqlite3", schedule)
        self.schedule = schedule
        self.zone = zone
        self.written = 0

    def moment(self, time_seconds):
        offset = datetime.fromtimestamp(time_seconds, self.zone).utcoffset()
        return Moment(time_seconds * 1000, int(offset.total_seconds()) // 60)

    def add(self, kind, name, time_seconds, **values):
        self.written += 1
        entry = Entry(
            f"{self.log.path.stem}-{self.written}",
            kind,
            name,
            self.moment(time_seconds),
            "test",
            **values,
        )
        self.log.add(entry, self.log.state_of(name))
        return entry.id

    def review(self, name, time_seconds, rating, kind="review"):
        moment = self.moment(time_seconds)
        choices = self.schedule.choices(name, self.progress(name), moment)
        answered = choices[rating - 1].answered
        return self.add(
            kind,
            name,
            time_seconds,
            answered=answered,
            duration_ms=ANSWER_SECONDS * 1000,
            revision="as it was",
        )

    def progress(self, name):
        return self.log.state_of(name).progress

    def views(self, deck):
        """Return the cards with progress in the log, as `LearnerAnki.view` does."""
        return {
            name: view_of(state.progress)
            for name, state in self.log.states(deck.id).items()
            if state.progress
        }

    def ids(self):
        return {entry.id for entry in self.log.entries()}


def view_of(progress):
    due = (
        progress.due_seconds
        if progress.due_day is None
        else date_of(progress.due_day).isoformat()
    )
    return {
        "type": ANKI_TYPES[progress.phase],
        "due": due,
        "ivl": progress.interval_days,
        "left": progress.remaining_steps,
        "reps": progress.reviews,
        "lapses": progress.lapses,
        "s": progress.memory.stability,
        "d": progress.memory.difficulty,
        "last": progress.last_review_seconds,
    }


def entry_row(entry):
    """Return the kind and time of an entry, and how many days its step takes.

    The third value is None for an entry without a step, and 0 for a step that ends on
    the same day.
    """
    answered = entry.answered
    has_step = answered is not None and bool(answered.wait_seconds)
    days = (answered.wait_days or 0) if has_step else None
    return [entry.kind, entry.moment.ms, days]


class DoubleStudy:
    """One learner who does everything twice: in the terminal and in Anki.

    In `result`, `own` is our log, `studied` the Anki collection in which the learner
    gave the same answers, `carried` the one that imported our progress, and `without`
    the one that imported the package without progress.

    Other keys of `result` name a moment: `earlier` is a day before the transfer to
    Anki, `morning` the day after it, and `gone on` the end of the study in Anki alone.
    """

    def __init__(self, options):
        self.options = options
        self.zone = ZoneInfo(options.zone)
        self.random = Random(options.seed)  # noqa: S311
        self.learner = Learner(self.zone, self.random)
        loaded = load_deck(DECK)
        self.deck, self.ledger = loaded.deck, loaded.ledger
        cards = {
            card_name(self.deck.id, card): card
            for fact in self.deck.active_facts
            for card in cards_of(fact)
        }
        self.names = list(cards)
        self.names_in_anki = {
            guid_and_ordinal_of(self.deck.id, card): name
            for name, card in cards.items()
        }
        learning, relearning = (
            [round(MINUTE_SECONDS * step) for step in steps]
            for steps in (options.learning_steps, options.relearning_steps)
        )
        self.schedule = Schedule(
            fuzz=False, learning_seconds=learning, relearning_seconds=relearning
        )
        self.fuzzing = Schedule(
            learning_seconds=learning, relearning_seconds=relearning
        )
        self.now = self.at(0, 12)
        self.own = TerminalLog("own", self.schedule, self.zone)
        self.studied = self.new_anki(
            "studied", self.package("plain", None), with_scheduling=False
        )
        self.result = {"names": self.names}
        self.study()
        self.transfer_to_anki()
        self.study_with_fuzz()
        self.next_morning()
        self.go_on_in_anki()
        self.import_into_logs()

    def at(self, day, hour, minute=0):
        """Return the Unix time of an hour and minute, some days after the first day."""
        wall = datetime.combine(
            self.options.start + timedelta(days=day), clock_time(hour, minute)
        )
        return int(wall.replace(tzinfo=self.zone).timestamp())

    def moment(self, day):
        """Return a random time on a day."""
        return self.learner.moment(self.options.start + timedelta(days=day))

    def package(self, name, own):
        """Write a package and return its path; if a log is given, with its progress."""
        path = clock_folder() / f"{name}.apkg"
        progress = None
        if own is not None:
            progress = progress_for_anki(
                self.deck, own.log, own.schedule, own.moment(self.now)
            )
        build_package(
            self.deck, self.ledger, path, now_seconds=self.now, progress=progress
        )
        return path

    def new_anki(self, name, package, *, with_scheduling=True):
        """Return a collection that was empty before it imported the package."""
        anki = LearnerAnki(self.options, name, self.now)
        anki.import_package(
            package, self.names_in_anki, with_scheduling=with_scheduling
        )
        return anki

    def in_order(self, agenda, end):
        """Yield the tasks that are before the time `end`, in order.

        A row of the agenda is a time and a task. Before a task is yielded, as a list,
        `now` is set to its time. No two tasks are in the same second. The caller may
        add rows to the agenda.
        """
        heapq.heapify(agenda)
        while agenda and agenda[0][0] < end:
            time_seconds, *task = heapq.heappop(agenda)
            if time_seconds > self.now:
                self.now = time_seconds
                yield task
            else:
                heapq.heappush(
                    agenda, (self.learner.avoid_shifted_hours(self.now + 1), *task)
                )

    # In the terminal and in Anki

    def study(self):
        chosen = self.random.sample(self.names, STUDIED_CARDS + 1)
        self.leeches = chosen[:3]
        late = chosen[3:8]
        forgotten, begun_again = chosen[8:10]
        self.untouched = [name for name in self.names if name not in chosen]
        days = {
            name: 1 if name in self.leeches else self.random.randint(1, DAYS // 2)
            for name in chosen
        }
        agenda = [
            (self.moment(day), "answer", name)
            for name, day in days.items()
            if name not in late
        ]
        agenda += [
            (self.at(DAYS // 2 + 1, 13), "forget", begun_again),
            (self.at(DAYS - 1, 12), "forget", forgotten),
        ]
        agenda += [
            (self.moment(DAYS // 2 + 4), "answer", begun_again),
            (self.at(DAYS * 2 // 3, 15), "earlier", ""),
        ]
        for task, name in self.in_order(agenda, self.at(DAYS, 23, 30)):
            if task == "earlier":
                self.result["earlier"] = self.own.views(self.deck)
                self.package("earlier", self.own)
            elif task == "forget":
                self.own.add("forget", name, self.now)
                self.studied.forget(name, self.now, reset_counts=True)
            elif name != forgotten or self.now < self.at(DAYS - 1, 4):
                self.answer(name)
                stored = self.studied.stored_cards[name]
                next_seconds = self.learner.next_review(self.now, stored)
                heapq.heappush(agenda, (next_seconds, task, name))
        self.last_evening(late)
        self.result |= {"leeches": self.leeches, "forgotten": forgotten}

    def answer(self, name):
        """Answer a card in the terminal and in Anki.

        Sometimes an undone answer or a cram comes first.
        """
        rating = self.learner.rate()
        drawn = self.random.random()
        if name in self.leeches:
            rating = 1 if self.studied.view(name)["type"] == REVIEW else 3
        if drawn < 0.04:
            self.answer_and_undo(name, 5 - rating)
        elif drawn < 0.08:
            self.own.review(name, self.now, rating, "cram")
            self.now += 1
        self.rate(name, rating)

    def rate(self, name, rating):
        self.own.review(name, self.now, rating)
        self.studied.answer(name, self.now, rating)

    def answer_and_undo(self, name, rating):
        stored = self.studied.stored_cards[name]
        wrong = self.own.review(name, self.now, rating)
        self.studied.answer(name, self.now, rating)
        self.studied.col.undo()
        self.studied.stored_cards[name] = stored
        self.own.add("undo", name, self.now + 1, target=wrong)
        self.now += 2

    def last_evening(self, late):
        """Leave cards in all steps of learning; suspend and bury some of them.

        `late` are cards that the learner answers now for the first time.
        """
        reviewed = [
            name
            for name, card in self.studied.views().items()
            if card["type"] == REVIEW
        ]
        reviewed = [name for name in reviewed if name not in self.leeches]
        self.now = self.at(DAYS, 23, 40)
        # Each text has the ratings that one card gets, one after the other.
        answers = [*zip(late, "1 2 3 33 4".split(), strict=True)]
        answers += [*zip(reviewed[:8], "1 1 13 13 12 12 3 4".split(), strict=True)]
        for name, ratings in answers:
            for rating in ratings:
                self.now += 7
                self.rate(name, int(rating))
        self.suspended = [
            late[0],
            late[3],
            reviewed[0],
            reviewed[3],
            *reviewed[10:12],
            self.untouched[3],
        ]
        self.buried = [
            late[1],
            reviewed[1],
            reviewed[4],
            *reviewed[12:14],
            self.untouched[7],
        ]
        for name in (*self.suspended, *self.buried):
            self.now += 1
            self.own.add(
                "suspend" if name in self.suspended else "bury", name, self.now
            )
        self.studied.set_clock(self.now)
        self.studied.col.sched.suspend_cards(
            [self.studied.cards[name].id for name in self.suspended]
        )
        self.studied.col.sched.bury_cards(
            [self.studied.cards[name].id for name in self.buried]
        )
        self.now += 20

    # To Anki

    def transfer_to_anki(self):
        package = self.package("progress", self.own)
        self.carried = self.new_anki("carried", package)
        without = self.new_anki("without", package, with_scheduling=False)
        earlier = self.new_anki("earlier", clock_folder() / "earlier.apkg")
        self.result |= {
            "entries": [entry_row(entry) for entry in self.own.log.entries()],
            "own": self.own.views(self.deck),
            "suspended": self.suspended,
            "buried": self.buried,
            "studied": self.studied.snapshot(),
            "carried": self.carried.snapshot(),
            "without": without.snapshot(),
            "earlier imported": earlier.views(),
            # The order matters: "again" is the state after this second import.
            "notes": self.studied.import_package(
                package, self.names_in_anki, with_scheduling=True
            ),
            "again": self.studied.snapshot(),
            "checks": [
                anki.check() for anki in (self.studied, self.carried, without, earlier)
            ],
        }

    def study_with_fuzz(self):
        """Study with our fuzz, which Anki does not have, until 03:55."""
        own = TerminalLog("fuzzed", Schedule(), self.zone)
        without_fuzz = Schedule(fuzz=False)
        *chosen, suspended, buried, ordinary = self.random.sample(self.names, 43)
        agenda = [
            (self.moment(self.random.randint(1, DAYS // 2)), name) for name in chosen
        ]
        self.now = self.at(0, 12)
        moved_by_fuzz = 0
        for (name,) in self.in_order(agenda, self.at(DAYS, 23, 40)):
            rating = self.learner.rate()
            before = own.progress(name)
            own.review(name, self.now, rating)
            choices = without_fuzz.choices(name, before, own.moment(self.now))
            days_without_fuzz = choices[rating - 1].answered.interval_days
            progress = own.progress(name)
            if progress.interval_days != days_without_fuzz:
                moved_by_fuzz += 1
            if progress.due_day:
                next_seconds = self.learner.moment(date_of(progress.due_day))
            else:
                next_seconds = self.learner.avoid_shifted_hours(progress.due_seconds)
            heapq.heappush(agenda, (next_seconds, name))
        self.now = self.at(DAYS + 1, 3, 55)
        for name in (suspended, buried, ordinary):
            own.review(name, self.now, 3)
        own.add("suspend", suspended, self.now + 1)
        own.add("bury", buried, self.now + 1)
        self.now += 2 * MINUTE_SECONDS
        anki = self.new_anki("fuzzed", self.package("fuzzed", own))
        self.result["fuzzed"] = {
            "own": own.views(self.deck),
            "in anki": anki.views(),
            "moved": moved_by_fuzz,
            "over four": [suspended, buried, ordinary],
        }

    def next_morning(self):
        """Import the package on the next day; unsuspend and unbury all cards."""
        self.now = self.at(DAYS + 1, 4, 30)
        morning = self.new_anki("morning", clock_folder() / "progress.apkg")
        self.result["morning"] = {}
        for name, anki in (("studied", self.studied), ("carried", morning)):
            anki.follow_offset()
            anki.col.sched.deck_due_tree()
            anki.col.sched.unsuspend_cards(
                [anki.cards[card].id for card in self.suspended]
            )
            self.result["morning"][name] = {
                "cards": anki.views(),
                "offers": anki.offers(),
            }

    # And back

    def go_on_in_anki(self):
        """Study only in Anki, and forget, move and cram some cards."""
        stored = self.carried.views()
        soon = (self.options.start + timedelta(days=DAYS + 7)).isoformat()
        in_review = [
            name
            for name, card in stored.items()
            if card["queue"] == REVIEW and card["due"] > soon
        ]
        forgotten, with_counts, moved, crammed, early = self.random.sample(in_review, 5)
        not_answered = {*self.suspended, with_counts, moved}
        agenda = [
            (self.next_due(card), "answer", name)
            for name, card in stored.items()
            if card["type"]
        ]
        agenda = [task for task in agenda if task[-1] not in not_answered]
        agenda += [
            (self.moment(DAYS + 1 + days), "answer", name)
            for days, name in enumerate(self.untouched[10:15])
        ]
        agenda += [
            (self.at(DAYS + 1, 5, 1), "cram", crammed),
            (self.at(DAYS + 1, 5, 2), "early", early),
        ]
        agenda += [
            (self.at(DAYS + 2, 5, 1), "by hand", moved),
            (self.at(DAYS + 2, 5, 2), "with counts", with_counts),
        ]
        agenda += [
            (self.at(DAYS + 3, 12), "forget", forgotten),
            (self.moment(DAYS + 5), "answer", forgotten),
        ]
        end = self.at(DAYS + DAYS_IN_ANKI, 22)
        for task, name in self.in_order(agenda, end):
            if task == "answer":
                self.carried.answer(name, self.now, self.learner.rate())
                stored = self.carried.stored_cards[name]
                next_seconds = self.learner.next_review(self.now, stored)
                heapq.heappush(agenda, (next_seconds, task, name))
            elif task == "by hand":
                self.carried.set_clock(self.now)
                self.carried.col.sched.set_due_date([self.carried.cards[name].id], "5")
            elif task in ("cram", "early"):
                self.carried.cram(name, self.now, reschedule=task == "early")
            else:
                self.carried.forget(name, self.now, reset_counts=task == "forget")
        self.now = end
        self.carried.set_clock(end)
        self.result["gone on"] = self.carried.snapshot() | {
            "moved": moved,
            "with counts": with_counts,
        }

    def next_due(self, card):
        """Return when the learner answers a card next, by its view."""
        if isinstance(card["due"], str):
            tomorrow = self.options.start + timedelta(days=DAYS + 1)
            return self.learner.moment(max(date.fromisoformat(card["due"]), tomorrow))
        return self.learner.avoid_shifted_hours(card["due"])

    def import_into_logs(self):
        """Import exports of every format, into the first log and into an empty one."""
        self.result["back"] = {}
        for file_name in EXPORT_FILES:
            export = self.carried.export(file_name)
            own = TerminalLog(f"own {file_name}", self.schedule, self.zone)
            empty = TerminalLog(f"empty {file_name}", self.schedule, self.zone)
            own.log.merge(self.own.log.entries())
            self.result["back"][file_name] = {
                "own": self.import_twice(export, own, self.fuzzing),
                "empty": self.import_twice(export, empty, self.fuzzing),
            }
        self.result["with default steps"] = self.import_twice(
            export, TerminalLog("steps", Schedule(), self.zone), Schedule()
        )
        self.alternate(own)

    def import_twice(self, export, own, schedule):
        """Import an export into a log twice, as the command line does."""
        context = import_context(schedule)
        before = own.ids()
        counts = []
        for _ in range(2):
            imported = import_reviews(export, self.deck, own.log, context)
            counts.append([imported.added, imported.known, imported.cards])
        after = own.ids()
        return {
            "counts": counts,
            "skipped": dict(imported.skipped),
            "cards": own.views(self.deck),
            "lost": len(before - after),
            "added": len(after - before),
        }

    def alternate(self, own):
        """Review some cards in the terminal and some in Anki; then transfer both ways.

        Two cards are reviewed in both, and five twice in the terminal.
        """
        names = self.random.sample(
            [
                name
                for name, card in self.carried.views().items()
                if card["type"] == REVIEW
            ],
            22,
        )
        reviews = [("terminal", name) for name in names[:12]]
        reviews += [("anki", name) for name in names[10:]]
        reviews += [("terminal", name) for name in names[:5]]
        times_ms = {"terminal": [], "anki": []}
        for program, name in reviews:
            self.now += 11
            times_ms[program].append(self.now * 1000)
            if program == "terminal":
                own.review(name, self.now, self.learner.rate())
            else:
                self.carried.answer(name, self.now, self.learner.rate())
        imported = self.import_twice(
            self.carried.export("alternate.apkg"), own, self.fuzzing
        )
        self.now += MINUTE_SECONDS
        merged = self.new_anki("merged", self.package("merged", own))
        self.result["alternate"] = imported | {
            "times": times_ms,
            "merged": merged.views(),
            "log": merged.log(),
            "log of anki": self.carried.log(),
            "check": merged.check(),
        }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
