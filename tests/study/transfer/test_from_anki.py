"""Import of reviews from exports that the tests make.

tests/real/test_carry.py has exports of the real Anki.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from liverdeck.anki.exported import Export, ExportedReview
from liverdeck.anki.notes import guid_and_ordinal_of
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import card_name, cards_of
from liverdeck.study.reviewlog.entries import LATEST_MS
from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.future_dates import ClockReading, WrongClockError
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.card_progress import Answered, Progress
from liverdeck.study.scheduling.memory import Memory
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.transfer.from_anki import (
    ImportContext,
    ImportedReviews,
    import_reviews,
)
from tests.study.conftest import (
    AGAIN_STEP,
    DAY_MINUTES,
    GOOD_DAYS,
    GOOD_STEP,
    MINUTE_MS,
    START_MS,
    TODAY,
    assert_states_are_right,
    fresh_path,
    history,
    ids_in,
    new_entry,
    stored_states,
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
  - {id: gone, from: rooms, ask: Which one?, answer: none, retired: too easy}
"""
SECOND = START_MS // 1000
SCHEDULE = Schedule()
CONTEXT = ImportContext(SCHEDULE, Moment, "test")
NOT_IN_DECK = "cards that this deck does not have (another deck's, or retired)"


@pytest.fixture
def deck(write_deck):
    return load_deck(write_deck(FACTS)).deck


@pytest.fixture
def guid_and_ordinal(deck):
    """Return the GUID and the ordinal of every card in Anki, by its name in the log."""
    return {
        card_name(deck.id, card): guid_and_ordinal_of(deck.id, card)
        for fact in deck.active_facts
        for card in cards_of(fact)
    }


@pytest.fixture
def review(guid_and_ordinal):
    """Return a function that makes a row of Anki's log.

    It takes the minutes after the start and a rating, by default good.
    """

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
        guid, ordinal = guid_and_ordinal[card]
        time_ms = START_MS + minute * MINUTE_MS + ms
        return ExportedReview(
            guid, ordinal, time_ms, rating, days, seconds, duration_ms, kind
        )

    return make


@pytest.fixture
def reset(review):
    """Return a function that makes the row of a reset."""

    def make(minute=0, **details):
        return review(minute, 0, seconds=0, kind="reset", duration_ms=0, **details)

    return make


@pytest.fixture
def run_import(deck, log):
    """Return a function that imports reviews into the log."""

    def import_all(*reviews, into=log, skipped=(), context=CONTEXT):
        export = export_of(*reviews, skipped=skipped)
        return import_reviews(export, deck, into, context)

    return import_all


def export_of(*reviews, skipped=()):
    in_order = sorted(
        reviews, key=lambda review: (review.time_ms, review.note_guid, review.ordinal)
    )
    return Export(tuple(in_order), dict(skipped), {}, has_no_reviews=not reviews)


def add(log, *entries):
    for entry in entries:
        log.add(entry, log.state_of(entry.card))


def progress_of(log, card="heart/rate"):
    return log.state_of(card).progress


# What an answer becomes


def test_an_answer_becomes_an_entry(run_import, log, review):
    assert run_import(
        review(card="heart/flow/c4", duration_ms=61_000)
    ) == ImportedReviews(added=1, known=0, cards=1, skipped={})
    (entry,) = log.entries()
    # printf 'heart/flow/c4\n1700035200000\n3' | sha256sum
    assert entry.id == "anki-eeb3ff04ad31cddf39081172bbe"
    expected = new_entry(
        entry.id,
        card="heart/flow/c4",
        answered=GOOD_STEP,
        duration_ms=61_000,
        origin="anki",
    )
    assert entry == expected


def test_answers_become_progress(run_import, log, review):
    run_import(review())
    assert progress_of(log) == Progress(
        phase="learning",
        memory=Memory(2.3065, 2.118),
        interval_days=0,
        remaining_steps=1,
        due_day=None,
        due_seconds=SECOND + 600,
        last_review_seconds=SECOND,
        reviews=1,
        lapses=0,
    )
    run_import(review(10, days=2, card="heart/rate"), review())
    assert progress_of(log) == Progress(
        phase="review",
        memory=Memory(2.3065, 2.111),
        interval_days=2,
        remaining_steps=0,
        due_day=TODAY + 2,
        due_seconds=None,
        last_review_seconds=SECOND + 600,
        reviews=2,
        lapses=0,
    )
    run_import(review(2 * DAY_MINUTES, 1, seconds=600))
    progress = progress_of(log)
    assert (progress.phase, progress.remaining_steps) == ("relearning", 1)
    assert (progress.interval_days, progress.lapses) == (1, 1)
    assert (progress.due_day, progress.due_seconds) == (None, SECOND + 2 * 86_400 + 600)
    run_import(review(2 * DAY_MINUTES + 10, days=1))
    progress = progress_of(log)
    assert (progress.phase, progress.remaining_steps) == ("review", 0)
    assert (progress.interval_days, progress.due_day) == (1, TODAY + 3)
    assert (progress.reviews, progress.lapses) == (4, 1)
    assert_states_are_right(log)


@pytest.mark.parametrize("days", [3, 5, 36_500])
def test_ankis_interval_is_kept_even_if_ours_differs(run_import, log, review, days):
    run_import(review(), review(10, days=days))
    progress = progress_of(log)
    assert (progress.interval_days, progress.due_day) == (days, TODAY + days)
    our_choice = SCHEDULE.choices("heart/rate", None, Moment(START_MS))[2]
    assert our_choice.answered.wait_days is None


def test_a_step_past_four_in_the_morning_stays_a_step(run_import, log, review):
    """Anki logs an interval of one day for such a step.

    It also logs one day for some cards that have left their steps. Our schedule decides
    which of the two an interval of one day is.
    """
    at_five_to_four = 19 * 60 + 55
    run_import(review(at_five_to_four, days=1))
    entry = next(log.entries())
    assert entry.answered == Answered(3, 1, 600, 1, 0)
    progress = progress_of(log)
    assert (progress.phase, progress.remaining_steps) == ("learning", 1)
    assert progress.due_day == TODAY + 1


@pytest.mark.parametrize(
    ("rows", "answered", "phase"),
    [
        # Good on our last step, but Anki has another one, of an hour.
        (
            [(0, 3, {}), (10, 3, {"seconds": 3600})],
            Answered(3, None, 3600, 1, 0),
            "learning",
        ),
        # Good on our first step, but in Anki that was the only one.
        ([(0, 3, {"days": 2})], Answered(3, 2, None, 0, 2), "review"),
        ([(0, 1, {"days": 1})], Answered(1, 1, None, 0, 1), "review"),
        # A lapse without steps in Anki, then a lapse with one step more than we have.
        (
            [(0, 4, {"days": 8}), (8 * DAY_MINUTES, 1, {"days": 1})],
            Answered(1, 1, None, 0, 1),
            "review",
        ),
        (
            [
                (0, 4, {"days": 8}),
                (8 * DAY_MINUTES, 1, {}),
                (8 * DAY_MINUTES + 10, 3, {"seconds": 1200}),
            ],
            Answered(3, None, 1200, 1, 0),
            "relearning",
        ),
        # Hard on a first step of 25 minutes.
        ([(0, 2, {"seconds": 1500})], Answered(2, None, 1500, 2, 0), "learning"),
        ([(0, 3, {"seconds": 0})], Answered(3, None, 0, 1, 0), "learning"),
        # Rows that Anki never writes.
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
    run_import, log, review, rows, answered, phase
):
    for_import = [
        review(minute, rating, **interval) for minute, rating, interval in rows
    ]
    run_import(*for_import)
    *_, last = log.entries()
    assert last.answered == answered
    assert progress_of(log).phase == phase
    assert read_lines(map(as_line, log.entries()), "log").problems == (), (
        "the log can be exported and imported"
    )
    assert_states_are_right(log)


@pytest.mark.parametrize("kind", ["learning", "review", "relearning", "early"])
def test_the_memory_follows_from_ratings_and_times_alone(run_import, log, review, kind):
    run_import(
        review(kind=kind),
        review(10, days=2, kind=kind),
        review(DAY_MINUTES, 4, days=9, kind=kind),
    )
    entries = [
        new_entry("a", answered=GOOD_STEP),
        new_entry("b", minute=10, answered=Answered(3, 2, None, 0, 2)),
        new_entry("c", minute=DAY_MINUTES, answered=Answered(4, 9, None, 0, 9)),
    ]
    with ReviewLog(fresh_path(), SCHEDULE) as our_log:
        add(our_log, *entries)
        assert progress_of(our_log) == progress_of(log)


def test_an_entry_has_the_learners_distance_from_utc_at_that_time(
    run_import, log, review
):
    """An export does not say in which time zone the learner was."""
    winter_ms = START_MS + 60 * MINUTE_MS

    def local_moment(ms):
        is_winter = ms >= winter_ms
        return Moment(ms, offset_minutes=60 if is_winter else 120)

    context = ImportContext(SCHEDULE, local_moment, "0.9")
    run_import(review(), review(60, days=2), context=context)
    summer, winter = log.entries()
    assert (summer.moment.offset_minutes, winter.moment.offset_minutes) == (120, 60)
    assert (summer.version, winter.version) == ("0.9", "0.9")


# Every answer once


def test_an_export_can_be_imported_many_times(run_import, log, review, reset):
    reviews = [
        review(),
        review(10, days=2),
        review(card="heart/flow/c1"),
        reset(20),
        review(30),
    ]
    assert run_import(*reviews) == ImportedReviews(
        added=5, known=0, cards=2, skipped={}
    )
    before = list(log.entries()), stored_states(log)
    assert run_import(*reviews) == ImportedReviews(
        added=0, known=5, cards=0, skipped={}
    )
    assert (list(log.entries()), stored_states(log)) == before
    assert run_import(*reviews, review(40, 1, seconds=60)) == ImportedReviews(
        added=1, known=5, cards=1, skipped={}
    )


def test_two_machines_give_an_answer_the_same_id(
    run_import, log, open_log, tmp_path, review
):
    """If both machines import an answer and merge their logs, they have it once."""
    reviews = [review(), review(10, days=2), review(5, card="heart/flow/c1")]
    other = open_log(tmp_path / "other.sqlite3")
    add(other, new_entry("not from Anki", minute=3, card="heart/flow/c4"))
    run_import(*reviews)
    run_import(*reviews, into=other)
    assert ids_in(other) - ids_in(log) == {"not from Anki"}
    assert log.merge(other.entries()).added == 1
    assert other.merge(log.entries()).added == 0
    assert stored_states(log) == stored_states(other)


@pytest.mark.parametrize(
    ("moved_ms", "is_known"),
    [(0, True), (5, True), (-5, True), (6, False), (-6, False)],
)
def test_an_answer_is_known_even_if_anki_moved_its_time(
    run_import, log, review, moved_ms, is_known
):
    """If two rows have the same millisecond, Anki moves one of them."""
    add(log, new_entry("here", minute=1, answered=GOOD_STEP))
    imported = run_import(review(1, ms=moved_ms))
    if is_known:
        assert imported == ImportedReviews(added=0, known=1, cards=0, skipped={})
        assert len(ids_in(log)) == 1
    else:
        assert imported == ImportedReviews(added=1, known=0, cards=1, skipped={})
        assert len(ids_in(log)) == 2


def test_another_rating_or_card_in_the_same_millisecond_is_another_answer(
    run_import, log, review
):
    add(log, new_entry("here", answered=GOOD_STEP))
    both = [review(0, 1, seconds=60), review(card="heart/rate/reverse")]
    assert run_import(*both) == ImportedReviews(added=2, known=0, cards=2, skipped={})
    assert run_import(*both, review()) == ImportedReviews(
        added=0, known=3, cards=0, skipped={}
    )


def test_cards_answered_in_the_same_millisecond_are_all_imported(
    run_import, log, review, guid_and_ordinal
):
    reviews = [review(card=card) for card in guid_and_ordinal]
    assert run_import(*reviews) == ImportedReviews(
        added=4, known=0, cards=4, skipped={}
    )
    assert stored_states(log).keys() == guid_and_ordinal.keys()


def test_an_answer_undone_in_the_terminal_stays_undone(run_import, log, review):
    """The answer was transferred to Anki before it was undone."""
    add(
        log,
        new_entry("a", answered=GOOD_STEP),
        new_entry("b", minute=10),
        undo_of("u", "b", minute=11),
    )
    before = stored_states(log)
    assert run_import(review(), review(10, days=4)) == ImportedReviews(
        added=0, known=2, cards=0, skipped={}
    )
    assert stored_states(log) == before


@pytest.mark.parametrize("kind", ["suspend", "resume", "bury", "undo", "cram"])
def test_other_entries_do_not_hide_an_answer_of_the_same_millisecond(
    run_import, log, review, reset, kind
):
    answered = Answered(3, None, None) if kind == "cram" else None
    target = "elsewhere" if kind == "undo" else ""
    add(log, new_entry("here", kind, answered=answered, target=target))
    row = review() if kind == "cram" else reset()
    assert run_import(row) == ImportedReviews(added=1, known=0, cards=1, skipped={})


@pytest.mark.slow
def test_thousands_of_answers_to_one_card_are_recognized_quickly(
    run_import, log, review
):
    """Comparing every pair would take 25 million comparisons."""
    reviews = [review(minute, 1, seconds=60) for minute in range(5_000)]
    assert run_import(*reviews) == ImportedReviews(
        added=5_000, known=0, cards=1, skipped={}
    )
    assert run_import(*reviews) == ImportedReviews(
        added=0, known=5_000, cards=0, skipped={}
    )
    assert progress_of(log).reviews == 5_000


ROWS = st.tuples(
    st.sampled_from(["heart/rate", "heart/flow/c4"]),
    st.integers(0, 60_000),
    st.integers(0, 4),
    st.integers(-(2**31), 2**31 - 1),
)
"""Card, seconds after the start, rating (0 for a reset), and Anki's interval."""


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.lists(ROWS, unique_by=lambda row: row[:2], max_size=8), max_size=4))
def test_every_review_of_any_exports_is_in_the_log_once(
    deck, guid_and_ordinal, exports
):
    def exported(card, second, rating, interval):
        guid, ordinal = guid_and_ordinal[card]
        time_ms = START_MS + second * 1000
        days, seconds = (interval, None) if interval > 0 else (None, -interval)
        kind = "review" if rating else "reset"
        return ExportedReview(guid, ordinal, time_ms, rating, days, seconds, 0, kind)

    with ReviewLog(fresh_path(), SCHEDULE) as log:
        for rows in [*exports, *exports]:
            export = export_of(*(exported(*row) for row in rows))
            imported = import_reviews(export, deck, log, CONTEXT)
            assert imported.added + imported.known == len(rows)
        distinct_rows = {row[:3] for rows in exports for row in rows}
        assert len(ids_in(log)) == len(distinct_rows)
        assert read_lines(map(as_line, log.entries()), "log").problems == ()
        assert_states_are_right(log)


# Merged with the answers in the log


def test_older_answers_are_inserted_in_the_order_of_time(
    run_import, log, open_log, tmp_path, review
):
    """The answers keep their intervals.

    The memory is the same as if all answers had been given in the terminal.
    """
    add(
        log,
        new_entry(
            "late", minute=4 * DAY_MINUTES, answered=Answered(3, 20, None, 0, 20)
        ),
    )
    assert run_import(review(), review(10, days=4)) == ImportedReviews(
        added=2, known=0, cards=1, skipped={}
    )
    in_order = open_log(tmp_path / "in order.sqlite3")
    add(
        in_order,
        new_entry("a", answered=GOOD_STEP),
        new_entry("b", minute=10),
        new_entry("c", minute=4 * DAY_MINUTES, answered=Answered(3, 20, None, 0, 20)),
    )
    assert progress_of(log) == progress_of(in_order)
    assert (progress_of(log).reviews, progress_of(log).due_day) == (3, TODAY + 24)
    assert log.state_of("heart/rate").introduced_day == TODAY


def test_answers_from_terminal_and_anki_can_alternate(run_import, log, review):
    add(log, new_entry("a", answered=AGAIN_STEP))
    run_import(review(1))
    add(log, new_entry("b", minute=11))
    run_import(review(1), review(4 * DAY_MINUTES, 4, days=20))
    add(
        log,
        new_entry("c", minute=24 * DAY_MINUTES, answered=Answered(1, None, 600, 1, 5)),
    )
    rows = [
        review(1),
        review(4 * DAY_MINUTES, 4, days=20),
        review(24 * DAY_MINUTES + 10, days=5),
    ]
    assert run_import(*rows) == ImportedReviews(added=1, known=2, cards=1, skipped={})
    progress = progress_of(log)
    assert (progress.reviews, progress.lapses) == (6, 1)
    assert (progress.phase, progress.due_day) == ("review", TODAY + 29)
    origins = [entry.origin for entry in log.effective_entries("heart")]
    assert origins == ["liverdeck", "anki"] * 3
    assert_states_are_right(log)


def test_after_a_reset_the_card_is_new_again(run_import, log, review, reset):
    add(log, new_entry("a", answered=GOOD_STEP), new_entry("b", minute=10))
    assert run_import(reset(20)) == ImportedReviews(
        added=1, known=0, cards=1, skipped={}
    )
    assert progress_of(log) is None
    assert [entry.kind for entry in log.entries()] == ["review", "review", "forget"]
    run_import(reset(20), review(30, 1, seconds=60))
    progress = progress_of(log)
    assert (progress.phase, progress.reviews) == ("learning", 1)
    assert progress.memory == Memory(0.212, 6.413)


def test_a_reset_does_not_affect_later_answers(run_import, log, reset):
    add(log, new_entry("a"), new_entry("b", minute=4 * DAY_MINUTES, answered=GOOD_DAYS))
    run_import(reset(DAY_MINUTES))
    progress = progress_of(log)
    assert (progress.reviews, progress.due_day) == (1, TODAY + 8)
    assert progress.memory.stability == 2.3065


def test_a_suspended_card_stays_suspended(run_import, log, review):
    add(
        log,
        new_entry("a", "suspend"),
        new_entry("b", "bury", card="heart/rate/reverse"),
    )
    run_import(review(1), review(1, card="heart/rate/reverse"))
    state = log.state_of("heart/rate")
    assert (state.is_suspended, state.progress.reviews) == (True, 1)
    assert log.state_of("heart/rate/reverse").buried_day == TODAY


def test_an_undone_answer_does_not_affect_later_steps(run_import, log, review):
    add(
        log, new_entry("a", minute=-5, answered=GOOD_STEP), undo_of("u", "a", minute=-4)
    )
    run_import(review(0, 2, seconds=330))
    (imported,) = [entry for entry in log.entries() if entry.origin == "anki"]
    assert imported.answered == Answered(2, None, 330, 2, 0)
    assert progress_of(log).remaining_steps == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_rows_are_read_in_the_order_of_time(run_import, log, review, order):
    rows = [review(), review(10, days=2), review(2 * DAY_MINUTES, 1, seconds=600)]
    run_import(*(rows[index] for index in order))
    assert (progress_of(log).phase, progress_of(log).lapses) == ("relearning", 1)
    assert [entry.moment.ms for entry in log.entries()] == [row.time_ms for row in rows]


# Reviews that are left out


def test_cards_that_this_deck_does_not_have_are_counted(run_import, log, review):
    foreign = [
        replace(review(1), note_guid="0" * 20),
        replace(review(2), ordinal=2),
        replace(review(3, card="heart/flow/c1"), ordinal=1),
    ]
    imported = run_import(
        review(),
        *foreign,
        skipped={"manual rescheduling (not a review)": 2, NOT_IN_DECK: 4},
    )
    assert imported == ImportedReviews(
        added=1,
        known=0,
        cards=1,
        skipped={NOT_IN_DECK: 7, "manual rescheduling (not a review)": 2},
    )
    assert stored_states(log).keys() == {"heart/rate"}


def test_a_retired_fact_is_not_in_the_deck(run_import, deck, review):
    fact = next(fact for fact in deck.facts if fact.retired)
    (card,) = cards_of(replace(fact, retired=None))
    guid, ordinal = guid_and_ordinal_of(deck.id, card)
    row = replace(review(), note_guid=guid, ordinal=ordinal)
    assert run_import(row) == ImportedReviews(
        added=0, known=0, cards=0, skipped={NOT_IN_DECK: 1}
    )


def test_an_export_without_reviews_adds_nothing(run_import, log):
    skipped = {"notes that are not LiverDeck's": 3}
    assert run_import(skipped=skipped) == ImportedReviews(
        added=0, known=0, cards=0, skipped=skipped
    )
    assert ids_in(log) == set()


def test_all_reviews_are_added_or_none(
    run_import, log, log_path, review, guid_and_ordinal
):
    with closing(sqlite3.connect(log_path)) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON entries"
            " WHEN NEW.card = 'heart/flow/c4' BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        connection.commit()
    with pytest.raises(LogError):
        run_import(*(review(card=card) for card in guid_and_ordinal))
    assert ids_in(log) == set()
    assert stored_states(log) == {}


def clock_at(minute, *, is_trusted=False):
    now = Moment(START_MS + minute * MINUTE_MS)
    return ClockReading(now, iter("abcdefgh").__next__, "test", is_trusted=is_trusted)


def test_a_review_in_the_future_counts_as_given_today(run_import, review, log):
    log.merge(history(30))
    context = replace(CONTEXT, reading=clock_at(60))
    ahead = review(minute=365 * DAY_MINUTES, days=4)
    assert run_import(ahead, context=context).redated == 1
    assert log.state_of("heart/rate").progress.due_day == TODAY + 4
    # In Anki the review may still have its old date, or the one that it got here.
    again = run_import(ahead, context=context)
    assert (again.added, again.known, again.redated) == (0, 1, 0)
    moved = replace(ahead, time_ms=START_MS + 60 * MINUTE_MS)
    assert run_import(moved, context=context).added == 0


def test_a_review_may_have_any_time_that_an_entry_can_have(run_import, review, log):
    log.merge(history(30))
    context = replace(CONTEXT, reading=clock_at(60))
    last = replace(review(), time_ms=LATEST_MS)
    too_late = replace(review(card="heart/flow/c1"), time_ms=LATEST_MS + 1)
    imported = run_import(last, too_late, context=context)
    assert (imported.added, imported.redated) == (1, 1)
    assert imported.skipped == {"rows without a sensible time": 1}


def test_if_most_reviews_are_ahead_the_clock_is_refused(run_import, review, log):
    context = replace(CONTEXT, reading=clock_at(60))
    ahead = review(minute=365 * DAY_MINUTES, days=4)
    with pytest.raises(WrongClockError):
        run_import(ahead, context=context)
    assert list(log.entries()) == []
