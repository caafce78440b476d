"""The figures of small logs, computed by hand; laws over invented ones."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liverdeck.authoring.loader import load_deck
from liverdeck.study.reviewlog.entries import Entry, TypedAnswer
from liverdeck.study.reviewlog.fold import NEW_CARD, CardState, fold, step
from liverdeck.study.scheduling.memory import Memory
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Answered, Progress, Schedule
from liverdeck.study.statistics.figures import Cards, Day, Due, ForecastDay, PassRate
from liverdeck.study.statistics.statistics import statistics_of
from liverdeck.study.statistics.tally import effective_entries, tally

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: {text: 70 /min, accept: [seventy]}}
  - {id: flow, from: pump, say: 'From the {{c1::vein::vessel}} to the {{c2::artery::vessel}}.'}
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid, aortic]}
  - id: rooms
    from: rooms
    ask: Which rooms?
    groups:
      - {id: left, title: Left, items: [left atrium, left ventricle]}
      - {id: right, title: Right, items: [right atrium, right ventricle]}
"""
CARDS = 6
TODAY = 20_000
NOON = 12


@pytest.fixture
def deck(write_deck):
    return load_deck(write_deck(FACTS)).deck


@pytest.fixture
def figures(deck):
    """Return a function to the statistics of some entries and records, seen at noon of the day TODAY."""

    def of(*entries, records=None, schedule=None):
        schedule = schedule or Schedule()
        if records is None:
            cards = {entry.card for entry in entries}
            records = {
                card: fold([each for each in entries if each.card == card], schedule)
                for card in cards
            }
        return statistics_of(deck, iter(entries), records, schedule, at(TODAY))

    return of


def at(day, hour=NOON, offset=0):
    """A moment by the learner's own clock."""
    return Moment(int(((day * 24 + hour) * 60 - offset) * 60_000), offset)


class Numbers:
    """Ids in the order of their making."""

    last = 0


def entry(kind, card, moment, **more):
    Numbers.last += 1
    return Entry(f"{Numbers.last:08}", kind, f"heart/{card}", moment, "test", **more)


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
    """An answer that leads to a review interval, or without one to a step of ten minutes."""
    chosen = (
        Answered(rating, None, 600, 1, 0)
        if interval is None
        else Answered(rating, interval, None, 0, interval)
    )
    return entry(
        kind,
        card,
        at(day, hour, offset),
        answered=chosen,
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
    due_day=None, due_at=None, *, phase="review", interval=5, lapses=0, difficulty=5.0
):
    return Progress(
        phase, Memory(10.0, difficulty), interval, 0, due_day, due_at, 0, 9, lapses
    )


def rates(figures, period):
    (found,) = [each for each in figures.retention if each.period == period]
    return (found.young.passed, found.young.reviews), (
        found.mature.passed,
        found.mature.reviews,
    )


def done(figures):
    """What was done on the days on which something was, by distance from today."""
    return {day.day - TODAY: day for day in figures.days if day.answers}


def test_of_nothing_there_are_no_figures_but_those_of_the_deck(figures):
    nothing = figures()
    assert (nothing.deck, nothing.title, nothing.day, nothing.desired_retention) == (
        "heart",
        "The heart",
        TODAY,
        0.9,
    )
    assert (nothing.first_day, nothing.total) == (None, Day(TODAY))
    assert (nothing.cards, nothing.due) == (Cards(new=CARDS), Due())
    assert nothing.cards.all == CARDS
    assert nothing.forecast == tuple(
        ForecastDay(day, 0) for day in range(TODAY, TODAY + 14)
    )
    assert nothing.days == tuple(Day(day) for day in range(TODAY - 364, TODAY + 1))
    assert [each.period for each in nothing.retention] == [
        "today",
        "7 days",
        "30 days",
        "year",
        "all",
    ]
    assert {(each.both.share, each.both.bounds) for each in nothing.retention} == {
        (None, None)
    }
    assert nothing.hardest == nothing.leeches == nothing.refused == ()


def test_what_is_due_now_and_what_is_foreseen(figures):
    records = {
        "heart/rate": CardState(progress(TODAY - 3)),  # overdue
        "heart/flow/c1": CardState(progress(TODAY)),
        "heart/flow/c2": CardState(progress(TODAY + 13, interval=21)),
        "heart/valves": CardState(progress(TODAY + 14)),  # beyond what is foreseen
        "heart/rooms/left": CardState(progress(due_at=7, phase="relearning")),
        "heart/rooms/right": CardState(progress(TODAY), is_suspended=True),
        "heart/gone": CardState(progress(TODAY)),  # the deck has it no more
    }
    found = figures(records=records)
    assert found.due == Due(reviews=2, steps=1, put_off=0)
    assert {
        each.day - TODAY: each.reviews for each in found.forecast if each.reviews
    } == {0: 2, 13: 1}
    assert found.cards == Cards(new=0, learning=1, young=3, mature=1, suspended=1)


def test_what_is_put_off_is_due_tomorrow(figures):
    records = {
        "heart/rate": CardState(progress(TODAY - 1), buried_day=TODAY),
        "heart/flow/c1": CardState(
            progress(TODAY), buried_day=TODAY - 1
        ),  # that was yesterday
        "heart/flow/c2": CardState(
            progress(TODAY + 5), buried_day=TODAY
        ),  # would not have come before
        "heart/valves": CardState(
            progress(due_at=7, phase="learning"), buried_day=TODAY
        ),
    }
    found = figures(records=records)
    assert found.due == Due(reviews=1, steps=0, put_off=2)
    assert {
        each.day - TODAY: each.reviews for each in found.forecast if each.reviews
    } == {0: 1, 1: 1, 5: 1}


def test_a_suspended_new_card_is_not_new(figures):
    assert figures(entry("suspend", "rate", at(TODAY))).cards == Cards(
        new=CARDS - 1, suspended=1
    )


def test_a_step_past_the_end_of_the_day_is_due_on_its_day(figures):
    found = figures(
        records={"heart/rate": CardState(progress(TODAY, phase="learning", interval=0))}
    )
    assert (found.due, found.forecast[0].reviews, found.cards.learning) == (
        Due(reviews=1),
        1,
        1,
    )


def test_each_day_has_its_reviews_and_time(figures):
    found = figures(
        review("rate", TODAY - 1, duration_ms=1500),
        review("rate", TODAY - 1, interval=1, duration_ms=2600),
        review("flow/c1", TODAY, interval=4, duration_ms=900),
        review("rate", TODAY, 1, duration_ms=None),
        review("rate", TODAY, kind="cram", duration_ms=5000),
    )
    assert done(found) == {
        -1: Day(TODAY - 1, reviews=2, new=1, seconds=4),  # 4.1 s
        0: Day(TODAY, reviews=2, new=1, seconds=0, crammed=1, crammed_seconds=5),
    }
    assert done(found)[0].answers == 3
    assert (found.first_day, found.total) == (TODAY - 1, Day(TODAY, 4, 2, 4, 1, 5))


def test_days_change_at_four_by_the_learners_own_clock(figures):
    found = figures(
        review("rate", TODAY, hour=3.99),
        review("rate", TODAY, hour=4),
        review("flow/c1", TODAY - 9, hour=4, offset=120),  # summer: 02:00 UTC
        review("flow/c2", TODAY - 9, hour=3, offset=60),  # winter, the same instant
    )
    assert found.days[-1].reviews == 1
    assert {day: each.reviews for day, each in done(found).items()} == {
        -10: 1,
        -9: 1,
        -1: 1,
        0: 1,
    }


def test_the_year_is_365_days_and_the_total_is_all(figures):
    found = figures(
        *(review("rate", TODAY - back, interval=1) for back in (0, 364, 365, 700))
    )
    assert set(done(found)) == {0, -364}
    assert (found.total.reviews, found.first_day) == (4, TODAY - 700)


def test_what_was_undone_does_not_count(figures):
    first, lapse = (
        review("rate", TODAY - 5, interval=5),
        review("rate", TODAY, 1, duration_ms=9000),
    )
    found = figures(first, lapse, undo(lapse))
    assert (found.days[-1], rates(found, "all")) == (Day(TODAY), ((0, 0), (0, 0)))
    again = review("rate", TODAY, 3, interval=9, hour=13)
    assert rates(figures(first, lapse, undo(lapse), again), "today") == ((1, 1), (0, 0))


def test_an_undo_reaches_only_its_own_card(figures):
    answer = review("rate", TODAY)
    stray = Entry("x", "undo", "heart/valves", at(TODAY), "test", target=answer.id)
    assert figures(answer, stray).days[-1].reviews == 1


def test_true_retention_of_one_card(figures):
    found = figures(
        review("rate", TODAY - 60),  # new
        review("rate", TODAY - 60, interval=1, hour=13),  # in a step
        review("rate", TODAY - 59, 2, interval=20),  # 1: young, passed
        review("rate", TODAY - 39, 3, interval=21),  # 20: young, passed
        review("rate", TODAY - 18, 1),  # 21: mature, forgotten
        review("rate", TODAY - 18, 3, interval=4, hour=13),  # in a step
        review("rate", TODAY - 14, 1),  # 4: young, forgotten
        review(
            "rate", TODAY - 13, 3, interval=30
        ),  # a step that was left until the next day
        review("rate", TODAY, 4, interval=99),  # 30: mature, passed
    )
    assert rates(found, "all") == ((2, 3), (1, 2))
    assert rates(found, "30 days") == ((0, 1), (1, 2))
    assert rates(found, "today") == ((0, 0), (1, 1))


def test_only_the_first_review_of_a_day_counts(figures):
    found = figures(
        review("rate", TODAY - 9, interval=3),
        review("rate", TODAY, 1, interval=1),  # as without relearning steps
        review("rate", TODAY, 3, interval=2, hour=13),
        review("flow/c1", TODAY, 3, interval=8),  # new
        review(
            "flow/c1", TODAY, 3, interval=9, hour=13
        ),  # learned ahead on the same day
    )
    assert rates(found, "all") == ((0, 1), (0, 0))


def test_crammed_answers_say_nothing_of_retention(figures):
    first = review("rate", TODAY - 9, interval=3)
    crammed = review("rate", TODAY, 1, kind="cram")
    assert rates(figures(first, crammed), "all") == ((0, 0), (0, 0))
    after = review("rate", TODAY, 3, interval=8, hour=13)
    assert rates(figures(first, crammed, after), "all") == ((1, 1), (0, 0))


def test_a_forgotten_schedule_begins_anew(figures):
    found = figures(
        review("rate", TODAY - 9, interval=3),
        entry("forget", "rate", at(TODAY - 8)),
        review("rate", TODAY, 1),
    )
    assert rates(found, "all") == ((0, 0), (0, 0))
    assert found.total.new == 2


def test_suspending_and_burying_change_no_phase(figures):
    kinds = ("suspend", "resume", "bury")
    found = figures(
        review("rate", TODAY - 9, interval=3),
        *(entry(kind, "rate", at(TODAY - 5)) for kind in kinds),
        review("rate", TODAY, 3, interval=8),
    )
    assert rates(found, "all") == ((1, 1), (0, 0))


@pytest.mark.parametrize(
    ("back", "periods"),
    [
        (0, ["today", "7 days", "30 days", "year", "all"]), (1, ["7 days", "30 days", "year", "all"]),
        (6, ["7 days", "30 days", "year", "all"]), (7, ["30 days", "year", "all"]), (29, ["30 days", "year", "all"]),
        (30, ["year", "all"]), (364, ["year", "all"]), (365, ["all"]), (-1, ["all"]),
    ],
)  # fmt: skip
def test_periods_end_with_today(figures, back, periods):
    found = figures(
        review("rate", TODAY - 500, interval=3),
        review("rate", TODAY - back, interval=9),
    )
    assert [each.period for each in found.retention if each.both.reviews] == periods


@pytest.mark.parametrize(
    ("rate", "share", "bounds"),
    [
        (PassRate(8, 10), 0.8, (0.4902, 0.9433)),  # (0.8 + 0.19207 ± 1.95996 √(0.016 + 0.0096)) / 1.38415, by hand
        (PassRate(0, 5), 0.0, (0.0, 0.4345)), (PassRate(5, 5), 1.0, (0.5655, 1.0)), (PassRate(0, 0), None, None),
    ],
)  # fmt: skip
def test_rates_and_wilsons_interval(rate, share, bounds):
    assert rate.share == share
    assert rate.bounds == (
        None if bounds is None else pytest.approx(bounds, abs=0.00005)
    )


def test_the_hardest_facts(figures):
    records = {
        "heart/rate": CardState(progress(1, lapses=3, difficulty=7.0)),
        "heart/flow/c1": CardState(progress(1, lapses=1, difficulty=9.0)),
        "heart/flow/c2": CardState(progress(1, lapses=2, difficulty=6.0)),
        "heart/valves": CardState(progress(1, lapses=0, difficulty=5.5)),
        "heart/rooms/left": CardState(progress(1, lapses=0, difficulty=5.4)),
    }
    entries = [
        review("flow/c1", TODAY - 9, interval=3), review("flow/c2", TODAY - 9, interval=3),
        review("flow/c1", TODAY, 1), review("flow/c2", TODAY, 3, interval=8),
    ]  # fmt: skip
    found = figures(*entries, records=records).hardest
    assert [(fact.fact, fact.lapses, fact.difficulty) for fact in found] == [
        ("flow", 3, 9.0), ("rate", 3, 7.0), ("valves", 0, 5.5),
    ]  # fmt: skip
    assert (
        found[0].prompt == "From the vein to the [vessel]."
    )  # of the card with two lapses
    assert (found[0].retention, found[1].retention.share) == (PassRate(1, 2), None)


def test_ten_hard_facts_are_enough(write_deck):
    names = [f"f{number:02}" for number in range(12)]
    facts = "".join(
        f"  - {{id: {name}, from: pump, ask: What is {name}?, answer: it}}\n"
        for name in names
    )
    deck = load_deck(write_deck(facts)).deck
    records = {
        f"heart/{name}": CardState(progress(1, lapses=number))
        for number, name in enumerate(names)
    }
    found = statistics_of(deck, (), records, Schedule(), at(TODAY))
    assert [fact.lapses for fact in found.hardest] == [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    assert [leech.card for leech in found.leeches] == ["f11", "f10", "f09", "f08"]


def test_leeches_were_forgotten_eight_times(figures):
    records = {
        "heart/rate": CardState(progress(1, lapses=7, difficulty=9.9)),
        "heart/rooms/left": CardState(
            progress(1, lapses=8, difficulty=6.0), is_suspended=True
        ),
        "heart/flow/c2": CardState(progress(1, lapses=9, difficulty=6.0)),
    }
    found = figures(records=records).leeches
    assert [(leech.card, leech.lapses, leech.is_suspended) for leech in found] == [
        ("flow/c2", 9, False), ("rooms/left", 8, True),
    ]  # fmt: skip
    assert found[1].prompt == "Which rooms? (Left)"


def refused(figures):
    return [
        (each.card, each.typed, each.times, each.overridden) for each in figures.refused
    ]


def typing(
    card, text, *, outcome="wrong", reason="other", rating=1, day=TODAY, kind="review"
):
    return review(
        card, day, rating, kind=kind, typed=TypedAnswer(text, outcome, reason)
    )


def test_refused_answers_are_one_whatever_their_case_and_spaces(figures):
    found = figures(
        typing("rate", "Heart  RATE", day=TODAY - 2),
        typing(
            "rate",
            " heart rate",
            rating=3,
            day=TODAY - 1,
            reason="extra",
            outcome="retype",
        ),
        typing("rate", "heartrate"),
        typing("valves", "heart rate", rating=2),
    )
    assert refused(found) == [
        ("rate", "heart rate", 2, 1), ("valves", "heart rate", 1, 1), ("rate", "heartrate", 1, 0),
    ]  # fmt: skip
    first = found.refused[0]
    assert (first.prompt, first.right, first.outcome, first.reason) == (
        "How fast?",
        "70 /min",
        "retype",
        "extra",
    )
    assert found.refused[1].right == "mitral, tricuspid, aortic"


def test_what_was_overridden_comes_before_what_was_typed_often(figures):
    often = [typing("rate", "x", day=TODAY - back) for back in range(5)]
    assert refused(figures(*often, typing("valves", "y", rating=2))) == [
        ("valves", "y", 1, 1),
        ("rate", "x", 5, 0),
    ]


def test_crammed_answers_are_refused_too(figures):
    assert refused(figures(typing("rate", "x", kind="cram", rating=4))) == [
        ("rate", "x", 1, 1)
    ]


@pytest.mark.parametrize(
    "entries",
    [
        [typing("rate", "", reason="empty")], [typing("rate", " \t\n")], [typing("rate", "no idea", reason="empty")],
        [typing("rate", "70", outcome="correct")], [typing("valves", "mitral", outcome="partial")],
        [typing("rate", "x", outcome="")], [review("rate", TODAY, 1)], [typing("gone", "x")],
        [typing("rate", "SEVENTY")], [typing("rate", "70  /MIN")],  # accepted by now
    ],
)  # fmt: skip
def test_no_refused_answers(figures, entries):
    assert refused(figures(*entries)) == []


def test_undone_answers_are_not_refused(figures):
    answer = typing("rate", "x")
    assert refused(figures(answer, undo(answer))) == []


def test_cards_that_the_deck_has_no_more_count_among_what_was_done(figures):
    found = figures(
        review("gone", TODAY - 9, 3, interval=3),
        review("gone", TODAY, 1, typed=TypedAnswer("x", "wrong", "")),
    )
    assert (found.total.reviews, rates(found, "today"), found.cards.new) == (
        2,
        ((0, 1), (0, 0)),
        CARDS,
    )
    assert found.hardest == found.refused == ()


def test_the_log_is_read_once(deck):
    def once():
        yield review("rate", TODAY)
        assert not seen
        seen.append("end")

    seen = []
    assert statistics_of(deck, once(), {}, Schedule(), at(TODAY)).total.reviews == 1
    assert seen == ["end"]


SCHEDULE = Schedule()
ANSWERS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 30), st.sampled_from([1, 2, 3, 3, 3, 4]),
              st.sampled_from(["review"] * 8 + ["cram", "forget", "bury", "suspend", "resume"]), st.booleans()),
    max_size=30,
)  # fmt: skip


def history(answers):
    """A log of three cards: after some days each an answer with the interval that the schedule chose, some undone."""
    records, entries, day = dict.fromkeys("abc", NEW_CARD), [], TODAY - 400
    for number, (card, days, rating, kind, is_undone) in enumerate(answers):
        day += days if days < 25 else 0
        moment = at(day, 5 + number / 10)
        record = records[card]
        given = (
            SCHEDULE.choices(card, record.progress, moment)[rating - 1].answered
            if kind in ("review", "cram")
            else None
        )
        made = Entry(f"{number:03}", kind, f"heart/{card}", moment, "test", given)
        entries.append(made)
        if is_undone:
            entries.append(
                Entry(
                    f"{number:03}u",
                    "undo",
                    f"heart/{card}",
                    moment.after(1),
                    "test",
                    target=made.id,
                )
            )
        else:
            records[card] = step(record, made, SCHEDULE)
    return entries


def retention_by_folding(entries):
    """True retention from whole records, card by card: slower, and by the schedule's own rules."""
    counts = Counter()
    undone = {entry.target for entry in entries if entry.kind == "undo"}
    for card in "abc":
        record = NEW_CARD
        for each in entries:
            if each.card != f"heart/{card}" or each.kind == "undo" or each.id in undone:
                continue
            before = record.progress
            was_learned = (
                each.kind == "review"
                and before is not None
                and before.phase == "review"
            )
            if (
                was_learned
                and before.interval_days >= 1
                and record.reviewed_day != each.moment.day
            ):
                counts[before.interval_days >= 21, each.answered.rating > 1] += 1
            record = step(record, each, SCHEDULE)
    return counts


@given(ANSWERS)
@settings(max_examples=100, deadline=None)
def test_the_tally_knows_each_cards_phase_without_its_memory(answers):
    entries = history(answers)
    counts = Counter()
    for probe, times in tally(entries).probes.items():
        counts[probe.is_mature, probe.is_passed] += times
    assert counts == retention_by_folding(entries)


@given(ANSWERS, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_order_does_not_matter_and_taking_out_what_was_undone_twice_changes_nothing(
    answers, chance
):
    entries = history(answers)
    shuffled = chance.sample(entries, len(entries))
    assert tally(shuffled) == tally(entries)
    assert effective_entries(effective_entries(shuffled)) == effective_entries(entries)


THREE = "".join(
    f"  - {{id: {name}, from: pump, ask: What is {name}?, answer: it}}\n"
    for name in "abc"
)


@pytest.fixture(scope="session")
def three(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three")
    head = "liverdeck: 1\nid: heart\nanki_name: H\ntitle: H\ndescription: D.\nlanguage: en\n"
    deck = f"{head}document: {{title: T, read: 2023-01-31}}\ntopics: [{{id: t, title: T}}]\n"
    (folder / "deck.yaml").write_text(deck, encoding="utf-8")
    passages = "liverdeck: 1\npassages: [{id: pump, heading: P}]\n"
    (folder / "passages.yaml").write_text(passages, encoding="utf-8")
    (folder / "01.yaml").write_text(
        f"liverdeck: 1\ntopic: t\nfacts:\n{THREE}", encoding="utf-8"
    )
    return load_deck(folder).deck


@given(answers=ANSWERS)
@settings(max_examples=60, deadline=None)
def test_sums_hold(three, answers):
    entries = history(answers)
    records = {
        f"heart/{card}": fold(
            [each for each in entries if each.card == f"heart/{card}"], SCHEDULE
        )
        for card in "abc"
    }
    now = at(max([TODAY - 300, *(each.moment.day for each in entries)]), 23)
    found = statistics_of(three, entries, records, SCHEDULE, now)
    counted = Counter(each.kind for each in effective_entries(entries))
    assert (found.total.reviews, found.total.crammed) == (
        counted["review"],
        counted["cram"],
    )
    assert found.cards.all == 3
    awake = [
        each for each in records.values() if each.progress and not each.is_suspended
    ]
    days = [
        each.progress.due_day for each in awake if each.progress.due_day is not None
    ]
    assert sum(each.reviews for each in found.forecast) == sum(
        day < now.day + 14 for day in days
    )
    assert found.forecast[0].reviews == found.due.reviews
    assert found.due.reviews + found.due.steps + found.due.put_off == sum(
        each.progress.due_day is None or each.progress.due_day <= now.day
        for each in awake
    )
    in_days = [
        (each.both.reviews, sum(day.reviews for day in found.days[-each.days :]))
        for each in found.retention[:4]
    ]
    assert all(tested <= done for tested, done in in_days)
    assert in_days == sorted(in_days)
    assert all(each.both.passed <= each.both.reviews for each in found.retention)


def test_whoever_flies_west_over_the_date_line_has_begun_today_at_the_latest(figures):
    assert figures(review("rate", TODAY + 1)).first_day == TODAY
