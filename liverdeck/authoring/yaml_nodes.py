"""The nodes of a YAML document.

Their classes are PyYAML's, so that its composer in C can make them. The nodes of data
have the same classes, and the mark `MARK_IN_DATA`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import NO_LINE

if TYPE_CHECKING:
    from liverdeck.base.problems import Mark

    class _Node:
        """The base class of all nodes."""

        start_mark: Mark
        end_mark: Mark

        def __init__(self, *values: object) -> None:
            """Take tag, value, both marks, and the style, as PyYAML does."""

    class Scalar(_Node):
        """A text: a key, a value, or an entry of a list."""

        value: str
        style: str
        """The character before a text that is quoted or a block: ' " | or >.

        Empty for a plain text, and `CUT` for one that YAML ended at ` #`.
        """

    class Mapping(_Node):
        """A map: keys with their values, in the author's order.

        In a file without problems, all keys are texts, and each is there once.
        """

        value: list[tuple[Scalar, Node]]
        flow_style: bool
        """Whether the map is written with { }."""

    class Sequence(_Node):
        """A list of nodes, in the author's order."""

        value: list[Node]
        flow_style: bool
        """Whether the list is written with [ ]."""
        ends: list[tuple[int, int] | None]
        """For each item, the line and column (from 1) where the next item begins.

        The dash of an item counts as its beginning. For the last item, this is where
        the list ends, or None if the list ends with the file. In a list from data, all
        are None. In a file, only a list directly under a key of the file has `ends`.
        """

    Node = Scalar | Mapping | Sequence
else:
    from liverdeck.authoring.lean_yaml import (
        MappingNode as Mapping,
        Node,
        ScalarNode as Scalar,
        SequenceNode as Sequence,
    )

DEEPEST_NESTING = 16
"""Files and data may have at most this many levels of maps and lists.

The format needs eight.
"""
CUT = "#"
"""The style of a plain text that YAML ended at ` #`, the start of a comment."""


class _MarkInData:
    # A mark counts from 0 and a position from 1, so this becomes `NO_LINE`.
    line = column = NO_LINE - 1
    index = 0


MARK_IN_DATA = _MarkInData()
"""The mark of a node that is in data of a Python program, and not in a file."""


def scalar(value: str, style: str, mark: Mark) -> Scalar:
    """Return a text; see `Scalar`."""
    return Scalar(None, value, mark, None, style)


def mapping(
    pairs: list[tuple[Scalar, Node]], mark: Mark, *, is_flow: bool = False
) -> Mapping:
    """Return a map with these keys and values."""
    return Mapping(None, pairs, mark, None, is_flow)


def sequence(items: list[Node], mark: Mark, *, is_flow: bool = False) -> Sequence:
    """Return a list of nodes."""
    return Sequence(None, items, mark, None, is_flow)


__all__ = [
    "CUT",
    "DEEPEST_NESTING",
    "MARK_IN_DATA",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "mapping",
    "scalar",
    "sequence",
]
