import difflib
from collections import Counter

import pytest
from hypothesis import given, strategies as st

from liverdeck.base.names import (
    LONGEST_ID,
    MOST_COMPARED,
    NameHints,
    id_from,
    is_id,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Heart", "the-heart"),
        ("Café Übersicht", "cafe-ubersicht"),
        ("Straße 12!", "strasse-12"),
        ("--a__b--", "a-b"),
        ("心臓", ""),
        ("a" * 39 + "-bc", "a" * 39),
    ],
)
def test_an_id_is_made_from_a_text(text, expected):
    assert id_from(text) == expected


@given(st.text())
def test_id_from_any_text_is_an_id_or_empty(text):
    made_id = id_from(text)
    assert made_id == "" or is_id(made_id)
    assert id_from(made_id) == made_id


NAMES = [f"passage-{number:04}-{word}" for number in range(1000) for word in "ab"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("passage-0500-c", "passage-0500-b"),
        ("assage-0500-a", "passage-0500-a"),
        ("pasage-0731-b", "passage-0731-b"),
        ("passage-0731b", "passage-0731-b"),
    ],
)
def test_the_nearest_of_many_names_is_found(wrong, right):
    assert NameHints(NAMES).hint_for(wrong) == f"did you mean `{right}`?"


def test_many_wrong_names_take_a_bounded_number_of_comparisons(monkeypatch):
    compared = Counter()
    find = difflib.get_close_matches

    def counting(name, candidates, **options):
        compared[name] += len(candidates)
        return find(name, candidates, **options)

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    hints = NameHints(NAMES)
    for _ in range(3):
        for name in ("wrong", "passage-1", "x" * 10_000):
            hints.hint_for(name)
    assert set(compared) == {"wrong", "passage-1", "x" * LONGEST_ID}
    assert max(compared.values()) <= MOST_COMPARED


@pytest.mark.slow
def test_a_deck_of_renamed_passages_is_read_in_time(write_deck, run_within_bounds):
    facts = "".join(
        f"  - {{id: fact-{number}, from: section-{number:05}-of-the-book, ask: Q?, "
        "answer: x}\n"
        for number in range(1000)
    )
    passages = "".join(
        f"  - {{id: part-{number:05}-of-this-book, heading: H}}\n"
        for number in range(4000)
    )
    folder = write_deck(facts, passages=f"liverdeck: 1\npassages:\n{passages}")
    code = (
        "from liverdeck.authoring.loader import load_deck; "
        "print(len(load_deck(sys.argv[1]).problems))"
    )
    assert run_within_bounds(code, folder).stdout == "1000\n"
