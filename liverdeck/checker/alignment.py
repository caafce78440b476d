"""Compares typed tokens with the words of a phrase.

The result says how far they are from each other, and what speaks against forgiving a
slip: the objection.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from liverdeck.checker.affixes import (
    has_added_marker,
    look_alikes,
    may_be_look_alike,
    with_greek_prefix,
)
from liverdeck.checker.known_words import is_drug, is_known, is_medical, is_rare
from liverdeck.checker.languages.language import ENGLISH, Language
from liverdeck.checker.languages.word_forms import is_other_number, turned_round
from liverdeck.checker.nearest_words import is_one_edit, known_words_near
from liverdeck.checker.spelling import (
    TOO_FAR,
    are_spellings_of_one,
    inflections,
    slip,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.nearest_words import NearWord
    from liverdeck.checker.prepared import Phrase

DOUBTFUL_ABOVE_LIMIT = 1.0
"""A slip that costs up to this much more than the limit of its word is in doubt.

A larger slip is wrong.
"""
_MOST_ABOVE_LIMIT = 0.4
_SHORTEST_ALONE, _LONGEST_ALONE = 7, 11
"""A slip in a word of so many letters may be a little above its limit if no known word
is near what was typed."""
_ENZYME_OR_SUGAR = ("ase", "ose")
"""Suffixes that turn an enzyme into a sugar, in words that no list has."""
_CLEARLY_NEARER = 0.25
"""A look-alike is clearly nearer if its slip costs less by more than this.

If the typed word also has the affix of the look-alike, the look-alike was meant.
"""
_LIMIT_OF_DRUG_NAMES = 0.8
"""In the name of a drug, a slip that costs more is in doubt.

Two drugs may have names that differ by only a letter or two. So only the smallest slips
are forgiven, such as one vowel for another.
"""
_SHORTEST_PLAINLY_MEANT = 9
"""One edit in a drug's name of so many letters is forgiven if no other name is near."""
_MARGIN_OF_GENERAL_WORDS = 1.0
"""Between two words of general English, the nearer one is nearer by more than this.

That is one letter.
"""
_LONGEST_UNKNOWN_DRUG = 9
"""An unknown word of at most this many letters may be the name of a drug."""
_SHORTEST_JOINED = 8
"""Only a typed text of at least this many letters is compared without its spaces."""
LIMIT_OF_JOINED = 1.0
"""The largest slip that is forgiven when texts are compared without spaces."""

Objection = Literal["misspelt", "rare", "nearer", "opposite", "confusable"]
"""What speaks against forgiving a slip; it becomes the reason of the verdict."""

_SERIOUSNESS: dict[Objection | None, int] = {
    None: 0,
    "misspelt": 1,
    "rare": 2,
    "nearer": 3,
    "opposite": 4,
    "confusable": 5,
}
"""If there are several objections, the one with the highest number decides."""


class Comparison(NamedTuple):
    """How far a typed word is from a word of a phrase, and what speaks against it."""

    typed: str
    right: str
    limit: float | None
    """The largest slip that is forgiven; None if no slip is."""
    cost: float = TOO_FAR
    """The cost of the slip; `TOO_FAR` if it is too large even to be in doubt."""
    objection: Objection | None = None
    other: str = ""
    """The other word that was typed or is nearer, if there is one."""

    @property
    def remark(self) -> str:
        """The comparison in words, for `--explain`."""
        words = f"{self.typed} for {self.right}"
        if self.limit is None:
            return f"{words}: must be exact"
        cost = "too far" if self.cost >= TOO_FAR else f"slip {self.cost:.1f}"
        objection = f", objection: {self.objection}" if self.objection else ""
        if self.other:
            objection += f" ({self.other})"
        return f"{words}: {cost}, at most {self.limit:.1f}{objection}"


class Match(NamedTuple):
    """How the typed tokens fit a phrase."""

    cost: float
    """The sum of the costs of the slips; `TOO_FAR` if the tokens do not fit."""
    objection: Objection | None = None
    """The most serious objection to one of the typed words."""
    deciding_text: str = ""
    """The typed word that the objection is about, if there is an objection."""
    expected_text: str = ""
    """The word of the phrase that the typed word was compared with."""
    phrase: Phrase | None = None
    """None if the tokens do not fit."""
    comparisons: tuple[Comparison, ...] = ()
    """The comparison of each word that is not spelled as in the phrase."""
    other_text: str = ""
    """The other word that was typed or is nearer, if there is one."""

    @property
    def fits(self) -> bool:
        """Whether the tokens are near enough to the phrase, even with an objection."""
        return self.cost < TOO_FAR


NO_MATCH = Match(TOO_FAR)


def align(tokens: Tokens, phrase: Phrase, terms: Container[str] = ()) -> Match:
    """Compare typed tokens with a phrase, token by token.

    The caller makes sure that the phrase has as many words as there are tokens. `terms`
    are words that count as real ones, besides the known words.
    """
    cost = 0.0
    worst: Comparison | None = None
    comparisons: list[Comparison] = []
    for index, (typed, right) in enumerate(zip(tokens, phrase.tokens, strict=True)):
        if typed == right:
            continue
        word = phrase.word(index)
        if typed in word.spellings:
            continue
        if word.limit is None or not typed.isalpha():
            exact = Comparison(typed, word.text, None)
            return Match(TOO_FAR, comparisons=(*comparisons, exact))
        if phrase.language is ENGLISH:
            comparison = compared(typed, word.text, word.limit)
        else:
            comparison = _compared_in(phrase.language, typed, word.text, word.limit)
        is_other_answer = typed in terms and comparison.cost < TOO_FAR
        if is_other_answer and comparison.objection != "opposite":
            comparison = comparison._replace(objection="confusable")
        comparisons.append(comparison)
        cost += comparison.cost
        if comparison.cost >= TOO_FAR:
            return _misfit(comparison, tuple(comparisons))
        if worst is None or (
            _SERIOUSNESS[comparison.objection] > _SERIOUSNESS[worst.objection]
        ):
            worst = comparison
    if worst is None:
        return Match(0.0, phrase=phrase)
    return Match(
        cost,
        worst.objection,
        worst.typed,
        worst.right,
        phrase,
        tuple(comparisons),
        worst.other,
    )


def _misfit(comparison: Comparison, comparisons: tuple[Comparison, ...]) -> Match:
    return Match(
        TOO_FAR,
        comparison.objection,
        comparison.typed,
        comparison.right,
        comparisons=comparisons,
        other_text=comparison.other,
    )


def nearest_match(
    tokens: Tokens, phrases: Iterable[Phrase], terms: Container[str] = ()
) -> Match:
    """Return the match with the phrase that the tokens fit best.

    Phrases with more or fewer words are skipped. If the tokens fit no phrase, return a
    match that has an objection, or else `NO_MATCH`.
    """
    best = NO_MATCH
    for phrase in phrases:
        if len(phrase.tokens) == len(tokens):
            match = align(tokens, phrase, terms)
            explains_misfit = not best.fits and (
                match.objection is not None
                or (best.objection is None and not best.comparisons)
            )
            if match.cost < best.cost or explains_misfit:
                best = match
    return best


def align_without_spaces(
    tokens: Tokens, phrase: Phrase, terms: Container[str] = ()
) -> Match:
    """Compare the tokens with a phrase, once the spaces are removed from both.

    This is for learners who typed a space too many or too few. What they typed is then
    compared like one word, with all objections. Returns `NO_MATCH` if the typed text is
    too short or begins with another letter, or if a token must be exact: a digit or a
    letter beside a word is more than a space.
    """
    if phrase.language is not ENGLISH:
        return NO_MATCH
    typed, right = "".join(tokens), "".join(phrase.tokens)
    must_be_exact = any(word.limit is None for word in phrase.words) or any(
        not token.isalpha() or len(token) == 1 for token in tokens
    )
    if len(typed) < _SHORTEST_JOINED or must_be_exact or typed[0] != right[0]:
        return NO_MATCH
    if typed in terms or is_known(typed):
        return NO_MATCH
    comparison = compared(typed, right, LIMIT_OF_JOINED)
    if comparison.cost > LIMIT_OF_JOINED or comparison.objection is not None:
        return NO_MATCH
    return Match(comparison.cost, phrase=phrase, comparisons=(comparison,))


@lru_cache(maxsize=65536)
def compared(typed: str, right: str, limit: float) -> Comparison:
    """Compare a typed word with the right one, apart from the other answers."""
    cost = slip(typed, right, limit + DOUBTFUL_ABOVE_LIMIT)
    if cost >= TOO_FAR:
        other = _with_other_long_affix(typed, right)
        objection: Objection | None = "opposite" if other else None
        return Comparison(typed, right, limit, TOO_FAR, objection, other)
    objection, other = _objection(typed, right, cost)
    if objection is None and cost > limit and not _is_alone(typed, right, cost - limit):
        objection = "misspelt"
    return Comparison(typed, right, limit, cost, objection, other)


def _compared_in(
    language: Language, typed: str, right: str, limit: float
) -> Comparison:
    """Compare two words of a language of which the checker does not know the words."""
    cost = slip(typed, right, limit + DOUBTFUL_ABOVE_LIMIT)
    if is_other_number(typed, right, language):
        cost = min(cost, limit)
    other = turned_round(
        typed, right, min(cost, limit + DOUBTFUL_ABOVE_LIMIT), language
    )
    objection: Objection | None = "opposite" if other else "misspelt"
    if cost >= TOO_FAR and not other:
        objection = None
    return Comparison(typed, right, limit, cost, objection, other)


def _is_alone(typed: str, right: str, excess: float) -> bool:
    """Whether a slip above the limit is forgiven, since no other word is near.

    `excess` says by how much it is above the limit.
    """
    is_long = len(right) >= _SHORTEST_ALONE and typed[0] == right[0]
    return (
        is_long
        and len(right) <= _LONGEST_ALONE
        and excess <= _MOST_ABOVE_LIMIT
        and not _may_be_drug_name(right)
        and not known_words_near(typed)
    )


def _with_other_long_affix(typed: str, right: str) -> str:
    """Return the typed look-alike if it differs by an affix of two letters or more.

    If the look-alike only lacks the affix of the right word, that affix counts. Empty
    if none was typed.
    """
    if not may_be_look_alike(typed, right):
        return ""
    is_typed = any(
        typed == look_alike.word
        and len(look_alike.affix or look_alike.replaced_affix) > 1
        for look_alike in look_alikes(right)
    )
    return typed if is_typed else ""


def _objection(typed: str, right: str, cost: float) -> tuple[Objection | None, str]:
    """Return what speaks against taking a typed word for the right word, or None.

    The second value is the other word that was typed or is nearer; it may be empty.
    `cost` is the cost of the slip.
    """
    affix_objection, other = _affix_objection(with_greek_prefix(typed), right, cost)
    if affix_objection == "opposite":
        return "opposite", other
    if are_spellings_of_one(typed, right):
        return None, ""
    if is_known(typed):
        return ("rare" if is_rare(typed) else "confusable"), typed
    nearer = _nearer_word(typed, right, cost)
    if nearer is not None:
        is_other_drug = nearer.is_drug and _may_be_drug_name(right)
        return ("confusable" if is_other_drug else "nearer"), nearer.word
    return _doubt(typed, right, cost, affix_objection, other)


def _doubt(
    typed: str, right: str, cost: float, affix_objection: Objection | None, other: str
) -> tuple[Objection | None, str]:
    """Return the objection to a text that is no word, and the look-alike, if any."""
    if has_added_marker(typed, right):
        return "misspelt", ""
    is_doubtful_drug = cost > _LIMIT_OF_DRUG_NAMES and _may_be_drug_name(right)
    if is_doubtful_drug and not _is_plainly_meant(typed, right):
        return "misspelt", ""
    return affix_objection, other


def _nearer_word(typed: str, right: str, cost: float) -> NearWord | None:
    """Return the known word that is nearer to the typed word than the right one is.

    It is one edit away, and the right word is not. If neither word is one of medicine,
    it must be much nearer.
    """
    if is_one_edit(typed, right):
        return None
    forms = inflections(right)
    is_general = not is_medical(right) and not _may_be_drug_name(right)
    for near in known_words_near(typed):
        is_medicine = is_medical(near.word) or (near.is_drug and not is_general)
        margin = _MARGIN_OF_GENERAL_WORDS if is_general and not is_medicine else 0.0
        if near.cost + margin >= cost:
            continue
        if not is_medicine and near.word[0] != typed[0] == right[0]:
            continue
        if near.word in forms or are_spellings_of_one(near.word, right):
            return None
        return near
    return None


def _is_plainly_meant(typed: str, right: str) -> bool:
    """Whether a long word is one edit away, and no other known word is."""
    if len(right) < _SHORTEST_PLAINLY_MEANT or not is_one_edit(typed, right):
        return False
    return all(near.word == right for near in known_words_near(typed))


def _affix_objection(
    typed: str, right: str, cost: float
) -> tuple[Objection | None, str]:
    """Return *opposite* if another affix was meant, *misspelt* if that is in doubt.

    Otherwise return None. The second value is the look-alike that was meant.
    """
    doubtful = ""
    for look_alike in look_alikes(right):
        if not look_alike.may_be_meant_by(typed):
            continue
        word = look_alike.word
        is_real = not look_alike.must_be_known or is_known(word)
        if typed == word:
            if is_real:
                return "opposite", word
            if look_alike.is_prefix or look_alike.affix in _ENZYME_OR_SUGAR:
                doubtful = word
        elif is_real:
            look_alike_cost = slip(typed, word, cost + _CLEARLY_NEARER)
            is_clearly_nearer = look_alike_cost < cost - _CLEARLY_NEARER
            if is_clearly_nearer and look_alike.has_affix(typed):
                return "opposite", word
            if look_alike_cost <= cost:
                doubtful = word
    return ("misspelt", doubtful) if doubtful else (None, "")


def _may_be_drug_name(word: str) -> bool:
    """Whether a word is, or may be, the name of a drug."""
    return is_drug(word) or (len(word) <= _LONGEST_UNKNOWN_DRUG and not is_known(word))
