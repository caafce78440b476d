"""Rules about an answer of several parts: *salt and water*, *TSH low, T4 high*."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.checker.changes import change_in, in_front_of_last
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.modifiers import DIRECTIONS, NEGATIONS, signs_in
from liverdeck.checker.noun_phrases import is_adjective
from liverdeck.checker.prepared import Phrase
from liverdeck.checker.separators import joints_of, parts_at_signs, parts_of
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Reason, Verdict

_FEWEST_IN_SEQUENCE = 3
"""Fewer parts are no sequence: an arrow between two parts may mean a cause."""
_BINDING = NEGATIONS | frozenset(
    "ratio difference gradient between versus respectively to then before".split()
)
"""Behind one of these words, markers around an *and* may not change places."""
_AND = "and"


def same_parts(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The same parts are right: two in any order, more in the order of the answer.

    It does not matter which signs or words are between them.
    """
    language = right.language
    is_single_word = language.has_word_edges and typed.text.isalpha()
    in_sequence = () if is_single_word else parts_at_signs_in(typed.text, language)
    if not in_sequence:
        return _same_without_joint(right, typed)
    typed_parts = parts_in(typed.text, language)
    for text in right.right_texts:
        right_parts = parts_in(text, language)
        is_same = _equal(typed_parts, right_parts, language)
        is_pair = len(right_parts) == 2  # noqa: PLR2004
        if is_same or (is_pair and _equal(typed_parts[::-1], right_parts, language)):
            return right.verdict("correct", "spelling" if is_same else "order", typed)
        is_sequence = len(in_sequence) >= _FEWEST_IN_SEQUENCE
        if is_sequence and _equal(
            in_sequence, parts_at_signs_in(text, language), language
        ):
            return right.verdict("correct", "spelling", typed)
    return None


def _same_without_joint(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Leber Milz Magen* is *Leber, Milz und Magen*, in a language with its own *and*.

    Numbers are left alone: *20 und 30* is not *20 30*. A letter at the end, or in
    capitals, joins nothing: *vitamina E* is not *vitamina*.
    """
    language = right.language
    joints = language.and_words
    if not joints or not all(map(str.isalpha, typed.bare)):
        return None
    for phrase in right.right_phrases:
        if not right.right_tokens.isdisjoint(joints):
            text = joints_of(language).sub("", phrase.text)
            without_joint = language.without_filler(tokens_of(text, language))
            if text != phrase.text and without_joint == typed.bare:
                return right.verdict("correct", "spelling", typed)
    return None


@lru_cache(maxsize=16384)
def parts_in(text: str, language: Language) -> tuple[Tokens, ...]:
    """Return the tokens of each part; none if there is only one."""
    return _tokens_of_parts(parts_of(text, language), language)


@lru_cache(maxsize=16384)
def parts_at_signs_in(text: str, language: Language) -> tuple[Tokens, ...]:
    """Return the tokens of each part of a sequence; none if there is only one."""
    return _tokens_of_parts(parts_at_signs(text, language), language)


def _tokens_of_parts(parts: list[str], language: Language) -> tuple[Tokens, ...]:
    if len(parts) < 2:  # noqa: PLR2004
        return ()
    if language is not ENGLISH:
        return tuple(
            language.without_filler(tokens_of(part, language)) for part in parts
        )
    return tuple(_direction_first(tokens_of(part)) for part in parts)


def _direction_first(tokens: Tokens) -> Tokens:
    """Return *low TSH* for *TSH low* and for *TSH is low*.

    A text with two directions comes back unchanged: each may be about another word.
    """
    if sum(token in DIRECTIONS for token in tokens) > 1:
        return tokens
    if tokens[-1:] and tokens[-1] in DIRECTIONS:
        return (tokens[-1], *in_front_of_last(tokens))
    return tokens


def _equal(
    typed: tuple[Tokens, ...], right: tuple[Tokens, ...], language: Language
) -> bool:
    return (
        bool(typed)
        and len(typed) == len(right)
        and all(
            bool(tokens) and Phrase("", right_tokens, language=language).equals(tokens)
            for tokens, right_tokens in zip(typed, right, strict=True)
        )
    )


def same_direction(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*TSH ↑*, *raised TSH* and *TSH is raised* are *TSH raised*."""
    if DIRECTIONS.isdisjoint(typed.bare) or len(typed.bare) < 2:  # noqa: PLR2004
        return None
    tokens = _direction_first(typed.bare)
    if sum(token in DIRECTIONS for token in tokens) > 1:
        return None
    for phrase in right.right_phrases:
        if Phrase("", _direction_first(phrase.tokens)).equals(tokens):
            has_sign = bool(signs_in((*typed.bare, *phrase.tokens)))
            is_in_order = has_sign or phrase.equals(typed.bare)
            reason: Reason = "spelling" if is_in_order else "order"
            return right.verdict("correct", reason, typed)
    return None


def same_change(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Heart rate increases* and *rise in heart rate* are *increased heart rate*."""
    change, about = change_in(typed.bare)
    if not change or right.answer.strict:
        return None
    for phrase in right.right_phrases:
        right_change, right_about = change_in(phrase.tokens)
        if right_change == change and Phrase("", right_about).equals(about):
            return right.verdict("correct", "spelling", typed)
    return None


def swapped_markers(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Numbers or letters around an *and* may change places: *HPV 18 and 16*.

    So may two adjectives of one noun: *right and left lung*. Other words may not:
    *loss of hair and pain* is not *loss of pain and hair*.
    """
    if _AND not in typed.bare:
        return None
    if _has_two_adjectives(typed.bare):
        one, _, other, *name = typed.bare
        phrase = right.equal_phrase((other, _AND, one, *name))
        if phrase is not None:
            return right.verdict("correct", "order", typed)
    *before, one, joint, other = ("", "", "", *typed.bare)
    is_pair = joint == _AND and _is_marker(one) and _is_marker(other)
    if not is_pair or not _BINDING.isdisjoint(before):
        return None
    swapped = (*typed.bare[:-3], other, _AND, one)
    phrase = right.equal_phrase(swapped)
    return None if phrase is None else right.verdict("correct", "order", typed)


def _has_two_adjectives(tokens: Tokens) -> bool:
    """Whether a text is two adjectives and their noun: *left and right arteries*."""
    one, joint, other = (*tokens, "", "", "")[:3]
    name = tokens[3:]
    return (
        joint == _AND
        and bool(name)
        and is_adjective(one)
        and is_adjective(other)
        and _BINDING.isdisjoint(name)
        and _AND not in name
    )


def _is_marker(token: str) -> bool:
    return token.isdigit() or len(token) == 1
