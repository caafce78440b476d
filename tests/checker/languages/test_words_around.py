"""Words around an answer are found whatever their number and their order in a set."""

from itertools import permutations

from liverdeck.checker.languages.language import Language, with_fields
from liverdeck.checker.languages.words_around import WordsAround


def test_a_filler_may_have_many_words():
    filler = tuple(f"word{number}" for number in range(20))
    language = WordsAround(
        "xx", fillers=frozenset((filler,)), final_fillers=frozenset((filler,))
    )
    assert language.without_filler((*filler, "liver", *filler)) == ("liver",)


def test_of_two_doubts_around_an_answer_the_first_is_found():
    # Python chooses the order in a set by chance, so one pair alone would prove little.
    for front, end in permutations([(letter, "not") for letter in "abcdefgh"], 2):
        language = WordsAround("xx", ways_to_give_up=frozenset((front, end)))
        assert language.doubt_and_rest((*front, "liver", *end))[0] == front


def test_a_language_with_another_field_forgets_what_was_worked_out_before():
    language = Language("xx")
    assert language.without_filler(("it", "is", "liver")) == ("it", "is", "liver")
    other = with_fields(language, fillers=frozenset((("it", "is"),)))
    assert other.without_filler(("it", "is", "liver")) == ("liver",)
