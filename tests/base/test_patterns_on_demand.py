"""Patterns that are compiled at their first use."""

import copy
import pickle
import re

import pytest

from liverdeck.base.patterns import LazyPattern, lazy_pattern


def pickled(value):
    """Return a value that was pickled and read back."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301  # our own


def test_a_lazy_pattern_acts_as_the_compiled_pattern():
    pattern = lazy_pattern("(a)|b", re.IGNORECASE)
    assert pattern.findall("xAbB") == ["A", "", ""]
    assert pattern.sub("-", "Abc") == "--c"
    assert pattern.fullmatch("A")[1] == "A"
    assert pattern.search("c") is None
    assert pattern.pattern == "(a)|b"


def test_a_lazy_pattern_is_compiled_once_at_its_first_use():
    pattern = LazyPattern("a")
    assert "compiled" not in vars(pattern)
    pattern.search("a")
    first = pattern.compiled
    pattern.sub("b", "a")
    assert pattern.compiled is first
    assert "search" in vars(pattern)


def test_a_faulty_pattern_and_an_unknown_method_are_errors():
    with pytest.raises(re.error):
        lazy_pattern("(").search("a")
    with pytest.raises(AttributeError):
        LazyPattern("a").surch("a")


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_of_a_lazy_pattern_is_the_compiled_pattern(copied):
    pattern = lazy_pattern("a(b)", re.IGNORECASE)
    assert copied(pattern) == re.compile("a(b)", re.IGNORECASE)
    assert pattern.match("AB")
    assert copied(pattern) == re.compile("a(b)", re.IGNORECASE)
