"""Compares typed tokens with the words of a phrase.

It says how far they are from each other, and why a slip may not be forgiven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from liverdeck.checker.affixes import look_alikes
from liverdeck.checker.known_words import is_drug, is_known, is_rare
from liverdeck.checker.spelling import TOO_FAR, slip

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from liverdeck.checker.modifiers import Tokens
    from liverdeck.checker.prepared import Phrase

_DOUBTFUL_BEYOND_LIMIT = 1.0
"""A slip that is beyond the limit of its word by at most this is in doubt.

A larger slip is wrong.
"""
_CLEARLY_NEARER = 0.25
"""A look-alike is what the learner typed if its slip is smaller by more than this."""
_LIMIT_OF_NAMES = 0.8
"""A larger slip in a name is in doubt.

Names of drugs may differ from each other by only a letter or two. So only what sounds
the same is forgiven in them.
"""
_LONGEST_NAME = 9
"""A word that is not known counts as a name if it has at most this many letters."""
_SHORTEST_JOINED = 8
"""A typed text with fewer letters is not compared without its spaces."""
_LIMIT_OF_JOINED = 1.0
"""The largest slip that is forgiven in a text without its spaces."""

Objection = Literal["misspelt", "rare", "opposite", "confusable"]
"""Why a slip may not be forgiven. The verdict has it as its reason."""

_GRAVITY: dict[Objection | None, int] = {
    None: 0,
    "misspelt": 1,
    "rare": 2,
    "opposite": 3,
    "confusable": 4,
}


class Match(NamedTuple):
    """How the typed tokens fit a phrase."""

    cost: float
    """The sum of the slips; `FAR` if the tokens do not fit."""
    objection: Objection | None = None
    """The gravest objection to one of the slips."""
    deciding_text: str = ""
    """The typed word that the objection is about."""
    expected_text: str = ""
    """The word of the phrase that it was compared with."""
    phrase: Phrase | None = None

    @property
    def fits(self) -> bool:
        """Whether the learner meant this phrase, forgiven or not."""
        return self.cost < TOO_FAR


NO_MATCH = Match(TOO_FAR)


def align(tokens: Tokens, phrase: Phrase, terms: Container[str] = ()) -> Match:
    """Compare typed tokens with a phrase, token by token.

    The phrase must have as many words as there are tokens. `terms` are words that count
    as real ones, besides the known words.
    """
    cost = 0.0
    worst = Match(0.0, phrase=phrase)
    for typed, word in zip(tokens, phrase.words, strict=True):
        if typed in word.spellings:
            continue
        if word.limit is None or not typed.isalpha():
            return NO_MATCH
        match = _match_word(typed, word.text, word.limit, terms)
        if not match.fits:
            return match
        cost += match.cost
        if _GRAVITY[match.objection] > _GRAVITY[worst.objection]:
            worst = match
    return worst._replace(cost=cost, phrase=phrase)


def nearest_match(
    tokens: Tokens, phrases: Iterable[Phrase], terms: Container[str] = ()
) -> Match:
    """Return the match with the phrase that the tokens fit best.

    If they fit no phrase, return a match that has an objection, or else `NO_MATCH`.
    """
    best = NO_MATCH
    for phrase in phrases:
        if len(phrase.tokens) == len(tokens):
            match = align(tokens, phrase, terms)
            explains_misfit = not best.fits and match.objection is not None
            if match.cost < best.cost or explains_misfit:
                best = match
    return best


def align_without_spaces(
    tokens: Tokens, phrase: Phrase, terms: Container[str] = ()
) -> Match:
    """Compare the tokens with a phrase, both without spaces.

    This is for learners who typed a space too many or too few. A text that may be
    another word gets `NO_MATCH`.
    """
    typed, right = "".join(tokens), "".join(phrase.tokens)
    has_exact_words = any(word.limit is None for word in phrase.words)
    if len(typed) < _SHORTEST_JOINED or has_exact_words or typed[0] != right[0]:
        return NO_MATCH

    cost = slip(typed, right, _LIMIT_OF_JOINED)
    if cost >= TOO_FAR or is_known(typed) or typed in terms:
        return NO_MATCH
    if any(typed == look_alike.word for look_alike in look_alikes(right)):
        return NO_MATCH
    return Match(cost, phrase=phrase)


def _match_word(typed: str, right: str, limit: float, terms: Container[str]) -> Match:
    cost = slip(typed, right, limit + _DOUBTFUL_BEYOND_LIMIT)
    if cost >= TOO_FAR:
        is_opposite = _has_long_other_affix(typed, right)
        return Match(TOO_FAR, "opposite" if is_opposite else None, typed, right)
    objection = _objection(typed, right, cost, terms)
    if objection is None and cost > limit:
        objection = "misspelt"
    return Match(cost, objection, typed, right)


def _has_long_other_affix(typed: str, right: str) -> bool:
    """Whether a word is the right one with another affix of two letters or more."""
    return any(
        typed == look_alike.word and len(look_alike.affix or look_alike.replaced) > 1
        for look_alike in look_alikes(right)
    )


def _objection(
    typed: str, right: str, cost: float, terms: Container[str]
) -> Objection | None:
    """Return why a word that costs a slip may not count as the right word."""
    affix_objection = _affix_objection(typed, right, cost)
    if affix_objection == "opposite":
        return "opposite"
    if typed in terms:
        return "confusable"
    if is_known(typed):
        return "rare" if is_rare(typed) else "confusable"
    if cost > _LIMIT_OF_NAMES and _is_name(right):
        return "misspelt"
    return affix_objection


def _affix_objection(typed: str, right: str, cost: float) -> Objection | None:
    """Return *opposite* if another affix was typed, *misspelt* if perhaps."""
    is_doubtful = False
    for look_alike in look_alikes(right):
        if not look_alike.may_be_meant_by(typed):
            continue
        is_real = not look_alike.must_be_known or is_known(look_alike.word)
        if typed == look_alike.word:
            if is_real:
                return "opposite"
            is_doubtful = is_doubtful or look_alike.is_prefix
        elif is_real:
            other_cost = slip(typed, look_alike.word, cost + _CLEARLY_NEARER)
            if other_cost < cost - _CLEARLY_NEARER and look_alike.has_affix(typed):
                return "opposite"
            is_doubtful = is_doubtful or other_cost <= cost
    return "misspelt" if is_doubtful else None


def _is_name(word: str) -> bool:
    """Whether a word is, or may be, the name of a drug."""
    return is_drug(word) or (len(word) <= _LONGEST_NAME and not is_known(word))
