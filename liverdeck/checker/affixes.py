"""Words that differ by a prefix or a suffix alone and mean something else: hypo- and hyper-, -itis and -osis.

The rule needs no dictionary, so it also holds for rare words, and for misspelt ones: what was typed is compared with
the word that was meant under every other affix of its group.
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
"""Prefixes under which a misspelt word is compared too."""
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
"""Prefixes that must stand there as they are to be meant."""
_DIRECTIONS = _groups("ab ad", "af ef", "in ex")
"""So short that a slip makes one of the other: the rule holds only between two known words."""
_NEGATING = (
    "un",
    "in",
    "im",
    "ir",
    "il",
    "non",
    "a",
    "an",
    "dis",
    "anti",
    "pseudo",
    "dys",
    "mal",
    "de",
)
"""Prefixes that may also be missing: resectable and unresectable."""

_SUFFIXES = _groups(
    "itis osis oma opathy algia odynia",
    "ectomy ostomy otomy oscopy oplasty opexy ography ogram ograph ometry orrhaphy orrhagia orrhea ocentesis",
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
"""Outside chemistry a slip makes one of the other (definate): the rule holds only where both words are known."""
_SHORTEST_REST = 3
_LONGEST_SLIPPERY = 3
"""Letters of a prefix that a slip of the finger makes of another."""


class LookAlike(NamedTuple):
    """Another word that the affix rule derives; it need not exist."""

    word: str
    affix: str
    """What it begins or ends with instead."""
    replaced: str
    """What the original begins or ends with there."""
    is_prefix: bool
    must_be_known: bool = False
    is_opposite: bool = False

    def has_affix(self, typed: str) -> bool:
        """Whether the typed word bears the sibling's affix."""
        bears = typed.startswith if self.is_prefix else typed.endswith
        return bool(self.affix) and bears(self.affix)

    def may_be_meant_by(self, typed: str) -> bool:
        """Whether the typed word could be a misspelling of the sibling."""
        bears = typed.startswith if self.is_prefix else typed.endswith
        if self.has_affix(typed):
            return True
        return not bears(self.replaced) and (
            not self.affix or (self.is_opposite and len(self.affix) > _LONGEST_SLIPPERY)
        )


@lru_cache(maxsize=16384)
def look_alikes(word: str) -> tuple[LookAlike, ...]:
    """Return the words that differ from a lower-case word by an affix of the same group."""
    found = (
        *_by_prefix(word, _OPPOSITES, is_opposite=True),
        *_by_prefix(word, _OTHER_PREFIXES),
        *_by_prefix(word, _DIRECTIONS, must_be_known=True),
        *_by_negation(word),
        *_by_suffix(word, _SUFFIXES),
        *_by_suffix(word, _CHEMICAL_SUFFIXES, must_be_known=True),
    )
    return tuple({sibling.word: sibling for sibling in reversed(found)}.values())


def _by_prefix(
    word: str,
    groups: tuple[tuple[str, ...], ...],
    *,
    must_be_known: bool = False,
    is_opposite: bool = False,
) -> list[LookAlike]:
    found = []
    for group in groups:
        own = max(
            (prefix for prefix in group if word.startswith(prefix)), key=len, default=""
        )
        rest = word[len(own) :]
        if own and len(rest) >= _SHORTEST_REST:
            others = (other for other in group if other != own)
            found += [
                LookAlike(
                    other + rest,
                    other,
                    own,
                    is_prefix=True,
                    must_be_known=must_be_known,
                    is_opposite=is_opposite,
                )
                for other in others
            ]
    return found


def _by_negation(word: str) -> list[LookAlike]:
    found = []
    for prefix in _NEGATING:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > _SHORTEST_REST:
            found.append(
                LookAlike(rest, "", prefix, is_prefix=True, must_be_known=True)
            )
        found.append(
            LookAlike(
                prefix + word,
                prefix,
                "",
                is_prefix=True,
                must_be_known=len(prefix) == 1,
            )
        )
    return found


def _by_suffix(
    word: str, groups: tuple[tuple[str, ...], ...], *, must_be_known: bool = False
) -> list[LookAlike]:
    found = []
    for group in groups:
        own = max(
            (suffix for suffix in group if word.endswith(suffix)), key=len, default=""
        )
        rest = word.removesuffix(own) if own else ""
        if len(rest) >= _SHORTEST_REST:
            others = (other for other in group if other != own)
            found += [
                LookAlike(
                    rest + other,
                    other,
                    own,
                    is_prefix=False,
                    must_be_known=must_be_known,
                    is_opposite=True,
                )
                for other in others
            ]
    return found
