"""The log keeps every entry, also with several sessions, and merged logs agree."""

import shutil
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from liverdeck.authoring.loader import load_deck
from liverdeck.study.reviewlog import copies, storage
from liverdeck.study.reviewlog.copies import BACKUPS
from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.fold import (
    NEW_CARD,
    effective_entries,
    fold,
    marks_in,
)
from liverdeck.study.reviewlog.log_reader import DayTotals
from liverdeck.study.reviewlog.review_log import (
    AnsweredElsewhereError,
    MergeResult,
    ReviewLog,
)
from liverdeck.study.scheduling.card_progress import Progress
from liverdeck.study.scheduling.memory import DEFAULT_PARAMETERS, Memory
from liverdeck.study.scheduling.moments import Moment, date_of
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.session.queue import StudyOptions
from liverdeck.study.session.session import Session, SessionContext
from tests.study.conftest import (
    AGAIN_STEP,
    DAY_MINUTES,
    GOOD_STEP,
    MINUTE_MS,
    SCHEDULE,
    START_MS,
    TODAY,
    assert_states_are_right,
    fresh_path,
    histories,
    history,
    ids_in,
    new_entry,
    new_log,
    stored_states,
    undo_of,
)


def add(log, entry):
    return log.add(entry, log.state_of(entry.card))


# Adding and reading


YEAR_SECONDS = 365 * 86_400


@pytest.mark.parametrize(
    "seconds",
    [(YEAR_SECONDS,), (YEAR_SECONDS - 1,), (YEAR_SECONDS,) * 2, (1,) * 1000],
    ids=["a year", "nearly a year", "two years", "a thousand"],
)
def test_the_log_accepts_every_answer_that_steps_may_lead_to(seconds):
    schedule = Schedule(learning_seconds=seconds, relearning_seconds=seconds)
    moment = Moment(START_MS)
    lapsed = Progress("relearning", Memory(5.0, 5.0), 1, len(seconds), None, 0, 0, 9, 1)
    with ReviewLog(fresh_path(), schedule) as log:
        for number, progress in enumerate([None, lapsed]):
            for choice in schedule.choices("heart/rate", progress, moment):
                name = f"r{number}{choice.rating}"
                entry = new_entry(name, card=f"heart/{name}", answered=choice.answered)
                add(log, entry)
                assert read_lines([as_line(entry)], "").required() == (entry,)
        assert len(ids_in(log)) == 8


def test_entries_are_read_as_written_also_after_opening_again(log, open_log):
    typed = TypedAnswer(
        "line\nbreak\u2028\0\ud7ff 🫀 " + "x" * 10_000, "partial", "near"
    )
    entries = [
        new_entry("r", answered=GOOD_STEP, typed=typed, duration_ms=0, revision="abc"),
        new_entry(
            "c",
            "cram",
            minute=1,
            answered=replace(AGAIN_STEP, wait_seconds=None, remaining_steps=0),
            typed=TypedAnswer("", "", ""),
        ),
        *(
            new_entry(kind, kind, minute=2)
            for kind in ("suspend", "resume", "bury", "forget")
        ),
        undo_of("u", "r", minute=3),
        replace(
            new_entry("a", minute=4, origin="anki"),
            moment=Moment(START_MS + 4 * MINUTE_MS, -720),
            version="0.9 🫀",
        ),
    ]
    for entry in entries:
        add(log, entry)
    assert list(log.entries()) == list(open_log().entries()) == entries


def test_add_returns_the_card_state_and_stores_it(log, open_log):
    first = add(log, new_entry("r1"))
    assert (
        first
        == log.state_of("heart/rate")
        == open_log().state_of("heart/rate")
        == fold([new_entry("r1")], SCHEDULE)
    )
    second = add(log, new_entry("r2", minute=4 * DAY_MINUTES, answered=AGAIN_STEP))
    assert second.progress.reviews == 2
    assert stored_states(log) == {"heart/rate": second}
    assert_states_are_right(log)


def test_a_card_without_entries_has_the_state_of_a_new_card(log):
    assert log.state_of("heart/rate") == NEW_CARD
    assert (
        log.decks(),
        log.latest_undoable("heart", TODAY),
        log.latest_ms(),
        list(log.entries()),
    ) == ([], None, 0, [])


def test_decks_with_the_same_start_of_their_names_are_kept_apart(log):
    for card in (
        "heart/rate",
        "heart-2/rate",
        "hear/rate",
        "heart0/rate",
        "heart-/rate",
    ):
        add(log, new_entry(f"id {card}", card=card))
    assert list(log.states("heart")) == ["heart/rate"]
    assert [entry.card for entry in log.entries("heart")] == ["heart/rate"]
    assert [entry.card for entry in log.effective_entries("heart-")] == ["heart-/rate"]
    assert log.decks() == sorted(["heart", "heart-2", "hear", "heart0", "heart-"])
    assert log.latest_undoable("hear", TODAY).card == "hear/rate"


def test_suspended_and_buried_cards_are_not_due(log):
    for n in range(5):
        add(log, new_entry(f"r{n}", card=f"heart/f{n}", minute=(n % 3) * DAY_MINUTES))
    add(log, new_entry("s", "suspend", "heart/f0", minute=9 * DAY_MINUTES))
    add(log, new_entry("b", "bury", "heart/f1", minute=9 * DAY_MINUTES))
    add(log, new_entry("x", card="lung/f0"))
    due = {f"heart/f{n}": TODAY + 4 + n % 3 for n in range(5)}
    everything = [
        (name, due[name]) for name in ("heart/f3", "heart/f1", "heart/f4", "heart/f2")
    ]
    assert log.due("heart", TODAY + 9, buried_on=TODAY + 8) == everything
    assert log.due("heart", TODAY + 9, buried_on=TODAY + 9) == [
        everything[0],
        *everything[2:],
    ]
    assert log.due("heart", TODAY + 4, buried_on=TODAY) == everything[:1]
    assert log.due("heart", TODAY + 9, buried_on=TODAY, limit=2) == everything[:2]


def test_cards_in_steps_are_sorted_by_time(log):
    for n in (2, 0, 1):
        add(log, new_entry(f"r{n}", card=f"heart/f{n}", minute=n, answered=GOOD_STEP))
    add(log, new_entry("r3", card="heart/f3"))
    ends = [(f"heart/f{n}", START_MS // 1000 + n * 60 + 600) for n in range(3)]
    assert log.cards_in_steps("heart", TODAY) == ends
    add(log, new_entry("b", "bury", "heart/f0", minute=5))
    assert log.cards_in_steps("heart", TODAY) == ends[1:]
    assert log.cards_in_steps("heart", TODAY + 1) == ends


def test_cards_reviewed_suspended_or_buried_today_are_not_introduced(log):
    names = [
        f"heart/{kind}"
        for kind in ("review", "cram", "suspend", "bury", "forget", "never")
    ]
    for name in names[:-1]:
        add(log, new_entry(name, name.removeprefix("heart/"), name))
    assert log.not_to_introduce(names, TODAY) == {
        "heart/review",
        "heart/suspend",
        "heart/bury",
    }
    assert log.not_to_introduce(names, TODAY + 1) == {"heart/review", "heart/suspend"}
    add(log, undo_of("u", "heart/review", "heart/review", minute=1))
    assert log.not_to_introduce(names, TODAY + 1) == {"heart/suspend"}
    assert log.not_to_introduce([], TODAY) == set()
    assert log.not_to_introduce(names * 20_000, TODAY + 1) == {"heart/suspend"}


def test_the_totals_of_a_day_leave_out_undone_entries(log):
    add(log, new_entry("old", card="heart/old", minute=-2 * DAY_MINUTES))
    for entry in (
        new_entry("a", card="heart/old"),
        new_entry("b", card="heart/new/c1"),
        new_entry("c", card="heart/new/c1", minute=1),
        new_entry("d", card="heart/gone"),
        undo_of("u", "d", "heart/gone", minute=1),
        new_entry("x", card="lung/lobes"),
        new_entry("e", "cram", "heart/crammed"),
        new_entry("f", card="heart/later", minute=DAY_MINUTES),
    ):
        add(log, entry)
    assert log.totals_of_day("heart", TODAY) == DayTotals(
        1, 1, frozenset({"heart/old", "heart/new"})
    )
    assert log.totals_of_day("heart", TODAY + 2) == DayTotals(0, 0, frozenset())


def test_undo_does_not_take_back_an_answer_of_a_quiz(log):
    add(log, new_entry("r"))
    typed = TypedAnswer("seventy", "wrong", "other", is_overruled=True)
    add(log, new_entry("q", "quiz", minute=1, typed=typed))
    assert log.latest_undoable("heart").id == "r"
    assert log.totals_of_day("heart", TODAY).new == 1


def test_undo_takes_back_the_effective_entry_that_was_written_last(log):
    for n, name in enumerate(("a", "b", "c")):
        add(log, new_entry(name, card=f"heart/{name}", minute=n))
    assert log.latest_undoable("heart").id == "c"
    add(log, new_entry("tomorrow", card="heart/t", minute=DAY_MINUTES))
    add(log, new_entry("earlier", card="heart/e", minute=-9 * DAY_MINUTES))
    assert log.latest_ms() == START_MS - 9 * DAY_MINUTES * MINUTE_MS
    assert log.latest_undoable("heart").id == "earlier"
    assert log.latest_undoable("heart", TODAY).id == "tomorrow"
    assert log.latest_undoable("heart", TODAY + 2) is None
    add(log, undo_of("u1", "earlier", "heart/e", minute=9))
    add(log, undo_of("u2", "tomorrow", "heart/t", minute=DAY_MINUTES + 1))
    assert log.latest_undoable("heart").id == "c"
    add(log, new_entry("x", card="heart/x", minute=10, origin="anki"))
    assert log.latest_undoable("heart").id == "c", "an answer in Anki is undone in Anki"
    add(log, new_entry("o", card="lung/lobes", minute=11))
    assert log.latest_undoable("heart").id == "c"
    assert log.latest_undoable("lung").id == "o"


def test_effective_entries_are_sorted_by_time_without_undos(log):
    log.merge(
        [
            new_entry("b", minute=2),
            new_entry("a", minute=1),
            undo_of("u", "b", minute=3),
            new_entry("z", minute=1),
            undo_of("v", "u"),
        ]
    )
    assert [entry.id for entry in log.effective_entries("heart")] == ["a", "z"]


def test_an_undo_takes_back_no_entry_of_another_card(log):
    log.merge([new_entry("a", card="heart/a"), undo_of("u", "a", "heart/b", minute=1)])
    assert [entry.id for entry in log.effective_entries("heart")] == ["a"]
    assert log.state_of("heart/a").progress.reviews == 1
    assert_states_are_right(log)


# Undo in the log


def test_an_added_undo_restores_the_earlier_state(log):
    before = NEW_CARD
    for n in range(4):
        after = add(log, new_entry(f"r{n}", minute=n * DAY_MINUTES, revision=str(n)))
        undone = add(log, undo_of(f"u{n}", f"r{n}", minute=n * DAY_MINUTES + 1))
        assert (
            replace(undone, latest_ms=before.latest_ms, latest_id=before.latest_id)
            == before
        )
        again = add(
            log,
            replace(
                new_entry(f"r{n}", minute=n * DAY_MINUTES + 2, revision=str(n)),
                id=f"again{n}",
            ),
        )
        assert again.progress.reviews == after.progress.reviews
        before = again
        assert_states_are_right(log)


def test_another_machine_can_undo_a_review_in_the_middle(log):
    for n in range(3):
        add(log, new_entry(f"r{n}", minute=n * DAY_MINUTES))
    assert log.merge([undo_of("u", "r1", minute=DAY_MINUTES + 1)]) == MergeResult(
        1, 0, 1
    )
    expected = fold(
        [new_entry("r0"), new_entry("r2", minute=2 * DAY_MINUTES)], SCHEDULE
    )
    assert log.state_of("heart/rate") == expected


def test_an_undo_may_arrive_before_its_target(log):
    log.merge([undo_of("u", "r1", minute=DAY_MINUTES + 1), new_entry("r0")])
    assert log.state_of("heart/rate").progress.reviews == 1
    log.merge([new_entry("r1", minute=DAY_MINUTES)])
    assert log.state_of("heart/rate").progress.reviews == 1
    assert [entry.id for entry in log.effective_entries("heart")] == ["r0"]


# Two sessions


def test_the_second_answer_to_the_same_state_is_refused(log, open_log):
    other = open_log()
    add(log, new_entry("r0"))
    known_state = other.state_of("heart/rate")
    assert known_state == log.state_of("heart/rate")
    winner = log.add(new_entry("mine", minute=DAY_MINUTES), known_state)
    with pytest.raises(AnsweredElsewhereError):
        other.add(new_entry("theirs", minute=DAY_MINUTES), known_state)
    assert ids_in(other) == {"r0", "mine"}
    assert other.state_of("heart/rate") == winner
    assert (
        other.add(
            new_entry("theirs", minute=DAY_MINUTES + 1), other.state_of("heart/rate")
        ).progress.reviews
        == 3
    )


@pytest.mark.parametrize("kind", ["review", "cram", "suspend", "bury", "forget"])
def test_only_one_first_entry_of_a_new_card_is_added(log, open_log, kind):
    log.add(new_entry("mine", kind), NEW_CARD)
    with pytest.raises(AnsweredElsewhereError):
        open_log().add(new_entry("theirs"), NEW_CARD)
    assert ids_in(log) == {"mine"}


def test_an_undo_in_another_session_is_noticed(log, open_log):
    known_state = add(log, new_entry("r0"))
    add(open_log(), undo_of("u", "r0", minute=1))
    with pytest.raises(AnsweredElsewhereError):
        log.add(new_entry("r1", minute=2), known_state)


def test_a_merge_of_later_entries_in_another_session_is_noticed(log, open_log):
    known_state = add(log, new_entry("r0"))
    open_log().merge([new_entry("r1", minute=1)])
    with pytest.raises(AnsweredElsewhereError):
        log.add(new_entry("r2", minute=2), known_state)


def test_sessions_can_add_to_different_cards_in_turn(log, open_log):
    other = open_log()
    for n in range(20):
        add(log, new_entry(f"a{n}", card="heart/a", minute=n))
        add(other, new_entry(f"b{n}", card="heart/b", minute=n))
    assert [entry.id for entry in log.entries()] == [
        f"{who}{n}" for n in range(20) for who in "ab"
    ]
    assert log.state_of("heart/b") == other.state_of("heart/b")
    assert_states_are_right(log)


def test_the_same_id_is_not_added_twice(log):
    add(log, new_entry("r0"))
    with pytest.raises(LogError):
        add(log, new_entry("r0", card="heart/flow", minute=1))
    assert list(log.entries()) == [new_entry("r0")]
    assert log.state_of("heart/flow") == NEW_CARD


RACER = """
with ReviewLog(path, SCHEDULE) as log:
    say("ready"); hear()
    for n in range(int(sys.argv[3])):
        for card in (f"heart/{sys.argv[2]}", "heart/shared"):
            name = f"{sys.argv[2]} {card} {n}"
            known_state = log.state_of(card)
            try:
                log.add(review(name, card, n), known_state)
                say(name)
            except AnsweredElsewhereError:
                say(f"lost {name}")
say("end")
"""


@pytest.mark.slow
def test_processes_lose_no_row_and_add_no_refused_row(log, log_path, start):
    racers = [start(RACER, log_path, who, 100) for who in ("one", "two", "three")]
    for racer in racers:
        assert racer.stdout.readline() == b"ready\n"
    for racer in racers:
        racer.stdin.write(b"\n")
    lines = [
        line for racer in racers for line in racer.stdout.read().decode().splitlines()
    ]
    assert lines.count("end") == 3
    added = {line for line in lines if not line.startswith(("lost", "end"))}
    assert ids_in(log) == added
    assert len(added) + sum(line.startswith("lost") for line in lines) == 600
    assert sum("shared" not in line for line in added) == 300
    assert log.state_of("heart/one").progress.reviews == 100
    assert_states_are_right(log)


WAITER = """
with ReviewLog(path, SCHEDULE) as log:
    def trace(statement):
        if statement.startswith("BEGIN"):
            say("waits")
    log._connection.set_trace_callback(trace)
    log.add(review("waited"), log.state_of("heart/rate"))
    say("added")
"""


def test_a_session_waits_while_another_one_writes(log, log_path, start):
    with sqlite3.connect(log_path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        waiter = start(WAITER, log_path)
        assert waiter.stdout.readline() == b"waits\n"
        assert ids_in(log) == set()  # reading is possible meanwhile
        other.execute("COMMIT")
    other.close()
    assert waiter.stdout.read() == b"added\n"
    assert ids_in(log) == {"waited"}


def test_a_session_that_waited_too_long_gets_an_error(log, log_path, monkeypatch):
    monkeypatch.setattr(storage, "BUSY_SECONDS", 0)
    other = sqlite3.connect(log_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ReviewLog(log_path, SCHEDULE) as impatient:
        with pytest.raises(
            LogError,
            match="another session is writing to it; wait for it to end, then",
        ):
            add(impatient, new_entry("r0"))
        other.execute("ROLLBACK")
        other.close()
        assert add(impatient, new_entry("r0")).progress.reviews == 1
    assert ids_in(log) == {"r0"}


# Interruptions


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt, SystemExit, MemoryError, ZeroDivisionError]
)
def test_an_interrupted_write_leaves_the_log_unchanged(log, monkeypatch, error):
    before = add(log, new_entry("r0"))

    def interrupted(*_):
        raise error

    monkeypatch.setattr(
        "liverdeck.study.reviewlog.review_log.card_state_row", interrupted
    )
    with pytest.raises(error):
        add(log, new_entry("r1", minute=DAY_MINUTES))
    with pytest.raises(error):
        log.merge([new_entry("r1", minute=DAY_MINUTES)])
    with pytest.raises(error):
        log.rebuild()
    monkeypatch.undo()
    assert list(log.entries()) == [new_entry("r0")]
    assert log.state_of("heart/rate") == before
    assert add(log, new_entry("r1", minute=DAY_MINUTES)).progress.reviews == 2


def test_an_entry_with_half_a_surrogate_pair_is_refused(log):
    with pytest.raises(UnicodeEncodeError):
        add(log, new_entry("r0", typed=TypedAnswer("\ud83e", "", "")))
    assert list(log.entries()) == []
    assert add(log, new_entry("r0")).progress.reviews == 1


def test_an_interrupted_merge_adds_nothing(log):
    def interrupted_entries():
        yield new_entry("r0")
        raise LookupError

    with pytest.raises(LookupError):
        log.merge(interrupted_entries())
    assert list(log.entries()) == []


def test_a_closed_log_raises_an_error(log):
    log.close()
    with pytest.raises(LogError, match="closed"):
        add(log, new_entry("r0"))


# Stored card states


def test_other_options_do_not_rebuild_the_card_states(log, log_path):
    log.merge(history(30))
    log._connection.execute("UPDATE cards SET reviews = 77")
    weights = (*DEFAULT_PARAMETERS[:2], 3.5, *DEFAULT_PARAMETERS[3:])
    other = Schedule(retention=0.8, longest_days=100, fuzz=False, parameters=weights)
    with ReviewLog(log_path, other) as opened:
        reviews = {state.progress.reviews for state in stored_states(opened).values()}
    assert reviews == {77}, "the states were not rebuilt"


def test_wrong_card_states_are_rebuilt_from_the_entries(log):
    log.merge(history(100))
    right = stored_states(log)
    log._connection.execute(
        "UPDATE cards SET due_day = 7, reviews = 0 WHERE card < 'heart/f05'"
    )
    log._connection.execute("DELETE FROM cards WHERE card = 'heart/f07'")
    log._connection.execute(
        "CREATE TEMP TABLE one AS SELECT * FROM cards LIMIT 1",
    )
    log._connection.execute("UPDATE one SET card = 'heart/none'")
    log._connection.execute("INSERT INTO cards SELECT * FROM one")
    assert stored_states(log) != right
    assert log.rebuild() == 10
    assert stored_states(log) == right


# A clock that jumped


def test_a_clock_set_back_does_not_reorder_answers(write_deck, log):
    facts = "  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}\n"
    clock = [Moment(START_MS + 30 * DAY_MINUTES * MINUTE_MS)]
    ids = iter(range(100))
    # Sorted by id, the entries would be in reverse order.
    context = SessionContext(
        lambda: clock[0],
        lambda: f"id{99 - next(ids)}",
        "test",
        is_clock_trusted=True,
    )
    session = Session(
        load_deck(write_deck(facts)).deck, log, SCHEDULE, StudyOptions(), context
    )
    shown = session.next()
    session.rate(shown, session.choices(shown)[0])
    clock[0] = Moment(START_MS)
    for rating in (2, 0, 2):
        shown = replace(shown, state=log.state_of("heart/rate"))
        session.rate(shown, session.choices(shown)[rating])
    counted = list(log.effective_entries("heart"))
    assert [entry.answered.rating for entry in counted] == [1, 3, 1, 3]
    assert [entry.moment.ms - START_MS for entry in counted] == [-1, 0, 1, 2]
    assert sorted(counted, key=lambda entry: (entry.moment.ms, entry.id)) == counted
    assert log.state_of("heart/rate").latest_id == counted[-1].id
    assert_states_are_right(log)


def test_a_clock_that_stands_still_does_not_reorder_answers(write_deck, log):
    facts = "  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}\n"
    ids = iter(range(100))
    context = SessionContext(
        lambda: Moment(START_MS), lambda: f"id{9 - next(ids)}", "test"
    )
    session = Session(
        load_deck(write_deck(facts)).deck, log, SCHEDULE, StudyOptions(), context
    )
    shown = session.next()
    for _ in range(3):
        session.rate(shown, session.choices(shown)[2])
        session.undo()
        shown = session.next()
    assert [entry.kind for entry in log.entries()] == ["review", "undo"] * 3
    assert [entry.moment.ms - START_MS for entry in log.entries()] == list(range(6))
    assert log.state_of("heart/rate").progress is None


def test_entries_added_out_of_order_are_folded_by_time(log):
    for name, minute in (
        ("a", 5 * DAY_MINUTES),
        ("b", 2 * DAY_MINUTES),
        ("c", 2 * DAY_MINUTES),
        ("d", 5 * DAY_MINUTES),
    ):
        state = add(
            log,
            new_entry(
                name, minute=minute, answered=AGAIN_STEP if name == "b" else None
            ),
        )
    assert state == fold(log.entries(), SCHEDULE)
    assert state.latest_id == "d"
    assert_states_are_right(log)


# Laws


def contents_of(log):
    return stored_states(log), {entry.id: entry for entry in log.entries()}


TURN_OF_KIND = {"redate": 1, "undo": 2}
"""When entries of these kinds are added; entries of all other kinds come first, at 0.

An undo or a redate comes after its target.
"""


@pytest.mark.slow
@settings(max_examples=25)
@given(st.data(), histories(max_size=14))
def test_adding_one_by_one_agrees_with_a_rebuild(data, entries):
    with new_log() as log:
        order = data.draw(st.permutations(entries))
        for entry in sorted(order, key=lambda entry: TURN_OF_KIND.get(entry.kind, 0)):
            assert add(log, entry) == log.state_of(entry.card)
        assert_states_are_right(log)
        assert stored_states(log) == {
            card: fold([entry for entry in entries if entry.card == card], SCHEDULE)
            for card in {entry.card for entry in entries}
        }


@pytest.mark.slow
@settings(max_examples=25)
@given(histories(prefix="one"), histories(prefix="two"), histories(prefix="three"))
def test_merging_is_commutative_associative_and_idempotent(one, two, three):
    def merged(*logs):
        with new_log() as log:
            for entries in logs:
                log.merge(entries)
            return contents_of(log)

    def merged_entries(*logs):
        _, entries = merged(*logs)
        return list(entries.values())

    expected = merged(one, two, three)
    ids = {name for name in expected[1] if not name.startswith("twin-")}
    assert ids == {entry.id for entry in (*one, *two, *three)}
    assert (
        merged(three, two, one)
        == merged(two, one, three)
        == merged([*one, *two, *three])
        == expected
    )
    assert merged(one, merged_entries(two, three)) == expected
    assert merged(merged_entries(one, two), three) == expected
    everything = merged_entries(one, two, three)
    assert merged(one, two, three, two, one, everything) == expected


@pytest.mark.slow
@settings(max_examples=20)
@given(histories(prefix="one"), histories(prefix="two"))
def test_a_merge_counts_added_and_known_entries(one, two):
    with new_log() as log:
        log.merge(one)
        assert log.merge([*one, *two]) == MergeResult(
            len(two), len(one), len({entry.card for entry in two})
        )
        assert log.merge([*two, *two]) == MergeResult(0, 2 * len(two), 0)


@pytest.mark.slow
@settings(max_examples=25)
@given(histories(max_size=14))
def test_the_queries_agree_with_the_fold(entries):
    with new_log() as log:
        log.merge(entries)
        written = list(log.entries())
        assert [
            entry for entry in written if not entry.id.startswith("twin-")
        ] == entries
        marks = marks_in(written)
        for deck in ("heart", "lung"):
            of_deck = [entry for entry in written if entry.card.startswith(f"{deck}/")]
            not_undone = [
                entry
                for entry in of_deck
                if entry.kind != "undo" and (entry.card, entry.id) not in marks.undone
            ]
            not_redated = [
                entry
                for entry in not_undone
                if (entry.card, entry.id) not in marks.moments
            ]
            assert list(log.entries(deck)) == of_deck
            assert list(log.effective_entries(deck)) == effective_entries(of_deck)
            for day in {entry.moment.day for entry in of_deck}:
                since_day = [entry for entry in not_undone if entry.moment.day >= day]
                assert_latest_is_right(log, deck, day, since_day)
                of_day = [entry for entry in not_redated if entry.moment.day == day]
                assert_totals_are_right(log, deck, day, of_day)


def assert_latest_is_right(log, deck, day, not_undone):
    """Assert that undo would take back the entry that was written last.

    `not_undone` has the entries since a day that no undo takes back, as written.
    """
    undoable = [
        entry
        for entry in not_undone
        if entry.origin == "liverdeck" and entry.kind != "quiz"
    ]
    latest = undoable[-1] if undoable else None
    assert log.latest_undoable(deck, day) == latest


def assert_totals_are_right(log, deck, day, effective):
    reviewed = {entry.card for entry in effective if entry.kind == "review"}
    totals = log.totals_of_day(deck, day)
    assert totals.facts == {"/".join(card.split("/")[:2]) for card in reviewed}
    assert totals.new == sum(
        log.state_of(card).introduced_day == day for card in reviewed
    )
    assert totals.new + totals.reviews == len(reviewed)


# Daily copies


def copies_beside(log):
    return sorted(path.name for path in (log.path.parent / BACKUPS).iterdir())


def copy_names(*days):
    return [f"log-{date_of(TODAY + day)}.sqlite3" for day in days]


def test_a_complete_copy_is_made_once_a_day(log):
    log.merge(history(30))
    log.check_and_copy_daily(TODAY)
    add(log, new_entry("later"))
    log.check_and_copy_daily(TODAY)
    assert copies_beside(log) == copy_names(0)
    with ReviewLog(log.path.parent / BACKUPS / copy_names(0)[0], SCHEDULE) as copy:
        assert list(copy.entries()) == history(30)
        assert stored_states(copy).keys() == {f"heart/f{n:02}" for n in range(10)}


def test_copies_of_three_days_are_kept(log):
    for day in (0, 1, 2, 5, 9):
        add(log, new_entry(f"r{day}", minute=day * DAY_MINUTES))
        log.check_and_copy_daily(TODAY + day)
    assert copies_beside(log) == copy_names(2, 5, 9)


def test_todays_copy_is_kept_although_others_have_later_dates(log):
    for day in (9_000, 9_001, 9_002, 0, 1):
        add(log, new_entry(f"r{day}", minute=day))
        log.check_and_copy_daily(TODAY + day)
        assert set(copy_names(day)) <= set(copies_beside(log))
    assert copies_beside(log) == copy_names(0, 1, 9_002)


def damage(path, *, table="entries"):
    """Overwrite a page in the middle of a table with garbage."""
    with sqlite3.connect(path) as connection:
        (page,) = connection.execute(
            "SELECT max(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'",
            (table,),
        ).fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\x55" * 4096
    path.write_bytes(data)


@pytest.mark.parametrize(
    "table", ["entries", "sqlite_autoindex_entries_1", "entries_of_card"]
)
def test_a_damaged_file_replaces_no_good_copy(log, log_path, table):
    for day in range(3):
        log.merge(history(100, first=day * 100))
        log.check_and_copy_daily(TODAY + day)
    kept = {
        name: (log_path.parent / BACKUPS / name).read_bytes()
        for name in copies_beside(log)
    }
    log.close()
    damage(log_path, table=table)
    for day in (3, 4, 5):
        with (
            pytest.raises(LogError, match="liverdeck log repair"),
            ReviewLog(log_path, SCHEDULE) as damaged,
        ):
            damaged.check_and_copy_daily(TODAY + day)
    assert {
        name: (log_path.parent / BACKUPS / name).read_bytes()
        for name in copies_beside(log)
    } == kept


def test_a_changed_id_in_the_file_is_damage(log):
    log.merge(history(20))
    log.check_and_copy_daily(TODAY)
    log.close()
    data = log.path.read_bytes()
    log.path.write_bytes(data.replace(b"id00007review", b"id0X007review"))
    with (
        ReviewLog(log.path, SCHEDULE) as damaged,
        pytest.raises(LogError, match="damaged"),
    ):
        damaged.check_and_copy_daily(TODAY + 1)


@pytest.mark.parametrize("content", [b"", None], ids=["emptied", "gone"])
def test_an_emptied_log_with_copies_is_refused(log, log_path, content):
    log.merge(history(20))
    log.check_and_copy_daily(TODAY)
    log.close()
    log_path.unlink()
    if content is not None:
        log_path.write_bytes(content)
    for _ in range(2):
        with pytest.raises(
            LogError,
            match=r"liverdeck log repair.*the copies\. To start again.*backups away",
        ):
            ReviewLog(log_path, SCHEDULE)
    assert copies_beside(log) == copy_names(0)
    (log_path.parent / BACKUPS).rename(log_path.parent / "old")
    with ReviewLog(log_path, SCHEDULE) as new:
        assert ids_in(new) == set()


def test_a_log_that_lost_entries_replaces_no_better_copy(log, log_path):
    log.merge(history(20))
    log.check_and_copy_daily(TODAY)
    log.close()
    with ReviewLog(fresh_path(), SCHEDULE) as other:
        add(other, new_entry("other", minute=DAY_MINUTES))
    shutil.copy(other.path, log_path)
    with ReviewLog(log_path, SCHEDULE) as log_with_less:
        for day in range(1, 9):
            with pytest.raises(LogError, match="liverdeck log repair"):
                log_with_less.check_and_copy_daily(TODAY + day)
        assert copies_beside(log_with_less) == copy_names(0)
        assert ids_in(log_with_less) == {"other"}


def test_two_sessions_can_make_the_daily_copy_at_once(log, open_log, monkeypatch):
    log.merge(history(20))
    other, check = open_log(), copies.refuse_damage

    def other_is_faster(*arguments):
        monkeypatch.undo()
        other.check_and_copy_daily(TODAY)
        check(*arguments)

    monkeypatch.setattr(copies, "refuse_damage", other_is_faster)
    log.check_and_copy_daily(TODAY)
    assert copies_beside(log) == copy_names(0)


WRITERS_AT_ONCE = """
say("ready"); hear()
try:
    with ReviewLog(path, SCHEDULE) as log:
        name = sys.argv[2]
        log.add(review(name, f"heart/{name}"), log.state_of(f"heart/{name}"))
        log.check_and_copy_daily(20_000)
    say("ok")
except LogError as error:
    say(f"{error} {error.__cause__!r}")
"""


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(6))
def test_sessions_that_create_a_log_at_once_all_succeed(log_path, start, turn):
    log_path = log_path.with_name(f"log{turn}.sqlite3")
    processes = [start(WRITERS_AT_ONCE, log_path, f"p{n}") for n in range(4)]
    for process in processes:
        assert process.stdout.readline() == b"ready\n"
    for process in processes:
        process.stdin.write(b"\n")
    assert [process.stdout.read() for process in processes] == [b"ok\n"] * 4
    with ReviewLog(log_path, SCHEDULE) as log:
        assert ids_in(log) == {"p0", "p1", "p2", "p3"}
    assert len(copies_beside(log)) == 1


def test_an_unfinished_copy_is_deleted(log, log_path, monkeypatch):
    log.merge(history(20))
    (log_path.parent / BACKUPS).mkdir()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(log_path), "replace", full)
    with pytest.raises(LogError, match="No space left on device"):
        log.check_and_copy_daily(TODAY)
    assert copies_beside(log) == []
    monkeypatch.undo()
    log.check_and_copy_daily(TODAY)
    assert copies_beside(log) == copy_names(0)


def test_an_answer_that_comes_from_a_log_and_from_anki_counts_once(log):
    ours = new_entry("ours", minute=5)
    carried = replace(new_entry("anki-1", origin="anki"), moment=ours.moment.after(2))
    for order in ([ours, carried], [carried, ours]):
        with new_log() as other:
            for entry in order:
                other.merge([entry])
            assert [entry.id for entry in other.effective_entries("heart")] == ["ours"]
            assert other.state_of("heart/rate").progress.reviews == 1
            log.merge(other.entries())
    assert log.state_of("heart/rate").progress.reviews == 1
