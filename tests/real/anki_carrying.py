"""Drives the real Anki and our own log through the same answers, carries progress over and back, and notes what came.

python tests/real/anki_carrying.py --zone Asia/Tokyo --start 2027-05-10 -o FOUND.json

The clock is that of anki_histories.py, whose options these are. What was found is written as one JSON object;
test_carry.py says what it should be.
"""

import heapq
import json
import os
import sys
import time
from datetime import date, datetime, timedelta, timezone
from datetime import time as clock_time
from functools import partial
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from anki.collection import Collection, ExportAnkiPackageOptions
from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

from liverdeck.anki.exported import read_export
from liverdeck.anki.notes import place_of
from liverdeck.authoring.loader import load_deck
from liverdeck.cli.carry import schedule_arrival
from liverdeck.facts.card import cards_of
from liverdeck.publishing.build import build_package
from liverdeck.study.reviewlog.entries import Entry, card_name
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.moments import Moment, date_of
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.transfer.from_anki import import_reviews
from liverdeck.study.transfer.to_anki import progress_for_anki
from tests.real import anki_histories
from tests.real.anki_histories import (
    LEARNING,
    MINUTE,
    Desk,
    Learner,
    offer,
    read_options,
)

DECK = Path(__file__).parents[2] / "cards" / "liver-metastasis"
STUDIED = 80
"""Cards that have progress in the end; one more has been forgotten."""
DAYS = 90
"""From the first day to the evening on which progress is carried to Anki."""
DAYS_IN_ANKI = 21
TAKEN = 4
"""Seconds that every answer takes."""
FORMS = ("new.apkg", "legacy.apkg", "new.colpkg", "legacy.colpkg")
TYPES = {"learning": 1, "review": 2, "relearning": 3}
REVIEW = 2
"""Type and queue of a card in Anki."""
LATEST_DAY = 1_000_000_000
"""Anki takes a larger `due` for a Unix time (original_due in rslib's restore_queue_from_type)."""


def main(arguments):
    options = read_options(arguments)
    if "FAKETIME_TIMESTAMP_FILE" not in os.environ:
        anki_histories.__file__ = (
            __file__  # the script that it starts once more, with the clock set
        )
        return anki_histories.run_with_clock(arguments, options)
    Path(options.output).write_text(json.dumps(Play(options).found), encoding="utf-8")
    return 0


def folder():
    """Return the folder of the clock, which is in memory where possible, and gone in the end."""
    return Path(os.environ["FAKETIME_TIMESTAMP_FILE"]).parent


class Shelf(Desk):
    """A learner's collection, for which time stands still until it is set."""

    def __init__(self, options, name, at):
        self.folder, self.clock = (
            folder(),
            os.open(os.environ["FAKETIME_TIMESTAMP_FILE"], os.O_WRONLY),
        )
        self.set_clock(at)
        self.offset = time.localtime().tm_gmtoff
        self.col = Collection(str(self.folder / f"{name}.anki2"))
        self.config = self.configure(options)
        created = timezone(-timedelta(minutes=self.config["creation_offset"]))
        self.first_day = datetime.fromtimestamp(self.col.crt, created).date()
        self.col.sched.deck_due_tree()  # Anki's first window; at the first of each day it brings back what was buried
        self.cards, self.held, self.logged = {}, {}, 0

    def import_package(self, path, names, *, with_scheduling):
        """Import, with or without the box for learning progress; return the counts of notes as `Anki` in conftest."""
        options = ImportAnkiPackageOptions(with_scheduling=with_scheduling)
        log = self.col.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(path), options=options)
        ).log
        query = "select n.guid, c.ord, c.id from cards c join notes n on n.id = c.nid"
        for guid, ordinal, card_id in self.col.db.execute(query):
            card = self.cards[names[guid, ordinal]] = self.col.get_card(card_id)
            card.start_timer = partial(start_timer, card)
        self.held = dict.fromkeys(self.cards) | self.held
        return [
            len(log.new),
            len(log.updated),
            len(log.duplicate),
            len(log.conflicting),
        ]

    def view(self, name):
        """Return what Anki holds of a card, a due day as a date."""
        query = "select type, queue, due, ivl, left, reps, lapses, data from cards where id = ?"
        kind, queue, due, ivl, left, reps, lapses, data = self.col.db.first(
            query, self.cards[name].id
        )
        stored = json.loads(data or "{}")
        is_day = kind > 0 and queue != LEARNING and due < LATEST_DAY
        return {
            "type": kind, "queue": queue, "due": self.date(due) if is_day else due, "ivl": ivl, "left": left,
            "reps": reps, "lapses": lapses, "s": stored.get("s"), "d": stored.get("d"),
            "last": stored.get("lrt") if kind else None,
        }  # fmt: skip

    def views(self):
        return {name: self.view(name) for name in self.cards}

    def offers(self):
        """Return what each rating would do to each card now."""
        found = {}
        for name, card in self.cards.items():
            states = self.col._backend.get_scheduling_states(card.id)
            found[name] = [
                offer(state.normal)
                for state in (states.again, states.hard, states.good, states.easy)
            ]
        return found

    def log(self):
        """Return the rows of the review log: time, card, ease, ivl, lastIvl, factor, duration, type."""
        query = "select id, cid, ease, ivl, lastIvl, factor, time, type from revlog order by id"
        names = {card.id: name for name, card in self.cards.items()}
        return [
            [number, names[card], *rest]
            for number, card, *rest in self.col.db.execute(query)
        ]

    def all(self):
        names = {card.id: name for name, card in self.cards.items()}
        new = [
            names[each]
            for each in self.col.db.list(
                "select id from cards where type = 0 order by due, ord"
            )
        ]
        return {
            "cards": self.views(),
            "offers": self.offers(),
            "log": self.log(),
            "new": new,
        }

    def check(self):
        """Return what Anki's own check says, and whether all cards are as they were."""
        before = self.views()
        report, fine = self.col.fix_integrity()
        return [fine, report, self.views() == before]

    def cram(self, name, at, *, reschedule):
        """Answer a card with *good* in a filtered deck."""
        self.set_clock(at)
        card = self.cards[name]
        deck = self.col.sched.get_or_create_filtered_deck(0)
        deck.name, deck.config.reschedule = f"Cram {at}", reschedule
        del deck.config.search_terms[1:]
        deck.config.search_terms[0].search = f"cid:{card.id}"
        made = self.col.sched.add_or_update_filtered_deck(deck).id
        states = self.col._backend.get_scheduling_states(card.id)
        card.start_timer()
        self.col.sched.answer_card(
            self.col.sched.build_answer(card=card, states=states, rating=2)
        )
        self.col.sched.empty_filtered_deck(made)
        self.col.decks.remove([made])

    def forget(self, name, at, *, reset_counts):
        self.set_clock(at)
        self.follow_offset()
        self.col.sched.schedule_cards_as_new(
            [self.cards[name].id], restore_position=True, reset_counts=reset_counts
        )

    def export(self, name):
        path = self.folder / name
        legacy = name.startswith("legacy")
        if path.suffix == ".colpkg":
            self.col.export_collection_package(
                str(path), include_media=True, legacy=legacy
            )
            self.col.reopen()
        else:
            options = ExportAnkiPackageOptions(
                with_scheduling=True, with_media=True, legacy=legacy
            )
            self.col.export_anki_package(
                out_path=str(path), options=options, limit=None
            )
        export, problem = read_export(path)
        if problem is not None:
            raise RuntimeError(str(problem))
        return export


def start_timer(card):
    card.timer_started = time.time() - TAKEN


class Own:
    """A learner's log in the terminal."""

    def __init__(self, name, schedule, zone):
        self.log, self.schedule, self.zone = (
            ReviewLog(folder() / f"{name}.sqlite3", schedule),
            schedule,
            zone,
        )
        self.written = 0

    def moment(self, at):
        offset = datetime.fromtimestamp(at, self.zone).utcoffset()
        return Moment(at * 1000, int(offset.total_seconds()) // 60)

    def add(self, kind, name, at, **more):
        self.written += 1
        entry = Entry(
            f"{self.log.path.stem}-{self.written}",
            kind,
            name,
            self.moment(at),
            "test",
            **more,
        )
        self.log.add(entry, self.log.state_of(name))
        return entry.id

    def review(self, name, at, rating, kind="review"):
        choices = self.schedule.choices(name, self.progress(name), self.moment(at))
        given = choices[rating - 1].answered
        return self.add(
            kind,
            name,
            at,
            answered=given,
            duration_ms=TAKEN * 1000,
            revision="as it was",
        )

    def progress(self, name):
        return self.log.state_of(name).progress

    def views(self, deck):
        """Return what the log makes of every card with progress, as `Shelf.view` has it."""
        return {
            name: view_of(record.progress)
            for name, record in self.log.states(deck.id).items()
            if record.progress
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
        "type": TYPES[progress.phase], "due": due, "ivl": progress.interval_days, "left": progress.remaining_steps,
        "reps": progress.reviews, "lapses": progress.lapses, "s": progress.memory.stability,
        "d": progress.memory.difficulty, "last": progress.last_review_seconds,
    }  # fmt: skip


class Play:
    """One learner, who does everything twice: in the terminal, and in an Anki that knows nothing of it."""

    def __init__(self, options):
        self.options, self.zone, self.chance = (
            options,
            ZoneInfo(options.zone),
            Random(options.seed),  # noqa: S311
        )
        self.learner = Learner(self.zone, self.chance)
        loaded = load_deck(DECK)
        self.deck, self.ledger = loaded.deck, loaded.ledger
        cards = {
            card_name(self.deck.id, card): card
            for fact in self.deck.active_facts
            for card in cards_of(fact)
        }
        self.by_place, self.names = (
            {place_of(self.deck.id, card): name for name, card in cards.items()},
            list(cards),
        )
        learning, relearning = (
            [round(MINUTE * step) for step in steps]
            for steps in (options.learning_steps, options.relearning_steps)
        )
        self.schedule = Schedule(
            fuzz=False, learning_seconds=learning, relearning_seconds=relearning
        )
        self.fuzzing = Schedule(
            learning_seconds=learning, relearning_seconds=relearning
        )
        self.now = self.at(0, 12)
        self.own = Own("own", self.schedule, self.zone)
        self.studied = self.shelf(
            "studied", self.package("plain", None), with_scheduling=False
        )
        self.found = {"names": self.names}
        self.study()
        self.to_anki()
        self.with_fuzz()
        self.next_morning()
        self.go_on_in_anki()
        self.back()

    def at(self, day, hour, minute=0):
        """Return the Unix time of a wall clock, so many days after the first one."""
        wall = datetime.combine(
            self.options.start + timedelta(days=day), clock_time(hour, minute)
        )
        return int(wall.replace(tzinfo=self.zone).timestamp())

    def moment(self, day):
        """Return a time by chance on a day."""
        return self.learner.moment(self.options.start + timedelta(days=day))

    def package(self, name, own):
        """Write the deck as of now, with the progress in a log if one is given, and return its path."""
        path = folder() / f"{name}.apkg"
        progress = own and progress_for_anki(
            self.deck, own.log, own.schedule, own.moment(self.now)
        )
        built = build_package(
            self.deck, self.ledger, path, now=self.now, progress=progress
        )
        if built.path is None:
            raise RuntimeError(built.problems)
        return path

    def shelf(self, name, package, *, with_scheduling=True):
        """Return a collection that was empty before it imported the package."""
        shelf = Shelf(self.options, name, self.now)
        shelf.import_package(package, self.by_place, with_scheduling=with_scheduling)
        return shelf

    def in_order(self, agenda, end):
        """Yield what is to be done before a time, each at a second of its own, and set `now`; more may be added."""
        heapq.heapify(agenda)
        while agenda and agenda[0][0] < end:
            at, *rest = heapq.heappop(agenda)
            if at > self.now:
                self.now = at
                yield rest
            else:
                heapq.heappush(agenda, (self.learner.settle(self.now + 1), *rest))

    # In the terminal and in Anki

    def study(self):
        chosen = self.chance.sample(self.names, STUDIED + 1)
        self.leeches, late, (forgotten, begun_again) = (
            chosen[:3],
            chosen[3:8],
            chosen[8:10],
        )
        self.untouched = [name for name in self.names if name not in chosen]
        days = {
            name: 1 if name in self.leeches else self.chance.randint(1, DAYS // 2)
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
            (self.at(DAYS * 2 // 3, 15), "half", ""),
        ]
        for what, name in self.in_order(agenda, self.at(DAYS, 23, 30)):
            if what == "half":
                self.found["half"] = self.own.views(self.deck)
                self.package("half", self.own)
            elif what == "forget":
                self.own.add("forget", name, self.now)
                self.studied.forget(name, self.now, reset_counts=True)
            elif name != forgotten or self.now < self.at(DAYS - 1, 4):
                self.answer(name)
                heapq.heappush(
                    agenda,
                    (
                        self.learner.next_review(self.now, self.studied.held[name]),
                        what,
                        name,
                    ),
                )
        self.last_evening(late)
        self.found |= {"leeches": self.leeches, "forgotten": forgotten}

    def answer(self, name):
        """Answer a card on both sides, now and then after a slip that is taken back, or after cramming it."""
        rating, whim = self.learner.rate(), self.chance.random()
        if name in self.leeches:
            rating = 1 if self.studied.view(name)["type"] == REVIEW else 3
        if whim < 0.04:
            self.slip(name, 5 - rating)
        elif whim < 0.08:
            self.own.review(name, self.now, rating, "cram")
            self.now += 1
        self.rate(name, rating)

    def rate(self, name, rating):
        self.own.review(name, self.now, rating)
        self.studied.answer(name, self.now, rating)

    def slip(self, name, rating):
        held = self.studied.held[name]
        wrong = self.own.review(name, self.now, rating)
        self.studied.answer(name, self.now, rating)
        self.studied.col.undo()
        self.studied.held[name] = held
        self.own.add("undo", name, self.now + 1, target=wrong)
        self.now += 2

    def last_evening(self, late):
        """Leave cards in all their steps, suspended and buried ones among them."""
        reviewed = [
            name
            for name, card in self.studied.views().items()
            if card["type"] == REVIEW
        ]
        reviewed = [name for name in reviewed if name not in self.leeches]
        self.now = self.at(DAYS, 23, 40)
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

    def to_anki(self):
        package = self.package("progress", self.own)
        self.carried = self.shelf("carried", package)
        without = self.shelf("without", package, with_scheduling=False)
        half = self.shelf("half", folder() / "half.apkg")
        self.found |= {
            "entries": [[entry.kind, entry.moment.ms, entry.answered and entry.answered.wait_seconds and entry.answered.wait_days]
                        for entry in self.own.log.entries()],
            "own": self.own.views(self.deck), "suspended": self.suspended, "buried": self.buried,
            "studied": self.studied.all(), "carried": self.carried.all(), "without": without.all(),
            "later": half.views(), "notes": self.studied.import_package(package, self.by_place, with_scheduling=True),
            "again": self.studied.all(),
            "checks": [shelf.check() for shelf in (self.studied, self.carried, without, half)],
        }  # fmt: skip

    def with_fuzz(self):
        """Study with our fuzz, of which Anki knows nothing, up to some minutes before the day ends."""
        own = Own("fuzzed", Schedule(), self.zone)
        *chosen, suspended, buried, plain = self.chance.sample(self.names, 43)
        agenda = [
            (self.moment(self.chance.randint(1, DAYS // 2)), name) for name in chosen
        ]
        self.now, moved = self.at(0, 12), 0
        for (name,) in self.in_order(agenda, self.at(DAYS, 23, 40)):
            rating, before = self.learner.rate(), own.progress(name)
            own.review(name, self.now, rating)
            plainly = (
                Schedule(fuzz=False)
                .choices(name, before, own.moment(self.now))[rating - 1]
                .given
            )
            progress = own.progress(name)
            moved += plainly.interval != progress.interval_days
            day = progress.due_day and date_of(progress.due_day)
            heapq.heappush(
                agenda,
                (
                    self.learner.moment(day)
                    if day
                    else self.learner.settle(progress.due_seconds),
                    name,
                ),
            )
        self.now = self.at(DAYS + 1, 3, 55)
        for name in (suspended, buried, plain):
            own.review(name, self.now, 3)
        own.add("suspend", suspended, self.now + 1)
        own.add("bury", buried, self.now + 1)
        self.now += 2 * MINUTE
        there = self.shelf("fuzzed", self.package("fuzzed", own))
        self.found["fuzzed"] = {
            "own": own.views(self.deck), "there": there.views(), "moved": moved, "over four": [suspended, buried, plain],
        }  # fmt: skip

    def next_morning(self):
        """Import on the next day what was written today, and let all that was put aside come back."""
        self.now = self.at(DAYS + 1, 4, 30)
        morning = self.shelf("morning", folder() / "progress.apkg")
        self.found["morning"] = {}
        for name, shelf in (("studied", self.studied), ("carried", morning)):
            shelf.follow_offset()
            shelf.col.sched.deck_due_tree()
            shelf.col.sched.unsuspend_cards(
                [shelf.cards[each].id for each in self.suspended]
            )
            self.found["morning"][name] = {
                "cards": shelf.views(),
                "offers": shelf.offers(),
            }

    # And back

    def go_on_in_anki(self):
        """Study on in Anki alone, with cards forgotten, one moved by hand, and some crammed."""
        held = self.carried.views()
        soon = (self.options.start + timedelta(days=DAYS + 7)).isoformat()
        in_review = [
            name
            for name, card in held.items()
            if card["queue"] == REVIEW and card["due"] > soon
        ]
        forgotten, with_counts, moved, crammed, early = self.chance.sample(in_review, 5)
        aside = {*self.suspended, with_counts, moved}
        agenda = [
            (self.next_due(card), "answer", name)
            for name, card in held.items()
            if card["type"]
        ]
        agenda = [each for each in agenda if each[-1] not in aside]
        agenda += [
            (self.moment(DAYS + 1 + place), "answer", name)
            for place, name in enumerate(self.untouched[10:15])
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
        for what, name in self.in_order(agenda, end):
            if what == "answer":
                self.carried.answer(name, self.now, self.learner.rate())
                heapq.heappush(
                    agenda,
                    (
                        self.learner.next_review(self.now, self.carried.held[name]),
                        what,
                        name,
                    ),
                )
            elif what == "by hand":
                self.carried.set_clock(self.now)
                self.carried.col.sched.set_due_date([self.carried.cards[name].id], "5")
            elif what in ("cram", "early"):
                self.carried.cram(name, self.now, reschedule=what == "early")
            else:
                self.carried.forget(name, self.now, reset_counts=what == "forget")
        self.now = end
        self.carried.set_clock(end)
        self.found["gone on"] = self.carried.all() | {
            "moved": moved,
            "with counts": with_counts,
        }

    def next_due(self, card):
        if isinstance(card["due"], str):
            tomorrow = self.options.start + timedelta(days=DAYS + 1)
            return self.learner.moment(max(date.fromisoformat(card["due"]), tomorrow))
        return self.learner.settle(card["due"])

    def back(self):
        """Bring it home in every form, into the log it came from and into an empty one."""
        self.found["back"] = {}
        for form in FORMS:
            export = self.carried.export(form)
            own, empty = (
                Own(f"{kind} {form}", self.schedule, self.zone)
                for kind in ("own", "empty")
            )
            own.log.merge(self.own.log.entries())
            self.found["back"][form] = {
                "own": self.bring(export, own, self.fuzzing), "empty": self.bring(export, empty, self.fuzzing)
            }  # fmt: skip
        self.found["with default steps"] = self.bring(
            export, Own("steps", Schedule(), self.zone), Schedule()
        )
        self.alternate(own)

    def bring(self, export, own, schedule):
        """Carry an export into a log, twice, as the command line does."""
        arrival, before = schedule_arrival(schedule), own.ids()
        counts = []
        for _ in range(2):
            carried = import_reviews(export, self.deck, own.log, arrival)
            counts.append([carried.added, carried.known, carried.cards])
        lost, more = len(before - own.ids()), len(own.ids() - before)
        return {
            "counts": counts, "skipped": dict(carried.skipped), "cards": own.views(self.deck), "lost": lost, "more": more,
        }  # fmt: skip

    def alternate(self, own):
        """Review some cards here, some there, two on both sides; bring it home, and hand it all over once more."""
        names = self.chance.sample(
            [
                name
                for name, card in self.carried.views().items()
                if card["type"] == REVIEW
            ],
            22,
        )
        sides = [("here", name) for name in names[:12]] + [
            ("there", name) for name in names[10:]
        ]
        sides += [("here", name) for name in names[:5]]
        written = {"here": [], "there": []}
        for side, name in sides:
            self.now += 11
            written[side].append(self.now * 1000)
            if side == "here":
                own.review(name, self.now, self.learner.rate())
            else:
                self.carried.answer(name, self.now, self.learner.rate())
        brought = self.bring(self.carried.export("alternate.apkg"), own, self.fuzzing)
        self.now += MINUTE
        merged = self.shelf("merged", self.package("merged", own))
        self.found["alternate"] = brought | {
            "written": written, "there": merged.views(), "log": merged.log(), "log of anki": self.carried.log(),
            "check": merged.check(),
        }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
