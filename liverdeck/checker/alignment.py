"""Compares typed tokens with the words of a phrase.

The result says how far they are from each other, and what speaks against forgiving the
slip. What speaks against it is called the objection; `objections` finds it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.checker.known_words import british_spellings, is_known
from liverdeck.checker.languages.language import ENGLISH, Language
from liverdeck.checker.languages.word_forms import is_other_number, is_turned_round
from liverdeck.checker.nearest_words import known_words_near
from liverdeck.checker.objections import (
    may_be_drug_name,
    objection_to,
    other_long_affix_typed,
)
from liverdeck.checker.phrase_words import may_begin_otherwise
from liverdeck.checker.sounds import (
    has_the_same_plain_letters,
    may_be_heard_as,
    sounds_nearer,
)
from liverdeck.checker.spelling import LEAST_SLIP, SWAPPED_LETTERS, TOO_FAR, slip

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.objections import Objection
    from liverdeck.checker.prepared import Phrase

DOUBTFUL_ABOVE_LIMIT = 1.0
"""A slip that costs up to this much more than the limit of its word is in doubt.

A larger slip is wrong.
"""
MOST_IN_DOUBT_ELSEWHERE, MOST_IN_DOUBT_IN_LONG_WORD = 2.0, 2.5
"""The largest slip that is in doubt in a language without word lists.

No list says there that *antimycotica* is a word and no slip of *antibiotica*. So a slip
is two letters, and a little more in a long word.
"""
_LONG_ELSEWHERE = 12
_LITTLE_ABOVE_LIMIT = 0.4
_SHORTEST_RAISED, _LONGEST_RAISED = 7, 11
"""For a right word of 7 to 11 letters, the limit is raised by `_LITTLE_ABOVE_LIMIT`.

But only if no known word is near what was typed.
"""
_SWAPPED_LENGTH = 5
"""In a word of five letters, two letters may be swapped if no other word is as near."""
_SHORTEST_JOINED = 8
"""Only a typed text of at least this many letters is compared without its spaces."""
LIMIT_OF_JOINED = 1.0
"""The largest slip that is forgiven when texts are compared without spaces."""

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
    """The largest slip that is forgiven; None if the word must be exact."""
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
    """How well the typed tokens fit a phrase, and why they do not fit it."""

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
        if word.is_spelled(typed):
            continue
        if word.limit is None or not typed.isalpha():
            exact = Comparison(typed, word.text, None)
            return Match(TOO_FAR, comparisons=(*comparisons, exact))
        if phrase.language is ENGLISH:
            comparison = compared(typed, word.text, word.limit)
        else:
            comparison = _compared_in(phrase.language, typed, word.text, word.limit)
        may_be_other = comparison.cost < TOO_FAR and comparison.objection != "opposite"
        if may_be_other and typed in terms:
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


def least_cost(tokens: Tokens, phrase: Phrase) -> float:
    """Return what slips between typed tokens and a phrase cost at least.

    A word that begins with another letter is a form of the right word only in rare
    cases; otherwise it has a slip. Knowing that takes less time than comparing them.
    """
    if phrase.language is not ENGLISH:
        return 0.0
    return LEAST_SLIP * sum(
        typed[0] != right[0] and not may_begin_otherwise(right)
        for typed, right in zip(tokens, phrase.tokens, strict=True)
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

    Phrases with more or fewer words are skipped. If the tokens fit no phrase, the match
    has the cost `TOO_FAR` and says why: it has the objection, if there is one, and the
    comparisons. Without a phrase of the same length, it is `NO_MATCH`.
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
    compared as one word. Returns `NO_MATCH` in these cases:

    - there is an objection
    - the typed text is a known word or one of `terms`
    - it is too short, or begins with another letter than the phrase
    - a token must be exact, such as a digit or a single letter
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
    """Compare a typed word with the right one, whatever else the deck has.

    A typed word that does not fit the right word may fit its British spelling. So
    *enquier*, a slip of *enquire*, is right for *inquire*.
    """
    comparison = _compared_with(typed, right, limit)
    if comparison.cost >= TOO_FAR or comparison.objection is not None:
        for british in british_spellings(right):
            with_british = _compared_with(typed, british, limit)
            if with_british.cost < TOO_FAR and with_british.objection is None:
                return with_british
    return comparison


def _compared_with(typed: str, right: str, limit: float) -> Comparison:
    """Compare a typed word with one spelling of the right word."""
    cost = slip(typed, right, limit + DOUBTFUL_ABOVE_LIMIT)
    if cost > limit and has_the_same_plain_letters(typed, right):
        return _compared_in_plain_letters(typed, right, limit)
    if cost >= TOO_FAR:
        other = other_long_affix_typed(typed, right)
        objection: Objection | None = "opposite" if other else None
        if not other and _sounds_right(typed, right, limit):
            in_doubt = limit + DOUBTFUL_ABOVE_LIMIT
            return Comparison(typed, right, limit, in_doubt, "misspelt")
        return Comparison(typed, right, limit, TOO_FAR, objection, other)
    objection, other = objection_to(typed, right, cost)
    if (
        objection is None
        and cost > limit
        and not _is_forgiven_above_limit(typed, right, cost - limit)
    ):
        objection = "misspelt"
    return Comparison(typed, right, limit, cost, objection, other)


def _compared_in_plain_letters(typed: str, right: str, limit: float) -> Comparison:
    """Compare two long words that are equal in plain letters.

    *Fosfatase* is *phosphatase*. But *farming* is a word itself, and not *pharming*.
    """
    objection, other = objection_to(typed, right, limit)
    return Comparison(typed, right, limit, limit, objection, other)


def _compared_in(
    language: Language, typed: str, right: str, limit: float
) -> Comparison:
    """Compare two words of a language whose words the checker does not know."""
    cost = slip(typed, right, limit + DOUBTFUL_ABOVE_LIMIT)
    if is_other_number(typed, right, language):
        cost = min(cost, limit)
    most = min(cost, limit + DOUBTFUL_ABOVE_LIMIT)
    if is_turned_round(typed, right, most, language):
        return Comparison(typed, right, limit, cost, "opposite")
    is_long = len(right) >= _LONG_ELSEWHERE
    if cost > (MOST_IN_DOUBT_IN_LONG_WORD if is_long else MOST_IN_DOUBT_ELSEWHERE):
        return Comparison(typed, right, limit)
    return Comparison(typed, right, limit, cost, "misspelt")


def _sounds_right(typed: str, right: str, limit: float) -> bool:
    """Whether an unknown word sounds like the right word and like no other."""
    return (
        may_be_heard_as(typed, right, limit)
        and not is_known(typed)
        and not any(
            sounds_nearer(typed, near.word, right) for near in known_words_near(typed)
        )
    )


def _is_forgiven_above_limit(typed: str, right: str, excess: float) -> bool:
    """Whether a slip a little above the limit is forgiven: no other word is near.

    `excess` is what the slip costs above the limit.
    """
    if len(right) == _SWAPPED_LENGTH and sorted(typed) == sorted(right):
        return _is_nearest(typed, right)
    is_long = len(right) >= _SHORTEST_RAISED and typed[0] == right[0]
    return (
        is_long
        and len(right) <= _LONGEST_RAISED
        and excess <= _LITTLE_ABOVE_LIMIT
        and not may_be_drug_name(right)
        and not known_words_near(typed)
    )


def _is_nearest(typed: str, right: str) -> bool:
    """Whether no known word is as near as the one whose letters are swapped."""
    return typed[0] == right[0] and not any(
        near.cost <= SWAPPED_LETTERS and near.word != right
        for near in known_words_near(typed)
    )
