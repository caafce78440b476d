"""The words that the questions of a deck are made of, as word stems."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Self

from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer, words_of
from liverdeck.checker.spelling import VOWELS
from liverdeck.quiz.items.stems import asked_questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from liverdeck.facts.deck import Deck

Run = tuple[str, ...]
"""The word stems of words that follow each other, without function words."""

_VOWELS = "".join(VOWELS)
_FEWEST_LETTERS_OF_LONG_STEM = 6
_GREEK_OR_LATIN_ENDING = re.compile(
    r"(?<=\w{4}[aeo])(?:s|st|t)$|(?<=og)(?:ram|raph)$|(?<=\w{4})[ei]n$"
)
"""What distinguishes word stems of one family, such as *cirrhos-* and *cirrhot-*."""
_MOST_QUESTIONS_WITH_WORD, _MOST_SHARE_WITH_WORD = 3, 0.08
"""A word is in few questions if they are at most this many, or this share of all."""


@value_class
class QuestionWords:
    """The word stems that are in the questions of a deck, without function words."""

    rare: frozenset[str]
    """Those that are in few questions."""
    common: frozenset[str]
    """Those that are in many."""

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the words from their `text`."""
        rare, common = json.loads(text)
        return cls(frozenset(rare), frozenset(common))

    @property
    def text(self) -> str:
        """The words as a text, which a worker can hand over."""
        return json.dumps([[*self.rare], [*self.common]])


NO_WORDS = QuestionWords(frozenset(), frozenset())


def question_words_of(deck: Deck) -> QuestionWords:
    """Return the words of all questions that quizzes from a deck ask."""
    family_of = _family_finder(deck.language)
    questions = asked_questions(deck)
    counts: Counter[str | None] = Counter()
    for question in questions:
        counts.update(set(map(family_of, words_of(question))))
    del counts[None]
    most = max(_MOST_QUESTIONS_WITH_WORD, _MOST_SHARE_WITH_WORD * len(questions))
    rare = frozenset(word for word, count in counts.items() if word and count <= most)
    return QuestionWords(rare, frozenset(filter(None, counts)) - rare)


@lru_cache(maxsize=16384)
def stemmed(language: str, text: str) -> Run:
    """Return the word stems of a text, without function words.

    Recent results are cached, because items and papers of a deck share many texts.
    """
    families = map(_family_finder(language), words_of(text))
    return tuple(family for family in families if family is not None)


@cache
def _family_finder(language: str) -> Callable[[str], str | None]:
    """Return the function that finds what all words of a word's family begin with.

    It returns None for a function word.
    """
    stemmer = TextStemmer(language)

    @lru_cache(maxsize=2**16)
    def family_of(word: str) -> str | None:
        if stemmer.is_function_word(word):
            return None
        return _family_of_stem(stemmer.stem(word))

    return family_of


def _family_of_stem(word_stem: str) -> str:
    """Return what all words of a family begin with, if a word stem is long.

    So *laparoscope* and *laparoscopy* count as one word, and so do *metastasis* and
    *metastatic*, *angiogram* and *angiography*, *abdomen* and *abdominal*.
    """
    short = word_stem.rstrip(_VOWELS)
    if len(short) < _FEWEST_LETTERS_OF_LONG_STEM:
        return word_stem
    return _GREEK_OR_LATIN_ENDING.sub("", short)
