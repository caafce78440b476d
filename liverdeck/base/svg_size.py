"""How much an SVG draws: its size in pixels, and how often it draws a part again.

A part that is used ten times in a part that is used ten times is drawn a hundred times.
So a small file can fill the memory of the program that shows it.
"""

from __future__ import annotations

from itertools import pairwise
from xml.parsers import expat

from liverdeck.base.patterns import lazy_pattern

MOST_DRAWN = 50_000
"""A drawing is refused if `<use>` draws parts more often than this, all together.

A plot has one `<use>` for each of its points and letters.
"""
_MOST_LEVELS = 10
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 3.78, "cm": 37.8}
_PIXELS_OF_INCH = 96.0
_LENGTH = lazy_pattern(
    r"\s*+([0-9]{1,12}(?:\.[0-9]{1,12})?)\s*+(px|pt|pc|mm|cm|in|)\s*+"
)


class SvgSize:
    """What the tags of an SVG say about its size.

    A text that is not well-formed XML counts up to its fault: no program shows it.
    """

    def __init__(self, text: str) -> None:
        """Read the tags of an SVG."""
        self.pixels: tuple[int, int] = (0, 0)
        """Width and height, or 0 each if they are not absolute."""
        self._open = [""]
        """The nearest id around each open tag; the picture itself has none."""
        self._steps: dict[str, list[tuple[int, str]]] = {"": []}
        """By id, what drawing it draws: 0 for a part inside, 1 for a part used."""
        self._closed: list[str] = []
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(text, True)  # noqa: FBT003  # the parser takes no names
        except (expat.ExpatError, ValueError):
            return

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == 1:
            self.pixels = _pixels_in(attributes)
        around = self._open[-1]
        here = attributes.get("id", around)
        if here != around:
            self._steps.setdefault(here, [])
            self._steps[around].append((0, here))
        if name.rpartition(":")[2] == "use":
            for key in ("href", "xlink:href"):
                if attributes.get(key, "").startswith("#"):
                    self._steps[here].append((1, attributes[key][1:]))
        self._open.append(here)

    def _end(self, _: str) -> None:
        here = self._open.pop()
        if here != self._open[-1]:
            self._closed.append(here)

    @property
    def draws_too_much(self) -> bool:
        """Whether parts are drawn more than `MOST_DRAWN` times, or without an end."""
        counts = dict.fromkeys(self._steps, 0)
        # What is inside of a part is closed before it, so that each round counts one
        # more level of parts that are used in parts.
        order = [*dict.fromkeys(self._closed), ""]
        totals = [0]
        for _ in range(_MOST_LEVELS):
            for part in order:
                counts[part] = min(
                    MOST_DRAWN + 1,
                    sum(
                        used + counts.get(other, 0) for used, other in self._steps[part]
                    ),
                )
            totals.append(sum(counts.values()))
            if counts[""] > MOST_DRAWN:
                return True
        return any(before != after for before, after in pairwise(totals[-2:]))


def _pixels_in(attributes: dict[str, str]) -> tuple[int, int]:
    sizes = [_length(attributes.get(name, "")) for name in ("width", "height")]
    return sizes[0], sizes[1]


def _length(text: str) -> int:
    match = _LENGTH.fullmatch(text)
    if match is None:
        return 0
    return int(float(match[1]) * _PIXELS.get(match[2], _PIXELS_OF_INCH))
