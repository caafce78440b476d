"""Names that say alone what is called after a person: *Marfan* is *Marfan syndrome*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.characters import APOSTROPHES, DASHES
from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.affixes import ALL_PREFIXES
from liverdeck.checker.known_words import is_everyday
from liverdeck.checker.names_of_people import (
    NAMES,
    NAMES_OF_SEVERAL,
    NAMES_OF_THINGS,
)

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

_NOUNS_OF_ANY_NAME = frozenset("disease syndrome sign phenomenon test".split())
"""Nouns that may be left out behind each of `NAMES`."""
_DISEASES = ("disease", "syndrome")
_NAMES_BY_NOUN = {
    noun: frozenset(tuple(name.split()) for name in names.split(","))
    for nouns, names in NAMES_OF_THINGS.items()
    for noun in nouns.split()
}
NOUNS_BEHIND_NAMES = _NOUNS_OF_ANY_NAME.union(_NAMES_BY_NOUN)
"""Nouns that may be left out behind a name."""
_POSSESSIVE = lazy_pattern(
    rf"^(?:\w+ ){{0,2}}\w+(?:[{APOSTROPHES}]s|s[{APOSTROPHES}]) \w+$"
)
_SEVERAL_NAMES = lazy_pattern(rf"^(?:(?i:von|van|de) )?(\w+(?:[{DASHES}]\w+)+) \w+$")
# To compile both takes more than a millisecond, and few texts have such a sign.
_SIGNS_OF_POSSESSIVE, _SIGNS_BETWEEN_NAMES = map(frozenset, (APOSTROPHES, DASHES))
_WORD = lazy_pattern(r"\w+")
_SHORTEST_OF_SEVERAL = 3


def name_alone(text: str, tokens: Tokens) -> Tokens:
    """Return the name in *Parkinson's disease*, *Guillain-Barré syndrome*, *Auer rod*.

    Returns no tokens if nothing is called after a name, or several things are.
    """
    if thing := _name_of_thing(tokens):
        return thing
    *name, noun = tokens or ("",)
    if not name or noun not in _NOUNS_OF_ANY_NAME:
        return ()
    is_name = (
        (len(name) == 1 and name[0] in NAMES)
        or (noun in _DISEASES and _has_possessive(text))
        or _has_several_names(text)
    )
    is_clear = is_name and (len(name) > 1 or name[0] not in NAMES_OF_SEVERAL)
    return tuple(name) if is_clear else ()


def _has_possessive(text: str) -> bool:
    """Whether a text is a name such as *Crohn's* in front of one word."""
    has_sign = not _SIGNS_OF_POSSESSIVE.isdisjoint(text)
    return has_sign and _POSSESSIVE.search(text) is not None


def _name_of_thing(tokens: Tokens) -> Tokens:
    """Return *henle* for *henle loop* and *loop of henle*; no tokens if not clear."""
    noun, name = tokens[-1:], tokens[:-1]
    if tokens[1:2] == ("of",):
        noun, name = tokens[:1], tokens[2:]
    names = _NAMES_BY_NOUN.get(noun[0], frozenset()) if noun else frozenset()
    return name if name in names else ()


def _has_several_names(text: str) -> bool:
    """Whether capitals and hyphens show that several names are in front of a noun."""
    has_sign = not _SIGNS_BETWEEN_NAMES.isdisjoint(text)
    match = _SEVERAL_NAMES.search(text) if has_sign else None
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
