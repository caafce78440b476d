"""Statistics of small logs, computed by hand, and properties over random logs."""

import itertools
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from liverdeck.authoring.loader import load_deck
from liverdeck.study.reviewlog.entries import Entry, TypedAnswer
from liverdeck.study.reviewlog.fold import NEW_CARD, CardState, fold, state_after
from liverdeck.study.scheduling.card_progress import Answered, Progress
from liverdeck.study.scheduling.memory import Memory
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.statistics.figures import (
    Cards,
    DayFigures,
    Due,
    ForecastDay,
    PassRate,
)
from liverdeck.study.statistics.statistics import statistics_of
from liverdeck.study.statistics.tally import effective_entries, tally

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: {text: 70 /min, accept: [seventy]}}
  - id: flow
    from: pump
    say: 'From the {{c1::vein::vessel}} to the {{c2::artery::vessel}}.'
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid, aortic]}
  - id: rooms
    from: rooms
    ask: Which rooms?
    groups:
      - {id: left, title: Left, items: [left atrium, left ventricle]}
      - {id: right, title: Right, items: [right atrium, right ventricle]}
"""
CARDS = 6
"""The number of cards of `FACTS`."""
TODAY = 20_000
NOON = 12


@pytest.fixture
def deck(write_deck):
    return load_deck(write_deck(FACTS)).deck


@pytest.fixture
def statistics_from(deck):
    """Return a function that makes statistics at noon of the day TODAY.

    It takes entries, and card states if they do not follow from the entries.
    """

    def make(*entries, states=None, schedule=None):
        schedule = schedule or Schedule()
        if states is None:
            cards = {entry.card for entry in entries}
            states = {
                card: fold([entry for entry in entries if entry.card == card], schedule)
                for card in cards
            }
        return statistics_of(deck, iter(entries), states, schedule, moment_on(TODAY))

    return make


def moment_on(day, hour=NOON, offset=0):
    """Return a moment by the learner's own clock."""
    return Moment(int(((day * 24 + hour) * 60 - offset) * 60_000), offset)


ENTRY_NUMBERS = itertools.count(1)


def entry(kind, card, moment, **details):
    """Return an entry whose id is greater than those of all earlier entries."""
    entry_id = f"{next(ENTRY_NUMBERS):08}"
    return Entry(entry_id, kind, f"heart/{card}", moment, "test", **details)


def review(
    card,
    day,
    rating=3,
    *,
    interval=None,
    hour=NOON,
    kind="review",
    typed=None,
    duration_ms=None,
    offset=0,
):
    """Return an answer with an interval in days, or with a step of ten minutes."""
    if interval is None:
        answered = Answered(rating, None, 600, 1, 0)
    else:
        answered = Answered(rating, interval, None, 0, interval)
    return entry(
        kind,
        card,
        moment_on(day, hour, offset),
        answered=answered,
        typed=typed,
        duration_ms=duration_ms,
    )


def undo(target):
    return Entry(
        f"undo of {target.id}",
        "undo",
        target.card,
        target.moment.after(1),
        "test",
        target=target.id,
    )


def progress(
    due_day=None,
    due_seconds=None,
    *,
    phase="review",
    interval=5,
    lapses=0,
    difficulty=5.0,
):
    return Progress(
        phase=phase,
        memory=Memory(10.0, difficulty),
        interval_days=interval,
        remaining_steps=0,
        due_day=due_day,
        due_seconds=due_seconds,
        last_review_seconds=0,
        reviews=9,
        lapses=lapses,
    )


def rates(figures, period):
    """Return reviews passed and reviews made, of young and of mature cards."""
    (retention,) = [
        retention for retention in figures.retention if retention.period == period
    ]
    young, mature = retention.young, retention.mature
    return (young.passed, young.reviews), (mature.passed, mature.reviews)


def days_with_answers(figures):
    """Return the figures of the days with answers, by their distance from today."""
    return {day.day - TODAY: day for day in figures.days if day.answers}


def test_without_entries_there_are_only_the_figures_of_the_deck(statistics_from):
    empty = statistics_from()
    assert (empty.deck, empty.title) == ("heart", "The heart")
    assert (empty.day, empty.desired_retention) == (TODAY, 0.9)
    assert (empty.first_day, empty.total) == (None, DayFigures(TODAY))
    assert (empty.cards, empty.due) == (Cards(new=CARDS), Due())
    assert empty.cards.all == CARDS
    two_weeks = range(TODAY, TODAY + 14)
    assert empty.forecast == tuple(ForecastDay(day, 0) for day in two_weeks)
    assert empty.days == tuple(DayFigures(day) for day in range(TODAY - 364, TODAY + 1))
    names = [retention.period for retention in empty.retention]
    assert names == ["today", "7 days", "30 days", "year", "all"]
    for retention in empty.retention:
        assert (retention.overall.share, retention.overall.bounds) == (None, None)
    assert empty.hardest == empty.leeches == empty.refused == ()


def forecast_of(figures):
    """Return the reviews of the days that have some, by distance from today."""
    return {day.day - TODAY: day.reviews for day in figures.forecast if day.reviews}


def test_due_cards_are_counted_for_now_and_for_the_forecast(statistics_from):
    states = {
        "heart/rate": CardState(progress(TODAY - 3)),  # overdue
        "heart/flow/c1": CardState(progress(TODAY)),
        "heart/flow/c2": CardState(progress(TODAY + 13, interval=21)),
        "heart/valves": CardState(progress(TODAY + 14)),  # after the forecast
        "heart/rooms/left": CardState(progress(due_seconds=7, phase="relearning")),
        "heart/rooms/right": CardState(progress(TODAY), is_suspended=True),
        "heart/gone": CardState(progress(TODAY)),  # not in the deck
    }
    figures = statistics_from(states=states)
    assert figures.due == Due(reviews=2, steps=1, put_off=0)
    assert forecast_of(figures) == {0: 2, 13: 1}
    assert figures.cards == Cards(new=0, learning=1, young=3, mature=1, suspended=1)


def test_due_cards_that_are_buried_are_due_tomorrow(statistics_from):
    states = {
        "heart/rate": CardState(progress(TODAY - 1), buried_day=TODAY),
        # Buried yesterday, so due today.
        "heart/flow/c1": CardState(progress(TODAY), buried_day=TODAY - 1),
        # Not due before tomorrow, so nothing is put off.
        "heart/flow/c2": CardState(progress(TODAY + 5), buried_day=TODAY),
        "heart/valves": CardState(
            progress(due_seconds=7, phase="learning"), buried_day=TODAY
        ),
    }
    figures = statistics_from(states=states)
    assert figures.due == Due(reviews=1, steps=0, put_off=2)
    assert forecast_of(figures) == {0: 1, 1: 1, 5: 1}


def test_a_suspended_new_card_does_not_count_as_new(statistics_from):
    assert statistics_from(entry("suspend", "rate", moment_on(TODAY))).cards == Cards(
        new=CARDS - 1, suspended=1
    )


def test_a_step_beyond_the_end_of_the_day_is_due_on_a_day(statistics_from):
    figures = statistics_from(
        states={"heart/rate": CardState(progress(TODAY, phase="learning", interval=0))}
    )
    assert figures.due == Due(reviews=1)
    assert figures.forecast[0].reviews == 1
    assert figures.cards.learning == 1


def test_each_day_has_its_reviews_and_time(statistics_from):
    figures = statistics_from(
        review("rate", TODAY - 1, duration_ms=1500),
        review("rate", TODAY - 1, interval=1, duration_ms=2600),
        review("flow/c1", TODAY, interval=4, duration_ms=900),
        review("rate", TODAY, 1, duration_ms=None),
        review("rate", TODAY, kind="cram", duration_ms=5000),
    )
    assert days_with_answers(figures) == {
        -1: DayFigures(TODAY - 1, reviews=2, new=1, seconds=4),  # 4.1 s
        0: DayFigures(TODAY, reviews=2, new=1, seconds=0, crammed=1, crammed_seconds=5),
    }
    assert days_with_answers(figures)[0].answers == 3
    assert figures.first_day == TODAY - 1
    assert figures.total == DayFigures(
        TODAY, reviews=4, new=2, seconds=4, crammed=1, crammed_seconds=5
    )


def test_days_begin_at_four_by_the_learners_own_clock(statistics_from):
    figures = statistics_from(
        review("rate", TODAY, hour=3.99),
        review("rate", TODAY, hour=4),
        review("flow/c1", TODAY - 9, hour=4, offset=120),  # summer: 02:00 UTC
        review("flow/c2", TODAY - 9, hour=3, offset=60),  # winter, the same instant
    )
    assert figures.days[-1].reviews == 1
    reviews = {
        distance: day.reviews for distance, day in days_with_answers(figures).items()
    }
    assert reviews == {-10: 1, -9: 1, -1: 1, 0: 1}


def test_the_year_has_365_days_and_the_total_has_all_days(statistics_from):
    figures = statistics_from(
        *(review("rate", TODAY - days, interval=1) for days in (0, 364, 365, 700))
    )
    assert set(days_with_answers(figures)) == {0, -364}
    assert (figures.total.reviews, figures.first_day) == (4, TODAY - 700)


def test_undone_answers_do_not_count(statistics_from):
    first = review("rate", TODAY - 5, interval=5)
    lapse = review("rate", TODAY, 1, duration_ms=9000)
    figures = statistics_from(first, lapse, undo(lapse))
    assert figures.days[-1] == DayFigures(TODAY)
    assert rates(figures, "all") == ((0, 0), (0, 0))
    good = review("rate", TODAY, 3, interval=9, hour=13)
    figures = statistics_from(first, lapse, undo(lapse), good)
    assert rates(figures, "today") == ((1, 1), (0, 0))


def test_an_undo_affects_only_its_own_card(statistics_from):
    answer = review("rate", TODAY)
    stray = Entry(
        "x", "undo", "heart/valves", moment_on(TODAY), "test", target=answer.id
    )
    assert statistics_from(answer, stray).days[-1].reviews == 1


def test_true_retention_counts_the_reviews_of_one_card(statistics_from):
    figures = statistics_from(
        review("rate", TODAY - 60),  # new
        review("rate", TODAY - 60, interval=1, hour=13),  # in a step
        review("rate", TODAY - 59, 2, interval=20),  # 1: young, passed
        review("rate", TODAY - 39, 3, interval=21),  # 20: young, passed
        review("rate", TODAY - 18, 1),  # 21: mature, forgotten
        review("rate", TODAY - 18, 3, interval=4, hour=13),  # in a step
        review("rate", TODAY - 14, 1),  # 4: young, forgotten
        review("rate", TODAY - 13, 3, interval=30),  # a step of the day before
        review("rate", TODAY, 4, interval=99),  # 30: mature, passed
    )
    assert rates(figures, "all") == ((2, 3), (1, 2))
    assert rates(figures, "30 days") == ((0, 1), (1, 2))
    assert rates(figures, "today") == ((0, 0), (1, 1))


def test_only_the_first_review_of_a_day_counts(statistics_from):
    figures = statistics_from(
        review("rate", TODAY - 9, interval=3),
        review("rate", TODAY, 1, interval=1),  # there are no relearning steps
        review("rate", TODAY, 3, interval=2, hour=13),
        review("flow/c1", TODAY, 3, interval=8),  # new
        review("flow/c1", TODAY, 3, interval=9, hour=13),  # studied ahead
    )
    assert rates(figures, "all") == ((0, 1), (0, 0))


def test_crammed_answers_do_not_count_for_retention(statistics_from):
    first = review("rate", TODAY - 9, interval=3)
    crammed = review("rate", TODAY, 1, kind="cram")
    assert rates(statistics_from(first, crammed), "all") == ((0, 0), (0, 0))
    after = review("rate", TODAY, 3, interval=8, hour=13)
    assert rates(statistics_from(first, crammed, after), "all") == ((1, 1), (0, 0))


def test_after_forget_a_card_counts_as_new(statistics_from):
    figures = statistics_from(
        review("rate", TODAY - 9, interval=3),
        entry("forget", "rate", moment_on(TODAY - 8)),
        review("rate", TODAY, 1),
    )
    assert rates(figures, "all") == ((0, 0), (0, 0))
    assert figures.total.new == 2


def test_suspending_and_burying_do_not_change_the_phase(statistics_from):
    kinds = ("suspend", "resume", "bury")
    figures = statistics_from(
        review("rate", TODAY - 9, interval=3),
        *(entry(kind, "rate", moment_on(TODAY - 5)) for kind in kinds),
        review("rate", TODAY, 3, interval=8),
    )
    assert rates(figures, "all") == ((1, 1), (0, 0))


@pytest.mark.parametrize(
    ("days_ago", "periods"),
    [
        (0, ["today", "7 days", "30 days", "year", "all"]),
        (1, ["7 days", "30 days", "year", "all"]),
        (6, ["7 days", "30 days", "year", "all"]),
        (7, ["30 days", "year", "all"]),
        (29, ["30 days", "year", "all"]),
        (30, ["year", "all"]),
        (364, ["year", "all"]),
        (365, ["all"]),
        (-1, ["all"]),
    ],
)
def test_periods_end_with_today(statistics_from, days_ago, periods):
    figures = statistics_from(
        review("rate", TODAY - 500, interval=3),
        review("rate", TODAY - days_ago, interval=9),
    )
    assert periods == [
        retention.period for retention in figures.retention if retention.overall.reviews
    ]


@pytest.mark.parametrize(
    ("rate", "share", "bounds"),
    [
        # By hand: (0.8 + 0.19207 ± 1.95996 √(0.016 + 0.0096)) / 1.38415
        (PassRate(8, 10), 0.8, (0.4902, 0.9433)),
        (PassRate(0, 5), 0.0, (0.0, 0.4345)),
        (PassRate(5, 5), 1.0, (0.5655, 1.0)),
        (PassRate(0, 0), None, None),
    ],
)
def test_a_rate_has_wilsons_interval(rate, share, bounds):
    assert rate.share == share
    if bounds is None:
        assert rate.bounds is None
    else:
        assert rate.bounds == pytest.approx(bounds, abs=0.00005)


def test_the_hardest_facts_have_the_most_lapses_first(statistics_from):
    states = {
        "heart/rate": CardState(progress(1, lapses=3, difficulty=7.0)),
        "heart/flow/c1": CardState(progress(1, lapses=1, difficulty=9.0)),
        "heart/flow/c2": CardState(progress(1, lapses=2, difficulty=6.0)),
        "heart/valves": CardState(progress(1, lapses=0, difficulty=5.5)),
        "heart/rooms/left": CardState(progress(1, lapses=0, difficulty=5.4)),
    }
    entries = [
        review("flow/c1", TODAY - 9, interval=3),
        review("flow/c2", TODAY - 9, interval=3),
        review("flow/c1", TODAY, 1),
        review("flow/c2", TODAY, 3, interval=8),
    ]
    hardest = statistics_from(*entries, states=states).hardest
    assert [(fact.fact, fact.lapses, fact.difficulty) for fact in hardest] == [
        ("flow", 3, 9.0),
        ("rate", 3, 7.0),
        ("valves", 0, 5.5),
    ]
    # The prompt is that of flow/c2, which has two lapses.
    assert hardest[0].prompt == "From the vein to the [vessel]."
    assert (hardest[0].retention, hardest[1].retention.share) == (PassRate(1, 2), None)


def test_at_most_ten_hard_facts_are_listed(write_deck):
    names = [f"f{number:02}" for number in range(12)]
    facts = "".join(
        f"  - {{id: {name}, from: pump, ask: What is {name}?, answer: it}}\n"
        for name in names
    )
    deck = load_deck(write_deck(facts)).deck
    states = {
        f"heart/{name}": CardState(progress(1, lapses=number))
        for number, name in enumerate(names)
    }
    figures = statistics_of(deck, (), states, Schedule(), moment_on(TODAY))
    assert [fact.lapses for fact in figures.hardest] == [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    assert [leech.card for leech in figures.leeches] == ["f11", "f10", "f09", "f08"]


def test_leeches_were_forgotten_eight_times(statistics_from):
    states = {
        "heart/rate": CardState(progress(1, lapses=7, difficulty=9.9)),
        "heart/rooms/left": CardState(
            progress(1, lapses=8, difficulty=6.0), is_suspended=True
        ),
        "heart/flow/c2": CardState(progress(1, lapses=9, difficulty=6.0)),
    }
    leeches = statistics_from(states=states).leeches
    assert [(leech.card, leech.lapses, leech.is_suspended) for leech in leeches] == [
        ("flow/c2", 9, False),
        ("rooms/left", 8, True),
    ]
    assert leeches[1].prompt == "Which rooms? (Left)"


def refused(figures):
    """Return the refused answers as (card, text, times typed, times overruled)."""
    return [
        (answer.card, answer.typed, answer.times, answer.times_overruled)
        for answer in figures.refused
    ]


def typed_answer(
    card,
    text,
    *,
    outcome="wrong",
    reason="other",
    is_overruled=False,
    day=TODAY,
    kind="review",
):
    """Return a typed answer. If it is overruled, the learner said *I was right*."""
    typed = TypedAnswer(text, outcome, reason, is_overruled=is_overruled)
    rating = 3 if is_overruled else 1
    return review(card, day, rating, kind=kind, typed=typed)


def test_case_and_spaces_make_no_refused_answer_different(statistics_from):
    figures = statistics_from(
        typed_answer("rate", "Heart  RATE", day=TODAY - 2),
        typed_answer(
            "rate",
            " heart rate",
            is_overruled=True,
            day=TODAY - 1,
            reason="extra",
            outcome="retype",
        ),
        typed_answer("rate", "heartrate"),
        typed_answer("valves", "heart rate", is_overruled=True),
    )
    assert refused(figures) == [
        ("rate", "heart rate", 2, 1),
        ("valves", "heart rate", 1, 1),
        ("rate", "heartrate", 1, 0),
    ]
    first = figures.refused[0]
    assert (first.prompt, first.right) == ("How fast?", "70 /min")
    assert (first.outcome, first.reason) == ("retype", "extra")
    assert figures.refused[1].right == "mitral, tricuspid, aortic"


def test_overruled_answers_come_before_answers_typed_often(statistics_from):
    often = [typed_answer("rate", "x", day=TODAY - days) for days in range(5)]
    assert refused(
        statistics_from(*often, typed_answer("valves", "y", is_overruled=True))
    ) == [
        ("valves", "y", 1, 1),
        ("rate", "x", 5, 0),
    ]


def test_a_good_rating_alone_overrules_no_verdict(statistics_from):
    typed = TypedAnswer("x", "wrong", "other")
    figures = statistics_from(review("rate", TODAY, 3, typed=typed))
    assert refused(figures) == [("rate", "x", 1, 0)]


def test_refused_answers_include_crammed_ones(statistics_from):
    assert refused(
        statistics_from(typed_answer("rate", "x", kind="cram", is_overruled=True))
    ) == [("rate", "x", 1, 1)]


def overruled_in_quiz(card, text, outcome="wrong"):
    answer = typed_answer(card, text, outcome=outcome, is_overruled=True, kind="quiz")
    return replace(answer, answered=None, duration_ms=None)


@pytest.mark.parametrize(
    ("card", "right"),
    [
        ("rate", "70 /min"),
        ("valves", "mitral, tricuspid, aortic"),
        ("rooms", "left atrium, left ventricle, right atrium, right ventricle"),
        ("rate/term", ""),  # no card of the deck has what the quiz asked for
    ],
)
def test_a_verdict_overruled_in_a_quiz_is_listed(statistics_from, card, right):
    figures = statistics_from(overruled_in_quiz(card, "x"))
    (answer,) = figures.refused
    assert refused(figures) == [(card, "x", 1, 1)]
    assert answer.right == right
    assert answer.prompt
    assert figures.first_day == TODAY
    assert (figures.total.reviews, figures.total.crammed) == (0, 0)
    assert figures.cards.new == CARDS


@pytest.mark.parametrize("kind", ["review", "cram"])
def test_a_partly_right_list_counts_as_refused_if_it_was_overruled(
    statistics_from, kind
):
    answer = typed_answer(
        "valves", "bicuspid, aortic", outcome="partial", is_overruled=True, kind=kind
    )
    assert refused(statistics_from(answer)) == [("valves", "bicuspid, aortic", 1, 1)]


@pytest.mark.parametrize(
    "answer",
    [
        typed_answer("rate", "", reason="empty"),
        typed_answer("rate", " \t\n"),
        typed_answer("rate", "no idea", reason="empty"),
        typed_answer("rate", "70", outcome="correct"),
        typed_answer("valves", "mitral", outcome="partial"),
        typed_answer("rate", "x", outcome=""),
        review("rate", TODAY, 1),
        typed_answer("gone", "x"),
        typed_answer("rate", "SEVENTY"),  # the deck accepts it now
        typed_answer("rate", "70  /MIN"),
    ],
)
def test_accepted_and_right_answers_are_not_refused(statistics_from, answer):
    assert refused(statistics_from(answer)) == []


def test_undone_answers_are_not_refused(statistics_from):
    answer = typed_answer("rate", "x")
    assert refused(statistics_from(answer, undo(answer))) == []


def test_answers_to_cards_not_in_the_deck_count_as_done(statistics_from):
    figures = statistics_from(
        review("gone", TODAY - 9, 3, interval=3),
        review("gone", TODAY, 1, typed=TypedAnswer("x", "wrong", "")),
    )
    assert figures.total.reviews == 2
    assert rates(figures, "today") == ((0, 1), (0, 0))
    assert figures.cards.new == CARDS
    assert figures.hardest == figures.refused == ()


def test_the_log_is_read_once(deck):
    reads = []

    def entries():
        reads.append("begins")
        yield review("rate", TODAY)
        reads.append("ends")

    figures = statistics_of(deck, entries(), {}, Schedule(), moment_on(TODAY))
    assert figures.total.reviews == 1
    assert reads == ["begins", "ends"]


SCHEDULE = Schedule()
KINDS = ["review"] * 8 + ["cram", "forget", "bury", "suspend", "resume"]
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.integers(0, 30),
        st.sampled_from([1, 2, 3, 3, 3, 4]),
        st.sampled_from(KINDS),
        st.booleans(),
    ),
    max_size=30,
)
"""Answers as (card, days since the last answer, rating, entry kind, is undone)."""


def history(answers):
    """Return the log of three cards, with the intervals that the schedule chose.

    A distance of 25 days or more becomes none, so that some cards have several answers
    on a day.
    """
    states = dict.fromkeys("abc", NEW_CARD)
    entries = []
    day = TODAY - 400
    for number, (card, days, rating, kind, is_undone) in enumerate(answers):
        day += days if days < 25 else 0
        moment = moment_on(day, 5 + number / 10)
        name = f"heart/{card}"
        answered = None
        if kind in ("review", "cram"):
            choices = SCHEDULE.choices(card, states[card].progress, moment)
            answered = choices[rating - 1].answered
        entry = Entry(f"{number:03}", kind, name, moment, "test", answered)
        entries.append(entry)
        if is_undone:
            undo_id = f"{number:03}u"
            after = moment.after(1)
            entries.append(Entry(undo_id, "undo", name, after, "test", target=entry.id))
        else:
            states[card] = state_after(states[card], entry, SCHEDULE)
    return entries


def retention_by_folding(entries):
    """Return how many reviews count for retention, by (is mature, is passed).

    This is slower than the tally, because it folds all card states.
    """
    counts = Counter()
    undone = {entry.target for entry in entries if entry.kind == "undo"}
    for card in "abc":
        state = NEW_CARD
        for entry in entries:
            is_of_card = entry.card == f"heart/{card}"
            if not is_of_card or entry.kind == "undo" or entry.id in undone:
                continue
            if counts_for_retention(state, entry):
                is_mature = state.progress.interval_days >= 21
                counts[is_mature, entry.answered.rating > 1] += 1
            state = state_after(state, entry, SCHEDULE)
    return counts


def counts_for_retention(state, entry):
    """Whether an entry is the day's first review of a card that was in review."""
    return (
        entry.kind == "review"
        and state.progress is not None
        and state.progress.phase == "review"
        and state.progress.interval_days >= 1
        and state.reviewed_day != entry.moment.day
    )


@pytest.mark.slow
@given(ANSWERS)
@settings(max_examples=100, deadline=None)
def test_the_tally_agrees_with_the_folded_states(answers):
    entries = history(answers)
    counts = Counter()
    for reviews, times in tally(entries).retention_reviews.items():
        counts[reviews.is_mature, reviews.is_passed] += times
    assert counts == retention_by_folding(entries)


@given(ANSWERS, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_entries_does_not_matter(answers, chance):
    entries = history(answers)
    shuffled = chance.sample(entries, len(entries))
    assert tally(shuffled) == tally(entries)
    assert effective_entries(effective_entries(shuffled)) == effective_entries(entries)


THREE_FACTS = "".join(
    f"  - {{id: {name}, from: pump, ask: What is {name}?, answer: it}}\n"
    for name in "abc"
)

THREE_DECK = """\
liverdeck: 1
id: heart
anki_name: H
title: H
description: D.
language: en
document: {title: T, read: 2023-01-31}
topics: [{id: t, title: T}]
"""


@pytest.fixture(scope="session")
def deck_of_three(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three")
    (folder / "deck.yaml").write_text(THREE_DECK, encoding="utf-8")
    passages = "liverdeck: 1\npassages: [{id: pump, heading: P}]\n"
    (folder / "passages.yaml").write_text(passages, encoding="utf-8")
    facts = f"liverdeck: 1\ntopic: t\nfacts:\n{THREE_FACTS}"
    (folder / "01.yaml").write_text(facts, encoding="utf-8")
    return load_deck(folder).deck


@given(answers=ANSWERS)
@settings(max_examples=60, deadline=None)
def test_the_figures_agree_with_each_other(deck_of_three, answers):
    entries = history(answers)
    states = {
        f"heart/{card}": fold(
            [entry for entry in entries if entry.card == f"heart/{card}"], SCHEDULE
        )
        for card in "abc"
    }
    last_day = max([TODAY - 300, *(entry.moment.day for entry in entries)])
    now = moment_on(last_day, 23)
    figures = statistics_of(deck_of_three, entries, states, SCHEDULE, now)

    kinds = Counter(entry.kind for entry in effective_entries(entries))
    assert figures.total.reviews == kinds["review"]
    assert figures.total.crammed == kinds["cram"]
    assert figures.cards.all == 3

    due_days = [
        state.progress.due_day
        for state in states.values()
        if state.progress and not state.is_suspended
    ]
    in_two_weeks = [day for day in due_days if day is not None and day < now.day + 14]
    assert sum(day.reviews for day in figures.forecast) == len(in_two_weeks)
    assert figures.forecast[0].reviews == figures.due.reviews
    due_now = [day for day in due_days if day is None or day <= now.day]
    due = figures.due
    assert due.reviews + due.steps + due.put_off == len(due_now)

    *periods, _ = figures.retention  # the last period has all days
    counted = [retention.overall.reviews for retention in periods]
    made = [
        sum(day.reviews for day in figures.days[-retention.days :])
        for retention in periods
    ]
    for counted_reviews, all_reviews in zip(counted, made, strict=True):
        assert counted_reviews <= all_reviews
    # Each period contains the one before it.
    assert counted == sorted(counted)
    assert made == sorted(made)
    for retention in figures.retention:
        assert retention.overall.passed <= retention.overall.reviews


def test_the_first_day_is_today_at_the_latest(statistics_from):
    west_of_the_date_line = review("rate", TODAY + 1)
    assert statistics_from(west_of_the_date_line).first_day == TODAY
