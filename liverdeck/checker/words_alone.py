"""Answers of authors that are nothing but words, which is quick to see."""

from __future__ import annotations

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.eponyms import NOUNS_BEHIND_NAMES
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.modifiers import FILLERS
from liverdeck.checker.numerals import NUMERALS_WITH_LETTER, WORDS_BEFORE_NUMERAL
from liverdeck.checker.tokens import CHANGED_WORDS

LEFT_OUT = ENGLISH.articles.union(("of",), NOUNS_BEHIND_NAMES, *FILLERS)
"""Words that a phrase of a text may lack."""
_READ_OTHERWISE = (
    CHANGED_WORDS.union(NUMERALS_WITH_LETTER, ("not",)) - {"can"} - WORDS_BEFORE_NUMERAL
)
"""Words that may not become one token each, whatever is beside them."""
_HYPHEN = lazy_pattern("(?<=[A-Za-z])-(?=[A-Za-z])")


def words_alone(text: str) -> list[str]:
    """Return the words of an author's text in English that is nothing but words.

    Each of them becomes a token, if the phrase does not lack it. Returns no words for
    any other text, and for one with words that are read as numbers or the like. To say
    that takes less time than to make the phrases.
    """
    letters = text.replace(" ", "")
    if "-" in letters:
        letters, text = letters.replace("-", ""), _HYPHEN.sub(" ", text)
    if "-" in text or not (letters.isalpha() and letters.isascii()):
        return []  # the minus of *Rh-* is no hyphen
    if not letters.islower():
        if not all(word.isupper() or word[1:].islower() for word in text.split()):
            return []
        text = text.lower()
    words = text.split()
    return words if _READ_OTHERWISE.isdisjoint(words) else []


def may_have_phrase_of(count: int, words: list[str]) -> bool:
    """Whether an author's text of these words may have a phrase of `count` tokens."""
    if len(words) <= count:
        return len(words) == count
    left_out_count = sum(map(LEFT_OUT.__contains__, words))
    return len(words) - left_out_count <= count
