"""The table of keys is the only list of keys: readers, hints and the page use it."""

import pytest

from liverdeck.authoring.format_keys import FORMAT
from liverdeck.authoring.loader import load_deck


@pytest.mark.parametrize(("title", "key_map"), FORMAT, ids=[name for name, _ in FORMAT])
def test_no_key_is_in_a_map_twice(title, key_map):
    assert len(set(key_map.names)) == len(key_map.names), title


def test_a_mistyped_key_gets_the_nearest_key_of_the_table(write_deck):
    facts = "  - {id: a, from: pump, ask: What?, answer: b, distracters: {c: d}}\n"
    (problem,) = load_deck(write_deck(facts)).problems
    assert problem.fix == "did you mean `distractors`?"
