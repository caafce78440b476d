"""Explains how a verdict came about, for authors and for learners who doubt it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.affixes import look_alikes
from liverdeck.checker.known_words import is_drug, is_known, is_rare
from liverdeck.checker.modifiers import without_filler
from liverdeck.checker.quantity import read_quantity
from liverdeck.checker.spelling import TOO_FAR, slip
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.checker.key import Key
    from liverdeck.checker.modifiers import Tokens
    from liverdeck.checker.prepared import Phrase, Word
    from liverdeck.checker.verdict import Verdict

_MEANINGS = {
    "exact": "written as in the deck",
    "alias": "one of the other right answers",
    "spelling": (
        "equal once case, accents, hyphens, British spelling, plurals and number "
        "formats are normalized"
    ),
    "order": "the same words in another order",
    "typo": "a slip within the limit, and no rule objects",
    "misspelt": "a slip in doubt: beyond the limit, or as near to another word",
    "rare": "the typed word is itself a rare word",
    "abbreviation": "the initials of the answer, which the author does not list",
    "confusable": (
        "near, but the typed text is itself a word, or another answer of this deck"
    ),
    "other": "the answer to another question of this deck",
    "opposite": "a prefix or suffix makes it another word",
    "negated": "a negating word that the answer does not have",
    "hedged": "more than one answer, or a hedge",
    "rejected": "in the author's list of wrong answers",
    "open": "in the author's list of what the document leaves open",
    "number": "not the right number",
    "unit": "the unit is missing or not the right one",
    "incomplete": "some words of the answer, and nothing else",
    "extra": "the answer and more",
    "empty": "nothing that could be an answer",
    "unreadable": "longer than an answer can be",
    "wrong": "no right answer is near",
}
"""What each reason means. Reasons that only lists and choices have are left out."""
_MOST_PHRASES = 12
"""At most this many ways to say the answer are shown; the others are only counted."""


def explain(key: Key, verdict: Verdict) -> list[str]:
    """Return lines that explain a verdict.

    They say how the typed answer was read, what it was compared with, and which rule
    decided.
    """
    tokens = without_filler(tokens_of(verdict.typed))
    lines = [f"read as: {_shown(tokens)}"]
    quantity = read_quantity(verdict.typed) if key.quantities else None
    if quantity is not None:
        lines.append(f"as a quantity: {quantity}")
    for phrase in key.right_phrases[:_MOST_PHRASES]:
        lines += _comparison(tokens, phrase)
    if len(key.right_phrases) > _MOST_PHRASES:
        lines.append(
            f"and {len(key.right_phrases) - _MOST_PHRASES} more ways to say it"
        )
    meaning = _MEANINGS[verdict.reason]
    lines.append(f"decided: {verdict.outcome}, {verdict.reason} ({meaning})")
    return lines


def _comparison(tokens: Tokens, phrase: Phrase) -> Iterator[str]:
    """Yield lines that compare the typed tokens with a right answer."""
    start = f"right answer: {_shown(phrase.tokens)}"
    if tokens == phrase.tokens:
        yield f"{start}: equal"
    elif len(tokens) != len(phrase.tokens):
        yield f"{start}: {len(phrase.tokens)} words, not {len(tokens)}"
    else:
        yield start
        for typed, word in zip(tokens, phrase.words, strict=True):
            if typed not in word.spellings:
                yield _word_comparison(typed, word)


def _word_comparison(typed: str, word: Word) -> str:
    if word.limit is None:
        return f"  {typed} for {word.text}: must be exact"
    # With so high a limit, the cost is known even if the slip is not forgiven.
    cost = slip(typed, word.text, TOO_FAR - 1)
    if cost < TOO_FAR:
        remarks = [f"slip {cost:.1f}, at most {word.limit:.1f}"]
    else:
        remarks = ["too different for a slip"]
    remarks += _remarks_on_word(typed, word.text)
    return f"  {typed} for {word.text}: {'; '.join(remarks)}"


def _remarks_on_word(typed: str, right: str) -> Iterator[str]:
    if is_known(typed):
        yield "a rare word" if is_rare(typed) else "a known word"
    if any(look_alike.word == typed for look_alike in look_alikes(right)):
        yield f"{right} with another prefix or suffix"
    if is_drug(right):
        yield f"{right} is a drug, so little is forgiven"


def _shown(tokens: Tokens) -> str:
    return " ".join(tokens) or "nothing"
