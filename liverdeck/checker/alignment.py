"""Typed tokens beside the words of a right answer.

Says how far apart the two are, and why a difference may not be forgiven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from liverdeck.checker.affixes import look_alikes
from liverdeck.checker.known_words import is_drug, is_known, is_rare
from liverdeck.checker.spelling import FAR, slip

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from liverdeck.checker.modifiers import Tokens
    from liverdeck.checker.prepared import Phrase

_DOUBTFUL_BEYOND_LIMIT = 1.0
"""A slip up to this far beyond the limit of a word is in doubt instead of wrong."""
_AS_NEAR = 0.25
"""Two words whose slips differ by less than this count as equally near."""
_LIMIT_OF_NAMES = 0.8
_LONGEST_NAME = 9
"""Letters. Short names of drugs differ from each other by only a letter or two.

So only a slip of the ear is forgiven in them.
"""
_SHORTEST_JOINED = 8
"""Letters."""
_LIMIT_OF_JOINED = 1.0

Objection = Literal["", "misspelt", "rare", "opposite", "confusable"]

_GRAVITY: dict[Objection, int] = {
    "": 0,
    "misspelt": 1,
    "rare": 2,
    "opposite": 3,
    "confusable": 4,
}


class Match(NamedTuple):
    """How the typed tokens fit a phrase."""

    cost: float
    """The sum of the slips; `FAR` if the tokens do not fit."""
    objection: Objection = ""
    """Why the slips may not be forgiven; empty if they may."""
    deciding_text: str = ""
    """The typed word that the objection is about."""
    expected_text: str = ""
    """The word of the phrase that it was compared with."""
    phrase: Phrase | None = None

    @property
    def fits(self) -> bool:
        """Whether the learner meant this phrase, forgiven or not."""
        return self.cost < FAR


NO_MATCH = Match(FAR)


def align(tokens: Tokens, phrase: Phrase, terms: Container[str] = ()) -> Match:
    """Compare typed tokens with a phrase, token by token.

    There must be as many tokens as the phrase has words. `terms` are further words
    that count as real ones.
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

    If they fit no phrase, it is one that says why, or `NO_MATCH`.
    """
    best = NO_MATCH
    for phrase in phrases:
        if len(phrase.tokens) == len(tokens):
            match = align(tokens, phrase, terms)
            explains_more = not best.fits and match.objection
            if match.cost < best.cost or explains_more:
                best = match
    return best


def align_without_spaces(
    tokens: Tokens, phrase: Phrase, terms: Container[str] = ()
) -> Match:
    """Compare with all spaces left out.

    This serves learners who typed a space too many or too few.
    """
    typed, right = "".join(tokens), "".join(phrase.tokens)
    has_exact_words = any(word.limit is None for word in phrase.words)
    if len(typed) < _SHORTEST_JOINED or has_exact_words or typed[0] != right[0]:
        return NO_MATCH

    cost = slip(typed, right, _LIMIT_OF_JOINED)
    if cost >= FAR or is_known(typed) or typed in terms:
        return NO_MATCH
    if any(typed == look_alike.word for look_alike in look_alikes(right)):
        return NO_MATCH
    return Match(cost, phrase=phrase)


def _match_word(typed: str, right: str, limit: float, terms: Container[str]) -> Match:
    cost = slip(typed, right, limit + _DOUBTFUL_BEYOND_LIMIT)
    if cost >= FAR:
        objection: Objection = "opposite" if _is_look_alike(typed, right) else ""
        return Match(FAR, objection, typed, right)
    objection = _objection(typed, right, cost, terms)
    if not objection and cost > limit:
        objection = "misspelt"
    return Match(cost, objection, typed, right)


def _is_look_alike(typed: str, right: str) -> bool:
    return any(
        typed == look_alike.word and len(look_alike.affix or look_alike.replaced) > 1
        for look_alike in look_alikes(right)
    )


def _objection(typed: str, right: str, cost: float, terms: Container[str]) -> Objection:
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
            other_cost = slip(typed, look_alike.word, cost + _AS_NEAR)
            if other_cost < cost - _AS_NEAR and look_alike.has_affix(typed):
                return "opposite"
            is_doubtful = is_doubtful or other_cost <= cost
    if typed in terms:
        return "confusable"
    if is_known(typed):
        return "rare" if is_rare(typed) else "confusable"
    if is_doubtful or (cost > _LIMIT_OF_NAMES and _is_name(right)):
        return "misspelt"
    return ""


def _is_name(word: str) -> bool:
    return is_drug(word) or (len(word) <= _LONGEST_NAME and not is_known(word))
