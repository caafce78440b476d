"""The units that Moodle reads after a number, and how large they are."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from liverdeck.checker.units import EXPONENTS, UNITS_WITH_PREFIX, read_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_SPELLINGS_OF_PREFIXES = {"u": ("µ", "u"), "mega": ("M",)}
"""How people write a prefix, if not as the checker does."""
_ONLY_WITHOUT_SLASH = frozenset(("h", "c", "f", "mega"))
"""Prefixes that are left out in units with a slash, such as mg/dl.

They are rare there, and each pair of prefixes makes one more unit.
"""
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
_DIGITS = 12
"""How many digits a multiplier has at most."""


def units_for_moodle(unit: str) -> Iterator[tuple[str, str]]:
    """Yield the names of a unit and of units that measure the same, with multipliers.

    The multiplier says how many of the other unit are one of the first, so it is 1000
    for `mg` if the unit is `g`. Moodle takes spaces out of what learners type. A unit
    that nobody can convert comes alone.
    """
    name = "".join(unit.split())
    seen = {name}
    yield name, "1"
    declared = read_unit(_as_checker_writes(unit))
    if declared is None or declared.counted:
        return
    for other in _with_other_prefixes(name):
        measured = read_unit(_as_checker_writes(other))
        if other in seen or measured is None or measured.counted:
            continue
        if measured.dimensions == declared.dimensions and measured.size:
            seen.add(other)
            yield other, _plain(declared.size / measured.size)


def _as_checker_writes(unit: str) -> str:
    """Return a unit in small letters, with *mega* for the M of MHz."""
    parts = [part.strip() for part in unit.split("/")]
    return "/".join(
        f"{_PREFIX_OF_SPELLING[match[1]]}{_UNIT_OF_SPELLING[match[2]]}"
        if (match := _PREFIXED.fullmatch(part))
        else part.lower()
        for part in parts
    )


def _with_other_prefixes(name: str) -> Iterator[str]:
    """Yield a unit with all its prefixes: for mg/dl, each above with each below."""
    parts = name.split("/")
    is_alone = len(parts) == 1
    choices = [
        list(dict.fromkeys((part, *_prefixed(part, is_alone=is_alone))))
        for part in parts
    ]
    if is_alone:
        yield from choices[0]
    elif len(choices) == 2:  # noqa: PLR2004  # as in mg/dl
        for above in choices[0]:
            for below in choices[1]:
                yield f"{above}/{below}"


def _prefixed(part: str, *, is_alone: bool) -> list[str]:
    match = _PREFIXED.fullmatch(part)
    if match is None:
        return []
    measured = UNITS_WITH_PREFIX[_UNIT_OF_SPELLING[match[2]]]
    return [
        f"{prefix}{spelling}"
        for prefix, name in _PREFIX_OF_SPELLING.items()
        for spelling, unit in _UNIT_OF_SPELLING.items()
        if UNITS_WITH_PREFIX[unit] == measured
        and (is_alone or name not in _ONLY_WITHOUT_SLASH)
    ]


def _plain(number: Decimal) -> str:
    text = format(Decimal(format(number, f".{_DIGITS}g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
