"""Which spellings are the same word, and how far a misspelling is from it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.checker.known_words import american_spellings, is_known

if TYPE_CHECKING:
    from collections.abc import Callable

# fmt: off
_STEMS = {
    "oedem": "edem", "oesoph": "esoph", "oestr": "estr", "foet": "fet",
    "coelia": "celia", "coelo": "celo", "coeliac": "celiac", "rrhoe": "rrhe",
    "pnoe": "pne", "haem": "hem", "aemi": "emi", "aemata": "emata", "paediat": "pediat",
    "paedic": "pedic", "gynaec": "gynec", "caec": "cec", "caesar": "cesar",
    "anaes": "anes", "aesthe": "esthe", "aetiol": "etiol", "leuco": "leuko",
    "leucaem": "leukem", "sulph": "sulf", "faec": "fec", "glycaem": "glycem",
    "naev": "nev", "amoeb": "ameb", "homoeo": "homeo", "manoeuv": "maneuv",
    "palaeo": "paleo", "chimaer": "chimer", "spirochaet": "spirochet",
    "archaeo": "archeo", "moebius": "mobius", "tumour": "tumor", "colour": "color",
    "behaviour": "behavior", "odour": "odor", "favour": "favor", "labour": "labor",
    "haemato": "hemato", "phaeo": "pheo", "aemic": "emic", "ooedem": "oedem",
    "trachoma": "trachoma", "praevia": "previa", "aluminium": "aluminum",
    "oestrus": "estrus", "oenolog": "enolog", "dysaesth": "dysesth", "mould": "mold",
    "grey": "gray", "plough": "plow", "fibre": "fiber", "centre": "center",
    "litre": "liter", "goitre": "goiter", "calibre": "caliber", "theatre": "theater",
    "millimetre": "millimeter", "centimetre": "centimeter", "titre": "titer",
    "vapour": "vapor", "humour": "humor", "orthopaed": "orthoped", "kaliaem": "kaliem",
    "natraem": "natrem", "synaesth": "synesth", "chylaem": "chylem",
    "oesophag": "esophag", "ischaem": "ischem", "uraem": "urem", "lipaem": "lipem",
    "sceptic": "skeptic", "gonorrhoe": "gonorrhe",
}
# fmt: on
_WORDS = {"alfa": "alpha"}
_STEM = re.compile("|".join(sorted(_STEMS, key=len, reverse=True)))
_BRITISH_S = re.compile(
    r"(?<=[a-z]{3})(?:is|(?<=l)ys)(?=(?:e|ed|es|er|ers|ing|able|ation|ations|ational)$)"
)

_LATIN_PLURALS = (
    ("us", "i"),
    ("um", "a"),
    ("on", "a"),
    ("a", "ae"),
    ("is", "es"),
    ("ix", "ices"),
    ("ex", "ices"),
    ("x", "ces"),
    ("ma", "mata"),
    ("f", "ves"),
    ("fe", "ves"),
    ("itis", "itides"),
    ("is", "ides"),
    ("nx", "nges"),
)
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_SHORTEST_INFLECTED = 4

VOWELS = frozenset("aeiouy")
_SOUND_ALIKE = tuple("ck cs sz fv gj kq cq sx xz cx td mn bp vw".split())
_SILENT_STARTS = frozenset(("pn", "ps", "pt", "kn", "gn", "wr", "ho", "mn"))
"""Beginnings of words in which the first letter is silent."""
FAR = 99.0
"""The cost of a word that is too far off to be a slip."""
_ROUNDING = 1e-9

_VOWEL_FOR_VOWEL = 0.7
_SOUND = 0.8
_DOUBLED = 0.5
_SWAPPED = 0.8
_SILENT = 0.7
_REPLACED = dict.fromkeys(
    (vowel + other for vowel in VOWELS for other in VOWELS), _VOWEL_FOR_VOWEL
)
"""What it costs to replace the first letter of a key with the second; else 1."""
_REPLACED |= dict.fromkeys(
    (letters for pair in _SOUND_ALIKE for letters in (pair, pair[::-1])), _SOUND
)
_LEAST = (
    dict.fromkeys("".join(_SOUND_ALIKE), _SOUND)
    | dict.fromkeys(VOWELS, _VOWEL_FOR_VOWEL)
    | {"h": _SILENT}
)
"""The least that a letter costs if the other word does not have it; else 1."""
_AT_THE_START = 0.5
"""Added for the first letter.

People rarely mistake it (2.3% of misspellings), and another first letter often makes
another word.
"""


def american(word: str) -> str:
    """Return the American spelling of a lower-case word without accents.

    A word that has no British spelling comes back as it is.
    """
    return by_rules(american_spellings().get(word, word), is_known)


def by_rules(word: str, is_known: Callable[[str], bool]) -> str:
    """Return the American spelling as far as rules give it.

    For example, -ise becomes -ize if that makes a known word.
    """
    word = _WORDS.get(word) or _STEM.sub(lambda match: _STEMS[match[0]], word)
    with_z = _BRITISH_S.sub(lambda match: match[0].replace("s", "z"), word)
    return with_z if with_z != word and is_known(with_z) else word


@lru_cache(maxsize=16384)
def inflections(word: str) -> frozenset[str]:
    """Return a word and what may be its singular or plural.

    Some of these forms are not real words.
    """
    if len(word) < _SHORTEST_INFLECTED or not word.isalpha():
        return frozenset((word,))
    forms = {word, word + "s"}
    if _SIBILANT.search(word) or word.endswith("o"):
        forms.add(word + "es")
    if word.endswith("y"):
        forms.add(word[:-1] + "ies")
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        forms.add(word[:-1])
        if word.endswith("es") and (_SIBILANT.search(word[:-2]) or word[-3] == "o"):
            forms.add(word[:-2])
    for singular, plural in _LATIN_PLURALS:
        if word.endswith(singular):
            forms.add(word[: -len(singular)] + plural)
        if word.endswith(plural):
            forms.add(word[: -len(plural)] + singular)
    return frozenset(forms)


def slip(typed: str, meant: str, limit: float) -> float:
    """Return how far a misspelling is from the word that was meant.

    `FAR` if that is more than the limit. It is an optimal string alignment: a letter
    that is lost, added or replaced costs 1. It costs less if people confuse the letters
    by ear (vowels, doubled letters, c for k, a silent h) or swap neighbours, and more
    at the beginning of the word.
    """
    # What is equal at both ends costs nothing.
    start = 0
    shortest = min(len(typed), len(meant))
    while start < shortest and typed[start] == meant[start]:
        start += 1
    end = 0
    while end < shortest - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    left = typed[start : len(typed) - end]
    right = meant[start : len(meant) - end]
    before = meant[start - 1] if start else ""

    # These three cases need no alignment.
    if abs(len(left) - len(right)) * _DOUBLED > limit:
        return FAR
    if len(left) == len(right) == 1 and start:
        return _within(_REPLACED.get(left + right, 1.0), limit)
    if _least_cost(left, right, before) > limit + _ROUNDING:
        return FAR
    return _aligned(left, right, before, limit)


def _least_cost(left: str, right: str, before: str) -> float:
    """Return a cost that no alignment can be below.

    Each letter that one side has more often must be lost, added or replaced. That costs
    its least cost, unless it is next to its double, which is cheaper.
    """
    lost = added = 0.0
    for letter in {*left, *right}:
        surplus = left.count(letter) - right.count(letter)
        if not surplus:
            continue
        is_doubled = letter == before or letter * 2 in left + " " + right
        least = _DOUBLED if is_doubled else _LEAST.get(letter, 1.0)
        if surplus > 0:
            lost += surplus * least
        else:
            added -= surplus * least
    return max(lost, added)


def _aligned(left: str, right: str, before: str, limit: float) -> float:
    """Return the cost of the cheapest alignment; `FAR` if it is above the limit.

    `before` is the letter in front of both, or "" at the start of the word.
    """
    penalty = 0.0 if before else _AT_THE_START
    above: list[float] = []
    row = _first_row(right, before, penalty)
    for i, typed in enumerate(left):
        previous_typed = left[i - 1] if i else before
        lost = _letter_cost(previous_typed, typed)
        new_row = [row[0] + lost + (0 if i else penalty)]
        for j, meant in enumerate(right):
            previous_meant = right[j - 1] if j else before
            at_start = penalty if i == 0 and j == 0 else 0.0
            if typed == meant:
                best = row[j]
            else:
                best = row[j] + _REPLACED.get(typed + meant, 1.0) + at_start
                if i and j and typed == previous_meant and previous_typed == meant:
                    best = min(best, above[j - 1] + _SWAPPED)
            added = _letter_cost(previous_meant, meant)
            new_row.append(min(best, row[j + 1] + lost, new_row[j] + added))
        # A swap can reach back over one row, but not over two.
        if min(new_row) > limit and (not i or min(row) > limit):
            return FAR
        above, row = row, new_row
    return _within(row[-1], limit)


def _first_row(right: str, before: str, penalty: float) -> list[float]:
    """Return the costs of adding the letters of `right` one after the other."""
    row = [0.0]
    for j, letter in enumerate(right):
        at_start = 0 if j or right[:2] in _SILENT_STARTS else penalty
        previous = right[j - 1] if j else before
        row.append(row[-1] + _letter_cost(previous, letter) + at_start)
    return row


def _within(cost: float, limit: float) -> float:
    return cost if cost <= limit else FAR


def _letter_cost(previous: str, letter: str) -> float:
    """Return the cost of one letter too many or too few."""
    if letter == previous:
        return _DOUBLED
    return _SILENT if letter == "h" else 1.0
