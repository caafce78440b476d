"""The text in which a deck is remembered can have every value that a deck may have."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings, strategies as st

import liverdeck.facts
from liverdeck.authoring.remembered import Memory
from liverdeck.authoring.value_text import text_of_value, value_of_text
from liverdeck.base.problems import Position
from liverdeck.base.result import Result
from liverdeck.facts.deck import Deck, Passage, Topic
from liverdeck.facts.fact import Fact
from liverdeck.facts.media import Image, Media, Sound

FILE = "/decks/heart/01-facts.yaml"
MOVED = "elsewhere/02-facts.yaml"

_NAMES: dict[str, Any] = {"Path": Path, "Position": Position}
for _module in pkgutil.iter_modules(liverdeck.facts.__path__):
    _NAMES |= vars(importlib.import_module(f"liverdeck.facts.{_module.name}"))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = {
    str: texts,
    int: st.integers(-(10**9), 10**9),
    bool: st.booleans(),
    type(None): st.none(),
    Path: st.just(Path(FILE).parent),
    Position: st.builds(Position, st.just(FILE), st.integers(1), st.integers(1)),
}


def any_value(hint):
    """Return the strategy of all values of a type that the fields of a deck have."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of([any_value(argument) for argument in arguments])
    if origin in (tuple, frozenset):
        values = st.lists(any_value(arguments[0]), max_size=3)
        return values.map(origin)
    assert is_dataclass(hint), f"a field of a deck has a new type: {hint}"
    hints = get_type_hints(hint, localns=_NAMES)
    names = [field.name for field in fields(hint) if field.init]
    return st.deferred(
        lambda: st.builds(hint, **{name: any_value(hints[name]) for name in names})
    )


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(any_value(Deck))
def test_any_deck_is_the_same_when_it_is_remembered(deck):
    assert remembered(Deck, deck) == deck


@settings(max_examples=30, deadline=None)
@given(st.lists(any_value(Fact), max_size=3).map(tuple))
def test_any_facts_are_the_same_when_they_are_remembered(facts):
    assert remembered(Fact, facts) == facts


@settings(max_examples=30, deadline=None)
@given(st.lists(any_value(Passage), max_size=3).map(tuple))
def test_any_passages_are_the_same_when_they_are_remembered(passages):
    assert remembered(Passage, passages) == passages


class Store(dict):
    def put(self, name, content):
        self[name] = content


def remembered(content_type, value):
    """Return what is remembered of a file after it was read once."""
    store = Store()

    def remembered_or_read(read: Callable[[], Result]) -> object:
        result = Memory(store).value_or_read(b"bytes", FILE, content_type, read)
        return result.value

    def read_again():
        raise AssertionError("not remembered")

    remembered_or_read(lambda: Result(value))
    return remembered_or_read(read_again)


def test_several_pictures_and_sounds_are_remembered():
    position = Position(FILE, 3, 5)
    images = (
        Image("a.png", "A", position),
        Image("b.png", "B", position, "back", "Ann", "CC0"),
    )
    sounds = (
        Sound("a.mp3", position),
        Sound("b.mp3", position, "back", None, "CC BY 4.0"),
    )
    media = Media(images, sounds)
    assert value_of_text(text_of_value(media, FILE), FILE) == media


def test_positions_are_in_the_file_that_was_asked_for():
    text = text_of_value(Topic("pump", "Pump", Position(FILE, 3, 5)), FILE)
    expected = Topic("pump", "Pump", Position(MOVED, 3, 5))
    assert value_of_text(text, MOVED) == expected


def test_a_position_in_another_file_is_refused():
    with pytest.raises(TypeError, match="other"):
        text_of_value(Topic("pump", "Pump", Position("other.yaml", 1, 1)), FILE)


def test_a_value_of_another_class_is_refused():
    with pytest.raises(LookupError):
        text_of_value((Result(1),), FILE)
