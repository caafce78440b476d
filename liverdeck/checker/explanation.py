"""Why the checker said what it said, rule by rule, for authors and for whoever doubts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.affixes import look_alikes
from liverdeck.checker.known_words import is_drug, is_known, is_rare
from liverdeck.checker.modifiers import without_filler
from liverdeck.checker.quantity import read_quantity
from liverdeck.checker.spelling import FAR, slip
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.checker.key import Key
    from liverdeck.checker.modifiers import Tokens
    from liverdeck.checker.prepared import Phrase, Word
    from liverdeck.checker.verdict import Verdict

_RULES = {
    "exact": "as the deck has it",
    "alias": "one of the other right answers",
    "spelling": "equal once case, accents, hyphens, British spelling, plurals and formats of numbers are levelled",
    "order": "the same words in another order",
    "typo": "a slip within the limit, and no rule objects",
    "misspelt": "a slip that is in doubt: beyond the limit, or as near to another word",
    "rare": "what was typed is itself a rare word",
    "abbreviation": "the initials of the answer, which the author does not list",
    "confusable": "near, but what was typed is itself a word, or another answer of this deck",
    "other": "the answer to another question of this deck",
    "opposite": "an affix makes it another word",
    "negated": "a negating word that the answer does not have",
    "hedged": "more than one answer, or a hedge",
    "rejected": "the author's list of wrong answers",
    "open": "the author's list of what the document leaves open",
    "number": "numbers are compared as numbers",
    "unit": "units are compared as units",
    "incomplete": "some words of the answer, and nothing else",
    "extra": "the answer, and more",
    "empty": "nothing that could be an answer",
    "unreadable": "longer than an answer can be",
    "wrong": "no right answer is near",
}
_MOST_PHRASES = 12


def explain(key: Key, verdict: Verdict) -> list[str]:
    """Return lines that say how the answer was read, what it was compared with, and which rule decided."""
    tokens = without_filler(tokens_of(verdict.typed))
    lines = [f"read as: {_shown(tokens)}"]
    quantity = read_quantity(verdict.typed) if key.quantities else None
    if quantity is not None:
        lines.append(f"as a quantity: {quantity}")
    lines += [
        line
        for phrase in key.right[:_MOST_PHRASES]
        for line in _comparison(tokens, phrase)
    ]
    if len(key.right) > _MOST_PHRASES:
        lines.append(f"and {len(key.right) - _MOST_PHRASES} more ways to say it")
    return [
        *lines,
        f"decided: {verdict.outcome}, {verdict.reason} ({_RULES[verdict.reason]})",
    ]


def _comparison(tokens: Tokens, phrase: Phrase) -> Iterator[str]:
    if tokens == phrase.tokens:
        yield f"right answer: {_shown(phrase.tokens)}: equal"
    elif len(tokens) != len(phrase.tokens):
        yield f"right answer: {_shown(phrase.tokens)}: {len(phrase.tokens)} words, not {len(tokens)}"
    else:
        yield f"right answer: {_shown(phrase.tokens)}"
        yield from (
            _word(typed, word)
            for typed, word in zip(tokens, phrase.words, strict=True)
            if typed not in word.spellings
        )


def _word(typed: str, word: Word) -> str:
    if word.limit is None:
        return f"  {typed} for {word.text}: must be exact"
    cost = slip(typed, word.text, FAR - 1)
    traits = [
        name
        for name, holds in (
            ("a known word", is_known(typed) and not is_rare(typed)),
            ("a rare word", is_known(typed) and is_rare(typed)),
            (
                f"what an affix makes of {word.text}",
                any(each.word == typed for each in look_alikes(word.text)),
            ),
            (f"{word.text} is a drug, hardly forgiven", is_drug(word.text)),
        )
        if holds
    ]
    far = f"slip {cost:.1f}, at most {word.limit:.1f}" if cost < FAR else "no slip"
    return f"  {typed} for {word.text}: {'; '.join([far, *traits])}"


def _shown(tokens: Tokens) -> str:
    return " ".join(tokens) or "nothing"
