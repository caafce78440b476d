"""Words that differ by a prefix or a suffix alone and mean something else.

Examples are hypo- and hyper-, or -itis and -osis. The rule needs no dictionary, so it
also works for rare words and for misspelled ones: the typed word is compared with each
word that another affix of the same group makes of the right word.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


def _groups(*groups: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split()) for group in groups)


_OPPOSITES = _groups(
    "hypo hyper normo",
    "inter intra extra infra supra endo intro trans sub",
    "ante anti post pre pro",
    "micro macro mega megalo normo",
    "mono poly oligo bi uni multi di tri tetra quadri hemi pan",
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
"""Groups of prefixes. A misspelled prefix may count too, if it is long."""
_OTHER_PREFIXES = _groups(
    "peri para",
    "pre peri post intra",
    "ileo ilio",
    "ile ili",
    "arter arthr",
    "ureter urethr",
    "laryng pharyng",
    "leuko erythro thrombo lympho melano",
    "hepato nephro gastro entero neuro cardio pneumo cysto cholecysto",
    "osteo chondro myo myelo arthro",
    "arterio athero",
    "ortho para meta",
    "photo phono",
    "ana kata cata meta",
    "electro echo",
)
"""Groups of prefixes that count only if they are spelled correctly."""
_DIRECTIONS = _groups("ab ad", "af ef", "in ex")
"""Short prefixes that a slip can turn into each other.

The rule applies only if the other word is known too.
"""
_NEGATING = tuple("un in im ir il non a an dis anti pseudo dys mal de".split())
"""Prefixes of words whose look-alike has no prefix: unresectable, resectable."""

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
_CHEMICAL_SUFFIXES = _groups("ate ite ide", "ase ose", "ine ane ene yne")
"""Suffixes of chemistry. In other words a slip can exchange them, as in *definate*.

The rule applies only if the other word is known too.
"""
_SHORTEST_WITHOUT_AFFIX = 3
"""An affix does not count if fewer letters are left without it.

Without a negating prefix, one letter more must be left.
"""
_LONGEST_BY_SLIP = 3
"""A slip can turn an affix of at most this many letters into another one.

So a misspelled affix counts only if it is longer.
"""


class LookAlike(NamedTuple):
    """A word with another affix; it may not be a real word."""

    word: str
    affix: str
    """How the look-alike begins or ends."""
    replaced: str
    """What the original word has in the position of `affix`."""
    is_prefix: bool
    must_be_known: bool = False
    """True if the look-alike counts only when it is a known word."""
    may_be_misspelled: bool = False
    """True if a long affix counts even if it is misspelled."""

    def has_affix(self, typed: str) -> bool:
        """Whether the typed word has the affix of the look-alike."""
        return bool(self.affix) and self._is_affix_of(self.affix, typed)

    def may_be_meant_by(self, typed: str) -> bool:
        """Whether the typed word could be a misspelling of the look-alike."""
        if self.has_affix(typed):
            return True
        if self._is_affix_of(self.replaced, typed):
            return False
        is_long = len(self.affix) > _LONGEST_BY_SLIP
        return not self.affix or (self.may_be_misspelled and is_long)

    def _is_affix_of(self, affix: str, typed: str) -> bool:
        return typed.startswith(affix) if self.is_prefix else typed.endswith(affix)


@lru_cache(maxsize=16384)
def look_alikes(word: str) -> tuple[LookAlike, ...]:
    """Return the words that differ from a lower-case word by one affix of its group."""
    candidates = (
        *_by_prefix(word, _OPPOSITES, may_be_misspelled=True),
        *_by_prefix(word, _OTHER_PREFIXES),
        *_by_prefix(word, _DIRECTIONS, must_be_known=True),
        *_by_negation(word),
        *_by_suffix(word, _SUFFIXES),
        *_by_suffix(word, _CHEMICAL_SUFFIXES, must_be_known=True),
    )
    # Of two candidates with the same word, the earlier one is used.
    by_word = {candidate.word: candidate for candidate in reversed(candidates)}
    return tuple(by_word.values())


def _by_prefix(
    word: str,
    groups: tuple[tuple[str, ...], ...],
    *,
    must_be_known: bool = False,
    may_be_misspelled: bool = False,
) -> list[LookAlike]:
    candidates = []
    for group in groups:
        prefixes = [prefix for prefix in group if word.startswith(prefix)]
        longest = max(prefixes, key=len, default="")
        remainder = word[len(longest) :]
        if not longest or len(remainder) < _SHORTEST_WITHOUT_AFFIX:
            continue
        candidates += [
            LookAlike(
                other + remainder,
                other,
                longest,
                is_prefix=True,
                must_be_known=must_be_known,
                may_be_misspelled=may_be_misspelled,
            )
            for other in group
            if other != longest
        ]
    return candidates


def _by_negation(word: str) -> list[LookAlike]:
    candidates = []
    for prefix in _NEGATING:
        remainder = word.removeprefix(prefix)
        if remainder != word and len(remainder) > _SHORTEST_WITHOUT_AFFIX:
            candidates.append(
                LookAlike(remainder, "", prefix, is_prefix=True, must_be_known=True)
            )
        candidates.append(
            LookAlike(
                prefix + word,
                prefix,
                "",
                is_prefix=True,
                must_be_known=len(prefix) == 1,
            )
        )
    return candidates


def _by_suffix(
    word: str, groups: tuple[tuple[str, ...], ...], *, must_be_known: bool = False
) -> list[LookAlike]:
    candidates = []
    for group in groups:
        suffixes = [suffix for suffix in group if word.endswith(suffix)]
        longest = max(suffixes, key=len, default="")
        remainder = word.removesuffix(longest) if longest else ""
        if len(remainder) < _SHORTEST_WITHOUT_AFFIX:
            continue
        candidates += [
            LookAlike(
                remainder + other,
                other,
                longest,
                is_prefix=False,
                must_be_known=must_be_known,
                may_be_misspelled=True,
            )
            for other in group
            if other != longest
        ]
    return candidates
