"""State is a fold over the log: what undo, suspend, bury and forget come to, whatever order the entries arrive in."""

from dataclasses import replace
from itertools import groupby, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liverdeck.study.reviewlog.fold import NEW_CARD, fold, step
from liverdeck.study.scheduling.moments import Moment
from tests.study.conftest import (
    AGAIN_STEP,
    DAY,
    GOOD_DAYS,
    SCHEDULE,
    START,
    TODAY,
    histories,
    made,
    undo_of,
)


def folded(*entries):
    return fold(entries, SCHEDULE)


def without_its_end(record):
    """Return a record but for what the last entry was: an undo leaves nothing else behind."""
    return replace(record, latest_ms=0, latest_id="")


FIRST = made("r1", revision="one")
SECOND = made("r2", minute=4 * DAY, answered=AGAIN_STEP, revision="two")
THIRD = made("r3", minute=5 * DAY, revision="three")


def test_a_card_without_entries_is_new():
    assert folded() == NEW_CARD
    assert NEW_CARD.progress is None


def test_the_fold_gives_the_progress_of_the_schedule():
    progress = None
    for entry in (FIRST, SECOND, THIRD):
        progress = SCHEDULE.progress_after(progress, entry.moment, entry.answered)
    record = folded(FIRST, SECOND, THIRD)
    assert record.progress == progress
    assert (progress.reviews, progress.lapses) == (3, 1)
    assert (record.introduced_day, record.reviewed_day, record.revision) == (
        TODAY,
        TODAY + 5,
        "three",
    )
    assert (record.latest_ms, record.latest_id) == (THIRD.moment.ms, "r3")


def test_an_undone_first_review_leaves_a_new_card():
    record = folded(FIRST, undo_of("u", "r1", minute=1))
    assert without_its_end(record) == NEW_CARD
    assert record.latest_id == "u"


@pytest.mark.parametrize("gone", ["r1", "r2", "r3"])
def test_an_undone_review_does_not_count(gone):
    rest = [entry for entry in (FIRST, SECOND, THIRD) if entry.id != gone]
    record = folded(FIRST, SECOND, THIRD, undo_of("u", gone, minute=6 * DAY))
    assert without_its_end(record) == without_its_end(folded(*rest))
    assert record.latest_id == "u"


def test_an_undo_counts_at_any_time_and_in_any_order():
    expected = without_its_end(folded(FIRST, THIRD))
    for minute in (
        -1,
        0,
        1,
        4 * DAY,
        9 * DAY,
    ):  # also before its target, as after a merge or by a wrong clock
        undo = undo_of("u", "r2", minute=minute)
        assert {
            without_its_end(folded(*order))
            for order in permutations([FIRST, SECOND, THIRD, undo])
        } == {expected}


def test_undoing_twice_is_the_same_as_once():
    undos = [undo_of("u1", "r2", minute=6 * DAY), undo_of("u2", "r2", minute=7 * DAY)]
    once, twice = folded(FIRST, SECOND, undos[0]), folded(FIRST, SECOND, *undos)
    assert (
        without_its_end(once)
        == without_its_end(twice)
        == without_its_end(folded(FIRST))
    )


def test_an_undo_cannot_be_undone():
    # Two machines may each take back the same answer; that one of them takes back its undo must not bring it back.
    undos = [undo_of("u1", "r1", minute=1), undo_of("u2", "u1", minute=2)]
    assert folded(FIRST, *undos).progress is None


def test_an_undo_of_an_unknown_entry_changes_nothing():
    assert without_its_end(
        folded(FIRST, undo_of("u", "elsewhere", minute=1))
    ) == without_its_end(folded(FIRST))


def test_an_undo_takes_back_only_the_entry_that_it_names():
    both = [FIRST, made("s", "suspend", minute=1), made("b", "bury", minute=2)]
    assert folded(*both, undo_of("u", "s", minute=3)).buried_day == TODAY
    assert not folded(*both, undo_of("u", "s", minute=3)).is_suspended
    assert folded(*both, undo_of("u", "b", minute=3)).is_suspended
    assert folded(*both, undo_of("u", "b", minute=3)).buried_day is None
    assert folded(*both, undo_of("u", "b", minute=3)).progress == folded(FIRST).progress


def test_a_card_is_suspended_until_it_is_resumed():
    suspend, resume = made("s", "suspend", minute=1), made("t", "resume", minute=2)
    assert folded(FIRST, suspend).is_suspended
    assert not folded(FIRST, suspend, resume).is_suspended
    assert folded(FIRST, suspend, resume, undo_of("u", "t", minute=3)).is_suspended
    assert folded(suspend, made("r", minute=3)).is_suspended, (
        "a review elsewhere does not resume it"
    )
    assert folded(FIRST, suspend, resume).progress == folded(FIRST).progress


def test_a_card_is_buried_for_the_learners_day():
    # 03:59 is still the day before.
    night = replace(made("b", "bury"), moment=Moment(START - 241 * 60_000))
    assert folded(night).buried_day == TODAY - 1
    assert folded(made("b", "bury")).buried_day == TODAY
    assert folded(FIRST, made("b", "bury", minute=1)).progress == folded(FIRST).progress


def test_a_forgotten_card_is_new_and_starts_again():
    forget = made("f", "forget", minute=6 * DAY)
    assert without_its_end(folded(FIRST, SECOND, forget)) == NEW_CARD
    again = made("r9", minute=7 * DAY)
    record = folded(FIRST, SECOND, forget, again)
    assert record.progress == SCHEDULE.progress_after(
        None, again.moment, again.answered
    )
    assert record.introduced_day == TODAY + 7
    assert folded(FIRST, made("s", "suspend", minute=1), forget).is_suspended
    undone = folded(FIRST, SECOND, forget, undo_of("u", "f", minute=8 * DAY))
    assert without_its_end(undone) == without_its_end(folded(FIRST, SECOND))


def test_a_crammed_answer_changes_only_the_latest_entry():
    record = folded(
        FIRST, made("c", "cram", minute=1, answered=AGAIN_STEP, revision="two")
    )
    assert without_its_end(record) == without_its_end(folded(FIRST))
    assert record.latest_id == "c"


def test_entries_of_the_same_millisecond_are_ordered_by_id():
    a, b = made("a", answered=GOOD_DAYS), made("b", answered=AGAIN_STEP)
    assert folded(a, b) == folded(b, a)
    assert folded(a, b).progress.due_day is None, "b came last: it is due in a minute"
    assert folded(replace(a, id="c"), b).progress.due_day == TODAY + 4, "c came last"


def test_entries_of_another_machine_are_sorted_in_by_time():
    here = [made(f"h{n}", minute=n * 2 * DAY) for n in range(4)]
    there = [
        made(f"t{n}", minute=(n * 2 + 1) * DAY, answered=AGAIN_STEP) for n in range(4)
    ]
    in_time = [entry for pair in zip(here, there, strict=True) for entry in pair]
    progress = None
    for entry in in_time:
        progress = SCHEDULE.progress_after(progress, entry.moment, entry.answered)
    assert folded(*here, *there).progress == progress


def test_entries_are_ordered_by_time_even_after_a_clock_jump():
    # Session._after keeps this from happening within one log; from two it may come.
    ahead = made("a", minute=10 * DAY)
    assert folded(FIRST, ahead, SECOND) == folded(FIRST, SECOND, ahead)
    assert folded(FIRST, ahead, SECOND).latest_id == "a"


# Laws


def of_one_card(entries):
    return [replace(entry, card="heart/rate") for entry in entries]


@settings(max_examples=200)
@given(st.data(), histories(most=14))
def test_the_order_of_arrival_does_not_matter(data, entries):
    entries = of_one_card(entries)
    assert folded(*data.draw(st.permutations(entries))) == folded(*entries)


@settings(max_examples=200)
@given(histories(most=14))
def test_a_card_state_follows_from_the_effective_entries(entries):
    entries = sorted(
        of_one_card(entries), key=lambda entry: (entry.moment.ms, entry.id)
    )
    undone = {entry.target for entry in entries if entry.kind == "undo"}
    standing = [entry for entry in entries if entry.id not in undone]
    # Since it was last forgotten; where it is suspended does not depend on that.
    *_, (_, since) = [
        (None, []),
        *((key, list(own)) for key, own in groupby(standing, key=forgetting())),
    ]
    reviews = [entry for entry in since if entry.kind == "review"]
    record = folded(*entries)
    assert record.is_suspended == (
        [None, *(e.kind for e in standing if e.kind in ("suspend", "resume"))][-1]
        == "suspend"
    )
    assert (
        record.buried_day
        == [None, *(entry.moment.day for entry in since if entry.kind == "bury")][-1]
    )
    assert record.introduced_day == next((entry.moment.day for entry in reviews), None)
    assert record.reviewed_day == next(
        (entry.moment.day for entry in reversed(reviews)), None
    )
    assert record.revision == ["", *(entry.revision for entry in reviews)][-1]
    assert (record.progress.reviews if record.progress else 0) == len(reviews)
    assert (record.latest_ms, record.latest_id) == (
        (entries[-1].moment.ms, entries[-1].id) if entries else (0, "")
    )


def forgetting():
    """Return a key that moves with every *forget*."""
    times = 0

    def key(entry):
        nonlocal times
        times += entry.kind == "forget"
        return times

    return key


@settings(max_examples=200)
@given(histories(most=14))
def test_steps_and_fold_agree_if_nothing_is_undone(entries):
    entries = [entry for entry in of_one_card(entries) if entry.kind != "undo"]
    record = NEW_CARD
    for entry in sorted(entries, key=lambda entry: (entry.moment.ms, entry.id)):
        record = step(record, entry, SCHEDULE)
    assert record == folded(*entries)
