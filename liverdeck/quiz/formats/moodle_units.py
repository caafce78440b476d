"""The units that Moodle reads after a number, with their sizes."""

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
"""How people write a prefix, if the checker writes it in another way."""
_LEFT_OUT_ABOVE_SLASH = frozenset(("h", "c", "f", "mega"))
_LEFT_OUT_BELOW_SLASH = _LEFT_OUT_ABOVE_SLASH | {"p"}
"""Prefixes that are not tried above or below a slash, as in mg/dl.

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
"""The most digits of a multiplier."""
_MOST_DECIMALS = 19
"""The most digits that Moodle stores of a multiplier, after the point and before it.

A larger multiplier would stop the import of the whole file. A smaller one would become
0, and Moodle divides by it.
"""
_LONGEST_NAME = 50
"""The most characters of a unit's name in Moodle."""


def units_for_moodle(unit: str) -> Iterator[tuple[str, str]]:
    """Yield the name of a unit and of others of the same quantity, with multipliers.

    A multiplier says how many of the other unit make one of the given unit. If that is
    `g`, the multiplier of `mg` is 1000. Names have no spaces, because Moodle removes
    spaces from what learners type. A unit that cannot be converted is yielded alone.
    Nothing is yielded for a unit whose name is too long for Moodle.
    """
    name = "".join(unit.split())
    if len(name) > _LONGEST_NAME:
        return
    yielded = {name}
    yield name, "1"

    written = _as_checker_writes(unit)
    # The unit without words for what is measured, such as *of treatment* after *weeks*.
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

    The unit comes first, with all its prefixes. Some of the other units measure
    something else. For mg/dl, each unit above the slash is combined with each one below
    it.
    """
    parts = name.split("/")
    if len(parts) == 1:
        yield name
        yield from _prefixed(name)
        yield from _UNIT_WORDS
    elif len(parts) == 2:  # noqa: PLR2004  # as in mg/dl
        unit_above, unit_below = parts
        units_above = (unit_above, *_prefixed(unit_above, _LEFT_OUT_ABOVE_SLASH))
        units_below = (unit_below, *_prefixed(unit_below, _LEFT_OUT_BELOW_SLASH))
        times = _TIMES if unit_below in _TIMES else ()
        for above in units_above:
            for below in (*units_below, *times):
                yield f"{above}/{below}"


def _prefixed(part: str, left_out: Container[str] = ()) -> list[str]:
    """Return a unit with each possible prefix; empty if it may have no prefix."""
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
