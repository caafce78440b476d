import pytest
from hypothesis import given, strategies as st

from liverdeck.authoring.blanks import BlankError, parse_statement
from liverdeck.facts.shapes import Gap


def test_a_statement_splits_into_text_and_gaps():
    assert parse_statement(
        "On CT it looks {{c1::moth-eaten::texture}}, {{c2::odd}}."
    ) == (
        "On CT it looks ",
        Gap(1, "moth-eaten", "texture"),
        ", ",
        Gap(2, "odd", None),
        ".",
    )


def test_one_blank_may_have_two_gaps_with_the_same_text():
    assert parse_statement("{{c1::bile}} and {{c1::bile::fluid}}")[2] == Gap(
        1, "bile", "fluid"
    )


def test_single_colons_and_braces_are_text():
    assert parse_statement("{a} 1:40 {{c1::ratio 1:40::a: b}}")[1] == Gap(
        1, "ratio 1:40", "a: b"
    )


@pytest.mark.parametrize(
    ("say", "message"),
    [
        ("nothing hidden", "no blank"),
        ("{{c1:x}}", "{{ that belongs to no blank"),
        ("{{C1::x}}", "{{ that belongs to no blank"),
        ("{{c1::x", "{{ that belongs to no blank"),
        ("a }} {{c1::x}}", "}} that belongs to no blank, after 'a '"),
        ("{{c1::a {{c2::b}} c}}", "a blank inside blank c1"),
        (r"{{c1::\(b^{2}}\)}}", "}} that belongs to no blank"),
        ("{{c0::x}}", "numbered c0"),
        ("{{c01::x}}", "numbered c01"),
        ("{{c100::x}}", "numbered c100"),
        ("{{c" + "9" * 5000 + "::x}}", "numbered c99999999"),
        ("{{c1::}}", "c1 has no text"),
        ("{{c1:: ::hint}}", "c1 has no text"),
        ("{{c1::x::}}", "c1 has an empty hint"),
        ("{{c1::ratio 1::2::hint}}", "more than one :: in blank c1"),
        ("{{c1::a:::b}}", "more than one :: in blank c1"),
        ("{{c1::{1, 2}}}", "}}} at the end of blank c1"),
        ("{{c2::a::{b}}}", "}}} at the end of blank c2"),
        ("The set {{c1::a}}}", "}}} at the end of blank c1"),
        ("{{{c1::{a}}} is a set.", "}}} at the end of blank c1"),
        ("{a} {{c1::b}}}", "}}} at the end of blank c1"),
        ("{{c1::a}} {{c1::b}}", "blank c1 has two texts, 'a' and 'b'"),
    ],
)
def test_a_statement_that_anki_would_misread_is_refused(say, message):
    with pytest.raises(BlankError) as caught:
        parse_statement(say)
    assert message in caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize(
    ("say", "expected"),
    [
        ("{{c1::{1, 2} }}.", (Gap(1, "{1, 2}", None), ".")),
        ("{{c1::a}} }.", (Gap(1, "a", None), " }.")),
        ("The set {{{c1::1, 2}}}.", ("The set {", Gap(1, "1, 2", None), "}.")),
        (r"\(x_{{{c1::i}}}\)", (r"\(x_{", Gap(1, "i", None), r"}\)")),
    ],
)
def test_a_brace_beside_a_blank_is_read_where_it_is_clear(say, expected):
    assert parse_statement(say) == expected


def has_no_markup(text):
    """Whether a text cannot be confused with the syntax of a blank beside it."""
    if not text or any(pair in text for pair in ("::", "{{", "}}")):
        return False
    first, last = text[0], text[-1]
    return first not in ":{}" and last not in ":}"


words = (
    st.text("ab :{}éא<&", min_size=1, max_size=8).map(str.strip).filter(has_no_markup)
)


def typed(piece):
    if isinstance(piece, str):
        return piece
    hint = f"::{piece.hint}" if piece.hint else ""
    return f"{{{{c{piece.number}::{piece.text}{hint}}}}}"


@given(st.lists(st.tuples(words, words, words | st.none()), min_size=1, max_size=5))
def test_a_statement_is_read_as_the_pieces_that_were_joined(texts_and_hints):
    pieces = []
    for number, (before, text, hint) in enumerate(texts_and_hints, 1):
        pieces += [before + " ", Gap(number, text, hint)]
    say = "".join(map(typed, pieces))
    assert parse_statement(say) == tuple(pieces)


def test_blanks_that_are_not_closed_take_linear_time():
    with pytest.raises(BlankError):
        parse_statement("{{c1::" * 200_000)
