"""The card state after undo, suspend, bury and forget, with entries in any order."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings, strategies as st

from liverdeck.study.reviewlog.entries import KINDS_WITH_TARGET, TypedAnswer
from liverdeck.study.reviewlog.fold import NEW_CARD, fold, state_after
from liverdeck.study.scheduling.moments import Moment
from tests.study.conftest import (
    AGAIN_STEP,
    DAY_MINUTES,
    GOOD_DAYS,
    SCHEDULE,
    START_MS,
    TODAY,
    histories,
    new_entry,
    undo_of,
)


def folded(*entries):
    return fold(entries, SCHEDULE)


def without_latest(state):
    """Return a state without its latest entry, which is all that an undo changes."""
    return replace(state, latest_ms=0, latest_id="")


FIRST = new_entry("r1", revision="one")
SECOND = new_entry("r2", minute=4 * DAY_MINUTES, answered=AGAIN_STEP, revision="two")
THIRD = new_entry("r3", minute=5 * DAY_MINUTES, revision="three")


def test_a_card_without_entries_is_new():
    assert folded() == NEW_CARD
    assert NEW_CARD.progress is None


def test_the_fold_gives_the_progress_of_the_schedule():
    progress = None
    for entry in (FIRST, SECOND, THIRD):
        progress = SCHEDULE.progress_after(progress, entry.moment, entry.answered)
    state = folded(FIRST, SECOND, THIRD)
    assert state.progress == progress
    assert (progress.reviews, progress.lapses) == (3, 1)
    assert (state.introduced_day, state.reviewed_day, state.revision) == (
        TODAY,
        TODAY + 5,
        "three",
    )
    assert (state.latest_ms, state.latest_id) == (THIRD.moment.ms, "r3")


def test_an_undone_first_review_leaves_a_new_card():
    state = folded(FIRST, undo_of("u", "r1", minute=1))
    assert without_latest(state) == NEW_CARD
    assert state.latest_id == "u"


@pytest.mark.parametrize("undone_id", ["r1", "r2", "r3"])
def test_an_undone_review_does_not_count(undone_id):
    others = [entry for entry in (FIRST, SECOND, THIRD) if entry.id != undone_id]
    state = folded(
        FIRST, SECOND, THIRD, undo_of("u", undone_id, minute=6 * DAY_MINUTES)
    )
    assert without_latest(state) == without_latest(folded(*others))
    assert state.latest_id == "u"


def test_an_undo_counts_at_any_time_and_in_any_order():
    expected = without_latest(folded(FIRST, THIRD))
    # Also before its target, as after a merge or with a wrong clock.
    for minute in (-1, 0, 1, 4 * DAY_MINUTES, 9 * DAY_MINUTES):
        undo = undo_of("u", "r2", minute=minute)
        assert {
            without_latest(folded(*order))
            for order in permutations([FIRST, SECOND, THIRD, undo])
        } == {expected}


def test_two_undos_of_an_entry_are_the_same_as_one():
    undos = [
        undo_of("u1", "r2", minute=6 * DAY_MINUTES),
        undo_of("u2", "r2", minute=7 * DAY_MINUTES),
    ]
    once, twice = folded(FIRST, SECOND, undos[0]), folded(FIRST, SECOND, *undos)
    assert (
        without_latest(once) == without_latest(twice) == without_latest(folded(FIRST))
    )


def test_an_undo_cannot_be_undone():
    # Two machines may undo the same answer. If one of them undoes its undo, the answer
    # must stay undone.
    undos = [undo_of("u1", "r1", minute=1), undo_of("u2", "u1", minute=2)]
    assert folded(FIRST, *undos).progress is None


def test_an_undo_of_an_unknown_entry_changes_nothing():
    assert without_latest(
        folded(FIRST, undo_of("u", "elsewhere", minute=1))
    ) == without_latest(folded(FIRST))


def test_an_undo_takes_back_only_the_entry_that_it_names():
    three = [
        FIRST,
        new_entry("s", "suspend", minute=1),
        new_entry("b", "bury", minute=2),
    ]
    not_suspended = folded(*three, undo_of("u", "s", minute=3))
    assert not_suspended.buried_day == TODAY
    assert not not_suspended.is_suspended
    not_buried = folded(*three, undo_of("u", "b", minute=3))
    assert not_buried.is_suspended
    assert not_buried.buried_day is None
    assert not_buried.progress == folded(FIRST).progress


def test_a_card_is_suspended_until_it_is_resumed():
    suspend = new_entry("s", "suspend", minute=1)
    resume = new_entry("t", "resume", minute=2)
    assert folded(FIRST, suspend).is_suspended
    assert not folded(FIRST, suspend, resume).is_suspended
    assert folded(FIRST, suspend, resume, undo_of("u", "t", minute=3)).is_suspended
    assert folded(suspend, new_entry("r", minute=3)).is_suspended, (
        "a review on another machine does not resume it"
    )
    assert folded(FIRST, suspend, resume).progress == folded(FIRST).progress


def test_a_card_is_buried_for_the_learners_day():
    # 03:59 is still the day before.
    night = replace(new_entry("b", "bury"), moment=Moment(START_MS - 241 * 60_000))
    assert folded(night).buried_day == TODAY - 1
    assert folded(new_entry("b", "bury")).buried_day == TODAY
    assert (
        folded(FIRST, new_entry("b", "bury", minute=1)).progress
        == folded(FIRST).progress
    )


def test_a_forgotten_card_is_new_and_starts_again():
    forget = new_entry("f", "forget", minute=6 * DAY_MINUTES)
    assert without_latest(folded(FIRST, SECOND, forget)) == NEW_CARD
    again = new_entry("r9", minute=7 * DAY_MINUTES)
    state = folded(FIRST, SECOND, forget, again)
    assert state.progress == SCHEDULE.progress_after(None, again.moment, again.answered)
    assert state.introduced_day == TODAY + 7
    assert folded(FIRST, new_entry("s", "suspend", minute=1), forget).is_suspended
    undone = folded(FIRST, SECOND, forget, undo_of("u", "f", minute=8 * DAY_MINUTES))
    assert without_latest(undone) == without_latest(folded(FIRST, SECOND))


def test_a_crammed_answer_changes_only_the_latest_entry():
    state = folded(
        FIRST, new_entry("c", "cram", minute=1, answered=AGAIN_STEP, revision="two")
    )
    assert without_latest(state) == without_latest(folded(FIRST))
    assert state.latest_id == "c"


def test_an_answer_in_a_quiz_changes_only_the_latest_entry():
    typed = TypedAnswer("seventy", "wrong", "other", is_overruled=True)
    state = folded(FIRST, new_entry("q", "quiz", minute=1, typed=typed))
    assert without_latest(state) == without_latest(folded(FIRST))
    assert state.latest_id == "q"


def test_entries_of_the_same_millisecond_are_ordered_by_id():
    a, b = new_entry("a", answered=GOOD_DAYS), new_entry("b", answered=AGAIN_STEP)
    assert folded(a, b) == folded(b, a)
    assert folded(a, b).progress.due_day is None, "b came last: it is due in a minute"
    assert folded(replace(a, id="c"), b).progress.due_day == TODAY + 4, "c came last"


def test_entries_of_another_machine_are_sorted_in_by_time():
    here = [new_entry(f"h{n}", minute=n * 2 * DAY_MINUTES) for n in range(4)]
    there = [
        new_entry(f"t{n}", minute=(n * 2 + 1) * DAY_MINUTES, answered=AGAIN_STEP)
        for n in range(4)
    ]
    in_time = [entry for pair in zip(here, there, strict=True) for entry in pair]
    progress = None
    for entry in in_time:
        progress = SCHEDULE.progress_after(progress, entry.moment, entry.answered)
    assert folded(*here, *there).progress == progress


def test_entries_are_ordered_by_time_even_after_a_clock_jump():
    # Sessions of one log prevent this, but it may happen with two logs.
    ahead = new_entry("a", minute=10 * DAY_MINUTES)
    assert folded(FIRST, ahead, SECOND) == folded(FIRST, SECOND, ahead)
    assert folded(FIRST, ahead, SECOND).latest_id == "a"


# Laws


def of_one_card(entries):
    return [replace(entry, card="heart/rate") for entry in entries]


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data(), histories(max_size=14))
def test_the_order_of_arrival_does_not_matter(data, entries):
    entries = of_one_card(entries)
    assert folded(*data.draw(st.permutations(entries))) == folded(*entries)


@pytest.mark.slow
@settings(max_examples=40)
@given(histories(max_size=14))
def test_a_card_state_follows_from_the_effective_entries(entries):
    entries = [entry for entry in of_one_card(entries) if entry.kind != "redate"]
    entries.sort(key=lambda entry: (entry.moment.ms, entry.id))
    undone = {entry.target for entry in entries if entry.kind == "undo"}
    effective = [entry for entry in entries if entry.id not in undone]
    # Only entries after the last *forget* count, except for suspend and resume.
    forgets = [n for n, entry in enumerate(effective) if entry.kind == "forget"]
    counted = effective[forgets[-1] :] if forgets else effective
    review_days = [entry.moment.day for entry in counted if entry.kind == "review"]
    revisions = [entry.revision for entry in counted if entry.kind == "review"]
    buried_days = [entry.moment.day for entry in counted if entry.kind == "bury"]
    switches = [
        entry.kind for entry in effective if entry.kind in ("suspend", "resume")
    ]

    state = folded(*entries)
    assert state.is_suspended == (switches[-1:] == ["suspend"])
    assert state.buried_day == (buried_days[-1] if buried_days else None)
    assert state.introduced_day == (review_days[0] if review_days else None)
    assert state.reviewed_day == (review_days[-1] if review_days else None)
    assert state.revision == (revisions[-1] if revisions else "")
    assert (state.progress.reviews if state.progress else 0) == len(review_days)
    assert state.latest_ms == (entries[-1].moment.ms if entries else 0)
    assert state.latest_id == (entries[-1].id if entries else "")


@pytest.mark.slow
@settings(max_examples=40)
@given(histories(max_size=14))
def test_steps_and_fold_agree_if_nothing_is_undone(entries):
    entries = [
        entry for entry in of_one_card(entries) if entry.kind not in KINDS_WITH_TARGET
    ]
    state = NEW_CARD
    for entry in sorted(entries, key=lambda entry: (entry.moment.ms, entry.id)):
        state = state_after(state, entry, SCHEDULE)
    assert state == folded(*entries)
