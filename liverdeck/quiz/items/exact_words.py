"""Whether a typed answer must be judged by meaning, or can be compared with names.

A learning platform compares a typed answer with the texts that it was given, letter by
letter. That is fair only for a number, and for a term or a name if it can be said in
few ways and the author gave all of them. The rules about answer kinds are for English.
In other languages only the number of words and the number of names count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.words import words_of
from liverdeck.checker.initials import LONGEST_CODE, is_initials
from liverdeck.quiz.items import word_sorts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.base.words import TextStemmer
    from liverdeck.facts.answer import Answer

_MOST_WORDS = 2
"""If a name has more words that count, some can be left out or put in another order."""
_MOST_CHARACTERS = 8
"""The limit in place of `_MOST_WORDS` for languages without spaces between words."""
_MOST_NAMES = 4
"""If an answer has more different names than this, it surely has others besides."""
_LOOSE_KINDS = frozenset(
    """
    action aim benefit cause consequence danger effect feature finding function goal
    means method outcome place position problem purpose reason result risk role route
    sign site step task use way
    """.split()
)
"""First words of answer kinds that say what an answer does, and not what it is."""
_ABBREVIATION = re.compile(rf"\b[A-Z](?:[A-Z]|-(?=[A-Z])){{1,{LONGEST_CODE - 1}}}\b")


def must_be_judged_by_meaning(
    answers: Iterable[Answer],
    open_answers: tuple[str, ...],
    stem: str,
    stemmer: TextStemmer,
) -> bool:
    """Whether an item that asks to type these answers must be judged by meaning.

    One answer with many wordings is enough. `stem` is what the item asks.
    """
    return any(
        why_judged_by_meaning(answer, open_answers, stem, stemmer) != ""
        for answer in answers
    )


def why_judged_by_meaning(
    answer: Answer, open_answers: tuple[str, ...], stem: str, stemmer: TextStemmer
) -> str:
    """Return why an answer must be judged by meaning; empty if comparing is enough.

    Comparing is enough for a number. In a fact without open answers, it is enough for
    the long form of an abbreviation in the stem, and for an answer with one or two
    words, at most four names, and no kind such as *aim* or *way*, which can be said in
    any words. An answer of two words must also have an alias; without one, nobody has
    thought of its other names.
    """
    if answer.number is not None:
        return ""
    if open_answers:
        return "the document leaves some answers open"
    if is_long_form(answer.text, stem):
        return ""
    return _why_many_wordings(answer, stemmer)


def _why_many_wordings(answer: Answer, stemmer: TextStemmer) -> str:
    count = _word_count(answer.text, stemmer)
    words = words_of(answer.text)
    if count > _MOST_WORDS or (not words and answer.text.strip()):
        return "the answer has several words"
    if count > 1 and not answer.accept:
        return "the answer has two words and no other name"
    if _count_of_different_names(answer, stemmer) > _MOST_NAMES:
        return "the answer has many names"
    if stemmer.is_english and _begins_like_phrase(words):
        return "the answer is a phrase"
    return why_purpose_has_no_exact_words(answer)


def _begins_like_phrase(words: list[str]) -> bool:
    """Whether the first of some English words is a preposition or a pronoun."""
    if not words:
        return False
    return words[0] in word_sorts.PREPOSITIONS or words[0] in word_sorts.PRONOUNS


def why_purpose_has_no_exact_words(answer: Answer) -> str:
    """Return why the words of an answer that says a purpose are not exact.

    The text is empty for other answers.
    """
    if not _says_purpose(answer):
        return ""
    return f"the answer says what something is for (kind: {answer.kind})"


def _says_purpose(answer: Answer) -> bool:
    """Whether the answer kind is a purpose or a result, such as *aim* or *effect*."""
    return not _LOOSE_KINDS.isdisjoint(words_of(answer.kind or "")[:1])


def _word_count(text: str, stemmer: TextStemmer) -> int:
    if not stemmer.separates_words:
        characters_per_word = _MOST_CHARACTERS // _MOST_WORDS
        return 1 + (len(text) - 1) // characters_per_word
    return len(words_that_count(text, stemmer))


def words_that_count(text: str, stemmer: TextStemmer) -> list[str]:
    """Return the words of a text except function words; *x-ray* is one word."""
    return [
        word
        for word in text.casefold().split()
        if not stemmer.is_function_word(word.strip(".,;:()"))
    ]


def _count_of_different_names(answer: Answer, stemmer: TextStemmer) -> int:
    """Return how many names differ by more than inflection and order of words."""
    return len(
        {
            stemmer.content_stems(text) or frozenset(words_of(text))
            for text in answer.right_texts
        }
    )


def is_long_form(text: str, stem: str) -> bool:
    """Whether a text is the long form of an abbreviation in a stem, such as *MRI*."""
    words = words_of(text)
    return any(
        is_initials(abbreviation, words) for abbreviation in _ABBREVIATION.findall(stem)
    )
