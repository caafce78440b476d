"""The rule about brackets beside a right answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.characters import (
    CLOSING_BRACKETS,
    OPENING_BRACKETS,
    QUESTION_MARKS,
)
from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.initials import is_initials
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.modifiers import (
    has_opposite,
    negations_in,
    prefix_in_brackets,
    split_at_brackets,
)
from liverdeck.checker.rules.known import other_quantity, same_quantity
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.typed import Typed

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.prepared import Phrase
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.verdict import Verdict

_BRACKETS = str.maketrans(dict.fromkeys(OPENING_BRACKETS + CLOSING_BRACKETS, ""))
_PREFIX = lazy_pattern(prefix_in_brackets(r"([^\W\d_]{1,5})") + r"(?=[^\W\d_])")
"""Brackets with the beginning of a word in them: *(non)invasive*, *(a)symptomatic*."""


def brackets(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Beside a right answer, brackets may hold another right one, or its initials.

    A text in brackets that denies the answer, or is another thing of the same kind,
    makes the whole wrong. The learner is asked to leave out any other text.
    """
    outside, in_brackets = split_at_brackets(typed.text)
    if not in_brackets:
        return None
    language = right.language
    tokens = tokens_of(outside, language)
    phrase = right.equal_phrase(tokens) or _with_forms(tokens, right)
    if phrase is None:
        return None
    joined = tokens_of(typed.text.translate(_BRACKETS), language)
    if any(same.equals(joined) for same in right.right_phrases):  # *kidney(s)*
        return right.correct(typed, phrase)
    if prefix := _PREFIX.search(typed.text):
        return right.verdict("wrong", "negated", typed, prefix[1])
    for text in in_brackets:
        verdict = _verdict_on(text, phrase, right, typed)
        if verdict is not None:
            return verdict
    return right.correct(typed, phrase)


def _with_forms(tokens: Tokens, right: RightAnswer) -> Phrase | None:
    """Return the phrase with forms of the same words, in languages but English."""
    phrases = () if right.language is ENGLISH else right.right_phrases
    return next((phrase for phrase in phrases if phrase.equals(tokens)), None)


def _verdict_on(
    text: str, phrase: Phrase, right: RightAnswer, typed: Typed
) -> Verdict | None:
    """Return the verdict on a text in brackets; None if it is right."""
    item = Typed(text, right.language)
    only_tells = right.language.words_in_brackets | right.language.articles
    if right.language is not ENGLISH and only_tells.issuperset(item.tokens):
        return None
    if _is_right(item.tokens, phrase, right) or is_initials(text, phrase.tokens):
        return None
    if denial := _denial_in(text, item.tokens, right):
        return right.verdict("wrong", "negated", typed, denial)
    if item.tokens and same_quantity(right, item):
        return None
    or_words = {"or", *right.language.or_words}
    is_doubted = any(mark in text for mark in QUESTION_MARKS)
    is_hedge = is_doubted or not or_words.isdisjoint(item.tokens)
    if is_hedge or _is_other_of_same_kind(item, phrase, right):
        return right.verdict("wrong", "hedged", typed)
    return right.verdict("retype", "extra", typed, text)


def _is_right(tokens: Tokens, phrase: Phrase, right: RightAnswer) -> bool:
    """Whether brackets hold a right text, perhaps without the noun that both share."""
    with_noun = (*tokens, *phrase.tokens[-1:])
    return bool(right.equal_phrase(tokens) or right.equal_phrase(with_noun))


def _denial_in(text: str, tokens: Tokens, right: RightAnswer) -> str:
    """Return the word that denies the answer, as in *(not)* and *(no, kidney)*.

    Empty if no word does. One in front of another thing, as in *(not the spleen)*, may
    explain the answer.
    """
    negations = negations_in(tokens, right.language)
    if not negations or tokens[0] != negations[0]:
        return ""
    articles = ENGLISH.articles | right.language.articles
    is_alone = all(token in negations or token in articles for token in tokens)
    first, comma, _ = text.partition(",")
    is_set_apart = bool(comma) and len(tokens_of(first, right.language)) == 1
    return negations[0] if is_alone or is_set_apart else ""


def _is_other_of_same_kind(item: Typed, phrase: Phrase, right: RightAnswer) -> bool:
    """Whether a text is the opposite of the answer, or has another number or letter."""
    if not item.tokens:
        return False
    if right.nearest(item.tokens).objection == "opposite":
        return True
    if right.language is ENGLISH and has_opposite(item.tokens, phrase.tokens):
        return True
    verdict = other_quantity(right, item)
    if verdict is not None and verdict.outcome == "wrong":
        return True
    marker, last = item.tokens[-1], phrase.tokens[-1]
    is_marker = len(item.tokens) == 1 and (len(marker) == 1 or marker.isdigit())
    return is_marker and (
        marker.isdigit() == last.isdigit() and (len(last) == 1 or last.isdigit())
    )
