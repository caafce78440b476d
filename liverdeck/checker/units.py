"""Reads units of measurement, so that quantities can be compared.

A unit becomes powers of what it measures, and its size in basic units: gram, meter,
second and so on. So 1 µg/L is 1 ng/mL, and 60 seconds are a minute.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# fmt: off
_PREFIXED = {
    "g": "mass", "l": "volume", "m": "length", "s": "time", "mol": "amount",
    "pa": "pressure", "bq": "activity", "gy": "dose", "sv": "equivalent dose",
    "j": "energy", "w": "power", "v": "voltage", "hz": "frequency", "u": "unit",
    "iu": "unit", "kat": "catalysis", "cal": "calorie", "osm": "osmole",
    "eq": "equivalent", "ev": "electronvolt",
}
_POWERS_OF_TEN = {
    "": 0, "k": 3, "h": 2, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12,
    "f": -15,
}
_OTHERS = {
    "min": ("time", 60), "h": ("time", 3600), "day": ("time", 86_400),
    "week": ("time", 604_800), "month": ("months", 1), "year": ("months", 12),
    "mmhg": ("mmHg", 1), "cmh2o": ("cmH2O", 1), "percent": ("percent", 1),
    "c": ("degree Celsius", 1), "f": ("degree Fahrenheit", 1), "bpm": ("beats", 1),
    "inch": ("inch", 1), "degree": ("degree", 1), "t": ("mass", 1_000_000),
}
_NAMES = {
    "gram": "g", "gramme": "g", "liter": "l", "litre": "l", "meter": "m", "metre": "m",
    "second": "s", "sec": "s", "mole": "mol", "pascal": "pa", "becquerel": "bq",
    "gray": "gy", "sievert": "sv", "joule": "j", "watt": "w", "volt": "v",
    "hertz": "hz", "unit": "u", "calorie": "cal",
}
_NAMES_OF_POWERS = {
    "kilo": "k", "deci": "d", "centi": "c", "milli": "m", "micro": "u", "mc": "u",
    "nano": "n", "pico": "p",
}
_ALIASES = {
    "minute": "min", "mins": "min", "minutes": "min", "hr": "h", "hrs": "h",
    "hour": "h", "hours": "h", "d": "day", "days": "day", "wk": "week", "wks": "week",
    "weeks": "week", "months": "month", "mo": "month", "mos": "month", "years": "year",
    "yr": "year", "yrs": "year", "y": "year", "%": "percent", "pct": "percent",
    "celsius": "c", "fahrenheit": "f", "inches": "inch", "degrees": "degree",
    "deg": "degree", "tonne": "t", "secs": "s", "micron": "um", "microns": "um",
    "cc": "ml",
}
# fmt: on
_ONE_UNIT = re.compile(r"(cmh2o|[a-z%]+?)\^?([23])?")
_COUNTED = re.compile(r"[a-z]{3,}(?:s|ae|ren|ple)")
_PER = re.compile(r"\bper\b")
_SPELLED = (
    ("mm hg", "mmhg"),
    ("cm h2o", "cmh2o"),
    ("degrees celsius", "c"),
    ("degrees fahrenheit", "f"),
    ("°", ""),
)
_SHORTEST_PLURAL = 3
"""In a name with fewer letters, an s at the end is not a plural."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement, or what is counted."""

    kinds: tuple[tuple[str, int], ...]
    """What it measures, each with its power: length 1 for mm, length 3 for mL."""
    size: Decimal
    """In basic units: 0.001 for mm."""
    counted: str = ""
    """What is counted, such as bones or pairs; empty for a unit of measurement."""


def read_unit(text: str) -> Unit | None:
    """Read a unit in lower case, such as mg/dl, mmhg or kg/m2.

    A plural, such as *bones*, is what is counted. None for anything else.
    """
    plain = _PER.sub("/", text)
    for written, short in _SPELLED:
        plain = plain.replace(written, short)
    return _measured_unit(plain) or _counted_unit(plain)


def _measured_unit(plain: str) -> Unit | None:
    powers: dict[str, int] = {}
    size = Decimal(1)
    for index, units in enumerate(plain.strip().split("/")):
        direction = 1 if index == 0 else -1
        for word in units.split():
            unit = _one_unit(word)
            if unit is None:
                return None
            kind, factor, power = unit
            powers[kind] = powers.get(kind, 0) + power * direction
            size *= factor**direction
    kinds = sorted((kind, power) for kind, power in powers.items() if power)
    return Unit(tuple(kinds), size)


def _counted_unit(plain: str) -> Unit | None:
    if not _COUNTED.fullmatch(plain):
        return None
    return Unit((("counted", 1),), Decimal(1), plain)


def _one_unit(word: str) -> tuple[str, Decimal, int] | None:
    """Return what one unit measures, its size, and its power; None if it is unknown."""
    match = _ONE_UNIT.fullmatch(word)
    if match is None:
        return None
    name, power = _ALIASES.get(match[1], match[1]), int(match[2] or 1)
    if name in _OTHERS:
        kind, factor = _OTHERS[name]
        return kind, Decimal(factor) ** power, power
    singular = name.removesuffix("s") if len(name) >= _SHORTEST_PLURAL else name
    return _prefixed(name, power) or _prefixed(singular, power)


def _prefixed(name: str, power: int) -> tuple[str, Decimal, int] | None:
    for long, short in _NAMES_OF_POWERS.items():
        rest = name.removeprefix(long)
        if rest != name and (rest in _NAMES or (long == "mc" and rest in _PREFIXED)):
            return _scaled(short, _NAMES.get(rest, rest), power)
    base = _NAMES.get(name, name)
    if base in _PREFIXED:
        return _scaled("", base, power)
    if name[:1] in _POWERS_OF_TEN and name[1:] in _PREFIXED:
        return _scaled(name[0], name[1:], power)
    return None


def _scaled(prefix: str, base: str, power: int) -> tuple[str, Decimal, int]:
    exponent = _POWERS_OF_TEN[prefix]
    if base == "l":  # a liter is a cubic decimeter
        return "length", Decimal(10) ** (power * (exponent - 3)), 3 * power
    return _PREFIXED[base], Decimal(10) ** (power * exponent), power
