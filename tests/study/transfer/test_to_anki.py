"""Progress as Anki stores it: queues, due days, rows of the log.

tests/real/test_carry.py gives such progress to the real Anki.
"""

import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace

import pytest

from liverdeck.anki.notes import guid_and_ordinal_of
from liverdeck.anki.progress import LoggedReview, ScheduledCard
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import card_name, cards_of
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import build_package
from liverdeck.study.scheduling.card_progress import Answered
from liverdeck.study.scheduling.moments import Moment, date_of
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.transfer.to_anki import progress_for_anki
from tests.study.conftest import (
    AGAIN_STEP,
    DAY_MINUTES,
    GOOD_DAYS,
    GOOD_STEP,
    MINUTE_MS,
    START_MS,
    TODAY,
    new_entry,
    undo_of,
)

FACTS = """\
  - id: rate
    from: pump
    ask: How fast?
    answer: 70 /min
    reverse: {ask: What is 70 /min?, answer: the pulse}
  - id: flow
    from: pump
    say: 'Blood enters the {{c1::atrium}} through {{c4::veins}}.'
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid]}
  - {id: gone, from: rooms, ask: Which one?, answer: none, retired: too easy}
"""
NOW = Moment(START_MS)
SECOND = START_MS // 1000
MEMORY_AFTER_GOOD = {
    "stability": 2.3065,
    "difficulty": 2.118,
    "last_review_seconds": SECOND,
}
"""The memory of a card that was new at the start and rated good, by default weights."""
NEW, LEARNING, REVIEW, RELEARNING = range(4)
"""Types of cards in Anki."""
NEW_QUEUE, STEP_QUEUE, REVIEW_QUEUE, DAY_STEP_QUEUE = range(4)
"""Queues of cards in Anki."""
SUSPENDED, BURIED = -1, -3
"""Queues of cards that are put off."""
STEP_PAST_FOUR = Answered(3, 1, 600, 1, 0)
"""A step that ends on the next day."""


@pytest.fixture
def deck(write_deck):
    return load_deck(write_deck(FACTS)).deck


@pytest.fixture
def guids_and_ordinals(deck):
    """Return the GUID and the ordinal of every card in Anki, by its name in the log."""
    return {
        card_name(deck.id, card): guid_and_ordinal_of(deck.id, card)
        for fact in deck.active_facts
        for card in cards_of(fact)
    }


@pytest.fixture
def transfer(deck, log, guids_and_ordinals):
    """Return a function that adds entries to the log and returns the progress for Anki.

    It returns Anki's cards by their names in the log, Anki's log as rows with the names
    of their cards, and the progress with both.
    """
    names = {
        guid_and_ordinal: name for name, guid_and_ordinal in guids_and_ordinals.items()
    }

    def add_and_transfer(*entries, now=NOW, schedule=None):
        for entry in entries:
            log.add(entry, log.state_of(entry.card))
        progress = progress_for_anki(deck, log, schedule or Schedule(), now)
        cards = {names[card.guid, card.ordinal]: card for card in progress.cards}
        assert len(cards) == len(progress.cards)
        rows = [(names[row.guid, row.ordinal], row) for row in progress.reviews]
        return cards, rows, progress

    return add_and_transfer


def days_later(days):
    return Moment(START_MS + days * DAY_MINUTES * MINUTE_MS)


# Cards


@pytest.mark.parametrize(
    ("interval", "days", "due"),
    [
        (4, 0, 4004),
        (4, 1, 4003),
        (4, 4, 4000),
        (4, 734, 3270),  # overdue by two years
        (4, 5004, -1000),  # overdue by more than the age of Anki's collection
        (36_500, 0, 40_500),
    ],
)
def test_a_review_is_due_on_a_day_counted_from_4000(
    transfer, guids_and_ordinals, interval, days, due
):
    entry = new_entry("a", answered=Answered(3, interval, None, 0, interval))
    cards, _, _ = transfer(entry, now=days_later(days))
    guid, ordinal = guids_and_ordinals["heart/rate"]
    expected = ScheduledCard(
        guid,
        ordinal,
        type=REVIEW,
        queue=REVIEW_QUEUE,
        due=due,
        interval_days=interval,
        remaining_steps=0,
        reps=1,
        lapses=0,
        **MEMORY_AFTER_GOOD,
    )
    assert cards == {"heart/rate": expected}


def test_a_step_is_due_at_a_second(transfer, guids_and_ordinals):
    cards, _, _ = transfer(new_entry("a", card="heart/flow/c4", answered=GOOD_STEP))
    guid, ordinal = guids_and_ordinals["heart/flow/c4"]
    assert ordinal == 3
    expected = ScheduledCard(
        guid,
        ordinal,
        type=LEARNING,
        queue=STEP_QUEUE,
        due=SECOND + 600,
        interval_days=0,
        remaining_steps=1,
        reps=1,
        lapses=0,
        **MEMORY_AFTER_GOOD,
    )
    assert cards == {"heart/flow/c4": expected}


def test_a_lapse_keeps_the_interval_that_follows(transfer):
    lapse = Answered(1, None, 600, 1, 2)
    cards, _, _ = transfer(
        new_entry("a"),
        new_entry("b", minute=4 * DAY_MINUTES, answered=lapse),
        now=days_later(4),
    )
    card = cards["heart/rate"]
    assert (card.type, card.queue) == (RELEARNING, STEP_QUEUE)
    assert card.due == SECOND + 4 * 86_400 + 600
    assert (card.interval_days, card.remaining_steps) == (2, 1)
    assert (card.reps, card.lapses) == (2, 1)


@pytest.mark.parametrize(
    ("minutes", "due"), [(0, 4001), (4, 4001), (5, 4000), (2 * DAY_MINUTES, 3999)]
)
def test_a_step_past_four_in_the_morning_is_due_on_a_day(transfer, minutes, due):
    at_five_to_four = 19 * 60 + 55
    entry = new_entry("a", minute=at_five_to_four, answered=STEP_PAST_FOUR)
    cards, _, _ = transfer(
        entry, now=Moment(START_MS + (at_five_to_four + minutes) * MINUTE_MS)
    )
    card = cards["heart/rate"]
    assert (card.type, card.queue, card.due) == (LEARNING, DAY_STEP_QUEUE, due)
    assert card.remaining_steps == 1


@pytest.mark.parametrize("offset", [0, 540, -420, 345])
@pytest.mark.parametrize(("kind", "queue"), [("suspend", SUSPENDED), ("bury", BURIED)])
def test_a_card_put_off_in_a_long_step_is_due_when_its_day_begins(
    transfer, kind, queue, offset
):
    """Anki's import does not convert the day on which such a card is due.

    So a card with a day instead of a time would come back in 11 years.
    """
    entries = [new_entry("a", answered=STEP_PAST_FOUR), new_entry("b", kind, minute=1)]
    now = Moment(START_MS + 2 * MINUTE_MS, offset)
    cards, _, _ = transfer(
        *(replace(entry, moment=Moment(entry.moment.ms, offset)) for entry in entries),
        now=now,
    )
    card = cards["heart/rate"]
    assert (card.type, card.queue) == (LEARNING, queue)
    assert (card.due + offset * 60) % 86_400 == 4 * 3600
    assert Moment(card.due * 1000, offset).day == now.day + 1
    assert Moment(card.due * 1000 - 1, offset).day == now.day


def test_any_other_card_put_off_is_due_as_before(transfer):
    cards, _, _ = transfer(
        new_entry("a"),
        new_entry("b", "suspend", minute=1),
        new_entry("c", card="heart/valves", answered=GOOD_STEP),
        new_entry("d", "bury", card="heart/valves", minute=1),
    )
    rate, valves = cards["heart/rate"], cards["heart/valves"]
    assert (rate.queue, rate.due) == (SUSPENDED, 4004)
    assert (valves.queue, valves.due) == (BURIED, SECOND + 600)


def test_a_card_is_buried_for_a_day_and_suspended_until_resumed(transfer):
    cards, _, _ = transfer(
        new_entry("a"), new_entry("b", "bury", minute=1), now=days_later(1)
    )
    assert (cards["heart/rate"].queue, cards["heart/rate"].due) == (REVIEW_QUEUE, 4003)
    cards, _, _ = transfer(
        new_entry("c", "suspend", minute=2 * DAY_MINUTES), now=days_later(3)
    )
    assert cards["heart/rate"].queue == SUSPENDED
    cards, _, _ = transfer(
        new_entry("d", "resume", minute=4 * DAY_MINUTES), now=days_later(4)
    )
    assert (cards["heart/rate"].queue, cards["heart/rate"].due) == (REVIEW_QUEUE, 4000)


@pytest.mark.parametrize(
    ("kind", "queue"), [("suspend", SUSPENDED), ("bury", BURIED), ("forget", NEW_QUEUE)]
)
def test_a_card_without_reviews_keeps_its_position_among_new_cards(
    transfer, guids_and_ordinals, kind, queue
):
    cards, rows, _ = transfer(new_entry("a", kind, card="heart/valves"))
    guid, ordinal = guids_and_ordinals["heart/valves"]
    expected = ScheduledCard(
        guid,
        ordinal,
        type=NEW,
        queue=queue,
        due=None,
        interval_days=0,
        remaining_steps=0,
        reps=0,
        lapses=0,
    )
    assert cards == {"heart/valves": expected}
    assert rows == []


def test_cards_that_are_not_in_the_deck_are_left_out(transfer):
    names = ["heart/gone", "heart/nowhere", "heart/flow/c2", "lung/rate", "heart2/rate"]
    cards, rows, _ = transfer(
        *(new_entry(name, card=name) for name in [*names, "heart/rate"])
    )
    assert list(cards) == ["heart/rate"]
    assert [name for name, _ in rows] == ["heart/rate"]


def test_an_empty_log_has_no_progress(transfer):
    cards, rows, progress = transfer(
        now=Moment(START_MS, -480), schedule=Schedule(retention=0.8)
    )
    assert (cards, rows) == ({}, [])
    start_of_day_0 = (TODAY - 1 - 4000) * 86_400 + (4 + 8) * 3600
    assert progress.created_seconds == start_of_day_0
    assert (progress.rollover_hour, progress.offset_minutes) == (4, -480)
    assert (progress.retention, progress.decay) == (0.8, 0.1542)


# The log


def test_every_answer_is_a_row(transfer, guids_and_ordinals):
    again = Answered(1, None, 600, 1, 2)
    hard = Answered(2, None, 900, 1, 2)
    easy = Answered(4, 9, None, 0, 9)
    entries = [
        new_entry("a", answered=AGAIN_STEP, duration_ms=4100),
        new_entry("b", minute=1, answered=GOOD_STEP, duration_ms=60_000),
        new_entry("c", minute=11, answered=GOOD_DAYS),
        new_entry("d", minute=4 * DAY_MINUTES, answered=again, duration_ms=0),
        new_entry("e", minute=4 * DAY_MINUTES + 10, answered=hard, duration_ms=1),
        new_entry("f", minute=4 * DAY_MINUTES + 25, answered=easy, duration_ms=2),
    ]
    _, rows, _ = transfer(*entries, now=days_later(5))
    assert {name for name, _ in rows} == {"heart/rate"}
    assert [row.time_ms for _, row in rows] == [entry.moment.ms for entry in entries]
    assert {(row.guid, row.ordinal) for _, row in rows} == {
        guids_and_ordinals["heart/rate"]
    }
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
def test_the_factor_is_the_difficulty_from_100_to_1100(transfer, ratings, factor):
    entries = [
        new_entry(
            f"{minute:02}", minute=minute, answered=Answered(rating, None, 60, 2, 0)
        )
        for minute, rating in enumerate(ratings)
    ]
    _, rows, _ = transfer(*entries)
    assert rows[-1][1].factor == factor


def test_a_step_past_four_in_the_morning_is_a_row_in_days(transfer):
    _, rows, _ = transfer(
        new_entry("a", answered=STEP_PAST_FOUR), new_entry("b", minute=DAY_MINUTES)
    )
    assert [(row.interval, row.last_interval) for _, row in rows] == [(1, 0), (4, 1)]


def test_crammed_and_undone_answers_are_left_out(transfer):
    cards, rows, _ = transfer(
        new_entry("a"),
        new_entry("b", "cram", minute=1, answered=Answered(1, None, None)),
        new_entry("c", minute=2, answered=AGAIN_STEP),
        undo_of("u", "c", minute=3),
    )
    assert [row.time_ms for _, row in rows] == [START_MS]
    assert cards["heart/rate"].reps == 1


def test_answers_from_before_a_forget_are_left_out(transfer):
    cards, rows, _ = transfer(
        new_entry("a"),
        new_entry("b", minute=4 * DAY_MINUTES),
        new_entry("c", "forget", minute=5 * DAY_MINUTES),
    )
    assert rows == []
    card = cards["heart/rate"]
    assert (card.type, card.queue, card.reps) == (NEW, NEW_QUEUE, 0)
    cards, rows, _ = transfer(
        new_entry("d", minute=6 * DAY_MINUTES, answered=GOOD_STEP), now=days_later(6)
    )
    assert [(row.time_ms, row.last_interval, row.type) for _, row in rows] == [
        (START_MS + 6 * DAY_MINUTES * MINUTE_MS, 0, 0)
    ]
    assert (cards["heart/rate"].type, cards["heart/rate"].reps) == (LEARNING, 1)


def test_intervals_do_not_change_with_the_options(transfer):
    entries = [
        new_entry("a", answered=Answered(3, 77, None, 0, 77)),
        new_entry("b", minute=77 * DAY_MINUTES, answered=Answered(1, None, 3600, 3, 5)),
    ]
    cards, rows, _ = transfer(
        *entries,
        now=days_later(77),
        schedule=Schedule(retention=0.95, relearning_seconds=(60,)),
    )
    assert [row.interval for _, row in rows] == [77, -3600]
    card = cards["heart/rate"]
    assert card.due == SECOND + 77 * 86_400 + 3600
    assert (card.interval_days, card.remaining_steps) == (5, 3)


def test_answers_of_the_same_millisecond_get_different_times(
    transfer, guids_and_ordinals
):
    """Anki identifies a review by its time.

    So the second of three answers at once gets the next millisecond, and the fourth
    answer of this test was given in just this millisecond.
    """
    together = sorted(
        ["heart/rate", "heart/flow/c1", "heart/valves"], key=guids_and_ordinals.get
    )
    after = replace(
        new_entry("z", card="heart/rate/reverse"), moment=Moment(START_MS + 1)
    )
    _, rows, progress = transfer(
        *(new_entry(name, card=name) for name in together), after
    )
    assert [(name, row.time_ms - START_MS) for name, row in rows] == [
        (together[0], 0),
        (together[1], 1),
        (together[2], 2),
        ("heart/rate/reverse", 3),
    ]
    _, _, progress_again = transfer()
    assert progress_again == progress


def test_rows_are_sorted_by_time_and_cards_by_teaching_order(
    transfer, guids_and_ordinals
):
    in_teaching_order = list(guids_and_ordinals)
    names = in_teaching_order[::-1]
    cards, rows, _ = transfer(
        *(
            new_entry(name, card=name, minute=minute)
            for minute, name in enumerate(names)
        )
    )
    assert [name for name, _ in rows] == names
    assert list(cards) == in_teaching_order


# In a package


@pytest.fixture
def packed(deck, transfer, tmp_path):
    """Return a function that writes a package with the progress after some entries.

    The function returns the rows of a query on the package's database.
    """

    def pack(query, *entries, now=NOW):
        path = tmp_path / "mine.apkg"
        _, _, progress = transfer(*entries, now=now)
        build_package(
            deck, Ledger(deck.id), path, now_seconds=1_600_000_000, progress=progress
        )
        database = tmp_path / "collection.anki2"
        database.write_bytes(zipfile.ZipFile(path).read(database.name))
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(query).fetchall()

    return pack


@pytest.mark.parametrize("offset", [0, 540, -420, 345, -720])
def test_the_collection_was_made_4000_days_ago_at_four_in_the_morning(packed, offset):
    now = Moment(START_MS, offset)
    ((created, text),) = packed("SELECT crt, conf FROM col", now=now)
    conf = json.loads(text)
    assert (created + offset * 60) % 86_400 == 4 * 3600
    assert Moment(created * 1000, offset).day == now.day - 4000
    assert (conf["creationOffset"], conf["rollover"]) == (-offset, 4)
    assert (conf["schedVer"], conf["sched2021"]) == (2, True)
    date = "2012-12-02" if offset > -240 else "2012-12-01"
    assert str(date_of(now.day - 4000)) == date


def test_the_package_has_the_card_with_its_schedule(packed):
    query = (
        "SELECT c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.left,"
        " c.data FROM cards c JOIN notes n ON n.id = c.nid"
        " WHERE n.flds LIKE 'heart/flow\x1f%' ORDER BY c.ord"
    )
    rows = packed(
        query,
        new_entry("a", card="heart/flow/c4"),
        new_entry("b", "suspend", card="heart/flow/c4", minute=1),
    )
    assert rows[0] == (NEW, 0, 2, 0, 0, 0, 0, 0, "")
    assert rows[1][:-1] == (REVIEW, SUSPENDED, 4004, 4, 2500, 1, 0, 0)
    data = {
        "pos": 2,
        "s": 2.3065,
        "d": 2.118,
        "dr": 0.9,
        "decay": 0.1542,
        "lrt": SECOND,
    }
    assert json.loads(rows[1][-1]) == data


def test_a_suspended_new_card_keeps_its_position_in_the_package(packed):
    query = "SELECT type, queue, due, factor, data FROM cards WHERE queue <> 0"
    assert packed(query, new_entry("a", "suspend", card="heart/valves")) == [
        (NEW, SUSPENDED, 3, 0, "{}")
    ]


def test_the_package_has_the_rows_of_the_log(packed, transfer):
    query = (
        "SELECT r.id, n.guid, c.ord, r.usn, ease, r.ivl, lastIvl, r.factor, time,"
        " r.type FROM revlog r JOIN cards c ON c.id = r.cid"
        " JOIN notes n ON n.id = c.nid"
    )
    (row,) = packed(query, new_entry("a", card="heart/rate/reverse", duration_ms=4100))
    _, ((_, logged),), _ = transfer()
    assert logged == LoggedReview(
        logged.guid,
        ordinal=1,
        time_ms=START_MS,
        rating=3,
        interval=4,
        last_interval=0,
        factor=224,
        duration_ms=4100,
        type=0,
    )
    assert row == (START_MS, logged.guid, 1, -1, 3, 4, 0, 224, 4100, 0)
