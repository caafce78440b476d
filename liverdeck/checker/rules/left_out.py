"""Rules about answers that leave out a small word, or the end of the last word.

They hold in languages other than English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.numerals import has_digit
from liverdeck.checker.prepared import Phrase
from liverdeck.checker.rules.readable import has_right_accents
from liverdeck.checker.short_words import is_cut_short

if TYPE_CHECKING:
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Verdict


def small_word_left_out(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Sulfato protamina* is *sulfato de protamina*; no other word may be missing."""
    small_words = right.language.small_words
    if right.answer.strict or small_words.isdisjoint(right.right_tokens):
        return None
    for phrase in right.right_phrases:
        alone = _without_small_words(phrase)
        if alone is None or not alone.equals(typed.bare):
            continue
        if not has_right_accents(typed.text, alone):
            return right.verdict("retype", "misspelt", typed, typed.text.strip())
        return right.correct(typed, phrase)
    return None


def _without_small_words(phrase: Phrase) -> Phrase | None:
    """Return a phrase without its small words; None if it has none inside.

    A code may be written as such a word, and beside a number it says how many of many.
    """
    tokens = phrase.tokens
    last = len(tokens) - 1
    left_out = {
        index
        for index, token in enumerate(tokens)
        if token in phrase.language.small_words and 0 < index < last
    }
    if not left_out or any(map(has_digit, tokens)):
        return None
    if any(tokens[index] in phrase.codes for index in left_out):
        return None
    words = phrase.text.split()
    text = ""
    if len(words) == len(tokens):
        text = " ".join(
            word for index, word in enumerate(words) if index not in left_out
        )
    kept = tuple(token for index, token in enumerate(tokens) if index not in left_out)
    return Phrase(text, kept, phrase.codes, phrase.language)


def last_word_cut_short(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Depressione resp.* is to be written out: it may be short for another word."""
    text = typed.text.strip()
    if right.language is ENGLISH or not text.endswith("."):
        return None
    if any(
        is_cut_short(typed.bare, phrase, right.language)
        for phrase in right.right_phrases
    ):
        return right.verdict("retype", "abbreviation", typed, text)
    return None
