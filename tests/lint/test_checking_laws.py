"""The assumptions that rules of lint make about the checker are right."""

import pytest
from hypothesis import example, given, strategies as st

from liverdeck.base.problems import Position
from liverdeck.checker.lists import check_list
from liverdeck.facts.answer import Answer
from liverdeck.lint.rules.checking import may_be_misread

WORDS = (
    "vein aorta and or the a b of not no 5 II x then finally lastly first also".split()
)
SIGNS = [*" '.-,;|/&+()_:=\\\u2013\u2022→", "\n", " - ", "->", "1. ", "2)", "* ", "a. "]
item_texts = st.lists(st.sampled_from(WORDS + SIGNS), min_size=1, max_size=5).map(
    lambda pieces: "".join(pieces).strip()
)


@pytest.mark.parametrize(
    "text",
    [
        *("rest then work", "then rest", "heat, finally cold", "lastly pain"),
        *("chill and then fever", "gut→liver", "gut -> liver", "ice / heat"),
        *("a. vein", "1) vein"),
    ],
)
def test_an_item_that_the_checker_may_split_may_be_misread(text):
    assert may_be_misread([Answer(text, Position("f")), Answer("aorta", Position("f"))])


@given(st.lists(item_texts.filter(bool), min_size=2, max_size=5, unique=True))
@example(["left\natrium", "right atrium"])
@example(["- vein", "aorta"])
@example(["...", "aorta"])
@example(["vein", "a vein"])
def test_a_list_that_lint_does_not_check_is_accepted_as_it_is_written(texts):
    items = [Answer(text, Position("f")) for text in texts]
    if not may_be_misread(items):
        assert check_list("\n".join(texts), items).outcome == "correct"
