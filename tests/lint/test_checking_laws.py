"""What lint takes for granted about the checker holds."""

from hypothesis import example, given, strategies as st

from liverdeck.base.problems import Position
from liverdeck.checker.lists import check_list
from liverdeck.facts.answer import Answer
from liverdeck.lint.rules.checking import may_be_misread

WORDS = ["vein", "aorta", "and", "or", "the", "a", "of", "not", "no", "5", "II", "x"]
SIGNS = [*" '.-,;|/&+()_\u2013\u2022", "\n", " - ", "1. ", "2)", "* "]
item_texts = st.lists(st.sampled_from(WORDS + SIGNS), min_size=1, max_size=5).map(
    lambda pieces: "".join(pieces).strip()
)


@given(st.lists(item_texts.filter(bool), min_size=2, max_size=5, unique=True))
@example(["left\natrium", "right atrium"])
@example(["- vein", "aorta"])
@example(["...", "aorta"])
@example(["vein", "a vein"])
def test_a_list_that_lint_does_not_check_is_accepted_as_it_is_written(texts):
    items = [Answer(text, Position("f")) for text in texts]
    if not may_be_misread(items):
        assert check_list("\n".join(texts), items).outcome == "correct"
