"""Python's garbage collector is off during a pause, and as before after it."""

import gc

import pytest

from liverdeck.cli.garbage_pause import garbage_collection_paused


def switch_collector(*, is_on):
    if is_on:
        gc.enable()
    else:
        gc.disable()


@pytest.fixture(autouse=True)
def collector_as_before():
    was_on = gc.isenabled()
    yield
    switch_collector(is_on=was_on)


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_as_before_after_a_pause(was_on):
    switch_collector(is_on=was_on)
    with garbage_collection_paused():
        assert not gc.isenabled()
        with garbage_collection_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled() is was_on


@pytest.mark.parametrize("is_kept", [True, False])
def test_kept_objects_are_not_searched_later(is_kept):
    gc.enable()
    with garbage_collection_paused(is_kept=is_kept):
        made = [[]]
    is_searched = any(other is made for other in gc.get_objects())
    gc.unfreeze()
    assert is_searched is not is_kept


def test_kept_objects_are_searched_while_an_outer_pause_lasts():
    gc.enable()
    with garbage_collection_paused():
        with garbage_collection_paused(is_kept=True):
            made = [[]]
        assert any(other is made for other in gc.get_objects())


def test_the_collector_is_as_before_after_an_error():
    gc.enable()
    with pytest.raises(ZeroDivisionError), garbage_collection_paused():
        _ = 1 / 0
    assert gc.isenabled()
