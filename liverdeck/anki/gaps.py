"""Find the gaps in the HTML of a statement: `{{c1::text}}` and `{{c1::text::hint}}`.

A single regular expression for a whole gap would be slow for a hostile text: for each
start of a gap without an end, it would search to the end of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_START = re.compile(r"\{\{c([0-9]{1,5})::", re.ASCII)
"""Matches the start of a gap. Anki reads no number with more than five digits."""
_END, _BEFORE_HINT = "}}", "::"


class WrittenGap(NamedTuple):
    """A gap in the HTML of a statement."""

    number: str
    """The number of the gap's blank, as it is written."""
    text: str
    hint: str
    """Empty if the gap has no hint."""
    start: int
    """The index of the gap's first character."""
    end: int
    """The index after the gap's last character."""


def gaps_in(html: str) -> Iterator[WrittenGap]:
    """Yield the gaps in the HTML of a statement. A gap ends at the first `}}`."""
    read_until = 0
    while start := _START.search(html, read_until):
        end = html.find(_END, start.end())
        if end < 0:
            return
        read_until = end + len(_END)
        text, _, hint = html[start.end() : end].partition(_BEFORE_HINT)
        yield WrittenGap(start[1], text, hint, start.start(), read_until)


def with_gaps_replaced(html: str, replacement: Callable[[WrittenGap], str]) -> str:
    """Return the HTML of a statement with other texts in place of its gaps.

    `replacement` returns the text for a gap.
    """
    pieces: list[str] = []
    copied_until = 0
    for gap in gaps_in(html):
        pieces.append(html[copied_until : gap.start])
        pieces.append(replacement(gap))
        copied_until = gap.end
    pieces.append(html[copied_until:])
    return "".join(pieces)
