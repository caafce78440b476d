"""All errors that a program must handle have one base class."""

import pytest

from liverdeck import (
    AnsweredElsewhereError,
    ContentError,
    LiverdeckError,
    LogError,
    UnwritableError,
    load_deck,
)


@pytest.mark.parametrize(
    "error", [ContentError, UnwritableError, LogError, AnsweredElsewhereError]
)
def test_every_public_error_is_a_liverdeck_error(error):
    assert issubclass(error, LiverdeckError)


def test_a_deck_with_errors_raises_all_its_problems_if_it_is_required(write_deck):
    folder = write_deck("  - {id: a b, from: pump, ask: What?, anwser: b}\n")
    loaded = load_deck(folder)
    with pytest.raises(ContentError) as raised:
        loaded.required()
    assert raised.value.problems == loaded.problems
    assert str(raised.value).splitlines() == list(map(str, loaded.problems))


def test_a_sound_deck_is_returned_if_it_is_required(write_deck):
    folder = write_deck("  - {id: a, from: pump, ask: What?, answer: b}\n")
    assert load_deck(folder).required().id == "heart"
