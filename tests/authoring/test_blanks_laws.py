import pytest
from hypothesis import example, given, settings, strategies as st

from liverdeck.authoring.blanks import BlankError, parse_statement
from liverdeck.facts.shapes import Gap


def joined(pieces):
    """Return the statement that an author would type for these pieces."""
    return "".join(
        piece if isinstance(piece, str) else typed(piece) for piece in pieces
    )


def typed(gap):
    hint = "" if gap.hint is None else f"::{gap.hint}"
    return f"{{{{c{gap.number}::{gap.text}{hint}}}}}"


OPENINGS = "{{c1:: {{c2:: {{c99:: {{c0:: {{c01:: {{c100:: {{c1: {{C1:: {{c:: {{c1,2::"
MARKUP = ":: : }} } { {{"
TEXTS = "text hint é <b> & 1:40 \u0661"
fragments = [*f"{OPENINGS} {MARKUP} {TEXTS}".split(), " ", "\n"]


def without_spaces(text):
    return text.replace(" ", "").replace("\n", "")


@pytest.mark.slow
@settings(max_examples=400)
@given(st.lists(st.sampled_from(fragments), max_size=10).map("".join))
@example("{{c1::a}}{{c1::a}}")
@example("{{{c1::a}}}")
@example("{{c1::a}}}}")
def test_any_statement_is_refused_or_has_the_text_of_its_pieces(say):
    try:
        pieces = parse_statement(say)
    except BlankError as error:
        assert error.message  # noqa: PT017
        assert error.fix  # noqa: PT017
        return
    assert parse_statement(joined(pieces)) == pieces
    assert without_spaces(joined(pieces)) == without_spaces(say)
    gaps = [piece for piece in pieces if isinstance(piece, Gap)]
    assert gaps
    for gap in gaps:
        assert 1 <= gap.number <= 99
        assert is_trimmed(gap.text)
        assert gap.hint is None or is_trimmed(gap.hint)


def is_trimmed(text):
    return text != "" and text == text.strip()


def test_only_the_space_inside_a_blank_is_trimmed():
    assert parse_statement("  a  {{c1::  b  ::  c  }}  d  ") == (
        "  a  ",
        Gap(1, "b", "c"),
        "  d  ",
    )


@pytest.mark.parametrize("number", [1, 9, 10, 99])
def test_numbers_go_from_1_to_99(number):
    assert parse_statement(f"{{{{c{number}::x}}}}") == (Gap(number, "x", None),)


@pytest.mark.parametrize(
    ("say", "message"),
    [
        ("", "no blank"),
        ("{{c00::x}}", "numbered c00"),
        ("{{c\u0661::x}}", "{{ that belongs to no blank"),
        ("{{c1,2::x}}", "{{ that belongs to no blank"),
        ("{{x}} {{c1::y}}", "{{ that belongs to no blank, after ''"),
        ("{{c1::y}} z}}", "}} that belongs to no blank, after ' z'"),
        ("{{c1::x}} {{c2::y}} {{c1::X}}", "blank c1 has two texts, 'x' and 'X'"),
        ("{{c1::x::a::b}}", "more than one :: in blank c1"),
        ("{{c1:: :: }}", "blank c1 has no text"),
        ("{{c1::x:: }}", "blank c1 has an empty hint"),
        ("{{c1::{{c1::x}}}}", "a blank inside blank c1"),
    ],
)
def test_a_text_that_is_not_a_statement_is_refused(say, message):
    with pytest.raises(BlankError) as caught:
        parse_statement(say)
    assert message in caught.value.message
    assert caught.value.fix


def test_the_gaps_of_one_blank_may_have_different_hints():
    assert parse_statement("{{c1::x::a}}{{c1::x::b}}") == (
        Gap(1, "x", "a"),
        Gap(1, "x", "b"),
    )
