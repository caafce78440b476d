import html

import pytest
from hypothesis import given, strategies as st

from liverdeck.anki.escaping import html_attribute, html_text, statement_text

tricky = st.text("ab<>&\"'{}:[]/$\n\\lsoundtex é", max_size=30)


def shown(escaped):
    return html.unescape(escaped.replace("<br>", "\n"))


@given(tricky)
def test_a_text_is_shown_as_typed(text):
    assert shown(html_text(text)) == text
    assert shown(statement_text(text)) == text


@given(tricky)
def test_no_text_becomes_markup(text):
    for escaped in (html_text(text), statement_text(text)):
        assert "<" not in escaped.replace("<br>", "")
        assert "[sound:" not in escaped.lower()
        assert "[latex]" not in escaped.lower()
    assert '"' not in html_attribute(text)


@given(tricky)
def test_a_text_in_a_statement_never_ends_or_splits_a_blank(text):
    escaped = statement_text(text)
    assert not any(syntax in escaped for syntax in ("::", "{{", "}}"))
    assert not escaped.startswith((":", "{"))
    assert not escaped.endswith((":", "}"))


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("AST <40 & ALT >50", "AST &lt;40 &amp; ALT &gt;50"),
        ('it\'s "so"', 'it\'s "so"'),
        ("a\nb", "a<br>b"),
        ("[sound:a.mp3] [18F]FDG", "&#91;sound:a.mp3] [18F]FDG"),
        (r"\(\frac{a}{b^{2}}\)", r"\(\frac{a}{b^{2}}\)"),
    ],
)
def test_typical_texts_are_escaped(typed, escaped):
    assert html_text(typed) == escaped


def test_a_single_colon_is_not_escaped():
    assert statement_text("1:40") == "1:40"
    assert statement_text("1::2") == "1&#58;&#58;2"
