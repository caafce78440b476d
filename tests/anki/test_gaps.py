import re

import pytest
from hypothesis import given, strategies as st

from liverdeck.anki.gaps import gaps_in, with_gaps_replaced

SLOW_BUT_CLEAR = re.compile(
    r"\{\{c([0-9]{1,5})::(.*?)(?:::(.*?))?\}\}", re.DOTALL | re.ASCII
)
"""Matches a gap. For a hostile text, its time grows with the cube of the length."""


@given(
    st.lists(
        st.sampled_from(["{{c1::", "{{c23::", "{{c", "::", ":", "}}", "}", "a", "\n"]),
        max_size=20,
    ).map("".join)
)
def test_gaps_are_the_matches_of_the_pattern(text):
    expected = [
        (match[1], match[2], match[3] or "", *match.span())
        for match in SLOW_BUT_CLEAR.finditer(text)
    ]
    assert [tuple(gap) for gap in gaps_in(text)] == expected
    assert with_gaps_replaced(text, lambda gap: f"<{gap.text}>") == (
        SLOW_BUT_CLEAR.sub(r"<\2>", text)
    )


@pytest.mark.parametrize(
    "piece", ["{{c1::", "{{c1::a::", "{{c1::a}", "{{c", "{{c1", "::", "{{c1::}}"]
)
def test_a_hostile_statement_is_read_in_time(run_within_bounds, piece):
    # A pattern for a whole gap takes hours.
    code = (
        "from liverdeck.anki.gaps import gaps_in; "
        f"print(len(list(gaps_in({piece!r} * 200_000))))"
    )
    assert run_within_bounds(code).stdout.strip() in ("0", "200000")
