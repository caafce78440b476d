"""Progress in Anki's terms: queues, due days, rows of the log. What Anki makes of it: tests/real/test_carry.py."""

import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace

import pytest

from liverdeck.anki.notes import place_of
from liverdeck.anki.progress import LoggedReview, ScheduledCard
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import build_package
from liverdeck.study.reviewlog.entries import card_name
from liverdeck.study.scheduling.moments import Moment, date_of
from liverdeck.study.scheduling.schedule import Answered, Schedule
from liverdeck.study.transfer.to_anki import progress_for_anki
from tests.study.conftest import (
    AGAIN_STEP,
    DAY,
    GOOD_DAYS,
    GOOD_STEP,
    MINUTE,
    START,
    TODAY,
    made,
    undo_of,
)

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min, reverse: {ask: What is 70 /min?, answer: the pulse}}
  - {id: flow, from: pump, say: 'Blood enters the {{c1::atrium}} through {{c4::veins}}.'}
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid]}
  - {id: gone, from: rooms, ask: Which one?, answer: none, retired: too easy}
"""
NOW = Moment(START)
SECOND = START // 1000
GOOD_AT_FIRST = (2.3065, 2.118)
"""Stability and difficulty of a new card rated good, by the default weights."""
NEW, LEARNING, REVIEW, RELEARNING = range(4)
SUSPENDED, BURIED, DAY_LEARNING = -1, -3, 3
TEN_MINUTES_PAST_FOUR = Answered(3, 1, 600, 1, 0)
"""A step that ends on the next day."""


@pytest.fixture
def deck(write_deck):
    return load_deck(write_deck(FACTS)).deck


@pytest.fixture
def places(deck):
    """Where Anki has each card, by its name in the log."""
    return {
        card_name(deck.id, card): place_of(deck.id, card)
        for fact in deck.active_facts
        for card in cards_of(fact)
    }


@pytest.fixture
def carried(deck, log, places):
    """Return a function that adds entries to the log and returns cards and rows by name, and the whole progress."""
    names = {place: name for name, place in places.items()}

    def carry(*entries, now=NOW, schedule=None):
        for entry in entries:
            log.add(entry, log.state_of(entry.card))
        progress = progress_for_anki(deck, log, schedule or Schedule(), now)
        cards = {names[card.guid, card.ordinal]: card for card in progress.cards}
        assert len(cards) == len(progress.cards)
        return (
            cards,
            [(names[row.guid, row.ordinal], row) for row in progress.reviews],
            progress,
        )

    return carry


def days_later(days):
    return Moment(START + days * DAY * MINUTE)


# Cards


@pytest.mark.parametrize(
    ("given", "now", "due"),
    [
        (4, 0, 4004),
        (4, 1, 4003),
        (4, 4, 4000),
        (4, 734, 3270),  # overdue by two years
        (4, 5004, -1000),  # by more than Anki's collections are old
        (36_500, 0, 40_500),
    ],
)
def test_a_review_is_due_on_a_day_counted_from_4000(carried, places, given, now, due):
    cards, _, _ = carried(
        made("a", answered=Answered(3, given, None, 0, given)), now=days_later(now)
    )
    expected = ScheduledCard(
        *places["heart/rate"], REVIEW, 2, due, given, 0, 1, 0, *GOOD_AT_FIRST, SECOND
    )
    assert cards == {"heart/rate": expected}


def test_a_step_is_due_at_a_second(carried, places):
    cards, _, _ = carried(made("a", card="heart/flow/c4", answered=GOOD_STEP))
    place = places["heart/flow/c4"]
    assert place[1] == 3
    expected = ScheduledCard(
        *place, LEARNING, 1, SECOND + 600, 0, 1, 1, 0, *GOOD_AT_FIRST, SECOND
    )
    assert cards == {"heart/flow/c4": expected}


def test_a_lapse_keeps_the_interval_that_follows(carried):
    lapse = Answered(1, None, 600, 1, 2)
    cards, _, _ = carried(
        made("a"), made("b", minute=4 * DAY, answered=lapse), now=days_later(4)
    )
    card = cards["heart/rate"]
    assert (card.type, card.queue, card.due) == (
        RELEARNING,
        1,
        SECOND + 4 * 86_400 + 600,
    )
    assert (card.interval_days, card.remaining_steps, card.reps, card.lapses) == (
        2,
        1,
        2,
        1,
    )


@pytest.mark.parametrize(
    ("now", "due"), [(0, 4001), (4, 4001), (5, 4000), (2 * DAY, 3999)]
)
def test_a_step_past_four_in_the_morning_is_due_on_a_day(carried, now, due):
    at_five_to_four = 19 * 60 + 55
    entry = made("a", minute=at_five_to_four, answered=TEN_MINUTES_PAST_FOUR)
    cards, _, _ = carried(entry, now=Moment(START + (at_five_to_four + now) * MINUTE))
    card = cards["heart/rate"]
    assert (card.type, card.queue, card.due, card.remaining_steps) == (
        LEARNING,
        DAY_LEARNING,
        due,
        1,
    )


@pytest.mark.parametrize("offset", [0, 540, -420, 345])
@pytest.mark.parametrize(("kind", "queue"), [("suspend", SUSPENDED), ("bury", BURIED)])
def test_put_aside_in_a_step_by_day_it_is_due_when_that_day_begins(
    carried, kind, queue, offset
):
    """Anki's import moves no day of such a card to the learner's own collection: it would come back in 11 years."""
    entries = [made("a", answered=TEN_MINUTES_PAST_FOUR), made("b", kind, minute=1)]
    now = Moment(START + 2 * MINUTE, offset)
    cards, _, _ = carried(
        *(replace(entry, moment=Moment(entry.moment.ms, offset)) for entry in entries),
        now=now,
    )
    card = cards["heart/rate"]
    assert (card.type, card.queue) == (LEARNING, queue)
    assert (card.due + offset * 60) % 86_400 == 4 * 3600
    assert Moment(card.due * 1000, offset).day == now.day + 1
    assert Moment(card.due * 1000 - 1, offset).day == now.day


def test_put_aside_in_any_other_state_it_is_due_as_before(carried):
    cards, _, _ = carried(
        made("a"),
        made("b", "suspend", minute=1),
        made("c", card="heart/valves", answered=GOOD_STEP),
        made("d", "bury", card="heart/valves", minute=1),
    )
    assert (cards["heart/rate"].queue, cards["heart/rate"].due) == (SUSPENDED, 4004)
    assert (cards["heart/valves"].queue, cards["heart/valves"].due) == (
        BURIED,
        SECOND + 600,
    )


def test_buried_lasts_until_the_next_day_and_suspended_until_resumed(carried):
    cards, _, _ = carried(made("a"), made("b", "bury", minute=1), now=days_later(1))
    assert (cards["heart/rate"].queue, cards["heart/rate"].due) == (2, 4003)
    cards, _, _ = carried(made("c", "suspend", minute=2 * DAY), now=days_later(3))
    assert cards["heart/rate"].queue == SUSPENDED
    cards, _, _ = carried(made("d", "resume", minute=4 * DAY), now=days_later(4))
    assert (cards["heart/rate"].queue, cards["heart/rate"].due) == (2, 4000)


@pytest.mark.parametrize(
    ("kind", "queue"), [("suspend", SUSPENDED), ("bury", BURIED), ("forget", 0)]
)
def test_a_card_without_reviews_keeps_its_place_among_the_new(
    carried, places, kind, queue
):
    cards, rows, _ = carried(made("a", kind, card="heart/valves"))
    assert cards == {
        "heart/valves": ScheduledCard(
            *places["heart/valves"], NEW, queue, None, 0, 0, 0, 0
        )
    }
    assert rows == []


def test_cards_that_the_deck_does_not_teach_stay_behind(carried):
    names = ["heart/gone", "heart/nowhere", "heart/flow/c2", "lung/rate", "heart2/rate"]
    cards, rows, _ = carried(
        *(made(name, card=name) for name in [*names, "heart/rate"])
    )
    assert list(cards) == ["heart/rate"]
    assert [name for name, _ in rows] == ["heart/rate"]


def test_an_empty_log_has_no_progress(carried):
    cards, rows, progress = carried(
        now=Moment(START, -480), schedule=Schedule(retention=0.8)
    )
    assert (cards, rows) == ({}, [])
    assert (
        progress.day,
        progress.offset_minutes,
        progress.retention,
        progress.decay,
    ) == (
        TODAY - 1,
        -480,
        0.8,
        0.1542,
    )


# The log


def test_every_answer_is_a_row(carried, places):
    again, hard, easy = (
        Answered(1, None, 600, 1, 2),
        Answered(2, None, 900, 1, 2),
        Answered(4, 9, None, 0, 9),
    )
    entries = [
        made("a", answered=AGAIN_STEP, duration_ms=4100),
        made("b", minute=1, answered=GOOD_STEP, duration_ms=60_000),
        made("c", minute=11, answered=GOOD_DAYS),
        made("d", minute=4 * DAY, answered=again, duration_ms=0),
        made("e", minute=4 * DAY + 10, answered=hard, duration_ms=1),
        made("f", minute=4 * DAY + 25, answered=easy, duration_ms=2),
    ]
    _, rows, _ = carried(*entries, now=days_later(5))
    assert {name for name, _ in rows} == {"heart/rate"}
    assert [row.time_ms for _, row in rows] == [entry.moment.ms for entry in entries]
    assert {(row.guid, row.ordinal) for _, row in rows} == {places["heart/rate"]}
    assert [
        (row.rating, row.interval, row.last_interval, row.duration_ms, row.type)
        for _, row in rows
    ] == [
        (1, -60, 0, 4100, 0),
        (3, -600, -60, 60_000, 0),
        (3, 4, -600, 0, 0),
        (1, -600, 4, 0, 1),
        (2, -900, -600, 1, 2),
        (4, 9, -900, 2, 2),
    ]
    # By py-fsrs the difficulties are 6.4133, 6.4021, 6.3909, 8.7990, 9.1879, 8.9018.
    assert [row.factor for _, row in rows] == [701, 700, 699, 967, 1010, 978]


@pytest.mark.parametrize(("ratings", "factor"), [((4,) * 12, 100), ((1,) * 12, 1098)])
def test_the_factor_is_the_difficulty_from_100_to_1100(carried, ratings, factor):
    given = [Answered(rating, None, 60, 2, 0) for rating in ratings]
    _, rows, _ = carried(
        *(made(f"{n:02}", minute=n, answered=each) for n, each in enumerate(given))
    )
    assert rows[-1][1].factor == factor


def test_a_step_past_four_in_the_morning_is_a_row_in_days(carried):
    _, rows, _ = carried(
        made("a", answered=TEN_MINUTES_PAST_FOUR), made("b", minute=DAY)
    )
    assert [(row.interval, row.last_interval) for _, row in rows] == [(1, 0), (4, 1)]


def test_what_was_crammed_or_taken_back_stays_behind(carried):
    cards, rows, _ = carried(
        made("a"),
        made("b", "cram", minute=1, answered=Answered(1, None, None)),
        made("c", minute=2, answered=AGAIN_STEP),
        undo_of("u", "c", minute=3),
    )
    assert [row.time_ms for _, row in rows] == [START]
    assert cards["heart/rate"].reps == 1


def test_what_was_before_a_card_was_forgotten_stays_behind(carried):
    cards, rows, _ = carried(
        made("a"), made("b", minute=4 * DAY), made("c", "forget", minute=5 * DAY)
    )
    assert rows == []
    assert (
        cards["heart/rate"].type,
        cards["heart/rate"].queue,
        cards["heart/rate"].reps,
    ) == (NEW, 0, 0)
    cards, rows, _ = carried(
        made("d", minute=6 * DAY, answered=GOOD_STEP), now=days_later(6)
    )
    assert [(row.time_ms, row.last_interval, row.type) for _, row in rows] == [
        (START + 6 * DAY * MINUTE, 0, 0)
    ]
    assert (cards["heart/rate"].type, cards["heart/rate"].reps) == (LEARNING, 1)


def test_the_interval_that_was_given_stays_whatever_the_options_are_today(carried):
    entries = [
        made("a", answered=Answered(3, 77, None, 0, 77)),
        made("b", minute=77 * DAY, answered=Answered(1, None, 3600, 3, 5)),
    ]
    cards, rows, _ = carried(
        *entries,
        now=days_later(77),
        schedule=Schedule(retention=0.95, relearning_seconds=(60,)),
    )
    assert [row.interval for _, row in rows] == [77, -3600]
    card = cards["heart/rate"]
    assert (card.due, card.interval_days, card.remaining_steps) == (
        SECOND + 77 * 86_400 + 3600,
        5,
        3,
    )


def test_answers_of_the_same_millisecond_get_times_of_their_own(carried, places):
    """Anki knows a review by its time; the fourth here has the time that the second would need."""
    together = sorted(["heart/rate", "heart/flow/c1", "heart/valves"], key=places.get)
    after = replace(made("z", card="heart/rate/reverse"), moment=Moment(START + 1))
    _, rows, progress = carried(*(made(name, card=name) for name in together), after)
    assert [(name, row.time_ms - START) for name, row in rows] == [
        (together[0], 0),
        (together[1], 1),
        (together[2], 2),
        ("heart/rate/reverse", 3),
    ]
    again = carried()[2]
    assert again == progress


def test_rows_come_by_time_and_cards_in_teaching_order(carried, places):
    names = [*places][::-1]
    cards, rows, _ = carried(
        *(made(name, card=name, minute=minute) for minute, name in enumerate(names))
    )
    assert [name for name, _ in rows] == names
    assert list(cards) == names[::-1]


# In a package


@pytest.fixture
def packed(deck, carried, tmp_path):
    """Return a function that writes a package with the progress of these entries and answers one query of it."""

    def pack(query, *entries, now=NOW):
        path = tmp_path / "mine.apkg"
        _, _, progress = carried(*entries, now=now)
        assert (
            build_package(
                deck, Ledger(deck.id), path, now=1_600_000_000, progress=progress
            ).problems
            == ()
        )
        database = tmp_path / "collection.anki2"
        database.write_bytes(zipfile.ZipFile(path).read(database.name))
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(query).fetchall()

    return pack


@pytest.mark.parametrize("offset", [0, 540, -420, 345, -720])
def test_the_collection_was_made_4000_days_ago_at_four_in_the_morning(packed, offset):
    now = Moment(START, offset)
    ((created, text),) = packed("SELECT crt, conf FROM col", now=now)
    conf = json.loads(text)
    assert (created + offset * 60) % 86_400 == 4 * 3600
    assert Moment(created * 1000, offset).day == now.day - 4000
    assert (
        conf["creationOffset"],
        conf["rollover"],
        conf["schedVer"],
        conf["sched2021"],
    ) == (-offset, 4, 2, True)
    assert str(date_of(now.day - 4000)) == (
        "2012-12-02" if offset > -240 else "2012-12-01"
    )


def test_a_card_in_the_package(packed):
    query = (
        "SELECT c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.left, c.data FROM cards c"
        " JOIN notes n ON n.id = c.nid WHERE n.flds LIKE 'heart/flow\x1f%' ORDER BY c.ord"
    )
    rows = packed(
        query,
        made("a", card="heart/flow/c4"),
        made("b", "suspend", card="heart/flow/c4", minute=1),
    )
    assert rows[0] == (NEW, 0, 2, 0, 0, 0, 0, 0, "")
    assert rows[1][:-1] == (REVIEW, SUSPENDED, 4004, 4, 2500, 1, 0, 0)
    stored = {
        "pos": 2,
        "s": 2.3065,
        "d": 2.118,
        "dr": 0.9,
        "decay": 0.1542,
        "lrt": SECOND,
    }
    assert json.loads(rows[1][-1]) == stored


def test_a_new_card_that_is_suspended_keeps_its_place_in_the_package(packed):
    query = "SELECT type, queue, due, factor, data FROM cards WHERE queue <> 0"
    assert packed(query, made("a", "suspend", card="heart/valves")) == [
        (NEW, SUSPENDED, 3, 0, "{}")
    ]


def test_a_row_of_the_log_in_the_package(packed, carried):
    query = (
        "SELECT r.id, n.guid, c.ord, r.usn, ease, r.ivl, lastIvl, r.factor, time, r.type FROM revlog r"
        " JOIN cards c ON c.id = r.cid JOIN notes n ON n.id = c.nid"
    )
    (row,) = packed(query, made("a", card="heart/rate/reverse", duration_ms=4100))
    ((_, logged),) = carried()[1]
    assert logged == LoggedReview(logged.guid, 1, START, 3, 4, 0, 224, 4100, 0)
    assert row == (START, logged.guid, 1, -1, 3, 4, 0, 224, 4100, 0)
