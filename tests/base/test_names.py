import pytest
from hypothesis import given, strategies as st

from liverdeck.base.names import id_from, is_id


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The Heart", "the-heart"),
        ("Café Übersicht", "cafe-ubersicht"),
        ("Straße 12!", "strasse-12"),
        ("--a__b--", "a-b"),
        ("心臓", ""),
        ("a" * 39 + "-bc", "a" * 39),
    ],
)
def test_an_id_is_made_from_a_text(text, made):
    assert id_from(text) == made


@given(st.text())
def test_what_is_made_from_a_text_is_an_id_or_nothing(text):
    made = id_from(text)
    assert made == "" or is_id(made)
    assert id_from(made) == made
