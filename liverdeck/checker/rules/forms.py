"""Rules about other forms of an answer: *aortic arch* is the *arch of the aorta*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.affixes import is_adjective_of
from liverdeck.checker.class_nouns import CLASSES, without_inner_noun
from liverdeck.checker.disease_names import name_of_disease_alone
from liverdeck.checker.languages.class_names import (
    may_have_article,
    without_class_noun,
)
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.nouns_of_diseases import names_beside_noun
from liverdeck.checker.prepared import Phrase
from liverdeck.checker.rules.readable import article_of, has_right_accents
from liverdeck.checker.short_codes import short_codes, space_between
from liverdeck.checker.short_words import is_short_for, may_have_short_word
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.word_orders import reversed_at_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Reason, Verdict

_TYPE = "type"
_BETWEEN = "between"
_SIDED, _SIDES = "sided", ("left", "right")
_CLASSES = {
    "n": ("nervus", "nerve"),
    "a": ("arteria", "artery"),
    "v": ("vena", "vein"),
    "m": ("musculus", "muscle"),
    "lig": ("ligamentum", "ligament"),
    "r": ("ramus", "branch"),
}
"""Short forms of nouns in anatomy, with the Latin and the English noun."""
_SHORT_FORMS = "|".join(_CLASSES)
_SHORT_IN_FRONT = lazy_pattern(rf"({_SHORT_FORMS})\.\s*(\S.*)", re.IGNORECASE)
_SHORT_BEHIND = lazy_pattern(rf"(.*\S)\s+({_SHORT_FORMS})\.", re.IGNORECASE)
_LATIN_ADJECTIVE = "is"


def adjective_for_noun(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Femoral neck* is the *neck of the femur*: no other word may differ."""
    if right.answer.strict or len(typed.bare) < 2:  # noqa: PLR2004
        return None
    turned = reversed_at_of(typed.bare)
    for phrase in right.right_phrases:
        if len(phrase.tokens) != len(turned or typed.bare):
            continue
        if turned:
            is_same = _differ_in_form(turned, phrase.tokens, _noun_index(typed.bare))
        else:
            is_same = _is_turned(phrase) and _differ_in_form(
                phrase.tokens, typed.bare, _noun_index(tokens_of(phrase.text))
            )
        if is_same:
            return right.verdict("correct", "order", typed)
    return None


def _is_turned(phrase: Phrase) -> bool:
    """Whether a phrase is a text that was turned round at its *of*."""
    may_be_turned = " of " in phrase.text and "of" not in phrase.tokens
    return may_be_turned and reversed_at_of(tokens_of(phrase.text)) == phrase.tokens


def _noun_index(tokens: Tokens) -> int:
    """Return the index of the last word behind *of*, once the text is turned round."""
    return len(tokens) - tokens.index("of") - 2


def _differ_in_form(turned: Tokens, tokens: Tokens, index: int) -> bool:
    """Whether only the word at an index differs: an adjective in place of the noun."""
    return (
        turned[:index] == tokens[:index]
        and turned[index + 1 :] == tokens[index + 1 :]
        and is_adjective_of(tokens[index], turned[index])
    )


def noun_of_class(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Nervus vagus* is *Vagus*, in a language other than English."""
    language = right.language
    name = without_class_noun(typed.bare, language)
    for phrase in right.right_phrases:
        right_name = without_class_noun(phrase.tokens, language)
        if not name and not right_name:
            continue
        alone = Phrase("", right_name or phrase.tokens, phrase.codes, language)
        if alone.equals(name or typed.bare):
            return right.correct(typed, phrase)
    return None


def class_left_out(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Radialis* is *Arteria radialis*, if no other answer is a *radialis* too.

    That holds in languages other than English. What may be something else, as *liso*
    for *músculo liso*, is asked for with its noun.
    """
    language = right.language
    if language is ENGLISH or right.answer.strict:
        return None
    found = right.named_by(typed.bare)
    if found is None:
        return None
    phrase, name = found
    is_clear = (
        name.is_clear
        and may_have_article(name.noun, article_of(typed.text, language), language)
        and not right.terms.has_other_with(name.tokens, right.right_phrases)
    )
    if not is_clear:
        return right.verdict("retype", "incomplete", typed)
    words = phrase.text.split()
    if len(words) == len(phrase.tokens):
        del words[name.place]
    alone = Phrase(" ".join(words), name.tokens, language=language)
    if not has_right_accents(typed.text, alone):
        return right.verdict("retype", "misspelt", typed, typed.text.strip())
    return right.correct(typed, phrase)


def other_word_for_disease(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Parkinson-Krankheit* is *Morbus Parkinson*, in a language with both."""
    language = right.language
    if language is ENGLISH or right.answer.strict:
        return None
    name = name_of_disease_alone(typed.text, typed.bare, language)
    for phrase in right.right_phrases if name else ():
        if name_of_disease_alone(phrase.text, phrase.tokens, language) == name:
            return right.correct(typed, phrase)
    return _noun_of_disease_added(right, typed)


def _noun_of_disease_added(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Maladie de Crohn* is *Crohn*, if the author's text is no more than the name."""
    names = names_beside_noun(typed.bare, right.language)
    for phrase in right.right_phrases if names else ():
        is_whole = tokens_of(phrase.text, right.language) == phrase.tokens
        if is_whole and phrase.tokens in names:
            return right.correct(typed, phrase)
    return None


def short_noun(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*N. medianus* is *Nervus medianus*, and *V. cava inf.* the *Vena cava inferior*.

    That holds in languages other than English, in either direction.
    """
    language = right.language
    if language is ENGLISH or right.answer.strict:
        return None
    is_short = may_have_short_word(typed.text, typed.tokens)
    bare = Phrase(typed.text, typed.bare, language=language)
    for phrase in right.right_phrases:
        is_same = (is_short and is_short_for(typed.text, phrase, language)) or (
            may_have_short_word(phrase.text, phrase.tokens)
            and is_short_for(phrase.text, bare, language)
        )
        if is_same and has_right_accents(typed.text, phrase):
            return right.correct(typed, phrase)
    return None


def latin_abbreviation(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*N. ulnaris* and *ulnar n.* are to be written out; as the answer, they may be."""
    text = typed.text.strip()
    if any(right.equal_phrase(tokens) for tokens in _written_out(text)):
        return right.verdict("retype", "abbreviation", typed, text)
    for answer in right.right_texts:
        if typed.bare in _written_out(answer):
            return right.verdict("correct", "spelling", typed)
    return None


def _written_out(text: str) -> list[Tokens]:
    """Return *nervus ulnaris* and *ulnar nerve* for *n. ulnaris*."""
    if short := _SHORT_IN_FRONT.fullmatch(text):
        latin, english = _CLASSES[short[1].lower()]
        name = tokens_of(short[2])
        stem = (*name[:-1], name[-1].removesuffix(_LATIN_ADJECTIVE)) if name else ()
        return [(latin, *name), (*name, english), (*stem, english)]
    if short := _SHORT_BEHIND.fullmatch(text):
        return [(*tokens_of(short[1]), _CLASSES[short[2].lower()][1])]
    return []


def short_code(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*B12* is *vitamin B12*, and *FVIII* is *factor VIII*."""
    for phrase in () if right.answer.strict else right.right_phrases:
        if typed.bare in short_codes(phrase.text):
            return right.correct(typed, phrase)
    return None


def between_vertebrae(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Between L4 and L5* is *L4-L5*; one of the two says *between*."""
    has_number = any(map(str.isdigit, typed.bare))
    space = space_between(typed.text) if has_number else None
    for text in right.right_texts if space else ():
        says_between = _BETWEEN in f"{typed.text} {text}".lower().split()
        if says_between and space_between(text) == space:
            return right.verdict("correct", "spelling", typed)
    return None


def type_before_number(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Collagen 3* is *collagen type III*: a name stands in front of both."""
    if right.answer.strict or not any(map(str.isdigit, typed.bare)):
        return None
    named = _without_type(typed.bare)
    for phrase in right.right_phrases:
        is_other_way = phrase.tokens != typed.bare and not named[0].isdigit()
        if is_other_way and _without_type(phrase.tokens) == named:
            return right.verdict("correct", "spelling", typed)
    return None


def _without_type(tokens: Tokens) -> Tokens:
    """Return the tokens without a *type* between a name and a number."""
    following = (*tokens[1:], "")
    return tuple(
        token
        for index, (token, after) in enumerate(zip(tokens, following, strict=True))
        if token != _TYPE or not index or not after.isdigit()
    )


def sided(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Right-sided heart failure* is *right heart failure*."""
    if _SIDED not in typed.bare and _SIDED not in right.right_tokens:
        return None
    tokens = _without_sided(typed.bare)
    for phrase in right.right_phrases:
        if not right.answer.strict and _without_sided(phrase.tokens) == tokens:
            return right.verdict("correct", "spelling", typed)
    return None


def _without_sided(tokens: Tokens) -> Tokens:
    before = ("", *tokens)
    return tuple(
        token
        for token, last in zip(tokens, before, strict=False)
        if token != _SIDED or last not in _SIDES
    )


def noun_inside(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Thyroid gland cancer* is *thyroid cancer*: the noun says nothing new."""
    if CLASSES.isdisjoint(typed.bare) and CLASSES.isdisjoint(right.right_tokens):
        return None
    if right.answer.strict:
        return None
    turned = reversed_at_of(typed.bare)
    for tokens in filter(None, (typed.bare, turned)):
        shortened = without_inner_noun(tokens)
        for phrase in right.right_phrases:
            if shortened == without_inner_noun(phrase.tokens):
                reason: Reason = "order" if tokens is turned else "spelling"
                return right.verdict("correct", reason, typed)
    return None
