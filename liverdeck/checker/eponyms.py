"""Names of people, after whom diseases and signs are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.characters import APOSTROPHES, DASHES
from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.affixes import ALL_PREFIXES
from liverdeck.checker.known_words import is_everyday

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

NOUNS_BEHIND_NAMES = frozenset("disease syndrome sign phenomenon test".split())
"""Nouns that may be left out behind a name."""
_DISEASES = ("disease", "syndrome")
NAMES_OF_SEVERAL = frozenset(
    "charcot cushing horton hunter paget trousseau weber wernicke".split()
)
"""Names that stand for several things, so that the noun must be there."""
NAMES = frozenset(
    """
    addison alagille alport alzheimer angelman apert asperger babinski bartter batten
    behcet blount brudzinski brugada buerger canavan capgras caplan caroli castleman
    chagas chvostek conn courvoisier crohn crouzon cullen digeorge dressler edwards
    eisenmenger fabry fanconi felty gardner gaucher gilbert gitelman goodpasture
    hartnup hashimoto hirschsprung horner huntington hurler kallmann kawasaki kernig
    klinefelter korsakoff krabbe lasegue leriche lhermitte liddle lynch lyme maffucci
    marfan mcburney meniere menkes mirizzi munchausen murphy noonan ollier parkinson
    patau perthes peyronie phalen pompe pott raynaud refsum rett reye romberg rotor
    rovsing scheuermann sezary sheehan sjogren takayasu tangier tinel tourette turner
    usher waardenburg weil whipple wilson
    """.split()
)
"""Names that say alone what is called after them, without an 's too."""
_POSSESSIVE = lazy_pattern(
    rf"^(?:\w+ ){{0,2}}\w+(?:[{APOSTROPHES}]s|s[{APOSTROPHES}]) \w+$"
)
_SEVERAL_NAMES = lazy_pattern(rf"^(?:(?i:von|van|de) )?(\w+(?:[{DASHES}]\w+)+) \w+$")
_WORD = lazy_pattern(r"\w+")
_SHORTEST_OF_SEVERAL = 3


def name_alone(text: str, tokens: Tokens) -> Tokens:
    """Return the name in *Parkinson's disease* and *Guillain-Barré syndrome*.

    Returns no tokens if nothing is called after a name, or several things are.
    """
    *name, noun = tokens or ("",)
    if not name or noun not in NOUNS_BEHIND_NAMES:
        return ()
    is_name = (
        (len(name) == 1 and name[0] in NAMES)
        or (noun in _DISEASES and _POSSESSIVE.search(text) is not None)
        or _has_several_names(text)
    )
    is_clear = is_name and (len(name) > 1 or name[0] not in NAMES_OF_SEVERAL)
    return tuple(name) if is_clear else ()


def _has_several_names(text: str) -> bool:
    """Whether capitals and hyphens show that several names are in front of a noun."""
    match = _SEVERAL_NAMES.search(text)
    if match is None:
        return False
    parts = _WORD.findall(match[1])
    words = [part.lower() for part in parts]
    return (
        all(part[0].isupper() and part[1:].islower() for part in parts)
        and min(map(len, parts)) >= _SHORTEST_OF_SEVERAL
        and ALL_PREFIXES.isdisjoint(words)
        and not all(map(is_everyday, words))
    )
