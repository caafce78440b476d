"""Reviews made in Anki, brought into the log: exports made by hand. Real ones: tests/real/test_carry.py."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liverdeck.anki.exported import Export, ExportedReview
from liverdeck.anki.notes import place_of
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of
from liverdeck.study.reviewlog.entries import card_name
from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.reviewlog.storage import LogError
from liverdeck.study.scheduling.memory import Memory
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Answered, Progress, Schedule
from liverdeck.study.transfer.from_anki import (
    ImportContext,
    ImportedReviews,
    import_reviews,
)
from tests.study.conftest import (
    AGAIN_STEP,
    DAY,
    GOOD_DAYS,
    GOOD_STEP,
    MINUTE,
    START,
    TODAY,
    assert_index_is_right,
    fresh_path,
    ids_in,
    index_of,
    made,
    undo_of,
)

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min, reverse: {ask: What is 70 /min?, answer: the pulse}}
  - {id: flow, from: pump, say: 'Blood enters the {{c1::atrium}} through {{c4::veins}}.'}
  - {id: gone, from: rooms, ask: Which one?, answer: none, retired: too easy}
"""
SECOND = START // 1000
SCHEDULE = Schedule()
ARRIVAL = ImportContext(SCHEDULE, Moment, "test")
UNTAUGHT = "cards that this deck does not have (another deck's, or retired)"


@pytest.fixture
def deck(write_deck):
    return load_deck(write_deck(FACTS)).deck


@pytest.fixture
def place(deck):
    """Where Anki has each card, by its name in the log."""
    return {
        card_name(deck.id, card): place_of(deck.id, card)
        for fact in deck.active_facts
        for card in cards_of(fact)
    }


@pytest.fixture
def review(place):
    """Return a function that makes a row of Anki's log, so many minutes after the start; good by default."""

    def make(
        minute=0,
        rating=3,
        *,
        days=None,
        seconds=None,
        card="heart/rate",
        ms=0,
        kind="review",
        duration_ms=4100,
    ):
        if days is None and seconds is None:
            seconds = 600
        at = START + minute * MINUTE + ms
        return ExportedReview(
            *place[card], at, rating, days, seconds, duration_ms, kind
        )

    return make


@pytest.fixture
def reset(review):
    return lambda minute=0, **more: review(
        minute, 0, seconds=0, kind="reset", duration_ms=0, **more
    )


@pytest.fixture
def bring(deck, log):
    """Return a function that carries reviews into the log."""
    return lambda *reviews, into=log, skipped=(), arrival=ARRIVAL: import_reviews(
        export_of(*reviews, skipped=skipped), deck, into, arrival
    )


def export_of(*reviews, skipped=()):
    in_order = sorted(
        reviews, key=lambda each: (each.time_ms, each.note_guid, each.ordinal)
    )
    return Export(tuple(in_order), dict(skipped), {}, has_no_log=not reviews)


def add(log, *entries):
    for entry in entries:
        log.add(entry, log.state_of(entry.card))


def progress_of(log, card="heart/rate"):
    return log.state_of(card).progress


# What an answer becomes


def test_an_answer_becomes_an_entry(bring, log, review):
    assert bring(review(card="heart/flow/c4", duration_ms=61_000)) == ImportedReviews(
        1, 0, 1, {}
    )
    (entry,) = log.entries()
    # printf 'heart/flow/c4\n1700035200000\n3' | sha256sum
    assert entry.id == "anki-eeb3ff04ad31cddf39081172bbe"
    expected = made(
        entry.id,
        card="heart/flow/c4",
        answered=GOOD_STEP,
        duration_ms=61_000,
        origin="anki",
    )
    assert entry == expected


def test_answers_become_progress(bring, log, review):
    bring(review())
    assert progress_of(log) == Progress(
        "learning", Memory(2.3065, 2.118), 0, 1, None, SECOND + 600, SECOND, 1, 0
    )
    bring(review(10, days=2, card="heart/rate"), review())
    assert progress_of(log) == Progress(
        "review", Memory(2.3065, 2.111), 2, 0, TODAY + 2, None, SECOND + 600, 2, 0
    )
    bring(review(2 * DAY, 1, seconds=600))
    progress = progress_of(log)
    assert (
        progress.phase,
        progress.remaining_steps,
        progress.interval_days,
        progress.lapses,
    ) == (
        "relearning",
        1,
        1,
        1,
    )
    assert (progress.due_day, progress.due_seconds) == (None, SECOND + 2 * 86_400 + 600)
    bring(review(2 * DAY + 10, days=1))
    progress = progress_of(log)
    assert (
        progress.phase,
        progress.remaining_steps,
        progress.interval_days,
        progress.due_day,
    ) == (
        "review",
        0,
        1,
        TODAY + 3,
    )
    assert (progress.reviews, progress.lapses) == (4, 1)
    assert_index_is_right(log)


@pytest.mark.parametrize("days", [3, 5, 36_500])
def test_ankis_interval_stays_whatever_ours_would_be(bring, log, review, days):
    bring(review(), review(10, days=days))
    progress = progress_of(log)
    assert (progress.interval_days, progress.due_day) == (days, TODAY + days)
    assert (
        SCHEDULE.choices("heart/rate", None, Moment(START))[2].answered.wait_days
        is None
    )


def test_a_step_past_four_in_the_morning_stays_a_step(bring, log, review):
    """Anki logs it as one day, and a card that has done its steps as one day too: our rules tell which."""
    at_five_to_four = 19 * 60 + 55
    bring(review(at_five_to_four, days=1))
    entry = next(log.entries())
    assert entry.answered == Answered(3, 1, 600, 1, 0)
    progress = progress_of(log)
    assert (progress.phase, progress.remaining_steps, progress.due_day) == (
        "learning",
        1,
        TODAY + 1,
    )


@pytest.mark.parametrize(
    ("rows", "given", "phase"),
    [
        # Good on the last step of ours, but Anki has another one, of an hour or of six.
        (
            [(0, 3, {}), (10, 3, {"seconds": 3600})],
            Answered(3, None, 3600, 1, 0),
            "learning",
        ),
        # Good on our first step, but in Anki that was the only one.
        ([(0, 3, {"days": 2})], Answered(3, 2, None, 0, 2), "review"),
        ([(0, 1, {"days": 1})], Answered(1, 1, None, 0, 1), "review"),
        # A lapse without steps in Anki; and good after a lapse where Anki has one more.
        (
            [(0, 4, {"days": 8}), (8 * DAY, 1, {"days": 1})],
            Answered(1, 1, None, 0, 1),
            "review",
        ),
        (
            [
                (0, 4, {"days": 8}),
                (8 * DAY, 1, {}),
                (8 * DAY + 10, 3, {"seconds": 1200}),
            ],
            Answered(3, None, 1200, 1, 0),
            "relearning",
        ),
        # Hard on a first step of 25 minutes.
        ([(0, 2, {"seconds": 1500})], Answered(2, None, 1500, 2, 0), "learning"),
        ([(0, 3, {"seconds": 0})], Answered(3, None, 0, 1, 0), "learning"),
        # Rows that no Anki writes.
        ([(0, 3, {"days": 0})], Answered(3, 1, None, 0, 1), "review"),
        ([(0, 3, {"days": 2**31 - 1})], Answered(3, 36_500, None, 0, 36_500), "review"),
        (
            [(0, 3, {"seconds": 2**31})],
            Answered(3, None, 365 * 86_400, 1, 0),
            "learning",
        ),
    ],
)
def test_where_anki_has_other_steps_its_interval_decides(
    bring, log, review, rows, given, phase
):
    bring(*(review(minute, rating, **spans) for minute, rating, spans in rows))
    *_, last = log.entries()
    assert last.answered == given
    assert progress_of(log).phase == phase
    assert read_lines(map(as_line, log.entries()), "log")[1] == [], (
        "the log can be exported and imported"
    )
    assert_index_is_right(log)


@pytest.mark.parametrize("kind", ["learning", "review", "relearning", "early"])
def test_the_memory_follows_from_ratings_and_times_alone(bring, log, review, kind):
    bring(
        review(kind=kind),
        review(10, days=2, kind=kind),
        review(DAY, 4, days=9, kind=kind),
    )
    entries = [
        made("a", answered=GOOD_STEP),
        made("b", minute=10, answered=Answered(3, 2, None, 0, 2)),
        made("c", minute=DAY, answered=Answered(4, 9, None, 0, 9)),
    ]
    with ReviewLog(fresh_path(), SCHEDULE) as ours:
        add(ours, *entries)
        assert progress_of(ours) == progress_of(log)


def test_an_entry_has_the_learners_distance_from_utc_at_that_time(bring, log, review):
    """An export does not say where the learner was."""
    winter = START + 60 * MINUTE
    arrival = ImportContext(
        SCHEDULE, lambda ms: Moment(ms, 60 if ms >= winter else 120), "0.9"
    )
    bring(review(), review(60, days=2), arrival=arrival)
    assert [
        (entry.moment.offset_minutes, entry.version) for entry in log.entries()
    ] == [
        (120, "0.9"),
        (60, "0.9"),
    ]


# Each once


def test_an_export_may_come_as_often_as_one_likes(bring, log, review, reset):
    reviews = [
        review(),
        review(10, days=2),
        review(card="heart/flow/c1"),
        reset(20),
        review(30),
    ]
    assert bring(*reviews) == ImportedReviews(5, 0, 2, {})
    before = list(log.entries()), index_of(log)
    assert bring(*reviews) == ImportedReviews(0, 5, 0, {})
    assert (list(log.entries()), index_of(log)) == before
    assert bring(*reviews, review(40, 1, seconds=60)) == ImportedReviews(1, 5, 1, {})


def test_two_machines_give_an_answer_the_same_id(
    bring, log, open_log, tmp_path, review
):
    """Whoever has both bring it in, and then merges their logs, has it once."""
    reviews = [review(), review(10, days=2), review(5, card="heart/flow/c1")]
    other = open_log(tmp_path / "other.sqlite3")
    add(other, made("own", minute=3, card="heart/flow/c4"))
    bring(*reviews)
    bring(*reviews, into=other)
    assert ids_in(other) - ids_in(log) == {"own"}
    assert log.merge(other.entries()).added == 1
    assert other.merge(log.entries()).added == 0
    assert index_of(log) == index_of(other)


@pytest.mark.parametrize(
    ("moved", "is_known"), [(0, True), (5, True), (-5, True), (6, False), (-6, False)]
)
def test_an_answer_of_the_terminal_is_known_though_anki_moved_its_time(
    bring, log, review, moved, is_known
):
    """Of two rows with the same millisecond Anki moves one."""
    add(log, made("own", minute=1, answered=GOOD_STEP))
    assert bring(review(1, ms=moved)) == (
        ImportedReviews(0, 1, 0, {}) if is_known else ImportedReviews(1, 0, 1, {})
    )
    assert len(ids_in(log)) == (1 if is_known else 2)


def test_another_rating_or_another_card_at_the_same_millisecond_is_another_answer(
    bring, log, review
):
    add(log, made("own", answered=GOOD_STEP))
    both = [review(0, 1, seconds=60), review(card="heart/rate/reverse")]
    assert bring(*both) == ImportedReviews(2, 0, 2, {})
    assert bring(*both, review()) == ImportedReviews(0, 3, 0, {})


def test_cards_answered_in_the_same_millisecond_come_all(bring, log, review, place):
    assert bring(*(review(card=card) for card in place)) == ImportedReviews(4, 0, 4, {})
    assert index_of(log).keys() == place.keys()


def test_an_answer_that_was_taken_back_here_stays_taken_back(bring, log, review):
    """It was carried to Anki before."""
    add(
        log,
        made("a", answered=GOOD_STEP),
        made("b", minute=10),
        undo_of("u", "b", minute=11),
    )
    before = index_of(log)
    assert bring(review(), review(10, days=4)) == ImportedReviews(0, 2, 0, {})
    assert index_of(log) == before


@pytest.mark.parametrize("kind", ["suspend", "resume", "bury", "undo", "cram"])
def test_what_is_no_answer_does_not_hide_one_of_the_same_millisecond(
    bring, log, review, reset, kind
):
    given = Answered(3, None, None) if kind == "cram" else None
    add(
        log,
        made("own", kind, answered=given, target="elsewhere" if kind == "undo" else ""),
    )
    assert bring(reset() if given is None else review()) == ImportedReviews(1, 0, 1, {})


def test_many_answers_of_one_card_are_known_at_once(bring, log, review):
    """Each compared with each would be 400 million comparisons."""
    reviews = [review(minute, 1, seconds=60) for minute in range(20_000)]
    assert bring(*reviews) == ImportedReviews(20_000, 0, 1, {})
    assert bring(*reviews) == ImportedReviews(0, 20_000, 0, {})
    assert progress_of(log).reviews == 20_000


rows = st.tuples(
    st.sampled_from(["heart/rate", "heart/flow/c4"]),
    st.integers(0, 60_000),
    st.integers(0, 4),
    st.integers(-(2**31), 2**31 - 1),
)
"""Card, seconds after the start, rating (0 for a reset), and the interval as Anki writes it."""


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.lists(rows, unique_by=lambda row: row[:2], max_size=8), max_size=4))
def test_whatever_the_exports_hold_each_review_is_there_once(deck, place, exports):
    def made_in_anki(card, second, rating, span):
        days, seconds = (span, None) if span > 0 else (None, -span)
        kind = "review" if rating else "reset"
        return ExportedReview(
            *place[card], START + second * 1000, rating, days, seconds, 0, kind
        )

    with ReviewLog(fresh_path(), SCHEDULE) as log:
        for export in [*exports, *exports]:
            carried = import_reviews(
                export_of(*(made_in_anki(*row) for row in export)), deck, log, ARRIVAL
            )
            assert carried.added + carried.known == len(export)
        assert len(ids_in(log)) == len(
            {row[:3] for export in exports for row in export}
        )
        assert read_lines(map(as_line, log.entries()), "log")[1] == []
        assert_index_is_right(log)


# Merged with what is here


def test_answers_older_than_those_in_the_log_take_their_place_in_time(
    bring, log, open_log, tmp_path, review
):
    """What was given then, stays; the memory is what it would be had all been given here."""
    add(log, made("late", minute=4 * DAY, answered=Answered(3, 20, None, 0, 20)))
    assert bring(review(), review(10, days=4)) == ImportedReviews(2, 0, 1, {})
    in_order = open_log(tmp_path / "in order.sqlite3")
    add(
        in_order,
        made("a", answered=GOOD_STEP),
        made("b", minute=10),
        made("c", minute=4 * DAY, answered=Answered(3, 20, None, 0, 20)),
    )
    assert progress_of(log) == progress_of(in_order)
    assert (progress_of(log).reviews, progress_of(log).due_day) == (3, TODAY + 24)
    assert log.state_of("heart/rate").introduced_day == TODAY


def test_terminal_and_anki_in_turn(bring, log, review):
    add(log, made("a", answered=AGAIN_STEP))
    bring(review(1))
    add(log, made("b", minute=11))
    bring(review(1), review(4 * DAY, 4, days=20))
    add(log, made("c", minute=24 * DAY, answered=Answered(1, None, 600, 1, 5)))
    assert bring(
        review(1), review(4 * DAY, 4, days=20), review(24 * DAY + 10, days=5)
    ) == ImportedReviews(1, 2, 1, {})
    progress = progress_of(log)
    assert (progress.reviews, progress.lapses, progress.phase, progress.due_day) == (
        6,
        1,
        "review",
        TODAY + 29,
    )
    assert [entry.origin for entry in log.effective_entries("heart")] == [
        "liverdeck",
        "anki",
    ] * 3
    assert_index_is_right(log)


def test_a_reset_makes_the_card_new_and_what_follows_begins_anew(
    bring, log, review, reset
):
    add(log, made("a", answered=GOOD_STEP), made("b", minute=10))
    assert bring(reset(20)) == ImportedReviews(1, 0, 1, {})
    assert progress_of(log) is None
    assert [entry.kind for entry in log.entries()] == ["review", "review", "forget"]
    bring(reset(20), review(30, 1, seconds=60))
    progress = progress_of(log)
    assert (progress.phase, progress.reviews, progress.memory) == (
        "learning",
        1,
        Memory(0.212, 6.413),
    )


def test_a_reset_in_anki_does_not_touch_what_came_later_here(bring, log, reset):
    add(log, made("a"), made("b", minute=4 * DAY, answered=GOOD_DAYS))
    bring(reset(DAY))
    progress = progress_of(log)
    assert (progress.reviews, progress.memory.stability, progress.due_day) == (
        1,
        2.3065,
        TODAY + 8,
    )


def test_a_suspended_card_stays_suspended(bring, log, review):
    add(log, made("a", "suspend"), made("b", "bury", card="heart/rate/reverse"))
    bring(review(1), review(1, card="heart/rate/reverse"))
    record = log.state_of("heart/rate")
    assert (record.is_suspended, record.progress.reviews) == (True, 1)
    assert log.state_of("heart/rate/reverse").buried_day == TODAY


def test_what_was_taken_back_does_not_count_for_what_follows(bring, log, review):
    add(log, made("a", minute=-5, answered=GOOD_STEP), undo_of("u", "a", minute=-4))
    bring(review(0, 2, seconds=330))
    assert next(
        entry.answered for entry in log.entries() if entry.origin == "anki"
    ) == Answered(2, None, 330, 2, 0)
    assert progress_of(log).remaining_steps == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_rows_is_that_of_time(bring, log, review, order):
    rows = [review(), review(10, days=2), review(2 * DAY, 1, seconds=600)]
    bring(*(rows[place] for place in order))
    assert (progress_of(log).phase, progress_of(log).lapses) == ("relearning", 1)
    assert [entry.moment.ms for entry in log.entries()] == [row.time_ms for row in rows]


# What is left out


def test_cards_that_this_deck_does_not_have_are_counted(bring, log, review):
    strangers = [
        replace(review(1), note_guid="0" * 20),
        replace(review(2), ordinal=2),
        replace(review(3, card="heart/flow/c1"), ordinal=1),
    ]
    carried = bring(
        review(),
        *strangers,
        skipped={"manual rescheduling (not a review)": 2, UNTAUGHT: 4},
    )
    assert carried == ImportedReviews(
        1, 0, 1, {UNTAUGHT: 7, "manual rescheduling (not a review)": 2}
    )
    assert index_of(log).keys() == {"heart/rate"}


def test_a_retired_fact_is_one_of_them(bring, deck, review):
    fact = next(fact for fact in deck.facts if fact.retired)
    (card,) = cards_of(replace(fact, retired=None))
    guid, ordinal = place_of(deck.id, card)
    assert bring(replace(review(), note_guid=guid, ordinal=ordinal)) == ImportedReviews(
        0, 0, 0, {UNTAUGHT: 1}
    )


def test_an_export_without_reviews_adds_nothing(bring, log):
    assert bring(skipped={"notes that are not LiverDeck's": 3}) == ImportedReviews(
        0, 0, 0, {"notes that are not LiverDeck's": 3}
    )
    assert ids_in(log) == set()


def test_all_or_none(bring, log, log_path, review, place):
    with closing(sqlite3.connect(log_path)) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON entries WHEN NEW.card = 'heart/flow/c4'"
            " BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        connection.commit()
    with pytest.raises(LogError):
        bring(*(review(card=card) for card in place))
    assert ids_in(log) == set()
    assert index_of(log) == {}
