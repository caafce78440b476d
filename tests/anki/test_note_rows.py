"""The text of a row is its JSON, so that it can be kept and hashed."""

import json

from hypothesis import given, strategies as st

from liverdeck.anki.note_rows import NoteRow, rows_in, text_of_row

rows = st.builds(
    NoteRow,
    st.text(),
    st.integers(),
    st.integers(),
    st.lists(st.text()),
    st.lists(st.text()),
    st.lists(st.integers()),
)


@given(rows)
def test_the_text_of_a_row_is_its_json(row):
    text = text_of_row(row)
    assert text == json.dumps(row)
    assert list(rows_in(text)) == [row]
