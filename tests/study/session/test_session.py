"""A sitting: which card comes, what is written, what comes back."""

import itertools

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.review_log import AnsweredElsewhereError, ReviewLog
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.session.queue import StudyOptions, mixed
from liverdeck.study.session.session import Session, SessionContext, suggested_rating

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: {text: 70 /min, accept: [seventy]}}
  - {id: flow, from: pump, say: 'From the {{c1::vein::vessel}} to the {{c2::artery::vessel}}.'}
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid, aortic]}
"""
MORNING = 1_700_035_200_000
"""2023-11-15, 08:00 UTC."""
MINUTE, DAY = 60, 86_400


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, ms=MORNING, offset=0):
        self.ms, self.offset = ms, offset

    def __call__(self):
        return Moment(self.ms, self.offset)

    def go(self, seconds):
        self.ms += seconds * 1000


class Learner:
    """Somebody who sits down, again and again, before one deck and one log."""

    def __init__(self, folder, path):
        self.folder, self.clock = folder, Clock()
        self.schedule = Schedule(fuzz=False)
        self.log = ReviewLog(path, self.schedule)
        self.numbers = itertools.count()

    def sits_down(self, *, topics=(), log=None, **wishes):
        deck = load_deck(self.folder).deck
        tools = SessionContext(self.clock, lambda: f"id{next(self.numbers)}", "test")
        return Session(
            deck,
            log or self.log,
            self.schedule,
            StudyOptions(**wishes),
            tools,
            topics=topics,
        )

    def answers(self, session, rating=3, seconds=10):
        """Answer the next card and return its name without the deck's; None if there is none."""
        shown = session.next()
        if shown is None:
            return None
        self.clock.go(seconds)
        session.rate(shown, session.choices(shown)[rating - 1])
        return shown.name.removeprefix("heart/")

    def answers_all(self, session, rating=3):
        return list(iter(lambda: self.answers(session, rating), None))


@pytest.fixture
def learner(write_deck, tmp_path):
    learner = Learner(write_deck(FACTS), tmp_path / "log.sqlite3")
    yield learner
    learner.log.close()


def test_new_cards_come_in_teaching_order_siblings_apart_and_learning_cards_again(
    learner,
):
    session = learner.sits_down()
    # Each comes twice: 10 minutes after the first good it is learned. c2 of flow waits until tomorrow.
    assert learner.answers_all(session) == [
        "rate",
        "flow/c1",
        "valves",
        "rate",
        "flow/c1",
        "valves",
    ]
    assert session.saved == 6
    learner.clock.go(DAY)
    assert learner.answers_all(learner.sits_down()) == ["flow/c2", "flow/c2"]


def test_a_review_puts_off_its_sibling_and_comes_on_its_day(learner):
    learner.answers_all(learner.sits_down())
    learner.clock.go(2 * DAY)  # good, good: an interval of two days
    assert sorted(learner.answers_all(learner.sits_down())) == [
        "flow/c1",
        "rate",
        "valves",
    ]
    # c2 of flow is new and waits for its sibling again, as long as that comes first
    learner.clock.go(DAY)
    assert learner.answers_all(learner.sits_down())[0] == "flow/c2"


def test_a_wrong_answer_comes_back_after_a_minute_others_in_between(learner):
    session = learner.sits_down()
    assert learner.answers(session, rating=1) == "rate"
    assert learner.answers(session) == "flow/c1"
    learner.clock.go(MINUTE)
    assert learner.answers(session) == "rate"
    assert learner.answers(session) == "valves"


def test_siblings_do_not_use_up_the_limit_of_new_cards(learner, write_deck):
    blanks = " ".join(f"{{{{c{n}::word{n}}}}}" for n in range(1, 9))
    write_deck(f"  - {{id: many, from: pump, say: '{blanks}.'}}\n" + FACTS)
    assert learner.answers_all(learner.sits_down(new=3), rating=4) == [
        "many/c1",
        "rate",
        "flow/c1",
    ]


def test_a_new_card_never_pushes_its_due_sibling_aside(learner):
    learner.answers_all(learner.sits_down(new=2))  # rate, flow/c1
    learner.clock.go(2 * DAY)
    queue = learner.sits_down(new=20)
    assert queue.remaining().reviews == 2
    assert queue.remaining().new == 1  # the list, and not the other blank


def test_a_step_may_come_twenty_minutes_early_when_nothing_else_is_left_and_no_more(
    learner,
):
    learner.schedule = Schedule(fuzz=False, learning_seconds=(60, 1200, 1201))
    session = learner.sits_down(new=1)
    assert [learner.answers(session, seconds=0) for _ in range(2)] == ["rate", "rate"]
    assert session.next() is None
    assert session.next_step_in() == 1201
    learner.clock.go(1)
    assert session.next().name == "heart/rate"


@pytest.mark.parametrize(
    ("limit", "seen"), [({"new": 0}, 0), ({"new": 2}, 2), ({"new": 20}, 3)]
)
def test_new_cards_are_limited_for_the_day_not_the_session(learner, limit, seen):
    first = learner.sits_down(new=1)
    if limit["new"]:
        assert learner.answers(first, rating=4) == "rate"
    assert len(learner.answers_all(learner.sits_down(**limit), rating=4)) == max(
        0, seen - 1
    )


def test_the_limit_begins_again_at_four_in_the_morning(learner):
    learner.clock = Clock(MORNING - 5 * 3600 * 1000)  # 03:00
    assert learner.answers_all(learner.sits_down(new=1), rating=4) == ["rate"]
    assert learner.sits_down(new=1).next() is None
    learner.clock.go(3600)
    assert learner.answers_all(learner.sits_down(new=1), rating=4) == ["flow/c1"]


def test_reviews_are_limited_for_the_day_and_longest_overdue_first(learner):
    learner.answers_all(learner.sits_down(new=1))
    learner.clock.go(DAY)
    learner.answers_all(learner.sits_down(new=1))
    learner.clock.go(30 * DAY)
    assert learner.answers_all(learner.sits_down(new=0, reviews=1)) == ["rate"]
    assert learner.sits_down(new=0, reviews=1).next() is None
    assert learner.answers_all(learner.sits_down(new=0, reviews=2)) == ["flow/c1"]


def test_the_interval_on_the_key_is_the_interval_written(learner):
    learner.schedule = Schedule()  # with fuzz
    session = learner.sits_down()
    for _ in range(40):
        shown = session.next()
        if shown is None:
            learner.clock.go(7 * DAY)
            session = learner.sits_down()
            continue
        choice = session.choices(shown)[2]
        learner.clock.go(300)
        session.rate(shown, choice)
        progress = learner.log.state_of(shown.name).progress
        now = learner.clock()
        expected = (None, now.seconds + choice.answered.wait_seconds) if choice.answered.wait_days is None else (
            now.day + choice.answered.wait_days, None)  # fmt: skip
        assert (progress.due_day, progress.due_seconds) == expected


def test_undo_takes_back_the_last_answer_even_after_the_last_card(learner):
    session = learner.sits_down(new=1)
    before = learner.log.state_of("heart/rate")
    assert learner.answers_all(session, rating=4) == ["rate"]
    assert session.next() is None
    assert session.undo().answered.rating == 4
    assert session.saved == 0
    assert learner.log.state_of("heart/rate").progress == before.progress
    assert session.next().name == "heart/rate"


def test_undo_goes_back_answer_by_answer_and_frees_the_sibling_and_the_limit(learner):
    session = learner.sits_down(new=2)
    assert [learner.answers(session) for _ in range(2)] == ["rate", "flow/c1"]
    assert [session.undo().card for _ in range(2)] == ["heart/flow/c1", "heart/rate"]
    assert session.undo() is None
    assert learner.log.done_on("heart", learner.clock().day).new == 0
    assert learner.answers_all(session, rating=4) == ["rate", "flow/c1"]


def test_undo_works_across_sessions_of_a_day_but_not_beyond(learner):
    learner.answers(learner.sits_down())
    assert learner.sits_down().undo() is not None
    learner.answers(learner.sits_down())
    learner.clock.go(DAY)
    assert learner.sits_down().undo() is None


def test_undo_takes_back_an_answer_of_before_four_in_the_morning_in_the_same_sitting(
    learner,
):
    learner.clock = Clock(MORNING - (4 * 3600 + 5) * 1000)  # 03:59:55
    session = learner.sits_down(new=1)
    learner.answers(session, rating=4, seconds=1)
    learner.clock.go(60)
    assert session.undo().answered.rating == 4
    assert session.saved == 0


def test_undoing_what_an_earlier_sitting_wrote_leaves_ones_own_count(learner):
    learner.answers(learner.sits_down())
    session = learner.sits_down()
    learner.answers(session)
    assert [session.undo().id for _ in range(2)] == ["id1", "id0"]
    assert session.saved == 0


def test_a_skipped_card_comes_last_and_is_not_buried(learner):
    session = learner.sits_down()
    session.skip(session.next())
    assert learner.answers_all(session, rating=4) == ["flow/c1", "valves", "rate"]


def test_the_only_card_skipped_comes_again(learner):
    session = learner.sits_down(new=1)
    for _ in range(3):
        shown = session.next()
        assert shown.name == "heart/rate"
        session.skip(shown)


def test_a_buried_card_comes_tomorrow_and_another_takes_its_place(learner):
    session = learner.sits_down(new=1)
    session.put_off(session.next())
    assert session.next().name == "heart/flow/c1"
    assert "rate" not in learner.answers_all(learner.sits_down(), rating=4)
    learner.clock.go(DAY)
    assert learner.answers(learner.sits_down()) == "rate"


def test_a_buried_review_is_told_for_tomorrow(learner):
    learner.answers_all(learner.sits_down(new=1))
    learner.clock.go(2 * DAY)
    session = learner.sits_down(new=0)
    session.put_off(session.next())
    assert session.next_due() == (1, 1)


def test_the_slower_of_two_sessions_goes_on_with_what_is_left(learner):
    mine, other = learner.sits_down(), learner.sits_down()
    assert learner.answers(other, rating=4) == "rate"
    other.put_off(other.next(), for_good=True)
    assert mine.next().name == "heart/valves"


def test_a_limit_of_reviews_is_filled_though_siblings_are_due(learner, write_deck):
    blanks = (
        "{{c1::one}} {{c2::two}} {{c3::three}} {{c4::four}} {{c5::five}} {{c6::six}}"
    )
    write_deck(
        f"  - {{id: many, from: pump, say: '{blanks}.'}}\n  - {{id: many-more, from: pump, say: '{blanks}.'}}\n"
    )
    for _ in range(6):
        learner.answers_all(learner.sits_down(), rating=4)
        learner.clock.go(DAY)
    learner.clock.go(200 * DAY)
    assert learner.sits_down(new=0, reviews=2).remaining().reviews == 2


def test_what_was_skipped_stays_behind_after_an_undo(learner):
    session = learner.sits_down()
    session.skip(session.next())
    assert learner.answers(session, rating=4) == "flow/c1"
    session.undo()
    assert learner.answers_all(session, rating=4) == ["flow/c1", "valves", "rate"]


def test_an_undone_resume_shows_no_suspended_card(learner):
    session = learner.sits_down()
    session.put_off(session.next(), for_good=True)
    session.resume("heart/rate")
    assert session.undo().kind == "resume"
    assert session.next().name == "heart/flow/c1"


def test_undo_takes_back_ones_own_answer_first_whatever_was_imported(learner):
    session = learner.sits_down()
    learner.answers(session, rating=4)
    elsewhere = Learner(learner.folder, learner.log.path.with_name("other.sqlite3"))
    elsewhere.clock.go(60)
    elsewhere.numbers = itertools.count(500)
    elsewhere.answers(elsewhere.sits_down(topics=["chambers"]))
    learner.clock.go(120)
    learner.log.merge(elsewhere.log.entries())
    elsewhere.log.close()
    assert session.undo().id == "id0"
    assert learner.sits_down().can_undo


def test_a_forgotten_card_is_new_again(learner):
    session = learner.sits_down(new=1)
    learner.answers_all(session, rating=4)
    session.forget("heart/rate")
    assert learner.log.state_of("heart/rate").progress is None
    learner.clock.go(DAY)
    assert learner.answers(learner.sits_down()) == "rate"


def test_a_suspended_card_waits_until_it_is_brought_back(learner):
    session = learner.sits_down()
    session.put_off(session.next(), for_good=True)
    assert session.suspended() == ["heart/rate"]
    learner.clock.go(100 * DAY)
    session = learner.sits_down()
    assert session.next().name == "heart/flow/c1"
    session.resume("heart/rate")
    assert learner.answers(learner.sits_down()) == "rate"


def test_undo_takes_back_a_suspension(learner):
    session = learner.sits_down()
    session.put_off(session.next(), for_good=True)
    assert session.undo().kind == "suspend"
    assert session.next().name == "heart/rate"


def test_cramming_shows_everything_weakest_first_and_touches_no_schedule(learner):
    learner.answers_all(learner.sits_down())
    records = learner.log.states("heart")
    session = learner.sits_down(cram=True)
    assert learner.answers(session, rating=1) in {"rate", "flow/c1", "valves"}
    rest = learner.answers_all(session)
    assert (
        len(rest) == 4
    )  # the three others, and the wrong one again; flow/c2, never seen, comes after those seen
    assert rest[2] == "flow/c2"
    progress = {
        name: record.progress for name, record in learner.log.states("heart").items()
    }
    assert progress == {name: record.progress for name, record in records.items()} | {
        "heart/flow/c2": None
    }
    learner.clock.go(DAY)
    assert learner.answers(learner.sits_down()) == "flow/c2"


def test_ahead_brings_reviews_of_the_next_days(learner):
    learner.answers_all(learner.sits_down())
    assert learner.sits_down(ahead=1).next() is None
    learner.clock.go(DAY)
    assert learner.sits_down(new=0).next() is None
    assert sorted(learner.answers_all(learner.sits_down(new=0, ahead=1))) == [
        "flow/c1",
        "rate",
        "valves",
    ]


def test_leeches_are_named_at_the_eighth_lapse_and_can_be_studied_alone(learner):
    session = learner.sits_down(new=1)
    learner.answers(session, rating=4)
    told = []
    for _ in range(9):
        learner.clock.go(400 * DAY)
        session = learner.sits_down(new=0)
        shown = session.next()
        told.append(session.rate(shown, session.choices(shown)[0]).is_new_leech)
        learner.clock.go(600)
        learner.answers(session)
    assert told == [False] * 7 + [True, False]
    learner.clock.go(400 * DAY)
    assert learner.answers_all(learner.sits_down(leeches=True)) == ["rate"]


def test_a_topic_limits_the_cards(learner, write_deck):
    other = "  - {id: beat, from: pump, ask: What beats?, answer: the heart}\n"
    write_deck(FACTS, **{"02-beat": f"liverdeck: 1\ntopic: beat\nfacts:\n{other}"})
    assert learner.answers_all(learner.sits_down(topics=["beat"]), rating=4) == ["beat"]


def test_a_reworded_card_keeps_its_progress_and_says_so(learner, write_deck):
    learner.answers_all(learner.sits_down(new=1), rating=4)
    write_deck(FACTS.replace("How fast?", "How fast does it beat?"))
    learner.clock.go(30 * DAY)
    shown = learner.sits_down(new=0).next()
    assert shown.name == "heart/rate"
    assert shown.was_reworded
    assert shown.state.progress.reviews == 1


def test_a_changed_why_is_no_rewording(learner, write_deck):
    learner.answers_all(learner.sits_down(new=1), rating=4)
    write_deck(
        FACTS.replace("accept: [seventy]}", "accept: [seventy]}, why: It rests.")
    )
    learner.clock.go(30 * DAY)
    assert not learner.sits_down(new=0).next().was_reworded


def test_a_retired_fact_leaves_the_queue_and_its_reviews_stay(learner, write_deck):
    learner.answers_all(learner.sits_down(), rating=4)
    write_deck(
        FACTS.replace("accept: [seventy]}", "accept: [seventy]}, retired: It varies.")
    )
    learner.clock.go(60 * DAY)
    assert "rate" not in learner.answers_all(learner.sits_down())
    assert learner.log.state_of("heart/rate").progress.reviews == 1


def test_two_sessions_at_once_count_one_answer(learner):
    mine, other = learner.sits_down(), learner.sits_down()
    shown = mine.next()
    assert learner.answers(other) == "rate"
    with pytest.raises(AnsweredElsewhereError):
        mine.rate(shown, mine.choices(shown)[0])
    assert learner.log.state_of("heart/rate").progress.reviews == 1


def test_a_clock_set_back_is_told_and_the_order_of_answers_stays(learner):
    session = learner.sits_down(new=1)
    assert session.milliseconds_set_back() == 0
    learner.answers(session, rating=1)
    learner.clock.go(-3600)
    session = learner.sits_down(new=1)
    assert session.milliseconds_set_back() == 3600_000
    assert session.next() is None  # its minute is not over by this clock
    learner.clock.go(2500)
    shown = session.next()
    session.rate(shown, session.choices(shown)[2])
    first, second = learner.log.effective_entries("heart")
    assert (first.answered.rating, second.answered.rating) == (1, 3)
    assert second.moment.ms == first.moment.ms + 1


def test_what_was_typed_and_how_long_it_took_is_kept(learner):
    session = learner.sits_down()
    shown = session.next()
    verdict = session.judge(shown, "seventy")
    learner.clock.go(4)
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
    learner.clock.go(1)
    assert learner.answers(session, seconds=3600) == "flow/c1"
    assert [entry.duration_ms for entry in learner.log.effective_entries("heart")] == [
        4000,
        60_000,
    ]


@pytest.mark.parametrize(
    ("typed", "rating"), [("70 /min", 3), ("seventy", 3), ("71 /min", 1), ("", 1)]
)
def test_a_verdict_suggests_a_rating(learner, typed, rating):
    session = learner.sits_down()
    assert suggested_rating(session.judge(session.next(), typed)) == rating


def test_what_comes_next_is_told(learner):
    session = learner.sits_down(new=2)
    assert session.next_due() is None
    learner.answers_all(session)
    assert session.next_due() == (2, 2)  # good, good: two days
    learner.clock.go(DAY)
    assert learner.sits_down().next_due() == (1, 2)


def test_lists_are_judged_so_far(learner):
    session = learner.sits_down(topics=["chambers"])
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
