"""The nodes of a YAML document, each with its line and column (from 1)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Scalar:
    """A text: a key, a value, or an entry of a list."""

    text: str
    style: str
    """The character before a text that is quoted or a block: ' " | or >.

    Empty for a plain text.
    """
    line: int
    column: int
    is_cut: bool = False
    """Whether it is a plain text that YAML ended at ` #`, the start of a comment."""


@dataclass(slots=True)
class Mapping:
    """A map: keys with their values, in the author's order, each key once."""

    line: int
    column: int
    is_flow: bool
    """Whether the map is written with { }."""
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)


@dataclass(slots=True)
class Sequence:
    """A list of nodes, in the author's order."""

    line: int
    column: int
    is_flow: bool
    """Whether the list is written with [ ]."""
    items: list[Node] = field(default_factory=list)
    ends: list[tuple[int, int] | None] = field(default_factory=list)
    """For each item, the line and column where the next item of the list begins.

    The dash of an item counts as its beginning. For the last item, this is where the
    list ends, or None if the list ends with the file. In a list that is not directly
    under a key of the file, `ends` is empty. In a list from Python data, all are None.
    """


Node = Scalar | Mapping | Sequence
