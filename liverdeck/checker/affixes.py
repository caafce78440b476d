"""Words that differ by a prefix or a suffix alone and mean something else.

Examples are hypo- and hyper-, or -itis and -osis. We replace the affix of the right
word with each other affix of its group. The typed word is compared with the results,
which we call look-alikes. Most look-alikes need not be known words. So rare words and
misspelled ones are found too.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import NamedTuple


def _groups(*groups: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split()) for group in groups)


_PREFIXES = _groups(
    "hypo hyper normo eu",
    "hipo hiper normo",  # Spanish
    "ipo iper normo",  # Italian
    "гипо гипер нормо",  # Russian
    "υπο υπερ",  # Greek
    "inter intra extra infra supra endo intro trans sub",
    "ante anti post pre pro",
    "micro macro mega megalo normo",
    "mono poly oligo bi uni multi di tri tetra quadri penta hexa hepta octa nona deca "
    "hemi pan",
    "endo exo ecto meso ento",
    "brachy tachy brady dolicho",
    "eu dys",
    "homo hetero auto allo xeno",
    "iso aniso",
    "over under",
    "dextro levo",
    "cis trans",
    "antero postero latero medio",
    "proximo disto",
    "up down",
)
"""Groups of prefixes. A long prefix may be misspelled in the typed word."""
_EXACT_PREFIXES = _groups(
    "peri para",
    "pre peri post intra",
    "re de",
    "super sub supra infra",
    "ileo ilio",
    "ile ili",
    "arter arthr",
    "ureter urethr",
    "laryng pharyng",
    "leuko erythro thrombo lympho melano",
    "hepato nephro gastro entero neuro cardio pneumo cysto cholecysto carcino cranio "
    "spleno broncho dermato hystero lipo adeno thoraco tracheo rhino procto pyelo "
    "spondylo fibro phlebo ventriculo",
    "osteo chondro myo myelo arthro",
    "arterio athero",
    "ortho para meta",
    "photo phono",
    "ana kata cata meta",
    "electro echo",
    "deoxy dioxy",
)
"""Groups of prefixes that count only if they are typed without a slip."""
_SHORT_PREFIXES = _groups("ab ad", "af ef", "in ex")
"""Short prefixes that a slip can turn into each other.

So the look-alike counts only if it is a known word.
"""
ALL_PREFIXES = frozenset(chain.from_iterable(_PREFIXES + _EXACT_PREFIXES))
_LIKE_SLIPS = (("pre", "pro"), ("pro", "pre"), ("ante", "anti"))
"""Pairs of prefixes that a slip can exchange, the typed one first.

*Pregression* is a slip of *progression*, so the look-alike counts only if it is a known
word.
"""
_NEGATING_PREFIXES = tuple("un in im ir il non a an dis anti pseudo dys mal de".split())
"""Prefixes that are added or removed to make a look-alike, as in unresectable."""

_SUFFIXES = _groups(
    "itis osis oma opathy algia odynia",
    "ectomy ostomy otomy oscopy oplasty opexy ography ogram ograph ometry orrhaphy "
    "orrhagia orrhea ocentesis",
    "ectomy stomy tomy scopy plasty pexy graphy gram graph metry rrhaphy",
    "emia uria",
    "emic uric",
    "cyte blast cytosis penia philia cytoma blastoma",
    "genesis lysis",
    "genic lytic",
    "phasia phagia plasia pnea phonia pepsia phoria",
    "algia plegia paresis esthesia",
    "philia phobia phile phobe",
    "tropia phoria",
    "genesis genolysis",
    "blast clast cyte",
    "philic phobic",
    "ology opathy",
    "cidal static",
    "globulin globin",
    "sone solone",
    "trophic tropic",
    "trophy plasia",
    "ectasis stasis",
    "stenosis sclerosis",
    "megaly malacia",
    "mab nib",
    "less ful",
)
"""Groups of suffixes. A long suffix may be misspelled in the typed word."""
_GROUPS_IN_DOUBT = _groups("ase ose", "ent ence", "ant ance")
SUFFIXES_IN_DOUBT = frozenset(chain.from_iterable(_GROUPS_IN_DOUBT))
"""With these suffixes, a look-alike that no list has is in doubt: *chitinose*."""
_GROUPS_OF_CHEMISTRY = _groups("ate ite ide", "ine ane ene yne", "in ane ene one ol")
CHEMICAL_SUFFIXES = frozenset(chain.from_iterable(_GROUPS_OF_CHEMISTRY))
"""With these suffixes, it is in doubt if the right word is one of medicine."""
_SUFFIXES_LIKE_SLIPS = _GROUPS_OF_CHEMISTRY + _GROUPS_IN_DOUBT
"""Groups of suffixes in chemistry, and of adjectives with their nouns.

In any other word, a slip can exchange them, as in *definate*. So the look-alike counts
only if it is a known word.
"""
_SHORTEST_REMAINDER = 3
"""An affix is replaced only if at least this many letters remain without it.

A negating prefix is removed only if at least one letter more remains.
"""
_LONGEST_MADE_BY_SLIP = 3
"""A slip can turn an affix of at most this many letters into another affix.

So only a longer affix counts if it is misspelled.
"""


class LookAlike(NamedTuple):
    """The right word with another affix. It need not be a real word."""

    word: str
    affix: str
    """The prefix or suffix of the look-alike; empty if a prefix was removed."""
    replaced_affix: str
    """The prefix or suffix of the right word; empty if a prefix was added."""
    is_prefix: bool
    must_be_known: bool = False
    """True if the look-alike counts only when it is a known word."""
    may_be_misspelled: bool = False
    """True if a long affix counts even if it is misspelled in the typed word."""

    @property
    def has_long_prefix(self) -> bool:
        """Whether a long prefix was replaced, which may be misspelled."""
        shorter = min(len(self.affix), len(self.replaced_affix))
        is_long = shorter > _LONGEST_MADE_BY_SLIP
        return self.is_prefix and self.may_be_misspelled and is_long

    def has_affix(self, typed: str) -> bool:
        """Whether the typed word has the affix; False if the affix is empty."""
        return bool(self.affix) and self._is_affix_of(self.affix, typed)

    def may_be_meant_by(self, typed: str) -> bool:
        """Whether the typed word could be a misspelling of the look-alike."""
        if self.has_affix(typed):
            return True
        if self._is_affix_of(self.replaced_affix, typed):
            return False
        is_long = len(self.affix) > _LONGEST_MADE_BY_SLIP
        return not self.affix or (self.may_be_misspelled and is_long)

    def _is_affix_of(self, affix: str, typed: str) -> bool:
        return typed.startswith(affix) if self.is_prefix else typed.endswith(affix)


def may_be_look_alike(typed: str, word: str) -> bool:
    """Whether a typed word can be a look-alike of a word at all.

    A look-alike has all but one affix of the word, so it begins or ends as the word
    does. This is a quick test before `look_alikes`.
    """
    count = min(_SHORTEST_REMAINDER, len(typed), len(word))
    return typed[:count] == word[:count] or typed[-count:] == word[-count:]


@lru_cache(maxsize=16384)
def look_alikes(word: str) -> tuple[LookAlike, ...]:
    """Return the look-alikes of a lower-case word."""
    candidates = (
        *_with_other_prefix(word, _PREFIXES, may_be_misspelled=True),
        *_with_other_prefix(word, _EXACT_PREFIXES),
        *_with_other_prefix(word, _SHORT_PREFIXES, must_be_known=True),
        *_with_or_without_negation(word),
        *_with_other_suffix(word, _SUFFIXES),
        *_with_other_suffix(word, _SUFFIXES_LIKE_SLIPS, must_be_known=True),
    )
    # Several groups may make the same word. The first of these look-alikes is used.
    by_word = {candidate.word: candidate for candidate in reversed(candidates)}
    return tuple(by_word.values())


def _with_other_prefix(
    word: str,
    groups: tuple[tuple[str, ...], ...],
    *,
    must_be_known: bool = False,
    may_be_misspelled: bool = False,
) -> list[LookAlike]:
    candidates = []
    for group in groups:
        found = [prefix for prefix in group if word.startswith(prefix)]
        longest = max(found, key=len, default="")
        remainder = word[len(longest) :]
        if not longest or len(remainder) < _SHORTEST_REMAINDER:
            continue
        candidates += [
            LookAlike(
                prefix + remainder,
                prefix,
                longest,
                is_prefix=True,
                must_be_known=must_be_known or (prefix, longest) in _LIKE_SLIPS,
                may_be_misspelled=may_be_misspelled,
            )
            for prefix in group
            if prefix != longest
        ]
    return candidates


def _with_or_without_negation(word: str) -> list[LookAlike]:
    candidates = []
    for prefix in _NEGATING_PREFIXES:
        remainder = word.removeprefix(prefix)
        if remainder != word and len(remainder) > _SHORTEST_REMAINDER:
            candidates.append(
                LookAlike(remainder, "", prefix, is_prefix=True, must_be_known=True)
            )
        candidates.append(
            LookAlike(
                prefix + word,
                prefix,
                "",
                is_prefix=True,
                # An *un-* in front of *union* is more likely a syllable typed twice.
                must_be_known=len(prefix) == 1 or word.startswith(prefix),
            )
        )
    return candidates


def _with_other_suffix(
    word: str, groups: tuple[tuple[str, ...], ...], *, must_be_known: bool = False
) -> list[LookAlike]:
    candidates = []
    for group in groups:
        found = [suffix for suffix in group if word.endswith(suffix)]
        longest = max(found, key=len, default="")
        remainder = word.removesuffix(longest) if longest else ""
        if len(remainder) < _SHORTEST_REMAINDER:
            continue
        candidates += [
            LookAlike(
                remainder + suffix,
                suffix,
                longest,
                is_prefix=False,
                must_be_known=must_be_known,
                may_be_misspelled=True,
            )
            for suffix in group
            if suffix != longest
        ]
    return candidates


def with_greek_prefix(word: str) -> str:
    """Return *hypotension* for *hipotension*, as English spells the prefix."""
    return f"hy{word[2:]}" if word.startswith(("hipo", "hiper")) else word


_ADJECTIVES = {
    "": "al ic ial ar ary eal",
    "a": "ic al ar ary atic",
    "as": "atic",
    "ax": "acic",
    "e": "ar al ic ian",
    "ex": "ical",
    "is": "ic al ar eal",
    "ix": "ical icular iceal",
    "le": "ular",
    "um": "al ic eal",
    "ur": "oral",
    "us": "al ic eal ar",
    "x": "geal",
    "y": "ic ial eal al",
}
"""Ends of adjectives, by the end of the noun that they are made from: *aortic*."""
_SHORTEST_STEM_OF_ADJECTIVE = 3
_OTHER_ADJECTIVES = {
    "kidney": "renal",
    "liver": "hepatic",
    "heart": "cardiac",
    "lung": "pulmonary",
    "stomach": "gastric",
    "bladder": "vesical",
    "tongue": "lingual",
    "eye": "ocular",
    "nose": "nasal",
    "ovary": "ovarian",
    "spleen": "splenic",
}
"""Adjectives made from the Greek or Latin noun, by the English noun."""


def is_adjective_of(adjective: str, noun: str) -> bool:
    """Whether a word is the adjective of a noun: *femoral*, *aortic*, *renal*."""
    if adjective in (_OTHER_ADJECTIVES.get(noun), _OTHER_ADJECTIVES.get(noun[:-1])):
        return True
    return any(
        noun.endswith(end)
        and len(stem := noun.removesuffix(end)) >= _SHORTEST_STEM_OF_ADJECTIVE
        and adjective.startswith(stem)
        and adjective[len(stem) :] in ends.split()
        for end, ends in _ADJECTIVES.items()
    )
