"""Reads units of measurement, so that quantities can be compared.

We read what a unit measures, with the power, and its size in basic units: gram, meter,
second and so on. So 1 µg/L equals 1 ng/mL, and 60 seconds equal a minute.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from liverdeck.base.patterns import lazy_pattern
from liverdeck.base.values import value_class
from liverdeck.checker.known_words import ENDS_OF_OTHER_PLURALS
from liverdeck.checker.signs import CURRENCIES, MICRO
from liverdeck.checker.spelling import TOO_FAR, slip

# fmt: off
UNITS_WITH_PREFIX = {
    "g": "mass", "l": "volume", "m": "length", "s": "time", "mol": "amount",
    "pa": "pressure", "bq": "activity", "gy": "dose", "sv": "equivalent dose",
    "j": "energy", "w": "power", "v": "voltage", "hz": "frequency", "u": "unit",
    "iu": "unit", "kat": "catalysis", "cal": "calorie", "osm": "osmole",
    "eq": "equivalent", "ev": "electronvolt",
}
"""Units that may have a prefix, as in mg, and what they measure.

A liter is the exception: it is read as a length with the power 3.
"""
EXPONENTS = {
    "": 0, "k": 3, "h": 2, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12,
    "f": -15, "mega": 6,
}
"""The power of ten of each prefix."""
UNITS_WITHOUT_PREFIX = {
    "min": ("time", 60), "h": ("time", 3600), "day": ("time", 86_400),
    "week": ("time", 604_800), "month": ("months", 1), "year": ("months", 12),
    "mmhg": ("mmHg", 1), "cmh2o": ("cmH2O", 1), "percent": ("percent", 1),
    "c": ("degree Celsius", 1), "f": ("degree Fahrenheit", 1), "foot": ("inch", 12),
    "inch": ("inch", 1), "degree": ("degree", 1), "t": ("mass", 1_000_000),
    "permille": ("permille", 1), **{name: (name, 1) for name in CURRENCIES.values()},
}
"""Units that never have a prefix: what they measure, and the size in basic units."""
_NAMES = {
    "gram": "g", "gramme": "g", "liter": "l", "litre": "l", "meter": "m", "metre": "m",
    "second": "s", "sec": "s", "mole": "mol", "pascal": "pa", "becquerel": "bq",
    "gray": "gy", "sievert": "sv", "joule": "j", "watt": "w", "volt": "v",
    "hertz": "hz", "unit": "u", "calorie": "cal",
}
"""Names of the units that may have a prefix."""
_NAMES_OF_PREFIXES = {
    "kilo": "k", "deci": "d", "centi": "c", "milli": "m", "micro": "u", "mc": "u",
    "nano": "n", "pico": "p", "mega": "mega",
}
OTHER_NAMES = {
    "minute": "min", "mins": "min", "minutes": "min", "hr": "h", "hrs": "h",
    "hour": "h", "hours": "h", "d": "day", "days": "day", "wk": "week", "wks": "week",
    "weeks": "week", "months": "month", "mo": "month", "mos": "month", "years": "year",
    "yr": "year", "yrs": "year", "y": "year", "%": "percent", "pct": "percent",
    "celsius": "c", "fahrenheit": "f", "inches": "inch", "degrees": "degree",
    "deg": "degree", "tonne": "t", "secs": "s", "micron": "um", "microns": "um",
    "cc": "ml", "°": "degree", "‰": "permille", "kilo": "kg", "kilos": "kg",
    "feet": "foot", "ft": "foot", **CURRENCIES,
    **{f"{name}s": name for name in CURRENCIES.values()},
}
"""Other ways to write a unit, and the name that is used here."""
# fmt: on
_ANY_WITH_PREFIX = "|".join(UNITS_WITH_PREFIX)
MICRO_BEFORE_UNIT = lazy_pattern(rf"{MICRO}(?=(?:{_ANY_WITH_PREFIX})\b)")
"""The prefix of μg. Before anything else, the same sign is a Greek letter."""
MEGA = lazy_pattern(
    rf"(?<=[0-9\s/])M(?=(?i:{_ANY_WITH_PREFIX})(?:\^?[23])?(?![a-zA-Z])(?!(?i:\shg)))"
)
"""The M of a unit that has a prefix, as in MHz. In small letters it is *milli*."""
_ONE_UNIT = lazy_pattern(rf"(cmh2o|[a-z%°‰{''.join(CURRENCIES)}]+?)\^?([23])?")
"""A unit and its power, as in m2."""
_PLURAL = lazy_pattern(rf"[a-z]{{3,}}(?:s|{'|'.join(ENDS_OF_OTHER_PLURALS)})")
"""A plural: bones, vertebrae, children, people."""
_DEGREES = lazy_pattern(r"^(?:°|deg(?:ree)?s?\.?)\s*(c|f|celsius|fahrenheit)$")
_SHORTEST_MISSPELLED = 6
"""Only a name of at least this many letters is read if it is misspelled."""
_SLIP_IN_UNIT = 1.0
"""The largest slip that is forgiven in the name of a unit."""
_PER = lazy_pattern(r"\s*(?:/|\bper\b(?! cent\b)|(?<=\S )an?(?= ))\s*")
"""The slash of mg/day, and the words that stand for it: mg per day, mg a day."""
_POWERS = (
    (lazy_pattern(r"\b(?:square|sq\.?) ([a-z]+)"), r"\1^2"),
    (lazy_pattern(r"\b(?:cubic|cu\.?) ([a-z]+)"), r"\1^3"),
    (lazy_pattern(r"\b([a-z]+) squared\b"), r"\1^2"),
    (lazy_pattern(r"\b([a-z]+) cubed\b"), r"\1^3"),
)
"""Ways to say a power, and how it is written."""
_QUALIFIER = lazy_pattern(r"\s+(?:of\s+[a-z ]*[a-z]|old|long|wide)(?=\s*(?:/|$))")
"""Words that say what is measured: *weeks of treatment*, *months old*."""
_MOLAR = lazy_pattern(r"\b([a-z]*)molar\b")
"""The *millimolar* that is mmol/L. The plural *molars* means teeth."""
_SHORTER_SPELLINGS = (
    ("mm hg", "mmhg"),
    ("mm of mercury", "mmhg"),
    ("millimeters of mercury", "mmhg"),
    ("millimetres of mercury", "mmhg"),
    ("cm of water", "cmh2o"),
    ("per cent", "percent"),
    ("cm h2o", "cmh2o"),
    ("bpm", "/min"),
    ("beats/min", "/min"),
    ("breaths/min", "/min"),
)
"""Spellings that are replaced before a unit is read."""
_SHORTEST_PLURAL = 3
"""In a name with fewer letters, an s at the end does not make a plural."""


@value_class
class Unit:
    """A unit of measurement, or what is counted."""

    dimensions: tuple[tuple[str, int], ...]
    """What the unit measures, each with its power: length 1 for mm, length 3 for mL."""
    size: Decimal
    """The size in basic units: 0.001 for mm."""
    counted: str = ""
    """What is counted, such as bones or pairs; empty for a unit of measurement."""


def read_unit(text: str) -> Unit | None:
    """Read a unit in lower case, such as mg/dl, mmhg or kg/m2.

    Any other plural, such as *bones*, is read as what is counted. Otherwise None.
    """
    plain = _plain_unit(text)
    return _measured_unit(plain) or _misspelled_unit(plain) or _counted_unit(plain)


def unit_as_declared(text: str, declared: str) -> Unit | None:
    """Read a unit that is the one an author declares, such as *weeks of treatment*.

    Both texts are in lower case. If `read_unit` cannot read them, they are read without
    the words that say what is measured. If that is not a unit either, the whole text is
    what is counted. None if the two texts differ.
    """
    plain = _plain_unit(text)
    if plain != _plain_unit(declared):
        return None
    measured = _measured_unit(_QUALIFIER.sub("", plain))
    return measured or Unit((("counted", 1),), Decimal(1), plain)


def _plain_unit(text: str) -> str:
    """Return a unit in short spellings: /min for *per minute*, cm^2 for *square cm*."""
    plain = _MOLAR.sub(r"\1mole/l", _PER.sub("/", " ".join(text.split())))
    for written, short in _SHORTER_SPELLINGS:
        plain = plain.replace(written, short)
    for words, power in _POWERS:
        plain = words.sub(power, plain)
    return _DEGREES.sub(r"\1", plain)


@lru_cache(maxsize=256)
def _misspelled_unit(plain: str) -> Unit | None:
    """Return the unit whose name is misspelled; None if there is not just one."""
    if len(plain) < _SHORTEST_MISSPELLED or not plain.isalpha():
        return None
    units = {
        unit
        for name in _long_names()
        if slip(plain, name, _SLIP_IN_UNIT) < TOO_FAR
        and (unit := _measured_unit(name)) is not None
    }
    return units.pop() if len(units) == 1 else None


@cache
def _long_names() -> tuple[str, ...]:
    """Return the names of units that are long enough to be misspelled."""
    prefixes = ("", *_NAMES_OF_PREFIXES)
    names = [f"{prefix}{name}" for prefix in prefixes for name in _NAMES]
    names += [name for name in (*OTHER_NAMES, *UNITS_WITHOUT_PREFIX) if name.isalpha()]
    long = [name for name in names if len(name) >= _SHORTEST_MISSPELLED]
    return (*long, *(f"{name}s" for name in long if not name.endswith("s")))


DEGREE = Unit((("degree", 1),), Decimal(1))
TEMPERATURES = (
    Unit((("degree Celsius", 1),), Decimal(1)),
    Unit((("degree Fahrenheit", 1),), Decimal(1)),
)


class _SingleUnit(NamedTuple):
    """A unit such as mL or m2, without any other unit beside it."""

    dimension: str
    """What the unit measures."""
    size: Decimal
    """The size in basic units, raised to the power."""
    power: int


def _measured_unit(plain: str) -> Unit | None:
    powers: dict[str, int] = {}
    size = Decimal(1)
    for index, units in enumerate(plain.strip().split("/")):
        # Units before the first slash are multiplied; all others divide.
        exponent = 1 if index == 0 else -1
        for word in units.split():
            unit = _one_unit(word)
            if unit is None:
                return None
            powers[unit.dimension] = (
                powers.get(unit.dimension, 0) + unit.power * exponent
            )
            size *= unit.size**exponent
    dimensions = sorted(
        (dimension, power) for dimension, power in powers.items() if power
    )
    return Unit(tuple(dimensions), size)


def _counted_unit(plain: str) -> Unit | None:
    if not _PLURAL.fullmatch(plain):
        return None
    return Unit((("counted", 1),), Decimal(1), plain)


def _one_unit(word: str) -> _SingleUnit | None:
    """Read one unit with its power; None if it is unknown."""
    match = _ONE_UNIT.fullmatch(word)
    if match is None:
        return None
    name, power = OTHER_NAMES.get(match[1], match[1]), int(match[2] or 1)
    if name in UNITS_WITHOUT_PREFIX:
        dimension, size = UNITS_WITHOUT_PREFIX[name]
        return _SingleUnit(dimension, Decimal(size) ** power, power)
    singular = name.removesuffix("s") if len(name) >= _SHORTEST_PLURAL else name
    return _read_prefixed(name, power) or _read_prefixed(singular, power)


def _read_prefixed(name: str, power: int) -> _SingleUnit | None:
    """Read a unit that may have a prefix, such as *milligram*, *mg* or *g*."""
    for long_prefix, prefix in _NAMES_OF_PREFIXES.items():
        base = name.removeprefix(long_prefix)
        if base == name:
            continue
        # Two long prefixes are also written before a short name: mcg, megahz.
        is_before_short = long_prefix in ("mc", "mega") and base in UNITS_WITH_PREFIX
        if base in _NAMES or is_before_short:
            return _scaled_unit(prefix, _NAMES.get(base, base), power)
    base = _NAMES.get(name, name)
    if base in UNITS_WITH_PREFIX:
        return _scaled_unit("", base, power)
    if name[:1] in EXPONENTS and name[1:] in UNITS_WITH_PREFIX:
        return _scaled_unit(name[0], name[1:], power)
    return None


def _scaled_unit(prefix: str, base: str, power: int) -> _SingleUnit:
    exponent = EXPONENTS[prefix]
    if base == "l":  # a liter is a cubic decimeter
        size = Decimal(10) ** (power * (exponent - 3))
        return _SingleUnit("length", size, 3 * power)
    return _SingleUnit(
        UNITS_WITH_PREFIX[base], Decimal(10) ** (power * exponent), power
    )
