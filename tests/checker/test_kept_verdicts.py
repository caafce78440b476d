"""A verdict is kept, so that the same answer is judged once."""

from __future__ import annotations

import threading

import pytest

from liverdeck.checker import key as keys
from liverdeck.checker.key import LONGEST_KEPT, MOST_KEPT, Key, answer_of


def test_the_same_text_gets_the_verdict_that_was_kept():
    key = Key(answer_of("liver"))
    assert key.check("livr") is key.check("livr")
    assert key.check("livr") == Key(answer_of("liver")).judged("livr")


def test_every_key_judges_for_itself():
    assert Key(answer_of("liver")).check("liver").outcome == "correct"
    assert Key(answer_of("spleen")).check("liver").outcome == "wrong"


def test_an_item_of_a_list_is_kept_apart():
    key = Key(answer_of("liver"))
    for _ in range(2):
        assert key.check("liver spleen").outcome == "wrong"
        assert key.check_item("liver spleen").outcome == "retype"
    assert key.check_item("livr") is key.check_item("livr")


def test_a_verdict_on_a_long_text_is_not_kept():
    key = Key(answer_of("liver"))
    typed = "liver".ljust(LONGEST_KEPT + 1)
    for check in (key.check, key.check_item):
        assert check(typed) == check(typed)
        assert check(typed) is not check(typed)
        assert check(typed[:-1]) is check(typed[:-1])


def test_the_number_of_kept_verdicts_has_a_limit():
    assert keys._kept_verdict.cache_info().maxsize == MOST_KEPT


def test_a_trace_is_made_again():
    key = Key(answer_of("liver"))
    key.check("livr")
    assert key.trace("livr") == key.trace("livr")
    assert len(key.trace("livr")) > 1


@pytest.mark.parametrize("typed", [[], 5, None, b"liver"])
def test_only_a_text_is_judged(typed):
    with pytest.raises(TypeError, match="the typed answer is"):
        Key(answer_of("liver")).check(typed)


def test_threads_get_equal_verdicts():
    key = Key(answer_of("liver"))
    texts = [f"{start}iver{end}" for start in "lmnop" for end in ("", "s", "r", "2")]
    found = []
    threads = [
        threading.Thread(target=lambda: found.append([*map(key.check, texts)]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[key.judged(text) for text in texts]] * len(threads)
