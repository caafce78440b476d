"""Short words of English answers: the *a.* of *coronary a.*, the *L* of *L lung*."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

_NOUNS = {
    "a": ("artery", "arteria"),
    "aa": ("arteries",),
    "v": ("vein", "vena"),
    "vv": ("veins",),
    "n": ("nerve", "nervus"),
    "nn": ("nerves",),
    "m": ("muscle", "musculus"),
    "mm": ("muscles",),
    "lig": ("ligament", "ligamentum"),
    "r": ("branch", "ramus"),
}
"""Nouns that are cut short only with a point. In front, one may stand behind."""
_PLACES = {
    "ant": ("anterior",),
    "post": ("posterior",),
    "sup": ("superior",),
    "inf": ("inferior",),
    "med": ("medial", "median"),
    "lat": ("lateral",),
    "int": ("internal",),
    "ext": ("external",),
    "prox": ("proximal",),
    "dist": ("distal",),
    "asc": ("ascending",),
    "desc": ("descending",),
    "transv": ("transverse",),
    "lt": ("left",),
    "rt": ("right",),
}
"""Words for sides and places that are read without a point too."""
SHORT_PLACES = frozenset(_PLACES)
_SIDES = {"l": ("left",), "r": ("right",)}
"""Sides, if written as a capital or with a point."""
_POINT_INSIDE = lazy_pattern(r"(?<=[^\W\d_])\.(?=[^\s.])")
_MOST_WORDS = 8


def written_out(text: str) -> list[Tokens]:
    """Return what a text with short words may mean: *left lung* for *L lung*.

    Returns none if no word is short, or if all are.
    """
    pieces = _POINT_INSIDE.sub(". ", text).split()
    if not 1 < len(pieces) <= _MOST_WORDS:
        return []
    found = list(map(_meanings, pieces))
    if all(found) or not any(found):
        return []
    choices = [words or (piece,) for words, piece in zip(found, pieces, strict=True)]
    ways = list(map(list, product(*choices)))
    if pieces[0].rstrip(".").lower() in _NOUNS and found[0]:
        ways += [[*words, noun] for noun, *words in ways]
    return [tokens_of(" ".join(words)) for words in ways]


def _meanings(piece: str) -> Tokens:
    """Return the words that a piece of a text may be short for."""
    short = piece.rstrip(".,").lower()
    has_point = piece.endswith(".")
    is_side = has_point or piece in ("L", "R")
    return (
        *_PLACES.get(short, ()),
        *(_SIDES.get(short, ()) if is_side else ()),
        *(_NOUNS.get(short, ()) if has_point else ()),
    )
