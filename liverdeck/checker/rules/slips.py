"""Rules about the order of words, about slips, and about spaces too many or few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.alignment import NO_MATCH, Match, align, align_without_spaces
from liverdeck.checker.class_nouns import (
    NOUNS_OF_CLASSES,
    may_stand_behind,
    says_it_alone,
)
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.objections import OTHER_MEANING
from liverdeck.checker.prepared import Phrase
from liverdeck.checker.rules.meaning import has_other_noun
from liverdeck.checker.rules.readable import has_right_accents
from liverdeck.checker.rules.three_parts import nearest_without_joint
from liverdeck.checker.word_orders import other_orders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Verdict

_SHORTEST_OF_JOINED = 3


def same_in_other_order(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Cancer of the colon* is *colon cancer*; *mass, peritoneal* turns round too."""
    if any(
        tokens in right.by_tokens
        for tokens in other_orders(typed.text, typed.bare, right.language)
    ):
        return right.verdict("correct", "order", typed)
    return None


def slips(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A slip within the limit is forgiven, if no rule objects to it."""
    orders = (typed.bare, *other_orders(typed.text, typed.bare, right.language))
    match = min(map(right.nearest, orders), key=_cost)
    tokens = typed.bare
    if not match.fits and right.language is ENGLISH:
        beside_noun, compared_tokens = _nearest_beside_noun(right, typed.bare)
        if beside_noun.fits:
            match, tokens = beside_noun, compared_tokens
        else:
            match = min(match, nearest_without_joint(right, typed), key=_cost)
    if not match.fits and not match.objection:
        match = _nearest_without_spaces(right, typed.bare)
    if typed.notes is not None:
        typed.notes += [comparison.remark for comparison in match.comparisons]
    if match.fits:
        return _verdict_on_slips(right, typed, match, tokens)
    if match.objection == "opposite":
        return right.slip("wrong", "opposite", typed, match)
    return None


def _nearest_beside_noun(right: RightAnswer, tokens: Tokens) -> tuple[Match, Tokens]:
    """Compare without the noun of *deltiod muscle* for *deltoid*, or the other way.

    The second value has the tokens that were compared.
    """
    *words, noun = tokens
    if noun not in NOUNS_OF_CLASSES and right.right_tokens.isdisjoint(NOUNS_OF_CLASSES):
        return NO_MATCH, tokens
    name = tuple(words)
    matches = [(NO_MATCH, tokens)]
    for phrase in right.right_phrases:
        *said, last = phrase.tokens
        has_noun = len(phrase.tokens) == len(name) and (
            may_stand_behind(noun, phrase.tokens)
            and not has_other_noun(right, phrase.tokens, noun)
        )
        if has_noun:
            matches.append((align(name, phrase, right.terms), name))
        if len(said) == len(tokens) and says_it_alone(said[-1], last):
            alone = Phrase(phrase.text, tuple(said), phrase.codes)
            matches.append((align(tokens, alone, right.terms), tokens))
    return min(matches, key=lambda matched: matched[0].cost)


def _nearest_without_spaces(right: RightAnswer, tokens: Tokens) -> Match:
    for phrase in right.right_phrases:
        if right.language is not ENGLISH and _is_joined_form(tokens, phrase):
            return Match(0.0, phrase=phrase)
    matches = [
        align_without_spaces(tokens, phrase, right.terms)
        for phrase in right.right_phrases
        if len(phrase.tokens) != len(tokens)
    ]
    return _cheapest(matches)


def _is_joined_form(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether *Beta Blockern* is typed for *Betablocker*: no word may be a letter."""
    if not all(map(_is_long_word, (*tokens, *phrase.tokens))):
        return False
    joined = ("".join(phrase.tokens),)
    whole = Phrase(phrase.text, joined, phrase.codes, phrase.language)
    return whole.equals(("".join(tokens),))


def _is_long_word(token: str) -> bool:
    return token.isalpha() and len(token) >= _SHORTEST_OF_JOINED


def _verdict_on_slips(
    right: RightAnswer, typed: Typed, match: Match, tokens: Tokens
) -> Verdict:
    """Return the verdict on the tokens that were compared with a phrase."""
    if not match.cost:
        return _verdict_on_forms(right, typed, match)
    why = _rejection_of(right, tokens, match)
    if why is not None:
        return right.rejected(typed, why)
    objection = match.objection
    if right.answer.strict and objection not in OTHER_MEANING:
        return right.slip("wrong", "typo", typed, match)
    if objection not in OTHER_MEANING:
        phrases = right.right_phrases
        other = right.terms.nearest_other(tokens, phrases, match.cost)
        if other.cost <= match.cost:
            return _nearer_to_other_answer(right, typed, match, other)
    if objection is None:
        return right.slip("correct", "typo", typed, match)
    is_wrong = objection in OTHER_MEANING
    if objection == "confusable" and match.other_text != match.deciding_text:
        objection = "nearer"  # a slip of another word, and not the word itself
    return right.slip("wrong" if is_wrong else "retype", objection, typed, match)


def _verdict_on_forms(right: RightAnswer, typed: Typed, match: Match) -> Verdict:
    """Return the verdict on the same words, perhaps in the plural."""
    if match.phrase and not has_right_accents(typed.text, match.phrase):
        return right.verdict("retype", "misspelt", typed, typed.text.strip())
    return right.verdict("correct", "spelling", typed)


def _nearer_to_other_answer(
    right: RightAnswer, typed: Typed, match: Match, other: Match
) -> Verdict:
    """Return the verdict on a slip that is nearer to another answer, or as near."""
    text = other.phrase.text if other.phrase else ""
    typed.note(f"another answer of the deck is as near or nearer: {text}")
    if other.cost < match.cost:
        nearer = match._replace(deciding_text=typed.text.strip(), other_text=text)
        return right.slip("wrong", "nearer", typed, nearer)
    return right.slip("retype", "misspelt", typed, match)


def _rejection_of(right: RightAnswer, tokens: Tokens, match: Match) -> str | None:
    """Return the author's reason, if a rejected answer is as near; otherwise None."""
    for phrase, why in right.rejected_phrases:
        has_same_length = len(phrase.tokens) == len(tokens)
        if has_same_length and align(tokens, phrase).cost <= match.cost:
            return why
    return None


def _cheapest(matches: Iterable[Match]) -> Match:
    return min(matches, key=_cost, default=NO_MATCH)


def _cost(match: Match) -> float:
    return match.cost
