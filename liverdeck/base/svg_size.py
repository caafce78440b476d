"""Measure how much an SVG draws: its size in pixels, and its repeated parts.

In this module, a part is an element with an id. If part A uses part B ten times, and
the picture uses A ten times, B is drawn a hundred times. So a small file can fill the
memory of the program that shows it.
"""

from __future__ import annotations

from xml.parsers import expat

from liverdeck.base.patterns import lazy_pattern

MOST_DRAWN_PARTS = 50_000
"""An SVG is refused if its `<use>` elements draw more parts than this together.

A plot has one `<use>` element for each of its points and letters.
"""
_MOST_ROUNDS = 10
"""The number of rounds in which drawn parts are counted.

Each round follows the `<use>` elements of parts one step further. An SVG is refused if
the last round still finds more drawn parts than the round before.
"""
_PIXELS_BY_UNIT = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 3.78,
    "cm": 37.8,
    "in": 96.0,
}
_LENGTH = lazy_pattern(
    r"\s*+([0-9]{1,12}(?:\.[0-9]{1,12})?)\s*+"
    rf"({'|'.join(_PIXELS_BY_UNIT)})\s*+"
)


class SvgSize:
    """The size of an SVG, read from its tags.

    A text that is not well-formed XML is read only up to its first fault, because no
    program shows it.
    """

    def __init__(self, text: str) -> None:
        """Read the tags of an SVG."""
        self.pixels: tuple[int, int] = (0, 0)
        """The width and the height.

        A number without a unit is in pixels. A length is 0 if it is missing or has a
        relative unit, such as `%`.
        """
        self._open = [""]
        """For each open tag, the id of the part to which it belongs.

        The id is "" for the whole picture.
        """
        self._inner_parts: dict[str, list[str]] = {"": []}
        """The ids of the parts inside a part, by the id of the outer part."""
        self._used_parts: dict[str, list[str]] = {"": []}
        """The ids of the parts that a part draws with `<use>`, by the part's id."""
        self._closed: list[str] = []
        """The ids of all parts, in the order in which their tags are closed."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(text, True)  # noqa: FBT003  # `Parse` takes no keywords
        except (expat.ExpatError, ValueError):
            return

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == 1:
            self.pixels = _pixels_in(attributes)
        outer_id = self._open[-1]
        part_id = attributes.get("id", outer_id)
        if part_id != outer_id:
            self._inner_parts.setdefault(part_id, [])
            self._used_parts.setdefault(part_id, [])
            self._inner_parts[outer_id].append(part_id)
        name_without_prefix = name.rpartition(":")[2]
        if name_without_prefix == "use":
            for key in ("href", "xlink:href"):
                address = attributes.get(key, "")
                if address.startswith("#"):
                    self._used_parts[part_id].append(address.removeprefix("#"))
        self._open.append(part_id)

    def _end(self, _: str) -> None:
        part_id = self._open.pop()
        if part_id != self._open[-1]:
            self._closed.append(part_id)

    @property
    def draws_too_much(self) -> bool:
        """Whether more than `MOST_DRAWN_PARTS` parts are drawn, or endlessly many."""
        counts = dict.fromkeys(self._inner_parts, 0)
        # An inner part is closed before its outer part, so it is also counted
        # first.
        part_ids = [*dict.fromkeys(self._closed), ""]
        total = total_before = 0
        for _ in range(_MOST_ROUNDS):
            for part_id in part_ids:
                inner_parts = self._inner_parts[part_id]
                used_parts = self._used_parts[part_id]
                drawn_in_inner = sum(counts.get(inner, 0) for inner in inner_parts)
                drawn_by_use = sum(1 + counts.get(used, 0) for used in used_parts)
                counts[part_id] = min(
                    drawn_in_inner + drawn_by_use, MOST_DRAWN_PARTS + 1
                )
            total_before, total = total, sum(counts.values())
            if counts[""] > MOST_DRAWN_PARTS:
                return True
        # If the total still grows, the parts use each other, or the chain of `<use>`
        # elements is longer than the number of rounds.
        return total != total_before


def _pixels_in(attributes: dict[str, str]) -> tuple[int, int]:
    sizes = [_length(attributes.get(name, "")) for name in ("width", "height")]
    return sizes[0], sizes[1]


def _length(text: str) -> int:
    """Return a length in pixels; 0 for a relative length, such as `100%`."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        return 0
    return int(float(match[1]) * _PIXELS_BY_UNIT[match[2]])
