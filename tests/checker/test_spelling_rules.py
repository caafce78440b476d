"""British spellings, rewritten by rules on pieces of words."""

import pytest

import liverdeck
from liverdeck.base.problems import Position
from liverdeck.checker import known_words, spelling
from liverdeck.checker.spelling import american, first_letters_of
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


@pytest.mark.parametrize("piece", spelling._PIECES)
def test_every_british_piece_passes_the_quick_test(piece):
    assert spelling._PART_OF_PIECE.search(piece)


def test_the_american_spelling_begins_with_one_of_the_first_letters():
    pairs = (known_words.FOLDER / "british.txt").read_text("ascii").split("\n")
    words = [*(pair.split(" ")[0] for pair in pairs), *spelling._PIECES, "alfa"]
    others = [word for word in words if word[0] not in first_letters_of(american(word))]
    assert len(words) > 8000
    assert others == []
