"""A few stored card states are compared with their entries each day."""

import pytest

from liverdeck.study.reviewlog.state_check import CARDS_A_DAY, MOST_ENTRIES
from tests.study.conftest import TODAY, history, new_entry, stored_states

SET_FAR_DUE_DAYS = "UPDATE cards SET due_day = due_day + 4096, stability = 30000"
ADD_CARD_WITHOUT_ENTRIES = """
    INSERT INTO cards SELECT 'heart/none', deck, phase, stability, difficulty, interval,
    steps_left, due_day, due_at, last, reviews, lapses, suspended, buried, introduced,
    reviewed, latest, latest_id, revision FROM cards LIMIT 1
"""


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (SET_FAR_DUE_DAYS, 10),
        (f"{SET_FAR_DUE_DAYS} WHERE card = 'heart/f03'", 1),
        ("UPDATE cards SET lapses = 7 WHERE card = 'heart/f05'", 1),
        ("UPDATE cards SET suspended = 1 WHERE card = 'heart/f00'", 1),
        ("DELETE FROM cards WHERE card = 'heart/f09'", 1),
        (ADD_CARD_WITHOUT_ENTRIES, 1),
    ],
)
def test_a_wrong_state_is_corrected_and_reported_once(log, change, wrong):
    log.merge(history(60))
    right = stored_states(log)
    log._connection.execute(change)
    assert log.check_states_daily(TODAY) == wrong
    assert stored_states(log) == right
    assert log.check_states_daily(TODAY + 1) == 0


def test_right_states_are_not_changed(log):
    log.merge(history(60))
    before = stored_states(log)
    assert log.check_states_daily(TODAY) == 0
    assert stored_states(log) == before


def test_states_are_compared_once_a_day(log, open_log):
    log.merge(history(60))
    log.check_states_daily(TODAY)
    log._connection.execute(SET_FAR_DUE_DAYS)
    assert open_log().check_states_daily(TODAY) == 0
    assert open_log().check_states_daily(TODAY + 1) == 10


def test_all_cards_are_compared_in_some_days(log):
    days = 4
    log.merge(
        new_entry(f"r{number}", card=f"heart/f{number:03}")
        for number in range(days * CARDS_A_DAY)
    )
    for last in (f"heart/f{days * CARDS_A_DAY - 1:03}", "heart/f000"):
        log._connection.execute(f"{SET_FAR_DUE_DAYS} WHERE card = ?", [last])
        corrected = [log.check_states_daily(TODAY + day) for day in range(days)]
        assert sum(corrected) == 1
        log._connection.execute("DELETE FROM notes_to_self WHERE name = 'checked'")


def test_a_card_with_very_many_entries_is_left_out(log):
    log.merge(history(MOST_ENTRIES + 1, cards=1))
    log._connection.execute(SET_FAR_DUE_DAYS)
    assert log.check_states_daily(TODAY) == 0


@pytest.mark.parametrize("value", ["", "[", "7", '{"a": 1}', "[1, 2, 3]", '["x", 5]'])
def test_a_damaged_note_about_the_last_check_does_no_harm(log, value):
    log.merge(history(60))
    log._connection.execute(
        "INSERT OR REPLACE INTO notes_to_self VALUES ('checked', ?)", [value]
    )
    log._connection.execute(SET_FAR_DUE_DAYS)
    assert log.check_states_daily(TODAY) == 10
