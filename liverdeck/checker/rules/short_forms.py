"""Rules about short ways to write an answer: *L lung*, *CO2*, *BMI of 30 or above*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.class_nouns import without_class_noun, without_noun_of_class
from liverdeck.checker.english_short_words import written_out
from liverdeck.checker.formulas import is_formula, names_in
from liverdeck.checker.prepared import Phrase
from liverdeck.checker.traits import WORDS_OF_UNITS

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.units import Unit
    from liverdeck.checker.verdict import Verdict

_BREATHS = "breaths"
"""These are not the beats of *bpm*, though a number of both has one unit."""
_LABELLED = lazy_pattern(r"\s*([^\W\d][\w ]*?)\s*([<>\u2264\u2265].*)", re.DOTALL)
"""A comparator behind what is measured: *BMI >= 30*."""
_BEHIND_LABEL = lazy_pattern(r"\s*(?:(?:[:=]|\b(?:is|of|level of)\b)\s*)?")


def short_word(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*L gastric artery* is the *left gastric artery*, and *n. vagus* the vagus nerve.

    A Latin name is not that of English: *n. radialis* is to be written out.
    """
    if right.answer.strict:
        return None
    for tokens in written_out(typed.text.strip()):
        phrase = _phrase_of(right, tokens)
        if phrase is not None:
            return right.correct(typed, phrase)
    return None


def _phrase_of(right: RightAnswer, tokens: Tokens) -> Phrase | None:
    """Return the phrase with these tokens, perhaps without a noun that adds nothing."""
    ways = (tokens, without_noun_of_class(tokens), without_class_noun(tokens))
    found = (right.equal_phrase(way) for way in ways if way)
    return next(filter(None, found), None)


def formula(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*CO2* is *carbon dioxide*, and *Na+* is *sodium*, but *Na* is no *sodium ion*."""
    if right.answer.strict:
        return None
    typed_ways = names_in(typed.text)
    for phrase in right.right_phrases:
        ways = names_in(phrase.text)
        if ways and is_formula(typed.text):
            is_same = ways[0] == typed_ways[0]  # the charge counts
        elif ways:
            is_same = typed.bare in ways or without_class_noun(typed.bare) in ways[1:]
        else:
            tokens = _with_one_ion(phrase.tokens)
            is_same = any(Phrase("", tokens).equals(way) for way in typed_ways)
        if is_same:
            return right.correct(typed, phrase)
    return None


def _with_one_ion(tokens: Tokens) -> Tokens:
    """Return *calcium ion* for *calcium ions*."""
    return (*tokens[:-1], "ion") if tokens[-1:] == ("ions",) else tokens


def unit_alone(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Millimeters of mercury* are *mmHg*, where a unit without a number is right."""
    words = {*typed.tokens, *right.right_tokens}
    if right.answer.strict or words.isdisjoint(WORDS_OF_UNITS) or _BREATHS in words:
        return None
    if not _unit_of(typed.text):
        return None
    for phrase in right.right_phrases:
        if _unit_of(typed.text) == _unit_of(phrase.text):
            return right.correct(typed, phrase)
    return None


def _unit_of(text: str) -> Unit | None:
    """Return the unit of measurement that a text is; None if it is anything else."""
    from liverdeck.checker.quantity import read_quantity  # takes 10 ms

    one = read_quantity(f"1 {text.strip()}")
    unit = one.unit if one is not None and one.low == one.high else None
    return None if unit is None or unit.counted else unit


def labelled_quantity(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*BMI of 30 or above* is *BMI >= 30*: what is measured stands in front of both."""
    for phrase in () if right.answer.strict else right.right_phrases:
        labelled = _LABELLED.fullmatch(phrase.text)
        label = labelled[1].casefold() if labelled else ""
        text = typed.text.strip()
        if labelled and text.casefold().startswith(label):
            start = _BEHIND_LABEL.match(text, len(label))
            mismatch = _mismatch(text[start.end() if start else 0 :], labelled[2])
            if mismatch == "":
                return right.correct(typed, phrase)
            if mismatch == "no unit":
                return right.verdict("retype", "unit", typed)
    return None


def _mismatch(typed: str, right: str) -> str:
    """Return what is wrong with a typed quantity; empty if it is right."""
    from liverdeck.checker.quantity import mismatch_of, read_quantity  # takes 10 ms

    read, right_read = read_quantity(typed), read_quantity(right)
    if read is None or right_read is None:
        return "unread"
    return mismatch_of(read, right_read) or ""
