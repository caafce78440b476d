"""The units that Moodle reads after a number, and how large they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.checker.units import read_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIXED = re.compile(
    r"(k|d|c|m|µ|u|n|p)?(g|l|L|m|mol|s|Hz|Pa|Bq|Gy|Sv|V|W|J)(?![a-z])"
)
"""A unit that may have a prefix."""
_PREFIXES = ("", "k", "d", "m", "µ", "u", "n", "p")
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
    declared = read_unit(unit.lower())
    if declared is None or declared.counted:
        return
    for other in _with_other_prefixes(name):
        measured = read_unit(other.lower().replace("µ", "u"))
        if other in seen or measured is None or measured.counted:
            continue
        if measured.dimensions == declared.dimensions and measured.size:
            seen.add(other)
            yield other, _plain(declared.size / measured.size)


def _with_other_prefixes(name: str) -> Iterator[str]:
    """Yield a unit with each part in turn, and both parts, under other prefixes."""
    parts = name.split("/")
    choices = [list(dict.fromkeys((part, *_prefixed(part)))) for part in parts]
    if len(choices) == 1:
        yield from choices[0]
    elif len(choices) == 2:  # noqa: PLR2004  # as in mg/dl
        for above in choices[0]:
            for below in choices[1]:
                yield f"{above}/{below}"


def _prefixed(part: str) -> list[str]:
    match = _PREFIXED.fullmatch(part)
    if match is None:
        return []
    base = match.group(2)
    spellings = ("l", "L") if base in "lL" else (base,)
    return [f"{prefix}{spelling}" for prefix in _PREFIXES for spelling in spellings]


def _plain(number: object) -> str:
    text = format(number, f".{_DIGITS}g")
    return format(float(text), "f").rstrip("0").rstrip(".") if "e" in text else text
