"""A session: which card comes next, what is written, and when a card comes back."""

import itertools

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.future_dates import WrongClockError
from liverdeck.study.reviewlog.review_log import AnsweredElsewhereError, ReviewLog
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.session.queue import StudyOptions, mixed
from liverdeck.study.session.session import Session, SessionContext
from liverdeck.study.session.shown_card import suggested_rating
from tests.study.conftest import history, new_entry

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: {text: 70 /min, accept: [seventy]}}
  - id: flow
    from: pump
    say: 'From the {{c1::vein::vessel}} to the {{c2::artery::vessel}}.'
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid, aortic]}
"""
MORNING = 1_700_035_200_000
"""2023-11-15, 08:00 UTC."""
MINUTE_SECONDS, DAY_SECONDS = 60, 86_400


class Clock:
    """A clock that stands still until the test moves it."""

    def __init__(self, ms=MORNING, offset=0):
        self.ms, self.offset = ms, offset

    def __call__(self):
        return Moment(self.ms, self.offset)

    def advance(self, seconds):
        self.ms += seconds * 1000


class Learner:
    """A learner who has many sessions with one deck and one log."""

    def __init__(self, folder, path):
        self.folder = folder
        self.clock = Clock()
        self.schedule = Schedule(fuzz=False)
        self.log = ReviewLog(path, self.schedule)
        self.numbers = itertools.count()
        self.is_clock_trusted = False

    def new_session(self, *, topics=(), log=None, **options):
        deck = load_deck(self.folder).deck
        context = SessionContext(
            self.clock,
            lambda: f"id{next(self.numbers)}",
            "test",
            is_clock_trusted=self.is_clock_trusted,
        )
        return Session(
            deck,
            log or self.log,
            self.schedule,
            StudyOptions(**options),
            context,
            topics=topics,
        )

    def answer(self, session, rating=3, seconds=10):
        """Answer the next card and return its name without the deck, or None."""
        shown = session.next()
        if shown is None:
            return None
        self.clock.advance(seconds)
        session.rate(shown, session.choices(shown)[rating - 1])
        return shown.name.removeprefix("heart/")

    def answer_all(self, session, rating=3):
        """Answer cards until none is left, and return their names."""
        names = []
        name = self.answer(session, rating)
        while name is not None:
            names.append(name)
            name = self.answer(session, rating)
        return names


@pytest.fixture
def learner(write_deck, tmp_path):
    learner = Learner(write_deck(FACTS), tmp_path / "log.sqlite3")
    yield learner
    learner.log.close()


def test_new_cards_come_in_teaching_order_without_their_siblings(learner):
    session = learner.new_session()
    # Each card comes twice, because its second step is 10 minutes after the first good.
    # The sibling flow/c2 waits until tomorrow.
    assert learner.answer_all(session) == [
        "rate",
        "flow/c1",
        "valves",
        "rate",
        "flow/c1",
        "valves",
    ]
    assert session.answered_count == 6
    learner.clock.advance(DAY_SECONDS)
    assert learner.answer_all(learner.new_session()) == ["flow/c2", "flow/c2"]


def test_a_new_card_waits_while_its_sibling_is_due(learner):
    learner.answer_all(learner.new_session())
    learner.clock.advance(2 * DAY_SECONDS)  # good, good: an interval of two days
    assert sorted(learner.answer_all(learner.new_session())) == [
        "flow/c1",
        "rate",
        "valves",
    ]
    # flow/c2 is new. It waits again while its sibling is due.
    learner.clock.advance(DAY_SECONDS)
    assert learner.answer_all(learner.new_session())[0] == "flow/c2"


def test_a_wrong_answer_comes_back_after_a_minute(learner):
    session = learner.new_session()
    assert learner.answer(session, rating=1) == "rate"
    assert learner.answer(session) == "flow/c1"
    learner.clock.advance(MINUTE_SECONDS)
    assert learner.answer(session) == "rate"
    assert learner.answer(session) == "valves"


def test_siblings_do_not_count_against_the_limit_of_new_cards(learner, write_deck):
    blanks = " ".join(f"{{{{c{n}::word{n}}}}}" for n in range(1, 9))
    write_deck(f"  - {{id: many, from: pump, say: '{blanks}.'}}\n" + FACTS)
    assert learner.answer_all(learner.new_session(new=3), rating=4) == [
        "many/c1",
        "rate",
        "flow/c1",
    ]


def test_a_new_card_does_not_replace_its_due_sibling(learner):
    learner.answer_all(learner.new_session(new=2))  # rate, flow/c1
    learner.clock.advance(2 * DAY_SECONDS)
    remaining = learner.new_session(new=20).remaining()
    assert remaining.reviews == 2
    assert remaining.new == 1  # the list, and not the other blank


def test_the_last_step_may_come_twenty_minutes_early(learner):
    learner.schedule = Schedule(fuzz=False, learning_seconds=(60, 1200, 1201))
    session = learner.new_session(new=1)
    assert [learner.answer(session, seconds=0) for _ in range(2)] == ["rate", "rate"]
    assert session.next() is None
    assert session.next_step_in_seconds() == 1201
    learner.clock.advance(1)
    assert session.next().name == "heart/rate"


@pytest.mark.parametrize(("limit", "more_cards"), [(1, 0), (2, 1), (20, 2)])
def test_new_cards_are_limited_by_day_and_not_by_session(learner, limit, more_cards):
    assert learner.answer(learner.new_session(new=1), rating=4) == "rate"
    session = learner.new_session(new=limit)
    assert len(learner.answer_all(session, rating=4)) == more_cards


def test_with_a_limit_of_0_no_new_card_comes(learner):
    assert learner.new_session(new=0).next() is None


def test_the_limit_begins_again_at_four_in_the_morning(learner):
    learner.clock = Clock(MORNING - 5 * 3600 * 1000)  # 03:00
    assert learner.answer_all(learner.new_session(new=1), rating=4) == ["rate"]
    assert learner.new_session(new=1).next() is None
    learner.clock.advance(3600)
    assert learner.answer_all(learner.new_session(new=1), rating=4) == ["flow/c1"]


def test_reviews_are_limited_by_day_and_the_longest_overdue_come_first(learner):
    learner.answer_all(learner.new_session(new=1))
    learner.clock.advance(DAY_SECONDS)
    learner.answer_all(learner.new_session(new=1))
    learner.clock.advance(30 * DAY_SECONDS)
    assert learner.answer_all(learner.new_session(new=0, reviews=1)) == ["rate"]
    assert learner.new_session(new=0, reviews=1).next() is None
    assert learner.answer_all(learner.new_session(new=0, reviews=2)) == ["flow/c1"]


def test_the_interval_on_the_key_is_the_interval_written(learner):
    learner.schedule = Schedule()  # with fuzz
    session = learner.new_session()
    for _ in range(40):
        shown = session.next()
        if shown is None:
            learner.clock.advance(7 * DAY_SECONDS)
            session = learner.new_session()
            continue
        choice = session.choices(shown)[2]
        learner.clock.advance(300)
        session.rate(shown, choice)
        progress = learner.log.state_of(shown.name).progress
        now = learner.clock()
        answered = choice.answered
        if answered.wait_days is None:
            expected = None, now.seconds + answered.wait_seconds
        else:
            expected = now.day + answered.wait_days, None
        assert (progress.due_day, progress.due_seconds) == expected


def test_a_rating_may_be_a_number(learner):
    session = learner.new_session()
    shown = session.next()
    rated = session.rate(shown, 3)
    assert rated.choice == session.choices(shown)[2]
    with pytest.raises(ValueError, match="must be 1, 2, 3 or 4"):
        session.rate(session.next(), 5)


def test_undo_takes_back_the_last_answer_even_after_the_last_card(learner):
    session = learner.new_session(new=1)
    before = learner.log.state_of("heart/rate")
    assert learner.answer_all(session, rating=4) == ["rate"]
    assert session.next() is None
    assert session.undo().answered.rating == 4
    assert session.answered_count == 0
    assert learner.log.state_of("heart/rate").progress == before.progress
    assert session.next().name == "heart/rate"


def test_an_undone_answer_frees_its_sibling_and_the_daily_limit(learner):
    session = learner.new_session(new=2)
    assert [learner.answer(session) for _ in range(2)] == ["rate", "flow/c1"]
    assert [session.undo().card for _ in range(2)] == ["heart/flow/c1", "heart/rate"]
    assert session.undo() is None
    assert learner.log.totals_of_day("heart", learner.clock().day).new == 0
    assert learner.answer_all(session, rating=4) == ["rate", "flow/c1"]


def test_undo_works_across_sessions(learner):
    learner.answer(learner.new_session())
    assert learner.new_session().undo() is not None
    assert learner.new_session().undo() is None
    learner.answer(learner.new_session())
    learner.clock.advance(DAY_SECONDS)
    session = learner.new_session()
    assert not session.can_undo  # only for answers of today is undo offered
    assert session.undo() is not None


def test_undo_in_one_session_works_across_four_in_the_morning(learner):
    learner.clock = Clock(MORNING - (4 * 3600 + 5) * 1000)  # 03:59:55
    session = learner.new_session(new=1)
    learner.answer(session, rating=4, seconds=1)
    learner.clock.advance(60)
    assert session.undo().answered.rating == 4
    assert session.answered_count == 0


def test_an_undone_answer_of_an_earlier_session_does_not_change_the_count(learner):
    learner.answer(learner.new_session())
    session = learner.new_session()
    learner.answer(session)
    assert [session.undo().id for _ in range(2)] == ["id1", "id0"]
    assert session.answered_count == 0


def test_a_skipped_card_comes_last_but_comes_today(learner):
    session = learner.new_session()
    session.skip(session.next())
    assert learner.answer_all(session, rating=4) == ["flow/c1", "valves", "rate"]


def test_the_only_card_comes_again_when_skipped(learner):
    session = learner.new_session(new=1)
    for _ in range(3):
        shown = session.next()
        assert shown.name == "heart/rate"
        session.skip(shown)


def test_a_buried_card_comes_tomorrow_and_another_card_comes_today(learner):
    session = learner.new_session(new=1)
    session.put_off(session.next())
    assert session.next().name == "heart/flow/c1"
    assert "rate" not in learner.answer_all(learner.new_session(), rating=4)
    learner.clock.advance(DAY_SECONDS)
    assert learner.answer(learner.new_session()) == "rate"


def test_a_buried_review_is_next_due_tomorrow(learner):
    learner.answer_all(learner.new_session(new=1))
    learner.clock.advance(2 * DAY_SECONDS)
    session = learner.new_session(new=0)
    session.put_off(session.next())
    assert session.next_due() == (1, 1)


def test_the_slower_of_two_sessions_continues_with_the_remaining_cards(learner):
    mine, other = learner.new_session(), learner.new_session()
    assert learner.answer(other, rating=4) == "rate"
    other.put_off(other.next(), is_suspension=True)
    assert mine.next().name == "heart/valves"


def test_siblings_do_not_count_against_the_limit_of_reviews(learner, write_deck):
    blanks = (
        "{{c1::one}} {{c2::two}} {{c3::three}} {{c4::four}} {{c5::five}} {{c6::six}}"
    )
    write_deck(
        f"  - {{id: many, from: pump, say: '{blanks}.'}}\n"
        f"  - {{id: many-more, from: pump, say: '{blanks}.'}}\n"
    )
    for _ in range(6):
        learner.answer_all(learner.new_session(), rating=4)
        learner.clock.advance(DAY_SECONDS)
    learner.clock.advance(200 * DAY_SECONDS)
    assert learner.new_session(new=0, reviews=2).remaining().reviews == 2


def test_a_skipped_card_stays_last_after_an_undo(learner):
    session = learner.new_session()
    session.skip(session.next())
    assert learner.answer(session, rating=4) == "flow/c1"
    session.undo()
    assert learner.answer_all(session, rating=4) == ["flow/c1", "valves", "rate"]


def test_an_undone_resume_shows_no_suspended_card(learner):
    session = learner.new_session()
    session.put_off(session.next(), is_suspension=True)
    session.resume("heart/rate")
    assert session.undo().kind == "resume"
    assert session.next().name == "heart/flow/c1"


def test_undo_takes_back_the_sessions_answer_before_imported_ones(learner):
    session = learner.new_session()
    learner.answer(session, rating=4)
    elsewhere = Learner(learner.folder, learner.log.path.with_name("other.sqlite3"))
    elsewhere.clock.advance(60)
    elsewhere.numbers = itertools.count(500)
    elsewhere.answer(elsewhere.new_session(topics=["chambers"]))
    learner.clock.advance(120)
    learner.log.merge(elsewhere.log.entries())
    elsewhere.log.close()
    assert session.undo().id == "id0"
    assert learner.new_session().can_undo


def test_a_forgotten_card_is_new_again(learner):
    session = learner.new_session(new=1)
    learner.answer_all(session, rating=4)
    session.forget("heart/rate")
    assert learner.log.state_of("heart/rate").progress is None
    learner.clock.advance(DAY_SECONDS)
    assert learner.answer(learner.new_session()) == "rate"


def test_a_suspended_card_waits_until_it_is_resumed(learner):
    session = learner.new_session()
    session.put_off(session.next(), is_suspension=True)
    assert session.suspended() == ["heart/rate"]
    learner.clock.advance(100 * DAY_SECONDS)
    session = learner.new_session()
    assert session.next().name == "heart/flow/c1"
    session.resume("heart/rate")
    assert learner.answer(learner.new_session()) == "rate"


def test_undo_takes_back_a_suspension(learner):
    session = learner.new_session()
    session.put_off(session.next(), is_suspension=True)
    assert session.undo().kind == "suspend"
    assert session.next().name == "heart/rate"


def test_cramming_shows_the_weakest_cards_first_and_keeps_the_schedule(learner):
    learner.answer_all(learner.new_session())
    before = learner.log.states("heart")
    session = learner.new_session(cram=True)
    assert learner.answer(session, rating=1) in {"rate", "flow/c1", "valves"}
    # The three other cards come, and then the one with the wrong answer again. flow/c2
    # was never reviewed, so it is the last of the three.
    later_names = learner.answer_all(session)
    assert len(later_names) == 4
    assert later_names[2] == "flow/c2"
    after = learner.log.states("heart")
    progress = {name: state.progress for name, state in after.items()}
    assert progress.pop("heart/flow/c2") is None
    assert progress == {name: state.progress for name, state in before.items()}
    learner.clock.advance(DAY_SECONDS)
    assert learner.answer(learner.new_session()) == "flow/c2"


def test_ahead_days_add_the_reviews_of_the_next_days(learner):
    learner.answer_all(learner.new_session())
    assert learner.new_session(ahead_days=1).next() is None
    learner.clock.advance(DAY_SECONDS)
    assert learner.new_session(new=0).next() is None
    assert sorted(learner.answer_all(learner.new_session(new=0, ahead_days=1))) == [
        "flow/c1",
        "rate",
        "valves",
    ]


def test_a_card_is_a_leech_at_the_eighth_lapse(learner):
    session = learner.new_session(new=1)
    learner.answer(session, rating=4)
    notices = []
    for _ in range(9):
        learner.clock.advance(400 * DAY_SECONDS)
        session = learner.new_session(new=0)
        shown = session.next()
        notices.append(session.rate(shown, 1).must_warn_of_leech)
        learner.clock.advance(600)
        learner.answer(session)
    assert notices == [False] * 7 + [True, False]
    learner.clock.advance(400 * DAY_SECONDS)
    assert learner.answer_all(learner.new_session(leeches=True)) == ["rate"]


def test_only_the_cards_of_the_chosen_topic_are_shown(learner, write_deck):
    other = "  - {id: beat, from: pump, ask: What beats?, answer: the heart}\n"
    write_deck(FACTS, **{"02-beat": f"liverdeck: 1\ntopic: beat\nfacts:\n{other}"})
    assert learner.answer_all(learner.new_session(topics=["beat"]), rating=4) == [
        "beat"
    ]


def test_a_reworded_card_keeps_its_progress_and_is_marked(learner, write_deck):
    learner.answer_all(learner.new_session(new=1), rating=4)
    write_deck(FACTS.replace("How fast?", "How fast does it beat?"))
    learner.clock.advance(30 * DAY_SECONDS)
    shown = learner.new_session(new=0).next()
    assert shown.name == "heart/rate"
    assert shown.was_reworded
    assert shown.state.progress.reviews == 1


def test_a_changed_why_does_not_count_as_rewording(learner, write_deck):
    learner.answer_all(learner.new_session(new=1), rating=4)
    write_deck(
        FACTS.replace("accept: [seventy]}", "accept: [seventy]}, why: It rests.")
    )
    learner.clock.advance(30 * DAY_SECONDS)
    assert not learner.new_session(new=0).next().was_reworded


def test_a_retired_fact_is_not_asked_but_keeps_its_reviews(learner, write_deck):
    learner.answer_all(learner.new_session(), rating=4)
    write_deck(
        FACTS.replace("accept: [seventy]}", "accept: [seventy]}, retired: It varies.")
    )
    learner.clock.advance(60 * DAY_SECONDS)
    assert "rate" not in learner.answer_all(learner.new_session())
    assert learner.log.state_of("heart/rate").progress.reviews == 1


def test_two_sessions_at_once_count_one_answer(learner):
    mine, other = learner.new_session(), learner.new_session()
    shown = mine.next()
    assert learner.answer(other) == "rate"
    with pytest.raises(AnsweredElsewhereError):
        mine.rate(shown, mine.choices(shown)[0])
    assert learner.log.state_of("heart/rate").progress.reviews == 1


# A wrong clock


def add_history(learner):
    """Put a hundred answers to other cards into the log.

    With them, only a small share of all answers is dated in the future. So the clock is
    trusted.
    """
    learner.log.merge(history(100))
    learner.clock.advance(3 * 3600)


def test_an_answer_given_while_the_clock_was_ahead_counts_as_given_today(learner):
    add_history(learner)
    learner.clock.advance(3650 * DAY_SECONDS)
    assert learner.answer(learner.new_session(new=1), rating=4) == "rate"
    learner.clock.advance(-3650 * DAY_SECONDS)

    session = learner.new_session(new=0)
    assert session.redated_count == 1
    state = learner.log.state_of("heart/rate")
    today = learner.clock().day
    assert state.progress.due_day < today + 30
    assert learner.new_session().redated_count == 0

    learner.clock.advance(30 * DAY_SECONDS)
    assert learner.answer(learner.new_session(new=0)) == "rate"
    *_, last = learner.log.entries()
    assert last.moment.ms == learner.clock.ms
    assert learner.log.state_of("heart/rate").progress.due_day < today + 300


def test_a_card_answered_while_the_clock_was_ahead_can_be_learned_again(learner):
    add_history(learner)
    learner.clock.advance(3650 * DAY_SECONDS)
    learner.answer(learner.new_session(new=1), rating=4)
    learner.clock.advance(-3650 * DAY_SECONDS)
    learner.new_session().forget("heart/rate")
    assert learner.log.state_of("heart/rate").progress is None
    learner.clock.advance(60)
    assert learner.answer(learner.new_session(), rating=4) == "rate"
    due_day = learner.log.state_of("heart/rate").progress.due_day
    assert due_day < learner.clock().day + 30


@pytest.mark.parametrize("days", [-1000, -1, 0, 1, 1000])
def test_undo_takes_back_the_entry_written_last_whatever_its_date(learner, days):
    add_history(learner)
    learner.log.merge([new_entry("last", minute=days * 1440)])
    session = learner.new_session()
    if session.redated_count:
        assert session.undo().kind == "redate"
    assert session.undo().id == "last"
    assert learner.log.state_of("heart/rate").progress is None


def test_undo_takes_back_all_new_dates_at_once(learner):
    add_history(learner)
    learner.clock.advance(30 * DAY_SECONDS)
    learner.answer(learner.new_session(new=2), rating=4)
    learner.answer(learner.new_session(new=2), rating=4)
    before = learner.log.states("heart")
    learner.clock.advance(-30 * DAY_SECONDS)
    session = learner.new_session()
    assert session.redated_count == 2
    assert session.undo().kind == "redate"
    assert [
        learner.log.state_of(name).progress for name in ("heart/rate", "heart/flow/c1")
    ] == [before["heart/rate"].progress, before["heart/flow/c1"].progress]
    # The clock was wrong, and is set right. So no entry is ahead any more.
    learner.clock.advance(31 * DAY_SECONDS)
    assert learner.new_session().redated_count == 0


def test_a_clock_before_most_of_the_log_is_refused(learner):
    learner.answer(learner.new_session())
    learner.clock.advance(-DAY_SECONDS)
    with pytest.raises(WrongClockError):
        learner.new_session()
    learner.is_clock_trusted = True
    assert learner.new_session().redated_count == 1


def test_a_clock_set_back_while_a_card_is_shown_keeps_the_order(learner):
    add_history(learner)
    session = learner.new_session(new=11)
    learner.answer(session, rating=1)
    learner.clock.advance(MINUTE_SECONDS)
    shown = session.next()
    learner.clock.advance(-3600)
    session.rate(shown, session.choices(shown)[2])
    first, second = (
        entry
        for entry in learner.log.effective_entries("heart")
        if entry.card == "heart/rate"
    )
    assert (first.answered.rating, second.answered.rating) == (1, 3)
    assert second.moment.ms == learner.clock.ms > first.moment.ms


def test_a_clock_set_back_between_two_cards_keeps_the_order(learner):
    add_history(learner)
    session = learner.new_session(new=11)
    learner.answer(session, rating=1)
    assert session.next() is None or session.next().name == "heart/rate"
    learner.clock.advance(-3600)
    learner.answer(session)
    assert learner.log.state_of("heart/rate").latest_ms <= learner.clock.ms


def test_typed_answer_and_duration_are_logged(learner):
    session = learner.new_session()
    shown = session.next()
    verdict = session.judge(shown, "seventy")
    learner.clock.advance(4)
    session.rate(
        shown,
        session.choices(shown)[2],
        TypedAnswer("seventy", verdict.outcome, verdict.reason),
    )
    (entry,) = learner.log.effective_entries("heart")
    assert (entry.typed, entry.duration_ms) == (
        TypedAnswer("seventy", "correct", "alias"),
        4000,
    )
    learner.clock.advance(1)
    assert learner.answer(session, seconds=3600) == "flow/c1"
    assert [entry.duration_ms for entry in learner.log.effective_entries("heart")] == [
        4000,
        60_000,
    ]


@pytest.mark.parametrize(
    ("typed", "rating"), [("70 /min", 3), ("seventy", 3), ("71 /min", 1), ("", 1)]
)
def test_a_verdict_suggests_a_rating(learner, typed, rating):
    session = learner.new_session()
    assert suggested_rating(session.judge(session.next(), typed)) == rating


def test_the_next_due_day_is_known(learner):
    session = learner.new_session(new=2)
    assert session.next_due() is None
    learner.answer_all(session)
    assert session.next_due() == (2, 2)  # good, good: two days
    learner.clock.advance(DAY_SECONDS)
    assert learner.new_session().next_due() == (1, 2)


def test_a_list_is_judged_while_it_is_typed(learner):
    session = learner.new_session(topics=["chambers"])
    session.skip(session.next())
    session.skip(session.next())
    shown = session.next()
    assert session.judge_list(shown, "mitral; aortic").missing == ("tricuspid",)


@pytest.mark.parametrize(
    ("reviews", "new", "expected"),
    [
        ("abcd", "", "abcd"),
        ("", "12", "12"),
        ("abcd", "12", "a1bc2d"),
        ("abcdef", "1", "abc1def"),
        ("ab", "1234", "1a23b4"),
    ],
)
def test_new_cards_are_spread_among_the_reviews(reviews, new, expected):
    assert "".join(mixed(list(reviews), list(new))) == expected
