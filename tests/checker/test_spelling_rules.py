"""British spellings, rewritten by rules on pieces of words."""

import pytest

import liverdeck
from liverdeck.base.problems import Position
from liverdeck.checker.spelling import american
from liverdeck.facts.answer import Answer

WITHOUT_PIECE = "raltitrexed antitreponemal alitretinoin pelitrexol iodouracil"


@pytest.mark.parametrize("word", [*WITHOUT_PIECE.split(), "shoestring", "sulfoethyl"])
def test_a_word_that_only_has_the_letters_of_a_british_piece_stays(word):
    assert american(word) == word


@pytest.mark.parametrize(
    ("british", "word"),
    [
        ("titres", "titers"),
        ("centred", "centered"),
        ("fibreoptic", "fiberoptic"),
        ("microlitre", "microliter"),
        ("malodour", "malodor"),
        ("oestradiol", "estradiol"),
        ("foetal", "fetal"),
    ],
)
def test_a_british_piece_at_the_beginning_or_the_end_is_rewritten(british, word):
    assert american(british) == word


@pytest.mark.parametrize(
    ("right", "typed"),
    [
        ("neck of the femur", "femoral neck"),
        ("thyroid cancer", "thyroid gland cancer"),
    ],
)
def test_no_other_form_is_right_where_the_spelling_counts(right, typed):
    answer = Answer(right, Position(""), strict=True)
    assert liverdeck.check(typed, answer).outcome == "wrong"
