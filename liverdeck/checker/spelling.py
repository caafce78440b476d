"""Which spellings are the same word, and how far a misspelling is from a word."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.known_words import (
    NO_PLURAL_AFTER,
    american_spelling,
    has_plural_in_ies,
    irregular_form,
    is_known,
    is_listed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# fmt: off
_AMERICAN_PIECES = {
    "oedem": "edem", "oesoph": "esoph", "oestr": "estr", "foet": "fet",
    "coelia": "celia", "coelo": "celo", "coeliac": "celiac", "rrhoe": "rrhe",
    "pnoe": "pne", "haem": "hem", "aemi": "emi", "aemata": "emata", "paediat": "pediat",
    "paedic": "pedic", "gynaec": "gynec", "caec": "cec", "caesar": "cesar",
    "anaes": "anes", "aesthe": "esthe", "aetiol": "etiol", "leuco": "leuko",
    "leucaem": "leukem", "sulph": "sulf", "faec": "fec", "glycaem": "glycem",
    "naev": "nev", "amoeb": "ameb", "homoeo": "homeo", "manoeuv": "maneuv",
    "manoeuvre": "maneuver", "manoeuvred": "maneuvered", "manoeuvring": "maneuvering",
    "palaeo": "paleo", "chimaer": "chimer", "spirochaet": "spirochet",
    "archaeo": "archeo", "moebius": "mobius", "tumour": "tumor", "colour": "color",
    "behaviour": "behavior", "odour": "odor", "favour": "favor", "labour": "labor",
    "haemato": "hemato", "phaeo": "pheo", "aemic": "emic",
    "ooedem": "oedem", "ooesoph": "oesoph", "ooestr": "oestr",
    "praevia": "previa", "aluminium": "aluminum",
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
"""The American spelling of pieces of British words."""
_SHORTER_PIECES = {
    "dilatation": "dilation",
    "dilatator": "dilator",
    "orientate": "orient",
    "orientating": "orienting",
    "orientates": "orients",
    "orientated": "oriented",
    "preventative": "preventive",
    "interpretative": "interpretive",
    "adaptation": "adaption",
}
"""The shorter one of two forms of a word that mean the same."""
_AMERICAN_WORDS = {"alfa": "alpha"}
"""The American spelling of whole words."""
_PIECES = _AMERICAN_PIECES | _SHORTER_PIECES
_AMERICAN_BEFORE_E = (
    "angi bronch cardi fluor gastr hydr nephr neur pharyng phyt pseud trache xen"
)
"""What is in front of an American *oe*: gastro-esophageal, angio-edema."""
_NO_BRITISH_OE = "".join(f"(?<!{stem})" for stem in _AMERICAN_BEFORE_E.split())
_NOT_BEHIND = {"odour": "i", "oestr": "sh", "foet": "l"}
"""Letters behind which a piece does not count: iodouracil, shoestring, sulfoethyl."""


def _pattern_of(piece: str) -> str:
    """Return what finds a British piece in a word.

    A piece in -re is only at the beginning or the end: raltitrexed has no titre.
    """
    before = f"(?<!{_NOT_BEHIND[piece]})" if piece in _NOT_BEHIND else ""
    if piece.endswith(("bre", "tre")):
        return f"(?<![a-z]){piece}|{piece}(?=[sd]?$)"
    return f"{before}{piece}"


def _any_piece() -> str:
    """Return a pattern for all pieces; longer ones are tried first."""
    longest_first = sorted(_PIECES, key=len, reverse=True)
    with_oe = [piece for piece in longest_first if piece.startswith("oe")]
    others = [piece for piece in longest_first if piece not in with_oe]
    # Together, those with oe look only once at what is in front of them.
    any_with_oe = f"(?=oe){_NO_BRITISH_OE}(?:{'|'.join(map(_pattern_of, with_oe))})"
    return "|".join((any_with_oe, *map(_pattern_of, others)))


LONGEST_RESPELLED = 100
"""A word of more letters is no English word, and is left as it is."""
_PIECE = lazy_pattern(_any_piece())
_PART_OF_PIECE = lazy_pattern("[ao]e|re|ou|lph|leuc|ium|scep|tat")
"""What every piece has in it. Most words have none, and this is quick to see."""
_FIRST_LETTERS = ("aeio", "chknqst", "gj", "fpv")
"""Letters that the American spelling may put in front for each other: *gaol*, *jail*.

It never puts any other letter there.
"""
_BRITISH_S = lazy_pattern(
    r"(?<=[a-z]{3})(?:is|(?<=l)ys)(?=(?:e|ed|es|er|ers|ing|able|ation|ations|ational)$)"
)
"""The *is* of -ise and the *ys* of -lyse, before one of their endings."""

_LATIN_PLURALS = (
    ("us", "i"),
    ("a", "ae"),
    ("sis", "ses"),
    ("xis", "xes"),
    ("ix", "ices"),
    ("ex", "ices"),
    ("itis", "itides"),
    ("ma", "mata"),
    ("nx", "nges"),
    ("ens", "entia"),
    ("osum", "osa"),
)
"""Endings of singular and plural in Latin and Greek words."""
_DOUBTFUL_PLURALS = (("um", "a"), ("on", "a"))
"""Endings that also make different words of one stem, such as silicon and silica.

So they count only if the singular is a known word and the plural is none.
"""
_SIBILANT = lazy_pattern(r"(?:s|x|z|ch|sh)$")
"""The end of a word to which -es is added."""
_SHORTEST_INFLECTED = 4
"""We make a singular or plural only of a word with at least this many letters."""

VOWELS = frozenset("aeiouy")
_CONFUSED_PAIRS = tuple("ck cs sz fv gj kq cq sx xz cx td mn bp vw".split())
"""Pairs of consonants that people confuse."""
_SILENT_STARTS = frozenset(("pn", "ps", "pt", "kn", "gn", "wr", "ho", "mn"))
"""Beginnings of words in which the first letter is silent."""
TOO_FAR = 99.0
"""Stands for any cost above the limit."""
_ROUNDING = 1e-9
"""Sums of costs may differ by less than this, although they should be equal."""

# The costs of edits. Where none of these applies, a letter costs 1.
_VOWEL_FOR_VOWEL = 0.7
_CONFUSED_LETTER = 0.8
LEAST_SLIP = _DOUBLED_LETTER = 0.5  # one of two equal letters is missing or added
SWAPPED_LETTERS = 0.8  # two neighbouring letters are in the wrong order
_SILENT_LETTER = 0.7  # an h is missing or added
_REPLACEMENT_COSTS = dict.fromkeys(
    (vowel + other for vowel in VOWELS for other in VOWELS), _VOWEL_FOR_VOWEL
) | dict.fromkeys(
    (letters for pair in _CONFUSED_PAIRS for letters in (pair, pair[::-1])),
    _CONFUSED_LETTER,
)
"""The cost of replacing the first letter of a pair with the second; otherwise 1."""
_LEAST_COSTS = (
    dict.fromkeys("".join(_CONFUSED_PAIRS), _CONFUSED_LETTER)
    | dict.fromkeys(VOWELS, _VOWEL_FOR_VOWEL)
    | {"h": _SILENT_LETTER}
)
"""The least cost of a letter that only one of two words has; 1 for other letters."""
_FIRST_LETTER_PENALTY = 0.5
"""Added to the cost of an edit of the first letter.

People rarely get the first letter wrong (2.3% of misspellings), and a different first
letter often makes a different word.
"""


def first_letters_of(word: str) -> str:
    """Return the letters that a word may begin with in its British spelling."""
    first = word[:1]
    return next((letters for letters in _FIRST_LETTERS if first in letters), first)


def american(word: str) -> str:
    """Return the American spelling of a lower-case word without accents.

    A word that has none, such as *liver*, comes back unchanged.
    """
    return american_by_rules(american_spelling(word) or word, is_known)


def american_by_rules(word: str, is_known: Callable[[str], bool]) -> str:
    """Return the American spelling of a word, as far as rules give it.

    For example, -ise becomes -ize if `is_known` is true for the word with -ize.
    """
    if len(word) > LONGEST_RESPELLED:
        return word
    with_s = _AMERICAN_WORDS.get(word, word)
    if with_s == word and _PART_OF_PIECE.search(word):
        with_s = _PIECE.sub(lambda match: _PIECES[match[0]], word)
    with_z = _BRITISH_S.sub(lambda match: match[0].replace("s", "z"), with_s)
    return with_z if with_z != with_s and is_known(with_z) else with_s


@lru_cache(maxsize=16384)
def inflections(word: str) -> frozenset[str]:
    """Return a word and what may be its singular or plural.

    Some of these are not real words. A short word comes back alone. A real word that
    only looks like a form of the word, as *pon* of *pons*, is not among them.
    """
    if len(word) < _SHORTEST_INFLECTED or not word.isalpha():
        return frozenset((word, irregular_form(word) or word))
    forms = {word, *_regular_plurals(word), *_regular_singulars(word)}
    for singular, plural in _LATIN_PLURALS:
        if word.endswith(singular):
            forms.add(word[: -len(singular)] + plural)
        if word.endswith(plural):
            forms.add(word[: -len(plural)] + singular)
    if word.endswith("oses") and _is_sugar_alone(word[:-4]):
        forms.discard(f"{word[:-4]}osis")
    for singular, plural in _DOUBTFUL_PLURALS:
        if word.endswith(singular):
            forms |= _if_no_other_word(word, word[: -len(singular)] + plural)
        elif word.endswith(plural):
            forms |= _if_no_other_word(word[: -len(plural)] + singular, word)
    irregular = irregular_form(word)
    if irregular is not None:
        forms |= {irregular, *_regular_plurals(irregular)}
    return frozenset(forms)


def _is_sugar_alone(stem: str) -> bool:
    """Whether a stem makes a word with -ose, and none with -osis: *aldose*."""
    return is_known(f"{stem}ose") and not is_known(f"{stem}osis")


def _regular_plurals(word: str) -> set[str]:
    may_end_in_s_alone = word.endswith(("y", "o", "ch"))
    return {with_final_s(word)} | ({word + "s"} if may_end_in_s_alone else set())


def with_final_s(word: str) -> str:
    """Return the usual plural of a noun, or a verb with the -s of *it carries*."""
    if has_plural_in_ies(word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith("o") or _SIBILANT.search(word) else "s")


def _regular_singulars(word: str) -> set[str]:
    """Return what may be the singular of a word in -s."""
    if not word.endswith("s") or word[-2:-1] in NO_PLURAL_AFTER:
        return set()
    if word.endswith("ies"):
        candidates = {word[:-3] + "y", word[:-1]}
    else:
        candidates = {word[:-1]}
        if word.endswith("es") and (_SIBILANT.search(word[:-2]) or word[-3] == "o"):
            candidates.add(word[:-2])
    # A word that a list has itself, such as pons, is not a plural of an unknown word.
    if is_listed(word):
        return {candidate for candidate in candidates if is_known(candidate)}
    return candidates


def _if_no_other_word(singular: str, plural: str) -> set[str]:
    """Return both forms, and the plural in -s, if they can be forms of one word.

    They can if the singular is a known word and the plural is none. Otherwise the
    result is empty.
    """
    is_pair = is_known(singular) and not is_known(plural)
    return {singular, plural, singular + "s"} if is_pair else set()


def slip(typed: str, meant: str, limit: float) -> float:
    """Return the cost of a slip: how far the typed word is from the meant word.

    `TOO_FAR` if the cost is above the limit. The distance is an optimal string
    alignment: a letter that is missing, added or replaced costs 1. It costs less if
    people often confuse the letters (vowels, c for k), leave one out (a doubled letter,
    a silent h) or swap two neighbours. It costs more at the beginning of the word.
    """
    # Leave out what both words have in common at the beginning and at the end.
    start = 0
    shorter_length = min(len(typed), len(meant))
    while start < shorter_length and typed[start] == meant[start]:
        start += 1
    end_length = 0
    longest_end = shorter_length - start
    while end_length < longest_end and typed[-1 - end_length] == meant[-1 - end_length]:
        end_length += 1
    typed_middle = typed[start : len(typed) - end_length]
    meant_middle = meant[start : len(meant) - end_length]
    before = meant[start - 1] if start else ""

    # Three cases need no alignment. In the first, the lengths differ too much: each
    # missing or added letter costs at least `_DOUBLED_LETTER`.
    if abs(len(typed_middle) - len(meant_middle)) * _DOUBLED_LETTER > limit:
        return TOO_FAR
    if len(typed_middle) == len(meant_middle) == 1 and start:
        return _within(_REPLACEMENT_COSTS.get(typed_middle + meant_middle, 1.0), limit)
    if _least_cost(typed_middle, meant_middle, before) > limit + _ROUNDING:
        return TOO_FAR
    return _alignment_cost(typed_middle, meant_middle, before, limit)


def _least_cost(typed_letters: str, meant_letters: str, before: str) -> float:
    """Return a cost that no alignment can be below.

    If a letter is in one word more often than in the other, it was added, left out or
    replaced. That costs at least what `_LEAST_COSTS` says, or `_DOUBLED_LETTER` if the
    letter may be one of two equal letters. `before` is the letter in front of both
    texts.
    """
    extra_cost = missing_cost = 0.0
    both = f"{typed_letters} {meant_letters}"
    for letter in {*typed_letters, *meant_letters}:
        surplus = typed_letters.count(letter) - meant_letters.count(letter)
        if not surplus:
            continue
        is_doubled = letter == before or letter * 2 in both
        least = _DOUBLED_LETTER if is_doubled else _LEAST_COSTS.get(letter, 1.0)
        if surplus > 0:
            extra_cost += surplus * least
        else:
            missing_cost -= surplus * least
    return max(extra_cost, missing_cost)


def _alignment_cost(
    typed_letters: str, meant_letters: str, before: str, limit: float
) -> float:
    """Return the cost of the cheapest alignment; `TOO_FAR` if it is above the limit.

    `before` is the letter in front of both texts, or empty at the start of the words.
    """
    penalty = 0.0 if before else _FIRST_LETTER_PENALTY
    row_before: list[float] = []
    # row[j] is the cost of aligning the typed letters so far with the first j meant
    # letters.
    row = _first_row(meant_letters, before, penalty)
    for i, typed in enumerate(typed_letters):
        previous_typed = typed_letters[i - 1] if i else before
        extra_cost = letter_cost(previous_typed, typed)
        new_row = [row[0] + extra_cost + (0 if i else penalty)]
        for j, meant in enumerate(meant_letters):
            previous_meant = meant_letters[j - 1] if j else before
            start_penalty = penalty if i == 0 and j == 0 else 0.0
            if typed == meant:
                best = row[j]
            else:
                best = (
                    row[j] + _REPLACEMENT_COSTS.get(typed + meant, 1.0) + start_penalty
                )
                if i and j and typed == previous_meant and previous_typed == meant:
                    best = min(best, row_before[j - 1] + SWAPPED_LETTERS)
            missing_cost = letter_cost(previous_meant, meant)
            new_row.append(
                min(best, row[j + 1] + extra_cost, new_row[j] + missing_cost)
            )
        # A swap goes back two rows. So we stop only if two rows are above the limit.
        if min(new_row) > limit and min(row) > limit:
            return TOO_FAR
        row_before, row = row, new_row
    return _within(row[-1], limit)


def _first_row(meant_letters: str, before: str, penalty: float) -> list[float]:
    """Return the costs if the first 0, 1, 2 ... of the meant letters are missing.

    `penalty` is added if the first one is missing, but not if it is silent.
    """
    row = [0.0]
    for j, letter in enumerate(meant_letters):
        start_penalty = 0 if j or meant_letters[:2] in _SILENT_STARTS else penalty
        previous = meant_letters[j - 1] if j else before
        row.append(row[-1] + letter_cost(previous, letter) + start_penalty)
    return row


def _within(cost: float, limit: float) -> float:
    return cost if cost <= limit else TOO_FAR


def replacement_cost(typed: str, meant: str) -> float:
    """Return the cost of typing one letter for another."""
    return _REPLACEMENT_COSTS.get(typed + meant, 1.0)


def letter_cost(previous: str, letter: str) -> float:
    """Return the cost of a missing or added letter that comes after `previous`."""
    if letter == previous:
        return _DOUBLED_LETTER
    return _SILENT_LETTER if letter == "h" else 1.0
