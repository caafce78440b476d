"""Patterns that are compiled at their first use."""

import copy
import pickle
import re

import pytest

from liverdeck.base.patterns import (
    LazyPattern,
    lazy_pattern,
    patterns_compiled_later,
)


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


def test_functions_of_re_take_patterns_of_a_library_that_keeps_the_stand_in():
    with patterns_compiled_later():
        import re as lean_re

        word = lean_re.compile(r"(\w)\w+")
    assert "compiled" not in vars(word)
    assert lean_re.match(word, "bile duct")[0] == "bile"
    assert lean_re.findall(word, "bile duct") == ["b", "d"]
    assert [found[0] for found in lean_re.finditer(word, "bile duct")] == [
        "bile",
        "duct",
    ]
    assert lean_re.sub(word, r"\1.", "bile duct") == "b. d."
    assert lean_re.split("e", "bile duct") == ["bil", " duct"]


def test_other_patterns_are_compiled_by_the_stand_in_as_usual():
    with patterns_compiled_later():
        import re as lean_re

        assert lean_re.compile(b"bi(le)").match(b"bile")[1] == b"le"
        word = lean_re.compile("bile")
        assert lean_re.compile(word) is word
        with pytest.raises(ValueError, match="flags"):
            lean_re.compile(word, re.IGNORECASE)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_of_a_lazy_pattern_is_the_compiled_pattern(copied):
    pattern = lazy_pattern("a(b)", re.IGNORECASE)
    assert copied(pattern) == re.compile("a(b)", re.IGNORECASE)
    assert pattern.match("AB")
    assert copied(pattern) == re.compile("a(b)", re.IGNORECASE)


def test_a_lazy_pattern_counts_as_a_pattern():
    pattern = lazy_pattern("a(b)", re.IGNORECASE)
    assert isinstance(pattern, re.Pattern)
    assert "compiled" not in vars(pattern)
    assert re.match(pattern, "AB")[1] == "B"
    assert re.sub(pattern, r"\1", "xAB") == "xB"
    assert re.compile(pattern).findall("abab") == ["b", "b"]
    with pytest.raises(ValueError, match="flags"):
        re.compile(pattern, re.ASCII)


def test_what_a_library_compiles_after_its_import_is_compiled_at_once():
    with patterns_compiled_later():
        import re as lean_re

        lean_re.compile("(")
    with pytest.raises(re.error):
        lean_re.compile("(")
    assert type(lean_re.compile("a")) is re.Pattern
