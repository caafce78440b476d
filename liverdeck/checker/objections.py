"""What speaks against taking a typed word for a misspelling of the right word.

This is called the objection. The typed word may itself be a real word, it may be nearer
to another word than to the right one, or it may have another prefix or suffix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.affixes import (
    CHEMICAL_SUFFIXES,
    SUFFIXES_IN_DOUBT,
    look_alikes,
    may_be_look_alike,
    with_greek_prefix,
)
from liverdeck.checker.compounds import exchanged_part
from liverdeck.checker.known_words import (
    has_known_stem,
    has_plural_ending,
    is_drug,
    is_everyday,
    is_known,
    is_listed,
    is_medical,
    is_rare,
)
from liverdeck.checker.nearest_words import is_one_edit, known_words_near
from liverdeck.checker.numerals import LONGER_NUMERALS
from liverdeck.checker.several_slips import LEAST_COST_OF_SEVERAL, has_too_many_slips
from liverdeck.checker.sounds import are_spellings_of_one, sounds_the_same
from liverdeck.checker.spelling import american, inflections, slip

if TYPE_CHECKING:
    from liverdeck.checker.nearest_words import NearWord

Objection = Literal["misspelt", "rare", "nearer", "opposite", "confusable"]
"""What speaks against forgiving a slip; it becomes the reason of the verdict."""
OTHER_MEANING = ("confusable", "opposite")
"""Objections and reasons that say that something else was meant."""

_CLEARLY_NEARER = 0.25
"""A look-alike is clearly nearer if its slip costs less by more than this.

If the typed word also has the affix of that look-alike, the learner meant it.
"""
_NEARLY_AS_NEAR = 0.3 + 1e-9
"""With a garbled prefix, the look-alike may be so much farther away: *hypekalemia*."""
_LIMIT_OF_DRUG_NAMES = 0.8
"""In the name of a drug, a slip that costs more is in doubt.

Two drugs may have names that differ by only a letter or two. So only the smallest slips
are forgiven, such as one vowel for another.
"""
_SHORTEST_PLAINLY_MEANT = 9
"""In a drug's name of at least this many letters, one edit may be forgiven.

It is, if no other known word is near.
"""
_MARGIN_OF_GENERAL_WORDS = 1.0
"""If neither word is medical, the other one must be nearer by more than this.

It is the cost of one letter.
"""
_SHORTEST_RARE_SPELLING = 7
"""A rare word with fewer letters is another word, however little it differs."""
_LEAST_REPLACEMENT = 0.7
"""No letter is replaced for less, so no other word is nearer than this."""
_ENDINGS_OF_VERBS = ("ing", "ed")
_TWO_CONSONANTS = lazy_pattern(r"([b-df-hj-np-tv-z])\1")
_LARGEST_SLIP_IN_UNKNOWN = 1.9
"""If no list has the right word, a larger slip is in doubt.

No list has the words that look like it either, and one of them may have been typed.
"""
_LONGEST_UNKNOWN_DRUG = 9
"""An unknown word of at most this many letters may be the name of a drug."""
_GLUED_MARKERS = frozenset("bcdkx") | frozenset(LONGER_NUMERALS)
"""Letters and Roman numerals that name one thing of several.

A learner seldom adds one of these to a word by a slip.
"""


def other_long_affix_typed(typed: str, right: str) -> str:
    """Return the typed word if it is a look-alike of the right word by a long affix.

    The affix was added, removed or replaced, and has two letters or more. Otherwise
    return an empty text.
    """
    if not may_be_look_alike(typed, right):
        return ""
    is_typed = any(
        typed == look_alike.word
        and len(look_alike.affix or look_alike.replaced_affix) > 1
        for look_alike in look_alikes(right)
    )
    return typed if is_typed else ""


def objection_to(typed: str, right: str, cost: float) -> tuple[Objection | None, str]:
    """Return what speaks against taking a typed word for the right word, or None.

    The second value is the other word that was typed or is nearer; it may be empty.
    `cost` is the cost of the slip.
    """
    singulars = _in_singular(with_greek_prefix(typed), right)
    affix_objection, other = _affix_objection(*singulars, cost)
    if affix_objection == "opposite":
        # A word that was made up is not shown: *deincrease* for *decrease*.
        is_real = not is_known(typed) and is_known(other)
        return "opposite", other if is_real else typed
    if not is_known(typed) and (exchanged := exchanged_part(*singulars)):
        is_turned = exchanged == "turned"
        return ("opposite" if is_turned else "misspelt"), typed if is_turned else ""
    if are_spellings_of_one(typed, right):
        is_other_word = typed != right and is_everyday(typed)
        return ("confusable", typed) if is_other_word else (None, "")
    if is_known(typed) and not _is_rare_spelling(typed, right):
        is_doubtful = (
            is_rare(typed)
            or _has_s_by_slip(typed, right)
            or _is_everyday_for_medical(typed, right)
        )
        return ("rare" if is_doubtful else "confusable"), typed
    nearer = _nearer_word(typed, right, cost)
    if nearer is not None:
        is_other_drug = nearer.is_drug and may_be_drug_name(right)
        return ("confusable" if is_other_drug else "nearer"), nearer.word
    return _doubt(typed, right, cost, affix_objection, other)


def _in_singular(typed: str, right: str) -> tuple[str, str]:
    """Return both words without the -s of the plural, if both have it."""
    are_plurals = has_plural_ending(typed) and has_plural_ending(right)
    return (typed[:-1], right[:-1]) if are_plurals else (typed, right)


def _is_rare_spelling(typed: str, right: str) -> bool:
    """Whether a rare word differs from a common one as its misspellings do.

    *Reversable* and *programable* are in large lists. But they mean *reversible* and
    *programmable*.
    """
    if not is_rare(typed) or is_rare(right) or len(typed) < _SHORTEST_RARE_SPELLING:
        return False
    return _plainer(typed) == _plainer(right)


def _plainer(word: str) -> str:
    """Return a word with -able for -ible, and with one consonant for two equal ones."""
    plain = _TWO_CONSONANTS.sub(r"\1", word)
    return f"{plain[:-4]}able" if plain.endswith("ible") else plain


def _has_s_by_slip(typed: str, right: str) -> bool:
    """Whether a typed word may be a misspelling that looks like a plural.

    *Rectos* for *rectus* is one: no list has it, and *rectus* is not a plural.
    """
    return (
        right[-1] == "s"
        and not has_plural_ending(right)
        and is_one_edit(typed, right)
        and not is_listed(typed)
    )


def _is_everyday_for_medical(typed: str, right: str) -> bool:
    """Whether an everyday word sounds as the medical one, or has two letters swapped.

    *Dura matter* and *myocardial infraction* are seldom meant as they are typed.
    """
    if not is_everyday(typed) or is_everyday(right) or not is_medical(right):
        return False
    if typed.endswith(_ENDINGS_OF_VERBS):  # *taping* is not *tapping*
        return False
    is_swapped = sorted(typed) == sorted(right) and is_one_edit(typed, right)
    return is_swapped or sounds_the_same(typed, right)


def _doubt(
    typed: str, right: str, cost: float, affix_objection: Objection | None, other: str
) -> tuple[Objection | None, str]:
    """Return the objection to a text that is not a known word, or None.

    The second value is the look-alike that may have been meant, or an empty text.
    """
    if (
        _has_added_marker(typed, right)
        or _has_other_letters(typed, right, cost)
        or _is_disease_for_sugars(typed, right)
        or _is_nearer_medical_word(typed, right, cost)
    ):
        return "misspelt", ""
    is_doubtful_drug = cost > _LIMIT_OF_DRUG_NAMES and may_be_drug_name(right)
    if is_doubtful_drug and not _is_plainly_meant(typed, right):
        return "misspelt", ""
    return affix_objection, other


def _has_other_letters(typed: str, right: str, cost: float) -> bool:
    """Whether there are too many slips, or a large one in an unknown word."""
    if (
        cost >= LEAST_COST_OF_SEVERAL
        and not sounds_the_same(typed, right)
        and has_too_many_slips(typed, right)
    ):
        return True
    return cost > _LARGEST_SLIP_IN_UNKNOWN and not has_known_stem(right)


def _nearer_word(typed: str, right: str, cost: float) -> NearWord | None:
    """Return the known word that is nearer to the typed word than the right word is.

    The known word is one edit away from the typed word, and the right word is not.
    Returns None if there is no such word. If neither word is medical, the known word
    must be nearer by more than `_MARGIN_OF_GENERAL_WORDS`.
    """
    if is_one_edit(typed, right):
        return None
    forms = inflections(right)
    near_words = known_words_near(typed)
    costs_of_forms = [near.cost for near in near_words if near.word in forms]
    is_general = not is_medical(right) and not may_be_drug_name(right)
    for near in near_words:
        is_medicine = is_medical(near.word) or (near.is_drug and not is_general)
        if near.cost in costs_of_forms and not is_medicine:
            return None  # as near as a form of the right word
        margin = _MARGIN_OF_GENERAL_WORDS if is_general and not is_medicine else 0.0
        if near.cost + margin >= cost:
            continue
        if not is_medicine and near.word[0] != typed[0] == right[0]:
            continue
        may_be_either = is_medicine and is_medical(right)
        if not may_be_either and _only_right_sounds_so(typed, near.word, right):
            continue
        if near.word in forms or are_spellings_of_one(near.word, right):
            return None
        return near
    return None


def _only_right_sounds_so(typed: str, near: str, right: str) -> bool:
    """Whether the typed word sounds the same as the right word, and the other not."""
    return sounds_the_same(typed, right) and not sounds_the_same(typed, near)


def _is_plainly_meant(typed: str, right: str) -> bool:
    """Whether a long right word is the only known word one edit away."""
    if len(right) < _SHORTEST_PLAINLY_MEANT or not is_one_edit(typed, right):
        return False
    return all(near.word == right for near in known_words_near(typed))


def _is_nearer_medical_word(typed: str, right: str, cost: float) -> bool:
    """Whether another word of medicine is nearer: *corticol* for *cortisol*.

    In each of the two words, one letter was replaced.
    """
    if cost <= _LEAST_REPLACEMENT or len(typed) != len(right) or not is_medical(right):
        return False
    forms = inflections(right)
    for near in known_words_near(typed, typed[0]):  # the nearest first
        if near.cost >= cost or near.word in forms:
            return False
        is_like = len(near.word) == len(typed)
        is_form = near.word[:-1] == right[:-1]  # *dysphasic* of *dysphasia*
        if is_like and not is_form and is_medical(near.word):
            return True
    return False


def _is_disease_for_sugars(typed: str, right: str) -> bool:
    """Whether -osis was typed for the plural of a word in -ose: *aldosis*."""
    is_pair = typed.endswith("osis") and right.endswith("oses")
    return is_pair and typed[:-4] == right[:-4]


def _has_added_marker(typed: str, right: str) -> bool:
    """Whether the typed word is the right one with a letter or numeral behind it."""
    meant = american(right)
    return any(
        american(typed.removesuffix(marker)) == meant
        for marker in _GLUED_MARKERS
        if typed.endswith(marker) and marker != right[-1]
    )


def _affix_objection(
    typed: str, right: str, cost: float
) -> tuple[Objection | None, str]:
    """Return *opposite* if another affix was meant, *misspelt* if that is in doubt.

    Otherwise return None. The second value is the look-alike that was meant, or an
    empty text.
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
            if look_alike.is_prefix or _is_suffix_in_doubt(look_alike.affix, right):
                doubtful = word
        elif is_real:
            # Without the long prefix of either word, the learner may have meant both.
            is_between = look_alike.has_long_prefix and is_known(word)
            margin = _NEARLY_AS_NEAR if is_between else 0.0
            look_alike_cost = slip(typed, word, cost + max(margin, _CLEARLY_NEARER))
            is_clearly_nearer = look_alike_cost < cost - _CLEARLY_NEARER
            if is_clearly_nearer and look_alike.has_affix(typed):
                return "opposite", word
            if look_alike_cost <= cost + margin:
                doubtful = word
    return ("misspelt", doubtful) if doubtful else (None, "")


def _is_suffix_in_doubt(suffix: str, right: str) -> bool:
    """Whether an unknown word with another suffix is in doubt: *glutamite*."""
    if suffix in CHEMICAL_SUFFIXES and is_medical(right):
        return True
    return suffix in SUFFIXES_IN_DOUBT


def may_be_drug_name(word: str) -> bool:
    """Whether a word is, or may be, the name of a drug."""
    return is_drug(word) or (
        len(word) <= _LONGEST_UNKNOWN_DRUG and not has_known_stem(american(word))
    )
