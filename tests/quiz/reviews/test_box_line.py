"""Which box is ticked, however a program or a person writes it."""

from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from liverdeck.quiz.papers.judgements import Judgement, judgement_words
from liverdeck.quiz.reviews.box_line import UnclearJudgementError, judgement_of_line


def pieces_of(text):
    """Return the pieces of a line; a text between tildes is struck out."""
    return [
        (piece, bool(number % 2))
        for number, piece in enumerate(text.split("~"))
        if piece
    ]


@pytest.mark.parametrize(
    ("line", "judgement"),
    [
        ("☒ keep    ☐ edit    ☐ drop    ", "keep"),
        ("☐ keep    ☑ edit    ☐ drop    ", "edit"),
        ("☐ keep    ☐ edit    ✓ drop", "drop"),
        ("☐ keep    ☐ edit    ☐✔️ drop", "drop"),
        ("[ ] keep [x] edit [ ] drop", "edit"),
        ("[] keep [] edit [ X ] drop", "drop"),
        ("( ) keep (x) edit ( ) drop", "edit"),
        ("x keep ☐ edit ☐ drop", "keep"),
        ("\u200e☒\u200f keep ☐\u2060 edit ☐\u00ad drop", "keep"),
        ("\u202b☐ keep\u202c ☐\ufeff edit ☒\u200d drop", "drop"),
        ("xkeep ☐ edit ☐ drop", "keep"),
        ("☐x keep ☐ edit ☐ drop", "keep"),
        ("☐ keep x ☐ edit ☐ drop", "keep"),
        ("☐ keep ☐ edit ☐ drop x", "drop"),
        ("☐ KEEP   ☒ Edit ☐ drop", "edit"),
        ("keep ~edit drop~", "keep"),
        ("☐ ~keep~ ☐ ~edit~ ☐ drop", "drop"),
        ("~☐ keep ☐ edit~ ☐ drop", "drop"),
        ("~☒ keep~ ☒ edit ☐ drop", "edit"),
        ("☒ keep ☐ ~edit~ ☐ drop", "keep"),
        ("drop", "drop"),
        ("☐ behalten ☒ ändern ☐ weglassen", "edit"),
        ("☐ garder ☐ modifier ☒ retirer", "drop"),
        ("☐ keep ☐ edit ☐ drop", None),
        ("keep / edit / drop", None),
        ("___ keep ___ edit _x_ drop", "drop"),
        ("☐ keep – ☒ edit — ☐ drop", "edit"),
        ("（ ）keep、（x）edit；（ ）drop", "edit"),
    ],
)
def test_a_tick_is_read(line, judgement):
    found = judgement_of_line(pieces_of(line))
    assert (found and found.value) == judgement


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("☒ keep ☐ edit ☒ drop", "keep and drop are ticked"),
        ("☒ keep x ☐ edit ☒ drop", "keep and drop are ticked"),
        ("☐ ~keep~ ☐ edit ☐ drop", "nothing is ticked, but a word is struck out"),
        ("~☐ keep ☐ edit ☐ drop~", "nothing is ticked, but a word is struck out"),
        ("☐ ~keep~ x ☐ edit ☐ drop", "keep is ticked and struck out"),
        ("☐ keep ☐ edit ? drop", "'?' is not a tick"),
        ("maybe ☐ keep ☐ edit ☐ drop", "'maybe' is not a tick"),
        ("", "the words beside the boxes are gone"),
        ("☒ ☐ ☐", "the words beside the boxes are gone"),
    ],
)
def test_unclear_boxes_are_refused_and_never_guessed(line, reason):
    with pytest.raises(UnclearJudgementError) as error:
        judgement_of_line(pieces_of(line))
    assert str(error.value) == reason


def test_a_long_line_is_refused_before_it_is_searched():
    with pytest.raises(UnclearJudgementError, match="more than 500 characters"):
        judgement_of_line([("keep edit drop" + " " * 1_000, False)])


signs = st.sampled_from(["☐", "☒", "x", "[ ]", "[x]", " ", "✓", "?", "keep", "drop"])


@given(st.lists(st.tuples(st.text(max_size=5) | signs, st.booleans()), max_size=12))
def test_any_line_has_a_judgement_or_is_refused(pieces):
    with suppress(UnclearJudgementError):
        assert judgement_of_line(pieces) in (None, *Judgement)


@given(st.data())
def test_the_word_with_the_only_tick_is_the_judgement(data):
    words = data.draw(st.sampled_from(judgement_words()))
    ticked = data.draw(st.sampled_from(list(Judgement)))
    tick = data.draw(st.sampled_from("xX☒☑✓✔"))
    space = data.draw(st.sampled_from(["", " ", "\t", "   "]))
    boxes = dict.fromkeys(Judgement, "☐") | {ticked: tick}
    line = "   ".join(
        f"{boxes[judgement]}{space or ' '}{word}" for judgement, word in words.items()
    )
    assert judgement_of_line([(line, False)]) is ticked
