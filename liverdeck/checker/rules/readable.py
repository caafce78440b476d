"""Rules about a text that holds no answer, and about one that is the right answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.giving_up import gives_up
from liverdeck.checker.initials import LONGEST_CODE
from liverdeck.checker.known_words import is_sure
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.modifiers import is_only_filler, prefix_in_brackets
from liverdeck.checker.plain_text import differs_in_accents
from liverdeck.checker.tokens import ARTICLE_OR_LETTER
from liverdeck.checker.typed import LONGEST_TYPED, Typed

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language
    from liverdeck.checker.prepared import Phrase
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.verdict import Verdict

_SHORTEST_NEGATED = 5
"""A prefix a- may negate a word of at least this many letters."""
_PREFIX_IN_BRACKETS = lazy_pattern(
    rf"\s*{prefix_in_brackets('a')}(?=\w)", re.IGNORECASE
)
"""The *(a)* of *(a)febrile*."""
_WORD = lazy_pattern(r"\w+")
_LENGTH_OF_SYMBOL = 2
"""*Co* and *CO* are symbols of this length."""
_SODIUM = "Na"
"""A symbol, and no *n/a*."""


def too_long(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A text that is longer than an answer can be is wrong; it is not read."""
    if not typed.is_too_long:
        return None
    return right.verdict("wrong", "unreadable", Typed(typed.text[:LONGEST_TYPED]))


def nothing_to_read(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A text without tokens, such as "?", is right only if it is the answer.

    So is one with nothing but the number of an item, such as "1. ?".
    """
    if typed.bare:
        return None
    if typed.text.strip() in right.right_texts:
        return right.verdict("correct", "exact", typed)
    return right.verdict("wrong", "empty", typed)


def article_or_prefix(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*A febrile* is to be typed again: it may be an article, or mean *afebrile*.

    This holds if the word after *a* is right and the joined word exists.
    """
    tokens = typed.tokens
    if (
        tokens[0] != ARTICLE_OR_LETTER
        or len(tokens) == 1
        or len(tokens[1]) < _SHORTEST_NEGATED
    ):
        return None
    if not is_sure(f"a{tokens[1]}"):  # no word in the lists, or a rare one
        return None
    if tokens in right.by_tokens or "".join(tokens) in right.by_joined:
        return None
    if right.equal_phrase(tokens[1:]) is None:
        return None
    if _PREFIX_IN_BRACKETS.match(typed.text):
        return right.verdict("wrong", "negated", typed, ARTICLE_OR_LETTER)
    return right.verdict("retype", "ambiguous", typed)


def other_gender(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Die Leiter* for *der Leiter* is asked for again: it is another word.

    An author's text without an article leaves the gender open.
    """
    language = right.language
    if not language.genders or not (article := article_of(typed.text, language)):
        return None
    same = [phrase for phrase in right.right_phrases if phrase.tokens == typed.bare]
    is_other = bool(same) and all(
        language.are_other_genders(article, article_of(phrase.text, language))
        for phrase in same
    )
    return right.verdict("retype", "misspelt", typed, article) if is_other else None


def article_of(text: str, language: Language) -> str:
    """Return the article in front of a text; empty if there is none."""
    from liverdeck.checker.languages.reading import words_in  # not for English

    words = tuple(words_in(text, language))
    first = words[language.start_behind_filler(words) :][:1]
    return first[0] if first and first[0] in language.articles else ""


def equal(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A text that is a right answer once both are normalized is right.

    It is wrong if its accents differ and the answer is strict, or if they make it
    another answer of the deck. In a language other than English, the learner is
    asked again if the accents are not right.
    """
    phrase = right.equal_phrase(typed.tokens)
    if phrase is None and typed.bare != typed.tokens:
        phrase = right.equal_phrase(typed.bare)
    if phrase is None:
        return None
    if not has_right_accents(typed.text, phrase):
        return right.verdict("retype", "misspelt", typed, typed.text.strip())
    if differs_in_accents(typed.text, phrase.text):
        if right.answer.strict:
            return right.verdict("wrong", "typo", typed, nearest_text=phrase.text)
        if right.terms.has_text(typed.text):
            other = typed.text.strip()  # the other answer, which decides the verdict
            return right.verdict("wrong", "confusable", typed, other, other_text=other)
    return right.correct(typed, phrase)


def has_right_accents(typed_text: str, phrase: Phrase) -> bool:
    """Whether accents are only left out; those of English never count."""
    if phrase.language is ENGLISH:
        return True
    from liverdeck.checker.languages.reading import accents_agree

    return accents_agree(typed_text, phrase.text, phrase.language)


def capitals_of_code(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*PAO2* is not *PaO2*, and *CO* is not *Co*: the learner is asked again.

    Small letters say nothing, and neither does a word with one capital in front.
    """
    text = typed.text.strip()
    if text.islower() or text[0].isdigit() or text in right.right_texts:
        return None  # of a quantity, the rules about units decide
    if text.isupper() and " " in text:  # all in capitals
        return None
    words = _WORD.findall(typed.text)
    for text in right.right_texts:
        for code in filter(_has_both_cases, _WORD.findall(text)):
            if code.upper() in words and code not in words:
                return _asked_again(right, typed)
        for word in filter(_has_both_cases, words):
            if word.upper() in _WORD.findall(text):
                return _asked_again(right, typed)
        is_symbol = len(text) == _LENGTH_OF_SYMBOL and typed.is_written_as(text)
        if is_symbol and not text.islower():
            return _asked_again(right, typed)
    return None


def _asked_again(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Return the verdict on another code; None if the letters are not right either."""
    if right.equal_phrase(typed.bare) is None:
        return None
    return right.verdict("retype", "ambiguous", typed)


def _has_both_cases(word: str) -> bool:
    """Whether a code has small letters and a capital behind a capital: *PaO2*, *IgG*.

    A word may have a capital in front, and then it is no code.
    """
    is_code = _LENGTH_OF_SYMBOL < len(word) <= LONGEST_CODE
    return (
        is_code
        and not word.isupper()
        and not word[1:].islower()
        and (word[1:].lower() != word[1:])
    )


def as_written(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A text as the author wrote it is right; capitals do not matter."""
    phrase = right.by_text.get(typed.text.strip().casefold())
    return None if phrase is None else right.correct(typed, phrase)


def gave_up(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A learner who says that they do not know has given no answer.

    A symbol may look like that: *na* for *Na+*.
    """
    is_symbol = typed.text.strip() == _SODIUM or right.right_tokens.issuperset(
        typed.bare
    )
    has_given_up = gives_up(typed.bare, right.language) or (
        typed.tokens != typed.bare and gives_up(typed.tokens, right.language)
    )
    if is_symbol or not has_given_up:
        return None
    return right.verdict("wrong", "empty", typed)


def only_filler(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Filler without an answer, such as *it is the*, is no answer."""
    if not is_only_filler(typed.tokens):
        return None
    return right.verdict("wrong", "empty", typed)
