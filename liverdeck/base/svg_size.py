"""How much an SVG draws: its size in pixels, and how often it draws a part again.

A part that is used ten times in a part that is used ten times is drawn a hundred times.
So a small file can fill the memory of the program that shows it.
"""

from __future__ import annotations

from xml.parsers import expat

from liverdeck.base.patterns import lazy_pattern

MOST_DRAWN = 50_000
"""A drawing is refused if `<use>` draws parts more often than this, all together.

A plot has one `<use>` for each of its points and letters.
"""
_MOST_ROUNDS = 10
"""Each round counts one more level of parts that are used in parts."""
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
        self._drawn_with: dict[str, list[tuple[int, str]]] = {"": []}
        """The parts that are drawn with a part, by the id of the part.

        A part inside it has a 0 before its id, and a part that it uses has a 1.
        """
        self._closed: list[str] = []
        """The id of each part, in the order in which their tags are closed."""
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
        outer_id = self._open[-1]
        part_id = attributes.get("id", outer_id)
        if part_id != outer_id:
            self._drawn_with.setdefault(part_id, [])
            self._drawn_with[outer_id].append((0, part_id))
        if name.rpartition(":")[2] == "use":
            for key in ("href", "xlink:href"):
                if attributes.get(key, "").startswith("#"):
                    self._drawn_with[part_id].append((1, attributes[key][1:]))
        self._open.append(part_id)

    def _end(self, _: str) -> None:
        part_id = self._open.pop()
        if part_id != self._open[-1]:
            self._closed.append(part_id)

    @property
    def draws_too_much(self) -> bool:
        """Whether parts are drawn more than `MOST_DRAWN` times, or without an end."""
        counts = dict.fromkeys(self._drawn_with, 0)
        # What is inside a part is closed before it, so it is counted before it.
        part_ids = [*dict.fromkeys(self._closed), ""]
        total = total_before = 0
        for _ in range(_MOST_ROUNDS):
            for part_id in part_ids:
                drawn = sum(
                    is_used + counts.get(other_id, 0)
                    for is_used, other_id in self._drawn_with[part_id]
                )
                counts[part_id] = min(drawn, MOST_DRAWN + 1)
            total_before, total = total, sum(counts.values())
            if counts[""] > MOST_DRAWN:
                return True
        return total != total_before  # still growing: the parts use each other


def _pixels_in(attributes: dict[str, str]) -> tuple[int, int]:
    sizes = [_length(attributes.get(name, "")) for name in ("width", "height")]
    return sizes[0], sizes[1]


def _length(text: str) -> int:
    match = _LENGTH.fullmatch(text)
    if match is None:
        return 0
    return int(float(match[1]) * _PIXELS.get(match[2], _PIXELS_OF_INCH))
