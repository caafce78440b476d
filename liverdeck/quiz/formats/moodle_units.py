"""The units that Moodle reads after a number, and how large they are."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from liverdeck.checker.signs import MICRO
from liverdeck.checker.units import (
    EXPONENTS,
    OTHER_NAMES,
    UNITS_WITH_PREFIX,
    UNITS_WITHOUT_PREFIX,
    read_unit,
    unit_as_declared,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

SPELLINGS = {
    "g": ("g",),
    "l": ("l", "L"),
    "m": ("m",),
    "s": ("s",),
    "mol": ("mol",),
    "pa": ("Pa",),
    "bq": ("Bq",),
    "gy": ("Gy",),
    "sv": ("Sv",),
    "j": ("J",),
    "w": ("W",),
    "v": ("V",),
    "hz": ("Hz",),
    "u": ("U",),
    "iu": ("IU",),
    "kat": ("kat",),
    "cal": ("cal",),
    "osm": ("Osm", "osm"),
    "eq": ("Eq",),
    "ev": ("eV",),
}
"""How people write each unit that may have a prefix; Moodle reads capitals exactly."""
_SPELLINGS_OF_PREFIXES = {"u": ("µ", "u", MICRO), "mega": ("M",)}
"""How people write a prefix, if not as the checker does."""
_LEFT_OUT_ABOVE_SLASH = frozenset(("h", "c", "f", "mega"))
_LEFT_OUT_BELOW_SLASH = _LEFT_OUT_ABOVE_SLASH | {"p"}
"""Prefixes that are left out on either side of a slash, as in mg/dl.

They are rare there, and each pair of prefixes makes one more unit.
"""
_UNIT_WORDS = ("s", *UNITS_WITHOUT_PREFIX, *OTHER_NAMES)
"""Units and their names, without prefixes."""
_TIMES = ("s", "min", "h", "d", "day", "week")
"""Times below a slash, as in ml/min."""
_PREFIX_OF_SPELLING = {
    spelling: prefix
    for prefix in EXPONENTS
    for spelling in _SPELLINGS_OF_PREFIXES.get(prefix, (prefix,))
}
_UNIT_OF_SPELLING = {
    spelling: unit for unit, spellings in SPELLINGS.items() for spelling in spellings
}
_PREFIXED = re.compile(
    f"({'|'.join(_PREFIX_OF_SPELLING)})({'|'.join(_UNIT_OF_SPELLING)})"
)
"""A unit that may have a prefix."""
_MOST_DIGITS = 15
"""How many digits a multiplier has at most."""
_MOST_DECIMALS = 19
"""How many decimals of a multiplier Moodle stores, and how many digits before them.

A larger multiplier would stop the import of the whole file. A smaller one would become
0, and Moodle divides by it.
"""
_LONGEST_NAME = 50
"""How many characters the name of a unit has at most in Moodle."""


def units_for_moodle(unit: str) -> Iterator[tuple[str, str]]:
    """Yield the name of a unit and of others of the same quantity, with multipliers.

    The multiplier says how many of the other unit make one of the first: for `mg`, it
    is 1000 if the first is `g`. Names have no spaces, because Moodle removes spaces
    from what learners type. A unit that cannot be converted is yielded alone. Nothing
    is yielded for a unit whose name is too long for Moodle.
    """
    name = "".join(unit.split())
    if len(name) > _LONGEST_NAME:
        return
    yielded = {name}
    yield name, "1"

    written = _as_checker_writes(unit)
    # The unit without words that say what is measured: *weeks of treatment*.
    declared = unit_as_declared(written, written)
    if declared is None or declared.counted:
        return

    for similar in _similar_units(name):
        measured = read_unit(_as_checker_writes(similar))
        if similar in yielded or measured is None or measured.counted:
            continue
        if measured.dimensions == declared.dimensions and measured.size:
            multiplier = _rounded(declared.size / measured.size)
            # A word for the same unit needs no entry: Moodle ignores unknown units.
            is_needed = multiplier != "1" or similar not in _UNIT_WORDS
            if multiplier and is_needed:
                yielded.add(similar)
                yield similar, multiplier


def _as_checker_writes(unit: str) -> str:
    """Return a unit in small letters, with *mega* for the M of MHz."""
    parts = [part.strip() for part in unit.split("/")]
    return "/".join(map(_part_as_checker_writes, parts))


def _part_as_checker_writes(part: str) -> str:
    match = _PREFIXED.fullmatch(part)
    if match is None:
        return part.lower()
    prefix, spelling = match.groups()
    return f"{_PREFIX_OF_SPELLING[prefix]}{_UNIT_OF_SPELLING[spelling]}"


def _similar_units(name: str) -> Iterator[str]:
    """Yield units that a learner may write in place of a unit.

    First comes the unit with all its prefixes. Some of the others measure something
    else. For mg/dl, each unit above the slash is yielded with each below it.
    """
    parts = name.split("/")
    if len(parts) == 1:
        yield name
        yield from _prefixed(name)
        yield from _UNIT_WORDS
    elif len(parts) == 2:  # noqa: PLR2004  # as in mg/dl
        upper, lower = parts
        uppers = (upper, *_prefixed(upper, _LEFT_OUT_ABOVE_SLASH))
        lowers = (lower, *_prefixed(lower, _LEFT_OUT_BELOW_SLASH))
        times = _TIMES if lower in _TIMES else ()
        for similar_upper in uppers:
            for similar_lower in (*lowers, *times):
                yield f"{similar_upper}/{similar_lower}"


def _prefixed(part: str, left_out: Container[str] = ()) -> list[str]:
    """Return a unit with all its prefixes; none if it may have no prefix."""
    match = _PREFIXED.fullmatch(part)
    if match is None:
        return []
    measured = UNITS_WITH_PREFIX[_UNIT_OF_SPELLING[match[2]]]
    spellings = [
        spelling
        for spelling, unit in _UNIT_OF_SPELLING.items()
        if UNITS_WITH_PREFIX[unit] == measured
    ]
    prefixes = [
        prefix for prefix, name in _PREFIX_OF_SPELLING.items() if name not in left_out
    ]
    return [f"{prefix}{spelling}" for prefix in prefixes for spelling in spellings]


def _rounded(number: Decimal) -> str:
    """Return a multiplier as Moodle stores it; empty if Moodle cannot store it."""
    rounded = Decimal(format(number, f".{_MOST_DIGITS}g"))
    exponent = rounded.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101  # no size is infinite
    if rounded >= Decimal(10) ** _MOST_DECIMALS or exponent < -_MOST_DECIMALS:
        return ""
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
