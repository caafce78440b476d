"""Formulas and signs of common substances: *CO2* is *carbon dioxide*.

A charge counts: *Na+* is the sodium ion, and *Na* may be the metal.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

_NAMES = {
    "O2": "oxygen",
    "O3": "ozone",
    "H2": "hydrogen",
    "N2": "nitrogen",
    "CO": "carbon monoxide",
    "CO2": "carbon dioxide",
    "H2O": "water",
    "H2O2": "hydrogen peroxide",
    "H2CO3": "carbonic acid",
    "HCO3": "bicarbonate",
    "HCO3-": "bicarbonate ion",
    "HCl": "hydrochloric acid",
    "NaCl": "sodium chloride",
    "KCl": "potassium chloride",
    "NH3": "ammonia",
    "NH4+": "ammonium ion",
    "NO": "nitric oxide",
    "N2O": "nitrous oxide",
    "H+": "hydrogen ion",
    "Na": "sodium",
    "Na+": "sodium ion",
    "K": "potassium",
    "K+": "potassium ion",
    "Ca": "calcium",
    "Ca2+": "calcium ion",
    "Mg": "magnesium",
    "Mg2+": "magnesium ion",
    "Cl-": "chloride ion",
    "Fe": "iron",
    "Zn": "zinc",
    "Zn2+": "zinc ion",
    "Cu": "copper",
    "Li": "lithium",
    "Li+": "lithium ion",
    "I-": "iodide ion",
}
"""The name for each formula. Iron has two ions, which its name does not tell apart."""
_IN_SMALL_LETTERS = {
    formula.lower(): name for formula, name in _NAMES.items() if not formula.isalpha()
}
"""A formula in small letters is read if it has a digit or a charge."""
WORDS_OF_FORMULAS = frozenset(
    "o h n co hco hcl nacl kcl nh no na k ca mg cl fe zn cu li i".split()
)
"""The tokens that formulas begin with."""
_IONS = ("ion", "ions")
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------", "^")


def names_in(text: str) -> tuple[Tokens, ...]:
    """Return a text with names for its formulas, with *ion* and without.

    A formula alone is the second way; none without a formula.
    """
    pieces = _plain(text).split()
    names = [_name(piece.strip(",;.!?")) for piece in pieces]
    if not any(names):
        return ()
    named = " ".join(name or piece for name, piece in zip(names, pieces, strict=True))
    tokens = tokens_of(named)
    return (tokens, tuple(token for token in tokens if token not in _IONS))


def is_formula(text: str) -> bool:
    """Whether a text is a formula and nothing else."""
    return bool(_name(_plain(text).strip()))


def _name(piece: str) -> str:
    return _NAMES.get(piece) or _IN_SMALL_LETTERS.get(piece, "")


def _plain(text: str) -> str:
    """Return a text with small digits and signs in their plain form: Ca2+ for Ca²⁺."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return plain.replace("++", "2+")
