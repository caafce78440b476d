"""Which spellings are one word, and how far a misspelling is from it."""

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
_SOUND_ALIKE = (
    "ck",
    "cs",
    "sz",
    "fv",
    "gj",
    "kq",
    "cq",
    "sx",
    "xz",
    "cx",
    "td",
    "mn",
    "bp",
    "vw",
)
_SILENT_STARTS = frozenset(("pn", "ps", "pt", "kn", "gn", "wr", "ho", "mn"))
FAR = 99.0
_ROUNDING = 1e-9

_VOWEL_FOR_VOWEL = 0.7
_SOUND = 0.8
_DOUBLED = 0.5
_SWAPPED = 0.8
_SILENT = 0.7
_REPLACED = dict.fromkeys(
    (one + other for one in VOWELS for other in VOWELS), _VOWEL_FOR_VOWEL
)
_REPLACED |= dict.fromkeys(
    (way for pair in _SOUND_ALIKE for way in (pair, pair[::-1])), _SOUND
)
_LEAST = (
    dict.fromkeys("".join(_SOUND_ALIKE), _SOUND)
    | dict.fromkeys(VOWELS, _VOWEL_FOR_VOWEL)
    | {"h": _SILENT}
)
"""The least that a letter costs which the other word does not have."""
_AT_THE_START = 0.5
"""Added: people rarely mistake the first letter (2.3% of misspellings), and another one is often another word."""


def american(word: str) -> str:
    """Return the American spelling of one lower-case word without accents; another word comes back as it is."""
    return by_rules(american_spellings().get(word, word), is_known)


def by_rules(word: str, is_known: Callable[[str], bool]) -> str:
    """Return the American spelling as far as rules tell it: -ise becomes -ize where that is a real word."""
    word = _WORDS.get(word) or _STEM.sub(lambda match: _STEMS[match[0]], word)
    with_z = _BRITISH_S.sub(lambda match: match[0].replace("s", "z"), word)
    return with_z if with_z != word and is_known(with_z) else word


@lru_cache(maxsize=16384)
def inflections(word: str) -> frozenset[str]:
    """Return the word and what may be its singular or plural, among them forms that nobody uses."""
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
    """Return how far a misspelling is from the word that was meant, or `FAR` beyond the limit.

    It is an optimal string alignment whose steps cost what they mean: 1 for a letter lost, added or replaced, less
    where people go wrong by ear (vowels, doubled letters, c for k, a silent h) or by swapping neighbours, more at the
    beginning of the word.
    """
    start = 0
    shortest = min(len(typed), len(meant))
    while start < shortest and typed[start] == meant[start]:
        start += 1
    end = 0
    while end < shortest - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    left = typed[start : len(typed) - end]
    right = meant[start : len(meant) - end]
    if abs(len(left) - len(right)) * _DOUBLED > limit:
        return FAR
    if len(left) == len(right) == 1 and start:
        return _within(_REPLACED.get(left + right, 1.0), limit)
    before = meant[start - 1] if start else ""
    if _of_foreign_letters(left, right, before) > limit + _ROUNDING:
        return FAR
    return _aligned(left, right, before, limit)


def _of_foreign_letters(left: str, right: str, before: str) -> float:
    # No alignment is cheaper: each letter that one side has more of is lost, added or replaced, and costs its least;
    # only one that stands doubled can be had for less.
    lost = added = 0.0
    for letter in {*left, *right}:
        surplus = left.count(letter) - right.count(letter)
        if surplus:
            least = (
                _DOUBLED
                if letter == before or letter * 2 in left + " " + right
                else _LEAST.get(letter, 1.0)
            )
            if surplus > 0:
                lost += surplus * least
            else:
                added -= surplus * least
    return max(lost, added)


def _aligned(left: str, right: str, before: str, limit: float) -> float:
    penalty = 0.0 if before else _AT_THE_START
    above: list[float] = []
    row = [0.0]
    for place, letter in enumerate(right):
        at_start = 0 if place or right[:2] in _SILENT_STARTS else penalty
        row.append(
            row[-1]
            + _of_one_letter(right[place - 1] if place else before, letter)
            + at_start
        )
    for i, typed in enumerate(left):
        previous_typed = left[i - 1] if i else before
        lost = _of_one_letter(previous_typed, typed)
        new = [row[0] + lost + (0 if i else penalty)]
        for j, meant in enumerate(right):
            previous_meant = right[j - 1] if j else before
            at_start = penalty if i == 0 and j == 0 else 0.0
            if typed == meant:
                best = row[j]
            else:
                best = row[j] + _REPLACED.get(typed + meant, 1.0) + at_start
                if i and j and typed == previous_meant and left[i - 1] == meant:
                    best = min(best, above[j - 1] + _SWAPPED)
            best = min(
                best, row[j + 1] + lost, new[j] + _of_one_letter(previous_meant, meant)
            )
            new.append(best)
        if min(new) > limit and (not i or min(row) > limit):
            return FAR
        above, row = row, new
    return _within(row[-1], limit)


def _within(cost: float, limit: float) -> float:
    return cost if cost <= limit else FAR


def _of_one_letter(previous: str, letter: str) -> float:
    if letter == previous:
        return _DOUBLED
    return _SILENT if letter == "h" else 1.0
