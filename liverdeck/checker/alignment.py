"""Typed tokens beside the words of a right answer: how far off they are, and what forbids to forgive it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from liverdeck.checker.affixes import look_alikes
from liverdeck.checker.known_words import is_drug, is_known, is_rare
from liverdeck.checker.spelling import FAR, slip

if TYPE_CHECKING:
    from collections.abc import Container

    from liverdeck.checker.modifiers import Tokens
    from liverdeck.checker.prepared import Phrase

_DOUBTED = 1.0
"""Beyond the limit of a word, up to which a slip is in doubt instead of wrong."""
_AS_NEAR = 0.25
"""Two words whose slips differ by less are as near as each other."""
_OF_A_NAME = 0.8
_LONGEST_NAME = 9
"""Letters. Short names of drugs differ by a letter or two from each other, so only a slip of the ear is forgiven."""
_SHORTEST_JOINED = 8
_BY_SPACES = 1.0

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
    """The sum of the slips; `FAR` where they do not fit."""
    objection: Objection = ""
    """Why it may not be forgiven; empty where it may."""
    deciding_text: str = ""
    expected_text: str = ""
    phrase: Phrase | None = None

    @property
    def fits(self) -> bool:
        """Whether it is this phrase that was meant, forgiven or not."""
        return self.cost < FAR


NO_MATCH = Match(FAR)


def align(tokens: Tokens, phrase: Phrase, terms: Container[str] = ()) -> Match:
    """Compare token by token; `terms` are further real words."""
    cost = 0.0
    worst = Match(0.0, phrase=phrase)
    for typed, word in zip(tokens, phrase.words, strict=True):
        if typed in word.spellings:
            continue
        if word.limit is None or not typed.isalpha():
            return NO_MATCH
        each = _one(typed, word.text, word.limit, terms)
        if not each.fits:
            return each
        cost += each.cost
        if _GRAVITY[each.objection] > _GRAVITY[worst.objection]:
            worst = each
    return Match(
        cost, worst.objection, worst.deciding_text, worst.expected_text, phrase
    )


def align_without_spaces(
    tokens: Tokens, phrase: Phrase, terms: Container[str] = ()
) -> Match:
    """Compare with the spaces left out, where the learner has put one too many or too few."""
    typed, meant = "".join(tokens), "".join(phrase.tokens)
    if (
        len(typed) < _SHORTEST_JOINED
        or any(word.limit is None for word in phrase.words)
        or typed[0] != meant[0]
    ):
        return NO_MATCH
    cost = slip(typed, meant, _BY_SPACES)
    if (
        cost >= FAR
        or is_known(typed)
        or typed in terms
        or any(typed == each.word for each in look_alikes(meant))
    ):
        return NO_MATCH
    return Match(cost, phrase=phrase)


def _one(typed: str, meant: str, limit: float, terms: Container[str]) -> Match:
    cost = slip(typed, meant, limit + _DOUBTED)
    if cost >= FAR:
        is_sibling = any(
            typed == each.word and len(each.affix or each.replaced) > 1
            for each in look_alikes(meant)
        )
        return Match(FAR, "opposite" if is_sibling else "", typed, meant)
    objection = _objection(typed, meant, cost, terms)
    return Match(cost, objection or ("misspelt" if cost > limit else ""), typed, meant)


def _objection(typed: str, meant: str, cost: float, terms: Container[str]) -> Objection:
    is_doubted = False
    for sibling in look_alikes(meant):
        if not sibling.may_be_meant_by(typed):
            continue
        is_real = not sibling.must_be_known or is_known(sibling.word)
        if typed == sibling.word:
            if is_real:
                return "opposite"
            is_doubted = is_doubted or sibling.is_prefix
        elif is_real:
            other = slip(typed, sibling.word, cost + _AS_NEAR)
            if other < cost - _AS_NEAR and sibling.has_affix(typed):
                return "opposite"
            is_doubted = is_doubted or other <= cost
    if typed in terms:
        return "confusable"
    if is_known(typed):
        return "rare" if is_rare(typed) else "confusable"
    is_name = is_drug(meant) or (len(meant) <= _LONGEST_NAME and not is_known(meant))
    return "misspelt" if is_doubted or (is_name and cost > _OF_A_NAME) else ""
